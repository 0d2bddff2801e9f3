"""A paste is text and nothing else: control characters in it never reach the app as keys.

Inside a bracketed paste textual reads an escape character as the start of a key, and what follows it as keys: pasted
bytes could rate a question. Most terminals take control characters out of a paste; not all do (tmux).
"""

import sys
import unicodedata
from collections.abc import Iterable
from typing import Final

from textual._xterm_parser import XTermParser
from textual.message import Message

START, END = "\x1b[200~", "\x1b[201~"
_SHORTEST_START: Final = 4  # "\x1b[20" is no key yet; anything shorter may be Escape itself
_KEPT: Final = frozenset("\n\r\t")
_DRIVERS: Final = ("linux_driver", "linux_inline_driver", "win32")


class PasteFilter:
    """What the terminal sends, in pieces as it comes, without the control characters inside pastes."""

    def __init__(self) -> None:
        self._inside = False
        self._held = ""

    def __call__(self, data: str) -> str:
        """The piece to go on with; a mark that was cut in two waits for its other half."""
        data, self._held = self._held + data, ""
        passed: list[str] = []
        while data:
            before, mark, after = data.partition(END if self._inside else START)
            if not mark:
                cut = self._cut(data)
                before, self._held = data[:cut], data[cut:]
            passed.append(_text(before) if self._inside else before)
            passed.append(mark)
            self._inside ^= bool(mark)
            data = after
        return "".join(passed)

    def _cut(self, data: str) -> int:
        """Where half a mark at the end begins; the length when there is none."""
        mark, shortest = (END, 1) if self._inside else (START, _SHORTEST_START)
        lengths = (n for n in range(len(mark) - 1, shortest - 1, -1) if data.endswith(mark[:n]))
        return len(data) - next(lengths, 0)


def _text(pasted: str) -> str:
    return "".join(char for char in pasted if char in _KEPT or unicodedata.category(char) != "Cc")


class CarefulParser(XTermParser):
    """Textual's own reader of the terminal behind the filter."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._filter = PasteFilter()

    def feed(self, data: str) -> Iterable[Message]:
        """The events in this piece; an empty piece is the end, so one that is held back passes nothing on."""
        passed = self._filter(data)
        return super().feed(passed) if passed or not data else ()


def install() -> None:
    """Let the drivers that textual has loaded read through `CarefulParser`."""
    for name in _DRIVERS:
        module = sys.modules.get(f"textual.drivers.{name}")
        if module is not None:
            vars(module)["XTermParser"] = CarefulParser
