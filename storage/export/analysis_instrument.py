"""Which instrument a workbook was made with: one that is known here, else what its own tabs tell about it.

A workbook of an own instrument, or of another version, can be analysed without that instrument at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from flows.instrument import (
    Criterion,
    FrameworkRow,
    Instrument,
    Question,
    QuestionKind,
    Questionnaire,
    Source,
    Theme,
)
from storage.export.analysis_cells import Table
from storage.export.analysis_tabs import Readme, SourceTab, plain
from storage.export.workbook_plan import CLOSING, CLOSURE, DEADLINE, ON_TIMELINE, SCORES

_NOT_TOLD: Final = "Staat niet in het werkboek."
_VERSION: Final = ", versie "
_ALIKE: Final = 0.6
"""At least this part of the questions must read as the known instrument has them."""
_YES_NO: Final = frozenset({"ja", "nee"})


def known_instrument(
    readme: Readme, tabs: Iterable[SourceTab], instruments: Sequence[Instrument]
) -> Instrument | None:
    """The instrument of that name and version whose questions these are; None when it is not among them."""
    title, version = _named(readme)
    tabs = tuple(tabs)
    for instrument in instruments:
        told = not title or (instrument.title == title and instrument.version == version)
        if told and _alike(instrument, tabs) >= _ALIKE:
            return instrument
    return None


def _named(readme: Readme) -> tuple[str, str]:
    title, _, version = readme.get("instrument").rpartition(_VERSION)
    return title, version


def _alike(instrument: Instrument, tabs: Sequence[SourceTab]) -> float:
    lines = same = 0
    for tab in tabs:
        if tab.source not in instrument.sources:
            return 0.0
        texts = {question.id: question.text for question in instrument.questionnaire(tab.source).questions}
        for row, key in tab.rows():
            if is_question(key):
                lines += 1
                same += plain(texts.get(key, "")) == tab.text(row, tab.columns["vraag"])
    return same / lines if lines else 0.0


def is_question(key: str) -> bool:
    """Whether a line is about a question, rather than about how the conversation ended or a deadline."""
    return key not in {CLOSING, CLOSURE} and not key.startswith(DEADLINE)


def told_instrument(readme: Readme, tabs: Sequence[SourceTab], tables: Mapping[str, Table]) -> Instrument:
    """The instrument as the workbook tells it: its questions, themes and criteria, without the texts around them."""
    themes: dict[str, None] = {}
    criteria: dict[int, str] = {}
    rows: dict[int, int] = {}
    lists = []
    for tab in tabs:
        questions: dict[str, Question] = {}
        for row, key in tab.rows():
            if not is_question(key) or key in questions:
                continue
            question = _question(tab, row, key)
            questions[key] = question
            if question.theme is None:
                continue
            themes[question.theme] = None
            if question.criterion is not None:
                criteria.setdefault(question.criterion, question.theme)
                if question.row is not None:
                    rows.setdefault(question.row, question.criterion)
        lists.append(_list(tab, tuple(questions.values())))
    texts = _criterion_texts(tables)
    title, version = _named(readme)
    return Instrument(
        id=title or readme.get("instrument") or "onbekend",
        version=version or "onbekend",
        title=title or readme.get("instrument") or "Onbekend instrument",
        citation=_NOT_TOLD,
        themes=tuple(Theme(id=theme, title=theme, rationale=_NOT_TOLD) for theme in themes),
        criteria=tuple(
            Criterion(number=number, theme=theme, text=texts.get(number, f"Criterium {number}"))
            for number, theme in sorted(criteria.items())
        ),
        rows=tuple(FrameworkRow(number=row, criterion=of) for row, of in sorted(rows.items())),
        questionnaires=tuple(lists),
    )


def _list(tab: SourceTab, questions: tuple[Question, ...]) -> Questionnaire:
    title = tab.heading.partition(":")[2].strip() or tab.source.value.capitalize()
    keys = {key for _, key in tab.rows()}
    closing = next((tab.text(row, tab.columns["vraag"]) for row, key in tab.rows() if key == CLOSING), "")
    return Questionnaire(
        source=Source(tab.source),
        title=title,
        goal=_NOT_TOLD,
        preparation=_NOT_TOLD,
        filling_in=_NOT_TOLD,
        questions=questions,
        closing_question=(closing or None) if CLOSING in keys else None,
    )


def _question(tab: SourceTab, row: int, key: str) -> Question:
    theme = tab.text(row, tab.columns.get("thema")) or None
    number = int(key) if key.isdecimal() and int(key) else None
    return Question(
        id=key,
        number=number,
        kind=_kind(tab, row),
        text=tab.text(row, tab.columns["vraag"]) or key,
        row=(tab.number(row, "rij") or None) if theme else None,
        criterion=(tab.number(row, "crit.") or None) if theme else None,
        theme=theme,
    )


def _kind(tab: SourceTab, row: int) -> QuestionKind:
    """What kind of question a line is, from the average beside it, else from what was answered."""
    if tab.text(row, tab.columns.get("gemiddelde")) or tab.text(row, tab.columns.get("n")):
        return QuestionKind.RATING
    words = {tab.text(row, block.word).casefold() for block in tab.blocks}
    if words & SCORES.keys():
        return QuestionKind.RATING
    if words & _YES_NO:
        return QuestionKind.YES_NO
    return QuestionKind.TIMELINE if ON_TIMELINE.casefold() in words else QuestionKind.OPEN


def _criterion_texts(tables: Mapping[str, Table]) -> dict[int, str]:
    """The texts of the criteria, from the tab Overzicht."""
    found: dict[int, str] = {}
    for cells in tables.values():
        for (row, column), value in cells.items():
            if column == 1 and plain(value) == "Criterium":
                number, text = plain(cells.get((row, 2), "")), plain(cells.get((row, 3), ""))
                if number.isdecimal() and text:
                    found.setdefault(int(number), text)
    return found
