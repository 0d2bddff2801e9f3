"""The engine's budget (DESIGN section 9): a full pass of 33 answers, one answer, loading a questionnaire.

Lines without a budget show what a person waits for beside it: opening a stored conversation, the timeline, the
handbook's texts, and a list ten times as long with a chain through it (growth should stay modest).

Run: .venv/bin/python tests/benchmarks/bench_engine.py
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from flows.events import Body, Event, event_from_bytes, event_to_bytes
from flows.handbook import handbook
from flows.instrument import Condition, Question, QuestionKind, Questionnaire, Source, load_instrument
from flows.interview import Interview, TimelineEntry
from flows.suggestions import suggestions
from flows.timeline import durations, placed
from tests.benchmarks.rows import Row, row, tell

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


def one_pass(questionnaire: Questionnaire) -> tuple[float, list[float], Interview]:
    """Every question answered with its reason, then the safety gate flipped twice; seconds, per answer, the end."""
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
    return time.perf_counter() - begin, times, interview


def long_list(count: int = 330) -> Questionnaire:
    """A list in which every tenth question hides the nine behind it, each gate itself behind the one before."""
    questions = []
    for number in range(1, count + 1):
        gate = (number - 1) // 10 * 10 + 1 if number % 10 != 1 else number - 10
        asked_if = Condition.model_validate({"question": gate, "is": "ja"}) if gate > 0 else None
        kind = QuestionKind.YES_NO if number % 10 == 1 else QuestionKind.RATING
        questions.append(
            Question(id=str(number), number=number, kind=kind, text=f"Vraag {number}", asked_if=asked_if)
        )
    return Questionnaire(
        source=Source.RESIDENT,
        title="Lang",
        goal="Meten",
        preparation="-",
        filling_in="-",
        questions=tuple(questions),
    )


def flipped(questionnaire: Questionnaire) -> list[float]:
    """The first gate of a long list that is filled in, flipped to and fro; seconds per flip."""
    interview, times = Interview(questionnaire), list[float]()
    while (question := interview.next_open()) is not None:
        value = "ja" if question.kind is QuestionKind.YES_NO else "groen"
        interview = applied(interview, interview.answer(question.id, value), [], 0.0)
    for value in ("nee", "ja") * 10:
        started = time.perf_counter()
        interview.what_would_change("1", value)
        interview = applied(interview, interview.answer("1", value), times, started)
    return times


def reopened(stored: list[bytes], questionnaire: Questionnaire) -> Interview:
    return Interview.replay(questionnaire, map(event_from_bytes, stored))


def timeline() -> None:
    said = (
        "maart 2023",
        "drie weken later",
        "eind 2021",
        "kort na de brief 1",
        "ooit",
        "tussen mei en juli 2022",
    )
    entries = [TimelineEntry(str(n), f"brief {n}", said[n % len(said)]) for n in range(24)]
    durations(placed(entries, {}, date(2024, 6, 14)))


def measured(what: Callable[[], object], rounds: int = 30) -> list[float]:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        what()
        times.append(time.perf_counter() - started)
    return times


def measure(quick: bool) -> list[Row]:
    loads = measured(lambda: load_instrument("zet"))
    questionnaire = load_instrument("zet").questionnaire(Source.RESIDENT)
    passes = [one_pass(questionnaire) for _ in range(10 if quick else 60)]
    answers = [second for _, times, _ in passes for second in times]
    stored = [event_to_bytes(event) for event in passes[0][2].events]
    texts = measured(lambda: (handbook.__wrapped__(), [suggestions.__wrapped__(s) for s in Source]))
    return [
        row(f"engine: {name}", "", "ms", [second * 1000 for second in seconds], most=budget)
        for name, seconds, budget in (
            ("load the whole instrument", loads, 14.0),
            ("33 answers with reasons", [total for total, _, _ in passes], 3.6),
            ("one event and what is next", answers, 0.2),
            (f"open {len(stored)} stored events", measured(lambda: reopened(stored, questionnaire)), None),
            ("a timeline of 24 entries", measured(timeline), None),
            ("handbook and suggestions", texts, None),
            ("330 questions, a gate flipped", flipped(long_list()), None),
        )
    ]


if __name__ == "__main__":
    tell(measure, __doc__)
