"""An hour with a laptop that is treated badly: hostile pastes, a window that changes, sleep, a line that is cut.

The real program on a real vault; what was typed comes back whole, and stands nowhere but in the vault.
"""

import asyncio
import os
import re
import shutil
import signal
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Source, load_instrument
from storage.cases import Register
from storage.vault import open_vault
from zet_tui.desk import Desk

pytest.importorskip("pty", reason="pseudo-terminals exist on POSIX alone")

from tests.benchmarks.watched_terminal import Watched, watched

PROGRAM = "from zet_tui.cli import main; main()"
BROKEN = f"""
from zet_tui.screens.interview import InterviewScreen

def probe(screen):
    words = screen.composer.area.text
    raise ValueError(f"could not read {{words}}")

InterviewScreen.action_probe = probe
{PROGRAM}
"""
UNGUARDED = f"""
from zet_tui.app_sealed import SealedApp
del SealedApp._handle_exception
{BROKEN}
"""
IMPATIENT = f"from zet_tui import lasting_terminal; lasting_terminal.PATIENCE_SECONDS = 0.2; {PROGRAM}"
PASSPHRASE = "zes gewone woorden voor een proef"
MARKER = "Kwartelstaart"
HOSTILE = (
    f"{MARKER} e\u0301e\u0301n [b]\nregel twee \x07\x1b[2J\x1b]0;titel\x07 en \x00meer\r\n\r\n"
    "שלום \u202eomgekeerd\u202c [/b] [@click=app.quit]weg[/]\tklaar"
)


def fill(register: Register) -> None:
    register.define_evaluation(
        Evaluation(
            title="Proef",
            municipality="Oosterdam",
            organisation="wijkteam",
            fg_name="Noor",
            fg_phone="088",
            fg_email="fg@oosterdam.voorbeeld",
            fg_informed_on=register.now().date() - timedelta(days=1),
            return_address="Postbus 1, Oosterdam",
            team=(TeamMember(name="Anouk de Wit"), TeamMember(name="Bas Verhoeven")),
            sources=(Source.RESIDENT,),
        ),
        load_instrument("zet"),
    )
    register.sit_down("Anouk de Wit")
    today = register.now().astimezone().date()
    case = register.register_case("Fatima El Amrani", "per brief", "Karin Postma", "wijkteam")
    told = dict.fromkeys(
        ("told_in_easy_language", "told_back_in_own_words", "told_free_to_stop", "feedback_wanted"), True
    )
    signed = {**told, "talked_through_on": today, "signed_on": today}
    register.record_consent(case, register.draft_consent(case).model_copy(update=signed))
    interview = register.open_interview(case, Source.RESIDENT)
    for body in (
        lambda i: i.add_entry("gebeld", "maart 2025", "e1"),
        lambda i: i.answer("1", "tijdlijn"),
    ):
        interview = interview.apply(register.append(case, Source.RESIDENT, body(interview)))


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ruw") / "kluis"

    async def make() -> None:
        desk = Desk(folder, force=True)
        await desk.create(PASSPHRASE)
        await desk.ask(fill)
        await desk.close()

    asyncio.run(make())
    return folder


def copied(vault: Path, home: Path) -> Path:
    """A vault of the test's own."""
    return Path(shutil.copytree(vault, home / "kluis"))


def in_files(home: Path) -> list[Path]:
    """Every file or folder below `home` that has the marker in it or in its name."""
    return [
        path
        for path in home.rglob("*")
        if MARKER in path.name or (path.is_file() and MARKER.encode() in path.read_bytes())
    ]


def afterwards(shown: Watched) -> bytes:
    """What was written after the program gave the terminal back: what stays to be read there."""
    return bytes(shown.raw).rsplit(b"\x1b[?1049l", 1)[-1]


@contextmanager
def talking(vault: Path, home: Path, size: tuple[int, int], program: str = PROGRAM) -> Iterator[Watched]:
    """The program, unlocked, in the conversation with the resident."""
    own = {name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR")}
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    command = [sys.executable, "-c", program, "--kluis", str(vault)]
    with watched(command, {**kept, **own}, size) as shown:
        shown.shows("Wachtwoord")
        shown.send(f"typfout\x15{PASSPHRASE}\r")  # at once, as a fast typist on a slow line
        shown.shows("Wie zit er")
        shown.shows("Anouk de Wit")
        shown.send("\r")
        shown.shows("verder met casus 1")
        shown.send("\r")
        shown.shows("Casus 1")
        yield shown


def paste(words: str) -> str:
    return f"\x1b[200~{words}\x1b[201~"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_what_was_typed_through_all_of_it_comes_back_whole_and_stands_nowhere_else(vault, tmp_path, size):
    kept = copied(vault, tmp_path)
    with talking(kept, tmp_path, size) as shown:
        shown.shows("Hoe heeft u dit ervaren?")
        shown.send("r")
        shown.shows("Kort, zoveel mogelijk")
        shown.send(paste(HOSTILE))
        shown.shows("klaar")
        shown.resize(58, 14)
        shown.shows("te klein")
        shown.send(" blind")
        shown.resize(*size)
        shown.send(" na het")  # in the same moment
        shown.shows("belangrijkste reden")
        shown.send(" passen")
        shown.shows("passen")
        shown.process.send_signal(signal.SIGSTOP)  # the lid closes, the lid opens
        time.sleep(0.3)
        shown.send(" en na de slaap")
        shown.process.send_signal(signal.SIGCONT)
        shown.shows("slaap")
        shown.process.send_signal(signal.SIGHUP)  # the line is cut
        shown.ends()
        assert MARKER.encode() not in afterwards(shown)

    with talking(kept, tmp_path, size) as shown:
        shown.shows("niet was afgemaakt")
        shown.send("\r")
        shown.shows("slaap")
        shown.send("\r")
        shown.shows("Werd u")
        shown.send("\x11")  # Ctrl+Q
        assert shown.ends() == 0

    with open_vault(kept, force=True).unlock(PASSPHRASE) as opened:
        register = Register(opened)
        register.sit_down("Anouk de Wit")
        view = register.open_interview(register.cases()[0].id, Source.RESIDENT).view("2")
        assert view.value == "rood"
        assert view.reason.startswith(f"{MARKER} één [b]\nregel twee")
        assert view.reason.endswith("klaar blind na het passen en na de slaap")
        assert unicodedata.is_normalized("NFC", view.reason)
        assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in view.reason.replace("\n", ""))
    assert in_files(tmp_path) == []


def test_a_fault_in_the_middle_of_an_answer_tells_what_failed_and_no_word_of_it(vault, tmp_path):
    kept = copied(vault, tmp_path)
    with talking(kept, tmp_path, (120, 40), BROKEN) as shown:
        breaks_while_typing(shown)
        said = afterwards(shown).decode()
        assert "ZET is gestopt door een fout in het programma" in said
        assert "ValueError" in said
        assert MARKER not in said
        assert "could not read" not in said
        titles = re.findall(rb"\x1b\](.*?)(?:\x07|\x1b\\)", bytes(shown.raw))
        assert not any(MARKER.encode() in title for title in titles)
    (report,) = tmp_path.rglob("zet-foutmelding.txt")
    assert "probe" in report.read_text(encoding="utf-8")
    assert in_files(tmp_path) == []

    with talking(kept, tmp_path, (120, 40)) as shown:
        shown.shows("niet was afgemaakt")
        shown.shows(f"{MARKER} half gezegd")
        shown.send("\x11")  # Ctrl+Q
        assert shown.ends() == 0


def test_without_the_panel_that_word_would_have_been_told(vault, tmp_path):
    with talking(copied(vault, tmp_path), tmp_path, (120, 40), UNGUARDED) as shown:
        breaks_while_typing(shown)
        assert MARKER.encode() in afterwards(shown)


def breaks_while_typing(shown: Watched) -> None:
    """The program fails at a key while a reason is typed; what was typed has been put away."""
    shown.shows("Hoe heeft u dit ervaren?")
    shown.send("r")
    shown.shows("Kort, zoveel mogelijk")
    shown.send(paste(f"{MARKER} half gezegd"))
    shown.shows("bewaard als concept")
    shown.send("\x1bOR")  # F3
    assert shown.ends() == 1


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="threads are counted where the system shows them"
)
def test_standing_still_again_and_again_leaves_one_reader_of_the_keys_and_the_program_ends(tmp_path):
    own = {name: str(tmp_path) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR")}
    command = [sys.executable, "-c", PROGRAM, "--kluis", str(tmp_path / "kluis")]
    with watched(command, {**os.environ, **own}, (80, 24)) as shown:
        shown.shows("F1")
        shown.quiet(0.3)
        threads = Path(f"/proc/{shown.process.pid}/task")
        before = len(list(threads.iterdir()))
        for _ in range(4):
            drawn = len(shown.raw)
            shown.process.send_signal(signal.SIGSTOP)
            shown.process.send_signal(signal.SIGCONT)
            shown.until(lambda _, drawn=drawn: b"\x1b[?1049h" in shown.raw[drawn:])
            shown.quiet(0.3)
        end = time.monotonic() + 60
        while len(list(threads.iterdir())) > before:  # a reader that was let go ends in its own time
            assert time.monotonic() < end
            shown.quiet(0.1)
        shown.process.send_signal(signal.SIGHUP)  # a window that closes sends these two together
        shown.process.send_signal(signal.SIGCONT)
        assert shown.ends() == 0


@pytest.mark.parametrize("keys", ["", "\x0c", "r"], ids=["asking", "locking", "typing"])
def test_a_line_that_is_cut_twice_while_something_is_busy_ends_the_program_as_a_rest_would(
    vault, tmp_path, keys
):
    kept = copied(vault, tmp_path)
    with talking(kept, tmp_path, (80, 24)) as shown:
        shown.send(keys)
        shown.quiet(0.05)
        for _ in range(2):
            shown.process.send_signal(signal.SIGHUP)
            time.sleep(0.05)
        assert shown.ends() == 0, shown.text


def test_a_terminal_that_is_not_read_is_drawn_anew_later_and_can_be_told_to_go(vault, tmp_path):
    kept = copied(vault, tmp_path)
    with talking(kept, tmp_path, (120, 40), IMPATIENT) as shown:
        shown.shows("Hoe heeft u dit ervaren?")
        shown.send("r")
        shown.shows("Kort, zoveel mogelijk")
        fills(shown)
        shown.send(paste(MARKER))
        shown.resize(120, 40)
        shown.shows(MARKER)  # the line goes on
        shown.shows("belangrijkste reden")
        shown.send("\r")
        shown.shows("Werd u")
        fills(shown)
        shown.process.send_signal(signal.SIGTERM)
        assert shown.process.wait(60) == 0

    with open_vault(kept, force=True).unlock(PASSPHRASE) as opened:
        register = Register(opened)
        register.sit_down("Anouk de Wit")
        assert register.open_interview(register.cases()[0].id, Source.RESIDENT).view("2").reason == MARKER


def fills(shown: Watched) -> None:
    """Draw again and again while nobody reads, until the line is full."""
    for number in range(24):
        shown.resize(119 - number % 2, 40)
        time.sleep(0.05)
