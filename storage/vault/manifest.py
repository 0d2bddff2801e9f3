"""What a compartment should hold: per stream its id, name, first and last number and hash chain."""

import hashlib
import struct
from dataclasses import dataclass, replace

_ENTRY = struct.Struct(">16sQQ32sH")
_SEQUENCE = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Entry:
    """One stream: records `first` to `last` stand in the database and end in `chain`.

    A stream that is replaced moves `first` up to `last`, so an earlier record never fits again.
    """

    stream: bytes
    name: str
    first: int
    last: int
    chain: bytes

    def encode(self) -> bytes:
        name = self.name.encode()
        return _ENTRY.pack(self.stream, self.first, self.last, self.chain, len(name)) + name

    def appended(self, chain: bytes) -> "Entry":
        return replace(self, last=self.last + 1, chain=chain)

    def replaced(self, chain: bytes) -> "Entry":
        return replace(self, first=self.last + 1, last=self.last + 1, chain=chain)


def genesis(vault: bytes, compartment: bytes, stream: bytes) -> bytes:
    """The chain before a stream's first record."""
    return hashlib.sha256(b"zet-chain|" + vault + compartment + stream).digest()


def link(previous: bytes, sequence: int, sealed: bytes) -> bytes:
    """The chain after one more sealed record."""
    return hashlib.sha256(previous + _SEQUENCE.pack(sequence) + sealed).digest()


class Manifest:
    """The streams of one compartment by name; keeps each entry's bytes, as a save changes only one."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._encoded: dict[str, bytes] = {}

    def entries(self) -> tuple[Entry, ...]:
        """In the order in which the streams came."""
        return tuple(self._entries.values())

    def get(self, name: str) -> Entry | None:
        return self._entries.get(name)

    def put(self, entry: Entry) -> None:
        self._entries[entry.name] = entry
        self._encoded[entry.name] = entry.encode()

    def remove(self, name: str) -> None:
        del self._entries[name]
        del self._encoded[name]

    def encode(self) -> bytes:
        return b"".join(self._encoded.values())

    @classmethod
    def decode(cls, data: bytes) -> "Manifest":
        """From the opened bytes; these were sealed, so they are ours."""
        manifest = cls()
        at = 0
        while at < len(data):
            stream, first, last, chain, length = _ENTRY.unpack_from(data, at)
            at += _ENTRY.size
            manifest.put(Entry(stream, data[at : at + length].decode(), first, last, chain))
            at += length
        return manifest
