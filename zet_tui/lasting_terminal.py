"""Leaving when the terminal has gone, and going on after the program stood still.

textual writes in a thread that ends at the first error; after that its queue fills and the app cannot close. And at
every SIGCONT it starts a second thread that reads the keys, also when the first still reads: keys are shared out among
them, and leaving waits for ever for the one it forgot. A window that closes sends SIGHUP and SIGCONT together.
"""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TextIO, cast

from textual.driver import Driver


def when_told_to_go(leave: Callable[[], None]) -> None:
    """A closed terminal or a system that stops ends the app as Ctrl+Q does; Windows has no such signals."""
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        with suppress(NotImplementedError, RuntimeError, ValueError):
            if number is not None:
                loop.add_signal_handler(number, leave)


class LastingFile:
    """A terminal's file; what cannot be written any more is dropped."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write `text` if somebody can still see it."""
        try:
            return self._file.write(text)
        except (OSError, ValueError):
            return len(text)

    def flush(self) -> None:
        """Flush if there is still a terminal."""
        try:
            self._file.flush()
        except (OSError, ValueError):
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def lasting(driver: type[Driver]) -> type[Driver]:
    """The same driver, writing through a `LastingFile` (where it has a file) and reading in one thread."""

    class LastingDriver(driver):  # type: ignore[misc, valid-type]
        attrs_before: Any

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            file = getattr(self, "_file", None)
            if file is not None:
                self._file = LastingFile(cast(TextIO, file))
            self._put_aside = False

        def suspend_application_mode(self) -> None:
            self._put_aside = True
            super().suspend_application_mode()

        def _sigcont_application(self, *args: Any) -> None:
            """Only what was put aside is taken up in the handler; else the loop does it when its hands are free."""
            if self._put_aside:
                self._put_aside = False
                super()._sigcont_application(*args)
            else:
                with suppress(RuntimeError):  # the loop has ended: so has the app
                    self._loop.call_soon_threadsafe(self._take_up_again)

        def _take_up_again(self) -> None:
            """Set the terminal right and draw anew, with the old threads ended; the way back stays as it was."""
            reader, writer, before = self._key_thread, self._writer_thread, self.attrs_before
            if reader is None or not reader.is_alive():
                return  # on its way out
            self.exit_event.set()
            reader.join()
            self.exit_event.clear()
            self.start_application_mode()
            self.attrs_before = before
            if self._writer_thread is not writer:
                writer.stop()
            self._app.refresh(layout=True)

    return LastingDriver
