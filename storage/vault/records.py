"""Sealed records: appending, replacing, reading and checking the streams of compartments."""

import os

from storage.vault.core import Held, SealedCore
from storage.vault.errors import DatabaseDamaged, Fault, RecordDamaged
from storage.vault.manifest import Entry, genesis, link
from storage.vault.reading import CheckReport, Damage, Reading, read_stream, record_place
from storage.vault.seal import pad

_INSERT = "INSERT OR REPLACE INTO records (compartment, stream, sequence, sealed) VALUES (?, ?, ?, ?)"

_DELETE = "DELETE FROM records WHERE compartment = ? AND stream = ?"
_LEFT = "SELECT count(*) FROM records WHERE compartment = ? AND stream = ?"


class SealedDatabase(SealedCore):
    """Streams of records over one open database, under one epoch's master key.

    A stream's name stands in the sealed manifest only; the file shows a random id.
    """

    def append(self, compartment: str, stream: str, payload: bytes) -> int:
        """One more record; its sequence number, from 1."""
        with self.transaction():
            held = self.held(compartment)
            entry = held.manifest.get(stream) or self._new_entry(held, stream)
            sequence = entry.last + 1
            held.manifest.put(entry.appended(self._write(held, entry, sequence, payload)))
            self._dirty[held.id] = held
            return sequence

    def replace(self, compartment: str, stream: str, payload: bytes) -> None:
        """The stream keeps this one record; the number goes on, so an earlier one never fits again."""
        with self.transaction():
            held = self.held(compartment)
            entry = held.manifest.get(stream) or self._new_entry(held, stream)
            if entry.last:
                self._delete(held.id, entry.stream)
            held.manifest.put(entry.replaced(self._write(held, entry, entry.last + 1, payload)))
            self._dirty[held.id] = held

    def remove_stream(self, compartment: str, stream: str) -> None:
        """Take a stream away; nothing happens when it is not there."""
        with self.transaction():
            held = self.held(compartment)
            entry = held.manifest.get(stream)
            if entry is not None:
                self._delete(held.id, entry.stream)
                held.manifest.remove(stream)
                self._dirty[held.id] = held

    def streams(self, compartment: str) -> tuple[str, ...]:
        self.usable()
        return tuple(entry.name for entry in self.held(compartment).manifest.entries())

    def count(self, compartment: str, stream: str) -> int:
        """How many records the manifest counts; reads none of them."""
        self.usable()
        entry = self.held(compartment).manifest.get(stream)
        return 0 if entry is None else entry.last - entry.first + 1

    def chain(self, compartment: str, stream: str) -> bytes | None:
        """Where the stream's chain ends, after the manifest; None for a stream that is not there."""
        self.usable()
        entry = self.held(compartment).manifest.get(stream)
        return None if entry is None else entry.chain

    def salvage(self, compartment: str, stream: str) -> Reading:
        """What can be read of a stream, and what is damaged. Raises only for the compartment itself."""
        self.usable()
        held = self.held(compartment)
        entry = held.manifest.get(stream)
        if entry is None:
            return Reading((), ())
        rows = self.rows(
            "SELECT sequence, sealed FROM records WHERE compartment = ? AND stream = ?",
            (held.id, entry.stream),
        )
        return read_stream(held.sealer, self._vault, held.id, entry, dict(rows))

    def read(self, compartment: str, stream: str) -> list[bytes]:
        """Every payload in order. Raises RecordDamaged for the first damaged place."""
        reading = self.salvage(compartment, stream)
        if reading.damaged:
            raise reading.damaged[0].error()
        return [payload for _, payload in reading.records]

    def read_last(self, compartment: str, stream: str) -> bytes | None:
        """The newest payload, or None for a stream that is not there. Raises RecordDamaged."""
        self.usable()
        held = self.held(compartment)
        entry = held.manifest.get(stream)
        if entry is None:
            return None
        rows = self.rows(
            "SELECT sequence, sealed FROM records WHERE compartment = ? AND stream = ? AND sequence >= ?",
            (held.id, entry.stream, entry.last),
        )
        only = Entry(entry.stream, entry.name, entry.last, entry.last, entry.chain)
        reading = read_stream(held.sealer, self._vault, held.id, only, dict(rows))
        if reading.damaged:
            raise reading.damaged[0].error()
        return reading.records[0][1]

    def _new_entry(self, held: Held, stream: str) -> Entry:
        random = os.urandom(16)
        return Entry(random, stream, 1, 0, genesis(self._vault, held.id, random))

    def _write(self, held: Held, entry: Entry, sequence: int, payload: bytes) -> bytes:
        where = record_place(self._vault, held.id, entry.stream, sequence)
        sealed = held.sealer.seal(pad(entry.chain + payload), where)
        self.execute(_INSERT, (held.id, entry.stream, sequence, sealed))
        return link(entry.chain, sequence, sealed)

    def _delete(self, compartment: bytes, stream: bytes) -> None:
        self.execute(_DELETE, (compartment, stream))
        if self.rows(_LEFT, (compartment, stream))[0][0]:
            raise DatabaseDamaged("delete")

    # -- checking ---------------------------------------------------------------------------------

    def check(self) -> CheckReport:
        """Open and follow everything; every damaged place is named, none hides another.

        The root is named as a compartment without an id. Raises DatabaseDamaged when SQLite itself
        cannot make sense of the file.
        """
        self.usable()
        damaged: list[Damage] = []
        if self.rows("PRAGMA integrity_check") != [("ok",)]:
            raise DatabaseDamaged("file")
        try:
            self.load()
        except DatabaseDamaged:
            damaged.append(Damage("", None, None, Fault.UNREADABLE))
        records = 0
        known = self._root.kinds
        for (name,) in self.rows("SELECT id FROM compartments"):
            if name.hex() not in known:
                damaged.append(Damage(name.hex(), None, None, Fault.EXTRA))
        for (name,) in self.rows("SELECT DISTINCT compartment FROM records"):
            if name.hex() not in known:
                damaged.append(Damage(name.hex(), None, None, Fault.EXTRA))
        for compartment in known:
            self._let_go(bytes.fromhex(compartment))  # look at the disk, not at memory
            try:
                held = self.held(compartment)
            except RecordDamaged as error:
                damaged.append(Damage(compartment, None, None, error.fault))
                continue
            streams = {entry.stream: entry for entry in held.manifest.entries()}
            rows: dict[bytes, dict[int, bytes]] = {stream: {} for stream in streams}
            for stream, sequence, sealed in self.rows(
                "SELECT stream, sequence, sealed FROM records WHERE compartment = ?", (held.id,)
            ):
                records += 1
                if stream in streams:
                    rows[stream][sequence] = sealed
                else:
                    damaged.append(Damage(compartment, None, sequence, Fault.EXTRA))
            for stream, entry in streams.items():
                damaged.extend(read_stream(held.sealer, self._vault, held.id, entry, rows[stream]).damaged)
        return CheckReport(len(known), records, tuple(dict.fromkeys(damaged)))
