"""A case before consent: what the letter needs, how far the approach is, and its end without a consent."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from flows.text import LONGEST_LINE, LONGEST_NAME, clean_text
from storage.cases import store as rooms
from storage.cases.errors import ConsentOnRecord, EntryIncomplete, EntryTooLong, NameTaken, NotOverdue
from storage.cases.forget import forget_case
from storage.cases.records import Approach, CaseEntry
from storage.cases.store import Store
from storage.vault import WithdrawReport

LIMITS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "name": LONGEST_NAME,
        "contact": LONGEST_LINE,
        "professional": LONGEST_NAME,
        "organisation": LONGEST_LINE,
    }
)
"""Every field that the letter needs, with its longest length in characters."""


class Entries:
    """Entries of cases, and the approach of residents who have not signed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read: dict[str, tuple[bytes, CaseEntry]] = {}

    def read(self, case: str) -> CaseEntry:
        """Raises `UnknownCase`, `EntryIncomplete`."""
        entry = self._store.read_entry(case)
        if entry is None:
            raise EntryIncomplete(("name",))
        return entry

    def add(self, name: str, contact: str, professional: str, organisation: str) -> str:
        """A new case; returns its id. Raises `EntryIncomplete`, `EntryTooLong`, `NameTaken`, `NoEvaluation`."""
        self._store.evaluation()
        taken = [entry.number for _, entry in self._all()]
        entry = CaseEntry(
            number=max(taken, default=0) + 1,
            name=name,
            contact=contact,
            professional=professional,
            organisation=organisation,
        )
        with self._store.vault.transaction():
            case = self._store.vault.new_compartment(rooms.CASE)
            self.keep(case, entry)
        return case

    def keep(self, case: str, entry: CaseEntry) -> None:
        """Raises as `add`, with nothing kept."""
        words = {name: " ".join(clean_text(getattr(entry, name)).split()) for name in LIMITS}
        missing = tuple(name for name, text in words.items() if not text)
        if missing:
            raise EntryIncomplete(missing)
        too_long = tuple(name for name, text in words.items() if len(text) > LIMITS[name])
        if too_long:
            raise EntryTooLong(too_long)
        folded = words["name"].casefold()
        for other, known in self._all():
            if other != case and known.name.casefold() == folded:
                raise NameTaken(known.number)
        self._store.write(case, "entry", entry.model_copy(update=words))

    def _all(self) -> Iterator[tuple[str, CaseEntry]]:
        """Every case that has an entry; opened again only where it was written since it was last looked at."""
        chain_of = self._store.vault.chain
        for case in self._store.cases():
            chain = chain_of(case, "entry")
            if chain is not None:
                known = self._read.get(case)
                if known is None or known[0] != chain:
                    known = self._read[case] = chain, self.read(case)
                yield case, known[1]

    # -- the approach --------------------------------------------------------------------------------------

    def set_approach(self, case: str, approach: Approach) -> None:
        """How far the approach is, and since when; raises `ConsentOnRecord` once a consent was signed."""
        store = self._store
        with store.vault.transaction():
            self._unsigned(case)
            entry = self.read(store.known_case(case))
            since = None if approach is Approach.TO_APPROACH else store.today
            if approach is Approach.NO_REPLY and entry.approach is Approach.APPROACHED:
                since = entry.approach_on or store.today  # the term runs from the approach itself
            store.write(case, "entry", entry.model_copy(update={"approach": approach, "approach_on": since}))

    def refused(self, case: str) -> WithdrawReport:
        """The resident does not want to: destroys the case at once, leaves a count."""
        return self._end(case, "refused")

    def overdue(self, days: int) -> tuple[str, ...]:
        """The cases without a consent whose resident was approached at least so many days ago."""
        return tuple(case for case in self._store.cases() if self._is_overdue(case, days))

    def let_go(self, case: str, days: int) -> WithdrawReport:
        """No answer came within the term: destroys the case, leaves a count; raises `NotOverdue`."""
        self._unsigned(case)
        if not self._is_overdue(case, days):
            raise NotOverdue(case)
        return self._end(case, "no_reply")

    def _is_overdue(self, case: str, days: int) -> bool:
        entry = self.read(case)
        if entry.approach is Approach.TO_APPROACH or entry.approach_on is None:
            return False
        return (
            self._store.consent(case) is None
            and entry.approach_on + timedelta(days=days) <= self._store.today
        )

    def _end(self, case: str, count: str) -> WithdrawReport:
        with self._store.vault.transaction():
            self._unsigned(case)
            self._store.count(count, case)
            forget_case(self._store, case)
        return self._store.vault.drop_compartment(case)

    def _unsigned(self, case: str) -> None:
        if self._store.consent(case) is not None:
            raise ConsentOnRecord(case)
