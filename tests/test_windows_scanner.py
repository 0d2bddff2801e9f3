"""A virus scanner or indexer on Windows that holds a file for a moment, and a vault on a share; played on Linux.

`storage.vault.disk` is loaded as Windows would load it. Trying it there remains to be done.
"""

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from types import ModuleType

import pytest

from storage.export.safe_file import discard, write_aside
from storage.vault import Disk, FolderReadOnly, KdfPolicy, create_vault, open_vault
from tests.windows import disk_on_windows

PASSPHRASE = "zes gewone woorden voor de test"
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
ATTEMPTS = 10


class Scanner:
    """Whoever calls this function of `os` on a file of this name is refused, so many times."""

    def __init__(self, patch: pytest.MonkeyPatch, call: str, ending: str, times: int) -> None:
        self.left = times
        real: Callable[..., object] = getattr(os, call)

        def held(path: object, *more: object, **named: object) -> object:
            if self.left and str(path).endswith(ending):
                self.left -= 1
                raise PermissionError(errno.EACCES, "in use by another program")
            return real(path, *more, **named)

        patch.setattr(os, call, held)


@pytest.fixture
def waited() -> list[float]:
    """The seconds that were waited, one after another."""
    return []


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, waited: list[float]) -> Disk:
    """The disk as Windows would load it; its waiting is written down and takes no time."""
    module: ModuleType = disk_on_windows(monkeypatch, _Msvcrt("msvcrt"))
    monkeypatch.setattr(module.time, "sleep", waited.append)
    made: Disk = module.Disk()
    return made


class _Msvcrt(ModuleType):
    """Locks that are always to be had: who else holds a vault is told in test_windows_rules.py."""

    LK_NBLCK = 2

    def locking(self, fd: int, mode: int, size: int) -> None:
        """Nobody else is there."""


@pytest.mark.parametrize("times", [1, 3, ATTEMPTS - 1])
@pytest.mark.parametrize(
    ("call", "ending"),
    [("rename", ".new"), ("open", "vault.key"), ("open", "vault.db"), ("open", "vault.db-wal")],
)
def test_a_vault_is_made_and_opened_though_a_scanner_looks_at_it(
    tmp_path: Path,
    disk: Disk,
    waited: list[float],
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    ending: str,
    times: int,
) -> None:
    scanner = Scanner(monkeypatch, call, ending, times)
    create_vault(tmp_path / "kluis", PASSPHRASE, policy=WEAK, disk=disk, force=True)
    with open_vault(tmp_path / "kluis", policy=WEAK, disk=disk, force=True).unlock(PASSPHRASE) as vault:
        assert vault.epoch == 1
    assert scanner.left == 0
    assert waited == [pytest.approx(0.05 * (at + 1)) for at in range(times)]


def test_what_is_held_for_good_is_named_and_nothing_half_made_stays(
    tmp_path: Path, disk: Disk, waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    Scanner(monkeypatch, "rename", ".new", ATTEMPTS)
    with pytest.raises(FolderReadOnly):
        create_vault(tmp_path / "kluis", PASSPHRASE, policy=WEAK, disk=disk, force=True)
    assert sum(waited) == pytest.approx(2.25)
    assert list(tmp_path.iterdir()) == []


def test_elsewhere_nobody_waits_for_a_right_that_will_not_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner = Scanner(monkeypatch, "rename", ".new", 2)
    with pytest.raises(FolderReadOnly):
        create_vault(tmp_path / "kluis", PASSPHRASE, policy=WEAK, force=True)
    assert scanner.left == 1


def test_a_workbook_that_the_gate_stopped_does_not_stay_because_a_scanner_looks_at_it(
    tmp_path: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = write_aside(tmp_path / "zet-analysebestand.xlsx", b"met een naam erin", disk)
    scanner = Scanner(monkeypatch, "unlink", aside.name, 2)
    discard(aside, disk)
    assert not aside.exists()
    assert scanner.left == 0


def test_the_address_of_a_database_on_a_share_is_one_that_sqlite_takes(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    r"""A mapped drive `H:\` resolves to `\\server\team`; SQLite takes no server in an address (sqlite.org/uri.html)."""
    asked: list[str] = []

    class Share(PureWindowsPath):
        def resolve(self) -> "Share":
            return self

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda address, **_: asked.append(address))
        disk.connect(Share(r"\\server\team\kluis é#1\vault.db"))  # type: ignore[arg-type]
    assert asked == ["file:////server/team/kluis%20%C3%A9%231/vault.db?mode=rw"]
    with pytest.raises(sqlite3.OperationalError, match="invalid uri authority"):  # the control: as it was
        sqlite3.connect(asked[0].replace("file:////", "file://"), uri=True)
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):  # there is no such server here
        sqlite3.connect(asked[0], uri=True)
