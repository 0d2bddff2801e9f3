"""The disk fails at each touch in turn: the error has a name, the vault goes on or opens again, nothing is lost."""

import contextlib
import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import (
    Disk,
    DiskFailed,
    DiskFull,
    ExportChanged,
    FolderReadOnly,
    KdfPolicy,
    MustReopen,
    NotUnlocked,
    Survivor,
    Vault,
    VaultError,
    VaultInUse,
    WrongPassphrase,
    create_vault,
    open_vault,
)

OLD, NEW = "oude zes woorden hier", "nieuwe zes woorden hier"
TOUCHES = (
    "lock hold_log read_at write_at overwrite_from sync_file names read create sync sync_folder replace"
    " rename_folder remove make_folder overwrite clear chunks sha256 contains connect"
)


class FailingConnection(sqlite3.Connection):
    """Fails a statement with the code that SQLite would give."""

    disk: "FailingDisk"

    def execute(self, *args):
        self.disk.touch(sql=True)
        return super().execute(*args)


class FailingDisk(Disk):
    """Counts every touch and fails at the n-th, once or from then on."""

    def __init__(self, at: int = 0, code: int = errno.EIO, *, lasting: bool = False) -> None:
        self.at, self.code, self.lasting, self.count, self.failed = at, code, lasting, 0, False

    def touch(self, *, sql: bool = False) -> None:
        self.count += 1
        if self.count == self.at or (self.lasting and self.at and self.count > self.at):
            self.failed = True
            if not sql:
                raise OSError(self.code, "made to fail")
            error = sqlite3.OperationalError("made to fail")
            error.sqlite_errorcode = {
                errno.ENOSPC: sqlite3.SQLITE_FULL,
                errno.EROFS: sqlite3.SQLITE_READONLY,
            }.get(self.code, sqlite3.SQLITE_IOERR)
            raise error

    def connect(self, path: Path) -> sqlite3.Connection:
        self.touch()
        connection = sqlite3.connect(path, isolation_level=None, timeout=0.2, factory=FailingConnection)
        connection.disk = self
        return connection


def _touching(name: str) -> Callable:
    honest = getattr(Disk, name)

    def touched(self, *args):
        self.touch()
        return honest(self, *args)

    return touched


for _name in set(TOUCHES.split()) - {"connect"}:
    setattr(FailingDisk, _name, _touching(_name))


def certify(vault: Vault, _report: object) -> bytes:
    (kept,) = vault.compartments("results")
    vault.replace(kept, "verklaring", b"verklaard")
    return b"verklaard"


class Story:
    """One vault with two cases, and what was acknowledged of it."""

    def __init__(self, root: Path, weak: KdfPolicy) -> None:
        root.mkdir()
        self.root, self.weak, self.folder = root, weak, root / "kluis"
        self.export, self.certificate = root / "analyse.xlsx", root / "verklaring.txt"
        self.export.write_bytes(b"uitkomsten")
        create_vault(self.folder, OLD, policy=weak, force=True)
        with open_vault(self.folder, policy=weak, force=True).unlock(OLD) as vault:
            self.stays, self.goes = vault.new_compartment("case"), vault.new_compartment("case")
            for case in (self.stays, self.goes):
                vault.append(case, "journal", b"een")
        self.said = [b"een"]
        self.tried: bytes | None = None
        self.withdrawn: bool | None = False
        self.passphrases = {OLD}
        self.refounded = False

    def save(self, vault: Vault, payload: bytes) -> None:
        self.tried = payload
        vault.append(self.stays, "journal", payload)
        self.said.append(payload)
        self.tried = None

    def saving(self, vault: Vault) -> None:
        for payload in (b"twee", b"drie"):
            self.save(vault, payload)
        vault.replace(self.goes, "concept", b"x")

    def withdrawing(self, vault: Vault) -> None:
        self.withdrawn = None
        vault.drop_compartment(self.goes)
        self.withdrawn = True
        self.save(vault, b"daarna")

    def rekeying(self, vault: Vault) -> None:
        self.passphrases = {OLD, NEW}
        vault.change_passphrase(NEW)
        self.passphrases = {NEW}
        self.save(vault, b"daarna")

    def refounding(self, vault: Vault) -> None:
        self.passphrases = {OLD, NEW}
        vault.refound(
            [Survivor("results", {"uitkomst": [b"1", b"2"]})],
            NEW,
            exports=[self.export],
            finish=certify,
            certificate=self.certificate,
        )
        self.passphrases, self.refounded = {NEW}, True

    def run(self, what: str, disk: Disk) -> VaultError | None:
        """Open, unlock, act; the error with which it ended. Anything but a VaultError is a failed test."""
        held = []
        try:
            held.append(open_vault(self.folder, policy=self.weak, disk=disk, force=True))
            held.append(held[0].unlock(OLD))
            getattr(self, what)(held[1])
        except VaultError as error:
            return error
        finally:
            for one in held:
                with contextlib.suppress(VaultError):
                    one.close()
        return None

    def judge(self) -> None:
        """With a disk that works again, everything that was promised holds."""
        locked = open_vault(self.folder, policy=self.weak, force=True)
        opened = []
        for secret in sorted(self.passphrases):
            with contextlib.suppress(WrongPassphrase):
                vault = locked.unlock(secret)
                opened.append(secret)
                break
        assert opened
        if vault.compartments("results") or self.refounded:
            vault.finish_refound(certify)
            assert vault.compartments("case") == ()
            (kept,) = vault.compartments("results")
            assert vault.read(kept, "uitkomst") == [b"1", b"2"]
            assert vault.read(kept, "verklaring") == [b"verklaard"]
            assert self.certificate.read_bytes() == b"verklaard"
        else:
            read = vault.read(self.stays, "journal")
            assert read == self.said or read == [*self.said, self.tried]
            if self.withdrawn is not None:
                assert (self.goes in vault.compartments()) is not self.withdrawn
            assert not self.certificate.exists()
            assert not list(self.folder.glob("vault.new.db*"))
        assert vault.check().whole
        assert not (self.folder / "vault.intent").exists()
        vault.close()


KINDS = {
    "full": (errno.ENOSPC, False, DiskFull),
    "broken": (errno.EIO, True, DiskFailed),
    "read-only": (errno.EROFS, True, FolderReadOnly),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", ["saving", "withdrawing", "rekeying", "refounding"])
def test_whichever_touch_fails_it_has_a_name_and_nothing_is_lost(
    what: str, kind: str, tmp_path: Path, weak: KdfPolicy, tally, keys_held: list[bytearray]
) -> None:
    code, lasting, expected = KINDS[kind]
    tally("faults", fail_everywhere(what, code, expected, tmp_path, weak, keys_held, lasting=lasting))


@pytest.mark.long
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("what", "least"), [("saving", 50), ("withdrawing", 95), ("rekeying", 65), ("refounding", 180)]
)
def test_whichever_touch_fails_once_or_from_then_on_nothing_is_lost(
    what: str,
    least: int,
    kind: str,
    lasting: bool,
    tmp_path: Path,
    weak: KdfPolicy,
    tally,
    keys_held: list[bytearray],
) -> None:
    code, _, expected = KINDS[kind]
    count = fail_everywhere(what, code, expected, tmp_path, weak, keys_held, lasting=lasting)
    tally("faults", count)
    assert count >= least


def fail_everywhere(
    what: str,
    code: int,
    expected: type[VaultError],
    tmp_path: Path,
    weak: KdfPolicy,
    keys_held: list[bytearray],
    *,
    lasting: bool,
) -> int:
    """Fail each touch of one story in turn; how many faults were really given.

    However it ended, no key and no passphrase is left in memory.
    """
    whole = FailingDisk()
    assert Story(tmp_path / "heel", weak).run(what, whole) is None
    failures = given = 0
    for at in range(1, whole.count + 1):
        story = Story(tmp_path / str(at), weak)
        disk = FailingDisk(at, code, lasting=lasting)
        error = story.run(what, disk)
        if error is not None:
            failures += 1
            assert isinstance(error, (expected, MustReopen, ExportChanged)), repr(error)
        given += disk.failed
        assert not any(map(any, keys_held)), f"a key is left in memory after a fault at touch {at}"
        keys_held.clear()
        story.judge()
    assert failures >= whole.count * 0.7
    return given


def test_making_a_vault_on_a_failing_disk_leaves_nothing_half(tmp_path: Path, weak: KdfPolicy) -> None:
    whole = FailingDisk()
    create_vault(tmp_path / "heel", OLD, policy=weak, disk=whole, force=True)
    for at in range(1, whole.count + 1):
        folder = tmp_path / f"kluis-{at}"
        with contextlib.suppress(VaultError):
            create_vault(folder, OLD, policy=weak, disk=FailingDisk(at, errno.ENOSPC), force=True)
        if not folder.exists():
            create_vault(folder, OLD, policy=weak, force=True)
        open_vault(folder, policy=weak, force=True).unlock(OLD).close()


class SmallDisk(Disk):
    """SQLite itself runs out of room: no more pages than the database has now."""

    def connect(self, path: Path) -> sqlite3.Connection:
        connection = super().connect(path)
        connection.execute("PRAGMA max_page_count = 16")
        return connection


def test_a_full_disk_keeps_the_vault_working(folder: Path, weak: KdfPolicy, passphrase: str) -> None:
    vault = open_vault(folder, policy=weak, disk=SmallDisk(), force=True).unlock(passphrase)
    case = vault.new_compartment("case")
    kept = []

    def fill() -> None:
        for number in range(100):
            payload = b"%d" % number * 300
            vault.append(case, "journal", payload)
            kept.append(payload)

    with pytest.raises(DiskFull):
        fill()
    assert kept
    assert vault.read(case, "journal") == kept
    vault.replace(case, "journal", b"ruimte gemaakt")
    assert vault.append(case, "journal", b"klein") > 1
    assert vault.check().whole
    vault.close()


def test_after_a_failed_commit_the_vault_must_be_opened_again(
    folder: Path, weak: KdfPolicy, passphrase: str
) -> None:
    disk = FailingDisk()
    vault = open_vault(folder, policy=weak, disk=disk, force=True).unlock(passphrase)
    case = vault.new_compartment("case")
    disk.at = disk.count + 4  # BEGIN, INSERT, UPDATE, COMMIT
    with pytest.raises(DiskFailed):
        vault.append(case, "journal", b"x")
    with pytest.raises(MustReopen):
        vault.append(case, "journal", b"x")
    with pytest.raises(NotUnlocked):
        vault.lock()
    vault.close()
    with open_vault(folder, policy=weak, force=True).unlock(passphrase) as again:
        again.append(case, "journal", b"weer")


def test_another_sqlite_program_on_the_database_is_named(folder: Path, weak: KdfPolicy) -> None:
    other = sqlite3.connect(folder / "vault.db", isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(VaultInUse):
        open_vault(folder, policy=weak, force=True)
    other.close()
    open_vault(folder, policy=weak, force=True).close()
