"""Parts of a conversation in plain lines: where a question stands, what the colours mean, a step that is changed."""

import re
from datetime import date
from typing import Final

from flows.events import Body
from flows.instrument import Question
from flows.interview import Interview
from flows.interview_notes import move_entry
from zet_tui import line_mode_text as say
from zet_tui.letters import plain
from zet_tui.screens.interview_dates import parted
from zet_tui.screens.interview_views import label_of, name_of, out_of

_STEP: Final = re.compile(r"stap (\d{1,3}) (?:(weg)|(eerst)|na (\d{1,3})|wordt (.+))", re.IGNORECASE)


class NoSuchStep(Exception):
    """The timeline has no step with this number."""

    def __init__(self, number: str) -> None:
        super().__init__("no such step")
        self.number = number


def place_in_list(interview: Interview, question: Question) -> str:
    """Where one is, as a sentence: "Vraag 12 van 33, Vraagverheldering."."""
    name = name_of(question)
    of = out_of(interview) if question.number is not None else ""
    who = f", {interview.questionnaire.respondent(question.respondent).title}" if question.respondent else ""
    return f"{name[:1].upper()}{name[1:]}{of}{who}, {interview.place(question)}."


def labels(interview: Interview) -> str:
    """What each colour means in this list, as a sentence."""
    colours = ("groen", "mint", "oranje", "rood")
    meanings = ", ".join(f"{value} is {label_of(interview, value)}" for value in colours)
    return f"{meanings.capitalize()}. {say.BESIDE_LABELS}"


def found_by_words(interview: Interview, words: str) -> list[Question]:
    """The questions on the route with all these words, or beginnings of words, in their text or name."""
    wanted = plain(words).split()
    return [
        question
        for question in interview.route()
        if all(part in plain(f"{question.text} {name_of(question)}") for part in wanted)
    ]


def step_body(interview: Interview, words: str, today: date) -> Body | None:
    """The change of a step of the timeline that is meant by "stap 2 weg", "stap 2 eerst", "stap 2 na 3" or
    "stap 2 wordt TEKST"; None when it is a new step. Steps are numbered as they were told.

    Raises `NoSuchStep`.
    """
    meant = _STEP.fullmatch(words)
    if meant is None:
        return None
    number, away, first, after, instead = meant.groups()
    step = _step(interview, number)
    if away:
        return interview.remove_entry(step)
    if instead:
        when, what = parted(instead, today)
        return interview.change_entry(step, what, when)
    return move_entry(interview, step, None if first else _step(interview, after))


def _step(interview: Interview, number: str) -> str:
    steps = interview.timeline
    if not 1 <= int(number) <= len(steps):
        raise NoSuchStep(number)
    return steps[int(number) - 1].id
