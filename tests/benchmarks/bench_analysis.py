"""How long analysing takes: counting 1,000 and 10,000 cases, and reading a workbook of 1,000; run it by hand.

python tests/benchmarks/bench_analysis.py
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[2]))

from flows.analysis import analyse
from flows.instrument import Instrument, QuestionKind, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from storage.export.analysis_reader import read_analysis
from tests.benchmarks.rows import Row, row, tell
from tests.storage.export.books import write_analysis

COLOURS = ("groen", "mint", "oranje", "rood")


def invented(zet: Instrument, cases: int) -> tuple[CaseResult, ...]:
    chance = random.Random(1)

    def answer(question: str) -> ResultAnswer:
        value = chance.choice(COLOURS)
        reason = "Er was geen plan." if value in {"oranje", "rood"} else None
        return ResultAnswer(question=question, status=Status.ANSWERED, value=value, reason=reason)

    return tuple(
        CaseResult(
            number=number,
            sources=tuple(
                SourceResult(
                    source=one.source,
                    closure="volledig",
                    answers=tuple(answer(q.id) for q in one.questions if q.kind is QuestionKind.RATING),
                )
                for one in zet.questionnaires
            ),
        )
        for number in range(1, cases + 1)
    )


def timed(what: Callable[[], object], times: int = 5) -> list[float]:
    """Milliseconds of each."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def grown(what: str, sizes: Sequence[int], run: Callable[[int], list[float]]) -> list[Row]:
    """A row for each number of cases; the ratio is to the row above."""
    rows: list[Row] = []
    before: float | None = None
    for cases in sizes:
        taken = run(cases)
        rows.append(row(what, f"{cases:,} cases", "ms", taken, ratio=before and median(taken) / before))
        before = median(taken)
    return rows


def measure(quick: bool) -> list[Row]:
    zet = load_instrument("zet")

    def analysing(cases: int) -> list[float]:
        made = invented(zet, cases)
        return timed(lambda: analyse(zet, made))

    def reading(cases: int) -> list[float]:
        results = Results(
            municipality="Oosterdam",
            evaluation_title="Meting",
            exported_on="2026-01-01",
            instrument_text=zet.text(),
            cases=invented(zet, cases),
        )
        path = Path(folder) / f"{cases}.xlsx"
        write_analysis(results, path)
        return timed(lambda: read_analysis(path), 3)

    rows = grown("analyse", (10, 100, 1_000) if quick else (10, 100, 1_000, 10_000), analysing)
    with tempfile.TemporaryDirectory() as folder:
        return rows + grown("read a workbook", (3, 100) if quick else (3, 100, 1_000), reading)


if __name__ == "__main__":
    tell(measure, __doc__)
