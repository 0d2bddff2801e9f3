"""The register of an evaluation: its cases, their consents and their journals, behind one consent gate.

The public door of this room. Synchronous: called from the one thread that owns the vault's connection.
"""

from collections.abc import Callable
from datetime import date, datetime

from flows.checklist import Item
from flows.consent import Consent, Verdict, gaps_at_recording
from flows.evaluation import Evaluation
from flows.events import Body, Event
from flows.instrument import Instrument, Questionnaire, Source
from flows.interview import Interview
from flows.letter import load_letter
from flows.safeguards import lifts
from storage.cases import store as rooms
from storage.cases.agreements import fitted, scope
from storage.cases.case_names import CaseNames, note_name
from storage.cases.entries import Entries
from storage.cases.errors import ConsentIncomplete, EvaluationExists, NotInTeam, ScopeFixed
from storage.cases.facts import Facts
from storage.cases.feedback import FeedbackList
from storage.cases.forget import forget_case
from storage.cases.gate import Gate
from storage.cases.journals import Journals
from storage.cases.letters import Letters, check_topics
from storage.cases.outside import OutsideFiles
from storage.cases.overview import overview
from storage.cases.places import Places
from storage.cases.preparing import Preparing
from storage.cases.records import Approach, CaseEntry, CaseOverview, Draft
from storage.cases.safeguards import Safeguards
from storage.cases.store import Store
from storage.cases.term import Retention
from storage.vault import Vault, WithdrawReport


class Register:
    """Everything about cases that a screen or command may ask of an unlocked vault."""

    def __init__(
        self,
        vault: Vault,
        *,
        now: Callable[[], datetime] = rooms.utc_now,
        new_id: Callable[[], str] = rooms.default_ids,
    ) -> None:
        self.vault = vault
        self._store = Store(vault, now, new_id)
        self._gate = Gate(self._store)
        self._journals = Journals(self._store, self._gate)
        self._entries = Entries(self._store)
        self.term = Retention(self._store)
        self.safeguards = Safeguards(self._store)
        self.feedback = FeedbackList(self._store)
        self.letters = Letters(self._store, self._gate, self._entries)
        self.outside = OutsideFiles(self._store)
        self.preparing = Preparing(self._store)
        self.facts = Facts(self._store, self._gate)
        self.places = Places(self._store, self._gate)
        self.case_names = CaseNames(self._store, self._gate)

    # -- who and what --------------------------------------------------------------------------------------

    @property
    def person(self) -> str | None:
        """Who sits at the laptop: declared at unlocking, not verified."""
        return self._store.person

    def sit_down(self, name: str) -> None:
        """Someone of the team takes place at the laptop; raises `NotInTeam`, `NoEvaluation`."""
        if name not in self._store.evaluation().names:
            raise NotInTeam
        self._store.person = name
        self.term.look()

    def author(self) -> str:
        """The name that is stamped on what happens now; raises `NobodyAtLaptop`."""
        return self._store.author()

    def now(self) -> datetime:
        """The register's clock (UTC), for what is stamped beside the journals."""
        return self._store.now()

    @property
    def today(self) -> date:
        """The day of the register's clock, where the laptop is."""
        return self._store.today

    def evaluation(self) -> Evaluation | None:
        return self._store.find_evaluation()

    def require_evaluation(self) -> Evaluation:
        """The evaluation; raises `NoEvaluation`."""
        return self._store.evaluation()

    def define_evaluation(self, evaluation: Evaluation, instrument: Instrument) -> None:
        """Starts the evaluation of this vault and seals the instrument's full text and its letter with it.

        `evaluation.instrument` is where both come from: a shipped name or the path of an own one, whose file is not
        needed any more after this. Sources that the instrument has no list for are left out of the scope.
        Raises `EvaluationExists`, `EvaluationIncomplete`, `flows.instrument.InstrumentError` for an instrument
        without a letter, `flows.letter.LetterTopicMissing` with the themes in scope that it has no line for.
        """
        if self._store.find_evaluation() is not None:
            raise EvaluationExists
        evaluation = fitted(evaluation, instrument)
        letter = load_letter(evaluation.instrument)
        check_topics(evaluation, instrument, letter)
        with self.vault.transaction():
            compartment = self.vault.new_compartment(rooms.EVALUATION)
            self._store.keep_instrument(compartment, instrument)
            self._store.keep_letter(compartment, letter)
            self._store.keep_evaluation(compartment, evaluation)

    def change_evaluation(self, evaluation: Evaluation, second: str = "") -> None:
        """Writes the agreements anew; the scope only while no conversation has started (`ScopeFixed`).

        Switching off what asks for two people takes two: the person at the laptop and `second`, another one of the
        team as it is now (`SecondPersonNeeded`). Raises `EvaluationIncomplete`, `flows.letter.LetterTopicMissing` too.
        """
        known, instrument = self._store.evaluation(), self._store.instrument()
        evaluation = fitted(evaluation, instrument)
        check_topics(evaluation, instrument, self._store.letter())
        if scope(known) != scope(evaluation) and any(map(self._journals.started, self._store.cases())):
            raise ScopeFixed
        lifted = lifts(known, evaluation)
        with self.vault.transaction():
            if lifted:
                self.safeguards.lift(lifted, second)
            self._store.keep_evaluation(self._store.evaluation_compartment(), evaluation)

    def instrument(self) -> Instrument:
        """The sealed instrument of this evaluation; raises `NoEvaluation`."""
        return self._store.instrument()

    def questionnaire(self, source: Source) -> Questionnaire:
        """That source's list in this evaluation's scope."""
        return self._store.evaluation().questionnaire(self._store.instrument(), source)

    # -- cases before consent ------------------------------------------------------------------------------

    def cases(self) -> tuple[CaseOverview, ...]:
        """All cases by number: names only for who may see them, counts for everyone in the team."""
        found = (overview(self._store, self._entries, self._journals, case) for case in self._store.cases())
        return tuple(sorted(found, key=lambda case: case.number))

    def case(self, case: str) -> CaseOverview:
        """One case; raises `UnknownCase`."""
        return overview(self._store, self._entries, self._journals, self._store.known_case(case))

    def case_numbered(self, number: int) -> CaseOverview | None:
        return next((case for case in self.cases() if case.number == number), None)

    def register_case(self, name: str, contact: str, professional: str, organisation: str) -> str:
        """A new case with what the letter needs and nothing more; returns its id.

        Raises `EntryIncomplete`, `NameTaken`, `NoEvaluation`, `TermPassed`.
        """
        with self.vault.transaction():
            self.term.require()
            case = self._entries.add(name, contact, professional, organisation)
            self.term.begin()
        return case

    def change_case(self, case: str, entry: CaseEntry) -> None:
        """Writes the entry anew; after consent only through the gate. Raises as `register_case`."""
        with self.vault.transaction():
            self._gate.require_once_signed(case)
            number = self._entries.read(case).number
            self._entries.keep(case, entry.model_copy(update={"number": number}))

    def set_approach(self, case: str, approach: Approach) -> None:
        """How far the approach is; raises `ConsentOnRecord` once a consent was signed."""
        self._entries.set_approach(case, approach)

    def refused(self, case: str) -> WithdrawReport:
        """The resident does not want to: destroys the case at once, leaves a count; raises `ConsentOnRecord`."""
        return self._entries.refused(case)

    def without_answer(self) -> tuple[CaseOverview, ...]:
        """The cases whose resident did not answer within the team's term: offered for destruction."""
        overdue = self._entries.overdue(self.preparing.read().answer_term_days)
        return tuple(case for case in self.cases() if case.id in overdue)

    def let_go(self, case: str) -> WithdrawReport:
        """Destroys a case without an answer, leaves a count; raises `NotOverdue`, `ConsentOnRecord`."""
        return self._entries.let_go(case, self.preparing.read().answer_term_days)

    @property
    def no_reply_count(self) -> int:
        """How many cases were destroyed because no answer came."""
        return self._store.counted("no_reply")

    @property
    def refused_count(self) -> int:
        """How many residents did not want to take part."""
        return self._store.counted("refused")

    @property
    def withdrawn_count(self) -> int:
        """How many consents were taken back."""
        return self._store.counted("withdrawn")

    # -- consent -------------------------------------------------------------------------------------------

    def draft_consent(
        self, case: str, viewers: tuple[str, ...] | None = None, *, fresh: bool = False
    ) -> Consent:
        """A consent prefilled from the evaluation and the case, with the letter's text fixed.

        The letter is the one last written to a file for this resident, else a new one; `fresh` asks for a new one
        anyway, as `viewers` does (the names in the letter; None: the whole team). Nothing is signed or recorded by
        this. Raises `flows.letter.LetterFieldMissing`, `LetterTopicMissing`.
        """
        store = self._store
        evaluation = store.evaluation()
        letter = self.letters.for_consent(case, viewers, fresh=fresh)
        return Consent(
            letter_text=letter.text,
            letter_sha256=letter.sha256,
            letter_dated=letter.dated,
            themes=letter.themes,
            sources=letter.sources,
            period=letter.period,
            talked_through_by=store.author(),
            viewers=letter.viewers,
            professional=letter.professional,
            feedback_channel=self._entries.read(case).contact,
            fg_name=evaluation.fg_name,
            fg_informed_on=evaluation.fg_informed_on,
            controller=evaluation.controller,
        )

    def record_consent(self, case: str, consent: Consent) -> None:
        """Records a signed consent; an earlier one stays in the history until the end.

        Raises `ConsentIncomplete` with every gap, or `TermPassed`, and then nothing is recorded.
        """
        with self.vault.transaction():
            self.term.require()
            self._store.known_case(case)
            gaps = gaps_at_recording(
                consent,
                self._store.evaluation(),
                self._store.today,
                minors_confirmed=self.preparing.read().has(Item.MINORS),
            )
            if gaps:
                raise ConsentIncomplete(gaps)
            channel = consent.feedback_channel if consent.feedback_wanted else ""
            stamped = consent.model_copy(
                update={
                    "recorded_by": self._store.author(),
                    "recorded_at": self._store.now(),
                    "feedback_channel": channel,
                }
            )
            self.vault.append(case, "consents", stamped.model_dump_json().encode())
            note_name(self._store, case, consent.representative)

    def consent(self, case: str) -> Consent | None:
        """The recorded consent, for someone who is named in it; None when there is none."""
        if self._store.consent(case) is None:
            return None
        self._gate.require(case)
        return self._store.consent(case)

    def verdict(self, case: str, source: Source | None = None) -> Verdict:
        """May the person at the laptop start or read this source now, and if not why."""
        return self._gate.verdict(case, source)

    def withdraw(self, case: str) -> WithdrawReport:
        """Consent taken back: destroys the case at once (VAULT section 3); anyone in the team may do it.

        Where it lives besides, `places.of_case` tells beforehand. Nobody of it stays behind by name (`forget`).
        """
        with self.vault.transaction():
            for other in ("refused", "no_reply"):
                self._store.uncount(other, case)  # that way was interrupted
            self.places.say_gone(case)
            forget_case(self._store, case)
            self._store.count("withdrawn", case)
        return self.vault.drop_compartment(case)

    def was_withdrawn(self, case: str) -> bool:
        """Whether this case went, or was to go, because its consent was taken back; only its random id is known."""
        return self._store.was_counted("withdrawn", case)

    def keep_withdrawal(self, certificate: bytes) -> None:
        """Keeps the certificate of a withdrawal with the evaluation; it names no one."""
        self.vault.append(self._store.evaluation_compartment(), "withdrawals", certificate)

    def withdrawal_records(self) -> tuple[bytes, ...]:
        """Every certificate of a withdrawal, in order."""
        return tuple(self.vault.read(self._store.evaluation_compartment(), "withdrawals"))

    def withdrawn_months(self) -> tuple[str, ...]:
        """The month ("2026-03") of each consent that was taken back, of which the case is gone."""
        return self._store.counted_months("withdrawn")

    @property
    def lacks_certificate(self) -> bool:
        """Whether a withdrawal destroyed its case and has no certificate yet."""
        begun = bool(self.vault.compartments(rooms.EVALUATION))
        return begun and self.withdrawn_count > len(self.withdrawal_records())

    def names(self, case: str) -> tuple[str, ...]:
        """The case's own name list (household, nicknames, places, organisations)."""
        return self.case_names.read(case)

    def set_names(self, case: str, names: tuple[str, ...]) -> None:
        """Writes the name list anew; one name a line, blanks dropped."""
        self.case_names.write(case, names)

    # -- conversations -------------------------------------------------------------------------------------

    def open_interview(self, case: str, source: Source) -> Interview:
        """The conversation as it stands, started when it was not; raises `ConsentRefused`, `TermPassed`."""
        with self.vault.transaction():
            self._gate.require(self._store.known_case(case), source)
            self.term.require()
            return self._journals.open(case, source)

    def read_interview(self, case: str, source: Source) -> Interview:
        """The conversation for reading only; raises `ConsentRefused`."""
        return self._journals.read(self._store.known_case(case), source)

    def append(self, case: str, source: Source, body: Body) -> Event:
        """Seals one event; it is durable on disk when this returns. Raises `ConsentRefused`, `TermPassed`."""
        known = self._store.known_case(case)
        self.term.require()
        return self._journals.append(known, source, body)

    def save_draft(self, case: str, source: Source, draft: Draft) -> None:
        self._journals.save_draft(self._store.known_case(case), source, draft)

    def draft(self, case: str, source: Source) -> Draft | None:
        return self._journals.draft(self._store.known_case(case), source)

    def discard_draft(self, case: str, source: Source) -> None:
        self._journals.discard_draft(self._store.known_case(case), source)

    # -- review records (what they mean is storage.anonymise's business) ------------------------------------

    def review_record(self, case: str) -> bytes | None:
        """What was decided about this case's texts; raises `ConsentRefused`."""
        self._gate.require(self._store.known_case(case))
        return self.vault.read_last(case, "review")

    def keep_review_record(self, case: str, data: bytes) -> None:
        with self.vault.transaction():
            self._gate.require(self._store.known_case(case))
            self.vault.replace(case, "review", data)
