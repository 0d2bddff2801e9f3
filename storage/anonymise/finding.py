"""One place in a text that may point to a person; looking for them is left to the modules beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

COVER: Final = "\ue000"
"""Stands for one found character while looking on: neither letter, digit nor space, as a token's bracket is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[start:end]` is of this kind ("telefoon", "naam", ...); `sure` is replaced unasked.

    `replacement` is a role token with its brackets. The found text itself is not kept here.
    """

    start: int
    end: int
    kind: str
    sure: bool
    replacement: str


def settle(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort, and leave out what an earlier finding already covers; parts that stick out keep their own token."""
    taken: list[Finding] = []
    for finding in findings:
        pieces = [(finding.start, finding.end)]
        for other in taken:
            pieces = [part for piece in pieces for part in _outside(piece, other)]
        taken.extend(
            Finding(start, end, finding.kind, finding.sure, finding.replacement) for start, end in pieces
        )
    return tuple(sorted(taken, key=lambda found: found.start))


def _outside(piece: tuple[int, int], other: Finding) -> list[tuple[int, int]]:
    start, end = piece
    if end <= other.start or start >= other.end:
        return [piece]
    parts = [(start, min(end, other.start)), (max(start, other.end), end)]
    return [part for part in parts if part[0] < part[1]]


def cover(text: str, findings: Iterable[Finding]) -> str:
    """Hide what was found; the length stays."""
    for found in findings:
        text = text[: found.start] + COVER * (found.end - found.start) + text[found.end :]
    return text


def apply(text: str, findings: Iterable[Finding]) -> str:
    """Put each finding's token in place of its words. The findings must not overlap."""
    for found in sorted(findings, key=lambda found: found.start, reverse=True):
        text = text[: found.start] + found.replacement + text[found.end :]
    return text
