"""The vault behind the desk: opened at most once, unlocked, locked, closed, all in the storage thread.

Storage is imported late, in that thread, so that the first frame waits for nothing. What is asked of an unlocked
vault is `desk`'s business.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from zet_tui.worker import StorageThread

if TYPE_CHECKING:
    from flows.instrument import Source
    from storage.anonymise.deduce_extra import DeduceFinder
    from storage.cases import Draft, Register
    from storage.destroy import OlderCopy, Outcome, WithdrawalCertificate
    from storage.vault import Disk, KdfPolicy, LockedVault, Vault

P = ParamSpec("P")
T = TypeVar("T")

KEY_FILE = "vault.key"


def utc_now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


def extra_finder() -> DeduceFinder | None:
    """deduce, if it is installed, with a cache of this program's own that holds public lists alone."""
    from platformdirs import user_cache_path

    from storage.anonymise.deduce_extra import DeduceFinder, available

    return DeduceFinder(user_cache_path("zet", appauthor=False) / "deduce") if available() else None


class VaultClosed(Exception):
    """The vault is locked, so there is nothing to ask."""


class VaultDesk:
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
        ledgers: Path | None = None,
    ) -> None:
        """`ledgers` is the folder where the vault's ledger stands, outside the vault; `demo` the passphrase of an
        invented vault, to show ("" once somebody chose another). `policy`, `disk` and `now` are tests' alone.
        """
        self.folder = folder
        self.demo = demo
        self.closed = False
        self.now = now
        self._policy = policy
        self._disk = disk
        self._force = force
        self._ledgers = ledgers
        self._thread = StorageThread()
        self._locked: LockedVault | None = None
        self._vault: Vault | None = None
        self._register: Register | None = None
        self.older_copy: OlderCopy | None = None
        """What this vault still holds although it was destroyed; until that was decided nothing of it is shown."""
        self.finder: Callable[[], DeduceFinder | None] = extra_finder
        """Makes the extra finder for reading once more; None where it is not installed."""
        self.outcome: Outcome | None = None
        """The certificate of a destruction until somebody has seen it; it holds no names."""
        self.withdrawn: tuple[WithdrawalCertificate, ...] = ()
        """The certificates of withdrawals that had none yet, made at unlocking, until they are shown."""
        self.unsealed: dict[tuple[str, Source], Draft] = {}
        """Texts that could not be sealed, by case and source; in memory alone, until they are."""
        self.sat_last: str | None = None
        """Who sat down last; still known when a failing disk closed the vault under the pages."""
        self.fell = False
        """Whether a failing disk closed the vault since somebody looked."""

    # -- the vault -------------------------------------------------------------------------------

    @property
    def has_vault(self) -> bool:
        """Whether there is a vault to unlock; looks at the folder alone, so that the first frame can ask."""
        return (self.folder / KEY_FILE).exists()

    @property
    def unlocked(self) -> bool:
        """Whether keys are in memory."""
        return self._vault is not None

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

    async def recover(self, code: str, passphrase: str) -> None:
        """Open the vault with its recovery sheet; from then on this passphrase holds.

        Raises `RecoveryMistyped`, `RecoveryRefused` and as `unlock`.
        """

        def work() -> None:
            from storage.vault.recovery import read

            found = read(code)
            self._open()
            if self._locked is not None:
                self._opened(self._locked.recover(found, passphrase))
                self.passphrase_changed()

        await self._thread.run(work)

    def passphrase_changed(self) -> None:
        """From now on the invented vault has a passphrase that is not ours to show."""
        if self.demo is not None:
            self.demo = ""

    @property
    def interrupted(self) -> str | None:
        """What an interruption left or undid ("refound", "rekey", "withdraw"), prefixed "undone-" when undone."""
        if self._locked is None:
            return None
        if self._locked.pending is not None:
            return self._locked.pending.value
        return f"undone-{self._locked.rolled_back.value}" if self._locked.rolled_back is not None else None

    @property
    def ledger_notice(self) -> str:
        """What the ledger says of this vault when nothing has to be destroyed; "" when all is well."""
        if self._vault is None:
            return ""
        from zet_tui.wording.older_copy import ledger_notice

        return ledger_notice(older=self._vault.ledger.older, ignored=self._vault.ledger.ignored)

    async def destroy_again(self) -> None:
        """Destroy what `older_copy` counts; afterwards the vault is open, or gone as a whole (not `has_vault`)."""
        await self._thread.run(self._destroy_again)

    async def lock(self) -> None:
        """Wipe the keys, keep the vault's lock; a running write ends first, because it stands before in the queue."""
        await self._thread.run(self._lock)

    async def close(self) -> None:
        """Lock and let go of the folder, then end the thread; a second time there is nothing left to do."""
        if self.closed:
            return
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
                    self.fell = True
                raise

        return await self._thread.run(with_register)

    @property
    def refound_pending(self) -> bool:
        """Whether a destruction was interrupted after its point of no return and must be finished first."""
        from storage.vault import NotUnlocked

        with suppress(NotUnlocked):
            return self._vault is not None and self._vault.refound_pending
        return False

    # -- inside the storage thread ---------------------------------------------------------------

    def _open(self) -> None:
        from storage.vault import open_vault

        if self._locked is None and self._vault is None:
            self._locked = open_vault(
                self.folder,
                policy=self._policy,
                disk=self._disk,
                force=self._force,
                ledgers=self._ledgers,
            )

    def _unlock(self, passphrase: str) -> None:
        if self._locked is None:
            return
        beside = Thread(target=_read_in, name="zet-inlezen", daemon=True)
        beside.start()  # the key derivation keeps no lock on the interpreter
        vault = self._locked.unlock(passphrase)
        beside.join()
        self._opened(vault)

    def _opened(self, vault: Vault) -> None:
        self._vault, self._locked = vault, None
        if vault.ledger.purged or vault.ledger.withdrawn:
            from storage.destroy import check_ledger

            self.older_copy = check_ledger(vault)
        else:
            self._begin(vault)

    def _begin(self, vault: Vault) -> None:
        from storage.cases import Register
        from storage.export.listed_file import clear_interrupted
        from storage.vault import Disk, VaultError

        self._register = Register(vault, now=self.now)
        clear_interrupted(self._register, self._disk or Disk())
        with suppress(VaultError):  # a damaged record: looking at the vault says so, and opening goes on
            if self._register.lacks_certificate:
                from storage.destroy import certify_missing

                self.withdrawn = certify_missing(self._register)

    def _destroy_again(self) -> None:
        from storage.destroy import destroy_again

        vault, self.older_copy = self._vault, None
        if vault is None:
            raise VaultClosed
        if destroy_again(vault):
            self._begin(vault)
        else:
            self._close()

    def _lock(self) -> None:
        from storage.vault import MustReopen

        self._register = self.older_copy = None
        if self._vault is not None:
            vault, self._vault = self._vault, None
            try:
                self._locked = vault.lock()
            except MustReopen:  # a failing disk wiped the keys already
                vault.close()

    def _close(self) -> None:
        self._register = self.older_copy = None
        vault, self._vault = self._vault, None
        locked, self._locked = self._locked, None
        if vault is not None:
            vault.close()
        elif locked is not None:
            locked.close()


def _read_in() -> None:
    """What is needed at once when the vault is open, and the words for an error while the disk can still give them."""
    import storage.cases  # noqa: F401 - imported to be ready
    import zet_tui.wording.error_sentences  # noqa: F401 - as above
