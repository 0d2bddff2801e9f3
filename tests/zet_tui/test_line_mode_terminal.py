"""Plain lines in a terminal: broken between words, one prompt, and lines that came too early answer nothing."""

import io
import os
import select
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from flows.instrument import Source, load_instrument
from flows.interview import Closure, Interview, Status
from tests.zet_tui.test_line_mode_numbers import Port
from zet_tui.line_input import LineReader
from zet_tui.line_mode import LineTalk, World
from zet_tui.line_output import LineWriter, broken

if sys.platform != "win32":
    import fcntl
    import pty
    import termios
    import tty

ZET = load_instrument("zet")
terminals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


# -- lines ---------------------------------------------------------------------------------------------------


@given(st.lists(st.text("abcé漢🙂-", min_size=1, max_size=12), min_size=1), st.integers(2, 40))
def test_no_line_is_wider_than_the_window_and_no_word_is_broken_or_lost(words, width):
    parts = list(broken(" ".join(words), width))
    assert [word for part in parts for word in part.split(" ")] == words
    assert all(cell_len(part) <= width or " " not in part for part in parts)


def test_a_line_that_fits_stays_as_it_is_and_an_indent_is_kept():
    assert list(broken("  twee  spaties", 20)) == ["  twee  spaties"]
    assert list(broken("  een twee drie", 8)) == ["  een", "  twee", "  drie"]
    assert list(broken("een twee drie", None)) == ["een twee drie"]
    assert list(broken("", 8)) == [""]


@dataclass
class Window:
    """A terminal with somebody at it: `keys` is the end to type at, `shown` what was written."""

    keys: int
    program: TextIO

    def resize(self, columns: int) -> None:
        fcntl.ioctl(self.keys, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def shown(self) -> str:
        """Everything that was written since the last look."""
        self.program.write("§")
        found = b""
        while not found.endswith("§".encode()):
            found += os.read(self.keys, 65536)
        return found.decode().removesuffix("§").replace("\r\n", "\n")


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.delenv("COLUMNS", raising=False)
    keys, program = pty.openpty()
    attributes = tty.tcgetattr(program)
    attributes[3] &= ~tty.ECHO  # what is typed is not in `shown`
    tty.tcsetattr(program, tty.TCSANOW, attributes)
    with open(program, "r+b", buffering=0) as raw:  # noqa: PTH123 - a descriptor, no path
        yield Window(keys, io.TextIOWrapper(raw, encoding="utf-8", write_through=True))
    os.close(keys)


@terminals
def test_a_line_is_as_wide_as_the_window_is_now(window, monkeypatch):
    writer = LineWriter(window.program)
    window.resize(20)
    writer("Heeft u daar hulp bij gehad?")
    assert window.shown() == "Heeft u daar hulp\nbij gehad?\n"
    window.resize(40)
    writer("Heeft u daar hulp bij gehad?")
    assert window.shown() == "Heeft u daar hulp bij gehad?\n"
    monkeypatch.setenv("COLUMNS", "12")
    writer("Heeft u daar hulp")
    assert window.shown() == "Heeft u\ndaar hulp\n"


@terminals
def test_a_terminal_that_does_not_know_its_width_gets_whole_lines(window):
    window.resize(0)
    writer = LineWriter(window.program)
    writer("Heeft u daar hulp bij gehad?")
    assert window.shown() == "Heeft u daar hulp bij gehad?\n"


@terminals
def test_a_prompt_and_an_empty_window_are_for_terminals_alone(window, capsys):
    writer = LineWriter(window.program)
    writer.prompt()
    assert window.shown() == "> "
    writer.clear()
    assert window.shown() == "\x1b[H\x1b[2J\x1b[3J"
    piped = LineWriter(sys.stdout)
    piped.prompt()
    piped.clear()
    assert capsys.readouterr().out == ""


@terminals
def test_lines_that_stand_there_already_are_seen_and_arrows_are_no_text(window):
    reader = LineReader(window.program, 900)
    os.write(window.keys, b"een\x1b[D\x1bOA \x1b[3~twee\ndrie\nvier")
    assert reader() == "een twee"
    assert select.select([window.program], [], [], 60)[0]  # the terminal hands its lines over one by one
    assert reader.more() == "drie"
    assert reader.more() is None  # "vier" is still being typed
    os.write(window.keys, b"\n")
    assert reader() == "vier"


def test_at_a_pipe_no_line_comes_too_early(tmp_path):
    (tmp_path / "regels").write_text("een\ntwee\n")
    with (tmp_path / "regels").open() as lines:
        reader = LineReader(lines, 0)
        assert (reader(), reader.more(), reader()) == ("een", None, "twee")


# -- what came too early ---------------------------------------------------------------------------------------


@dataclass
class Typed:
    """Lines in bursts: the first of each is typed when something was asked, the others came with it."""

    bursts: list[list[str]]
    said: list[str] = field(default_factory=list)
    burst: list[str] = field(default_factory=list)

    def read(self) -> str | None:
        self.burst = self.bursts.pop(0)
        return self.burst.pop(0)

    def more(self) -> str | None:
        return self.burst.pop(0) if self.burst else None


@pytest.fixture
def talk() -> Callable[..., tuple[Interview, str]]:
    def run(*bursts: list[str], source: Source = Source.PROFESSIONAL) -> tuple[Interview, str]:
        port = Port(Interview(ZET.questionnaire(source), ZET.themes))
        typed = Typed([list(burst) for burst in (*bursts, ["stop"])])
        ids = iter(f"e{number}" for number in range(100))
        world = World(typed.read, typed.said.append, lambda: date(2026, 3, 2), lambda: next(ids), typed.more)
        LineTalk(port, world).run()
        return port.interview, "\n".join(typed.said)

    return run


def test_a_pasted_reason_is_one_text_and_answers_no_other_question(talk):
    interview, said = talk([""], ["ga 2"], ["r"], ["Eerst dit.", "", "g", "Toen dat."])
    assert interview.view("2").reason == "Eerst dit.\n\ng\nToen dat."
    assert interview.status("3") is Status.OPEN
    assert "Er kwamen 4 regels tegelijk binnen. Samen zijn ze één tekst." in said


def test_a_pasted_text_may_go_on_behind_its_last_line(talk):
    interview, _ = talk([""], ["ga 2"], ["r"], ["Eerst dit. \\", "Toen dat. \\"], ["En dit."])
    assert interview.view("2").reason == "Eerst dit.\nToen dat.\nEn dit."


def test_a_letter_that_came_before_its_question_answers_nothing(talk):
    interview, said = talk([""], ["ga 2"], ["g", "r", "geen reden"])
    assert interview.view("2").value == "groen"
    assert interview.status("3") is Status.OPEN
    assert "Er kwamen nog 2 regels mee" in said
    interview, said = talk([""], ["ga 2", "g"])
    assert interview.status("2") is Status.OPEN
    assert "Er kwam nog een regel mee" in said


def test_a_yes_that_came_before_it_was_asked_for_is_no_yes(talk):
    interview, said = talk([""], ["ga 22"], ["j"], ["ga 23"], ["g"], ["ga 22"], ["n", "j"], ["n"])
    assert interview.view("22").value == "ja"
    assert "Er is niets veranderd." in said


def test_pasted_steps_are_steps_each(talk):
    interview, said = talk(
        [""],
        ["tijdlijn"],
        ["maart 2023 aangemeld", "", "een brief", "april 2023 intake"],
        source=Source.RESIDENT,
    )
    assert [step.text for step in interview.timeline] == ["aangemeld", "een brief", "intake"]
    assert "Bewaard als stap 3. De datum is gelezen als: april 2023." in said


# -- saying no more than is needed ---------------------------------------------------------------------------


def test_what_was_said_just_before_is_not_said_again_until_it_is_asked_for(talk):
    question = ZET.questionnaire(Source.PROFESSIONAL).question("2").text
    _, said = talk([""], ["ga 2"], ["q"], ["stand"], ["herhaal"], ["g"], ["ga 2"])
    assert said.count(question) == 3
    assert said.count("Vraag 2. g, m, o, r, x of w?") == 2
    assert said.count("x is niet van toepassing") == 2


def test_a_reason_that_is_asked_later_comes_with_its_question(talk):
    question = ZET.questionnaire(Source.PROFESSIONAL).question("2").text
    _, said = talk([""], ["ga 2"], ["r"], ["ga 4"], ["ga 2"])
    assert said.count(question) == 2
    assert said.rindex(question) < said.rindex("Wat is de belangrijkste reden")


def test_steps_are_changed_moved_and_taken_away_by_their_number(talk):
    interview, said = talk(
        [""], ["tijdlijn"], ["maart 2023 aangemeld"], ["een brief"], ["een telefoontje"],
        ["stap 3 na 1"], ["stap 1 wordt april 2024 opnieuw aangemeld"], ["stap 3 weg"], ["stap 2 eerst"],
        source=Source.RESIDENT,
    )  # fmt: skip
    assert [(step.text, step.when) for step in interview.timeline] == [
        ("een telefoontje", ""),
        ("opnieuw aangemeld", "april 2024"),
    ]
    assert said.count("De stappen zijn opnieuw genummerd.") == 4


def test_a_note_is_put_with_the_question_one_is_at_or_thrown_away(talk):
    interview, said = talk(
        [""], ["klad bel de huisbaas"], ["klad ook dit"], ["ga 4"], ["klad 1 hier"], ["klad 1 weg"]
    )
    assert interview.view("4").remark == "bel de huisbaas"
    assert not interview.notes
    assert "De kladnotitie staat nu bij vraag 4." in said
    assert "huisbaas" not in said


def test_notes_that_would_stay_behind_are_named_before_closing_and_one_may_still_turn_back(talk):
    questions = ZET.questionnaire(Source.PROFESSIONAL).questions
    answers = [[{"janee": "j", "open": "Geen."}.get(question.kind.value, "m")] for question in questions]
    interview, said = talk(
        [""], ["klad later"], *answers, [""], ["afronden"], ["n"], ["ga 2"], ["klad 1 hier"]
    )
    assert interview.closure is None
    assert interview.view("2").remark == "later"
    assert "Er staan nog kladnotities bij geen vraag: 1. Die gaan niet mee." in said
    interview, _ = talk([""], ["klad later"], *answers, [""], ["afronden"], ["j"])
    assert interview.closure is Closure.COMPLETED


@pytest.mark.parametrize("slip", ["g", "R", "j"])
def test_a_letter_that_answers_other_questions_is_no_step_unless_it_is_meant(talk, slip):
    interview, said = talk([""], ["tijdlijn"], [slip], source=Source.RESIDENT)
    assert not interview.timeline
    assert "Hier hoort een tekst." in said
    interview, _ = talk([""], ["tijdlijn"], [f".{slip}"], source=Source.RESIDENT)
    assert [step.text for step in interview.timeline] == [slip]


def test_a_letter_is_no_reason_and_no_open_answer_either_but_w_is_no_answer(talk):
    interview, said = talk([""], ["ga 2"], ["r"], ["m"], ["w"], ["ga 32"], ["m"], ["w"], ["ga 33"], [".m"])
    assert interview.status("2") is Status.REASON_MISSING
    assert said.count("Hier hoort een tekst.") == 3
    assert interview.status("32") is Status.NO_ANSWER
    assert interview.view("33").text == "m"


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ("g", "het antwoord op vraag 2"),
        ("opmerking goed", "de opmerking bij vraag 2"),
        ("klad goed", "een kladnotitie"),
    ],
)
def test_what_is_taken_back_is_named_without_its_words(talk, before, what):
    _, said = talk([""], ["ga 2"], [before], ["ongedaan"], ["opnieuw"])
    assert f"Teruggenomen: {what}." in said
    assert f"Weer teruggezet: {what}." in said


def test_a_source_that_cannot_be_asked_is_closed_with_the_reason(talk):
    interview, said = talk(["niet-beschikbaar Het dossier is weg."], source=Source.DOSSIER)
    assert interview.closure is Closure.UNAVAILABLE
    assert "Dit gesprek is gesloten." in said


def test_an_empty_window_waits_for_enter_and_the_question_is_said_again(talk):
    question = ZET.questionnaire(Source.PROFESSIONAL).question("2").text
    _, said = talk([""], ["ga 2"], ["leeg"], [""])
    assert "Enter gaat verder." in said
    assert said.count(question) == 2
