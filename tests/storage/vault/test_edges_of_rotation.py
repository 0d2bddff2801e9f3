"""The edges of transactions, of the root and of the next epoch, which a small change in the code would move unseen."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import (
    DatabaseDamaged,
    DiskFailed,
    DiskFull,
    Fault,
    KdfPolicy,
    MustReopen,
    NotUnlocked,
    RecordDamaged,
    UnknownCompartment,
    Vault,
    open_vault,
)
from storage.vault.root import KINDS, Root
from storage.vault.wal import LoggedDatabase
from tests.storage.vault.edited import edit

Open = Callable[..., Vault]
NEW = "een nieuw wachtwoord van woorden"


# -- a transaction that cannot end ----------------------------------------------------------------


class Breaking:
    """From now on the database's statements of one kind fail, and so does closing it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failures: dict[str, Exception] = {}
        execute, close = LoggedDatabase.execute, LoggedDatabase.close

        def executing(database: LoggedDatabase, sql: str, *rest: object) -> sqlite3.Cursor:
            kind = sql.partition(" ")[0]
            if kind in self.failures:
                raise self.failures[kind]
            return execute(database, sql, *rest)

        def closing(database: LoggedDatabase) -> None:
            close(database)
            if "close" in self.failures:
                raise self.failures["close"]

        monkeypatch.setattr(LoggedDatabase, "execute", executing)
        monkeypatch.setattr(LoggedDatabase, "close", closing)


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Breaking:
    return Breaking(monkeypatch)


@pytest.mark.parametrize("last", [sqlite3.OperationalError("x"), OSError(5, "x"), DiskFailed(5), None])
def test_a_write_that_fails_keeps_its_own_name_whatever_closing_says(
    last: Exception | None, opened: Open, breaking: Breaking
) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    breaking.failures = {"COMMIT": OSError(28, "first")} | ({"close": last} if last else {})
    with pytest.raises(OSError, match="first"):
        vault.append(case, "journal", b"een")
    breaking.failures = {}
    with pytest.raises(MustReopen):
        vault.read(case, "journal")
    vault.close()
    assert opened().streams(case) == ()


def begin_and_give_up(vault: Vault, case: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    with vault.transaction():
        vault.append(case, "journal", b"een")
        meanwhile()
        raise KeyError


def test_what_cannot_be_taken_back_closes_the_vault(opened: Open, breaking: Breaking) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    breaking.failures = {"ROLLBACK": sqlite3.OperationalError("x")}
    with pytest.raises(KeyError):
        begin_and_give_up(vault, case)
    breaking.failures = {}
    with pytest.raises(MustReopen):
        vault.read(case, "journal")
    vault.close()
    assert opened().streams(case) == ()


def test_control_what_can_be_taken_back_leaves_the_vault_working(opened: Open) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    with pytest.raises(KeyError):
        begin_and_give_up(vault, case)
    assert vault.streams(case) == ()


def test_a_vault_whose_keys_go_during_a_transaction_is_locked_and_not_broken(opened: Open) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    with pytest.raises(KeyError):
        begin_and_give_up(vault, case, vault._sealed.wipe)
    with pytest.raises(NotUnlocked) as caught:
        vault.read(case, "journal")
    assert type(caught.value) is NotUnlocked


def test_a_full_disk_is_named_as_one_and_the_vault_works_on(opened: Open, breaking: Breaking) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    full = sqlite3.OperationalError("full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    breaking.failures = {"INSERT": full}
    with pytest.raises(DiskFull):
        vault.append(case, "journal", b"een")
    breaking.failures = {}
    assert vault.append(case, "journal", b"twee") == 1


# -- the root -------------------------------------------------------------------------------------


def test_every_kind_is_found_without_the_root(
    opened: Open, folder: Path, weak: KdfPolicy, passphrase: str
) -> None:
    with opened() as vault:
        made = {vault.new_compartment(kind): kind for kind in KINDS}
    edit(folder, "UPDATE vault SET root = zeroblob(length(root))")
    with open_vault(folder, policy=weak, force=True) as locked:
        report, kinds = locked.examine(passphrase)
    assert kinds == made
    assert [(one.compartment, one.fault) for one in report.damaged] == [("", Fault.UNREADABLE)]


def test_a_file_that_sqlite_itself_cannot_follow_is_named(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    honest = vault._sealed.rows

    def rows(sql: str, *rest: object) -> list[tuple[object, ...]]:
        return [("row 1 missing from index",)] if sql.startswith("PRAGMA") else honest(sql, *rest)

    monkeypatch.setattr(vault._sealed, "rows", rows)
    with pytest.raises(DatabaseDamaged) as caught:
        vault.check()
    assert caught.value.part == "file"


def test_nothing_of_the_root_is_held_by_a_vault_that_is_locked(opened: Open) -> None:
    vault = opened()
    vault.new_compartment("case")
    sealed = vault._sealed
    vault.lock().close()
    assert sealed._root == Root({}, b"")


# -- the next epoch -------------------------------------------------------------------------------


def test_a_key_that_opens_goes_on_although_its_list_is_damaged(
    opened: Open, folder: Path, weak: KdfPolicy
) -> None:
    with opened() as vault:
        case = vault.new_compartment("results")
    edit(folder, "UPDATE compartments SET manifest = zeroblob(300)")
    with opened() as vault:
        vault.change_passphrase(NEW)
    edit(folder, "UPDATE vault SET root = zeroblob(length(root))")
    with open_vault(folder, policy=weak, force=True) as locked:
        _, kinds = locked.examine(NEW)
    assert kinds == {case: "results"}


def test_a_case_whose_row_was_taken_away_stays_missing_in_the_next_epoch(opened: Open, folder: Path) -> None:
    with opened() as vault:
        gone, stays = vault.new_compartment("case"), vault.new_compartment("case")
        vault.append(stays, "journal", b"een")
    edit(folder, "DELETE FROM compartments WHERE id = ?", bytes.fromhex(gone))
    with opened() as vault:
        vault.change_passphrase(NEW)
    with opened(secret=NEW) as vault:
        assert [(one.compartment, one.fault) for one in vault.check().damaged] == [(gone, Fault.MISSING)]
        assert vault.read(stays, "journal") == [b"een"]


def test_the_key_of_a_withdrawn_case_is_wiped_and_the_others_go_on(opened: Open) -> None:
    vault = opened()
    goes, stays = vault.new_compartment("case"), vault.new_compartment("case")
    key = vault._sealed.held(goes).key
    assert any(key)
    vault.drop_compartment(goes)
    assert not any(key)
    assert any(vault._sealed.held(stays).key)


def test_an_intent_for_a_case_that_is_not_there_is_concluded_and_takes_nothing(
    opened: Open, folder: Path
) -> None:
    with opened() as vault:
        stays = vault.new_compartment("case")
    edit(folder, "INSERT INTO intent VALUES (1, 'withdraw', ?, 2)", b"x" * 16)
    with opened() as vault:
        assert (vault.epoch, vault.compartments()) == (2, (stays,))
        assert vault.check().whole


def test_after_an_epoch_there_is_one_master_key_and_locking_wipes_it(opened: Open) -> None:
    vault = opened()
    vault.new_compartment("case")
    vault.change_passphrase(NEW)
    master = vault._keys.master
    assert any(master)
    vault.lock().close()
    assert not any(master)


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("DELETE FROM compartments", Fault.MISSING),
        ("UPDATE compartments SET key = zeroblob(60)", Fault.UNREADABLE),
        ("UPDATE compartments SET manifest = zeroblob(300)", Fault.UNREADABLE),
    ],
)
def test_a_damaged_case_says_which_one_it_is(sql: str, fault: Fault, opened: Open, folder: Path) -> None:
    with opened() as vault:
        case = vault.new_compartment("case")
    edit(folder, sql)
    with opened() as vault, pytest.raises(RecordDamaged) as caught:
        vault.streams(case)
    found = caught.value
    assert (found.compartment, found.stream, found.sequence, found.fault) == (case, None, None, fault)


def test_a_case_that_is_not_there_is_named(opened: Open) -> None:
    with opened() as vault, pytest.raises(UnknownCompartment) as caught:
        vault.streams("ab" * 16)
    assert caught.value.args == ("ab" * 16,)


def test_a_database_that_was_only_being_built_is_used_no_more_once_it_is_closed(opened: Open) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    vault._sealed.close_database()
    with pytest.raises(MustReopen):
        vault.streams(case)


@pytest.mark.parametrize("sql", ["UPDATE vault SET epoch = 7", "DELETE FROM vault"])
def test_a_root_of_another_epoch_or_none_at_all_is_named_so(sql: str, opened: Open) -> None:
    vault = opened()
    vault._sealed.execute(sql)
    with pytest.raises(DatabaseDamaged) as caught:
        vault._sealed.load()
    assert caught.value.part == "epoch"
