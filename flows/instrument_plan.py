"""What an instrument may say beside its questions: who does what, which days count, and by when.

The verdict on a deadline is left to `deadlines`; reading these from disk is left to `instrument`.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from flows.conditions import QuestionId
from flows.instrument_base import Model, Number, Text

Days = Annotated[int, Field(strict=True)]


def phrase(text: str) -> str:
    """The words of a text without capitals, accents and punctuation, one blank between them."""
    plain = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


class Actor(Model):
    """Somebody who has a part in the work that is evaluated: "begeleider"."""

    id: Text
    title: Text


class Preset(Model):
    """A scope that is ready to be chosen; None is everything. `explanation` says when it fits."""

    id: Text
    title: Text
    explanation: Text
    themes: tuple[Text, ...] | None = Field(default=None, min_length=1)
    criteria: tuple[Number, ...] | None = Field(default=None, min_length=1)


class Milestone(Model):
    """A kind of timeline entry: one that begins with the title or with one of `words`."""

    id: Text
    title: Text
    words: tuple[Text, ...] = ()

    @property
    def phrases(self) -> frozenset[str]:
        """Everything an entry of this kind can begin with, as `phrase` writes it."""
        return frozenset(map(phrase, (self.title, *self.words)))


class Limit(Model):
    """The last day something may happen, counted from the day of another milestone, or of two.

    `from` one milestone, or `halfway` between two; then `days`, `weeks` or `working_days` later, or earlier when
    negative. Without any of these it is that day itself.
    """

    from_: Text | None = Field(default=None, alias="from")
    halfway: tuple[Text, Text] | None = None
    days: Days = 0
    weeks: Days = 0
    working_days: Days = 0

    @model_validator(mode="after")
    def _exactly_one_form(self) -> Self:
        if (self.from_ is None) == (self.halfway is None):
            raise PydanticCustomError("limit_shape", "exactly one of from and halfway")
        if sum(count != 0 for count in (self.days, self.weeks, self.working_days)) > 1:
            raise PydanticCustomError("limit_shape", "at most one of days, weeks and working_days")
        return self

    @property
    def milestones(self) -> tuple[str, ...]:
        """The milestones that the limit is counted from."""
        return self.halfway if self.halfway is not None else (self.from_ or "",)


class Deadline(Model):
    """When `milestone` has to be there: every limit holds.

    `questions` are those about it, of whatever list. `unless` is the printed exception: too late
    with a reason there is allowed.
    """

    id: Text
    title: Text
    milestone: Text
    limits: tuple[Limit, ...] = Field(min_length=1)
    questions: tuple[QuestionId, ...] = ()
    unless: Text | None = None
