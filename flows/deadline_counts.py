"""How often each deadline was met, per source; judging one is left to `deadlines`.

Counts are for the team that has the Analysebestand: partners see averages only (DESIGN section 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flows.deadlines import Verdict
from flows.instrument import Instrument, Source
from flows.results import CaseResult, ResultDeadline


class DeadlineCount(NamedTuple):
    """In how many cases one source's timeline said what of one deadline; `excused` are among the `late`."""

    deadline: str
    title: str
    source: Source
    in_time: int
    late: int
    excused: int
    unknown: int


def deadline_counts(instrument: Instrument, cases: Sequence[CaseResult]) -> tuple[DeadlineCount, ...]:
    """Count the verdicts, in the order of the instrument's deadlines; one it does not have goes by its id."""
    titles = {deadline.id: deadline.title for deadline in instrument.deadlines}
    found: dict[tuple[str, Source], list[ResultDeadline]] = {}
    for case in cases:
        for result in case.sources:
            for judged in result.deadlines:
                found.setdefault((judged.deadline, result.source), []).append(judged)
    names = dict.fromkeys((*titles, *(name for name, _ in found)))
    return tuple(
        _count(name, titles.get(name, name), source, found[name, source])
        for name in names
        for source in Source
        if (name, source) in found
    )


def _count(name: str, title: str, source: Source, judged: Sequence[ResultDeadline]) -> DeadlineCount:
    said = [each.verdict for each in judged]
    return DeadlineCount(
        name,
        title,
        source,
        said.count(Verdict.IN_TIME),
        said.count(Verdict.TOO_LATE),
        sum(each.excused for each in judged),
        said.count(Verdict.UNKNOWN),
    )
