"""Verifying the sealed records of a stream against its manifest entry: which are whole, what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.vault.errors import Fault, RecordDamaged
from storage.vault.manifest import Entry, genesis, link
from storage.vault.seal import SealBroken, Sealer, number, place, unpad

CHAIN = 32


@dataclass(frozen=True)
class Damage:
    """One damaged place. `stream` and `sequence` are None when the whole compartment is meant."""

    compartment: str
    stream: str | None
    sequence: int | None
    fault: Fault

    def error(self) -> RecordDamaged:
        return RecordDamaged(self.compartment, self.stream, self.sequence, self.fault)


@dataclass(frozen=True)
class Reading:
    """A stream as it could be read: whole records (sequence, payload) in order, and what is damaged."""

    records: tuple[tuple[int, bytes], ...]
    damaged: tuple[Damage, ...]


@dataclass(frozen=True)
class CheckReport:
    """What looking at everything gave: how much was looked at, and every damaged place."""

    compartments: int
    records: int
    damaged: tuple[Damage, ...]

    @property
    def whole(self) -> bool:
        return not self.damaged


def record_place(vault: bytes, compartment: bytes, stream: bytes, sequence: int) -> bytes:
    """The associated data of one record (VAULT section 2)."""
    return place(vault, b"records", compartment, stream, number(sequence))


def read_stream(
    sealer: Sealer, vault: bytes, compartment: bytes, entry: Entry, rows: Mapping[int, bytes]
) -> Reading:
    """Open every row of one stream and follow the chain back from the manifest.

    Each record carries, sealed, the chain before it: so a damaged record does not hide whether its
    neighbours are the right ones, and one put back from earlier is named itself.
    """
    name = compartment.hex()
    damaged = [Damage(name, entry.name, n, Fault.EXTRA) for n in rows if not entry.first <= n <= entry.last]
    whole: list[tuple[int, bytes]] = []
    expected: bytes | None = entry.chain
    for sequence in range(entry.last, entry.first - 1, -1):
        sealed = rows.get(sequence)
        fault = None
        if sealed is None:
            fault, expected = Fault.MISSING, None
        else:
            try:
                opened = unpad(sealer.open(sealed, record_place(vault, compartment, entry.stream, sequence)))
            except SealBroken:
                fault, expected = Fault.UNREADABLE, None
            else:
                before = opened[:CHAIN]
                if expected is not None and link(before, sequence, sealed) != expected:
                    fault, expected = Fault.REPLAYED, None
                else:
                    whole.append((sequence, opened[CHAIN:]))
                    expected = before
        if fault is not None:
            damaged.append(Damage(name, entry.name, sequence, fault))
    if entry.first == 1 and expected is not None and expected != genesis(vault, compartment, entry.stream):
        damaged.append(Damage(name, entry.name, 1, Fault.REPLAYED))
        whole = [record for record in whole if record[0] != 1]
    return Reading(tuple(reversed(whole)), tuple(sorted(damaged, key=lambda d: d.sequence or 0)))
