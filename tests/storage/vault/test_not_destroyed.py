"""Looking afterwards finds what was not destroyed: each way of failing is planted, and named."""

import contextlib
import dataclasses
import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import (
    DatabaseDamaged,
    Disk,
    DiskFailed,
    KdfPolicy,
    MustReopen,
    NotDestroyed,
    RecordDamaged,
    Survivor,
    Vault,
    epoch,
    open_vault,
    refound,
    restart,
)
from storage.vault.epoch import SealedDatabase
from storage.vault.files import Files
from storage.vault.restart import RefoundIntent
from tests.storage.vault.cases import two_cases
from tests.storage.vault.edited import edit
from tests.storage.vault.stopping import Stopped, die

Open = Callable[..., Vault]
NEW = "een nieuw wachtwoord van woorden"
RESULTS = [Survivor("results", {"uitkomst": [b"1"]})]


def found_anew(vault: Vault) -> object:
    return vault.refound(RESULTS, NEW, exports=[], finish=lambda *_: None)


# -- an epoch that does not destroy ---------------------------------------------------------------


def keeps_the_rows(sealed: SealedDatabase, *_: object) -> None:
    """Nothing is destroyed at all."""
    assert sealed.epoch == 1


def keeps_the_root(
    sealed: SealedDatabase, _master: bytearray, _epoch: int, gone: bytes, _code: object
) -> None:
    """The rows go, and everything stays under the old key."""
    with sealed.transaction():
        sealed._forget(gone)


def keeps_one_wrap(
    sealed: SealedDatabase, master: bytearray, number: int, gone: bytes, code: bytes | None
) -> None:
    """One compartment's key is left as the old key wrapped it."""
    sql = "SELECT key, id FROM compartments WHERE id != ?"
    old = sealed.rows(sql, (gone,))[0]
    HONEST(sealed, master, number, gone, code)
    sealed.execute("UPDATE compartments SET key = ? WHERE id = ?", old)


def keeps_the_old_root(
    sealed: SealedDatabase, master: bytearray, number: int, gone: bytes, code: bytes | None
) -> None:
    """Every key is wrapped anew; only the root still opens under the old key."""
    old = sealed.rows("SELECT root FROM vault")[0]
    HONEST(sealed, master, number, gone, code)
    sealed.execute("UPDATE vault SET root = ?", old)


HONEST = SealedDatabase.rotate


@pytest.mark.parametrize(
    ("rotate", "found"),
    [
        (keeps_the_rows, "rows"),
        (keeps_the_root, "key"),
        (keeps_one_wrap, "key"),
        (keeps_the_old_root, "key"),
    ],
)
def test_an_epoch_that_does_not_destroy_is_caught(
    rotate: Callable[..., None], found: str, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    goes, _ = two_cases(vault)
    monkeypatch.setattr(epoch.SealedDatabase, "rotate", rotate)
    told: list[object] = []
    with pytest.raises(NotDestroyed) as caught:
        vault.drop_compartment(goes, record=told.append)
    assert caught.value.args == (found,)
    assert told == []  # nobody is told that it is done


class Finding(Disk):
    """Finds a piece of what was destroyed in the file."""

    def contains(self, path: Path, needles: tuple[bytes, ...]) -> bool:
        assert not super().contains(path, needles)
        assert needles
        return True


def test_a_piece_that_is_still_in_the_file_is_named(opened: Open, folder: Path, weak: KdfPolicy) -> None:
    vault = opened(disk=Finding())
    goes, stays = two_cases(vault)
    with pytest.raises(NotDestroyed) as caught:
        vault.drop_compartment(goes)
    assert caught.value.args == ("file",)
    assert vault.read(stays, "journal")
    with pytest.raises(NotDestroyed):
        found_anew(vault)
    with pytest.raises(MustReopen):
        vault.read(stays, "journal")
    vault.close()
    open_vault(folder, policy=weak, force=True).unlock(NEW).close()


def test_the_disk_tells_what_stands_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "blad"
    path.write_bytes(bytes(9 << 20) + b"sleutel" + bytes(5))
    assert Disk().contains(path, (b"niets", b"sleutel"))
    assert not Disk().contains(path, (b"slot",))
    assert not Disk().contains(path, ())


@pytest.mark.parametrize(("kind", "ahead"), [("onbekend", 1), ("withdraw", 2), ("rekey", -1)])
def test_an_intent_that_cannot_be_is_refused_and_changes_nothing(
    kind: str, ahead: int, opened: Open, folder: Path, weak: KdfPolicy, passphrase: str
) -> None:
    with opened() as vault:
        goes, _ = two_cases(vault)
        vault.change_passphrase(passphrase)
    sql = "INSERT INTO intent (one, kind, compartment, epoch) VALUES (1, ?, ?, ?)"
    edit(folder, sql, kind, bytes.fromhex(goes), 2 + ahead)
    with open_vault(folder, policy=weak, force=True) as locked, pytest.raises(DatabaseDamaged) as caught:
        locked.unlock(passphrase)
    assert caught.value.part == "intent"
    edit(folder, "DELETE FROM intent")
    with opened() as vault:
        assert vault.read(goes, "journal")


def test_rows_that_cannot_be_deleted_are_noticed_inside_an_epoch(
    opened: Open, folder: Path, weak: KdfPolicy, passphrase: str
) -> None:
    vault = opened()
    goes, _ = two_cases(vault)
    vault._files.database.execute(
        "CREATE TEMP TRIGGER bewaar BEFORE DELETE ON compartments BEGIN SELECT RAISE(IGNORE); END"
    )
    with pytest.raises(DatabaseDamaged) as caught:
        vault.drop_compartment(goes)
    assert caught.value.part == "delete"
    vault.close()
    with open_vault(folder, policy=weak, force=True).unlock(passphrase) as again:  # finishes it
        assert goes not in again.compartments()
        assert again.check().whole


def test_a_disk_that_breaks_while_unlocking_finishes_closes_everything(
    opened: Open, folder: Path, weak: KdfPolicy, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    goes, stays = two_cases(vault)
    with monkeypatch.context() as patch:
        patch.setattr(epoch, "clear_intent", die)
        with pytest.raises(Stopped):
            vault.drop_compartment(goes)
    vault.close()

    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    locked = open_vault(folder, policy=weak, force=True)
    assert locked.vault_id == vault.vault_id
    with monkeypatch.context() as patch:
        patch.setattr(epoch, "verify", broken)
        with pytest.raises(DiskFailed):
            locked.unlock(passphrase)
    with pytest.raises(MustReopen):
        locked.unlock(passphrase)
    locked.close()
    with opened() as again:
        assert again.compartments() == (stays,)


# -- founding anew --------------------------------------------------------------------------------


def test_the_old_key_is_tried_and_looked_for(opened: Open) -> None:
    vault = opened()
    two_cases(vault)
    files, sealed, keys = vault._files, vault._sealed, vault._keys
    stranger = dataclasses.replace(keys, stretched=bytearray(os.urandom(32)))
    for old, held, found in (
        (files.key.raw(0), keys, "slots"),  # it still stands in the key file
        (b"", keys, "key"),  # it still opens what is in the database
        (b"", stranger, "key"),  # it cannot be tried
    ):
        with pytest.raises(NotDestroyed) as caught:
            refound._try_old(files, sealed, old, held)
        assert caught.value.args == (found,)


def test_a_log_that_stays_behind_stops_before_anything_is_destroyed(
    opened: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    cases = two_cases(vault)
    honest = Files.disconnect

    def leaving(files: Files) -> None:
        honest(files)
        (folder / "vault.db-wal").touch()

    with monkeypatch.context() as patch:
        patch.setattr(Files, "disconnect", leaving)
        with pytest.raises(DiskFailed):
            found_anew(vault)
    vault.close()
    with opened() as again:
        assert again.compartments() == cases
        assert again.check().whole


class Spoiling(Disk):
    """Damages the new database between writing it and looking at it."""

    def __init__(self) -> None:
        self.opened = 0

    def hold_log(self, path: Path):
        if path.name == "vault.new.db-wal":
            self.opened += 1
            if self.opened == 2:
                with contextlib.closing(sqlite3.connect(path.with_name("vault.new.db"))) as connection:
                    connection.execute("UPDATE records SET sealed = zeroblob(300)")
                    connection.commit()
        return super().hold_log(path)


def test_a_new_database_that_cannot_be_read_back_destroys_nothing(opened: Open, folder: Path) -> None:
    disk = Spoiling()
    vault = opened(disk=disk)
    cases = two_cases(vault)
    with pytest.raises(DatabaseDamaged) as caught:
        found_anew(vault)
    assert (caught.value.part, disk.opened) == ("new", 2)
    assert vault.compartments() == cases
    assert vault.check().whole
    assert not list(folder.glob("vault.new*"))


def test_no_certificate_for_a_vault_whose_survivor_was_damaged_meanwhile(
    opened: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    two_cases(vault)
    with monkeypatch.context() as patch:
        patch.setattr(refound, "report_of", die)
        with pytest.raises(Stopped):
            found_anew(vault)
    vault.close()
    edit(folder, "UPDATE records SET sealed = zeroblob(length(sealed))")
    made: list[object] = []
    with opened(secret=NEW) as again:
        with pytest.raises(RecordDamaged):
            again.finish_refound(lambda _vault, report: made.append(report))
        assert again.refound_pending
    assert made == []


def stop_at(monkeypatch: pytest.MonkeyPatch, vault: Vault, where: object, name: str) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(where, name, die)
        with pytest.raises(Stopped):
            found_anew(vault)
    vault.close()


def test_an_old_database_that_is_gone_and_its_journal_do_not_stop_the_switch(
    opened: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    two_cases(vault)
    stop_at(monkeypatch, vault, Disk, "replace")
    (folder / "vault.db").unlink()
    (folder / "vault.db-journal").write_bytes(b"een stuk van vroeger")
    with opened(secret=NEW) as again:
        again.finish_refound(lambda *_: None)
        assert len(again.compartments("results")) == 1
        assert again.check().whole
    assert sorted(path.name for path in folder.iterdir()) == ["vault.db", "vault.key"]


def test_an_intent_that_speaks_of_another_slot_is_rolled_back(
    opened: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    cases = two_cases(vault)
    stop_at(monkeypatch, vault, refound, "switch")
    path = folder / "vault.intent"
    intent = RefoundIntent.decode(path.read_bytes())
    assert intent is not None
    path.write_bytes(dataclasses.replace(intent, epoch=intent.epoch + 1).encode())
    with opened() as again:
        assert again.compartments() == cases
        assert again.check().whole
    assert sorted(path.name for path in folder.iterdir()) == ["vault.db", "vault.key"]


@pytest.mark.parametrize("refounding", [False, True])
def test_a_database_without_its_vault_row_is_named(
    refounding: bool, opened: Open, folder: Path, weak: KdfPolicy
) -> None:
    with opened() as vault:
        two_cases(vault)
    edit(folder, "DELETE FROM vault")
    if refounding:
        (folder / "vault.intent").write_bytes(b"half")
    with pytest.raises(DatabaseDamaged) as caught:
        open_vault(folder, policy=weak, force=True)
    assert caught.value.part == "vault"
    assert (folder / "vault.intent").exists() is refounding


def test_control_a_restart_without_anything_left_rolls_nothing_back(opened: Open) -> None:
    vault = opened()
    assert restart.resume(vault._files) is False
