"""The edges of disk, database and place: what other platforms do differently, and what is rarely found on a disk."""

import ctypes
import errno
import fcntl
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.vault import (
    DatabaseDamaged,
    Disk,
    DiskFailed,
    FolderReadOnly,
    KdfPolicy,
    KeyFileDamaged,
    MustReopen,
    UnsafeLocation,
    UnsafeReason,
    Vault,
    VaultInUse,
    create_vault,
    location,
    open_vault,
    passphrase,
    schema,
    sweep,
)
from storage.vault import disk as disk_module
from storage.vault.core import SealedCore
from storage.vault.errors import Fault, from_sqlite, typed
from storage.vault.keyfile import open_slots
from storage.vault.ledger import Ledger, LedgerKind, LedgerLine
from storage.vault.manifest import Entry, link
from storage.vault.reading import CHAIN, read_stream, record_place
from storage.vault.seal import STEP, SealBroken, Sealer, pad, unpad
from storage.vault.wal import LoggedDatabase
from tests.windows import disk_on_windows

Open = Callable[..., Vault]


# -- the disk -------------------------------------------------------------------------------------


def test_a_log_that_was_taken_away_no_longer_stands(tmp_path: Path) -> None:
    disk = Disk()
    held = disk.hold_log(tmp_path / "vault.db-wal")
    assert disk.stands(held)
    held.path.unlink()
    assert not disk.stands(held)
    held.path.touch()
    assert not disk.stands(held)  # another file of that name
    disk.unlock(held)


def test_windows_locks_a_byte_behind_the_file_and_flushes_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int, int]] = []

    def locking(fd: int, mode: int, size: int) -> None:
        asked.append((os.lseek(fd, 0, os.SEEK_CUR), mode, size))
        if len(asked) > 1:
            raise PermissionError(errno.EACCES, "Permission denied")

    disk = disk_on_windows(monkeypatch, SimpleNamespace(LK_NBLCK=2, locking=locking)).Disk()
    path = tmp_path / "vault.key"
    path.write_bytes(b"slot")
    held = disk.lock(path)
    with pytest.raises(VaultInUse):
        disk.lock(path)
    assert asked == [(1 << 30, 2, 1)] * 2
    disk.write_at(held, 0, b"SLOT")
    disk.sync_file(held)
    assert disk.read_at(held, 0, 9) == b"SLOT"
    disk.unlock(held)
    disk.sync_folder(tmp_path / "die er niet is")  # on any other system this fails
    with pytest.raises(FileNotFoundError):
        Disk().sync_folder(tmp_path / "die er niet is")


@pytest.mark.parametrize(("windows", "waits"), [(True, 9), (False, 0)])
def test_only_windows_waits_for_a_file_that_is_held_and_not_for_ever(
    windows: bool, waits: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    def held(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(disk_module, "_WINDOWS", windows)
    monkeypatch.setattr(disk_module, "time", SimpleNamespace(sleep=waited.append))
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PermissionError):
        Disk().replace(tmp_path / "nieuw", tmp_path / "oud")
    assert len(waited) == waits
    assert sum(waited) < 3  # seconds


def test_on_windows_an_empty_folder_gives_way_to_one_that_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_module, "_WINDOWS", True)
    for name in ("kluis", "kluis.new", "vol", "vol.new"):
        (tmp_path / name).mkdir()
    (tmp_path / "vol" / "iets").touch()
    Disk().rename_folder(tmp_path / "kluis.new", tmp_path / "kluis")
    assert not (tmp_path / "kluis.new").exists()
    with pytest.raises(OSError, match="not empty"):
        Disk().rename_folder(tmp_path / "vol.new", tmp_path / "vol")


def test_macos_flushes_past_the_drive_s_own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda _fd, what: asked.append(what))
    monkeypatch.setattr(sys, "platform", "darwin")
    (tmp_path / "blad").touch()
    Disk().sync(tmp_path / "blad")
    assert asked == [51]


@pytest.mark.parametrize(
    ("said", "flushed"), [(errno.ENOTSUP, True), (errno.EINVAL, True), (errno.EIO, False)]
)
def test_macos_flushes_as_far_as_a_share_can_and_hides_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: int, flushed: bool
) -> None:
    def refuse(_fd: int, _what: int) -> None:
        raise OSError(said, os.strerror(said))

    plain: list[int] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", refuse)
    monkeypatch.setattr(os, "fsync", plain.append)
    monkeypatch.setattr(sys, "platform", "darwin")
    (tmp_path / "blad").touch()
    if flushed:
        Disk().sync(tmp_path / "blad")
    else:
        with pytest.raises(OSError, match=os.strerror(said)):
            Disk().sync(tmp_path / "blad")
    assert len(plain) == flushed


# -- where it stands ------------------------------------------------------------------------------


def test_a_share_of_another_machine_is_seen_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_text", lambda *_args, **_named: "/dev/sda1 / ext4 rw 0 0\n")
    assert location.on_network(Path("//server/deel/zet"))
    assert location.on_network(Path(r"\\server\deel\zet"))
    assert not location.on_network(Path("/home/anouk/zet"))


@pytest.mark.parametrize(("kind", "remote"), [(4, True), (3, False)])
def test_windows_is_asked_what_kind_of_drive_it_is(
    kind: int, remote: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = SimpleNamespace(GetDriveTypeW=lambda _anchor: kind)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        found = location.on_network(Path("/kluis"))
    assert found is remote


def test_without_a_list_of_mounts_the_folder_of_network_volumes_decides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(*_: object, **__: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "read_text", none)
    assert location.on_network(Path("/Network/Servers/gemeente"))
    assert not location.on_network(Path("/Users/anouk/zet"))


def test_a_folder_that_onedrive_calls_its_own_is_refused_and_a_safe_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(location, "on_network", lambda _path: False)
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        monkeypatch.delenv(name, raising=False)
    location.check_location(tmp_path / "zet")
    monkeypatch.setenv("OneDrive", str(tmp_path))
    with pytest.raises(UnsafeLocation) as caught:
        location.check_location(tmp_path / "zet")
    assert caught.value.reason is UnsafeReason.ONEDRIVE


# -- the database ---------------------------------------------------------------------------------


class TakingAway(Disk):
    """The log is taken away while the database is being opened."""

    def connect(self, path: Path) -> sqlite3.Connection:
        path.with_name(f"{path.name}-wal").unlink(missing_ok=True)
        return super().connect(path)


class Deaf(sqlite3.Connection):
    """Takes no setting."""

    def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
        return super().execute("SELECT 1" if sql.startswith("PRAGMA") and "=" in sql else sql, *values)


class DeafDisk(Disk):
    def connect(self, path: Path) -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, factory=Deaf)


@pytest.mark.parametrize(
    ("disk", "part"), [(TakingAway(), "log"), (DeafDisk(), "pragma locking_mode")], ids=["log", "pragma"]
)
def test_a_database_whose_log_or_settings_cannot_be_trusted_is_not_used(
    disk: Disk, part: str, folder: Path, weak: KdfPolicy, opened: Open
) -> None:
    with pytest.raises(DatabaseDamaged) as caught:
        open_vault(folder, policy=weak, disk=disk, force=True)
    assert caught.value.part == part
    assert opened().check().whole


def test_a_log_that_cannot_be_brought_in_is_named(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = opened()
    database = vault._files.database
    for row in ((1, 0, 0), (0, 5, 4)):
        with monkeypatch.context() as patch:
            answer = SimpleNamespace(fetchone=lambda row=row: row)
            patch.setattr(LoggedDatabase, "execute", lambda *_, answer=answer: answer)
            with pytest.raises(DiskFailed):
                database.checkpoint()
    database.checkpoint()


def test_a_file_whose_free_pages_do_not_add_up_is_damaged(opened: Open, folder: Path) -> None:
    opened().close()
    with (folder / "vault.db").open("r+b") as file:
        file.seek(36)  # the header's count of free pages
        file.write((7).to_bytes(4, "big"))
    vault = opened()
    with pytest.raises(DatabaseDamaged) as caught:
        vault.check()
    assert caught.value.part == "file"


def test_a_statement_of_ours_that_is_wrong_is_no_damaged_disk(opened: Open) -> None:
    vault = opened()
    with pytest.raises(sqlite3.ProgrammingError):
        vault._sealed.execute("SELECT ?", ())
    with pytest.raises(sqlite3.ProgrammingError), typed():
        raise sqlite3.ProgrammingError
    files = vault._files
    vault.close()
    with pytest.raises(MustReopen):
        _ = files.database


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_READONLY, FolderReadOnly),
        (sqlite3.SQLITE_PERM, FolderReadOnly),
        (sqlite3.SQLITE_CORRUPT, DatabaseDamaged),
        (sqlite3.SQLITE_NOTADB | 1 << 8, DatabaseDamaged),
        (sqlite3.SQLITE_MISMATCH, DatabaseDamaged),
        (sqlite3.SQLITE_LOCKED, VaultInUse),
        (sqlite3.SQLITE_IOERR, DiskFailed),
    ],
)
def test_every_code_of_sqlite_has_a_name(code: int, kind: type[Exception]) -> None:
    error = sqlite3.OperationalError("made")
    error.sqlite_errorcode = code
    assert type(from_sqlite(error)) is kind


def test_gaps_of_a_large_file_are_cleared_and_another_kind_of_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "groot.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, d TEXT)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO t VALUES (?, ?)", ((n, "geheim" * 50) for n in range(6000)))
    connection.execute("COMMIT")
    connection.execute("DELETE FROM t WHERE n % 13 != 0")
    connection.close()
    size = path.stat().st_size
    assert size > 1 << 20  # more than one batch
    assert sweep.sweep(Disk(), path) == size
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("SELECT count(*), count(DISTINCT d) FROM t").fetchone() == (462, 1)
    connection.close()
    for other in (bytes(200), b"\xff" * 200):
        path.write_bytes(other)
        assert sweep.sweep(Disk(), path) == 0
        assert path.read_bytes() == other
    path.write_bytes(b"")
    assert sweep.sweep(Disk(), path) == 0


# -- keys, records, ledger ------------------------------------------------------------------------


def test_without_a_slot_there_is_nothing_to_open(weak: KdfPolicy) -> None:
    with pytest.raises(KeyFileDamaged):
        open_slots((), "een", weak)
    with pytest.raises(SealBroken):
        unpad(bytes(STEP - 1))


def test_an_older_beginning_of_a_stream_is_named() -> None:
    """The chain holds from the manifest back to a first record that is not this stream's first."""
    vault, compartment, stream, sealer = bytes(16), bytes(16), bytes([7] * 16), Sealer(bytes(32))
    where = record_place(vault, compartment, stream, 1)
    before = b"x" * CHAIN
    sealed = sealer.seal(pad(before + b"gezegd"), where)
    entry = Entry(name="journal", stream=stream, first=1, last=1, chain=link(before, 1, sealed))
    found = read_stream(sealer, vault, compartment, entry, {1: sealed})
    assert found.records == ()
    assert [(damage.sequence, damage.fault) for damage in found.damaged] == [(1, Fault.REPLAYED)]


def test_a_line_of_a_later_kind_is_counted_and_not_obeyed(tmp_path: Path) -> None:
    ledger = Ledger(Disk(), tmp_path / "logboek" / "een", bytes(16), bytes(32))
    line = LedgerLine(LedgerKind.WITHDRAWN, 3, "ab" * 16)
    ledger.write(line)
    body = "zet1|later_bedacht|4|"
    Disk().append(ledger._path, f"{body}|{ledger._seal(body)}\n".encode())
    assert ledger.read() == ((line,), 1)


def test_a_damage_that_is_not_the_roots_is_never_mended_as_one(
    folder: Path, weak: KdfPolicy, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(_sealed: SealedCore) -> None:
        raise DatabaseDamaged("epoch")

    before = (folder / "vault.db").read_bytes()
    with open_vault(folder, policy=weak, force=True) as locked:
        with monkeypatch.context() as patch:
            patch.setattr(SealedCore, "load", other)
            with pytest.raises(DatabaseDamaged) as caught:
                locked.mend_root(passphrase)
        assert caught.value.part == "epoch"
    assert (folder / "vault.db").read_bytes() == before


def test_only_letters_make_a_word() -> None:
    assert not passphrase._one_word("2468013579")
    assert not passphrase._one_word("ελευ-θερία")  # letters, of no Dutch word
    assert not passphrase._repeated_word("")


# -- making and destroying ------------------------------------------------------------------------


def test_an_attempt_that_stopped_before_its_key_is_made_again(tmp_path: Path, weak: KdfPolicy) -> None:
    (tmp_path / "kluis.new").mkdir()
    create_vault(tmp_path / "kluis", "een", policy=weak, force=True)
    assert not (tmp_path / "kluis.new").exists()
    open_vault(tmp_path / "kluis", policy=weak, force=True).close()


def test_destroying_a_vault_leaves_a_strange_file_and_its_folder(opened: Open, folder: Path) -> None:
    (folder / "notitie.txt").write_text("niet van ZET")
    opened().destroy()
    assert [path.name for path in folder.iterdir()] == ["notitie.txt"]


def test_settings_of_macos_are_asked_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "een.db"
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    schema.make(Disk(), path)
    connection = schema._prepared(Disk(), path)
    assert connection.execute("PRAGMA fullfsync").fetchone() == (1,)
    connection.close()
