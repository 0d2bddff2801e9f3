"""Leaving when the terminal has gone or is not read, and going on after the program stood still.

textual writes in a thread that ends at the first error; after that its queue fills and the app cannot close. A terminal
that is there but not read (a line that hangs) fills that queue too: no lock, no leaving. And at every SIGCONT it starts
a second thread that reads the keys, also when the first still reads: keys are shared out among them, and leaving waits
for ever for the one it forgot. A window that closes sends SIGHUP and SIGCONT together; to a program that was started
from elsewhere, and has no terminal of its own, it sends nothing, and textual would read its end over and over.
"""

import asyncio
import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, TextIO, cast

from textual.driver import Driver

PATIENCE_SECONDS: Final = 2.0
"""How long the terminal may take in nothing before what is written to it is dropped."""
LOOK_SECONDS: Final = 1.0
"""How often is looked whether the terminal is still there."""


def when_told_to_go(leave: Callable[[], None]) -> None:
    """A closed terminal or a system that stops ends the app as Ctrl+Q does; Windows has no such signals."""
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        with suppress(NotImplementedError, RuntimeError, ValueError):
            if number is not None:
                loop.add_signal_handler(number, leave)


def hung_up(terminal: int) -> bool:
    """Whether the other side of this terminal has gone for good; never so where a system cannot tell."""
    if not hasattr(select, "poll"):  # Windows
        return False
    look = select.poll()
    look.register(terminal, 0)
    return any(found & select.POLLHUP for _, found in look.poll(0))


def _opened_again(file: TextIO) -> int | None:
    """The same terminal, opened so that only this opening never waits; None where that cannot be done."""
    try:
        return os.open(os.ttyname(file.fileno()), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
    except (AttributeError, OSError, ValueError):  # no terminal, or a system without such names
        return None


class LastingFile:
    """A terminal's file; what cannot be written any more is dropped.

    From the moment the terminal does not read it everything is dropped, until `read_again`; `unread` is called then,
    by the thread that writes.
    """

    def __init__(self, file: TextIO, unread: Callable[[], None] = lambda: None) -> None:
        self._file = file
        self._unread = unread
        self._dropping = False
        self.end = _opened_again(file)
        """What is written to; None when that is the file itself, which may wait for ever."""

    def write(self, text: str) -> int:
        """Write `text` if somebody can still see it."""
        with suppress(OSError, ValueError):
            if self.end is None:
                return self._file.write(text)
            self._send(self.end, text.encode(self._file.encoding, self._file.errors or "strict"))
        return len(text)

    def _send(self, end: int, data: bytes) -> None:
        while data and not self._dropping:
            if select.select([], [end], [], PATIENCE_SECONDS)[1]:
                with suppress(BlockingIOError):
                    data = data[os.write(end, data) :]
            else:
                self._dropping = True
                self._unread()

    def read_again(self) -> None:
        """Write again; whatever was on the screen is to be drawn anew."""
        self._dropping = False

    def let_go(self) -> None:
        """Nothing more is written."""
        if self.end is not None:
            os.close(self.end)
            self.end = None

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
                self._file = LastingFile(cast(TextIO, file), self._unread)
            self._put_aside = False
            keys = getattr(self, "fileno", None)
            if keys is not None and os.isatty(keys):
                self._look_after(keys)

        def _look_after(self, keys: int) -> None:
            """Tell the app to go, as the system does with a signal, when the terminal has gone without one."""
            if hung_up(keys):
                os.kill(os.getpid(), signal.SIGHUP)
            else:
                self._loop.call_later(LOOK_SECONDS, self._look_after, keys)

        def close(self) -> None:
            super().close()
            if isinstance(file := getattr(self, "_file", None), LastingFile):
                file.let_go()

        def _unread(self) -> None:
            with suppress(RuntimeError):  # the loop has ended: so has the app
                self._loop.call_soon_threadsafe(self._wait_for_reader)

        def _wait_for_reader(self) -> None:
            """Draw anew when the terminal reads again; where nobody can tell, at once: it may have to wait again."""
            try:
                self._loop.add_writer(self._file.end, self._read_again)
            except (NotImplementedError, OSError, ValueError):
                self._file.read_again()

        def _read_again(self) -> None:
            self._loop.remove_writer(self._file.end)
            self._file.read_again()
            self._take_up_again()

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
