"""A program in a pseudo-terminal with a small picture of what stands on its screen; measuring is left to others.

Understands what Textual writes (placing the cursor, erasing, text), no more. POSIX alone.
"""

import codecs
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from unicodedata import combining, east_asian_width

_PIECE: Final = re.compile(
    r"\x1b\[([<=>?]?)([\d;:]*)([ -/]*)([@-~])"  # a control sequence
    r"|\x1b[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)"  # a string: title, clipboard
    r"|\x1b[ -/]*[0-Z\\^-~]"  # anything else that is escaped
    r"|([^\x00-\x1f\x7f]+)|([\x00-\x1a\x1c-\x1f\x7f])"
)
_LONGEST_SEQUENCE: Final = 4096


class Cells:
    """What stands on a screen of this many columns and rows."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._row = self._column = 0
        self._unread = ""
        self._lines: list[list[str]] = []
        self._erase(0, rows)

    @property
    def text(self) -> str:
        return "\n".join("".join(line).rstrip() for line in self._lines)

    def write(self, data: str) -> None:
        data = self._unread + data
        at = 0
        while at < len(data):
            piece = _PIECE.match(data, at)
            if piece is None:
                if data[at] == "\x1b" and len(data) - at < _LONGEST_SEQUENCE:
                    break  # the rest of it is still to come
                at += 1
                continue
            at = piece.end()
            private, numbers, _, last, printed, control = piece.groups()
            if printed:
                self._print(printed)
            elif control:
                self._control(control)
            elif last and not private:
                self._move_or_erase(last, [int(n) if n.isdigit() else 0 for n in numbers.split(";")])
        self._unread = data[at:]

    def _print(self, words: str) -> None:
        for letter in words:
            if combining(letter):
                continue
            width = 2 if east_asian_width(letter) in "WF" else 1
            if self._column + width > self._columns:
                self._column, self._row = 0, min(self._row + 1, self._rows - 1)
            self._lines[self._row][self._column : self._column + width] = [letter, ""][:width]
            self._column += width

    def _control(self, control: str) -> None:
        if control == "\r":
            self._column = 0
        elif control == "\n":
            self._row = min(self._row + 1, self._rows - 1)
        elif control == "\b":
            self._column = max(self._column - 1, 0)

    def _move_or_erase(self, last: str, numbers: list[int]) -> None:
        many = max(numbers[0], 1)
        if last in "Hf":
            column = numbers[1] if len(numbers) > 1 else 1
            self._place(many - 1, max(column, 1) - 1)
        elif last in "ABCD":
            down, right = {"A": (-many, 0), "B": (many, 0), "C": (0, many), "D": (0, -many)}[last]
            self._place(self._row + down, self._column + right)
        elif last == "G":
            self._place(self._row, many - 1)
        elif last == "J" and numbers[0] == 2:
            self._erase(0, self._rows)
        elif last == "K" and numbers[0] == 0:
            self._lines[self._row][self._column :] = [" "] * (self._columns - self._column)

    def _place(self, row: int, column: int) -> None:
        self._row = min(max(row, 0), self._rows - 1)
        self._column = min(max(column, 0), self._columns - 1)

    def _erase(self, first: int, end: int) -> None:
        self._lines[first:end] = [[" "] * self._columns for _ in range(first, end)]


class Watched:
    """A running program; times are seconds on `time.perf_counter`, taken when its output arrives."""

    def __init__(self, process: subprocess.Popen[bytes], end: int, size: tuple[int, int]) -> None:
        self.process = process
        self.started = time.perf_counter()
        self.raw = bytearray()
        self._end = end
        self._cells = Cells(*size)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    @property
    def text(self) -> str:
        return self._cells.text

    def send(self, keys: str) -> float:
        """Type this; the moment it was sent."""
        now = time.perf_counter()
        os.write(self._end, keys.encode())
        return now

    def until(self, holds: Callable[[str], bool], seconds: float = 60.0) -> float:
        """The moment the screen first was as `holds` wants it. Raises TimeoutError with what stood there."""
        now = time.perf_counter()
        last = now + seconds
        while not holds(self.text):
            if (now := self._take(last - time.perf_counter())) > last:
                raise TimeoutError(self.text)
        return now

    def shows(self, words: str, seconds: float = 60.0) -> float:
        """The moment these words stood on the screen."""
        return self.until(lambda text: words in text, seconds)

    def quiet(self, seconds: float) -> None:
        """Take in what comes until nothing came for so long."""
        last = time.perf_counter()
        while time.perf_counter() - last < seconds:
            before = self.text
            at = self._take(seconds)
            last = at if self.text != before else last

    def resize(self, columns: int, rows: int) -> None:
        """Another size; what stood there is gone until the program draws it again."""
        self._cells = Cells(columns, rows)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.process.send_signal(signal.SIGWINCH)

    def ends(self, seconds: float = 60.0) -> int:
        """Read until the program has ended; its exit code."""
        last = time.perf_counter() + seconds
        with suppress(TimeoutError):
            while self._take(0.05) < last:
                pass
        return self.process.wait(1.0)

    def memory(self) -> float | None:
        """The most memory it held so far, in MB; None where the system does not say."""
        with suppress(OSError):
            for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
        return None

    def _take(self, seconds: float) -> float:
        """Read what is there, wait for it this long; the moment it came, or now."""
        found = b""
        if select.select([self._end], [], [], max(seconds, 0.0))[0]:
            with suppress(OSError):
                found = os.read(self._end, 1 << 16)
        now = time.perf_counter()
        if not found and self.process.poll() is not None:
            raise TimeoutError(f"the program ended with {self.process.returncode}:\n{self.text}")
        self.raw += found
        self._cells.write(self._decode(found))
        return now


@contextmanager
def watched(
    command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int] = (120, 40)
) -> Iterator[Watched]:
    """Run the command in a terminal of this size (columns, rows); it is killed at the end if it still runs."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Watched(process, ours, size)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(ours)
