"""The vault under Windows' rules, played on Linux: byte locks, open files that cannot be renamed, busy scanners.

`storage.vault.disk` is loaded as Windows would load it, with a `msvcrt` of our own. Trying it there remains to be done.
"""

import errno
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from flows.instrument import load_instrument
from storage.destroy import Wanted
from storage.export.safe_file import DestinationExists, publish, write_aside
from storage.vault import Disk, KdfPolicy, Survivor, VaultInUse, create_vault, open_vault
from storage.vault import disk as disk_module
from zet_tui.demo import fill
from zet_tui.desk import Desk

PASSPHRASE = "zes gewone woorden voor de test"
NEW = "daarna zes heel andere woorden"
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)


class Msvcrt(ModuleType):
    """`msvcrt.locking` over this process: one byte of one file, gone when its handle is closed."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self._held: dict[int, int] = {}

    def locking(self, fd: int, mode: int, size: int) -> None:
        found = os.fstat(fd)
        assert (mode, size) == (self.LK_NBLCK, 1)
        assert os.lseek(fd, 0, os.SEEK_CUR) >= found.st_size, "Windows locks bytes: nobody could read these"
        other = self._held.get(found.st_ino)
        if other is not None and other != fd and _is_open(other, found.st_ino):
            raise PermissionError(errno.EACCES, "Permission denied")
        self._held[found.st_ino] = fd


def _is_open(fd: int, inode: int) -> bool:
    try:
        return os.fstat(fd).st_ino == inode
    except OSError:
        return False


@pytest.fixture
def windows_module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`storage.vault.disk` as Windows would load it."""
    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt())
    spec = importlib.util.spec_from_file_location("disk_on_windows", disk_module.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        spec.loader.exec_module(module)
    return module


@pytest.fixture
def windows(windows_module: ModuleType) -> Disk:
    """That disk, where nothing that is open can be renamed, replaced or removed."""
    if not Path("/proc/self/fd").exists():
        pytest.skip("the open files of this process cannot be seen here")

    class WindowsDisk(windows_module.Disk):  # type: ignore[name-defined,misc]
        def replace(self, source: Path, target: Path) -> None:
            _refuse_open(source, target)
            super().replace(source, target)

        def rename_folder(self, source: Path, target: Path) -> None:
            _refuse_open(source, target)
            super().rename_folder(source, target)

        def remove(self, path: Path) -> None:
            _refuse_open(path)
            super().remove(path)

        def remove_folder(self, folder: Path) -> None:
            _refuse_open(folder)
            super().remove_folder(folder)

    return WindowsDisk()


def _refuse_open(*paths: Path) -> None:
    for place in _open_files():
        for path in paths:
            if place == path.resolve() or path.resolve() in place.parents:
                raise PermissionError(errno.EACCES, "the file is in use", path.name)


def _open_files() -> Iterator[Path]:
    for link in list(Path("/proc/self/fd").iterdir()):
        try:
            yield link.readlink()
        except OSError:
            continue


def test_a_vault_lives_its_whole_life_under_windows_rules(tmp_path: Path, windows: Disk) -> None:
    folder = tmp_path / "kluis"
    create_vault(folder, PASSPHRASE, policy=WEAK, disk=windows, force=True)
    locked = open_vault(folder, policy=WEAK, disk=windows, force=True)
    with pytest.raises(VaultInUse):
        open_vault(folder, policy=WEAK, disk=windows, force=True)
    with locked.unlock(PASSPHRASE) as vault:
        cases = [vault.new_compartment("case") for _ in range(3)]
        for case in cases:
            vault.append(case, "gesprek", b"een")
        vault.drop_compartment(cases[0])
        vault.change_passphrase(PASSPHRASE + " twee")
        workbook = tmp_path / "werkboek.xlsx"
        workbook.write_bytes(b"een werkboek")
        survivor = Survivor("results", {"scores": (b"vier",)})
        vault.refound(
            (survivor,),
            NEW,
            exports=[workbook],
            certificate=tmp_path / "verklaring.txt",
            finish=lambda _vault, _report: b"vernietigd",
        )
        assert vault.kind_of(vault.compartments()[0]) == "results"
    with open_vault(folder, policy=WEAK, disk=windows, force=True).unlock(NEW) as vault:
        assert vault.check().whole
    assert (tmp_path / "verklaring.txt").read_bytes() == b"vernietigd"
    assert sorted(path.name for path in folder.iterdir()) == ["vault.db", "vault.key"]


def test_the_control_an_open_file_cannot_be_replaced_under_these_rules(tmp_path: Path, windows: Disk) -> None:
    one, two = tmp_path / "een", tmp_path / "twee"
    one.write_bytes(b"1")
    with two.open("wb"), pytest.raises(PermissionError):
        windows.replace(one, two)


def test_an_interrupted_creation_is_made_again_under_windows_rules(tmp_path: Path, windows: Disk) -> None:
    left = tmp_path / "kluis.new"
    left.mkdir()
    (left / "vault.key").write_bytes(b"half")
    (tmp_path / "kluis").mkdir()
    create_vault(tmp_path / "kluis", PASSPHRASE, policy=WEAK, disk=windows, force=True)
    open_vault(tmp_path / "kluis", policy=WEAK, disk=windows, force=True).close()


def test_a_workbook_gets_its_name_under_windows_rules(tmp_path: Path, windows: Disk) -> None:
    target = tmp_path / "Analysebestand Zuid-Oost.xlsx"
    write_aside(target, b"cellen", windows)
    assert publish(target, windows).read_bytes() == b"cellen"
    with pytest.raises(DestinationExists):
        write_aside(target, b"andere", windows)


def test_a_virus_scanner_that_holds_a_file_for_a_moment_is_waited_for(
    tmp_path: Path, windows_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    source, target = tmp_path / "nieuw", tmp_path / "oud"
    source.write_bytes(b"nieuw")
    real = Path.replace

    def busy(path: Path, to: Path) -> Path:
        if len(waited) < 3:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, to)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(windows_module.time, "sleep", waited.append)
    windows_module.Disk().replace(source, target)
    assert target.read_bytes() == b"nieuw"
    assert waited == sorted(waited)


async def test_a_team_fills_withdraws_writes_letters_and_ends_under_windows_rules(
    tmp_path: Path, windows: Disk
) -> None:
    """Through the app's own door to storage, with the invented cases of the demo."""
    out = tmp_path / "Documenten en zo"
    out.mkdir()
    desk = Desk(tmp_path / "kluis", policy=WEAK, disk=windows, force=True)
    await desk.create(PASSPHRASE)
    await desk.ask(lambda register: fill(register, load_instrument("zet")))
    first, *_rest = await desk.cases()
    await desk.write_letter(first.id, out, None)
    await desk.withdraw(first.id)
    await desk.finish(
        out,
        NEW,
        without_workbook=True,
        choices={},
        judged=(),
        progress=lambda _step, _part: None,
        wanted=Wanted(),
        second="",
    )
    assert desk.outcome is not None
    assert desk.outcome.certificate_file.exists()
    await desk.close()
    again = Desk(tmp_path / "kluis", policy=WEAK, disk=windows, force=True)
    await again.open()
    await again.unlock(NEW)
    assert await again.cases() == ()
    await again.close()
