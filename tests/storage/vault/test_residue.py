"""After destroying: nothing of it in any file of the folder; each search has a control that finds it before."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.vault import Disk, KdfPolicy, Survivor, Vault, WrongPassphrase, create_vault, epoch, open_vault
from storage.vault.keyfile import SLOT, decode
from storage.vault.sweep import sweep

Open = Callable[..., Vault]
TEXTS = [b"mevrouw Verzonnen-Vrouwlief woont in Nergenshuizen nummer %d" % number * 8 for number in range(30)]


def found(folder: Path, needles: Iterable[bytes]) -> int:
    """How many of these stand in any file of the folder."""
    contents = [path.read_bytes() for path in folder.iterdir()]
    return sum(any(needle in content for content in contents) for needle in needles)


class Secrets:
    """Everything by which a case could be brought back, as it stands before."""

    def __init__(self, folder: Path, vault: Vault, case: str) -> None:
        name = bytes.fromhex(case)
        sealed = vault._sealed
        slot = decode((folder / "vault.key").read_bytes()[:SLOT])
        assert slot is not None
        key, manifest = sealed.execute(
            "SELECT key, manifest FROM compartments WHERE id = ?", (name,)
        ).fetchone()
        rows = sealed.execute("SELECT sealed FROM records WHERE compartment = ?", (name,)).fetchall()
        self.slot = [slot.secret, slot.wrapped, slot.encode()[-32:]]
        self.wrapped = [bytes(key), bytes(key)[12:44], bytes(manifest)]
        self.records = [bytes(row[0]) for row in rows]
        self.keys = [bytes(sealed.held(case).key), bytes(sealed._master), bytes(vault._keys.stretched)]

    def on_disk(self) -> list[bytes]:
        return [*self.slot, *self.wrapped, *self.records]


def case_with_texts(vault: Vault) -> str:
    case = vault.new_compartment("case")
    for text in TEXTS:
        vault.append(case, "journal", text)
    vault.replace(case, "draft", TEXTS[0])
    return case


def test_nothing_of_a_withdrawn_case_is_left_in_the_folder(folder: Path, opened: Open) -> None:
    vault = opened()
    stays, goes = case_with_texts(vault), case_with_texts(vault)
    vault._files.disconnect()  # settle the log, so that the control looks at the database itself
    vault._sealed.use(vault._files.connect())
    before = Secrets(folder, vault, goes)
    assert found(folder, before.on_disk()) == len(before.on_disk())  # the control

    report = vault.drop_compartment(goes)
    assert (report.compartment, report.records, report.scanned) == (goes, len(before.records), True)
    assert found(folder, before.on_disk()) == 0
    assert found(folder, [*before.keys, *TEXTS]) == 0
    vault.close()
    assert found(folder, [*before.on_disk(), *before.keys, *TEXTS, bytes.fromhex(goes)]) == 0
    with opened() as again:
        assert again.read(stays, "journal") == TEXTS


def withdrawn_pieces(root: Path, weak: KdfPolicy, times: int) -> Iterator[int]:
    """Per vault, how often a piece of a withdrawn record stands in the database afterwards."""
    random = Random(3)
    for number in range(times):
        folder = root / str(number)
        create_vault(folder, "x", policy=weak, force=True)
        with open_vault(folder, policy=weak, force=True).unlock("x") as vault:
            cases = [vault.new_compartment("case") for _ in range(4)]
            for case in cases:
                for size in range(25):
                    vault.append(case, "journal", random.randbytes(60 + 40 * size))
                vault.replace(case, "draft", b"x")
            goes = bytes.fromhex(cases[number % 4])
            rows = vault._sealed.execute(
                "SELECT sealed FROM records WHERE compartment = ?", (goes,)
            ).fetchall()
            vault.drop_compartment(goes.hex())
        pieces = [bytes(row[0])[at : at + 16] for row in rows for at in range(0, len(row[0]) - 16, 160)]
        yield found(folder, pieces) + found(folder, [goes])


def test_no_piece_of_a_withdrawn_record_is_left_between_the_cells_of_a_page(
    tmp_path: Path, weak: KdfPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sum(withdrawn_pieces(tmp_path / "schoon", weak, 40)) == 0
    monkeypatch.setattr(epoch, "sweep", lambda *_: None)
    monkeypatch.setattr(Disk, "contains", lambda *_: False)
    # ids are drawn anew in each vault: many leave nothing of themselves, and the control goes on until one does
    assert any(withdrawn_pieces(tmp_path / "controle", weak, 2000))


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 3000), st.booleans()), min_size=5, max_size=60
    ),
    size=st.sampled_from([512, 4096, 65536]),
)
@settings(max_examples=40, deadline=None)
def test_sweeping_changes_nothing_that_sqlite_reads(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int, bool]], size: int
) -> None:
    path = tmp_path_factory.mktemp("veeg") / "a.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA page_size = {size}")
    connection.execute("CREATE TABLE a (k, n, v, PRIMARY KEY (k, n)) WITHOUT ROWID")
    connection.execute("CREATE TABLE b (v)")
    for number, (key, length, gone) in enumerate(steps):
        connection.execute("INSERT INTO a VALUES (?, ?, ?)", (key, number, b"v" * length))
        connection.execute("INSERT INTO b VALUES (?)", (b"w" * length,))
        if gone:
            connection.execute("DELETE FROM a WHERE k = ?", (key,))
    connection.commit()
    connection.close()

    def contents() -> list[object]:
        again = sqlite3.connect(path)
        seen = [
            again.execute(sql).fetchall()
            for sql in ("SELECT * FROM a", "SELECT * FROM b", "PRAGMA integrity_check")
        ]
        again.close()
        return seen

    before = contents()
    assert sweep(Disk(), path) == path.stat().st_size
    assert contents() == before
    assert before[-1] == [("ok",)]


def test_nothing_of_the_old_vault_is_left_after_refounding(
    folder: Path, opened: Open, tmp_path: Path, weak: KdfPolicy, passphrase: str
) -> None:
    vault = opened()
    cases = [case_with_texts(vault) for _ in range(3)]
    vault._files.disconnect()
    vault._sealed.use(vault._files.connect())
    before = [Secrets(folder, vault, case) for case in cases]
    everything = {needle for one in before for needle in one.on_disk()}
    assert found(folder, everything) == len(everything)  # the control
    vault_id, ledger_key, inode = vault.vault_id, vault.ledger_key, (folder / "vault.key").stat().st_ino

    export = tmp_path / "analyse.xlsx"
    export.write_bytes(b"uitkomsten")
    report = vault.refound(
        [Survivor("results", {"uitkomst": [b"1"]})],
        "een nieuw wachtwoord van woorden",
        exports=[export],
        finish=lambda vault, report: json.dumps([report.records, report.destroyed, vault.epoch]).encode(),
        certificate=tmp_path / "verklaring.txt",
    )
    assert report.destroyed == {"case": 3}
    assert report.records == 3 * 31
    assert report.old_key_tried
    assert [one.now for one in report.exports] == [True]
    assert json.loads((tmp_path / "verklaring.txt").read_bytes()) == [93, {"case": 3}, 2]
    assert found(folder, everything) == 0
    assert (vault.vault_id, vault.ledger_key) == (vault_id, ledger_key)
    assert (folder / "vault.key").stat().st_ino == inode  # overwritten in place, never replaced
    vault.close()
    keys = [key for one in before for key in one.keys]
    assert found(folder, [*everything, *keys, *TEXTS, *map(bytes.fromhex, cases)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["vault.db", "vault.key"]
    with open_vault(folder, policy=weak, force=True) as locked, pytest.raises(WrongPassphrase):
        locked.unlock(passphrase)


def test_the_blocks_of_the_old_database_are_overwritten_where_they_stood(
    folder: Path, opened: Open, tmp_path: Path
) -> None:
    """A second name for the old file keeps its blocks in sight after it is replaced."""
    vault = opened()
    case = case_with_texts(vault)
    vault._files.disconnect()
    vault._sealed.use(vault._files.connect())
    secrets = Secrets(folder, vault, case)
    shadow = tmp_path / "schaduw"
    shadow.mkdir()
    (shadow / "vault.db").hardlink_to(folder / "vault.db")
    assert found(shadow, secrets.records) == len(secrets.records)  # the control
    size = (shadow / "vault.db").stat().st_size
    report = vault.refound([], "een nieuw wachtwoord", exports=[], finish=lambda *_: None)
    assert found(shadow, [*secrets.on_disk(), bytes.fromhex(case)]) == 0
    assert (shadow / "vault.db").stat().st_size == size == report.overwritten
    vault.close()
