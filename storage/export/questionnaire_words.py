"""What every printed form of a questionnaire says the same: its sections, and its rules in words.

The shape is left to `questionnaire` (plain text, JSON), `paper` (docx) and `xlsform`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.deadlines import deadlines_in
from flows.instrument import Condition, Instrument, Question, Questionnaire, Source, Term
from flows.interview_view import BEFORE_TITLE, CLOSING_TITLE


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand together under one heading: a theme, of one respondent where there are several."""

    title: str
    questions: tuple[Question, ...]


def sections(instrument: Instrument, questionnaire: Questionnaire) -> tuple[Section, ...]:
    """Part a list by respondent and theme, in its own order."""
    parts: list[tuple[str, list[Question]]] = []
    before: tuple[str | None, str | None] | None = None
    for place, question in enumerate(questionnaire.questions):
        key = (question.respondent, question.theme)
        if key != before:
            parts.append((_title(instrument, questionnaire, place), []))
            before = key
        parts[-1][1].append(question)
    return tuple(Section(title, tuple(questions)) for title, questions in parts)


def _title(instrument: Instrument, questionnaire: Questionnaire, place: int) -> str:
    question, later = questionnaire.questions[place], questionnaire.questions[place + 1 :]
    if question.theme is not None:
        title = instrument.theme(question.theme).title
    elif any(q.theme is not None and question.respondent in (None, q.respondent) for q in later):
        title = BEFORE_TITLE
    else:
        title = CLOSING_TITLE
    if question.respondent is None:
        return title
    return f"{questionnaire.respondent(question.respondent).title}: {title[:1].lower()}{title[1:]}"


def introduction(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Everything that is printed before the questions: (heading, text)."""
    parts = (
        ("Doel", questionnaire.goal),
        ("Voorbereiding", questionnaire.preparation),
        ("Invullen van het format", questionnaire.filling_in),
        ("Contact", questionnaire.contact),
        ("Suggestie voor de introductie", questionnaire.introduction),
    )
    return ((title, text) for title, text in parts if text)


def notes(instrument: Instrument, questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    """What is printed under a question: who does this, the note, the footnote, the routing, when it is asked."""
    if question.actors:
        yield f"Wie: {', '.join(instrument.actor(actor).title for actor in question.actors)}."
    if question.note:
        yield question.note
    if question.footnote:
        yield f"Voetnoot: {question.footnote}"
    if question.routing:
        yield question.routing
    if question.asked_if and not _is_routed_in_print(questionnaire, question.asked_if):
        yield f"Alleen als: {condition_in_words(questionnaire, question.asked_if)}."


def condition_in_words(questionnaire: Questionnaire, condition: Condition) -> str:
    """Say a condition in Dutch: "(vraag 1 is oranje of rood) en (niet (vraag 2 is nee))"."""
    if condition.question is not None:
        asked = name_of(questionnaire.question(condition.question))
        return f"{asked} is {' of '.join(condition.values)}"
    if condition.not_ is not None:
        return f"niet ({condition_in_words(questionnaire, condition.not_)})"
    word = " en " if condition.all is not None else " of "
    return word.join(f"({condition_in_words(questionnaire, part)})" for part in condition.parts)


def name_of(question: Question) -> str:
    """What a question is called in a sentence: "vraag 9.1", else its label or its id."""
    return f"vraag {question.printed or question.label or question.id}"


def deadlines(instrument: Instrument, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Give the deadlines that this list's timeline is for; none without a timeline."""
    return tuple(deadline.title for deadline in deadlines_in(instrument, questionnaire))


def terms(instrument: Instrument, questionnaire: Questionnaire) -> tuple[Term, ...]:
    """Give the terms that stand in this list, in the instrument's order."""
    used = {use.term for question in questionnaire.questions for use in question.terms}
    return tuple(term for term in instrument.terms if term.id in used)


def source_line(instrument: Instrument) -> str:
    """Whose words these are."""
    return f"Bron: {instrument.citation} Versie {instrument.version}."


def file_name(instrument: Instrument, source: Source, suffix: str) -> str:
    """Name a form after its instrument and list, with nothing in it that a disk refuses."""
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in instrument.id.lower())
    return f"{name.strip('-') or 'vragenlijst'}-{source.value}{suffix}"


def _is_routed_in_print(questionnaire: Questionnaire, condition: Condition) -> bool:
    return all(questionnaire.question(question).routing for question in condition.questions())
