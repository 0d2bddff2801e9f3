"""What `zet analyse` says of deadlines: how often they were met, per source."""

import json
from pathlib import Path

import pytest

from flows.analysis import analyse
from flows.deadlines import Verdict
from flows.instrument import Source, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, ResultDeadline, SourceResult
from tests.invented import told
from tests.storage.export.books import write_analysis
from zet_tui.cli import main
from zet_tui.commands.analyse_walk import sheets

REGIE = load_instrument("regie")


def case(number: int, verdict: Verdict, *, excused: bool = False) -> CaseResult:
    judged = (ResultDeadline(deadline="ondersteuningsplan", verdict=verdict, excused=excused),)
    answers = (ResultAnswer(question="9", status=Status.ANSWERED, value="mint"),)
    source = SourceResult(source=Source.DOSSIER, closure="volledig", answers=answers, deadlines=judged)
    return CaseResult(number=number, sources=(source,))


CASES = (
    case(1, Verdict.IN_TIME),
    case(2, Verdict.TOO_LATE, excused=True),
    case(3, Verdict.TOO_LATE),
    case(4, Verdict.UNKNOWN),
)
TITLE = "Ondersteuningsplan binnen twee weken na de intake"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    write_analysis(told(CASES, REGIE, evaluation_title="Regie"), tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "    dossier       op tijd 1 · te laat 2 (1 met reden) · niet te zeggen 1"),
        (["--casus", "1"], "    dossier       op tijd 1 · te laat 0 · niet te zeggen 0"),
    ],
)
def test_the_counts_stand_in_the_analysis(book, capsys, chosen, said):
    with pytest.raises(SystemExit) as ended:
        main(["analyse", str(book), *chosen])
    assert ended.value.code in (0, None)
    lines = capsys.readouterr().out.splitlines()
    assert lines[lines.index(said) - 1] == f"  {TITLE}"


def test_the_counts_stand_in_the_json_too(book, capsys):
    with pytest.raises(SystemExit):
        main(["analyse", str(book), "--json"])
    (counted,) = json.loads(capsys.readouterr().out)["termijnen"]
    assert counted == {
        "termijn": "ondersteuningsplan", "titel": TITLE, "bron": "dossier",
        "op_tijd": 1, "te_laat": 2, "te_laat_met_reden": 1, "niet_te_zeggen": 1,
    }  # fmt: skip


def test_the_counts_stand_on_the_first_sheet_of_the_app_too():
    whole = "\n".join(next(iter(sheets(analyse(REGIE, CASES), CASES))).lines)
    assert "op tijd 1 · te laat 2 (1 met reden) · niet te zeggen 1" in whole
    assert "Termijnen" not in "\n".join(next(iter(sheets(analyse(REGIE, ()), ()))).lines)
