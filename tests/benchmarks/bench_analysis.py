"""How long analysing takes: counting 1,000 and 10,000 cases, and reading a workbook of 1,000; run it by hand.

python tests/benchmarks/bench_analysis.py
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from flows.analysis import analyse
from flows.instrument import Instrument, QuestionKind, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from storage.export.analysis_reader import read_analysis
from storage.export.workbook import write_analysis

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


def timed(what: Callable[[], object], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        taken.append(time.perf_counter() - start)
    return median(taken)


def show(what: str, cases: int, seconds: float) -> None:
    sys.stdout.write(f"{what:<8} {cases:>6} cases {seconds * 1000:9.1f} ms\n")


def main() -> None:
    zet = load_instrument("zet")
    for cases in (3, 1_000, 10_000):
        made = invented(zet, cases)
        show("analyse", cases, timed(lambda made=made: analyse(zet, made)))
    with tempfile.TemporaryDirectory() as folder:
        for cases in (3, 100, 1_000):
            results = Results(
                municipality="Oosterdam",
                evaluation_title="Meting",
                exported_on="2026-01-01",
                instrument_text=zet.text(),
                cases=invented(zet, cases),
            )
            path = Path(folder) / f"{cases}.xlsx"
            write_analysis(results, path)
            show("read", cases, timed(lambda path=path: read_analysis(path), 3))


if __name__ == "__main__":
    main()
