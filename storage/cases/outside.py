"""What ZET has written outside the vault, so that the end can name it: a program cannot destroy paper."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from storage.cases.errors import NoEvaluation
from storage.cases.forget import OUTSIDE as STREAM
from storage.cases.forget import covered_path, everybody
from storage.cases.records import OutsideFile, OutsideKind
from storage.cases.store import EVALUATION, RESULTS, Store


class OutsideFiles:
    """The list of files, sealed with the evaluation, or with the results once it has ended; it knows no case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, kind: OutsideKind, path: Path) -> None:
        """A file of this kind stands at `path`; its name holds no person. Raises `NoEvaluation`."""
        store = self._store
        homes = self._homes()
        if not homes:
            raise NoEvaluation
        store.vault.append(homes[-1], STREAM, listed(kind, path, store.now()))

    def take_back(self, number: int) -> None:
        """The newest `number` of lines were about files that did not come to be."""
        if not number:
            return
        vault = self._store.vault
        home = self._homes()[-1]
        kept = vault.read(home, STREAM)[:-number]
        with vault.transaction():
            vault.remove_stream(home, STREAM)
            for line in kept:
                vault.append(home, STREAM, line)

    def files(self) -> tuple[OutsideFile, ...]:
        """Every file that was written, in order, whether or not it is still there."""
        found = [data for home in self._homes() for data in self._store.vault.read(home, STREAM)]
        return tuple(OutsideFile.model_validate_json(data) for data in found)

    def covered(self) -> tuple[OutsideFile, ...]:
        """The same, with no folder called after anybody of any case, whoever sits at the laptop."""
        people = everybody(self._store)
        return tuple(
            file.model_copy(update={"path": covered_path(file.path, people)}) for file in self.files()
        )

    def as_kept(self, kind: OutsideKind, path: Path) -> bytes:
        """A line about a file at this place for a list that outlives every case here: covered in the same way."""
        return listed(
            kind, Path(covered_path(str(path.absolute()), everybody(self._store))), self._store.now()
        )

    def counts(self) -> Mapping[OutsideKind, int]:
        """How many files of each kind."""
        return Counter(file.kind for file in self.files())

    def _homes(self) -> tuple[str, ...]:
        """Where lists stand: with results of evaluations that ended, and last with the evaluation itself."""
        vault = self._store.vault
        return (*vault.compartments(RESULTS), *vault.compartments(EVALUATION)[:1])


def listed(kind: OutsideKind, path: Path, moment: datetime) -> bytes:
    """One file as the list keeps it."""
    day = moment.astimezone().date()
    return OutsideFile(kind=kind, path=str(path.absolute()), written_on=day).model_dump_json().encode()
