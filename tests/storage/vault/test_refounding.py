"""Founding the vault anew, as the rooms above use it, also interrupted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from storage.vault import (
    Disk,
    DiskFailed,
    ExportChanged,
    KdfPolicy,
    MustReopen,
    Pending,
    RefoundPending,
    RefoundReport,
    RefoundStep,
    Survivor,
    Vault,
    WrongPassphrase,
    open_vault,
    refound,
    restart,
)
from tests.storage.vault.cases import cases
from tests.storage.vault.stopping import Stopped, die

Open = Callable[..., Vault]
NEW = "een nieuw wachtwoord van woorden"


def certify(vault: Vault, report: RefoundReport) -> bytes:
    (kept,) = vault.compartments("results")
    vault.append(kept, "verklaring", b"%d records" % report.records)
    return b"verklaring"


SURVIVORS = [
    Survivor("results", {"uitkomst": [b"1", b"2"]}),
    Survivor("feedback", {"wie": [b"a"]}),
    Survivor("feedback", {"wie": [b"b"]}),
]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "uit" / "analyse.xlsx"
    path.parent.mkdir()
    path.write_bytes(b"uitkomsten")
    return path


def test_only_the_survivors_go_on_under_the_new_passphrase(opened: Open, export: Path) -> None:
    vault = opened()
    cases(vault, 4)
    steps = []
    vault.refound(
        SURVIVORS,
        NEW,
        exports=[export],
        finish=certify,
        certificate=export.with_name("verklaring.txt"),
        progress=lambda step, _: steps.append(step),
    )
    assert list(dict.fromkeys(steps)) == list(RefoundStep)
    assert vault.compartments("case") == ()
    assert [vault.read(one, "wie") for one in vault.compartments("feedback")] == [[b"a"], [b"b"]]
    (kept,) = vault.compartments("results")
    assert vault.read(kept, "uitkomst") == [b"1", b"2"]
    assert vault.read(kept, "verklaring") == [b"4 records"]
    assert export.with_name("verklaring.txt").read_bytes() == b"verklaring"
    assert not vault.refound_pending
    assert vault.finish_refound(certify) is None
    vault.drop_compartment(vault.compartments("feedback")[0])
    vault.close()
    with opened(secret=NEW) as again:
        assert len(again.compartments()) == 2


@pytest.mark.parametrize("how", ["gone", "changed"])
def test_an_export_that_is_not_there_as_written_destroys_nothing(
    how: str, opened: Open, export: Path, monkeypatch
) -> None:
    vault = opened()
    made = cases(vault, 2)
    honest = refound._build

    def meanwhile(*args):
        if how == "gone":
            export.unlink()
        else:
            export.write_bytes(b"anders")
        return honest(*args)

    monkeypatch.setattr(refound, "_build", meanwhile)
    with pytest.raises(ExportChanged):
        vault.refound(SURVIVORS, NEW, exports=[export], finish=certify)
    vault.close()
    with opened() as again:
        assert again.compartments() == made


def test_a_missing_export_is_refused_before_anything(opened: Open, tmp_path: Path) -> None:
    vault = opened()
    made = cases(vault, 2)
    with pytest.raises(ExportChanged):
        vault.refound(SURVIVORS, NEW, exports=[tmp_path / "niet.xlsx"], finish=certify)
    assert vault.compartments() == made
    assert vault.read(made[0], "journal") == [made[0].encode()]


def test_an_error_while_building_leaves_the_vault_working(
    opened: Open, export: Path, folder: Path, monkeypatch
) -> None:
    vault = opened()
    made = cases(vault, 2)
    monkeypatch.setattr(refound, "_build", die)
    with pytest.raises(Stopped):
        vault.refound(SURVIVORS, NEW, exports=[export], finish=certify)
    assert vault.append(made[0], "journal", b"verder") == 2
    assert not list(folder.glob("vault.new*"))


def interrupted(opened: Open, export: Path, where: object, name: str, monkeypatch) -> tuple[str, ...]:
    """A refounding that dies in this function; the cases that there were."""
    vault = opened()
    made = cases(vault, 2)
    with monkeypatch.context() as patch:
        patch.setattr(where, name, die)
        with pytest.raises(Stopped):
            vault.refound(
                SURVIVORS,
                NEW,
                exports=[export],
                finish=certify,
                certificate=export.with_name("verklaring.txt"),
            )
    with pytest.raises(MustReopen):
        vault.append(made[0], "journal", b"x")
    vault.close()
    return made


def test_before_the_point_of_no_return_a_restart_goes_on_when_all_is_as_it_was(
    opened: Open, export: Path, folder: Path, weak: KdfPolicy, monkeypatch
) -> None:
    interrupted(opened, export, refound, "switch", monkeypatch)
    locked = open_vault(folder, policy=weak, force=True)
    assert (locked.pending, locked.rolled_back) == (Pending.REFOUND, None)
    vault = locked.unlock(NEW)
    assert vault.refound_pending
    with pytest.raises(RefoundPending):
        vault.change_passphrase(NEW)
    report = vault.finish_refound(certify)
    assert report is not None
    assert not report.old_key_tried
    assert (report.destroyed, report.records) == ({"case": 2}, 2)
    assert not (folder / "vault.intent").exists()
    vault.close()


@pytest.mark.parametrize("what", ["export", "new database", "intent", "slot"])
def test_before_the_point_of_no_return_any_difference_rolls_back(
    what: str, opened: Open, export: Path, folder: Path, weak: KdfPolicy, passphrase: str, monkeypatch
) -> None:
    made = interrupted(opened, export, refound, "switch", monkeypatch)
    path, at = {
        "export": (export, 2),
        "new database": (folder / "vault.new.db", 9000),
        "intent": (folder / "vault.intent", 30),
        "slot": (folder / "vault.key", 4096 + 100),
    }[what]
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    locked = open_vault(folder, policy=weak, force=True)
    assert (locked.pending, locked.rolled_back) == (None, Pending.REFOUND)
    vault = locked.unlock(passphrase)
    assert vault.compartments() == made
    assert sorted(path.name for path in folder.iterdir()) == ["vault.db", "vault.db-wal", "vault.key"]
    vault.close()


def test_after_the_point_of_no_return_a_restart_finishes_without_a_passphrase(
    opened: Open, export: Path, folder: Path, weak: KdfPolicy, passphrase: str
) -> None:
    class DyingDisk(Disk):
        def overwrite(self, path: Path) -> int:
            super().overwrite(path)
            raise Stopped

    vault = opened(disk=DyingDisk())
    cases(vault, 2)
    with pytest.raises(Stopped):
        vault.refound(SURVIVORS, NEW, exports=[export], finish=certify)
    vault.close()
    assert (folder / "vault.new.db").exists()
    locked = open_vault(folder, policy=weak, force=True)
    assert not (folder / "vault.new.db").exists()
    assert locked.pending is Pending.REFOUND
    with pytest.raises(WrongPassphrase):
        locked.unlock(passphrase)
    locked.unlock(NEW).close()


def test_a_finish_that_fails_is_run_again_and_once_committed_never_more(
    opened: Open, export: Path, folder: Path, weak: KdfPolicy, monkeypatch
) -> None:
    vault = opened()
    cases(vault, 2)
    runs = []

    def fails_first(vault: Vault, report: RefoundReport) -> bytes:
        runs.append(report)
        data = certify(vault, report)
        if len(runs) == 1:
            raise ZeroDivisionError
        return data

    target = export.with_name("verklaring.txt")
    with pytest.raises(ZeroDivisionError):
        vault.refound(SURVIVORS, NEW, exports=[export], finish=fails_first, certificate=target)
    assert vault.refound_pending
    (kept,) = vault.compartments("results")
    assert vault.read(kept, "verklaring") == []
    with monkeypatch.context() as patch:
        patch.setattr(refound, "write_once", die)
        with pytest.raises(Stopped):
            vault.finish_refound(fails_first)
    vault.close()
    assert not target.exists()
    vault = open_vault(folder, policy=weak, force=True).unlock(NEW)
    assert vault.finish_refound(fails_first) is not None
    assert len(runs) == 2
    assert vault.read(kept, "verklaring") == [b"2 records"]
    assert target.read_bytes() == b"verklaring"
    vault.close()


def test_exports_that_were_moved_away_are_said_to_be(
    opened: Open, export: Path, folder: Path, weak: KdfPolicy, monkeypatch
) -> None:
    interrupted(opened, export, refound, "_try_old", monkeypatch)
    export.rename(export.with_name("elders.xlsx"))
    vault = open_vault(folder, policy=weak, force=True).unlock(NEW)
    report = vault.finish_refound(certify)
    assert report is not None
    assert [one.now for one in report.exports] == [None]
    assert [len(one.sha256) for one in report.exports] == [64]
    vault.close()


def test_a_certificate_may_go_elsewhere_when_its_place_is_gone(
    opened: Open, export: Path, folder: Path, weak: KdfPolicy, monkeypatch
) -> None:
    interrupted(opened, export, refound, "_try_old", monkeypatch)
    for path in (export, export.parent):
        path.unlink() if path.is_file() else path.rmdir()
    vault = open_vault(folder, policy=weak, force=True).unlock(NEW)
    with pytest.raises(DiskFailed):
        vault.finish_refound(certify)
    assert vault.refound_pending
    elsewhere = folder.parent / "verklaring.txt"
    assert vault.finish_refound(certify, certificate=elsewhere) is not None
    assert elsewhere.read_bytes() == b"verklaring"
    vault.close()


def test_an_intent_left_after_everything_is_done_is_taken_away(
    opened: Open, export: Path, folder: Path, weak: KdfPolicy, monkeypatch
) -> None:
    vault = opened()
    with monkeypatch.context() as patch:
        patch.setattr(refound, "remove_intent_file", die)
        with pytest.raises(Stopped):
            vault.refound(SURVIVORS, NEW, exports=[export], finish=certify)
    vault.close()
    assert (folder / "vault.intent").exists()
    vault = open_vault(folder, policy=weak, force=True).unlock(NEW)
    assert not vault.refound_pending
    assert not (folder / "vault.intent").exists()
    vault.close()


def test_an_intent_that_does_not_verify_does_not_exist() -> None:
    intent = restart.RefoundIntent(b"v" * 16, 3, "s", "d", (restart.Export("/a/b.xlsx", "h"),))
    data = intent.encode()
    assert restart.RefoundIntent.decode(data) == intent
    for cut in range(len(data)):
        assert restart.RefoundIntent.decode(data[:cut]) is None
