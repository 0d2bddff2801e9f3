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

    `noot` holds the note and the footnote of a question, `alleen_als` the condition in Dutch keys or None.
    Raises KeyError when the instrument has no list for this source.
    """
    return {
        "instrument": instrument.id,
        "bron": source.value,
        "vragen": [_question_as_json(instrument, q) for q in instrument.questionnaire(source).questions],
    }


def as_text(instrument: Instrument, source: Source) -> str:
    """Print one list as plain text of at most 78 columns, with everything the handbook prints around it.

    Raises KeyError when the instrument has no list for this source.
    """
    questionnaire = instrument.questionnaire(source)
    parts = (
        _heading(questionnaire.title, "="),
        *_introduction(questionnaire),
        *_questions(instrument, questionnaire),
        *_closing(questionnaire),
        *_terms(instrument, questionnaire),
        _paragraphs(f"Bron: {instrument.citation} Versie {instrument.version}."),
    )
    return "\n\n".join(parts) + "\n"


def _question_as_json(instrument: Instrument, question: Question) -> dict[str, Any]:
    notes = [note for note in (question.note, question.footnote) if note]
    return {
        "nummer": question.number,
        "soort": question.kind.value,
        "thema": instrument.theme(question.theme).title if question.theme else None,
        "criterium": question.criterion,
        "rij": question.row,
        "tekst": question.text,
        "noot": "\n\n".join(notes) or None,
        "alleen_als": _condition_as_json(question.asked_if) if question.asked_if else None,
    }


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


def _condition_as_words(condition: Condition) -> str:
    if condition.question is not None:
        return f"vraag {condition.question} is {' of '.join(condition.values)}"
    if condition.not_ is not None:
        return f"niet ({_condition_as_words(condition.not_)})"
    word = " en " if condition.all is not None else " of "
    return word.join(f"({_condition_as_words(part)})" for part in condition.parts)


def _introduction(questionnaire: Questionnaire) -> Iterator[str]:
    sections = (
        ("Doel", questionnaire.goal),
        ("Voorbereiding", questionnaire.preparation),
        ("Invullen van het format", questionnaire.filling_in),
        ("Contact", questionnaire.contact),
        ("Suggestie voor de introductie", questionnaire.introduction),
    )
    for title, text in sections:
        if text:
            yield _heading(title, "-")
            yield _paragraphs(text)
    if questionnaire.labels:
        yield _heading("Kleuren", "-")
        yield "\n".join(f"{rating.value:<8}{questionnaire.labels[rating]}" for rating in questionnaire.labels)


def _questions(instrument: Instrument, questionnaire: Questionnaire) -> Iterator[str]:
    theme: str | None = None
    for question in questionnaire.questions:
        if question.theme != theme:
            theme = question.theme
            yield _heading(instrument.theme(theme).title if theme else "Tot slot", "-")
        yield "\n".join(_question(questionnaire, question))


def _question(questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    """Print the lines of one question: lead, number and text, notes, routing, and room for the answer."""
    if question.lead:
        yield _paragraphs(question.lead)
        yield ""
    number = f"{question.number}. " if question.number is not None else ""
    yield from _wrapped(question.text, first=f"{number:<{len(_INDENT)}}")
    for text in (question.note, question.footnote and f"Voetnoot: {question.footnote}", question.routing):
        if text:
            yield from _wrapped(text)
    if question.asked_if and not _is_routed_in_print(questionnaire, question.asked_if):
        yield from _wrapped(f"Alleen als: {_condition_as_words(question.asked_if)}.")
    if question.kind in _BOXES:
        yield _INDENT + _BOXES[question.kind]
    if question.kind is QuestionKind.RATING:
        yield _INDENT + _REASON + _LINE
    elif question.kind is not QuestionKind.YES_NO:
        label = f"{question.label}: " if question.label else ""
        yield _INDENT + label + _LINE


def _is_routed_in_print(questionnaire: Questionnaire, condition: Condition) -> bool:
    return all(questionnaire.question(question).routing for question in condition.questions())


def _closing(questionnaire: Questionnaire) -> Iterator[str]:
    texts = [text for text in (questionnaire.closing, questionnaire.closing_question) if text]
    if texts:
        yield _heading("Afsluiting", "-")
        yield _paragraphs("\n\n".join(texts))


def _terms(instrument: Instrument, questionnaire: Questionnaire) -> Iterator[str]:
    """Explain the terms that stand in this list: what the team agrees on, or the fixed meaning."""
    used = {use.term for question in questionnaire.questions for use in question.terms}
    terms = [term for term in instrument.terms if term.id in used]
    if terms:
        yield _heading("Begrippen", "-")
        yield from ("\n".join(_term(term)) for term in terms)


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
