"""The app's one door to storage: every question a page may ask, passed to the storage thread.

Opening and locking is `desk_vault`'s; what the answers look like on the screen is the pages' business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from zet_tui.desk_vault import VaultClosed, VaultDesk

if TYPE_CHECKING:
    from flows.consent import Consent, Verdict
    from flows.evaluation import Evaluation
    from flows.instrument import Instrument, Source
    from storage.anonymise import Review, ReviewText
    from storage.cases import Approach, CaseEntry, CaseOverview, Register
    from storage.destroy import Choice, Preview, Readiness, Step, Wanted, WithdrawalCertificate
    from storage.export.gate import Hit
    from storage.export.letter_file import LetterFiles
    from storage.vault import WithdrawReport
    from zet_tui.conversation_port import CasePort
    from zet_tui.screens.evaluation_scope import EarlierRound
    from zet_tui.screens.overview_steps import ReviewCount

T = TypeVar("T")

__all__ = ["Desk", "VaultClosed"]


class Desk(VaultDesk):
    """One vault folder; every method runs in the storage thread, in the order of asking."""

    # -- who and what ----------------------------------------------------------------------------

    @property
    def person(self) -> str | None:
        """Who sits at the laptop: declared, not verified."""
        return self._register.person if self._register is not None else None

    async def sit_down(self, name: str) -> None:
        await self.ask(lambda register: register.sit_down(name))
        self.sat_last = name

    async def evaluation(self) -> Evaluation | None:
        return await self.ask(lambda register: register.evaluation())

    async def instrument(self, ref: str | None = None) -> Instrument:
        """The sealed instrument of this evaluation, or the shipped one named `ref`."""

        def shipped() -> Instrument:
            from flows.instrument import load_instrument

            return load_instrument(ref or "zet")

        if ref is not None:
            return await self._thread.run(shipped)
        return await self.ask(lambda register: register.instrument())

    async def define_evaluation(self, evaluation: Evaluation, second: str = "") -> None:
        """Start the evaluation, or change it when there is one; `second` agrees where that takes two people."""

        def work(register: Register) -> None:
            from flows.instrument import load_instrument

            if register.evaluation() is None:
                register.define_evaluation(evaluation, load_instrument(evaluation.instrument))
            else:
                register.change_evaluation(evaluation, second)

        await self.ask(work)

    async def earlier_round(self) -> EarlierRound | None:
        """The latest finished round whose improvement actions name something; None while a round is going on."""

        def work(register: Register) -> EarlierRound | None:
            from flows.actions import aims_of
            from storage.export.kept_results import kept_results
            from zet_tui.screens.evaluation_scope import EarlierRound

            if register.evaluation() is not None:
                return None
            for kept in kept_results(register.vault):
                if aims := aims_of(each.action for each in kept.improvement.actions):
                    results = kept.results
                    return EarlierRound(results.evaluation_title, kept.instrument().id, aims)
            return None

        return await self.ask(work)

    # -- cases and consent -----------------------------------------------------------------------

    async def cases(self) -> tuple[CaseOverview, ...]:
        return await self.ask(lambda register: register.cases())

    async def case(self, case: str) -> CaseOverview:
        return await self.ask(lambda register: register.case(case))

    async def counts(self) -> tuple[int, int, int]:
        """How many did not want to take part, how many gave no answer, how many consents were taken back."""
        return await self.ask(
            lambda register: (register.refused_count, register.no_reply_count, register.withdrawn_count)
        )

    async def register_case(self, name: str, contact: str, professional: str, organisation: str) -> str:
        return await self.ask(
            lambda register: register.register_case(name, contact, professional, organisation)
        )

    async def change_case(self, case: str, entry: CaseEntry) -> None:
        await self.ask(lambda register: register.change_case(case, entry))

    async def set_approach(self, case: str, approach: Approach) -> None:
        await self.ask(lambda register: register.set_approach(case, approach))

    async def refused(self, case: str) -> WithdrawReport:
        """Destroys the case of a resident who does not want to take part."""
        self._forget_unsealed(case)
        return await self.ask(lambda register: register.refused(case))

    async def draft_consent(self, case: str, *, fresh: bool = False) -> Consent:
        """The letter in the resident's hands, or a new one; `fresh` asks for a new one anyway."""
        return await self.ask(lambda register: register.draft_consent(case, fresh=fresh))

    async def record_consent(self, case: str, consent: Consent) -> None:
        await self.ask(lambda register: register.record_consent(case, consent))

    async def consent(self, case: str) -> Consent | None:
        return await self.ask(lambda register: register.consent(case))

    async def verdict(self, case: str, source: Source | None = None) -> Verdict:
        return await self.ask(lambda register: register.verdict(case, source))

    async def withdraw(self, case: str) -> WithdrawalCertificate:
        """Consent taken back: this case is destroyed now, and that is certified without a name."""

        def work(register: Register) -> WithdrawalCertificate:
            from storage.destroy import withdraw

            return withdraw(register, case)

        self._forget_unsealed(case)
        return await self.ask(work)

    def _forget_unsealed(self, case: str) -> None:
        """Of a case that goes, nothing that was typed stays in memory."""
        self.unsealed = {place: draft for place, draft in self.unsealed.items() if place[0] != case}

    async def write_letter(self, case: str, folder: Path, template: Path | None) -> LetterFiles:
        """The letter and its explanation as Word files. Raises as `write_letter` does, and OSError."""

        def work(register: Register) -> LetterFiles:
            from storage.export.letter_file import write_letter

            words = None if template is None else template.read_bytes()
            return write_letter(register, case, folder, template=words)

        return await self.ask(work)

    async def names(self, case: str) -> tuple[str, ...]:
        return await self.ask(lambda register: register.names(case))

    async def set_names(self, case: str, names: tuple[str, ...]) -> None:
        await self.ask(lambda register: register.set_names(case, names))

    async def open_port(self, case: str, source: Source) -> CasePort:
        """One conversation, opened through the consent gate. Raises `ConsentRefused`."""
        from zet_tui.conversation_port import open_port

        return await open_port(self, case, source)

    async def term_passed(self) -> bool:
        """Whether the planned day of destruction is over; seeing that is remembered."""

        def work(register: Register) -> bool:
            from flows.retention import Standing

            return register.term.look() is Standing.PASSED

        return await self.ask(work)

    # -- reading once more, and the end ------------------------------------------------------------

    async def review_texts(self) -> tuple[ReviewText, ...]:
        """Every free text of the cases this person may read. Raises `ConsentRefused`."""
        return await self._review(lambda review: review.texts())

    async def review_count(self) -> ReviewCount:
        """How many texts there are and how many wait; nothing when a case may not be read by this person."""

        def work(register: Register) -> ReviewCount:
            from storage.anonymise import NameSuggestions, Review
            from storage.cases import ConsentRefused
            from zet_tui.screens.overview_steps import ReviewCount

            try:
                texts = Review(register).texts()
            except ConsentRefused:
                return ReviewCount()
            named = NameSuggestions(register).numbers(texts)
            return ReviewCount(
                len(texts),
                sum(text.decision is None for text in texts),
                named,
                sum(text.first is not None for text in texts),
            )

        return await self.ask(work)

    async def accept(self, text: ReviewText, wording: str) -> ReviewText:
        return await self._review(lambda review: review.accept(text, wording))

    async def leave_out(self, text: ReviewText) -> ReviewText:
        return await self._review(lambda review: review.leave_out(text))

    async def readiness(self, choices: Mapping[int, Choice]) -> Readiness:
        """What still stands in the way of the end. Raises `ConsentRefused`."""

        def work(register: Register) -> Readiness:
            from storage.destroy import readiness

            return readiness(register, choices)

        return await self.ask(work)

    async def preview(self, choices: Mapping[int, Choice]) -> Preview:
        """What would leave, and who may recognise it. Raises `ConsentRefused`."""

        def work(register: Register) -> Preview:
            from storage.destroy import preview

            return preview(register, choices)

        return await self.ask(work)

    async def finish(
        self,
        folder: Path,
        new_passphrase: str,
        *,
        without_workbook: bool,
        choices: Mapping[int, Choice],
        judged: Collection[Hit],
        progress: Callable[[Step, float], None],
        wanted: Wanted,
        second: str,
    ) -> None:
        """Anonymise, export, destroy; `outcome` holds what came of it. Raises as `anonymise_and_destroy` does.

        `progress` is called in the storage thread and must not wait for anything.
        """

        def work(register: Register) -> None:
            from storage.cases import Register as Fresh
            from storage.destroy import anonymise_and_destroy

            self.unsealed.clear()
            try:
                self.outcome = anonymise_and_destroy(
                    register,
                    folder=folder,
                    new_passphrase=new_passphrase,
                    without_workbook=without_workbook,
                    choices=choices,
                    judged=judged,
                    progress=progress,
                    wanted=wanted,
                    second=second,
                )
            finally:
                if self.outcome is not None or self.refound_pending:
                    self._register = Fresh(register.vault, now=self.now)  # nothing of the old one stays
                    self.passphrase_changed()

        await self.ask(work)

    async def finish_interrupted(self, folder: Path | None) -> None:
        """Finish it; `folder` is where the certificate goes when the one chosen then is gone."""

        def work(register: Register) -> None:
            from storage.destroy import finish_interrupted

            self.outcome = finish_interrupted(register.vault, self.now, folder)

        await self.ask(work)

    async def _review(self, work: Callable[[Review], T]) -> T:
        def with_review(register: Register) -> T:
            from storage.anonymise import Review

            return work(Review(register))

        return await self.ask(with_review)
