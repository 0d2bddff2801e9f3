"""Residents who want to hear what came of it: each in a compartment of its own, not linked to any case.

The list survives anonymising and destroying (DESIGN section 7) until each was told.
"""

from datetime import date, timedelta

from flows.checklist import FEEDBACK_TERM_DAYS, Preparation
from storage.cases.forget import forget_waiting
from storage.cases.records import FeedbackWish
from storage.cases.store import FEEDBACK, Store
from storage.vault import Survivor, WithdrawReport


class FeedbackList:
    """The people who are still waiting for the outcome."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def waiting(self) -> tuple[tuple[str, FeedbackWish], ...]:
        """(id, wish) of everyone who was not told yet."""
        found = (
            (c, self._store.read(c, "wish", FeedbackWish)) for c in self._store.vault.compartments(FEEDBACK)
        )
        return tuple((compartment, wish) for compartment, wish in found if wish is not None)

    def told(self, compartment: str) -> WithdrawReport:
        """The resident was told, or no longer wants it: the name is destroyed at once."""
        wish = self._store.read(compartment, "wish", FeedbackWish)
        if wish is not None:
            with self._store.vault.transaction():
                forget_waiting(self._store, wish)
        return self._store.vault.drop_compartment(compartment)

    def overdue(self, days: int) -> tuple[tuple[str, FeedbackWish], ...]:
        """Those whose last day is over: their names are not kept without end. `days` is for lists without that day."""
        return tuple(
            (compartment, wish)
            for compartment, wish in self.waiting()
            if (last := last_day(wish, days)) is not None and last <= self._store.today
        )

    def kept(self) -> tuple[FeedbackWish, ...]:
        """What a re-founded vault keeps: those still waiting, and those of this evaluation who asked for it."""
        wishes = [wish for _, wish in self.waiting()]
        days = self.term_days()
        for case in self._store.cases():
            consent = self._store.consent(case)
            entry = self._store.read_entry(case)
            if consent is not None and consent.feedback_wanted and entry is not None:
                wishes.append(
                    FeedbackWish(
                        name=entry.name,
                        channel=consent.feedback_channel or entry.contact,
                        asked_on=consent.signed_on,
                        until=None if consent.signed_on is None else consent.signed_on + timedelta(days=days),
                    )
                )
        return tuple(wishes)

    def survivors(self) -> tuple[Survivor, ...]:
        """The same, as content of compartments of their own."""
        return tuple(survivor(wish) for wish in self.kept())

    def end_overdue(self) -> int:
        """Destroys the names whose last day is over; gives how many."""
        late = self.overdue(self.term_days())
        for compartment, _ in late:
            self.told(compartment)
        return len(late)

    def term_days(self) -> int:
        """How many days after signing a name is kept at most."""
        return term_days(self._store)


def term_days(store: Store) -> int:
    """The team's own choice while there is an evaluation, else the usual term."""
    known = None
    if store.find_evaluation() is not None:
        known = store.read(store.evaluation_compartment(), "preparation", Preparation)
    return FEEDBACK_TERM_DAYS if known is None else known.feedback_term_days


def last_day(wish: FeedbackWish, days: int) -> date | None:
    """The last day on which this name is kept; None when it is not known since when."""
    if wish.until is not None or wish.asked_on is None:
        return wish.until
    return wish.asked_on + timedelta(days=days)


def survivor(wish: FeedbackWish) -> Survivor:
    """One wish as the content of a new compartment."""
    return Survivor(FEEDBACK, {"wish": [wish.model_dump_json().encode()]})
