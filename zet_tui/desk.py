"""The app's one door to storage: holds the vault and the register and passes every call to the storage thread.

Storage is imported late, in that thread, so that the first frame waits for nothing. What the answers look like on
the screen is the pages' business.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from zet_tui.worker import StorageThread

if TYPE_CHECKING:
    from flows.consent import Consent, Verdict
    from flows.evaluation import Evaluation
    from flows.instrument import Instrument, Source
    from storage.anonymise import Review, ReviewText
    from storage.cases import Approach, CaseEntry, CaseOverview, Register
    from storage.destroy import Choice, Outcome, Readiness, Step
    from storage.export.gate import Hit
    from storage.vault import Disk, KdfPolicy, LockedVault, Vault, WithdrawReport
    from zet_tui.conversation_port import CasePort
    from zet_tui.screens.overview_steps import ReviewCount

P = ParamSpec("P")
T = TypeVar("T")

KEY_FILE = "vault.key"


def utc_now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


class VaultClosed(Exception):
    """The vault is locked, so there is nothing to ask."""


class Desk:
    """One vault folder, opened at most once; every method runs in the storage thread, in the order of asking."""

    def __init__(
        self,
        folder: Path,
        *,
        policy: KdfPolicy | None = None,
        disk: Disk | None = None,
        now: Callable[[], datetime] = utc_now,
        force: bool = False,
        demo: str | None = None,
    ) -> None:
        """`policy`, `disk` and `now` are tests' alone; `demo` is the passphrase of an invented vault, to show."""
        self.folder = folder
        self.demo = demo
        self.closed = False
        self.now = now
        self._policy = policy
        self._disk = disk
        self._force = force
        self._thread = StorageThread()
        self._locked: LockedVault | None = None
        self._vault: Vault | None = None
        self._register: Register | None = None
        self.outcome: Outcome | None = None
        """The certificate of a destruction until somebody has seen it; it holds no names."""

    # -- the vault -------------------------------------------------------------------------------

    @property
    def has_vault(self) -> bool:
        """Whether there is a vault to unlock; looks at the folder alone, so that the first frame can ask."""
        return (self.folder / KEY_FILE).exists()

    @property
    def unlocked(self) -> bool:
        return self._register is not None

    @property
    def today(self) -> date:
        """The day on the wall here."""
        return self.now().astimezone().date()

    async def create(self, passphrase: str) -> None:
        """Make the vault and unlock it. Raises the vault's errors, `WeakPassphrase` among them."""

        def work() -> None:
            from storage.vault import create_vault

            create_vault(self.folder, passphrase, policy=self._policy, disk=self._disk, force=self._force)
            self._open()
            self._unlock(passphrase)

        await self._thread.run(work)

    async def open(self) -> None:
        """Take the vault's lock, and finish what was interrupted. Raises `VaultInUse` and the like."""
        await self._thread.run(self._open)

    async def unlock(self, passphrase: str) -> None:
        """Open the vault with its passphrase. Raises `WrongPassphrase` and the like."""

        def work() -> None:
            self._open()
            self._unlock(passphrase)

        await self._thread.run(work)

    @property
    def interrupted(self) -> str | None:
        """What an interruption left or undid ("refound", "rekey", "withdraw"), prefixed "undone-" when undone."""
        if self._locked is None:
            return None
        if self._locked.pending is not None:
            return self._locked.pending.value
        return f"undone-{self._locked.rolled_back.value}" if self._locked.rolled_back is not None else None

    async def lock(self) -> None:
        """Wipe the keys, keep the vault's lock; a running write ends first, because it stands before in the queue."""
        await self._thread.run(self._lock)

    async def close(self) -> None:
        """Lock and let go of the folder, then end the thread."""
        try:
            await self._thread.run(self._close)
        finally:
            self.closed = True
            self._thread.close()

    async def propose_words(self) -> str:
        """Six random Dutch words, for a passphrase."""

        def work() -> str:
            from storage.vault.passphrase import generate

            return generate()

        return await self._thread.run(work)

    async def check_strength(self, passphrase: str) -> None:
        """Raises `WeakPassphrase`."""

        def work() -> None:
            from storage.vault.passphrase import check_own

            check_own(passphrase)

        await self._thread.run(work)

    # -- who and what ----------------------------------------------------------------------------

    @property
    def person(self) -> str | None:
        """Who sits at the laptop: declared, not verified."""
        return self._register.person if self._register is not None else None

    async def sit_down(self, name: str) -> None:
        await self.ask(lambda register: register.sit_down(name))

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

    async def define_evaluation(self, evaluation: Evaluation) -> None:
        """Start the evaluation, or change it when there is one."""

        def work(register: Register) -> None:
            from flows.instrument import load_instrument

            if register.evaluation() is None:
                register.define_evaluation(evaluation, load_instrument(evaluation.instrument))
            else:
                register.change_evaluation(evaluation)

        await self.ask(work)

    # -- cases and consent -----------------------------------------------------------------------

    async def cases(self) -> tuple[CaseOverview, ...]:
        return await self.ask(lambda register: register.cases())

    async def case(self, case: str) -> CaseOverview:
        return await self.ask(lambda register: register.case(case))

    async def counts(self) -> tuple[int, int]:
        """How many did not want to take part, and how many consents were taken back."""
        return await self.ask(lambda register: (register.refused_count, register.withdrawn_count))

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
        return await self.ask(lambda register: register.refused(case))

    async def draft_consent(self, case: str) -> Consent:
        return await self.ask(lambda register: register.draft_consent(case))

    async def record_consent(self, case: str, consent: Consent) -> None:
        await self.ask(lambda register: register.record_consent(case, consent))

    async def consent(self, case: str) -> Consent | None:
        return await self.ask(lambda register: register.consent(case))

    async def verdict(self, case: str, source: Source | None = None) -> Verdict:
        return await self.ask(lambda register: register.verdict(case, source))

    async def withdraw(self, case: str) -> WithdrawReport:
        """Consent taken back: this case is destroyed now."""
        return await self.ask(lambda register: register.withdraw(case))

    async def names(self, case: str) -> tuple[str, ...]:
        return await self.ask(lambda register: register.names(case))

    async def set_names(self, case: str, names: tuple[str, ...]) -> None:
        await self.ask(lambda register: register.set_names(case, names))

    async def open_port(self, case: str, source: Source) -> CasePort:
        """One conversation, opened through the consent gate. Raises `ConsentRefused`."""
        from zet_tui.conversation_port import open_port

        return await open_port(self, case, source)

    # -- reading once more, and the end ------------------------------------------------------------

    async def review_texts(self) -> tuple[ReviewText, ...]:
        """Every free text of the cases this person may read. Raises `ConsentRefused`."""
        return await self._review(lambda review: review.texts())

    async def review_count(self) -> ReviewCount:
        """How many texts there are and how many wait; nothing when a case may not be read by this person."""

        def work(register: Register) -> ReviewCount:
            from storage.anonymise import Review
            from storage.cases import ConsentRefused
            from zet_tui.screens.overview_steps import ReviewCount

            try:
                texts = Review(register).texts()
            except ConsentRefused:
                return ReviewCount()
            return ReviewCount(len(texts), sum(text.decision is None for text in texts))

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

    async def finish(
        self,
        folder: Path,
        new_passphrase: str,
        *,
        without_workbook: bool,
        choices: Mapping[int, Choice],
        judged: Collection[Hit],
        progress: Callable[[Step, float], None],
    ) -> None:
        """Anonymise, export, destroy; `outcome` holds what came of it. Raises as `anonymise_and_destroy` does.

        `progress` is called in the storage thread and must not wait for anything.
        """

        def work(register: Register) -> None:
            from storage.cases import Register as Fresh
            from storage.destroy import anonymise_and_destroy

            self.outcome = anonymise_and_destroy(
                register,
                folder=folder,
                new_passphrase=new_passphrase,
                without_workbook=without_workbook,
                choices=choices,
                judged=judged,
                progress=progress,
            )
            self._register = Fresh(
                register.vault, now=self.now
            )  # nothing of the old register stays in memory

        await self.ask(work)

    @property
    def refound_pending(self) -> bool:
        """Whether a destruction was interrupted after its point of no return and must be finished first."""
        return self._vault is not None and self._vault.refound_pending

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

    # -- passing calls on ------------------------------------------------------------------------

    async def ask(
        self, work: Callable[Concatenate[Register, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` with the register, in the storage thread. Raises `VaultClosed` when the vault is locked."""

        def with_register() -> T:
            if self._register is None:
                raise VaultClosed
            try:
                return work(self._register, *args, **kwargs)
            except Exception as error:
                if type(error).__name__ == "MustReopen":
                    self._close()  # the files are closed already; opening them again decides what holds
                raise

        return await self._thread.run(with_register)

    # -- inside the storage thread ---------------------------------------------------------------

    def _open(self) -> None:
        from storage.vault import open_vault

        if self._locked is None and self._vault is None:
            self._locked = open_vault(self.folder, policy=self._policy, disk=self._disk, force=self._force)

    def _unlock(self, passphrase: str) -> None:
        if self._locked is None:
            return
        beside = Thread(target=_import_register, name="zet-inlezen", daemon=True)
        beside.start()  # the key derivation keeps no lock on the interpreter
        self._vault = self._locked.unlock(passphrase)
        beside.join()
        self._locked = None
        from storage.cases import Register

        self._register = Register(self._vault, now=self.now)

    def _lock(self) -> None:
        self._register = None
        if self._vault is not None:
            vault, self._vault = self._vault, None
            self._locked = vault.lock()

    def _close(self) -> None:
        self._register = None
        vault, self._vault = self._vault, None
        locked, self._locked = self._locked, None
        if vault is not None:
            vault.close()
        elif locked is not None:
            locked.close()


def _import_register() -> None:
    import storage.cases  # noqa: F401 - imported to be ready, while the key is derived
