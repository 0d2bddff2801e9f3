"""What the end writes before the gate has seen it is listed first, so that a restart can take it away."""

import os
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from storage.cases import OutsideKind, Register
from storage.destroy import NamesLeft, Wanted, anonymise_and_destroy, purge
from storage.destroy.purge import Step
from storage.export import safe_file
from storage.export.listed_file import clear_interrupted
from storage.vault import Disk, KdfPolicy, open_vault
from tests.storage.conftest import PASSPHRASE

NEW = "daarna een heel ander geheim"
UNFINISHED = [".resultaten.csv.onaf", ".zet-analysebestand.xlsx.onaf", ".zet-sessiebestand.xlsx.onaf"]


class Stopped(Exception):
    """Here the power was cut."""


@pytest.fixture
def restarted(
    three: Register, tmp_path: Path, vault_folder: Path, weak_policy: KdfPolicy
) -> Callable[[Path], list[str]]:
    """Cuts the power at the gate, opens the vault as it stood then, and gives what stands in the folder."""

    def cut(folder: Path) -> list[str]:
        folder.mkdir()

        def at_gate(step: Step, _part: float) -> None:
            if step is Step.GATE:
                shutil.copytree(vault_folder, tmp_path / "toen-kluis")
                shutil.copytree(folder, tmp_path / "toen-uit")
                raise Stopped

        with pytest.raises(Stopped):
            anonymise_and_destroy(
                three, folder=folder, new_passphrase=NEW, wanted=Wanted(table=True), progress=at_gate
            )
        assert list(folder.iterdir()) == []  # who is there to clean up does so at once
        assert three.outside.files() == ()
        shutil.copytree(tmp_path / "toen-uit", folder, dirs_exist_ok=True)
        assert sorted(path.name for path in folder.iterdir()) == UNFINISHED
        locked = open_vault(tmp_path / "toen-kluis", policy=weak_policy, force=True)
        with locked.unlock(PASSPHRASE) as vault:
            clear_interrupted(Register(vault, now=three.now), Disk())  # what every opening does
        return sorted(path.name for path in folder.iterdir())

    return cut


def test_a_power_cut_at_the_gate_leaves_no_text_that_no_gate_has_seen(
    restarted: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    assert restarted(tmp_path / "uit") == []


def test_the_control_what_is_not_listed_first_stays(
    restarted: Callable[[Path], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "listed_first", lambda *_: nullcontext())
    assert restarted(tmp_path / "uit") == UNFINISHED


def test_the_certificate_counts_the_exports_once_and_what_was_listed_before_stays(
    three: Register, tmp_path: Path
) -> None:
    three.outside.add(OutsideKind.CALENDAR, tmp_path / "zet-planning.ics")
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    assert outcome.certificate.files_outside == (("planning", 1),)
    assert len(outcome.certificate.exports) == 2


def test_taking_back_nothing_leaves_the_list(register: Register, tmp_path: Path) -> None:
    register.outside.add(OutsideKind.CALENDAR, tmp_path / "zet-planning.ics")
    register.outside.take_back(0)
    assert register.outside.counts() == {OutsideKind.CALENDAR: 1}


def test_what_the_gate_stopped_is_overwritten_on_the_disk_before_it_is_taken_away(
    three: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, list[str]] = {}

    class Watching(Disk):
        def overwrite(self, path: Path) -> int:
            seen.setdefault(path.name, []).append("overwrite")
            return super().overwrite(path)

        def sync(self, path: Path) -> None:
            seen.setdefault(path.name, []).append("sync")
            super().sync(path)

        def remove(self, path: Path) -> None:
            seen.setdefault(path.name, []).append("remove")
            super().remove(path)

    def stop(*_given: object, **_more: object) -> None:
        raise NamesLeft(())

    monkeypatch.setattr("storage.export.workbook.Disk", Watching)
    monkeypatch.setattr("storage.destroy.exports.check_file", stop)
    with pytest.raises(NamesLeft):
        anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    assert seen[".zet-analysebestand.xlsx.onaf"] == ["sync", "overwrite", "sync", "remove"]


def test_a_leftover_that_a_restart_finds_is_overwritten_too(tmp_path: Path) -> None:
    path, also = tmp_path / "a.xlsx", tmp_path / "another name for the same blocks"
    os.link(safe_file.write_aside(path, b"Daan Bakker", Disk()), also)
    assert also.read_bytes() == b"Daan Bakker"  # the control: they are the same
    safe_file.clear_unfinished(path, Disk())
    assert list(tmp_path.iterdir()) == [also]
    assert b"Daan" not in also.read_bytes()
