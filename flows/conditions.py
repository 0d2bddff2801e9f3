"""What decides whether a question is asked, as data; keeping and reading answers is left to `interview`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError


def _as_id(value: Any) -> Any:
    """Whoever writes an instrument may name question 18 with or without quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


QuestionId = Annotated[str, BeforeValidator(_as_id), StringConstraints(strip_whitespace=True, min_length=1)]
Value = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Condition(BaseModel):
    """One test on earlier answers: exactly one of `is`, `one_of` (both with `question`), `all`, `any`, `not`.

    Conditions nest. A question that has no answer, or whose answer is off the route, reads as None and
    equals no value, so `{not = {question = "18", is = "nee"}}` holds as long as 18 is open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    question: QuestionId | None = None
    is_: Value | None = Field(default=None, alias="is")
    one_of: tuple[Value, ...] | None = Field(default=None, min_length=1)
    all: tuple[Condition, ...] | None = Field(default=None, min_length=1)
    any: tuple[Condition, ...] | None = Field(default=None, min_length=1)
    not_: Condition | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _exactly_one_form(self) -> Self:
        about_a_question = [form for form in (self.is_, self.one_of) if form is not None]
        about_conditions = [form for form in (self.all, self.any, self.not_) if form is not None]
        if len(about_a_question) + len(about_conditions) != 1:
            raise PydanticCustomError("condition_shape", "exactly one form")
        if (self.question is not None) != bool(about_a_question):
            raise PydanticCustomError("condition_shape", "a question goes with is or one_of only")
        return self

    def holds(self, read: Callable[[str], str | None]) -> bool:
        """Tell whether the condition is met; `read` gives a question's value, None when it is blank."""
        if self.question is not None:
            value = read(self.question)
            return value is not None and value in self.values
        if self.not_ is not None:
            return not self.not_.holds(read)
        if self.all is not None:
            return all(part.holds(read) for part in self.all)
        return any(part.holds(read) for part in self.any or ())

    @property
    def values(self) -> tuple[str, ...]:
        """The values this condition itself compares with; empty when it combines other conditions."""
        return (self.is_,) if self.is_ is not None else self.one_of or ()

    @property
    def parts(self) -> tuple[Condition, ...]:
        """The conditions this one combines, in order."""
        return (*(self.all or ()), *(self.any or ()), *((self.not_,) if self.not_ is not None else ()))

    def comparisons(self) -> Iterator[tuple[str, str]]:
        """Every (question id, value) the condition compares, however deep."""
        if self.question is not None:
            for value in self.values:
                yield self.question, value
        for part in self.parts:
            yield from part.comparisons()

    def questions(self) -> frozenset[str]:
        """Give the ids of all questions whose answer the condition reads."""
        return frozenset(question for question, _ in self.comparisons())
