"""Agreements that ask for two people: which there are, and when one of them was switched off; pure, no clock.

One person alone may switch them on, never off: else the second person would be no more than a habit.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from flows.evaluation import Evaluation


class Safeguard(StrEnum):
    """An agreement of an evaluation that asks for two people; the values are `Evaluation`'s fields."""

    TWO_READERS = "two_readers"
    TWO_CONFIRM = "two_confirm"


class Lifted(BaseModel):
    """One time that a safeguard was switched off: what, when, and the functions of both people who decided it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Safeguard
    on: date
    functions: tuple[str, str]


class LiftedSafeguards(BaseModel):
    """Every such time in one evaluation, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lifted: tuple[Lifted, ...] = ()


def lifts(known: Evaluation, wanted: Evaluation) -> tuple[Safeguard, ...]:
    """The safeguards that hold now and would not hold any more."""
    return tuple(what for what in Safeguard if getattr(known, what) and not getattr(wanted, what))
