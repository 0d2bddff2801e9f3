"""The app on textual's own driver for Windows, as far as Linux can play the console under it."""

import sys
from pathlib import Path

from tests.journeys.test_terminal import terminal

PLAYED = (sys.executable, str(Path(__file__).parents[1] / "windows_console.py"))


def test_on_the_driver_of_windows_the_demo_opens_talks_helps_locks_and_ends(tmp_path):
    with terminal("demo", home=tmp_path, program=PLAYED) as shown:
        shown.until("verder met casus 3")
        shown.send(b"\r")
        shown.until("Is aan u gevraagd welke hulp u al krijgt?")
        shown.send(b"\x1bOP")  # F1
        shown.until("Eerdere antwoorden")
        shown.send(b"\x0c")  # Ctrl+L
        shown.until("Ontgrendelen")
        shown.send(b"\x11")  # Ctrl+Q
        assert shown.ends() == 0
    assert b"\x1b[?1049l" in shown.raw  # the normal screen is back
    assert not list(tmp_path.glob("zet-demo-*"))
