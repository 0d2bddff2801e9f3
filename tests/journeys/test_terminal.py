"""The real program in a real terminal: what a person sees, and what is left when it ends."""

import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="pseudo-terminals exist on POSIX alone")
fcntl = pytest.importorskip("fcntl", reason="as above")
termios = pytest.importorskip("termios", reason="as above")

ESCAPES = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-Z\\-_])")


HERE = (sys.executable, "-c", "from zet_tui.cli import main; main()")


class Terminal:
    """A pseudo-terminal with the program in it; `seen` is everything that was written, without escape codes."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.master = master
        self.raw = b""

    @property
    def seen(self) -> str:
        return ESCAPES.sub(b"", self.raw).decode(errors="replace")

    def read(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.master], [], [], left)[0]:
                try:
                    data = os.read(self.master, 65536)
                except OSError:
                    return
                if not data:
                    return
                self.raw += data

    def until(self, text: str, seconds: float = 60.0) -> None:
        end = time.monotonic() + seconds
        while text not in self.seen:
            assert time.monotonic() < end, f"{text!r} was not shown"
            self.read(0.05)

    def send(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def ends(self, seconds: float = 60.0) -> int:
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, "the program did not end"
            self.read(0.05)
        return self.process.returncode


@contextmanager
def terminal(
    *arguments: str,
    home: Path,
    columns: int = 120,
    rows: int = 40,
    program: Sequence[str] = HERE,
    own: bool = True,
) -> Iterator[Terminal]:
    """`program` with these arguments and this home, in a terminal of its `own`: one that tells it of its end."""
    master, slave = pty.openpty()
    fcntl.ioctl(
        slave,
        termios.TIOCSWINSZ,
        rows.to_bytes(2, sys.byteorder) + columns.to_bytes(2, sys.byteorder) + b"\0" * 4,
    )
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    environment = {**kept, "TERM": "xterm-256color", "TMPDIR": str(home), "HOME": str(home)}
    process = subprocess.Popen(
        [*program, *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
        preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if own else None,  # noqa: PLW1509 - no threads run here
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with suppress(OSError):  # the test may have closed the window itself
            os.close(master)


def test_the_demo_shows_its_cases_and_leaves_nothing_behind(tmp_path):
    with terminal("demo", home=tmp_path) as shown:
        shown.until("verder met casus 3")
        assert list(tmp_path.glob("zet-demo-*"))
        shown.send(b"\r")
        shown.until("Is aan u gevraagd welke hulp u al krijgt?")
        shown.send(b"\x11")  # Ctrl+Q
        assert shown.ends() == 0
    assert not list(tmp_path.glob("zet-demo-*"))


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_terminal_ends_the_program_and_gives_the_screen_back(tmp_path, name):
    with terminal("--kluis", str(tmp_path / "kluis"), home=tmp_path) as shown:
        shown.until("Welkom bij ZET")
        shown.process.send_signal(name)
        shown.ends()
    assert b"\x1b[?1049l" in shown.raw  # the normal screen is back
    assert not (tmp_path / "kluis").exists()


@pytest.mark.parametrize("own", [True, False], ids=["told", "untold"])
def test_a_window_that_is_closed_takes_the_program_with_it(tmp_path, own):
    with terminal("--kluis", str(tmp_path / "kluis"), home=tmp_path, own=own) as shown:
        shown.until("Welkom bij ZET")
        os.close(shown.master)
        assert shown.process.wait(60) in {0, -signal.SIGHUP}  # in its first moments the signal itself ends it


def test_a_small_terminal_gets_one_clear_message(tmp_path):
    with terminal("--kluis", str(tmp_path / "kluis"), home=tmp_path, columns=58, rows=14) as shown:
        shown.until("te klein")
        shown.send(b"\x11")
        assert shown.ends() == 0


def test_the_script_that_pip_makes_runs(tmp_path):
    script = shutil.which("zet", path=str(Path(sys.executable).parent))
    if script is None:
        pytest.skip("zet was not installed as a script beside this Python")
    run = subprocess.run([script, "--version"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert run.stdout.startswith("zet ")
