"""The models of an instrument and its questionnaires; reading them from disk is left to `instrument`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Final, TypeVar

from pydantic import Field, ValidationError

from flows.conditions import Condition, QuestionId
from flows.instrument_base import Model, Number, Text
from flows.instrument_faults import Fault, FaultCode, InstrumentError, UnknownQuestion
from flows.instrument_plan import Actor, Deadline, Milestone, Preset

NOT_APPLICABLE: Final = "nvt"
NO_ANSWER: Final = "geen_antwoord"
YES: Final = "ja"
NO: Final = "nee"
TEXT: Final = "tekst"
TIMELINE_DONE: Final = "tijdlijn"


class Source(StrEnum):
    """Where an answer comes from."""

    DOSSIER = "dossier"
    RESIDENT = "inwoner"
    PROFESSIONAL = "professional"


class Rating(StrEnum):
    """The four-colour rating."""

    GROEN = "groen"
    MINT = "mint"
    ORANJE = "oranje"
    ROOD = "rood"

    @property
    def score(self) -> int:
        """4, 3, 2 or 1 (Bijlage 5, step 1)."""
        return _SCORES[self]


_SCORES: Final = {Rating.GROEN: 4, Rating.MINT: 3, Rating.ORANJE: 2, Rating.ROOD: 1}


class QuestionKind(StrEnum):
    """What kind of answer a question takes."""

    TIMELINE = "tijdlijn"
    RATING = "waardering"
    YES_NO = "janee"
    OPEN = "open"


VALUES: Final[Mapping[QuestionKind, tuple[str, ...]]] = MappingProxyType(
    {
        QuestionKind.TIMELINE: (TIMELINE_DONE, NO_ANSWER),
        QuestionKind.RATING: (*(rating.value for rating in Rating), NOT_APPLICABLE, NO_ANSWER),
        QuestionKind.YES_NO: (YES, NO, NO_ANSWER),
        QuestionKind.OPEN: (TEXT, NO_ANSWER),
    }
)
"""The values an answer can have, per kind of question."""

_M = TypeVar("_M")


class Theme(Model):
    """One of the parts of the framework; `rationale` is why it matters (Bijlage 7, Ratio)."""

    id: Text
    title: Text
    rationale: Text
    footnote: Text | None = None


class Criterion(Model):
    """When a theme goes well (Bijlage 7, "Wanneer is het goed?"); `actors` are those who see to it."""

    number: Number
    theme: Text
    text: Text
    actors: tuple[Text, ...] = ()


class FrameworkRow(Model):
    """The line of the framework that ties questions of several questionnaires together."""

    number: Number
    criterion: Number


class Term(Model):
    """A word with an agreed meaning: the team answers `question`, or the meaning is fixed (Bijlage 1)."""

    id: Text
    title: Text
    question: Text | None = None
    meaning: Text | None = None


class TermUse(Model):
    """Words of a question that refer to a term; bold in print."""

    words: Text
    term: Text


class Respondent(Model):
    """One of several people that a list is asked of, each with questions of their own."""

    id: Text
    title: Text


class Question(Model):
    """One question as printed. `criterion` and `theme` follow from `row` when there is one.

    `part` makes it a sub-question: number 9, part 1 is printed "9.1". `actors` do what the question is about: those
    of the criterion, unless it names its own. `respondent` is who is asked, in a list for several people. What is
    `optional` may stay empty; None stands only in texts that a vault kept from before, see `may_stay_empty`.
    """

    id: QuestionId
    number: Number | None = None
    part: Number | None = None
    kind: QuestionKind
    text: Text
    note: Text | None = None
    footnote: Text | None = None
    routing: Text | None = None
    row: Number | None = None
    criterion: Number | None = None
    theme: Text | None = None
    asked_if: Condition | None = None
    not_asked_reason: Text | None = None
    terms: tuple[TermUse, ...] = ()
    lead: Text | None = None
    label: Text | None = None
    actors: tuple[Text, ...] = ()
    respondent: Text | None = None
    optional: bool | None = Field(default=None, strict=True)

    @property
    def may_stay_empty(self) -> bool:
        """Whether the list is complete without it. Before lists said so, a field without a number was optional."""
        return self.number is None if self.optional is None else self.optional

    @property
    def printed(self) -> str:
        """The number as it is printed: "9", "9.1"; empty without a number."""
        if self.number is None:
            return ""
        return str(self.number) if self.part is None else f"{self.number}.{self.part}"

    @property
    def values(self) -> tuple[str, ...]:
        """The values an answer to this question can have."""
        return VALUES[self.kind]


class Questionnaire(Model):
    """The list of one source, with the texts around it. Paragraphs in a text are parted by an empty line."""

    source: Source
    title: Text
    goal: Text
    preparation: Text
    filling_in: Text
    contact: Text | None = None
    introduction: Text | None = None
    labels: dict[Rating, Text] = Field(default_factory=dict)
    respondents: tuple[Respondent, ...] = ()
    questions: tuple[Question, ...] = Field(min_length=1)
    closing: Text | None = None
    closing_question: Text | None = None

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    def question(self, question_id: str) -> Question:
        """Give the question with this id; raises UnknownQuestion."""
        try:
            return self._by_id[question_id]
        except KeyError:
            raise UnknownQuestion(question_id) from None

    def respondent(self, respondent: str) -> Respondent:
        """Give the respondent with this id; raises KeyError."""
        return _first(self.respondents, "id", respondent)

    def scoped(self, themes: frozenset[str] | None, criteria: frozenset[int] | None) -> Questionnaire:
        """Keep the questions of these themes and criteria (None: all of them); numbers stay as printed.

        Questions without a theme stay, and so does a question that decides whether a kept one is asked:
        criterion 10 without criterion 9 still needs the yes or no about unsafety.
        """
        kept = {question.id for question in self.questions if _in_scope(question, themes, criteria)}
        for question in reversed(self.questions):
            if question.id in kept and question.asked_if is not None:
                kept |= question.asked_if.questions()
        if len(kept) == len(self.questions):
            return self
        return self.model_copy(update={"questions": tuple(q for q in self.questions if q.id in kept)})

    def __copy__(self) -> Questionnaire:
        """Copy the fields only, so that a changed copy never inherits the index of the original."""
        return type(self).model_construct(**{name: getattr(self, name) for name in type(self).model_fields})


def _first(models: Iterable[_M], name: str, wanted: object) -> _M:
    for model in models:
        if getattr(model, name) == wanted:
            return model
    raise KeyError(wanted)


def _in_scope(question: Question, themes: frozenset[str] | None, criteria: frozenset[int] | None) -> bool:
    if question.theme is None:
        return True
    if themes is not None and question.theme not in themes:
        return False
    return criteria is None or question.criterion is None or question.criterion in criteria


class InstrumentHead(Model):
    """What an instrument is called, which version it is, and whose words it holds."""

    id: Text
    version: Text
    title: Text
    citation: Text


class Instrument(InstrumentHead):
    """A whole instrument: the framework and its questionnaires, in their printed wording."""

    themes: tuple[Theme, ...]
    criteria: tuple[Criterion, ...] = ()
    rows: tuple[FrameworkRow, ...] = ()
    terms: tuple[Term, ...] = ()
    actors: tuple[Actor, ...] = ()
    presets: tuple[Preset, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    questionnaires: tuple[Questionnaire, ...] = Field(min_length=1)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources this instrument has a questionnaire for, in its own order."""
        return tuple(questionnaire.source for questionnaire in self.questionnaires)

    def questionnaire(self, source: Source) -> Questionnaire:
        """Give the list of a source; raises KeyError when the instrument has none."""
        return _first(self.questionnaires, "source", source)

    def asked(self, kind: QuestionKind) -> tuple[tuple[Source, Question], ...]:
        """Every question of one kind, each with the source that it is put to, list after list."""
        return tuple(
            (questionnaire.source, question)
            for questionnaire in self.questionnaires
            for question in questionnaire.questions
            if question.kind is kind
        )

    def theme(self, theme: str) -> Theme:
        """Give the theme with this id; raises KeyError."""
        return _first(self.themes, "id", theme)

    def criterion(self, number: int) -> Criterion:
        """Give the criterion with this number; raises KeyError."""
        return _first(self.criteria, "number", number)

    def row(self, number: int) -> FrameworkRow:
        """Give the framework row with this number; raises KeyError."""
        return _first(self.rows, "number", number)

    def term(self, term: str) -> Term:
        """Give the term with this id; raises KeyError."""
        return _first(self.terms, "id", term)

    def actor(self, actor: str) -> Actor:
        """Give the actor with this id; raises KeyError."""
        return _first(self.actors, "id", actor)

    def preset(self, preset: str) -> Preset:
        """Give the ready scope with this id; raises KeyError."""
        return _first(self.presets, "id", preset)

    def milestone(self, milestone: str) -> Milestone:
        """Give the milestone with this id; raises KeyError."""
        return _first(self.milestones, "id", milestone)

    def text(self) -> str:
        """Write the instrument as canonical JSON: sorted keys, no spaces, nothing that is empty."""
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def sha256(self) -> str:
        """The hex SHA-256 of `text()`."""
        return sha256(self.text().encode()).hexdigest()

    @classmethod
    def from_text(cls, text: str) -> Instrument:
        """Read what `text()` wrote; raises InstrumentError when it is something else."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            detail = f"{error.error_count()} faults"
            raise InstrumentError((Fault("", None, None, FaultCode.WRONG_TYPE, detail),)) from None
