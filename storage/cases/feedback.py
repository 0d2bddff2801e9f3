"""Residents who want to hear what came of it: each in a compartment of its own, not linked to any case.

The list survives anonymising and destroying (DESIGN section 7) until each was told.
"""

from datetime import timedelta

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
        return self._store.vault.drop_compartment(compartment)

    def overdue(self, days: int) -> tuple[tuple[str, FeedbackWish], ...]:
        """Those who have waited so many days: their names are not kept without end."""
        return tuple(
            (compartment, wish)
            for compartment, wish in self.waiting()
            if wish.asked_on is not None and wish.asked_on + timedelta(days=days) <= self._store.today
        )

    def survivors(self) -> tuple[Survivor, ...]:
        """What a re-founded vault keeps: those still waiting, and those of this evaluation who asked for it."""
        wishes = [wish for _, wish in self.waiting()]
        for case in self._store.cases():
            consent = self._store.consent(case)
            entry = self._store.read_entry(case)
            if consent is not None and consent.feedback_wanted and entry is not None:
                wishes.append(
                    FeedbackWish(
                        name=entry.name,
                        channel=consent.feedback_channel or entry.contact,
                        asked_on=consent.signed_on,
                    )
                )
        return tuple(survivor(wish) for wish in wishes)


def survivor(wish: FeedbackWish) -> Survivor:
    """One wish as the content of a new compartment."""
    return Survivor(FEEDBACK, {"wish": [wish.model_dump_json().encode()]})
