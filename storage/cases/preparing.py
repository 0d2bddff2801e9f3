"""The team's preparation: start, planning, and the list of what is settled; what counts, `flows.checklist` says."""

from flows.checklist import Item, Point, Preparation, Tick, checklist
from flows.handbook import handbook
from flows.planning import Plan, plan
from flows.workdays import dutch_workdays
from storage.cases.store import Store


class Preparing:
    """Notes beside the agreements, sealed with the evaluation; nothing of a case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self) -> Preparation:
        """Raises `NoEvaluation`."""
        found = self._store.read(self._store.evaluation_compartment(), "preparation", Preparation)
        return found or Preparation()

    def keep(self, preparation: Preparation) -> None:
        self._store.write(self._store.evaluation_compartment(), "preparation", preparation)

    def tick(self, item: Item, person: str = "") -> None:
        """Somebody at the laptop says that this is settled; raises `NobodyAtLaptop`, `flows.checklist.UnknownTick`."""
        tick = Tick(item=item, person=person, by=self._store.author(), on=self._store.today)
        with self._store.vault.transaction():
            self.keep(self.read().ticked(tick, self._store.evaluation()))

    def untick(self, item: Item, person: str = "") -> None:
        with self._store.vault.transaction():
            self.keep(self.read().unticked(item, person))

    def checklist(self) -> tuple[Point, ...]:
        """Every point and what is still open."""
        return checklist(self._store.evaluation(), self.read(), self._store.instrument())

    def plan(self) -> Plan | None:
        """The dates, once there is a start; None also for an instrument without a handbook.

        Raises `flows.planning.PlanImpossible`.
        """
        known = self.read()
        book = handbook(self._store.instrument().id)
        if known.start is None or book is None:
            return None
        return plan(
            known.start,
            known.planned_cases,
            book.preparation.planning,
            dutch_workdays(),
            known.hours_a_week,
        )
