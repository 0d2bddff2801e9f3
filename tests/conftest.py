"""What every test shares: what this user's machine keeps for ZET is never touched."""

from collections import Counter
from pathlib import Path

import pytest


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
