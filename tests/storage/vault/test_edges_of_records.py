"""The edges of sealed records and their lists, which a small change in the code would move unseen."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import Fault, RecordDamaged, Vault
from storage.vault.manifest import Entry, genesis, link
from storage.vault.reading import Damage, Reading, read_stream, record_place
from storage.vault.seal import Sealer, pad
from tests.storage.vault.edited import edit

Open = Callable[..., Vault]


def look(folder: Path, sql: str, *values: object) -> list[tuple[bytes, ...]]:
    connection = sqlite3.connect(folder / "vault.db")
    found = connection.execute(sql, values).fetchall()
    connection.close()
    return found


def test_the_newest_record_of_another_history_is_not_read(opened: Open, folder: Path) -> None:
    """The case is rolled back and written on differently; then the newest record of before is put in."""
    with opened() as vault:
        case = vault.new_compartment("case")
        for text in (b"een", b"twee"):
            vault.append(case, "journal", text)
    ((manifest,),) = look(folder, "SELECT manifest FROM compartments")
    with opened() as vault:
        vault.append(case, "journal", b"eerste geschiedenis")
    ((first,),) = look(folder, "SELECT sealed FROM records WHERE sequence = 3")
    edit(folder, "UPDATE compartments SET manifest = ?", manifest)
    edit(folder, "DELETE FROM records WHERE sequence = 3")
    with opened() as vault:
        vault.append(case, "journal", b"tweede geschiedenis")
        assert vault.read_last(case, "journal") == b"tweede geschiedenis"
    edit(folder, "UPDATE records SET sealed = ? WHERE sequence = 3", first)
    with opened() as vault, pytest.raises(RecordDamaged) as caught:
        vault.read_last(case, "journal")
    found = caught.value
    assert (found.compartment, found.stream, found.sequence, found.fault) == (
        case,
        "journal",
        3,
        Fault.REPLAYED,
    )


def test_nothing_can_be_wrong_with_a_stream_that_is_not_there(opened: Open) -> None:
    vault = opened()
    assert vault.salvage(vault.new_compartment("case"), "journal") == Reading((), ())


def test_a_record_in_a_stream_that_nobody_knows_is_named_with_its_case_and_number(
    opened: Open, folder: Path
) -> None:
    with opened() as vault:
        case = vault.new_compartment("case")
        vault.append(case, "journal", b"een")
    edit(folder, "INSERT INTO records SELECT compartment, x'00', 7, sealed FROM records")
    with opened() as vault:
        assert [(d.compartment, d.stream, d.sequence, d.fault) for d in vault.check().damaged] == [
            (case, None, 7, Fault.EXTRA)
        ]


def test_looking_at_everything_looks_at_the_disk_and_not_at_memory(opened: Open) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    vault.append(case, "journal", b"een")
    vault._sealed.execute("UPDATE compartments SET manifest = zeroblob(300)")
    assert [(d.compartment, d.fault) for d in vault.check().damaged] == [(case, Fault.UNREADABLE)]


@pytest.mark.parametrize("other", [False, True])
def test_a_first_record_that_follows_another_beginning_is_not_read(other: bool) -> None:
    vault, compartment, stream = b"v" * 16, b"c" * 16, b"s" * 16
    sealer = Sealer(bytes(32))
    before = genesis(vault, b"d" * 16 if other else compartment, stream)
    sealed = sealer.seal(pad(before + b"een"), record_place(vault, compartment, stream, 1))
    entry = Entry(stream, "journal", 1, 1, link(before, 1, sealed))
    found = read_stream(sealer, vault, compartment, entry, {1: sealed})
    damage = Damage(compartment.hex(), "journal", 1, Fault.REPLAYED)
    assert found == (Reading((), (damage,)) if other else Reading(((1, b"een"),), ()))
