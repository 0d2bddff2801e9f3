"""Lines from standard input, with a limit to how long a terminal may be left alone; what they mean is `line_mode`'s."""

import re
import sys
import time
from collections.abc import Callable
from typing import Final, TextIO

_LOOK_SECONDS: Final = 0.1
_TOGETHER_SECONDS: Final = 0.03
"""Lines of one paste come within this of each other, also over a network; nobody types a line so fast."""
_KEYS: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)")
"""What a terminal sends for an arrow or a function key; in a line it is never part of what somebody says."""

Waiting = Callable[[TextIO, float], bool]
"""Whether something to read came within so many seconds."""


class LeftAlone(Exception):
    """Nobody typed for so long that the vault must close."""

    def __init__(self) -> None:
        super().__init__("left alone")


class LineReader:
    """Reads one line at a time. A pipe may be silent as long as it likes: whoever drives it is in charge."""

    def __init__(self, stream: TextIO, quiet_seconds: float, waiting: Waiting | None = None) -> None:
        self._stream = stream
        self._quiet = quiet_seconds
        self._waiting = waiting or (_key_waits if sys.platform == "win32" else _line_waits)

    def __call__(self) -> str | None:
        """The next line without its end, None at the end of the input. Raises `LeftAlone` at a terminal."""
        if self._stream.isatty() and not self._waiting(self._stream, self._quiet):
            raise LeftAlone
        line = self._stream.readline()
        return _KEYS.sub("", line.rstrip("\r\n")) if line else None

    def more(self) -> str | None:
        """The next line when it stands there already: pasted, or typed before what was said last could be read.

        None when there is no such line, at a pipe, and on Windows, where no one can tell keys from a line.
        """
        waits = (
            sys.platform != "win32"
            and self._stream.isatty()
            and self._waiting(self._stream, _TOGETHER_SECONDS)
        )
        return self() if waits else None


def _line_waits(stream: TextIO, seconds: float) -> bool:
    """A terminal in line mode hands over whole lines, so waiting for input is waiting for a line."""
    import select

    return bool(select.select([stream], [], [], seconds)[0])


def _key_waits(_stream: TextIO, seconds: float) -> bool:
    """On Windows a console is asked for keys; the first key counts as somebody being there."""
    import importlib

    console = importlib.import_module("msvcrt")
    end = time.monotonic() + seconds
    while not console.kbhit():
        if time.monotonic() >= end:
            return False
        time.sleep(_LOOK_SECONDS)
    return True
