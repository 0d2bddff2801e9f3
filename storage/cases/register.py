"""The register of an evaluation: its cases, their consents and their journals, behind one consent gate.

The public door of this room. Synchronous: called from the one thread that owns the vault's connection.
"""

from collections.abc import Callable
from datetime import datetime

from flows.consent import Consent, Verdict, gaps_in, letter_hash
from flows.evaluation import Evaluation
from flows.events import Body, Event
from flows.instrument import Instrument, Questionnaire, Source
from flows.interview import Interview
from flows.letter import load_letter
from flows.text import clean_text
from storage.cases import store as rooms
from storage.cases.errors import (
    ConsentIncomplete,
    ConsentOnRecord,
    EntryIncomplete,
    EvaluationExists,
    EvaluationIncomplete,
    NameTaken,
    NotInTeam,
    ScopeFixed,
)
from storage.cases.feedback import FeedbackList
from storage.cases.gate import Gate
from storage.cases.journals import Journals
from storage.cases.letters import check_topics, letter_for
from storage.cases.records import Approach, CaseEntry, CaseOverview, Draft, SourceOverview
from storage.cases.store import Store
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
        self.feedback = FeedbackList(self._store)

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

    def author(self) -> str:
        """The name that is stamped on what happens now; raises `NobodyAtLaptop`."""
        return self._store.author()

    def now(self) -> datetime:
        """The register's clock (UTC), for what is stamped beside the journals."""
        return self._store.now()

    def evaluation(self) -> Evaluation | None:
        return self._store.find_evaluation()

    def define_evaluation(self, evaluation: Evaluation, instrument: Instrument) -> None:
        """Starts the evaluation of this vault and seals the instrument's full text and its letter with it.

        `evaluation.instrument` is where both come from: a shipped name or the path of an own one, whose file is not
        needed any more after this. Sources that the instrument has no list for are left out of the scope.
        Raises `EvaluationExists`, `EvaluationIncomplete`, `flows.instrument.InstrumentError` for an instrument
        without a letter, `flows.letter.LetterTopicMissing` with the themes in scope that it has no line for.
        """
        if self._store.find_evaluation() is not None:
            raise EvaluationExists
        evaluation = _fitted(evaluation, instrument)
        letter = load_letter(evaluation.instrument)
        check_topics(evaluation, instrument, letter)
        with self.vault.transaction():
            compartment = self.vault.new_compartment(rooms.EVALUATION)
            self._store.keep_instrument(compartment, instrument)
            self._store.keep_letter(compartment, letter)
            self._store.keep_evaluation(compartment, evaluation)

    def change_evaluation(self, evaluation: Evaluation) -> None:
        """Writes the agreements anew; the scope only while no conversation has started (`ScopeFixed`).

        Raises `EvaluationIncomplete` and `flows.letter.LetterTopicMissing` too.
        """
        known, instrument = self._store.evaluation(), self._store.instrument()
        evaluation = _fitted(evaluation, instrument)
        check_topics(evaluation, instrument, self._store.letter())
        if _scope(known) != _scope(evaluation) and any(map(self._journals.started, self._store.cases())):
            raise ScopeFixed
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
        found = (self._overview(case) for case in self._store.cases())
        return tuple(sorted(found, key=lambda case: case.number))

    def case(self, case: str) -> CaseOverview:
        """One case; raises `UnknownCase`."""
        return self._overview(self._store.known_case(case))

    def case_numbered(self, number: int) -> CaseOverview | None:
        return next((case for case in self.cases() if case.number == number), None)

    def register_case(self, name: str, contact: str, professional: str, organisation: str) -> str:
        """A new case with what the letter needs and nothing more; returns its id.

        Raises `EntryIncomplete`, `NameTaken`, `NoEvaluation`.
        """
        self._store.evaluation()
        taken = [self._entry(case).number for case in self._store.cases()]
        entry = CaseEntry(
            number=max(taken, default=0) + 1,
            name=name,
            contact=contact,
            professional=professional,
            organisation=organisation,
        )
        with self.vault.transaction():
            case = self.vault.new_compartment(rooms.CASE)
            self._keep_entry(case, entry)
        return case

    def change_case(self, case: str, entry: CaseEntry) -> None:
        """Writes the entry anew; after consent only through the gate. Raises as `register_case`."""
        with self.vault.transaction():
            self._may_see(case)
            number = self._entry(case).number
            self._keep_entry(case, entry.model_copy(update={"number": number}))

    def set_approach(self, case: str, approach: Approach) -> None:
        """How far the approach is; raises `ConsentOnRecord` once a consent was signed."""
        with self.vault.transaction():
            if self._store.consent(case) is not None:
                raise ConsentOnRecord(case)
            entry = self._entry(self._store.known_case(case))
            self._store.write(case, "entry", entry.model_copy(update={"approach": approach}))

    def refused(self, case: str) -> WithdrawReport:
        """The resident does not want to: destroys the case at once, leaves a count; raises `ConsentOnRecord`."""
        if self._store.consent(case) is not None:
            raise ConsentOnRecord(case)
        report = self.vault.drop_compartment(case)
        self._count("refused")
        return report

    @property
    def refused_count(self) -> int:
        """How many residents did not want to take part."""
        return len(self.vault.read(self._store.evaluation_compartment(), "refused"))

    @property
    def withdrawn_count(self) -> int:
        """How many consents were taken back."""
        return len(self.vault.read(self._store.evaluation_compartment(), "withdrawn"))

    # -- consent -------------------------------------------------------------------------------------------

    def draft_consent(self, case: str, viewers: tuple[str, ...] | None = None) -> Consent:
        """A consent prefilled from the evaluation and the case, with the letter's text fixed.

        `viewers` are the names in the letter (None: the whole team). Nothing is signed or recorded by this.
        Raises `flows.letter.LetterFieldMissing`, `LetterTopicMissing`.
        """
        self._may_see(case)
        store = self._store
        evaluation, instrument, entry = store.evaluation(), store.instrument(), self._entry(case)
        named = evaluation.names if viewers is None else viewers
        text, period = letter_for(evaluation, instrument, store.letter(), entry, named, store.author())
        return Consent(
            letter_text=text,
            letter_sha256=letter_hash(text),
            letter_dated=store.today,
            themes=evaluation.themes_in_scope(instrument),
            sources=evaluation.sources,
            period=period,
            talked_through_by=store.author(),
            viewers=named,
            professional=entry.professional,
            fg_name=evaluation.fg_name,
            fg_informed_on=evaluation.fg_informed_on,
            controller=evaluation.controller,
        )

    def record_consent(self, case: str, consent: Consent) -> None:
        """Records a signed consent; an earlier one stays in the history until the end.

        Raises `ConsentIncomplete` with every gap, and then nothing is recorded.
        """
        with self.vault.transaction():
            self._store.known_case(case)
            gaps = gaps_in(consent, self._store.today)
            if gaps:
                raise ConsentIncomplete(gaps)
            stamped = consent.model_copy(
                update={"recorded_by": self._store.author(), "recorded_at": self._store.now()}
            )
            self.vault.append(case, "consents", stamped.model_dump_json().encode())

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
        """Consent taken back: destroys the case at once (VAULT section 3); anyone in the team may do it."""
        report = self.vault.drop_compartment(self._store.known_case(case))
        self._count("withdrawn")
        return report

    def names(self, case: str) -> tuple[str, ...]:
        """The case's own name list (household, nicknames, places, organisations)."""
        self._gate.require(case)
        return tuple(data.decode() for data in self.vault.read(case, "names"))

    def set_names(self, case: str, names: tuple[str, ...]) -> None:
        """Writes the name list anew; one name a line, blanks dropped."""
        with self.vault.transaction():
            self._gate.require(case)
            if "names" in self.vault.streams(case):
                self.vault.remove_stream(case, "names")
            for name in dict.fromkeys(filter(None, map(clean_text, names))):
                self.vault.append(case, "names", name.encode())

    # -- conversations -------------------------------------------------------------------------------------

    def open_interview(self, case: str, source: Source) -> Interview:
        """The conversation as it stands, started when it was not; raises `ConsentRefused`."""
        return self._journals.open(self._store.known_case(case), source)

    def read_interview(self, case: str, source: Source) -> Interview:
        """The conversation for reading only; raises `ConsentRefused`."""
        return self._journals.read(self._store.known_case(case), source)

    def append(self, case: str, source: Source, body: Body) -> Event:
        """Seals one event; it is durable on disk when this returns. Raises `ConsentRefused`."""
        return self._journals.append(self._store.known_case(case), source, body)

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

    # -- inside --------------------------------------------------------------------------------------------

    def _entry(self, case: str) -> CaseEntry:
        entry = self._store.read_entry(case)
        if entry is None:
            raise EntryIncomplete(("name",))
        return entry

    def _keep_entry(self, case: str, entry: CaseEntry) -> None:
        wanted = ("name", "contact", "professional", "organisation")
        words = {name: " ".join(clean_text(getattr(entry, name)).split()) for name in wanted}
        missing = tuple(name for name, text in words.items() if not text)
        if missing:
            raise EntryIncomplete(missing)
        for other in self._store.cases():
            if other != case:
                known = self._entry(other)
                if known.name.casefold() == words["name"].casefold():
                    raise NameTaken(known.number)
        self._store.write(case, "entry", entry.model_copy(update=words))

    def _may_see(self, case: str) -> None:
        """Before consent the whole team, after it only who is named."""
        if self._store.consent(case) is not None:
            self._gate.require(case)

    def _count(self, what: str) -> None:
        month = self._store.today.strftime("%Y-%m")
        self.vault.append(self._store.evaluation_compartment(), what, month.encode())

    def _overview(self, case: str) -> CaseOverview:
        entry, consent = self._entry(case), self._store.consent(case)
        visible = consent is None or self._store.person in consent.viewers
        sources = self._journals.summary(case).sources
        known = {summary.source: summary for summary in sources}
        return CaseOverview(
            id=case,
            number=entry.number,
            entry=entry if visible else None,
            approach=entry.approach,
            consent_on=consent.signed_on if consent else None,
            sources=tuple(
                SourceOverview(
                    source=source,
                    started=source in known and known[source].events > 0,
                    closure=known[source].closure if source in known else None,
                    answered=known[source].answered if source in known else 0,
                    asked=known[source].asked if source in known else 0,
                    reasons_missing=known[source].reasons_missing if source in known else 0,
                    next_question=known[source].next_question if source in known else None,
                )
                for source in self._store.evaluation().sources
            ),
        )


def _scope(evaluation: Evaluation) -> tuple[object, ...]:
    return evaluation.instrument, evaluation.sources, evaluation.themes, evaluation.criteria


def _fitted(evaluation: Evaluation, instrument: Instrument) -> Evaluation:
    """The evaluation with only the sources that the instrument has; raises `EvaluationIncomplete`."""
    sources = tuple(source for source in evaluation.sources if source in instrument.sources)
    fitted = evaluation.model_copy(update={"sources": sources})
    _check(fitted, instrument)
    return fitted


def _check(evaluation: Evaluation, instrument: Instrument) -> None:
    names = [name.casefold().strip() for name in evaluation.names]
    codes = tuple(
        code
        for wrong, code in (
            (len(names) < 2, "team_too_small"),  # handbook 2.1: at least two persons
            (len(set(names)) < len(names), "names_double"),
            (not evaluation.sources, "no_sources"),
            (not evaluation.themes_in_scope(instrument), "no_themes"),
        )
        if wrong
    )
    if codes:
        raise EvaluationIncomplete(codes)
