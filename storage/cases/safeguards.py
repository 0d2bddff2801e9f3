"""Two people where the agreements ask for two: who may be the second, and which of those agreements were switched off.

Sealed with the evaluation, and told on the certificate by function, never by name.
"""

from flows.evaluation import Evaluation
from flows.safeguards import Lifted, LiftedSafeguards, Safeguard
from storage.cases.errors import SecondPersonNeeded
from storage.cases.store import Store

STREAM = "safeguards"


def both(evaluation: Evaluation, first: str, second: str) -> tuple[str, str]:
    """Two different people, the second one of this team too. Raises `SecondPersonNeeded`."""
    if second == first or second not in evaluation.names:
        raise SecondPersonNeeded
    return first, second


class Safeguards:
    """The agreements of this evaluation that ask for two people."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def lifted(self) -> tuple[Lifted, ...]:
        """Every time that one was switched off, in order. Raises `NoEvaluation`."""
        kept = self._store.read(self._store.evaluation_compartment(), STREAM, LiftedSafeguards)
        return () if kept is None else kept.lifted

    def lift(self, lifted: tuple[Safeguard, ...], second: str) -> None:
        """Note that these are switched off, by whoever is at the laptop and `second`; the team of now counts."""
        store = self._store
        evaluation = store.evaluation()
        people = both(evaluation, store.author(), second)
        functions = (evaluation.function_of(people[0]), evaluation.function_of(people[1]))
        new = tuple(Lifted(what=what, on=store.today, functions=functions) for what in lifted)
        record = LiftedSafeguards(lifted=(*self.lifted(), *new))
        store.write(store.evaluation_compartment(), STREAM, record)
