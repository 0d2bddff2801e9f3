"""A power cut while files are written beside an open vault: none lies about that the vault does not list."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.checklist import Preparation
from storage.cases import Register
from storage.export import letter_file, listed_file, safe_file
from storage.export.calendar_file import write_calendar
from storage.export.letter_document import text_of
from storage.export.letter_file import write_letter
from storage.export.listed_file import clear_interrupted
from storage.export.safe_file import publish, write_aside
from storage.vault import Disk, create_vault
from tests.storage.vault.test_crash_transfer import opened

LETTER, EXPLANATION, CALENDAR = "toestemmingsbrief-casus-1.docx", "uitleg-casus-1.docx", "zet-planning.ics"


class Reserving:
    """The operating system as `safe_file` sees it: a crash may come after a name was reserved."""

    O_WRONLY, O_CREAT, O_EXCL = os.O_WRONLY, os.O_CREAT, os.O_EXCL

    def __init__(self, disk) -> None:
        self._disk = disk

    def open(self, path: Path, flags: int, mode: int) -> int:
        number = os.open(path, flags, mode)
        self._disk.mark(f"reserve {path.name}")
        return number

    def close(self, number: int) -> None:
        os.close(number)


@pytest.fixture
def told(recording, weak, passphrase, evaluation, zet, monkeypatch) -> Callable[[int], tuple]:
    """Writes a case's letter, once more with other viewers elsewhere, and the planning; the disk and its case."""

    def tell(variants: int) -> tuple:
        disk = recording(variants)
        kluis, out, later = disk.root / "kluis", disk.root / "uit", disk.root / "later"
        create_vault(kluis, passphrase, policy=weak, force=True)
        register = opened(kluis, weak, passphrase)
        register.define_evaluation(evaluation, zet)
        register.sit_down("Anouk")
        case = register.register_case("Henk de Vries", "per brief", "Youssef", "wijkteam")
        register.preparing.keep(Preparation(start=date(2026, 5, 4)))
        register.vault.close()
        out.mkdir()
        later.mkdir()
        disk.begin()
        register = opened(kluis, weak, passphrase, disk)
        register.sit_down("Anouk")
        with monkeypatch.context() as patch:
            patch.setattr(safe_file, "os", Reserving(disk))
            write_letter(register, case, out, disk=disk)
            write_letter(register, case, later, viewers=("Anouk",), disk=disk)
            write_calendar(register, out, disk=disk)
        register.vault.close()
        whole = {path: path.read_bytes() for folder in (out, later) for path in folder.iterdir()}
        assert {path.name for path in whole} == {LETTER, EXPLANATION, CALENDAR}
        return disk, case, whole

    return tell


def files_in(root: Path) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for folder in (root / "uit", root / "later")
        if folder.exists()
        for path in folder.iterdir()
    }


def wrong_with(register: Register, case: str, root: Path, whole: dict[Path, bytes]) -> list[str]:
    """What a restart finds wrong with the files that stand there now."""
    found = []
    listed = {Path(file.path) for file in register.outside.files()}
    there = files_in(root)
    found += [f"{path.name} is not listed" for path in there if path not in listed]
    found += [f"{path.name} is half" for path, data in there.items() if data != whole.get(path)]
    letters = [root / folder / LETTER for folder in ("uit", "later")]  # in the order of writing
    newest = next((at for at in (1, 0) if letters[at] in there), None)
    kept = register.letters.last(case)
    if newest is not None and (
        kept is None or kept.text not in [text_of(whole[p]) for p in letters[newest:]]
    ):
        found.append("the vault knows another letter than the one that stands there")
    return found


@pytest.mark.parametrize(("variants", "least"), [(3, 30), pytest.param(60, 200, marks=pytest.mark.long)])
def test_no_crash_while_writing_leaves_a_file_that_the_vault_does_not_list(
    variants, least, told, rebuilt, weak, passphrase, tally
):
    disk, case, whole = told(variants)
    tally("crash states, files beside the vault", len(disk.states))
    assert len(disk.states) >= least
    written = []
    for state in disk.states:
        rebuilt(disk.root, state.files)
        again = opened(disk.root / "kluis", weak, passphrase)
        again.sit_down("Anouk")
        clear_interrupted(again, Disk())
        assert wrong_with(again, case, disk.root, whole) == [], state.label
        written.append(len(files_in(disk.root)))
        if written[-1] == 0:  # nothing of the interrupted try is in the way of the next
            (disk.root / "uit").mkdir(exist_ok=True)
            write_letter(again, case, disk.root / "uit")
        assert again.vault.check().whole
        again.vault.close()
    assert {0, 1, 2, 3, 4, 5} <= set(written)


def published_first(register, files, disk, also=None) -> None:
    """The order in which it must not be done."""
    with register.vault.transaction():
        if also is not None:
            also()
        for kind, path, data in files:
            write_aside(path, data, disk)
            register.outside.add(kind, path)
            publish(path, disk)


def test_control_files_before_their_list_are_found(told, rebuilt, weak, passphrase, monkeypatch) -> None:
    monkeypatch.setattr(letter_file, "put_listed", published_first)
    disk, case, whole = told(1)
    assert unlisted(disk, case, whole, rebuilt, weak, passphrase)


def test_control_what_was_unfinished_stays_when_no_opening_clears_it(
    told, rebuilt, weak, passphrase, monkeypatch
) -> None:
    disk, case, whole = told(1)
    monkeypatch.setattr(listed_file, "clear_unfinished", lambda *_: None)
    assert unlisted(disk, case, whole, rebuilt, weak, passphrase)


def unlisted(disk, case, whole, rebuilt, weak, passphrase) -> bool:
    """Whether any state leaves a file that is not listed."""
    found = []
    for state in disk.states:
        rebuilt(disk.root, state.files)
        again = opened(disk.root / "kluis", weak, passphrase)
        again.sit_down("Anouk")
        clear_interrupted(again, Disk())
        found += wrong_with(again, case, disk.root, whole)
        again.vault.close()
    return any("not listed" in what for what in found)
