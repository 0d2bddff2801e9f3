"""What ZET has written outside the vault, so that the end can name it: a program cannot destroy paper."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from storage.cases.records import OutsideFile, OutsideKind
from storage.cases.store import Store


class OutsideFiles:
    """The list of files, sealed with the evaluation; it knows no case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, kind: OutsideKind, path: Path) -> None:
        """A file of this kind stands at `path`; its name holds no person. Raises `NoEvaluation`."""
        store = self._store
        record = OutsideFile(kind=kind, path=str(path.absolute()), written_on=store.today)
        store.vault.append(store.evaluation_compartment(), "outside", record.model_dump_json().encode())

    def files(self) -> tuple[OutsideFile, ...]:
        """Every file that was written, in order, whether or not it is still there."""
        store = self._store
        found = store.vault.read(store.evaluation_compartment(), "outside")
        return tuple(OutsideFile.model_validate_json(data) for data in found)

    def counts(self) -> Mapping[OutsideKind, int]:
        """How many files of each kind."""
        return Counter(file.kind for file in self.files())
