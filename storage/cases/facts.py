"""What may be noted of a case once the resident signed: household, life domains, the two rules of selecting."""

from flows.evaluation import LIFE_DOMAINS, Selection, selection_of
from flows.text import LONGEST_LINE, clean_text
from storage.cases.errors import FactsRefused
from storage.cases.gate import Gate
from storage.cases.records import CaseFacts
from storage.cases.store import Store


class Facts:
    """Facts of cases, behind the gate."""

    def __init__(self, store: Store, gate: Gate) -> None:
        self._store = store
        self._gate = gate

    def read(self, case: str) -> CaseFacts:
        """Raises `ConsentRefused`, `UnknownCase`."""
        with self._store.vault.transaction():
            self._gate.require(self._store.known_case(case))
            return self._store.read(case, "facts", CaseFacts) or CaseFacts()

    def keep(self, case: str, facts: CaseFacts) -> None:
        """Writes the facts anew; raises `ConsentRefused`, `UnknownCase`, `FactsRefused`."""
        household = clean_text(facts.household)
        if len(household) > LONGEST_LINE:
            raise FactsRefused("household_too_long")
        if not set(facts.domains) <= set(LIFE_DOMAINS):
            raise FactsRefused("unknown_domain")
        with self._store.vault.transaction():
            self._gate.require(self._store.known_case(case))
            ordered = tuple(domain for domain in LIFE_DOMAINS if domain in facts.domains)
            self._store.write(
                case, "facts", facts.model_copy(update={"household": household, "domains": ordered})
            )

    def selection(self) -> Selection:
        """What the cases that this person may see show together: counts and one list of life domains.

        The list names no case; it may outlive them (DESIGN section 7.8).
        """
        seen = [case for case in self._store.cases() if self._gate.verdict(case).allowed]
        return selection_of([self.read(case).domains for case in seen])
