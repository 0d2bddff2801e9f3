"""An older format becomes this one, whole or not at all; a made-up format 0 stands in for it."""

import sqlite3
from pathlib import Path

import pytest

from storage.vault import (
    DatabaseDamaged,
    DiskFailed,
    FormatTooNew,
    KdfPolicy,
    KeysDoNotMatch,
    create_vault,
    open_vault,
    schema,
)
from storage.vault.keyfile import FORMAT, SLOT, decode
from storage.vault.migrate import MIGRATIONS, Migration

# format 0, as if the intent had come later and the records had one column less
OLD_RECORDS = (
    schema.TABLES["records"]
    .replace(" sequence INTEGER NOT NULL,", " number INTEGER NOT NULL,")
    .replace("stream, sequence)", "stream, number)")
)
OLD = {"vault": schema.TABLES["vault"], "compartments": schema.TABLES["compartments"], "records": OLD_RECORDS}


def step(database) -> None:
    database.execute(schema.TABLES["intent"])
    database.execute(schema.TABLES["records"].replace("TABLE records", "TABLE newer"))
    database.execute("INSERT INTO newer SELECT compartment, stream, number, sealed FROM records")
    database.execute("DROP TABLE records")
    database.execute(schema.TABLES["records"])
    database.execute("INSERT INTO records SELECT * FROM newer")
    database.execute("DROP TABLE newer")


@pytest.fixture
def from_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MIGRATIONS, 0, Migration(OLD, step))


def make_old(folder: Path) -> None:
    """Turn a vault into one of format 0."""
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(OLD_RECORDS.replace("TABLE records", "TABLE older"))
    connection.execute("INSERT INTO older SELECT * FROM records")
    connection.execute("DROP TABLE records")
    connection.execute(OLD_RECORDS)
    connection.execute("INSERT INTO records SELECT * FROM older")
    connection.execute("DROP TABLE older")
    connection.execute("DROP TABLE intent")
    connection.execute("PRAGMA user_version = 0")
    connection.commit()
    connection.close()


def old_vault(folder: Path, weak: KdfPolicy, passphrase: str) -> str:
    create_vault(folder, passphrase, policy=weak, force=True)
    with open_vault(folder, policy=weak, force=True).unlock(passphrase) as vault:
        case = vault.new_compartment("case")
        for number in range(5):
            vault.append(case, "journal", b"gezegd %d" % number)
    make_old(folder)
    return case


def version(folder: Path) -> int:
    connection = sqlite3.connect(folder / "vault.db")
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return found


def intact(folder: Path, weak: KdfPolicy, passphrase: str, case: str) -> bool:
    with open_vault(folder, policy=weak, force=True).unlock(passphrase) as vault:
        return vault.check().whole and vault.read(case, "journal") == [b"gezegd %d" % n for n in range(5)]


@pytest.mark.usefixtures("from_zero")
def test_an_older_vault_opens_with_everything_in_it_and_goes_on(tmp_path, weak, passphrase):
    folder = tmp_path / "kluis"
    case = old_vault(folder, weak, passphrase)
    assert version(folder) == 0
    assert intact(folder, weak, passphrase, case)
    assert version(folder) == schema.FORMAT
    with open_vault(folder, policy=weak, force=True).unlock(passphrase) as vault:
        vault.drop_compartment(case)
        assert vault.compartments() == ()


@pytest.mark.usefixtures("from_zero")
def test_no_crash_while_migrating_loses_anything(recording, rebuilt, weak, passphrase):
    disk = recording(12)
    folder = disk.root / "kluis"
    case = old_vault(folder, weak, passphrase)
    disk.begin()
    open_vault(folder, policy=weak, disk=disk, force=True).close()
    assert len(disk.states) >= 12
    for state in disk.states:
        rebuilt(disk.root, state.files)
        assert intact(folder, weak, passphrase, case), state.label
        assert version(folder) == schema.FORMAT


@pytest.mark.usefixtures("from_zero")
def test_control_a_migration_outside_a_transaction_is_found(
    recording, rebuilt, weak, passphrase, monkeypatch
):
    from storage.vault import migrate

    def careless(database) -> None:
        if schema.format_of(database) == 0:
            step(database)
            database.execute("PRAGMA user_version = 1")

    disk = recording(2)
    folder = disk.root / "kluis"
    case = old_vault(folder, weak, passphrase)
    disk.begin()
    with monkeypatch.context() as broken:
        broken.setattr(migrate, "migrate", careless)
        open_vault(folder, policy=weak, disk=disk, force=True).close()
    wrong = 0
    for state in disk.states:
        rebuilt(disk.root, state.files)
        try:
            wrong += not intact(folder, weak, passphrase, case)
        except DatabaseDamaged:
            wrong += 1
    assert wrong


@pytest.mark.usefixtures("from_zero")
def test_nothing_is_migrated_while_the_keys_are_of_another_time(tmp_path, weak, passphrase):
    folder = tmp_path / "kluis"
    old_vault(folder, weak, passphrase)
    create_vault(tmp_path / "ander", passphrase, policy=weak, force=True)
    (folder / "vault.key").write_bytes((tmp_path / "ander" / "vault.key").read_bytes())
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(KeysDoNotMatch):
        open_vault(folder, policy=weak, force=True)
    assert version(folder) == 0
    assert len((folder / "vault.db").read_bytes()) == len(before)


@pytest.mark.usefixtures("from_zero")
def test_a_trigger_in_an_older_vault_is_seen_before_migrating(tmp_path, weak, passphrase):
    folder = tmp_path / "kluis"
    old_vault(folder, weak, passphrase)
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute("CREATE TRIGGER t BEFORE DELETE ON records BEGIN SELECT RAISE(IGNORE); END")
    connection.commit()
    connection.close()
    with pytest.raises(DatabaseDamaged):
        open_vault(folder, policy=weak, force=True)


def broken_halfway(database) -> None:
    database.execute(schema.TABLES["intent"])
    raise sqlite3.OperationalError("made to fail")


def rolled_back_by_sqlite(database) -> None:
    """What SQLite does itself when the disk is full."""
    database.execute(schema.TABLES["intent"])
    database.execute("ROLLBACK")
    raise sqlite3.OperationalError("made to fail")


@pytest.mark.parametrize("wrong", [broken_halfway, rolled_back_by_sqlite])
@pytest.mark.usefixtures("from_zero")
def test_a_step_that_fails_leaves_the_older_vault_as_it_was(tmp_path, weak, passphrase, monkeypatch, wrong):
    folder = tmp_path / "kluis"
    case = old_vault(folder, weak, passphrase)
    with monkeypatch.context() as patch:
        patch.setitem(MIGRATIONS, 0, Migration(OLD, wrong))
        with pytest.raises(DiskFailed):
            open_vault(folder, policy=weak, force=True)
    assert version(folder) == 0
    assert intact(folder, weak, passphrase, case)


@pytest.mark.parametrize(("number", "kind"), [(0, DatabaseDamaged), (99, FormatTooNew)])
def test_a_format_without_a_way_is_refused_and_left_alone(folder, weak, number, kind):
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute(f"PRAGMA user_version = {number}")
    connection.commit()
    connection.close()
    with pytest.raises(kind):
        open_vault(folder, policy=weak, force=True)
    assert version(folder) == number


def test_there_is_a_way_from_every_earlier_format():
    assert set(MIGRATIONS) == set(range(1, schema.FORMAT))


def test_a_slot_says_in_which_format_it_was_written(folder):
    slot = decode((folder / "vault.key").read_bytes()[:SLOT])
    assert slot is not None
    assert slot.version == FORMAT
