"""Lines to standard output: broken between words at a terminal's width; as they are where a program reads them."""

import os
from collections.abc import Iterator
from typing import Final, TextIO

import click
from rich.cells import cell_len

PROMPT: Final = "> "
_CLEAR: Final = "\x1b[H\x1b[2J\x1b[3J"
"""To the corner, empty the window, forget what was rolled out of it; the last is not known to every terminal.

In this order: Windows Terminal and that of macOS roll the window out at the second (microsoft/terminal, issue 18835).
"""


class LineWriter:
    """Writes whole lines to one stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __call__(self, line: str) -> None:
        """One line, in as many as the window is wide enough for now."""
        for part in broken(line, self._width()):
            click.echo(part, file=self._stream)

    def prompt(self) -> None:
        """That something may be typed, where somebody types."""
        if self._stream.isatty():
            click.echo(PROMPT, file=self._stream, nl=False)

    def clear(self) -> None:
        """Empty the window, and what was rolled out of it where the terminal can."""
        if self._stream.isatty():
            click.echo(_CLEAR, file=self._stream, nl=False)

    def _width(self) -> int | None:
        """Cells in a line now, fewer when COLUMNS asks for fewer; None at a pipe and where nobody knows.

        The last cell stays empty: some terminals start a line of their own after it.
        """
        if not self._stream.isatty():
            return None
        try:
            known = os.get_terminal_size(self._stream.fileno()).columns
        except (OSError, ValueError):
            known = 0
        asked = os.environ.get("COLUMNS", "")
        widths = [width for width in (known, int(asked) if asked.isdecimal() else 0) if width > 1]
        return min(widths) - 1 if widths else None


def broken(line: str, width: int | None) -> Iterator[str]:
    """The line in parts of at most `width` cells, each indented as the whole; a word that is longer stays whole."""
    if width is None or cell_len(line) <= width:
        yield line
        return
    indent = line[: len(line) - len(line.lstrip(" "))]
    part = ""
    for word in filter(None, line.split(" ")):
        longer = f"{part} {word}" if part else indent + word
        if part and cell_len(longer) > width:
            yield part
            longer = indent + word
        part = longer
    yield part
