"""What a team has settled before the first conversation: the preparation's own list, and what is done of it.

Some points follow from the agreements themselves, the rest is ticked by a person; keeping ticks is storage's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field

from flows.evaluation import MINIMUM_CASES, ROLES, Evaluation
from flows.instrument import Instrument
from flows.planning import HOURS_A_WEEK

ANSWER_TERM_DAYS: Final = 28  # decided: four weeks after the last approach
FEEDBACK_TERM_DAYS: Final = 365  # decided: a year after asking for it


def term_words(days: int) -> str:
    """A term as the letter says it: een jaar, 90 dagen."""
    if days == FEEDBACK_TERM_DAYS:
        return "een jaar"
    return "een dag" if days == 1 else f"{days} dagen"


class Item(StrEnum):
    """The points of the list, in the order in which a team meets them; the value is how they are kept."""

    FG_INFORMED = "fg_geinformeerd"
    URGENT_CONTACT = "wie_bellen"
    ROLES = "taken_verdeeld"
    TERMS = "begrippen"
    PLANNING = "planning"
    INSTRUCTION = "instructie_gelezen"
    LISTS_READ = "vragenlijsten_gelezen"
    FIRST_TOGETHER = "eerste_casus_samen"
    SAME_PEOPLE = "zelfde_mensen_per_casus"
    MINORS = "onder_16_bevestigd"
    EXPLANATION_TRIED = "uitleg_getoetst"


PER_PERSON: Final = frozenset({Item.INSTRUCTION, Item.LISTS_READ})
"""Points that every named person settles for himself."""
DERIVED: Final = frozenset({Item.FG_INFORMED, Item.URGENT_CONTACT, Item.ROLES, Item.TERMS, Item.PLANNING})
"""Points that follow from what was written down; nobody ticks them."""


class UnknownTick(ValueError):
    """A tick for a point that follows from the agreements, or for somebody outside the team; `item` is the point."""

    def __init__(self, item: str) -> None:
        super().__init__(item)
        self.item = item


class Tick(BaseModel):
    """Somebody says that a point is settled: for `person`, or for the team when that is blank."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item: Item
    person: str = ""
    by: str
    on: date


class Preparation(BaseModel):
    """What a team notes while preparing, beside its agreements; immutable, changed by writing a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: date | None = None
    planned_cases: int = Field(default=MINIMUM_CASES, ge=1, le=1000)
    hours_a_week: int = Field(default=HOURS_A_WEEK, ge=1, le=200)
    answer_term_days: int = Field(default=ANSWER_TERM_DAYS, ge=1, le=365)
    feedback_term_days: int = Field(default=FEEDBACK_TERM_DAYS, ge=1, le=3650)
    ticks: tuple[Tick, ...] = ()

    def ticked(self, tick: Tick, evaluation: Evaluation) -> Self:
        """With this point settled; the first tick of a point stays. Raises `UnknownTick`."""
        wrong_person = tick.person not in evaluation.names if tick.item in PER_PERSON else bool(tick.person)
        if tick.item in DERIVED or wrong_person:
            raise UnknownTick(tick.item.value)
        if self.has(tick.item, tick.person):
            return self
        return self.model_copy(update={"ticks": (*self.ticks, tick)})

    def unticked(self, item: Item, person: str = "") -> Self:
        """With this point open again."""
        kept = tuple(tick for tick in self.ticks if (tick.item, tick.person) != (item, person))
        return self.model_copy(update={"ticks": kept})

    def has(self, item: Item, person: str = "") -> bool:
        """Whether this point was ticked, for this person or for the team."""
        return any((tick.item, tick.person) == (item, person) for tick in self.ticks)


@dataclass(frozen=True, slots=True)
class Point:
    """One point and how it stands; `open_for` names what is missing: persons, roles or terms by id."""

    item: Item
    done: bool
    open_for: tuple[str, ...] = ()
    ticked_by_hand: bool = False


def checklist(evaluation: Evaluation, preparation: Preparation, instrument: Instrument) -> tuple[Point, ...]:
    """Every point with what is still open, in order."""
    missing: Mapping[Item, tuple[str, ...]] = {
        Item.FG_INFORMED: () if evaluation.fg_informed_on and evaluation.fg_name.strip() else ("fg",),
        Item.URGENT_CONTACT: () if evaluation.urgent_contact.strip() else ("contact",),
        Item.ROLES: _roles_open(evaluation),
        Item.TERMS: tuple(
            term.id
            for term in instrument.terms
            if term.question and not evaluation.term_meanings.get(term.id, "").strip()
        ),
        Item.PLANNING: () if preparation.start else ("start",),
        **{
            item: tuple(name for name in evaluation.names if not preparation.has(item, name))
            for item in PER_PERSON
        },
    }
    return tuple(
        Point(item, not missing[item], missing[item], item in PER_PERSON)
        if item in missing
        else Point(item, preparation.has(item), ticked_by_hand=True)
        for item in Item
    )


def _roles_open(evaluation: Evaluation) -> tuple[str, ...]:
    """The handbook's five questions of who does what (2.2) that nobody has taken."""
    taken = {role for member in evaluation.team for role in member.roles}
    return tuple(role for role in ROLES if role not in taken)
