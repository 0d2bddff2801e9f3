"""A case's own name list, sealed with the case: what was typed or said yes to, and the words that are no name here.

Which words to ask about, `storage.anonymise.suggested` decides.
"""

from collections.abc import Sequence

from flows.text import clean_text
from storage.cases.gate import Gate
from storage.cases.store import Store

NAMES, DECLINED = "names", "names-declined"


class CaseNames:
    """Household members, nicknames, places, organisations; behind the gate."""

    def __init__(self, store: Store, gate: Gate) -> None:
        self._store = store
        self._gate = gate

    def read(self, case: str) -> tuple[str, ...]:
        """The list in its order; raises `ConsentRefused`."""
        with self._store.vault.transaction():
            self._gate.require(self._store.known_case(case))
            return self._read(case, NAMES)

    def write(self, case: str, names: Sequence[str]) -> None:
        """Writes the list anew; one name a line, blanks and doubles dropped. Raises `ConsentRefused`."""
        with self._store.vault.transaction():
            self._gate.require(self._store.known_case(case))
            if NAMES in self._store.vault.streams(case):
                self._store.vault.remove_stream(case, NAMES)
            for name in dict.fromkeys(filter(None, map(clean_text, names))):
                self._store.vault.append(case, NAMES, name.encode())

    def add(self, case: str, name: str) -> None:
        """One more name, unless it is there; raises `ConsentRefused`."""
        with self._store.vault.transaction():
            self._gate.require(self._store.known_case(case))
            note_name(self._store, case, name)

    def declined(self, case: str) -> frozenset[str]:
        """The words that somebody said are no name in this case; raises `ConsentRefused`."""
        with self._store.vault.transaction():
            self._gate.require(self._store.known_case(case))
            return frozenset(self._read(case, DECLINED))

    def decline(self, case: str, word: str) -> None:
        """Say that this word is no name here, so that it is not asked again; raises `ConsentRefused`."""
        with self._store.vault.transaction():
            self._gate.require(self._store.known_case(case))
            if word not in self._read(case, DECLINED):
                self._store.vault.append(case, DECLINED, word.encode())

    def _read(self, case: str, stream: str) -> tuple[str, ...]:
        return tuple(data.decode() for data in self._store.vault.read(case, stream))


def note_name(store: Store, case: str, name: str) -> None:
    """Add a name without asking the gate: whoever signed beside the resident may be named in the answers too."""
    known = {data.decode().casefold() for data in store.vault.read(case, NAMES)}
    if (word := clean_text(name)) and word.casefold() not in known:
        store.vault.append(case, NAMES, word.encode())
