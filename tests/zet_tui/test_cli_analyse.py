"""`zet analyse`: what it prints from exported workbooks, what it refuses, and that no vault is needed."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from flows.analysis import analyse
from flows.instrument import Source
from flows.interview import Status
from flows.results import ResultAnswer, Results
from storage.export.analysis_reader import Why
from tests.invented import ZET, told_round
from tests.storage.export.books import write_analysis
from tests.zet_tui.shell import call
from zet_tui.cli import zet
from zet_tui.commands import analyse_lines
from zet_tui.wording import analysis as wording

PLAN = {  # row 3 is dossier 2, inwoner 3, professional 2; row 27 asks about safety
    Source.DOSSIER: {"2": "rood", "18": "nee"},
    Source.RESIDENT: {"3": "groen", "24": "ja"},
    Source.PROFESSIONAL: {"2": "mint", "22": "nee"},
}


def results(cases: int = 3, *, told: str = "Niets over te vinden.", **changes: object) -> Results:
    def answers(number: int, source: Source) -> Iterator[ResultAnswer]:
        for question, value in PLAN[source].items():
            reason = f"{told} ({number})" if value == "rood" else None
            yield ResultAnswer(question=question, status=Status.ANSWERED, value=value, reason=reason)

    return told_round(cases, answers, **changes)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Analysebestand.xlsx"
    write_analysis(results(), path)
    return path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_it(*arguments: object) -> tuple[int, str, str]:
        said = call(["analyse", *map(str, arguments)], None, capsys)
        return said.code, said.out, said.err

    return run_it


def test_safety_comes_first_and_every_section_is_there(run: Run, book: Path) -> None:
    code, out, err = run(book)
    assert (code, err) == (0, "")
    assert out.index("casus 1    dossier nee · inwoner ja · professional nee") < out.index(
        "Gemiddelden per thema"
    )
    for heading in (
        "als balken",
        "Warmtekaart",
        "tussen bronnen",
        "tussen casussen",
        "Gaat goed",
        "Knelpunten",
    ):
        assert heading in out
    assert "! 3,00  rij 3:" in out
    assert "inwoner 4,00 (n 3), dossier ▼ 1,00 (n 3)" in out


def test_without_a_terminal_there_is_no_colour_and_the_symbols_stay(run: Run, book: Path) -> None:
    _, out, _ = run(book)
    assert "\x1b" not in out
    assert "■" in out
    assert "◐" in out


def coloured(text: str) -> dict[str, set[str]]:
    """How each symbol of a rating and each bar is coloured."""
    found: dict[str, set[str]] = {}
    for style, words in re.findall(r"((?:\x1b\[[0-9;]+m)+)([^\x1b]+)\x1b", text):
        found.setdefault(words.strip()[:1], set()).add(";".join(re.findall("[0-9;]+", style)))
    return found


def test_a_bar_can_be_seen_on_any_ground_and_few_colours_are_the_terminals_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("COLORTERM")
    analysis = analyse(ZET, results().cases)
    assert coloured("\n".join(analyse_lines.bars(analysis)))["█"] <= {"32", "36", "33", "31"}
    few = coloured("\n".join(analyse_lines.heat_map(analysis)))
    assert {symbol: few[symbol] for symbol in "●◐■"} == {"●": {"32;7"}, "◐": {"36;7"}, "■": {"31;7"}}
    monkeypatch.setenv("COLORTERM", "truecolor")
    many = coloured("\n".join(analyse_lines.heat_map(analysis)))
    assert all(style.startswith("38;2;31;38;43;48;2;") for symbol in "●◐■" for style in many[symbol])


@pytest.mark.parametrize("wanted", [True, False])
def test_no_color_takes_every_colour_away(monkeypatch: pytest.MonkeyPatch, book: Path, wanted: bool) -> None:
    if not wanted:
        monkeypatch.setenv("NO_COLOR", "1")
    said = CliRunner().invoke(zet, ["analyse", str(book)], color=True)
    assert said.exit_code == 0
    assert ("\x1b" in said.output) is wanted


def test_lines_fit_the_width_of_a_small_terminal(run: Run, book: Path) -> None:
    for arguments in ((book,), (book, "--vragen"), (book, "--rij", 3)):
        _, out, _ = run(*arguments)
        assert max(map(len, out.splitlines())) <= 80


def test_json_tells_the_same_without_a_word_of_a_resident(run: Run, book: Path) -> None:
    code, out, _ = run(book, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["casussen"] == 3
    assert found["bestanden"][0]["niet_meegeteld"] == []
    row = next(one for one in found["niveaus"] if (one["niveau"], one["sleutel"]) == ("vraag", 3))
    assert row["cijfers"]["dossier"] | {} == {
        "gemiddelde": 1.0,
        "n": 3,
        "onder_2_5": True,
        "groen": 0,
        "mint": 0,
        "oranje": 0,
        "rood": 3,
        "nvt": 0,
        "nvt_route": 0,
        "geen_antwoord": 0,
        "open": 0,
    }
    assert row["cijfers"]["alle"]["gemiddelde"] == pytest.approx(8 / 3)
    assert [one["casus"] for one in found["veiligheid"]] == [1, 2, 3]
    assert "Niets over te vinden" not in out


def test_from_a_row_or_criterion_to_its_reasons(run: Run, book: Path) -> None:
    _, out, _ = run(book, "--rij", 3)
    assert "casus 2, dossier, vraag 2: ■ rood" in out
    assert "Niets over te vinden. (2)" in out
    _, out, _ = run(book, "--criterium", 1, "--bron", "inwoner")
    assert "Niets over te vinden" not in out
    assert "inwoner, vraag 3: ● groen" in out


def test_a_row_or_case_that_is_not_there_is_refused(run: Run, book: Path) -> None:
    assert run(book, "--rij", 99)[::2] == (1, "Er is geen rij 99 in deze evaluatie.\n")
    assert run(book, "--casus", 9)[::2] == (1, "Er is geen casus 9. Dit bestand heeft 3 casussen.\n")


def test_one_case_can_be_looked_at_alone(run: Run, book: Path) -> None:
    _, out, _ = run(book, "--casus", 2)
    assert "1 casus" in out
    assert "Eén casus zegt iets over die casus" in out
    assert "casus 1" not in out


def test_the_questions_of_bijlage_5_are_walked(run: Run, book: Path) -> None:
    _, out, _ = run(book, "--vragen")
    assert out.index("Totaalbeeld") < out.index("1. Waar zijn de rode scores") < out.index("12. Denk na")
    assert "Niets over te vinden. (1)" in out


def test_several_files_are_joined_and_each_case_can_be_found(run: Run, book: Path, tmp_path: Path) -> None:
    write_analysis(results(told="Ander dossier."), tmp_path / "Tweede.xlsx")
    code, out, _ = run(book, tmp_path / "Tweede.xlsx")
    assert code == 0
    assert "6 casussen" in out
    assert "Tweede.xlsx: casus 4 tot en met 6" in out


def test_files_of_one_name_are_told_apart_without_their_folders(run: Run, tmp_path: Path) -> None:
    places = []
    for folder in ("laptop-van-anouk", "laptop-van-bas"):
        (tmp_path / folder).mkdir()
        places.append(tmp_path / folder / "Analysebestand.xlsx")
    write_analysis(results(), places[0])
    places[1].write_bytes(b"geen werkmap")
    code, _, err = run(*places)
    assert code == 1
    assert err.startswith("Analysebestand.xlsx (het 2e bestand): ")
    places[1].unlink()
    write_analysis(results(told="Iets anders."), places[1])
    other, single = tmp_path / "ander.xlsx", tmp_path / "Rest.xlsx"
    write_analysis(results(), other)
    write_analysis(results(told="Nog iets."), single)
    code, _, err = run(*places, other)
    assert (code, err.partition(":")[0]) == (1, "ander.xlsx")
    code, _, err = run(places[0], single, places[0])
    assert (code, err.partition(": ")[0]) == (1, "Analysebestand.xlsx (het 3e bestand)")
    code, out, _ = run(*places, single)
    assert code == 0
    assert "Analysebestand.xlsx (het 1e bestand): casus 1 tot en met 3" in out
    assert "Analysebestand.xlsx (het 2e bestand): casus 4 tot en met 6" in out
    assert "  Rest.xlsx: casus 7 tot en met 9" in out
    files = json.loads(run(*places, "--json")[1])["bestanden"]
    assert [file["bestand"] for file in files] == [
        "Analysebestand.xlsx (het 1e bestand)",
        "Analysebestand.xlsx (het 2e bestand)",
    ]
    assert "laptop" not in out + err


def test_the_same_file_twice_and_another_version_are_refused(run: Run, book: Path, tmp_path: Path) -> None:
    code, out, err = run(book, book)
    assert (code, out) == (1, "")
    assert "Dezelfde casussen" in err
    other = ZET.model_copy(update={"version": "3.0"})
    write_analysis(results(instrument_text=other.text()), tmp_path / "Nieuw.xlsx")
    code, _, err = run(book, tmp_path / "Nieuw.xlsx")
    assert code == 1
    assert "verschillende vragenlijsten of versies" in err


def test_terms_that_mean_something_else_are_told(run: Run, tmp_path: Path) -> None:
    write_analysis(results(term_meanings={"toegang": "Het loket."}), tmp_path / "a.xlsx")
    write_analysis(results(told="Ander.", term_meanings={"toegang": "Alles."}), tmp_path / "b.xlsx")
    assert "betekenden niet overal hetzelfde: toegang" in run(tmp_path / "a.xlsx", tmp_path / "b.xlsx")[1]


def test_an_earlier_round_is_compared_without_claiming_too_much(run: Run, book: Path, tmp_path: Path) -> None:
    write_analysis(results(evaluation_title="Ronde 2"), tmp_path / "Ronde2.xlsx")
    code, out, _ = run(tmp_path / "Ronde2.xlsx", "--eerder", book)
    assert code == 0
    assert out.count("te weinig casussen om iets te zeggen") == 1  # said once for all of them
    assert "2,7 (n 9) → 2,7 (n 9)\n" in out
    found = json.loads(run(tmp_path / "Ronde2.xlsx", "--eerder", book, "--json")[1])["vergelijking"]
    assert {one["oordeel"] for one in found["verschillen"]} == {"too_few"}


def test_municipalities_stand_side_by_side(run: Run, book: Path, tmp_path: Path) -> None:
    write_analysis(results(municipality="Westerdam"), tmp_path / "w.xlsx")
    code, out, _ = run(book, tmp_path / "w.xlsx", "--naast")
    assert code == 0
    assert "2  Westerdam, Ronde 1, 3 casussen" in out
    assert "Vertrouwelijk" in out
    assert "minder dan 5 casussen zegt een verschil nog weinig" in out
    assert "\n  1 Inwoners weten waar ze" in out
    assert max(map(len, out.splitlines())) <= 80
    assert len(json.loads(run(book, tmp_path / "w.xlsx", "--naast", "--json")[1])) == 2


def test_what_was_left_out_is_said_with_its_place(run: Run, book: Path, tmp_path: Path) -> None:
    edited = openpyxl.load_workbook(book)
    edited["Dossier"]["I6"] = "Mevrouw Jansen belde"
    edited.save(tmp_path / "b.xlsx")
    _, out, _ = run(tmp_path / "b.xlsx")
    assert "Niet meegeteld" in out
    assert "Dossier!I6: dit is geen kleur" in out
    assert "Jansen" not in out
    told = json.loads(run(tmp_path / "b.xlsx", "--json")[1])["bestanden"][0]["niet_meegeteld"]
    assert told == [{"waarom": "not_an_answer", "tabblad": "Dossier", "cel": "I6", "over": "1"}]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"naam;score\n"])
def test_a_file_that_is_not_ours_is_refused_by_name(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    code, out, err = run(tmp_path / "x.xlsx")
    assert (code, out) == (1, "")
    assert err.startswith("x.xlsx: ")


def test_a_missing_file_is_refused_and_no_file_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path / "weg.xlsx")[0] == 1
    assert run()[0] == 2


def test_one_case_is_analysed(run: Run, tmp_path: Path) -> None:
    write_analysis(results(1), tmp_path / "a.xlsx")
    assert "Er zijn te weinig casussen om te vergelijken." in run(tmp_path / "a.xlsx")[1]


def test_every_reason_for_leaving_out_has_a_sentence() -> None:
    assert all(wording.is_known(why.value) for why in Why)


def test_columns_stand_apart_with_a_thousand_cases() -> None:
    many = analyse_lines.cell_width([analyse(ZET, results(3).cases)])
    assert many == 13
    wide = analyse(ZET, tuple(case for number in range(400) for case in results(3).cases))
    assert analyse_lines.cell_width([wide]) > 13
    lines = list(analyse_lines.overview(wide))
    assert max(map(len, lines)) <= 90
    assert not [line for line in lines if ")▲" in line or ")●" in line or ")◐" in line or ")■" in line]
