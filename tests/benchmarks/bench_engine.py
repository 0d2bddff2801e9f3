"""The engine's budget (DESIGN section 9): a full pass of 33 answers, one answer, loading a questionnaire.

Run: .venv/bin/python tests/benchmarks/bench_engine.py
"""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

from flows.events import Body, Event
from flows.instrument import QuestionKind, Questionnaire, Source, load_instrument
from flows.interview import Interview

STAMP = datetime(2026, 1, 1, tzinfo=UTC)
VALUES = {
    QuestionKind.RATING: "rood",
    QuestionKind.YES_NO: "ja",
    QuestionKind.OPEN: "tekst",
    QuestionKind.TIMELINE: "tijdlijn",
}


def applied(interview: Interview, body: Body, times: list[float], started: float) -> Interview:
    after = interview.apply(Event(id=f"{len(interview.events):032x}", author="A", at=STAMP, body=body))
    after.next_open()
    times.append(time.perf_counter() - started)
    return after


def one_pass(questionnaire: Questionnaire) -> tuple[float, list[float]]:
    """Every question answered with its reason, then the safety gate flipped twice; seconds, and per answer."""
    times: list[float] = []
    begin = time.perf_counter()
    interview = Interview(questionnaire)
    interview = applied(interview, interview.add_entry("aangemeld", "2023", "e1"), times, time.perf_counter())
    while (question := interview.next_open()) is not None:
        started = time.perf_counter()
        value = VALUES[question.kind]
        interview = applied(interview, interview.answer(question.id, value, "tekst"), times, started)
        if value == "rood":
            started = time.perf_counter()
            interview = applied(interview, interview.give_reason(question.id, "duurde lang"), times, started)
    for value in ("nee", "ja", "nee", "ja"):
        started = time.perf_counter()
        interview.what_would_change("24", value)
        interview = applied(interview, interview.answer("24", value), times, started)
    interview.complete()
    return time.perf_counter() - begin, times


def measured(what: Callable[[], object], rounds: int = 30) -> list[float]:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        what()
        times.append(time.perf_counter() - started)
    return times


def main() -> None:
    loads = measured(lambda: load_instrument("zet"))
    questionnaire = load_instrument("zet").questionnaire(Source.RESIDENT)
    passes = [one_pass(questionnaire) for _ in range(60)]
    answers = [second for _, times in passes for second in times]
    print("engine, milliseconds          median     min   budget")  # noqa: T201 - a benchmark prints
    for name, seconds, budget in (
        ("load the whole instrument", loads, 14.0),
        ("33 answers with reasons", [total for total, _ in passes], 3.6),
        ("one event and what is next", answers, 0.2),
    ):
        median, least = statistics.median(seconds) * 1000, min(seconds) * 1000
        print(f"{name:<28}{median:8.3f}{least:8.3f}{budget:9.1f}")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
