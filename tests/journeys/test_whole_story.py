"""From an empty folder through three cases and nine conversations to the certificate, with keys alone."""

import json
import sqlite3
from pathlib import Path

import pytest

from storage.cases import Register
from storage.vault import KdfPolicy, WrongPassphrase, open_vault
from tests.journeys import story
from tests.journeys.averages import averages_in, averages_of
from tests.journeys.soak.checks import contents
from tests.journeys.walker import Walker
from zet_tui.app import ZetApp
from zet_tui.desk import Desk


@pytest.fixture
def weak() -> KdfPolicy:
    return KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)


def sealed_blobs(folder: Path) -> set[bytes]:
    """Every sealed thing in the vault's database and both key slots, as they stand in the files."""
    with sqlite3.connect(folder / "vault.db") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        blobs = {
            value[:200]  # a long record goes on elsewhere in the file
            for table in tables
            for row in database.execute(f"SELECT * FROM {table}")
            for value in row
            if isinstance(value, bytes) and len(value) >= 32
        }
    database.close()
    key = (folder / "vault.key").read_bytes()
    return blobs | {key[start + 64 : start + 256] for start in range(0, len(key), 4096)}


def found_in(folder: Path, needles: set[bytes]) -> set[bytes]:
    """Which of these stand in a file of the folder, or in a part of one that is packed."""
    parts = [part for path in folder.rglob("*") if path.is_file() for part in contents(path)]
    return {needle for needle in needles if any(needle in part for part in parts)}


async def test_a_whole_evaluation_from_an_empty_laptop_to_a_destroyed_vault(tmp_path, weak):
    folder, exports = tmp_path / "kluis", tmp_path / "uit"
    exports.mkdir()
    told: list[str] = []

    app = ZetApp(Desk(folder, policy=weak, force=True))
    async with app.run_test(size=(120, 40)) as pilot:
        walker = Walker(app, pilot, told.append, exports)
        await walker.walk(stop_before_end=True)
        await app.desk.close()
    assert walker.refusals == ["i", "d", "p"] * 3
    assert told.count("evaluation") == 1
    assert sum(line.startswith("event") for line in told) > 300

    # What the vault holds before the end: nothing readable, and the sealed things that must go.
    assert not found_in(folder, story.canaries())
    with open_vault(folder, policy=weak, force=True).unlock(story.PASSPHRASE) as vault:
        register = Register(vault)
        register.sit_down(story.TEAM[0])
        expected = averages_of(register)
    sealed = sealed_blobs(folder)
    assert len(found_in(folder, sealed)) == len(sealed)  # the control: before the end they are all there

    app = ZetApp(Desk(folder, policy=weak, force=True))
    async with app.run_test(size=(80, 24)) as pilot:
        walker = Walker(app, pilot, told.append, exports)
        await walker.walk()
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        await app.desk.close()
    assert "vernietigd" in shown
    assert told[-1] == "destroyed"

    # Nothing of what was is left: no name, no answer, no sealed record, no wrapped key, no slot.
    assert not found_in(folder, story.canaries() | sealed)
    assert not found_in(
        exports, {name.encode() for person in story.RESIDENTS for name in person.name.split()}
    )
    assert found_in(exports, {b"Analysebestand", b"openpyxl"})  # the control: what is packed is looked into
    with open_vault(folder, policy=weak, force=True) as locked, pytest.raises(WrongPassphrase):
        locked.unlock(story.PASSPHRASE)

    # The new vault opens, holds results without cases, and the certificate names nobody.
    with open_vault(folder, policy=weak, force=True).unlock(story.NEW_PASSPHRASE) as vault:
        assert vault.compartments("case") == ()
        assert vault.compartments("evaluation") == ()
        (results,) = vault.compartments("results")
        certificate = json.loads(vault.read(results, "certificates")[0])
    assert certificate["counts"]["cases"] == certificate["counts"]["cases_exported"] == 3
    text = (exports / "zet-verklaring-van-vernietiging.txt").read_text()
    assert not [name for person in story.RESIDENTS for name in person.name.split() if name in text]

    # Every average in the workbook is what an independent calculation says.
    workbook = averages_in(exports / "zet-analysebestand.xlsx")
    assert len(expected) > 100
    assert {place: workbook.get(place) for place in expected} == expected
