"""What every test shares: what this user's machine keeps for ZET is never touched, and the disk is left alone."""

import gc
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

# A law holds on a busy laptop too: no example fails by the clock.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it
ROOM: Final = 2**29
"""Bytes that must be free there; a run holds some tens of megabytes, as a test's folder goes when it has passed."""


def pytest_configure(config: pytest.Config) -> None:
    """Ordinary runs have their folders in memory where there is such a place: a flush then waits for nothing.

    What is asserted is the same. What a power cut leaves is rebuilt from recorded writes, a kill leaves what the
    system had taken, on a disk as in memory; and the long runs do wait for the disk.
    """
    ordinary = config.option.markexpr == "not long" and config.option.basetemp is None
    if ordinary and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_finish() -> None:
    """What stands now stays to the end: Python's search for garbage passes it by, and looks less often.

    A story makes and drops a whole app; a third of the processor's time went to looking through all that stands.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture(autouse=True)
def usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of its own size that shows all colours, wherever the tests are started; who tests another says so."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def own_user_data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user-data folder of the test's own, on each platform, also for programs that the test starts."""
    folder = tmp_path_factory.mktemp("gebruiker")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(folder))
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The sums of all counts ("tally …") of the tests that passed, also those of other workers."""
    sums: Counter[str] = Counter()
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties if report.when == "call" else ():
            if name.startswith("tally "):
                sums[name.removeprefix("tally ")] += int(str(value))
    for what, number in sorted(sums.items()):
        terminalreporter.write_line(f"{what}: {number}")
