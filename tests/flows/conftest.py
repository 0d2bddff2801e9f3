"""Tiny instruments and a way to talk to them in one line a step."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import pytest

from flows.events import Body, Event
from flows.instrument import Condition, Question, QuestionKind, Questionnaire, Rating, Source
from flows.interview import Interview

KINDS = {
    "?": QuestionKind.YES_NO,
    "*": QuestionKind.RATING,
    "=": QuestionKind.OPEN,
    "~": QuestionKind.TIMELINE,
}


def tiny(*questions: str, **asked_if: Condition) -> Questionnaire:
    """`tiny("1?", "2*", "3=", vraag_2=condition)`: the mark is the kind of the question."""
    return Questionnaire(
        source=Source.RESIDENT,
        title="Klein",
        goal="Proef",
        preparation="Geen",
        filling_in="Geen",
        labels=dict.fromkeys(Rating, "label"),
        questions=tuple(
            Question(
                id=spec[:-1],
                number=int(spec[:-1]) if spec[:-1].isdigit() else None,
                kind=KINDS[spec[-1]],
                text=f"Vraag {spec[:-1]}",
                asked_if=asked_if.get(f"vraag_{spec[:-1]}"),
                not_asked_reason="niet van toepassing" if f"vraag_{spec[:-1]}" in asked_if else None,
            )
            for spec in questions
        ),
    )


class Talk:
    """A conversation under test: every command is stamped and applied, as storage would."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self._number = 0

    def happens(self, body: Body) -> "Talk":
        self._number += 1
        stamp = datetime(2026, 3, 1, 10, 0, tzinfo=UTC) + timedelta(seconds=self._number)
        event = Event(id=f"{self._number:032x}", author="Anouk", at=stamp, body=body)
        self.interview = self.interview.apply(event)
        return self

    def say(self, question: str, value: str, reason: str | None = None, text: str | None = None) -> "Talk":
        self.happens(self.interview.answer(question, value, text))
        return self.happens(self.interview.give_reason(question, reason)) if reason else self

    def undo(self) -> "Talk":
        return self.happens(self.interview.undo())

    def redo(self) -> "Talk":
        return self.happens(self.interview.redo())

    def states(self, questions: Iterable[str]) -> list[str]:
        return [self.interview.status(question).value for question in questions]


@pytest.fixture
def talk() -> Callable[..., Talk]:
    return lambda *questions, **asked_if: Talk(Interview(tiny(*questions, **asked_if)))


@pytest.fixture
def speak() -> Callable[[Interview], Talk]:
    return Talk


@pytest.fixture
def condition() -> Callable[[str, str], Condition]:
    return lambda question, value: Condition.model_validate({"question": question, "is": value})
