"""Checks what the questions of one list wait for: earlier questions of that list, with answers they can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.instrument_faults import FaultCode
from flows.instrument_models import VALUES, QuestionKind
from flows.instrument_place import Place
from flows.instrument_readable import Table, absent, compared_in, conditions_in, is_condition, question_in


@dataclass(frozen=True)
class Asked:
    """A question at its place in the list; `kind` is None when it cannot be read, `printed` empty without a number."""

    position: int
    id: str
    printed: str
    kind: QuestionKind | None
    table: Table


def report_conditions(place: Place, questions: Sequence[Asked]) -> None:
    """Report conditions on unknown or later questions, on themselves in a circle, or on impossible values."""
    known = {question.id: question for question in reversed(questions)}
    reads: dict[str, tuple[str, ...]] = {}
    for asker in questions:
        here = place.at(asker.id)
        conditions = tuple(conditions_in(asker.table, "asked_if"))
        for where, condition in conditions:
            if not is_condition(condition):
                here.report(FaultCode.CONDITION_SHAPE, where)
        named = [(question_in(condition, "question"), compared_in(condition)) for _, condition in conditions]
        read_here = tuple(dict.fromkeys(read for read, _ in named if read is not None))
        if known[asker.id] is asker:  # a number that is used twice is told already; it waits for nobody
            reads[asker.id] = read_here
        for read in read_here:
            if read not in known:
                here.report(FaultCode.UNKNOWN_QUESTION, read)
            elif known[read].position > asker.position:
                here.report(FaultCode.FORWARD_REFERENCE, read)
        for question, values in named:
            kind = known[question].kind if question in known else None
            for value in absent(values, None if kind is None else VALUES[kind]):
                here.report(FaultCode.IMPOSSIBLE_VALUE, f"{question}={value}")
    for circle in _circles(reads):
        place.at(circle[0]).report(FaultCode.CYCLE, " > ".join((*circle, circle[0])))


def _circles(reads: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Every circle met when following the conditions, once each, from the question where it is entered."""
    done: set[str] = set()
    for start in reads:
        path: list[str] = []
        branches = [iter((start,))]
        while branches:
            step = next(branches[-1], None)
            if step is None:
                branches.pop()
                if path:
                    done.add(path.pop())
            elif step in path:
                yield tuple(path[path.index(step) :])
            elif step not in done:
                path.append(step)
                branches.append(iter(reads.get(step, ())))
