"""A terminal that has gone does not keep the app from closing the vault and ending."""

import io
import os

import pytest
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from zet_tui.app import ZetApp
from zet_tui.lasting_terminal import LastingFile, lasting


class GoneFile(io.StringIO):
    """What a closed window leaves: every write fails."""

    def write(self, _text: str) -> int:
        raise OSError(5, "Input/output error")

    def flush(self) -> None:
        raise OSError(5, "Input/output error")


def test_a_gone_terminal_takes_more_writes_than_its_queue_holds_and_ends() -> None:
    writer = WriterThread(LastingFile(GoneFile()))
    writer.start()
    for _ in range(200):
        writer.write("x")
    writer.stop()
    assert not writer.is_alive()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_control_without_it_the_writing_thread_is_dead_after_one_write() -> None:
    writer = WriterThread(GoneFile())
    writer.start()
    writer.write("x")
    writer.join(5)
    assert not writer.is_alive()


def test_a_terminal_that_is_there_is_written_as_always() -> None:
    there = io.StringIO()
    file = LastingFile(there)
    assert file.write("hallo") == 5
    file.flush()
    assert there.getvalue() == "hallo"
    assert file.readable() == there.readable()


def test_the_app_writes_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((80, 24)))
    app = ZetApp(object())  # type: ignore[arg-type]
    assert issubclass(lasting(LinuxDriver), LinuxDriver)
    assert app.driver_class.__name__ == "LastingDriver"
