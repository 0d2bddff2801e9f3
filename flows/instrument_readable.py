"""Reads what can be read in a table that has a fault elsewhere, so that no fault hides another.

Whether a field has the shape it should have is left to the models: what has not is None or absent here.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

Table = Mapping[str, Any]
_N = TypeVar("_N", bound=Hashable)

_FORMS_OF_A_CONDITION: Final = ("is", "one_of", "all", "any", "not")
_COUNTS_OF_A_LIMIT: Final = ("days", "weeks", "working_days")


def text_in(table: object, name: str) -> str | None:
    """Give the text under a name without blanks around it; None when there is none."""
    found = _under(table, name)
    return found.strip() or None if isinstance(found, str) else None


def number_in(table: object, name: str) -> int | None:
    """Give the whole number under a name."""
    found = _under(table, name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def tables_in(table: object, name: str) -> tuple[Table, ...]:
    """Give the tables in the list under a name."""
    return tuple(item for _, item in numbered_in(table, name))


def numbered_in(table: object, name: str) -> Iterator[tuple[int, Table]]:
    """Give the tables in the list under a name, each with its place in that list, from 1."""
    for number, item in enumerate(_listed(table, name), 1):
        if isinstance(item, Mapping):
            yield number, item


def texts_in(table: object, name: str) -> tuple[str, ...]:
    """Give the texts in the list under a name."""
    return tuple(item.strip() for item in _listed(table, name) if isinstance(item, str) and item.strip())


def numbers_in(table: object, name: str) -> tuple[int, ...]:
    """Give the whole numbers in the list under a name."""
    return tuple(
        item for item in _listed(table, name) if isinstance(item, int) and not isinstance(item, bool)
    )


def question_in(table: object, name: str) -> str | None:
    """Give the question that a name refers to: 18 and "18" are the same one."""
    number = number_in(table, name)
    return text_in(table, name) if number is None else str(number)


def questions_in(table: object, name: str) -> tuple[str, ...]:
    """Give the questions in the list under a name."""
    refs = ({name: item} for item in _listed(table, name))
    return tuple(ref for one in refs if (ref := question_in(one, name)) is not None)


def every_id_in(head: Table, name: str) -> tuple[str, ...]:
    """Give the ids of the tables in the list under a name, also when they stand there twice."""
    return tuple(found for table in tables_in(head, name) if (found := text_in(table, "id")) is not None)


def ids_in(head: Table | None, name: str) -> frozenset[str] | None:
    """Give the ids that can be named; None when that cannot be known: there is no head, or no list under the name."""
    if head is None or not isinstance(head.get(name, []), list):
        return None
    return frozenset(every_id_in(head, name))


def absent(named: Iterable[_N | None], known: Collection[_N] | None) -> tuple[_N, ...]:
    """Give what is named and not known, once each; nothing when it cannot be known what there is."""
    if known is None:
        return ()
    return tuple(name for name in dict.fromkeys(named) if name is not None and name not in known)


def conditions_in(table: object, name: str) -> Iterator[tuple[str, Table]]:
    """Every condition under a name, however deep, each with its place: "asked_if.all.2"."""
    waiting = [(name, _under(table, name))]
    while waiting:
        place, condition = waiting.pop()
        if not isinstance(condition, Mapping):
            continue
        yield place, condition
        parts = [
            (f"{place}.{form}.{number}", part)
            for form in ("all", "any")
            for number, part in enumerate(_listed(condition, form), 1)
        ]
        waiting.extend(reversed([*parts, (f"{place}.not", _under(condition, "not"))]))


def compared_in(condition: Table) -> tuple[str, ...]:
    """Give the values that one condition itself compares an answer with."""
    value = text_in(condition, "is")
    return texts_in(condition, "one_of") if value is None else (value,)


def is_condition(condition: Table) -> bool:
    """Tell whether exactly one form is given, with a question where that form needs one.

    A misspelt name may be the missing form, so whoever misspells one is not told twice.
    """
    if not _has_only(condition, ("question", *_FORMS_OF_A_CONDITION)):
        return True
    forms = [form for form in _FORMS_OF_A_CONDITION if _under(condition, form) is not None]
    return len(forms) == 1 and ("question" in condition) == (forms[0] in ("is", "one_of"))


def is_limit(limit: Table) -> bool:
    """Tell whether a limit is counted from one thing, in at most one way; of misspelt names as `is_condition`."""
    if not _has_only(limit, ("from", "halfway", *_COUNTS_OF_A_LIMIT)):
        return True
    counts = [name for name in _COUNTS_OF_A_LIMIT if limit.get(name, 0) != 0]
    return (_under(limit, "from") is None) == ("halfway" in limit) and len(counts) <= 1


def milestones_in(limit: Table) -> tuple[str, ...]:
    """Give the milestones that a limit is counted from."""
    start = text_in(limit, "from")
    return (*(() if start is None else (start,)), *texts_in(limit, "halfway"))


def texts_under(found: object, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a table, names too, each with its place: "terms.1.title"."""
    if isinstance(found, str):
        yield place.rstrip("."), found
    elif isinstance(found, Mapping):
        for name, part in found.items():
            yield place.rstrip("."), str(name)
            yield from texts_under(part, f"{place}{name}.")
    elif isinstance(found, list):
        for number, part in enumerate(found, 1):
            yield from texts_under(part, f"{place}{number}.")


def _has_only(table: Table, names: Sequence[str]) -> bool:
    return set(table) <= {*names, *(f"{name}_" for name in names)}


def _under(table: object, name: str) -> object:
    """What stands under a name; one that is a word of Python may end in a dash there."""
    if not isinstance(table, Mapping):
        return None
    return table.get(name, table.get(f"{name}_"))


def _listed(table: object, name: str) -> list[Any]:
    found = _under(table, name)
    return found if isinstance(found, list) else []
