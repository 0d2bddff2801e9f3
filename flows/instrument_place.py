"""Where faults of an instrument are found and how they are written down; what counts as a fault is left to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from flows.instrument_base import Model
from flows.instrument_faults import Fault, FaultCode
from flows.instrument_readable import Table, texts_under
from flows.text import steers

_M = TypeVar("_M", bound=Model)
_K = TypeVar("_K", bound=Hashable)

CODES: Final = {
    "missing": FaultCode.MISSING_FIELD,
    "extra_forbidden": FaultCode.UNKNOWN_FIELD,
    "string_too_short": FaultCode.EMPTY_TEXT,
    "too_short": FaultCode.EMPTY_TEXT,
    "enum": FaultCode.UNKNOWN_VALUE,
    "condition_shape": FaultCode.CONDITION_SHAPE,
    "limit_shape": FaultCode.LIMIT_SHAPE,
}
"""What pydantic calls a fault, and what it is called here; anything else is a wrong type."""


@dataclass(frozen=True)
class Place:
    """Where faults are being found; all places of one check share them, each told once, in the order of finding."""

    faults: dict[Fault, None]
    file: str
    questionnaire: str | None = None
    question: str | None = None

    def report(self, code: FaultCode, detail: object = "") -> None:
        self.faults[Fault(self.file, self.questionnaire, self.question, code, str(detail))] = None

    def at(self, question: str) -> Place:
        """Give the place of a question of this list."""
        return Place(self.faults, self.file, self.questionnaire, question)

    def build(self, model: type[_M], table: object, prefix: str = "") -> _M | None:
        """Make the model, or report every reason why it cannot be made."""
        try:
            return model.model_validate(table)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False)
            inner = {fault["loc"][:depth] for fault in found for depth in range(len(fault["loc"]))}
            for fault in found:
                if fault["type"] == "too_short" and fault["loc"] in inner:
                    continue  # a list whose items are at fault is not also an empty list
                steps = (_counted(step) for step in fault["loc"] if step != "[key]")
                where = f"{prefix}{'.'.join(steps)}".rstrip(".")
                code = CODES.get(fault["type"], FaultCode.WRONG_TYPE)
                self.report(code, f"{where}={fault['input']}" if code is FaultCode.UNKNOWN_VALUE else where)
            return None

    def steered(self, table: Table, field: str = "", *, without: str = "") -> None:
        """Report every text, however deep, that is more than something to read; `without` is looked at elsewhere."""
        for where, text in texts_under(
            {name: part for name, part in table.items() if name != without}, field
        ):
            if steers(text):
                self.report(FaultCode.STEERING_CHARACTER, where)

    def listed(self, table: Table, name: str) -> list[Any]:
        """Give the list under a name, reporting what is there instead."""
        found = table.get(name, [])
        if isinstance(found, list):
            return found
        self.report(FaultCode.WRONG_TYPE, name)
        return []


def _counted(step: int | str) -> str:
    """A field by its name, and what stands in a list counted from one, as people count."""
    return str(step + 1) if isinstance(step, int) else step


def report_repeated(
    place: Place, code: FaultCode, keys: Iterable[_K], name: Callable[[_K], object] = lambda key: key
) -> tuple[_K, ...]:
    """Report every key that occurs more than once, by its name; give those keys."""
    repeated = tuple(key for key, count in Counter(keys).items() if count > 1)
    for key in repeated:
        place.report(code, name(key))
    return repeated
