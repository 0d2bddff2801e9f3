"""Stopping the end of an evaluation from the screen, while nothing is destroyed yet; the bar says until when."""

from threading import Lock
from typing import Final

from storage.destroy import Step

_BEFORE: Final = (Step.COLLECT, Step.WRITE, Step.GATE, Step.BUILD, Step.DESTROY)
"""At the beginning of each of these nothing is destroyed; the files that were written are taken back."""


class Halted(Exception):
    """Somebody stopped it in time."""


class Halt:
    """Asked by the screen, heeded by the storage thread; between the two no moment falls."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked = self._past = False

    def ask(self) -> bool:
        """Whether it will stop; False once destroying began."""
        with self._lock:
            self._asked = not self._past
            return self._asked

    def heed(self, step: Step) -> None:
        """In the storage thread, before a step. Raises `Halted` when it was asked in time."""
        with self._lock:
            if self._asked and step in _BEFORE:
                raise Halted
            self._past = self._past or step is _BEFORE[-1]
