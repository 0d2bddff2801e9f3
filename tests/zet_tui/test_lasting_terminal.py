"""A terminal that has gone does not keep the app from closing the vault and ending."""

import io
import os
import select
import threading
from collections.abc import Iterator
from typing import TextIO

import pytest
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from zet_tui import lasting_terminal
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
    writer.join(60)
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


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, TextIO]]:
    """A real terminal: the end that reads, and the file that is written to."""
    pty = pytest.importorskip("pty", reason="pseudo-terminals exist on POSIX alone")
    monkeypatch.setattr(lasting_terminal, "PATIENCE_SECONDS", 0.01)
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as file:
        yield ours, file
    os.close(ours)


def test_a_terminal_that_is_not_read_is_not_waited_for_and_told_once(line: tuple[int, TextIO]) -> None:
    said = []
    file = LastingFile(line[1], lambda: said.append("unread"))
    writer = WriterThread(file)  # type: ignore[arg-type]
    writer.start()
    for _ in range(200):
        writer.write("één" * 1000)
    writer.stop()
    assert not writer.is_alive()
    assert said == ["unread"]
    file.let_go()


def test_what_is_read_again_is_written_again(line: tuple[int, TextIO]) -> None:
    ours, there = line
    file = LastingFile(there)
    for _ in range(200):
        file.write("x" * 1000)
    held = 0
    while select.select([ours], [], [], 0)[0]:
        held += len(os.read(ours, 1 << 16))
    assert 0 < held < 200_000
    file.write("weg")
    assert not select.select([ours], [], [], 0)[0]
    file.read_again()
    file.write("één")
    assert os.read(ours, 100).decode() == "één"
    file.let_go()


def test_the_control_without_it_the_writing_thread_waits_for_ever(line: tuple[int, TextIO]) -> None:
    ours, there = line
    writer = WriterThread(there)
    writer.start()
    for _ in range(30):  # as many as its queue holds
        writer.write("x" * 10_000)
    writer.join(0.2)
    assert writer.is_alive()
    assert writer._queue.qsize() > 0
    ending = threading.Thread(target=writer.stop)
    ending.start()
    while ending.is_alive():
        if select.select([ours], [], [], 0.01)[0]:
            os.read(ours, 1 << 16)
    ending.join()
