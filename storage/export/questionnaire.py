"""A questionnaire on paper or for another program: plain text and JSON; answers never come here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any, Final

from flows.instrument import (
    Condition,
    Instrument,
    Question,
    QuestionKind,
    Questionnaire,
    Rating,
    Source,
    Term,
)
from storage.export.questionnaire_words import deadlines, introduction, notes, sections, source_line, terms

WIDTH: Final = 78
_INDENT: Final = "    "
_BOXES: Final = {
    QuestionKind.YES_NO: "[ ] ja   [ ] nee",
    QuestionKind.RATING: "   ".join(
        f"[ ] {name}" for name in (*(rating.value for rating in Rating), "n.v.t.")
    ),
}
_REASON: Final = "Reden: "
_LINE: Final = "." * 40


def as_json(instrument: Instrument, source: Source) -> dict[str, Any]:
    """Describe one list for another program, in the shape that `zet vragenlijst --formaat json` promises.

    `noot` holds the note and the footnote of a question, `alleen_als` the condition in Dutch keys or None; `nummer` is
    a text for a sub-question ("9.1"). Only where an instrument has them: `id` (what a condition calls the question,
    when that is not its number), `wie` (who does this) and `gevraagd_aan` (who is asked).
    Raises KeyError when the instrument has no list for this source.
    """
    questionnaire = instrument.questionnaire(source)
    return {
        "instrument": instrument.id,
        "bron": source.value,
        "vragen": [_question_as_json(instrument, questionnaire, q) for q in questionnaire.questions],
    }


def as_text(instrument: Instrument, source: Source) -> str:
    """Print one list as plain text of at most 78 columns, with everything the handbook prints around it.

    Raises KeyError when the instrument has no list for this source.
    """
    questionnaire = instrument.questionnaire(source)
    parts = (
        _heading(questionnaire.title, "="),
        *_introduction(questionnaire),
        *_deadlines(instrument, questionnaire),
        *_questions(instrument, questionnaire),
        *_closing(questionnaire),
        *_terms(instrument, questionnaire),
        _paragraphs(source_line(instrument)),
    )
    return "\n\n".join(parts) + "\n"


def _question_as_json(
    instrument: Instrument, questionnaire: Questionnaire, question: Question
) -> dict[str, Any]:
    texts = [note for note in (question.note, question.footnote) if note]
    content: dict[str, Any] = {
        "nummer": question.number if question.part is None else question.printed,
        "soort": question.kind.value,
        "thema": instrument.theme(question.theme).title if question.theme else None,
        "criterium": question.criterion,
        "rij": question.row,
        "tekst": question.text,
        "noot": "\n\n".join(texts) or None,
        "alleen_als": _condition_as_json(question.asked_if) if question.asked_if else None,
    }
    if question.number is not None and question.id != question.printed:
        content["id"] = question.id
    if question.actors:
        content["wie"] = [instrument.actor(actor).title for actor in question.actors]
    if question.respondent is not None:
        content["gevraagd_aan"] = questionnaire.respondent(question.respondent).title
    return content


def _condition_as_json(condition: Condition) -> dict[str, Any]:
    if condition.question is not None:
        asked = int(condition.question) if condition.question.isdecimal() else condition.question
        if condition.is_ is not None:
            return {"vraag": asked, "is": condition.is_}
        return {"vraag": asked, "een_van": list(condition.values)}
    if condition.not_ is not None:
        return {"niet": _condition_as_json(condition.not_)}
    name = "alle" if condition.all is not None else "minstens_een"
    return {name: [_condition_as_json(part) for part in condition.parts]}


def _introduction(questionnaire: Questionnaire) -> Iterator[str]:
    for title, text in introduction(questionnaire):
        yield _heading(title, "-")
        yield _paragraphs(text)
    if questionnaire.labels:
        yield _heading("Kleuren", "-")
        yield "\n".join(f"{rating.value:<8}{questionnaire.labels[rating]}" for rating in questionnaire.labels)


def _deadlines(instrument: Instrument, questionnaire: Questionnaire) -> Iterator[str]:
    titles = deadlines(instrument, questionnaire)
    if titles:
        yield _heading("Termijnen", "-")
        yield "\n".join(line for title in titles for line in _wrapped(title, first="-   "))


def _questions(instrument: Instrument, questionnaire: Questionnaire) -> Iterator[str]:
    for section in sections(instrument, questionnaire):
        yield _heading(section.title, "-")
        for question in section.questions:
            yield "\n".join(_question(instrument, questionnaire, question))


def _question(instrument: Instrument, questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    """Print the lines of one question: lead, number and text, notes, routing, and room for the answer."""
    if question.lead:
        yield _paragraphs(question.lead)
        yield ""
    number = f"{question.printed}. " if question.printed else ""
    yield from _wrapped(question.text, first=f"{number:<{len(_INDENT)}}")
    for text in notes(instrument, questionnaire, question):
        yield from _wrapped(text)
    if question.kind in _BOXES:
        yield _INDENT + _BOXES[question.kind]
    if question.kind is QuestionKind.RATING:
        yield _INDENT + _REASON + _LINE
    elif question.kind is not QuestionKind.YES_NO:
        label = f"{question.label}: " if question.label else ""
        yield _INDENT + label + _LINE


def _closing(questionnaire: Questionnaire) -> Iterator[str]:
    texts = [text for text in (questionnaire.closing, questionnaire.closing_question) if text]
    if texts:
        yield _heading("Afsluiting", "-")
        yield _paragraphs("\n\n".join(texts))


def _terms(instrument: Instrument, questionnaire: Questionnaire) -> Iterator[str]:
    """Explain the terms that stand in this list: what the team agrees on, or the fixed meaning."""
    used = terms(instrument, questionnaire)
    if used:
        yield _heading("Begrippen", "-")
        yield from ("\n".join(_term(term)) for term in used)


def _term(term: Term) -> Iterator[str]:
    yield from wrap(term.title, WIDTH)
    yield from _wrapped(f"Samen te duiden: {term.question}" if term.question else term.meaning or "")


def _heading(text: str, line: str) -> str:
    lines = wrap(text, WIDTH)
    return "\n".join((*lines, line * max(map(len, lines))))


def _paragraphs(text: str) -> str:
    return "\n\n".join("\n".join(_lines(paragraph.splitlines())) for paragraph in text.split("\n\n"))


def _lines(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from wrap(text, WIDTH, break_on_hyphens=False)


def _wrapped(text: str, first: str = _INDENT) -> Iterator[str]:
    """Wrap under an indent; each line of the text starts a new line."""
    for line in text.splitlines():
        yield from wrap(line, WIDTH, initial_indent=first, subsequent_indent=_INDENT, break_on_hyphens=False)
        first = _INDENT
