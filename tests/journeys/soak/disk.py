"""A disk for the soak: it can be full, broken, or lose its power at any touch, and then keeps only what was flushed."""

import errno
import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.vault import Disk
from tests.storage.vault.conftest import Files, RecordingConnection, RecordingDisk, rebuild


class PowerCut(BaseException):
    """The power is gone: nothing of the program runs on, nothing touches the disk any more."""


@dataclass(frozen=True)
class Trouble:
    """What goes wrong at the `at`-th touch from now: "full", "broken" (from then on) or "cut".

    `chance` chooses what a cut leaves of the writes that were not flushed.
    """

    kind: str
    at: int
    chance: int = 0


CODES = {
    "full": (errno.ENOSPC, sqlite3.SQLITE_FULL),
    "broken": (errno.EIO, sqlite3.SQLITE_IOERR),
}
_TOUCHES = (
    "lock hold_log read_at write_at overwrite_from sync_file names read create append sync sync_folder replace"
    " remove make_folder overwrite clear chunks sha256 contains connect"
)


class SoakConnection(RecordingConnection):
    """Fails a statement with the code that SQLite would give."""

    def execute(self, *args: Any) -> sqlite3.Cursor:
        self.recorder.touch(sql=True)
        return super().execute(*args)


class SoakDisk(RecordingDisk):
    """The recorder of the vault's crash states, armed with at most one trouble at a time."""

    def __init__(self, root: Path, done: Counter[str]) -> None:
        super().__init__(root, variants=3)
        self._done = done
        self._trouble: Trouble | None = None
        self.touches = 0  # ever; a disk that nobody touched holds what it held
        self.counted = 0
        self.failed = False
        self.dead: Files | None = None
        self.begin()

    def arm(self, trouble: Trouble | None) -> None:
        """From now on count touches; None: all is well."""
        self._trouble, self.counted, self.failed = trouble, 0, False

    def restore(self) -> None:
        """The power is back: on the disk stands what a crash left of it."""
        assert self.dead is not None
        rebuild(self.root, self.dead)
        self.dead = None
        self.arm(None)
        self.begin()

    def cut(self) -> None:
        """The power goes now; what stands then is one of the ways in which this disk may have kept its writes."""
        self._seen.clear()
        chance = 0 if self._trouble is None else self._trouble.chance
        self._random.seed(chance)
        super().mark("cut")
        self.dead = self.states[chance % len(self.states)].files  # all kept, all lost, torn in some way
        self.states.clear()

    # -- what a touch may come to ------------------------------------------------------------------

    def touch(self, *, sql: bool = False) -> None:
        if self.dead is not None:
            raise PowerCut
        self.touches += 1
        trouble = self._trouble
        if trouble is None or trouble.kind == "cut":
            return
        self.counted += 1
        if self.counted == trouble.at or (trouble.kind == "broken" and self.counted > trouble.at):
            if not self.failed:
                self._done[f"the disk is {trouble.kind}"] += 1
            self.failed = True
            code, sql_code = CODES[trouble.kind]
            if not sql:
                raise OSError(code, "made to fail")
            error = sqlite3.OperationalError("made to fail")
            error.sqlite_errorcode = sql_code
            raise error

    def mark(self, _label: str) -> None:
        """After a touch that may lose something: cut here, if this is the place."""
        if self.dead is not None or self._trouble is None or self._trouble.kind != "cut":
            return
        self.counted += 1
        if self.counted == self._trouble.at:
            self._done["power cut while something is done"] += 1
            self.cut()
            raise PowerCut

    def after_sql(self, stem: str, label: str, *, settled: bool) -> None:
        """The recorder's rule, without its look at every file: outside a transaction what SQLite wrote is durable."""
        if self.dead is not None:
            return
        if label == "COMMIT":
            self.mark("before it is flushed")
        if settled and label != "SELECT":
            for name in (stem, f"{stem}-wal"):
                self._durable(name)
        self.mark(f"sql {label}")

    def _durable(self, name: str) -> None:
        try:
            with (self.root / name).open("rb") as file:
                inode = os.fstat(file.fileno()).st_ino
                self._names[name], self._contents[inode] = inode, file.read()
        except FileNotFoundError:
            self._names.pop(name, None)

    def connect(self, path: Path) -> sqlite3.Connection:
        self.touch()
        connection = sqlite3.connect(path, isolation_level=None, timeout=0.2, factory=SoakConnection)
        connection.recorder, connection.stem = self, str(path.relative_to(self.root))
        return connection


def _touching(name: str) -> Callable[..., object]:
    honest = getattr(RecordingDisk, name)

    def touched(self: SoakDisk, *args: object) -> object:
        self.touch()
        return honest(self, *args)

    return touched


for _name in set(_TOUCHES.split()) - {"connect"}:
    assert hasattr(Disk, _name)
    setattr(SoakDisk, _name, _touching(_name))
