"""The vault under Windows' rules, played on Linux: byte locks, open files that cannot be renamed, busy scanners.

`storage.vault.disk` is loaded as Windows would load it, with a `msvcrt` of our own. Trying it there remains to be done.
"""

import asyncio
import ctypes
import errno
import io
import os
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from flows.instrument import load_instrument
from storage.destroy import Wanted
from storage.export.safe_file import DestinationExists, publish, write_aside
from storage.vault import Disk, KdfPolicy, Survivor, VaultInUse, create_vault, open_vault
from tests.windows import disk_on_windows
from zet_tui import line_input
from zet_tui.cli import main
from zet_tui.crash import no_core_dumps
from zet_tui.demo import fill
from zet_tui.desk import Desk
from zet_tui.idle import system_clocks
from zet_tui.lasting_terminal import when_told_to_go
from zet_tui.line_input import LeftAlone, LineReader
from zet_tui.line_output import LineWriter

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
    return disk_on_windows(monkeypatch, Msvcrt())


@pytest.fixture
def windows(windows_module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """That disk, where nothing that is open can be renamed, replaced or removed, and no rights are kept."""
    _forget_rights(monkeypatch)
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


def _forget_rights(patch: pytest.MonkeyPatch) -> None:
    """Every file and folder is anybody's, whatever was asked for."""
    real_open, real_mkdir = os.open, os.mkdir

    def open_for_all(path: object, flags: int, _mode: int = 0, **more: object) -> int:
        fd = real_open(path, flags, 0o777, **more)  # type: ignore[arg-type]
        if flags & os.O_CREAT:
            os.fchmod(fd, 0o777)
        return fd

    def mkdir_for_all(path: object, _mode: int = 0, **more: object) -> None:
        real_mkdir(path, **more)  # type: ignore[arg-type]

    patch.setattr(os, "open", open_for_all)
    patch.setattr(os, "mkdir", mkdir_for_all)
    patch.setattr(os, "chmod", lambda *_, **__: None)


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


def test_the_control_no_rights_are_kept_under_these_rules(tmp_path: Path, windows: Disk) -> None:
    create_vault(tmp_path / "kluis", PASSPHRASE, policy=WEAK, disk=windows, force=True)
    assert stat.S_IMODE((tmp_path / "kluis").stat().st_mode) != 0o700
    assert stat.S_IMODE((tmp_path / "kluis" / "vault.key").stat().st_mode) == 0o777


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


# -- clocks, keys and signals --------------------------------------------------------------------------------


def test_windows_clock_of_hours_awake_is_asked_and_sleep_shows_as_the_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hundred_nanoseconds = [50_000_000]

    def unbiased(pointer: Any) -> None:
        pointer._obj.value = hundred_nanoseconds[0]

    kernel = SimpleNamespace(QueryUnbiasedInterruptTime=unbiased)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    clocks = system_clocks()
    assert clocks.awake() == 5.0
    hundred_nanoseconds[0] += 10_000_000
    assert clocks.awake() == 6.0
    assert clocks.boot is time.monotonic


def test_the_clock_of_macos_that_sleeps_along_is_not_the_one_that_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    asked: list[int] = []
    clocks = system_clocks()
    monkeypatch.setattr(time, "clock_gettime", lambda which: asked.append(which) or 7.0)
    assert clocks.awake is time.monotonic
    assert clocks.boot() == 7.0
    assert asked == [time.CLOCK_MONOTONIC]


class Console(io.StringIO):
    """A terminal with these lines."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("looks", [0, 3])
def test_a_windows_console_is_waited_for_by_its_keys(looks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pressed = iter([*[False] * looks, True])
    waited = _windows_keys(monkeypatch, lambda: next(pressed))
    assert LineReader(Console("groen\n"), quiet_seconds=60)() == "groen"
    assert len(waited) == looks


def test_a_windows_console_that_is_left_alone_closes_the_vault(monkeypatch: pytest.MonkeyPatch) -> None:
    waited = _windows_keys(monkeypatch, lambda: False)
    with pytest.raises(LeftAlone):
        LineReader(Console("groen\n"), quiet_seconds=60)()
    assert 59 <= sum(waited) <= 61


def _windows_keys(patch: pytest.MonkeyPatch, kbhit: Callable[[], bool]) -> list[float]:
    """A console whose keys `kbhit` tells of, and a clock that only waiting moves; what was waited, in seconds."""
    waited: list[float] = []
    patch.setitem(sys.modules, "msvcrt", SimpleNamespace(kbhit=kbhit))
    patch.setattr(sys, "platform", "win32")
    patch.setattr(line_input, "time", SimpleNamespace(monotonic=lambda: sum(waited), sleep=waited.append))
    return waited


async def test_without_the_signals_of_posix_the_app_starts_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(*_: object) -> None:
        raise NotImplementedError  # what the loop of Windows says

    monkeypatch.delattr(signal, "SIGHUP")
    monkeypatch.setattr(asyncio.get_running_loop(), "add_signal_handler", none)
    when_told_to_go(lambda: None)


def test_without_limits_to_set_a_crash_leaves_what_windows_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    no_core_dumps()


def test_an_emptied_console_forgets_what_was_rolled_out_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Erasing alone rolls the conversation out of a Windows Terminal's window, where anyone can scroll back to it."""
    monkeypatch.setattr(sys, "platform", "win32")
    shown = Console()
    LineWriter(shown).clear()
    assert shown.getvalue().endswith("\x1b[2J\x1b[3J")


@pytest.mark.parametrize(("console", "asked"), [(True, [(7, 0x3 | 0x4)]), (False, [])])
def test_the_old_console_is_asked_to_heed_escapes_before_a_command_prints(
    console: bool, asked: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the words of a conversation in plain lines would not be cleared: an escape is printed, not heeded."""
    found: list[object] = []

    def mode_of(_handle: int, pointer: Any) -> bool:
        pointer._obj.value = 0x3
        return console

    kernel = SimpleNamespace(
        GetStdHandle=lambda which: {-11: 7}[which],
        GetConsoleMode=mode_of,
        SetConsoleMode=lambda *given: found.append(given),
    )
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SystemExit):
        main(["--version"])
    assert found == asked
