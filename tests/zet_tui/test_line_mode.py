"""`zet gesprek CASUS BRON --regel`: the same conversation as plain lines, saved line by line."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.instrument import Source, load_instrument
from flows.interview import Closure, Interview, Status
from storage.cases import Draft, Register
from storage.vault import open_vault
from tests.zet_tui.shell import PASSPHRASE, WEAK, Said, call
from zet_tui.line_input import LeftAlone, LineReader
from zet_tui.setting import Setting

PERSON = "Anouk de Wit"


@dataclass
class Talked(Said):
    """The same, and what the vault holds of the conversation then."""

    interview: Interview
    draft: Draft | None


@pytest.fixture
def talk(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Talked]:
    (tmp_path / "geheim").write_text(PASSPHRASE + "\n")

    @contextmanager
    def opened() -> Iterator[Register]:
        with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
            register = Register(vault)
            register.sit_down(PERSON)
            yield register

    def run(
        *lines: str,
        case: int = 3,
        source: str = "inwoner",
        options: tuple[str, ...] = ("--regel",),
        draft: Draft | None = None,
    ) -> Talked:
        if draft is not None:
            with opened() as register:
                register.save_draft(register.cases()[2].id, Source(source), draft)
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        arguments = ["gesprek", str(case), source, *options, "--wachtwoord-bestand", str(tmp_path / "geheim")]
        if "--wie" not in options:
            arguments += ["--wie", PERSON]
        said = call(arguments, Setting(folder, force=True, policy=WEAK), capsys)
        with opened() as register:
            third = register.cases()[2].id
            interview = register.open_interview(third, Source(source))
            kept = register.draft(third, Source(source))
        return Talked(said.code, said.out, said.err, interview, kept)

    return run


def test_it_says_at_the_start_what_stays_in_the_window(talk):
    said = talk("stop")
    assert said.code == 0
    assert "blijft in dit venster staan" in said.out
    assert "Typ ? voor hulp" in said.out
    assert "Gestopt. Alles is bewaard." in said.out
    assert "\x1b" not in said.out


def test_it_goes_on_where_the_conversation_was_and_saves_each_answer(talk):
    first = talk("g", "oranje", "Er was al veel besloten.", "stop")
    assert "Vraag 12 van 33, Vraagverheldering." in first.out
    assert "Wat is de belangrijkste reden dat u ontevreden bent?" in first.out
    assert first.out.count("Bewaard.") == 3
    view = first.interview.view("13")
    assert (first.interview.view("12").value, view.value, view.reason) == (
        "groen", "oranje", "Er was al veel besloten.",
    )  # fmt: skip
    again = talk("stop")
    assert "Vraag 14 van 33, Vraagverheldering." in again.out
    assert "Er was al veel besloten" not in again.out


def test_what_was_said_before_and_names_are_never_written(talk):
    said = talk("open", "terug", "ga 10", "terug", "begrip", "doorvragen", "herhaal", "stop")
    for view in said.interview.views():
        for words in (view.reason, view.remark, view.text):
            if words and view.status is not Status.OFF_ROUTE:
                assert words not in said.out
    for entry in said.interview.timeline:
        assert entry.text not in said.out
    assert PERSON not in said.out
    assert "Deze vraag heeft al een antwoord." in said.out


def test_the_end_of_a_pipe_is_a_pause(talk):
    said = talk("g")
    assert said.code == 0
    assert said.interview.view("12").value == "groen"
    assert "Gestopt. Alles is bewaard." in said.out


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("?",), "Nu: typ g voor groen"),
        (("ga 1", "?"), "stap 2 weg, stap 2 wordt TEKST"),
        (("r", "?"), "Nu: typ de reden"),
        (("opdrachten",), "beëindig REDEN"),
        (("open",), "Nog 22 vragen open: 12, 13, 14,"),
        (("r", "open"), "vraag 12: Is aan u gevraagd welke hulp u al krijgt? (reden nog nodig)"),
        (("stand",), "Vraagverheldering: 4 van 7."),
        (("zoek huisvesting",), "Vraag 11 van 33"),
        (("zoek hulp",), "Typ ga en het nummer, of zoek met meer woorden."),
        (("zoek eenhoorn",), "Er is geen vraag met die woorden."),
        (("zoek",), "Typ de tekst erachter"),
        (("klad 1 hier",), "Deze kladnotitie is er niet meer."),
        (("ga 1", "stap 9 weg"), "Er is geen stap 9 op de tijdlijn."),
        (("j",), "Dat is geen antwoord op deze vraag."),
        (("ga 99",), "Er is geen vraag 99."),
        (("r", ""), "Er is nog een reden nodig."),
        (("afronden",), "Afronden kan nog niet. Nog open: vraag 12"),
        (("makkelijk",), "Heeft iemand gevraagd welke hulp u al kreeg?"),
        (("doorvragen",), "niet uit de handleiding"),
        (("onveilig",), "bel 112"),
        (("klad",), "Typ de tekst erachter"),
        (("opnieuw",), "Er is niets om"),
        (("ga 2", "terug", "terug"), "Dit is de eerste vraag."),
    ],
)
def test_every_command_answers_in_a_sentence(talk, lines, expected):
    said = talk(*lines, "stop")
    assert said.code == 0
    assert expected in said.out


def test_remark_note_skip_undo_and_a_text_that_is_a_command(talk):
    said = talk(
        "opmerking wijkteam groen, ggz rood",
        "klad later vragen",
        "overslaan",
        "g",
        "ongedaan",
        "ga 32",
        ".stop",
        "stop",
    )
    view = said.interview.view("12")
    assert [part.organisation for part in view.spread] == ["wijkteam", "ggz"]
    assert view.status is Status.OPEN
    assert [note.text for note in said.interview.notes] == ["later vragen"]
    assert said.interview.view("13").value is None
    assert said.interview.view("32").text == "stop"


def test_reasons_may_be_declined_and_no_answer_is_one_letter(talk):
    said = talk("x", "geen reden", "w", "stop")
    assert said.interview.view("12").reason_declined
    assert said.interview.status("13") is Status.NO_ANSWER


def test_changing_the_safety_answer_names_what_leaves_and_asks(talk):
    said = talk("ga 24", "j", "ga 25", "g", "ga 24", "n", "n", "n", "j", "stop")
    assert "niet meer gesteld: vraag 25" in said.out
    assert "Er is niets veranderd." in said.out
    assert said.interview.view("24").value == "nee"


def test_the_timeline_reads_back_the_date_it_understood(talk):
    said = talk("tijdlijn", "voorjaar 2025 aangemeld", "een brief", "", "stop")
    assert "De datum is gelezen als: maart–mei 2025." in said.out
    assert "Er is geen datum in gelezen." in said.out
    assert len(said.interview.timeline) == 6


def test_a_whole_conversation_from_the_introduction_to_the_end(talk):
    questions = load_instrument("zet").questionnaire(Source.PROFESSIONAL).questions
    answers = [{"janee": "j", "open": "Geen bijzonderheden."}.get(q.kind.value, "m") for q in questions]
    case_lines = ["", *answers, "", "afronden", "stop"]
    said = talk(*case_lines, source="professional")
    if said.interview.closure is None:
        pytest.fail(said.out[-600:])
    assert said.interview.closure is Closure.COMPLETED
    again = talk("g", "heropen er mist nog iets", "stop", source="professional")
    assert "Dit gesprek is gesloten." in again.out
    assert again.interview.closure is None


def test_refusals_are_one_sentence_and_open_nothing(talk):
    assert "--regel" in talk("stop", options=()).err
    unknown = talk("stop", case=9)
    assert (unknown.code, unknown.out) == (1, "")
    assert "Er is geen casus 9." in unknown.err
    stranger = talk("stop", options=("--regel", "--wie", "Iemand Anders"))
    assert (stranger.code, stranger.out) == (1, "")


def test_consent_is_taken_back_with_one_question_and_the_certificate_is_said(
    talk, folder, tmp_path, capsys, monkeypatch
):
    kept = talk("intrekken", "n", "stop")
    assert "Er is niets veranderd." in kept.out
    monkeypatch.setattr("sys.stdin", io.StringIO("intrekken\nj\n"))
    arguments = ["gesprek", "3", "inwoner", "--regel", "--wachtwoord-bestand", str(tmp_path / "geheim")]
    said = call([*arguments, "--wie", PERSON], Setting(folder, force=True, policy=WEAK), capsys)
    assert said.code == 0
    assert "Alles van deze inwoner wordt nu vernietigd" in said.out
    assert "VERKLARING" in said.out
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        assert [case.number for case in Register(vault).cases()] == [1, 2]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_left_alone_closes_and_a_pipe_may_wait():
    with pytest.raises(LeftAlone):
        LineReader(Terminal("g\n"), 900, waiting=lambda _stream, _seconds: False)()
    reader = LineReader(Terminal("g\r\n"), 900, waiting=lambda _stream, seconds: seconds == 900)
    assert (reader(), reader()) == ("g", None)
    assert LineReader(io.StringIO("g\n"), 0)() == "g"


# -- a text of several lines -------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["dossier", "professional"])
def test_easy_words_are_for_the_resident_alone_and_it_says_so(talk, source):
    said = talk("heropen we kijken nog eens", "ga 2", "makkelijk", "stop", source=source)
    assert "alleen voor het gesprek met de inwoner" in said.out


def test_a_reason_may_take_several_lines_and_is_one_text(talk):
    said = talk("r", "Drie maanden stil.  \\", "stop is hier geen opdracht \\", "En toen dit.", "stop")
    assert said.interview.view("12").reason == "Drie maanden stil.\nstop is hier geen opdracht\nEn toen dit."
    assert said.draft is None


def test_what_was_typed_before_a_hang_up_is_offered_without_being_shown_and_finished(talk):
    cut = talk("r", "Steeds een ander aan de lijn. \\", "En nooit teruggebeld. \\")  # here the line is cut
    assert cut.interview.status("12") is Status.REASON_MISSING
    assert cut.draft.text == "Steeds een ander aan de lijn.\nEn nooit teruggebeld."

    again = talk("verder", "Dat was het.", "stop")
    assert "bij de reden van vraag 12: 2 regels" in again.out
    assert "Steeds" not in again.out
    assert again.interview.view("12").reason.endswith("En nooit teruggebeld.\nDat was het.")
    assert again.draft is None


def test_an_unfinished_text_can_be_ready_thrown_away_or_left(talk):
    talk("r", "Was al af. \\")
    left = talk("herhaal", "stop")
    assert left.draft.text == "Was al af."
    thrown = talk("weg", "stop")
    assert "Die tekst is weg." in thrown.out
    assert thrown.draft is None
    assert thrown.interview.status("12") is Status.REASON_MISSING
    talk("Nu wel. \\")
    assert talk("verder", "", "stop").interview.view("12").reason == "Nu wel."


def test_what_the_screen_had_begun_elsewhere_stays_beside_it(talk):
    talk("r", "Op regels. \\", draft=Draft(question="", field="klad", text="later vragen"))
    after = talk("verder", "", "stop")
    assert (after.draft.field, after.draft.text, after.draft.beside) == ("klad", "later vragen", ())
    assert "In het scherm van zet kunt u ermee verder." in talk("stop").out
