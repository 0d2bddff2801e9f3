"""The everyday half of an unlocked vault: compartments with a key of their own, and named streams of records."""

from collections.abc import Iterator
from contextlib import contextmanager

from storage.vault.reading import CheckReport, Reading
from storage.vault.records import SealedDatabase


class Streams:
    """Writing and reading; a payload is bytes, and what a call that returned has written is on disk."""

    def __init__(self, sealed: SealedDatabase) -> None:
        self._sealed = sealed

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside are on disk together or not at all; a nested call joins the outer one.

        Raises DiskFull (the vault goes on), DiskFailed (then MustReopen), TransactionAbandoned.
        """
        with self._sealed.transaction():
            yield

    def new_compartment(self, kind: str) -> str:
        """A new compartment; its id, 32 hex digits."""
        return self._sealed.new_compartment(kind)

    def compartments(self, kind: str | None = None) -> tuple[str, ...]:
        """The ids of all compartments, or of one kind, in the order in which they came."""
        return self._sealed.compartments(kind)

    def kind_of(self, compartment: str) -> str:
        """Raises UnknownCompartment."""
        return self._sealed.kind_of(compartment)

    def append(self, compartment: str, stream: str, payload: bytes) -> int:
        """Add a record; its sequence number in the stream, from 1. Raises UnknownCompartment."""
        return self._sealed.append(compartment, stream, payload)

    def replace(self, compartment: str, stream: str, payload: bytes) -> None:
        """The stream keeps this record only."""
        self._sealed.replace(compartment, stream, payload)

    def remove_stream(self, compartment: str, stream: str) -> None:
        """Take the stream and its records away, if it is there."""
        self._sealed.remove_stream(compartment, stream)

    def read(self, compartment: str, stream: str) -> list[bytes]:
        """All payloads in order; none for a stream that is not there. Raises RecordDamaged."""
        return self._sealed.read(compartment, stream)

    def read_last(self, compartment: str, stream: str) -> bytes | None:
        """The newest payload, or None. Raises RecordDamaged."""
        return self._sealed.read_last(compartment, stream)

    def count(self, compartment: str, stream: str) -> int:
        """How many records a stream has; 0 for one that is not there."""
        return self._sealed.count(compartment, stream)

    def chain(self, compartment: str, stream: str) -> bytes | None:
        """32 bytes that are others after every write of the stream, and only then; None when it is not there."""
        return self._sealed.chain(compartment, stream)

    def salvage(self, compartment: str, stream: str) -> Reading:
        """The whole records of a damaged stream with their numbers, and which ones are damaged."""
        return self._sealed.salvage(compartment, stream)

    def streams(self, compartment: str) -> tuple[str, ...]:
        """The names of a compartment's streams, in the order in which they came."""
        return self._sealed.streams(compartment)

    def check(self) -> CheckReport:
        """Verify every manifest and record; damaged ones are named in the report."""
        return self._sealed.check()
