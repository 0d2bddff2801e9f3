"""Python's search for rubbish: none while the program starts, and no long one while somebody presses keys.

What is imported at the start stays as long as the program does; looking through it over and over took a tenth of the
time until the first page stood there. Later a search through everything stops the screen for a twentieth of a second
or more, in the middle of an answer. So the app searches everything itself, in a pause; the short searches, through what
was just made, go on as always.
"""

import gc
from typing import Final

PAUSE_SECONDS: Final = 3.0
NEVER: Final = 1_000_000
"""So many searches of the middle kind before Python would search everything by itself."""


def put_off() -> None:
    """Search nothing until `Sweeping.look` takes it up."""
    gc.disable()


def keep_what_is_read_in() -> None:
    """Never search through what is there by now; only before the first page, because what a page holds must go."""
    if not gc.isenabled():
        gc.freeze()


class Sweeping:
    """When everything is searched; only in a program that put it off at its start."""

    def __init__(self) -> None:
        self._own = False
        self._searched = True

    def look(self, quiet: float) -> None:
        """Make the short searches again, and search everything once in each pause.

        Called every second from the first page on; `quiet` is how many seconds nobody pressed a key.
        """
        if not gc.isenabled():
            gc.enable()
            gc.set_threshold(*gc.get_threshold()[:2], NEVER)
            self._own = True
        if quiet < PAUSE_SECONDS:
            self._searched = False
        elif not self._searched:
            self.search()

    def search(self) -> None:
        """Search everything now."""
        self._searched = True
        if self._own:
            gc.collect()
