"""What the Analysebestand costs beside bare openpyxl: run `python tests/benchmarks/bench_export.py`.

For 3, 100 and 1,000 invented cases, each in a process of its own: making, flushing and reading back the workbook;
the gate; the Sessiebestand; the tidy table; and bare openpyxl writing the same cells (values and formulas, no
styles, nothing read back). Processor seconds (other work spoils the clock, and with it the ratio), the most memory of
the process, and the ratio. Growth should be linear.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook

sys.path.insert(0, str(Path(__file__).parents[2]))

from flows.instrument import QuestionKind, load_instrument
from flows.interview import Status
from flows.results import DURATIONS, CaseResult, ResultAnswer, ResultEvent, Results, SourceResult
from storage.export.gate import check_file
from storage.export.session import prepare_session
from storage.export.tidy import prepare_table
from storage.export.workbook import prepare_analysis
from tests.benchmarks.rows import Row, row, tell
from tests.storage.export.books import published

SIZES = (3, 100, 1000)
NAMES = {
    "analysis": "export: write and read back",
    "bare": "export: bare openpyxl, the same cells",
    "gate": "export: the gate",
    "session": "export: the session file",
    "table": "export: the tidy table",
}
REASON = "De brief was moeilijk en daarna bleef het lang stil; pas na een telefoontje kwam er iemand langs."


def invented(number: int) -> Results:
    """A conversation with each of three sources for every case, half of them unsafe."""
    zet, chance = load_instrument("zet"), random.Random(1)

    def answer(question, unsafe: bool) -> ResultAnswer:
        if question.kind is QuestionKind.OPEN:
            return ResultAnswer(question=question.id, status=Status.ANSWERED, value="tekst", text=REASON)
        if question.kind is not QuestionKind.RATING:
            value = ("ja" if unsafe else "nee") if question.kind is QuestionKind.YES_NO else "tijdlijn"
            return ResultAnswer(question=question.id, status=Status.ANSWERED, value=value)
        if question.asked_if and not unsafe:
            return ResultAnswer(question=question.id, status=Status.OFF_ROUTE)
        value = chance.choice(["groen", "mint", "oranje", "rood", "nvt"])
        status = Status.NOT_APPLICABLE if value == "nvt" else Status.ANSWERED
        reason = None if value in {"groen", "mint"} else f"{REASON} {chance.randrange(1000)}"
        return ResultAnswer(question=question.id, status=status, value=value, reason=reason)

    cases = tuple(
        CaseResult(
            number=at + 1,
            sources=tuple(
                SourceResult(
                    source=questionnaire.source,
                    closure="volledig",
                    answers=tuple(answer(question, at % 2 == 0) for question in questionnaire.questions),
                    timeline=tuple(
                        ResultEvent(text="Gebeld met het loket.", after=after) for after in DURATIONS[:4]
                    ),
                )
                for questionnaire in zet.questionnaires
            ),
        )
        for at in range(number)
    )
    return Results(
        municipality="Oosterdam",
        evaluation_title="Meting",
        exported_on="2026-01-01",
        instrument_text=zet.text(),
        cases=cases,
    )


def bare(cells: list[tuple[str, list[tuple]]], path: Path) -> None:
    """Write the same cells with openpyxl and nothing else."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in cells:
        sheet = book.create_sheet(title)
        for line in rows:
            sheet.append(line)
    book.save(path)


def measured(step: Callable[[], object]) -> tuple[float, float]:
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    step()
    return time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def one(what: str, number: int, folder: Path) -> None:
    """Measure one thing in this process and print it as JSON: seconds, and megabytes on top of the results."""
    results = invented(number)
    workbook = folder / f"{number}.xlsx"
    steps: dict[str, Callable[[], object]] = {
        "analysis": lambda: published(prepare_analysis(results, workbook)),
        "gate": lambda: check_file(workbook, results, ("Fatima el Yousfi", "Noor (dochter)")),
        "session": lambda: published(prepare_session(results, (), folder / f"sessie {number}.xlsx")),
        "table": lambda: published(prepare_table(results, folder / f"{number}.csv")),
    }
    if what == "bare":
        cells = [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in load_workbook(workbook)]
        steps["bare"] = lambda: bare(cells, folder / f"bare {number}.xlsx")
    sys.stdout.write(json.dumps(measured(steps[what])))


def measure(quick: bool) -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in (3, 100) if quick else SIZES:
            found = {}
            for what in ("analysis", "bare", "gate", "session", "table"):
                command = [sys.executable, __file__, "--one", what, str(number), folder]
                run = subprocess.run(command, capture_output=True, text=True, check=True)
                found[what] = json.loads(run.stdout)
            for what, (seconds, memory) in found.items():
                title = NAMES[what]
                ratio = None if what == "bare" else seconds / found["bare"][0]
                rows.append(row(title, f"{number:,} cases", "s", seconds, ratio=ratio))
                rows.append(row(f"{title}: memory", f"{number:,} cases", "MB", memory))
    return rows


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
    else:
        tell(measure, __doc__)
