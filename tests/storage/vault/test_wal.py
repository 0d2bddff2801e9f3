"""SQLite's log is overwritten before its blocks are freed; what fails on the way loses nothing."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import Disk, DiskFailed, KdfPolicy, MustReopen, Vault, open_vault
from storage.vault.wal import LoggedDatabase

Open = Callable[..., Vault]


@pytest.fixture
def freed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The log's bytes each time that SQLite is about to empty it."""
    seen: list[bytes] = []
    honest = LoggedDatabase._empty_log

    def look(self: LoggedDatabase) -> None:
        seen.append(self._log.path.read_bytes())
        honest(self)

    monkeypatch.setattr(LoggedDatabase, "_empty_log", look)
    return seen


def write_and_drop(vault: Vault) -> list[bytes]:
    """A case with twenty texts, destroyed; pieces of what was sealed."""
    case = vault.new_compartment("case")
    for number in range(20):
        vault.append(case, "journal", b"%d" % number * 300)
    rows = vault._sealed.rows("SELECT sealed FROM records")
    vault.drop_compartment(case)
    return [bytes(row[0])[20:60] for row in rows]


def found(pieces: list[bytes], logs: list[bytes]) -> int:
    return sum(any(piece in log for log in logs) for piece in pieces)


def test_nothing_sealed_stands_in_the_log_when_its_blocks_are_freed(opened: Open, freed: list[bytes]) -> None:
    pieces = write_and_drop(opened())
    assert max(map(len, freed)) > 20 * 4096
    assert found(pieces, freed) == 0
    assert all(log[:32] == bytes(32) for log in freed if log)


def test_control_without_overwriting_every_piece_stands_there(
    opened: Open, freed: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LoggedDatabase, "_overwrite_log", lambda _self: None)
    pieces = write_and_drop(opened())
    assert found(pieces, freed) == len(pieces) == 20


class Refusing(Disk):
    """Overwrites no log."""

    refuse = False

    def overwrite_from(self, file, offset):
        if self.refuse:
            raise OSError(5, "made to fail")
        super().overwrite_from(file, offset)


def test_a_log_that_cannot_be_overwritten_is_told_and_the_vault_goes_on(
    folder: Path, opened: Open, weak: KdfPolicy, passphrase: str
) -> None:
    disk = Refusing()
    vault = opened(disk=disk)
    case = vault.new_compartment("case")
    vault.append(case, "journal", b"een")
    disk.refuse = True
    with pytest.raises(OSError, match="made to fail"):
        vault._files.database.checkpoint()
    vault.append(case, "journal", b"twee")  # without a header the log would be lost: SQLite began a new one
    copy = folder.with_name("kopie")
    copy.mkdir()
    for path in folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    with open_vault(copy, policy=weak, force=True).unlock(passphrase) as again:
        assert again.read(case, "journal") == [b"een", b"twee"]


def test_a_log_that_cannot_be_emptied_closes_the_vault_and_loses_nothing(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    vault.append(case, "journal", b"een")
    database = vault._files.database
    honest = database.execute

    def busy(sql, *parameters):
        return honest("SELECT 1, 5, 0" if "TRUNCATE" in sql else sql, *parameters)

    monkeypatch.setattr(database, "execute", busy)
    with pytest.raises(DiskFailed):
        database.checkpoint()
    monkeypatch.undo()
    assert database.closed
    with pytest.raises(MustReopen):
        vault.append(case, "journal", b"twee")
    vault.close()
    assert opened().read(case, "journal") == [b"een"]


def test_a_busy_log_is_left_as_it_is(opened: Open) -> None:
    vault = opened()
    vault.append(vault.new_compartment("case"), "journal", b"een")
    database = vault._files.database
    log = Path(f"{vault.folder / 'vault.db'}-wal")
    before = log.read_bytes()
    reading = database.execute("SELECT * FROM records UNION ALL SELECT * FROM records")
    reading.fetchone()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        database.checkpoint()
    assert log.read_bytes() == before
    reading.close()
    database.checkpoint()
    assert log.read_bytes() == b""
