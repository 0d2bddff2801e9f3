"""How long an evaluation keeps names: a planned day of destruction, warned about and then binding; pure, no clock.

The handbook plans an evaluation in 3 to 4 months (2.2); that is what is kept to unless the team moves the day, with a
reason and by somebody with a name. The day itself stays allowed: what is planned "tot" a day is over the day after.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import reduce
from typing import Final

from pydantic import BaseModel, ConfigDict

from flows.date_spans import months_later
from flows.text import clean_text

MONTHS: Final = 4
WARN_DAYS: Final = 14
FURTHEST_DAYS: Final = 366
"""How far after today a day may be moved: a year is more than any planning of the handbook."""
WORKBOOK_MONTHS: Final = 12
"""How long a workbook is kept unless the team says otherwise: until the evaluation a year later (Bijlage 6)."""
LONGEST_REASON: Final = 300
COVERED: Final = "[naam]"
"""Stands in a reason for each word that named somebody whose case is gone."""


class MoveRefused(ValueError):
    """The day cannot be moved like this; `code`: no_reason, reason_too_long, not_later, too_far."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Standing(StrEnum):
    """Where today stands beside the planned day."""

    RUNNING = "loopt"
    SOON = "bijna"
    PASSED = "voorbij"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Move(_Model):
    """One time that the day was moved: by whom (name and function), when, from which day to which, and why."""

    before: date
    after: date
    reason: str
    by: str
    function: str
    on: date


class RetentionTerm(_Model):
    """The planned day of one evaluation. `passed` stays once it was seen, also when the clock goes back."""

    until: date
    moves: tuple[Move, ...] = ()
    passed: bool = False

    def standing(self, today: date) -> Standing:
        """How things stand on this day."""
        if self.passed or today > self.until:
            return Standing.PASSED
        return Standing.SOON if today >= self.until - timedelta(days=WARN_DAYS) else Standing.RUNNING

    def seen(self, today: date) -> RetentionTerm:
        """The term as it is from now on: what was seen to be over stays over until it is moved."""
        over = self.standing(today) is Standing.PASSED
        return self.model_copy(update={"passed": True}) if over and not self.passed else self

    def moved(self, after: date, reason: str, *, by: str, function: str, today: date) -> RetentionTerm:
        """The same term with another day. Raises MoveRefused."""
        why = " ".join(clean_text(reason).split())
        for wrong, code in (
            (not why, "no_reason"),
            (len(why) > LONGEST_REASON, "reason_too_long"),
            (after <= today, "not_later"),
            (after > today + timedelta(days=FURTHEST_DAYS), "too_far"),
        ):
            if wrong:
                raise MoveRefused(code)
        move = Move(before=self.until, after=after, reason=why, by=by, function=function, on=today)
        return RetentionTerm(until=after, moves=(*self.moves, move))


def agreed(one: RetentionTerm, other: RetentionTerm) -> RetentionTerm:
    """The term that holds where two laptops went on by themselves: the later agreement, in whichever order they come.

    Who knows every move of the other and more is the later. Where each moved the day by itself, the last move holds,
    and of one day's moves the one that keeps names shortest; so does the shortest where nobody moved. No move is lost.
    A name that was covered on one of the two stays covered.
    """
    one, other = _as_covered(one, other), _as_covered(other, one)
    ours, theirs = set(one.moves), set(other.moves)
    if ours > theirs:
        return one
    if theirs > ours:
        return other
    later, earlier = sorted((one, other), key=_lateness, reverse=True)
    moves = later.moves if ours == theirs else tuple(sorted(ours | theirs, key=_order))
    passed = later.passed or (earlier.passed and earlier.until == later.until)
    return RetentionTerm(until=later.until, moves=moves, passed=passed)


def _as_covered(term: RetentionTerm, beside: RetentionTerm) -> RetentionTerm:
    moves = tuple(reduce(_both_covered, beside.moves, move) for move in term.moves)
    return term if moves == term.moves else term.model_copy(update={"moves": moves})


def _both_covered(move: Move, beside: Move) -> Move:
    """The move without the names that either of the two covers, when they are the same one."""
    words, others = move.reason.split(), beside.reason.split()
    pairs = list(zip(words, others, strict=False))
    same = len(words) == len(others) and all(a == b or COVERED in {a, b} for a, b in pairs)
    if not same or move.model_copy(update={"reason": beside.reason}) != beside:
        return move
    return move.model_copy(
        update={"reason": " ".join(COVERED if COVERED in pair else pair[0] for pair in pairs)}
    )


def _lateness(term: RetentionTerm) -> tuple[date, int]:
    """When it was last agreed, and of one day the shortest first."""
    return max((move.on for move in term.moves), default=date.min), -term.until.toordinal()


def _order(move: Move) -> tuple[date, date, date, str, str]:
    return move.on, move.before, move.after, move.reason, move.by


def first_term(first_case: date) -> RetentionTerm:
    """The term of an evaluation whose first case came on this day."""
    return RetentionTerm(until=months_later(first_case, MONTHS))


def workbook_until(exported_on: date) -> date:
    """The day on which a workbook of this day is to be destroyed, unless the team chooses another."""
    return months_later(exported_on, WORKBOOK_MONTHS)
