"""An Analysebestand comes back as it was; after somebody worked in it, what can be read is used and the rest named."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from flows.instrument import Instrument, Source, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from storage.export.analysis_reader import Why, read_analysis
from storage.export.workbook_plan import plan
from tests.storage.export.books import write_analysis
from tests.storage.export.edited import edited

SECRET = "Ongepast woord dat nergens hoort"


def answer(results: Results, case: int, source: Source, question: str) -> ResultAnswer:
    found = next(one for one in results.cases if one.number == case)
    of = next(one for one in found.sources if one.source is source)
    return next(one for one in of.answers if one.question == question)


@pytest.mark.parametrize("cases", [1, 3, 40])
def test_what_was_written_is_read_back_exactly(
    tmp_path: Path, invented: Callable[[int], Results], cases: int
) -> None:
    results = invented(cases)
    write_analysis(results, tmp_path / "a.xlsx")
    found = read_analysis(tmp_path / "a.xlsx")
    assert found.known
    assert found.left_out == ()
    assert plan(found.results).tabs == plan(results).tabs
    assert plan(found.results).steps == plan(results).steps
    assert found.results.model_dump(exclude={"cases"}) == results.model_dump(exclude={"cases"})


@pytest.mark.parametrize("agreed", [3, 5, 10])
def test_the_agreed_threshold_goes_along(
    tmp_path: Path, invented: Callable[[int], Results], agreed: int
) -> None:
    write_analysis(invented(3).model_copy(update={"session_threshold": agreed}), tmp_path / "a.xlsx")
    found = read_analysis(tmp_path / "a.xlsx")
    assert (found.results.session_threshold, found.threshold_told) == (agreed, True)


@pytest.mark.parametrize(
    "text", [None, "", "Minstens 2 casussen.", "Minstens 11 casussen.", "vijf", "Minstens 5"]
)
def test_without_a_threshold_that_can_be_read_the_least_holds(
    tmp_path: Path, exported: Path, text: str | None
) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Lees mij"]
        row = next(row for row in range(1, 60) if sheet.cell(row, 1).value == "Drempel voor partners")
        if text is None:  # a workbook of an earlier version
            sheet.delete_rows(row)
        else:
            sheet.cell(row, 2).value = text

    found = read_analysis(edited(exported, tmp_path, change))
    assert (found.results.session_threshold, found.threshold_told) == (3, False)
    assert found.left_out == ()


def test_a_narrowed_evaluation_comes_back_narrowed(
    tmp_path: Path, invented: Callable[[int], Results]
) -> None:
    # given: only criterion 10, which keeps the yes or no of criterion 9
    results = invented(3).model_copy(update={"criteria": (10,), "themes": None})
    write_analysis(results, tmp_path / "a.xlsx")
    found = read_analysis(tmp_path / "a.xlsx")
    assert found.results.criteria == (10,)
    assert found.left_out == ()
    assert plan(found.results).tabs == plan(results).tabs


def test_a_workbook_of_another_instrument_is_read_with_that_instrument(tmp_path: Path) -> None:
    regie = load_instrument("regie")
    told = SourceResult(
        source=Source.RESIDENT,
        answers=(ResultAnswer(question="2.1", status=Status.ANSWERED, value="ja"),),
        closure="gestopt",
    )
    results = Results(
        municipality="Oosterdam",
        evaluation_title="Regie",
        exported_on="2026-01-02",
        instrument_text=regie.text(),
        cases=(CaseResult(number=1, sources=(told,)),),
    )
    write_analysis(results, tmp_path / "a.xlsx")
    found = read_analysis(tmp_path / "a.xlsx")
    assert found.instrument == regie
    assert answer(found.results, 1, Source.RESIDENT, "2.1").value == "ja"


def test_an_own_instrument_is_told_by_the_workbook_itself(exported: Path) -> None:
    found = read_analysis(exported, instruments=[])
    zet = load_instrument("zet")
    assert not found.known
    assert [one.why for one in found.left_out] == [Why.INSTRUMENT_UNKNOWN]
    assert [theme.title for theme in found.instrument.themes] == [theme.title for theme in zet.themes]
    assert [one.text for one in found.instrument.criteria] == [one.text for one in zet.criteria]
    assert plan(found.results).overview.all.total == plan(read_analysis(exported).results).overview.all.total
    for source in Source:
        assert [
            (q.id, q.kind, q.row, q.criterion) for q in found.instrument.questionnaire(source).questions
        ] == [
            (q.id, q.kind, q.row if q.theme else None, q.criterion)
            for q in zet.questionnaire(source).questions
        ]
    assert Instrument.from_text(found.results.instrument_text) == found.instrument


def test_another_version_is_read_on_its_own_terms(exported: Path, tmp_path: Path) -> None:
    def older(book: openpyxl.Workbook) -> None:
        sheet = book["Lees mij"]
        for row in sheet.iter_rows():
            if row[0].value == "Instrument":
                row[1].value = str(row[1].value).replace("versie 2.0", "versie 1.0")

    found = read_analysis(edited(exported, tmp_path, older))
    assert not found.known
    assert found.instrument.version == "1.0"


def test_saved_again_by_a_spreadsheet_program_it_is_the_same(exported: Path, tmp_path: Path) -> None:
    found = read_analysis(edited(exported, tmp_path, lambda _: None))
    assert found.left_out == ()
    assert found.results == read_analysis(exported).results


@pytest.mark.long
def test_saved_again_by_libreoffice_it_is_the_same(exported: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    home = f"-env:UserInstallation=file://{tmp_path}/profiel"
    command = [office, home, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(exported)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    found = read_analysis(tmp_path / exported.name)
    assert found.left_out == ()
    assert found.results == read_analysis(exported).results


def test_text_in_a_colour_cell_is_left_out_with_its_place(exported: Path, tmp_path: Path) -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Dossier"]["I6"] = SECRET

    found = read_analysis(edited(exported, tmp_path, typed))
    assert [(one.why, one.tab, one.cell, one.detail) for one in found.left_out] == [
        (Why.NOT_AN_ANSWER, "Dossier", "I6", "1")
    ]
    assert answer(found.results, 1, Source.DOSSIER, "2").status is Status.OPEN
    assert SECRET not in repr(found.left_out)


def test_yes_in_a_colour_cell_and_a_colour_at_yes_or_no_are_left_out(exported: Path, tmp_path: Path) -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Dossier"]["I6"] = "ja"
        book["Dossier"]["I22"] = "groen"

    found = read_analysis(edited(exported, tmp_path, typed))
    assert {("I6", Why.NOT_AN_ANSWER), ("I22", Why.NOT_AN_ANSWER)} <= {
        (one.cell, one.why) for one in found.left_out
    }


def test_colours_are_read_in_any_case_and_with_spaces(exported: Path, tmp_path: Path) -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Dossier"]["I6"] = " Rood "

    found = read_analysis(edited(exported, tmp_path, typed))
    assert answer(found.results, 1, Source.DOSSIER, "2").value == "rood"
    assert found.left_out == ()


def test_a_changed_gate_takes_what_follows_off_the_route(exported: Path, tmp_path: Path) -> None:
    def to_no(book: openpyxl.Workbook) -> None:
        for column in ("I", "M", "Q", "U"):
            book["Dossier"][f"{column}22"] = "nee"
            book["Dossier"][f"{column}23"] = "rood"

    found = read_analysis(edited(exported, tmp_path, to_no))
    assert answer(found.results, 1, Source.DOSSIER, "18").value == "nee"
    assert answer(found.results, 1, Source.DOSSIER, "19").status is Status.OFF_ROUTE
    assert ("I23", Why.OFF_ROUTE) in {(one.cell, one.why) for one in found.left_out}


def test_a_score_typed_over_its_formula_does_not_count_but_is_told(exported: Path, tmp_path: Path) -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Dossier"]["I6"] = "rood"
        book["Dossier"]["J6"] = 4

    found = read_analysis(edited(exported, tmp_path, typed))
    assert answer(found.results, 1, Source.DOSSIER, "2").value == "rood"
    assert [(one.why, one.cell) for one in found.left_out] == [(Why.SCORE_TYPED, "J6")]


def test_a_renamed_tab_is_still_found(exported: Path, tmp_path: Path) -> None:
    def renamed(book: openpyxl.Workbook) -> None:
        book["Inwoner"].title = "Gesprekken bewoners"

    found = read_analysis(edited(exported, tmp_path, renamed))
    assert [(one.why, one.tab, one.detail) for one in found.left_out] == [
        (Why.TAB_RENAMED, "Gesprekken bewoners", "Inwoner")
    ]
    assert found.results == read_analysis(exported).results


def test_a_removed_tab_is_told(exported: Path, tmp_path: Path) -> None:
    found = read_analysis(edited(exported, tmp_path, lambda book: book.remove(book["Inwoner"])))
    assert (Why.TAB_MISSING, "Inwoner") in {(one.why, one.detail) for one in found.left_out}
    assert {one.source for case in found.results.cases for one in case.sources} == {
        Source.DOSSIER,
        Source.PROFESSIONAL,
    }


def test_an_inserted_row_and_column_do_no_harm(exported: Path, tmp_path: Path) -> None:
    def inserted(book: openpyxl.Workbook) -> None:
        book["Dossier"].insert_rows(3)
        book["Dossier"].insert_cols(5)

    found = read_analysis(edited(exported, tmp_path, inserted))
    before = read_analysis(exported)
    assert [case.sources for case in found.results.cases] == [case.sources for case in before.results.cases]


def test_a_removed_and_a_double_question_are_told(exported: Path, tmp_path: Path) -> None:
    def changed(book: openpyxl.Workbook) -> None:
        book["Dossier"]["A6"] = 3  # question 2 is gone, 3 is there twice

    found = read_analysis(edited(exported, tmp_path, changed))
    assert {(Why.QUESTION_DOUBLE, "3"), (Why.QUESTION_MISSING, "2")} <= {
        (one.why, one.detail) for one in found.left_out
    }


def test_a_case_without_a_number_or_with_a_double_one_is_left_out(exported: Path, tmp_path: Path) -> None:
    def changed(book: openpyxl.Workbook) -> None:
        book["Dossier"]["I3"] = "mevrouw uit de wijk"
        book["Dossier"]["Q3"] = "Casus 2"

    found = read_analysis(edited(exported, tmp_path, changed))
    assert {(Why.CASE_UNNAMED, "I3"), (Why.CASE_DOUBLE, "Q3")} <= {
        (one.why, one.cell) for one in found.left_out
    }
    assert "mevrouw" not in repr(found.left_out)


@pytest.mark.parametrize("heading", ["nr", "Crit."])
def test_a_raised_digit_is_no_number(exported: Path, tmp_path: Path, heading: str) -> None:
    def changed(book: openpyxl.Workbook) -> None:
        tab = book["Dossier"]
        column = next(cell.column for row in tab["A1:J5"] for cell in row if cell.value == heading)
        for row in range(6, 20):
            tab.cell(row, column).value = "²"

    found = read_analysis(edited(exported, tmp_path, changed), instruments=[])
    assert len(found.results.cases) == 4


def test_a_text_longer_than_a_cell_comes_back_whole(tmp_path: Path, one: Callable[..., Results]) -> None:
    reason = "Lange reden. " * 4000
    write_analysis(one(reason=reason.strip()), tmp_path / "a.xlsx")
    found = read_analysis(tmp_path / "a.xlsx")
    assert answer(found.results, 1, Source.DOSSIER, "2").reason == reason.strip()
