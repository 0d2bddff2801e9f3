"""Joining results of several laptops, and comparing one round with an earlier one without claiming too much.

Results may only be joined when they come from the same instrument text; meanings of terms that differ are told, since
the same word then stood for something else. The figures themselves are `analysis`' work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final, NamedTuple

from flows.analysis import Analysis
from flows.analysis_levels import Kind, Level, Tally
from flows.instrument import Instrument, Source
from flows.results import CaseResult, Results
from flows.scores import Mean

ENOUGH: Final = 5
"""Under so many cases in either round, nothing is said about a difference (ours; insiders know how small 3 is)."""
_SURE: Final = 2.0
"""A difference of two standard errors is more than chance usually gives."""


class JoinFault(StrEnum):
    """Why results cannot be put together."""

    OTHER_INSTRUMENT = "other_instrument"
    SAME_CASES = "same_cases"
    NOTHING = "nothing"


class JoinRefused(Exception):
    """These results cannot be joined; `code` says why, `at` which of them (from 0)."""

    def __init__(self, code: JoinFault, at: int = 0) -> None:
        super().__init__(code.value)
        self.code = code
        self.at = at


class Origin(NamedTuple):
    """Where a case of joined results comes from: which of the results (from 0) and its number there."""

    at: int
    number: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Results put together. `origins` per new case number; `terms` are those with different meanings."""

    results: Results
    origins: dict[int, Origin]
    terms: tuple[str, ...]
    scopes_differ: bool


def join(parts: Sequence[Results]) -> Joined:
    """Put results together, the cases numbered on; the highest threshold holds for all. Raises JoinRefused."""
    if not parts:
        raise JoinRefused(JoinFault.NOTHING)
    first = parts[0]
    origins: dict[int, Origin] = {}
    cases: list[CaseResult] = []
    seen: dict[str, int] = {}
    for at, part in enumerate(parts):
        if part.instrument_text != first.instrument_text:
            raise JoinRefused(JoinFault.OTHER_INSTRUMENT, at)
        for case in part.cases:
            if len(parts) > 1 and _fingerprint(case, seen, at) != at:
                raise JoinRefused(JoinFault.SAME_CASES, at)
            number = case.number if len(parts) == 1 else len(cases) + 1
            origins[number] = Origin(at, case.number)
            cases.append(case if number == case.number else case.model_copy(update={"number": number}))
    results = first.model_copy(
        update={
            "municipality": _together(part.municipality for part in parts),
            "evaluation_title": _together(part.evaluation_title for part in parts),
            "exported_on": max(part.exported_on for part in parts),
            "themes": _widest([part.themes for part in parts]),
            "criteria": _widest([part.criteria for part in parts]),
            "term_meanings": {
                term: text for part in reversed(parts) for term, text in part.term_meanings.items()
            },
            "session_threshold": max(part.session_threshold for part in parts),
            "cases": tuple(cases),
        }
    )
    scopes = {(part.themes, part.criteria) for part in parts}
    return Joined(results, origins, different_terms(parts), len(scopes) > 1)


def _fingerprint(case: CaseResult, seen: dict[str, int], at: int) -> int:
    """In which of the results this same case stood first; a case without a written word is never the same."""
    told = case.model_copy(update={"number": 1})
    if not any(answer.reason or answer.remark or answer.text for of in case.sources for answer in of.answers):
        return at
    return seen.setdefault(told.model_dump_json(), at)


def _together(names: Iterable[str]) -> str:
    return " + ".join(dict.fromkeys(names))


def _widest(scopes: Sequence[tuple[object, ...] | None]) -> tuple[object, ...] | None:
    if any(scope is None for scope in scopes):
        return None
    return tuple(sorted({one for scope in scopes for one in scope or ()}, key=lambda one: str(one).zfill(4)))


def different_terms(parts: Sequence[Results]) -> tuple[str, ...]:
    """The terms that did not mean the same in all of these results, by their ids."""
    every = {term for part in parts for term in part.term_meanings}
    return tuple(
        sorted(
            term
            for term in every
            if len({" ".join(part.term_meanings.get(term, "").split()).casefold() for part in parts}) > 1
        )
    )


# -- one round and an earlier one -----------------------------------------------------------------------------------


class Change(StrEnum):
    """What may be said of a difference between two rounds."""

    TOO_FEW = "too_few"
    """Under five cases in one of them: it may well be chance."""
    UNSURE = "unsure"
    """Enough cases, but the difference is no larger than chance often gives."""
    HIGHER = "higher"
    LOWER = "lower"


class Delta(NamedTuple):
    """One level of one source (None: all) in two rounds; `before` and `now` with their own n."""

    level: Level
    source: Source | None
    before: Mean
    now: Mean
    change: Change

    @property
    def difference(self) -> float:
        """Now minus before; both have scores."""
        return (self.now.value or 0.0) - (self.before.value or 0.0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every level that both rounds rated. `unmatched` are levels of this round that the earlier one does not have."""

    deltas: tuple[Delta, ...]
    unmatched: tuple[Level, ...]
    other_version: bool
    terms: tuple[str, ...]


def compare(before: Analysis, now: Analysis, terms: tuple[str, ...] = ()) -> Comparison:
    """Compare what both rounds have: levels of the same kind with the same words, sources of the same name."""
    earlier = {_identity(level): level for level in before.levels}
    deltas, unmatched = [], []
    for level in now.levels:
        old = earlier.get(_identity(level))
        if old is None:
            unmatched.append(level)
            continue
        for source, tally in zip(now.columns, level.tallies, strict=True):
            if source not in before.columns:
                continue
            of_old = old.tallies[before.columns.index(source)]
            if tally.mean.n and of_old.mean.n:
                change = _change(of_old, before.cases, tally, now.cases)
                deltas.append(Delta(level, source, of_old.mean, tally.mean, change))
    return Comparison(tuple(deltas), tuple(unmatched), _other(before.instrument, now.instrument), terms)


def _identity(level: Level) -> tuple[Kind, str]:
    return level.kind, " ".join(level.title.split()).casefold()


def _other(before: Instrument, now: Instrument) -> bool:
    return (before.title, before.version) != (now.title, now.version)


def _change(before: Tally, cases_before: int, now: Tally, cases_now: int) -> Change:
    """Judge a difference by the spread of the scores; answers of one case are no independent measurements.

    As many measurements are counted as there are cases, at most; the spread of two samples is pooled.
    """
    n_before, n_now = min(before.mean.n, cases_before), min(now.mean.n, cases_now)
    if min(n_before, n_now) < ENOUGH:
        return Change.TOO_FEW
    difference = (now.mean.value or 0.0) - (before.mean.value or 0.0)
    pooled = (before.variance * n_before + now.variance * n_now) / (n_before + n_now - 2)
    error = sqrt(pooled * (1 / n_before + 1 / n_now))
    if abs(difference) <= _SURE * error or not difference:
        return Change.UNSURE
    return Change.HIGHER if difference > 0 else Change.LOWER
