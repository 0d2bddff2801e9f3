"""The verdicts on deadlines leave as words: in the Analysebestand and in the tidy table."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.deadlines import Verdict, deadlines_in
from flows.instrument import Source, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, ResultDeadline, Results, SourceResult
from storage.export.analysis_reader import Why, read_analysis
from storage.export.gate import check_file, check_table
from storage.export.tidy import prepare_table, table_bytes
from storage.export.workbook import analysis_bytes
from tests.storage.export.books import write_analysis

REGIE = load_instrument("regie")
JUDGED = (
    ResultDeadline(deadline="eerste_contact", verdict=Verdict.IN_TIME),
    ResultDeadline(deadline="ondersteuningsplan", verdict=Verdict.TOO_LATE, excused=True),
    ResultDeadline(deadline="tussenevaluatie", verdict=Verdict.TOO_LATE),
    ResultDeadline(deadline="verslag", verdict=Verdict.UNKNOWN),
)
WORDS = {
    "termijn eerste_contact": "op tijd",
    "termijn ondersteuningsplan": "te laat met reden",
    "termijn tussenevaluatie": "te laat",
    "termijn verslag": "niet te zeggen",
}


def judged(themes: tuple[str, ...] | None = None) -> Results:
    """Two cases of which only the first has dates, and only in its file."""
    answers = (ResultAnswer(question="6", status=Status.ANSWERED, value="groen"),)
    file = SourceResult(source=Source.DOSSIER, closure="volledig", answers=answers, deadlines=JUDGED)
    cases = (
        CaseResult(number=1, sources=(file, SourceResult(source=Source.RESIDENT, closure="gestopt"))),
        CaseResult(number=2, sources=(SourceResult(source=Source.DOSSIER, answers=answers),)),
    )
    return Results(
        municipality="Oosterdam",
        evaluation_title="Regie in Oosterdam",
        exported_on="2026-06-01",
        instrument_text=REGIE.text(),
        themes=themes,
        cases=cases,
    )


def lines_of(results: Results, tab: str) -> dict[str, list[str]]:
    sheet = load_workbook(io.BytesIO(analysis_bytes(results)))[tab]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    return {row[0]: row for row in rows if row[0].startswith("termijn ")}


def test_each_verdict_has_a_line_in_the_tab_of_its_source() -> None:
    lines = lines_of(judged(), "Dossier")
    assert {key: row[8] for key, row in lines.items()} == WORDS
    assert {key: row[12] for key, row in lines.items()} == dict.fromkeys(WORDS, "")  # case 2 had no dates
    assert lines["termijn verslag"][1] == "Verslag zes weken voor het einde van de indicatie"
    assert lines_of(judged(), "Inwoner") == {}  # that list has no timeline


def test_a_deadline_about_steps_outside_the_scope_has_no_line() -> None:
    pilot = REGIE.preset("pilot").themes
    assert set(lines_of(judged(pilot), "Dossier")) == set(WORDS) - {"termijn verslag"}
    scoped = REGIE.questionnaire(Source.DOSSIER).scoped(frozenset(pilot or ()), None)
    assert [each.id for each in deadlines_in(REGIE, scoped)] == [
        "eerste_contact", "ondersteuningsplan", "tussenevaluatie",
    ]  # fmt: skip


def test_the_workbook_is_read_back_with_its_verdicts(tmp_path: Path) -> None:
    write_analysis(judged(), tmp_path / "a.xlsx")
    found = read_analysis(tmp_path / "a.xlsx")
    assert found.left_out == ()
    dossiers = [case.sources[0].deadlines for case in found.results.cases]
    assert dossiers == [JUDGED, ()]
    told = read_analysis(tmp_path / "a.xlsx", instruments=[])
    ids = {question.id for one in told.instrument.questionnaires for question in one.questions}
    assert ids
    assert not any(each.startswith("termijn") for each in ids)


def test_a_verdict_that_was_typed_wrong_is_named_with_its_place(tmp_path: Path) -> None:
    write_analysis(judged(), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    row = next(cell.row for cell in book["Dossier"]["A"] if cell.value == "termijn verslag")
    book["Dossier"].cell(row, 9, "bijna")
    book.save(tmp_path / "a.xlsx")
    found = read_analysis(tmp_path / "a.xlsx")
    assert (Why.NOT_AN_ANSWER, f"I{row}") in {(each.why, each.cell) for each in found.left_out}
    assert found.results.cases[0].sources[0].deadlines == JUDGED[:-1]


def test_the_tidy_table_has_a_row_per_deadline() -> None:
    rows = list(csv.DictReader(io.StringIO(table_bytes(judged()).decode(), newline="")))
    dossier = [row for row in rows if row["source"] == "dossier" and row["kind"] == "termijn"]
    assert {row["question"]: row["value"] for row in dossier if row["case"] == "1"} == WORDS
    assert {(row["status"], row["value"]) for row in dossier if row["case"] == "2"} == {("open", "")}
    assert {row["score"] for row in dossier} == {""}


def test_the_gate_knows_these_words(tmp_path: Path) -> None:
    write_analysis(judged(), tmp_path / "a.xlsx")
    assert check_file(tmp_path / "a.xlsx", judged(), ("Fatima el Yousfi",)) == ()
    prepared = prepare_table(judged(), tmp_path / "r.csv")
    assert check_table(prepared.temporary, judged(), ("Fatima el Yousfi",)) == ()


@pytest.mark.parametrize("verdict", Verdict)
def test_what_was_kept_before_there_were_verdicts_is_still_read(verdict: Verdict) -> None:
    before = '{"source": "dossier", "timeline": [{"text": "Intake", "after": "dag 0"}]}'
    assert SourceResult.model_validate_json(before).deadlines == ()
    now = SourceResult(
        source=Source.DOSSIER, deadlines=(ResultDeadline(deadline="verslag", verdict=verdict),)
    )
    assert SourceResult.model_validate_json(now.model_dump_json()) == now
