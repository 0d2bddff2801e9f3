"""The printable paper form of one list: the whole questionnaire with boxes to tick and room for reasons.

For a conversation without a laptop; the answers are copied into ZET afterwards. Answers never come here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from flows.instrument import (
    NO,
    YES,
    Instrument,
    Milestone,
    Question,
    QuestionKind,
    Questionnaire,
    Rating,
    Source,
)
from storage.export import questionnaire_words as printed
from storage.export.colours import FILLS

if TYPE_CHECKING:
    from storage.export.documents import Document

_NOT_APPLICABLE: Final = "n.v.t."
_NO_ANSWER: Final = "geen antwoord"
_REASON: Final = "Reden (nodig bij oranje, rood en n.v.t.):"
_NAMELESS: Final = (
    "Schrijf op dit formulier geen namen van inwoners. Neem de antwoorden over in ZET en vernietig het papier, "
    "uiterlijk wanneer de evaluatie wordt afgesloten."
)
_REASON_LINES: Final = 2
_OPEN_LINES: Final = 4
_TIMELINE_ROWS: Final = 8
_SPARE_ROWS: Final = 4


def paper_form(instrument: Instrument, source: Source) -> bytes:
    """Make the form as a docx file. Raises KeyError when the instrument has no list for this source."""
    from storage.export.documents import Document  # python-docx: only for whoever wants paper

    questionnaire = instrument.questionnaire(source)
    form = Document(questionnaire.title)
    form.text(_NAMELESS)
    for label in ("Casusnummer:", "Datum:", "Ingevuld door:"):
        form.room(label, 1)
    for title, text in printed.introduction(questionnaire):
        form.heading(title, 1)
        form.text(text.strip())
    if questionnaire.labels:
        form.heading("Kleuren", 1)
        form.choices(_colours(questionnaire), boxes=False, together=False)
    deadlines = printed.deadlines(instrument, questionnaire)
    if deadlines:
        form.heading("Termijnen", 1)
        form.bullets(deadlines)
    for section in printed.sections(instrument, questionnaire):
        form.heading(section.title, 1)
        for question in section.questions:
            _ask(form, instrument, questionnaire, question)
    if questionnaire.closing or questionnaire.closing_question:
        form.heading("Afsluiting", 1)
        spoken = [text for text in (questionnaire.closing, questionnaire.closing_question) if text]
        form.text("\n\n".join(spoken), together=True)
        if questionnaire.closing_question:
            form.room("", _OPEN_LINES)
    terms = printed.terms(instrument, questionnaire)
    if terms:
        form.heading("Begrippen", 1)
        for term in terms:
            form.text([(term.title, True)], together=True)
            form.text(term.meaning or f"Samen te duiden: {term.question}", together=term.meaning is None)
            if term.meaning is None:
                form.room("", _REASON_LINES)
    form.text(printed.source_line(instrument), "Uitleg")
    return form.to_bytes()


def _ask(form: Document, instrument: Instrument, questionnaire: Questionnaire, question: Question) -> None:
    if question.lead:
        form.text(question.lead, "Uitspreken")
    form.heading(_with_terms(question), 2)
    for note in printed.notes(instrument, questionnaire, question):
        form.text(note.strip(), "Uitleg")
    match question.kind:
        case QuestionKind.RATING:
            form.choices([*_colours(questionnaire), (_NOT_APPLICABLE, None), (_NO_ANSWER, None)])
            form.room(_REASON, _REASON_LINES)
        case QuestionKind.YES_NO:
            form.choices([(YES, None), (NO, None), (_NO_ANSWER, None)], together=False)
        case QuestionKind.OPEN:
            form.room(f"{question.label}:" if question.label else "", _OPEN_LINES)
        case _:  # the timeline
            _timeline(form, instrument.milestones)


def _timeline(form: Document, milestones: tuple[Milestone, ...]) -> None:
    """Leave a table to fill in; an instrument's milestones have a row each."""
    if milestones:
        rows = [*((milestone.title, "", "") for milestone in milestones), *[("", "", "")] * _SPARE_ROWS]
        form.table(
            ("Wat", "Wanneer (bij benadering mag)", "Bijzonderheden"),
            rows,
            (0.28, 0.3, 0.42),
            "De tijdlijn: een rij per mijlpaal, met een vak voor wanneer het was en een voor bijzonderheden.",
        )
    else:
        form.table(
            ("Wanneer (bij benadering mag)", "Wat gebeurde er?"),
            [("", "")] * _TIMELINE_ROWS,
            (0.32, 0.68),
            "De tijdlijn: een rij per stap, met een vak voor wanneer het was en een voor wat er gebeurde.",
        )


def _colours(questionnaire: Questionnaire) -> list[tuple[str, str | None]]:
    labels = questionnaire.labels
    return [
        (f"{rating.value}: {labels[rating]}" if rating in labels else rating.value, FILLS[rating])
        for rating in Rating
    ]


def _with_terms(question: Question) -> list[tuple[str, bool]]:
    """Part the question's text so that its number and the words of terms are bold, as in print."""
    parts = [(f"{question.printed}.  ", True)] if question.printed else []
    return parts + [part for part in _bold(question.text, [use.words for use in question.terms]) if part[0]]


def _bold(text: str, terms: list[str]) -> Iterator[tuple[str, bool]]:
    found = [(text.find(words), -len(words), words) for words in terms if words in text]
    if not found:
        yield text, False
        return
    start, _, words = min(found)
    yield text[:start], False
    yield words, True
    yield from _bold(text[start + len(words) :], terms)
