"""deduce as an optional extra (`zet-tui[deduce]`): one more pair of eyes, in a process of its own.

Its start costs seconds and a gigabyte and it writes to standard output, so it never comes into this process. What it
finds is doubtful, always: it is put beside the program's own findings and waits for a person. Nothing but the texts
goes to it, over a pipe, and nothing of it is kept; its cache holds public lists only.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Self

from storage.anonymise.doubt import life_stage
from storage.anonymise.finding import Finding

__all__ = ["DeduceFailed", "DeduceFinder", "available"]

_WORKER: Final = Path(__file__).with_name("deduce_worker.py")
FIRST_START: Final = 600.0
"""Seconds; the very first start builds deduce's lists, later ones take five to nine."""
ONE_TEXT: Final = 30.0
_KINDS: Final = {
    "patient": ("naam", "[naam]"),
    "persoon": ("naam", "[naam]"),
    "locatie": ("plaats", "[plaats]"),
    "ziekenhuis": ("organisatie", "[organisatie]"),
    "zorginstelling": ("organisatie", "[organisatie]"),
    "instelling": ("organisatie", "[organisatie]"),
    "datum": ("datum", "[datum]"),
    "bsn": ("bsn", "[bsn]"),
    "id": ("getal", "[getal]"),
    "telefoonnummer": ("telefoon", "[telefoon]"),
    "emailadres": ("e-mail", "[e-mail]"),
    "url": ("webadres", "[webadres]"),
}


class DeduceFailed(Exception):
    """deduce does not start, stopped, or does not answer; reading goes on without it."""

    def __init__(self) -> None:
        super().__init__("deduce")


def available() -> bool:
    """Whether the extra is installed; nothing is imported."""
    return find_spec("deduce") is not None


class DeduceFinder:
    """A running deduce. Use it as a context manager, or call `close`; `cache` is a folder of this program's own."""

    def __init__(self, cache: Path, *, command: Sequence[str] | None = None) -> None:
        self._command = [*(command or (sys.executable, "-I", str(_WORKER))), str(cache)]
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, timeout: float = FIRST_START) -> None:
        """Start it and wait until it can answer; raises DeduceFailed."""
        if self._process is not None:
            return
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own file, by its full path, with no shell
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
        except OSError:
            raise DeduceFailed from None
        self._answers = queue.Queue()
        threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        if self._answer(timeout) != "ready":
            self.close()
            raise DeduceFailed

    def find(self, text: str, timeout: float = ONE_TEXT) -> tuple[Finding, ...]:
        """Give what deduce sees in a text, all of it doubtful. Raises DeduceFailed, and is closed then."""
        self.start()
        pipe = self._process.stdin if self._process is not None else None
        try:
            if pipe is None:
                raise OSError
            pipe.write(json.dumps(text) + "\n")
            pipe.flush()
        except (OSError, ValueError):  # it went away, or somebody let it go meanwhile
            self.close()
            raise DeduceFailed from None
        found = self._answer(timeout)
        if not isinstance(found, list):
            return ()
        return tuple(_finding(text, start, end, tag) for start, end, tag in found)

    def close(self) -> None:
        """Let it go; it may be gone already."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in filter(None, (process.stdin, process.stdout)):
                with suppress(OSError):  # what it did not read any more
                    pipe.close()

    def _answer(self, timeout: float) -> Any:
        try:
            return json.loads(self._answers.get(timeout=timeout) or "")
        except (queue.Empty, ValueError):
            self.close()
            raise DeduceFailed from None


def _listen(process: subprocess.Popen[str], answers: queue.Queue[str | None]) -> None:
    with suppress(OSError, ValueError):  # closed while it was read
        for line in process.stdout or ():
            answers.put(line)
    answers.put(None)


def _finding(text: str, start: int, end: int, tag: str) -> Finding:
    if tag == "leeftijd":
        digits = "".join(char for char in text[start:end] if char.isdecimal())
        return Finding(start, end, "leeftijd", False, life_stage(int(digits)) if digits else "[leeftijd]")
    kind, token = _KINDS.get(tag, ("naam", "[naam]"))
    return Finding(start, end, kind, False, token)
