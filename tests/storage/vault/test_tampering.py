"""Someone edits the files: what was touched is named, what was not is still read."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.cases.store import CASE, EVALUATION, FEEDBACK, RESULTS
from storage.transfer import RECEIVING
from storage.vault import (
    DatabaseDamaged,
    Fault,
    FormatTooNew,
    KdfPolicy,
    KeysDoNotMatch,
    RecordDamaged,
    Vault,
    VaultError,
    WrongPassphrase,
    open_vault,
)
from storage.vault.root import KINDS, Root

Open = Callable[..., Vault]


@pytest.fixture
def story(opened: Open) -> tuple[str, str]:
    """Two cases, each with a journal of five and a draft that was replaced."""
    with opened() as vault:
        cases = (vault.new_compartment("case"), vault.new_compartment("case"))
        for case in cases:
            for number in range(5):
                vault.append(case, "journal", b"%d van " % number + case.encode())
            vault.replace(case, "draft", b"eerst")
            vault.replace(case, "draft", b"later")
    return cases


def edit(folder: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    """With SQLite's own tool and no key."""
    connection = sqlite3.connect(folder / "vault.db")
    for sql, values in statements:
        assert connection.execute(sql, values).rowcount != 0
    connection.commit()
    connection.close()


def rows(folder: Path, case: str) -> dict[int, tuple[bytes, bytes]]:
    """The journal of a case: per sequence number its stream and sealed bytes."""
    connection = sqlite3.connect(folder / "vault.db")
    found = connection.execute(
        "SELECT stream, sequence, sealed FROM records WHERE compartment = ? ORDER BY stream, sequence",
        (bytes.fromhex(case),),
    ).fetchall()
    connection.close()
    streams = [stream for stream, *_ in found]
    journal = next(stream for stream in streams if streams.count(stream) == 5)
    return {sequence: (stream, sealed) for stream, sequence, sealed in found if stream == journal}


def damage(opened: Open) -> list[tuple[str, str | None, int | None, Fault]]:
    with opened() as vault:
        return [(d.compartment, d.stream, d.sequence, d.fault) for d in vault.check().damaged]


SET = "UPDATE records SET sealed = ? WHERE stream = ? AND sequence = ?"


@pytest.mark.parametrize("at", [0, 5, 12, 40, 200, -1])
def test_a_flipped_bit_names_its_record_and_hides_no_other(
    at: int, folder: Path, story: tuple[str, str], opened: Open
) -> None:
    stream, sealed = rows(folder, story[0])[3]
    bad = bytearray(sealed)
    bad[at] ^= 8
    edit(folder, (SET, (bytes(bad), stream, 3)))
    assert damage(opened) == [(story[0], "journal", 3, Fault.UNREADABLE)]
    with opened() as vault:
        with pytest.raises(RecordDamaged) as caught:
            vault.read(story[0], "journal")
        assert (caught.value.compartment, caught.value.stream, caught.value.sequence) == (
            story[0],
            "journal",
            3,
        )
        reading = vault.salvage(story[0], "journal")
        assert [number for number, _ in reading.records] == [1, 2, 4, 5]
        assert vault.read_last(story[0], "journal") == b"4 van " + story[0].encode()
        assert len(vault.read(story[1], "journal")) == 5
        assert vault.append(story[0], "journal", b"het gesprek gaat door") == 6


def test_two_swapped_records_are_both_named(folder: Path, story: tuple[str, str], opened: Open) -> None:
    journal = rows(folder, story[0])
    (stream, second), (_, fourth) = journal[2], journal[4]
    edit(folder, (SET, (fourth, stream, 2)), (SET, (second, stream, 4)))
    assert [(n, fault) for _, _, n, fault in damage(opened)] == [(2, Fault.UNREADABLE), (4, Fault.UNREADABLE)]


def test_a_record_of_another_case_does_not_fit(folder: Path, story: tuple[str, str], opened: Open) -> None:
    (stream, _), (_, foreign) = rows(folder, story[0])[2], rows(folder, story[1])[2]
    edit(folder, (SET, (foreign, stream, 2)))
    assert damage(opened) == [(story[0], "journal", 2, Fault.UNREADABLE)]


@pytest.mark.parametrize("gone", [1, 3, 5])
def test_a_missing_record_is_named(gone: int, folder: Path, story: tuple[str, str], opened: Open) -> None:
    stream, _ = rows(folder, story[0])[1]
    edit(folder, ("DELETE FROM records WHERE stream = ? AND sequence = ?", (stream, gone)))
    assert damage(opened) == [(story[0], "journal", gone, Fault.MISSING)]
    with opened() as vault, pytest.raises(RecordDamaged):
        vault.read(story[0], "journal")


def test_a_duplicated_record_is_named_and_gives_way_to_the_next(
    folder: Path, story: tuple[str, str], opened: Open
) -> None:
    edit(
        folder,
        (
            "INSERT INTO records SELECT compartment, stream, 6, sealed FROM records WHERE stream = ? AND sequence = 5",
            (rows(folder, story[0])[1][0],),
        ),
    )
    assert damage(opened) == [(story[0], "journal", 6, Fault.EXTRA)]
    with opened() as vault:
        with pytest.raises(RecordDamaged):
            vault.read_last(story[0], "journal")
        assert vault.append(story[0], "journal", b"zes") == 6
        assert vault.check().whole


def test_a_record_in_a_stream_that_nobody_knows_is_named(
    folder: Path, story: tuple[str, str], opened: Open
) -> None:
    edit(
        folder,
        (
            "INSERT INTO records SELECT compartment, x'00', sequence, sealed FROM records WHERE stream = ?",
            (rows(folder, story[0])[1][0],),
        ),
    )
    assert {fault for *_, fault in damage(opened)} == {Fault.EXTRA}


def test_a_replaced_record_that_is_put_back_is_named(
    folder: Path, opened: Open, story: tuple[str, str]
) -> None:
    name = bytes.fromhex(story[0])
    old = sqlite3.connect(folder / "vault.db")
    draft = old.execute(
        "SELECT stream, sequence, sealed FROM records WHERE compartment = ? AND sequence = 2"
        " AND stream NOT IN (SELECT stream FROM records WHERE sequence = 3)",
        (name,),
    ).fetchone()
    old.close()
    with opened() as vault:
        vault.replace(story[0], "draft", b"laatst")
    edit(folder, ("UPDATE records SET sequence = 2, sealed = ? WHERE stream = ?", (draft[2], draft[0])))
    assert {(n, fault) for _, _, n, fault in damage(opened)} == {(2, Fault.EXTRA), (3, Fault.MISSING)}
    edit(folder, ("UPDATE records SET sequence = 3 WHERE stream = ?", (draft[0],)))
    assert damage(opened) == [(story[0], "draft", 3, Fault.UNREADABLE)]


def test_a_record_that_was_sealed_here_in_another_history_is_named(
    folder: Path, opened: Open, story: tuple[str, str]
) -> None:
    """The whole case is rolled back, written on differently, and then one record of before is put in."""
    case = bytes.fromhex(story[0])
    connection = sqlite3.connect(folder / "vault.db")
    kept_manifest = connection.execute("SELECT manifest FROM compartments WHERE id = ?", (case,)).fetchone()[
        0
    ]
    connection.close()
    with opened() as vault:
        vault.append(story[0], "journal", b"eerste geschiedenis")
    stream, first = rows_with_six(folder, case)
    edit(
        folder,
        ("UPDATE compartments SET manifest = ? WHERE id = ?", (kept_manifest, case)),
        ("DELETE FROM records WHERE stream = ? AND sequence = 6", (stream,)),
    )
    with opened() as vault:
        vault.append(story[0], "journal", b"tweede geschiedenis")
        vault.append(story[0], "journal", b"en verder")
    edit(folder, (SET, (first, stream, 6)))
    assert damage(opened) == [(story[0], "journal", 6, Fault.REPLAYED)]


def rows_with_six(folder: Path, case: bytes) -> tuple[bytes, bytes]:
    connection = sqlite3.connect(folder / "vault.db")
    found = connection.execute(
        "SELECT stream, sealed FROM records WHERE compartment = ? AND sequence = 6", (case,)
    ).fetchone()
    connection.close()
    return found


@pytest.mark.parametrize("column", ["key", "manifest"])
def test_a_damaged_compartment_is_named_and_the_other_is_read(
    column: str, folder: Path, story: tuple[str, str], opened: Open
) -> None:
    sql = {
        "key": "UPDATE compartments SET key = zeroblob(80) WHERE id = ?",
        "manifest": "UPDATE compartments SET manifest = zeroblob(80) WHERE id = ?",
    }
    edit(folder, (sql[column], (bytes.fromhex(story[0]),)))
    assert damage(opened) == [(story[0], None, None, Fault.UNREADABLE)]
    with opened() as vault:
        assert len(vault.read(story[1], "journal")) == 5
        with pytest.raises(RecordDamaged):
            vault.read(story[0], "journal")
        vault.drop_compartment(story[1])
        vault.drop_compartment(story[0])
        assert vault.check().whole


def test_swapped_compartment_keys_are_named(folder: Path, story: tuple[str, str], opened: Open) -> None:
    connection = sqlite3.connect(folder / "vault.db")
    keys = dict(connection.execute("SELECT id, key FROM compartments").fetchall())
    connection.close()
    one, other = (bytes.fromhex(case) for case in story)
    sql = "UPDATE compartments SET key = ? WHERE id = ?"
    edit(folder, (sql, (keys[other], one)), (sql, (keys[one], other)))
    assert {name for name, *_ in damage(opened)} == set(story)


def test_a_compartment_that_was_taken_away_or_slipped_in_is_named(
    folder: Path, story: tuple[str, str], opened: Open
) -> None:
    edit(folder, ("UPDATE compartments SET id = x'00' WHERE id = ?", (bytes.fromhex(story[0]),)))
    assert {(name, fault) for name, _, _, fault in damage(opened)} == {
        (story[0], Fault.MISSING),
        ("00", Fault.EXTRA),
    }


def test_an_earlier_root_is_of_an_earlier_epoch_and_does_not_open(
    folder: Path, story: tuple[str, str], opened: Open
) -> None:
    connection = sqlite3.connect(folder / "vault.db")
    root = connection.execute("SELECT root FROM vault").fetchone()[0]
    connection.close()
    with opened() as vault:
        vault.drop_compartment(story[0])
    edit(folder, ("UPDATE vault SET root = ?", (root,)))
    with pytest.raises(DatabaseDamaged) as caught:
        opened()
    assert caught.value.part == "root"


@pytest.fixture
def rootless(folder: Path, story: tuple[str, str]) -> tuple[str, str]:
    """A vault of two cases whose root no longer opens."""
    edit(folder, ("UPDATE vault SET root = zeroblob(length(root))", ()))
    return story


def test_without_its_root_everything_healthy_is_still_found_and_nothing_is_written(
    folder: Path, rootless: tuple[str, str], weak: KdfPolicy, passphrase: str
) -> None:
    journal = rows(folder, rootless[0])
    edit(folder, ("UPDATE records SET sealed = zeroblob(500) WHERE sealed = ?", (journal[2][1],)))
    before = (folder / "vault.db").read_bytes()
    with open_vault(folder, policy=weak, force=True) as locked:
        report, kinds = locked.examine(passphrase)
        assert kinds == dict.fromkeys(sorted(rootless), "case")
        assert {(one.compartment, one.sequence) for one in report.damaged} == {("", None), (rootless[0], 2)}
        assert (report.compartments, report.records) == (2, 12)
        with pytest.raises(WrongPassphrase):
            locked.examine("iets anders")
        with pytest.raises(DatabaseDamaged):
            locked.unlock(passphrase)
    assert (folder / "vault.db").read_bytes() == before


def test_a_root_that_is_made_anew_opens_every_case_that_its_key_opens(
    folder: Path, rootless: tuple[str, str], opened: Open, weak: KdfPolicy, passphrase: str
) -> None:
    stays, broken = rootless
    edit(folder, ("UPDATE compartments SET key = zeroblob(60) WHERE id = ?", (bytes.fromhex(broken),)))
    with open_vault(folder, policy=weak, force=True).mend_root(passphrase) as vault:
        assert vault.compartments() == (stays,)
        assert vault.read(stays, "journal") == [b"%d van " % n + stays.encode() for n in range(5)]
        assert {(one.compartment, one.fault) for one in vault.check().damaged} == {(broken, Fault.EXTRA)}
    with opened() as again:
        root = again._sealed.root
        again.append(stays, "journal", b"en verder")
        again.drop_compartment(stays)
    with open_vault(folder, policy=weak, force=True).mend_root(passphrase) as vault:
        assert vault._sealed.root == Root({}, root.ledger_key)  # a whole root is left as it is


def test_no_root_is_made_while_an_epoch_waits_for_the_old_one(
    folder: Path, rootless: tuple[str, str], weak: KdfPolicy, passphrase: str
) -> None:
    edit(folder, ("INSERT INTO intent VALUES (1, 'withdraw', ?, 2)", (bytes.fromhex(rootless[0]),)))
    before = (folder / "vault.db").read_bytes()
    with open_vault(folder, policy=weak, force=True) as locked, pytest.raises(DatabaseDamaged):
        locked.mend_root(passphrase)
    assert (folder / "vault.db").read_bytes() == before


def test_every_kind_of_compartment_can_be_found_without_the_root() -> None:
    assert set(KINDS) == {CASE, EVALUATION, RESULTS, FEEDBACK, RECEIVING}


def test_a_copy_of_the_database_from_before_does_not_open(
    folder: Path, story: tuple[str, str], opened: Open, weak: KdfPolicy
) -> None:
    before = (folder / "vault.db").read_bytes()
    with opened() as vault:
        vault.drop_compartment(story[0])
    keys = (folder / "vault.key").read_bytes()
    (folder / "vault.db").write_bytes(before)
    with pytest.raises(KeysDoNotMatch):
        open_vault(folder, policy=weak, force=True)
    assert (folder / "vault.key").read_bytes() == keys
    edit(folder, ("UPDATE vault SET epoch = 2", ()))  # a hand that says otherwise gets no further
    with pytest.raises(DatabaseDamaged):
        opened()


HOSTILE = (
    "CREATE TRIGGER keep BEFORE DELETE ON records BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW spy AS SELECT * FROM records",
    "CREATE INDEX slow ON records (sealed)",
    "CREATE TABLE extra (x)",
    "ALTER TABLE records ADD COLUMN note TEXT",
    "DROP TABLE intent",
)


@pytest.mark.parametrize("sql", HOSTILE)
def test_a_schema_that_is_not_ours_is_refused(sql: str, folder: Path, weak: KdfPolicy) -> None:
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute(sql)
    connection.commit()
    connection.close()
    with pytest.raises(DatabaseDamaged) as caught:
        open_vault(folder, policy=weak, force=True)
    assert caught.value.part == "schema"


def test_a_trigger_that_keeps_what_is_deleted_is_noticed_even_inside(
    opened: Open, story: tuple[str, str]
) -> None:
    vault = opened()
    vault._files.database.execute(HOSTILE[0])
    with pytest.raises(DatabaseDamaged) as caught:
        vault.remove_stream(story[0], "journal")
    assert caught.value.part == "delete"


def test_another_kind_of_database_and_a_later_format_are_named(folder: Path, weak: KdfPolicy) -> None:
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(FormatTooNew):
        open_vault(folder, policy=weak, force=True)
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    with pytest.raises(DatabaseDamaged):
        open_vault(folder, policy=weak, force=True)


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("keep", [0, 1, 99, 100, 4095, 4096, 9000, -5000, -4096])
def test_a_truncated_database_gives_a_name_not_a_surprise(keep: int, folder: Path, opened: Open) -> None:
    whole = (folder / "vault.db").read_bytes()
    (folder / "vault.db").write_bytes(whole[:keep])
    with pytest.raises(VaultError):
        assert opened().check().whole


def test_a_flipped_bit_anywhere_in_the_database_is_noticed_or_harmless(
    folder: Path, story: tuple[str, str], opened: Open
) -> None:
    """Noticed with a name; or the byte carries nothing and every record is still what it was."""
    whole = (folder / "vault.db").read_bytes()
    expected = {case: [b"%d van " % number + case.encode() for number in range(5)] for case in story}
    noticed = 0
    for at in range(0, len(whole), 97):
        bad = bytearray(whole)
        bad[at] ^= 16
        (folder / "vault.db").write_bytes(bad)
        try:
            with opened() as vault:
                if not vault.check().whole:
                    noticed += 1
                    continue
                assert {case: vault.read(case, "journal") for case in story} == expected
        except VaultError:
            noticed += 1
    assert noticed > 50
