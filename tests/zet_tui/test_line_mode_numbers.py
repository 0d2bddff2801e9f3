"""Going to a question by number in plain lines, where numbers have parts and two people have the same ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from flows.events import Body, Event
from flows.instrument import Source, load_instrument
from flows.interview import Interview
from zet_tui.line_mode import LineTalk, World


@dataclass
class Port:
    """Everything in memory."""

    interview: Interview
    title: str = "Casus 1"
    draft: None = None
    urgent_contact: str = ""
    term_meanings: Mapping[str, str] = field(default_factory=dict)
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    easy_wording: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    placeholders: Mapping[str, str] = field(default_factory=dict)

    def commit(self, body: Body) -> Interview:
        number = len(self.interview.events)
        at = datetime(2026, 3, 2, tzinfo=UTC)
        self.interview = self.interview.apply(Event(id=f"{number:032x}", author="Anouk", at=at, body=body))
        return self.interview

    def deadlines(self, _interview: Interview) -> tuple[()]:
        return ()

    def keep_draft(self, *_given: str) -> None: ...
    def drop_draft(self, *_given: str) -> None: ...
    def withdraw(self) -> tuple[()]: ...


@pytest.fixture
def talk():
    regie = load_instrument("regie")

    def run(*lines: str, source: Source = Source.PROFESSIONAL) -> tuple[Interview, list[str]]:
        port = Port(Interview(regie.questionnaire(source), regie.themes))
        typed, said = iter(lines), []
        LineTalk(
            port, World(lambda: next(typed, None), said.append, lambda: date(2026, 3, 2), lambda: "e1")
        ).run()
        return port.interview, said

    return run


def asked(said: list[str]) -> str:
    """The question that was asked last, with its number and who is asked."""
    return "\n".join(said[-8:])


def test_a_number_with_a_part_is_a_place_to_go_to_and_no_answer(talk):
    interview, said = talk("", "ga 9.1", "stop")
    assert "Vraag 9.1 van 12, Sociaal werker" in asked(said)
    assert not [event for event in interview.events if event.body.kind == "answered"]


def test_the_same_number_goes_to_who_is_asked_now(talk):
    regie = load_instrument("regie").questionnaire(Source.PROFESSIONAL)
    only_theirs = next(
        q.printed
        for q in regie.questions
        if q.respondent == "begeleider"
        and q.printed
        and not any(o.printed == q.printed and o.respondent != "begeleider" for o in regie.questions)
    )
    _, said = talk("", f"ga {only_theirs}", "ga 9.1", "stop")
    assert f"Vraag 9.1 van 12, {regie.respondent('begeleider').title}" in asked(said)


def test_a_reason_that_begins_with_ga_stays_a_reason(talk):
    interview, _ = talk("", "ga 2", "r", "ga 9 weken wachten", "stop")
    assert any("ga 9 weken wachten" in repr(event.body) for event in interview.events)
