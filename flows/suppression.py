"""Which figures of a table may be shown so that nothing that depends on too few cases can be worked out.

Pure linear algebra on sets of cases; what the figures are, and what they are called, is left to `privacy`.

Every figure adds up *atoms* (here: the answers of one question of one source). Somebody who sees several figures can
add and subtract them, and so learns every linear combination of them. The rule (DESIGN section 7.4): no combination
may depend on fewer than `threshold` cases. That covers the hidden figures themselves, what is left of a total when
its shown parts are taken away, and sums of hidden parts that belong to one or two people.
"""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import Final, Generic, TypeVar

Atom = TypeVar("Atom", bound=Hashable)
Number = int | Fraction

_MOST_GROUPS: Final = 300
"""Beyond this many groups of people to protect, all atoms under the threshold are protected as one group.

That hides more and tells less: at a threshold of 3 it was not met in 6 to 30 cases; at 5 it costs n's, no averages."""


def admissible(
    figures: Sequence[frozenset[Atom]],
    cases: Mapping[Atom, frozenset[int]],
    threshold: int,
    *,
    empty_is_known: bool = False,
) -> tuple[bool, ...]:
    """Say of each figure (a set of atoms) whether it may be shown; earlier figures go before later ones.

    `cases` tells which cases each atom depends on. `empty_is_known`: that an atom depends on nobody is no secret
    (everybody answered); otherwise "nobody" is protected like one or two. A subset of the chosen figures is as safe.

    The result is maximal while there are at most `_MOST_GROUPS` groups to protect: showing any other figure beside
    the chosen ones would give something away. With more of them it is safe all the same, and part of what could be
    shown is hidden.
    """
    if empty_is_known:
        figures = [frozenset(atom for atom in figure if cases[atom]) for figure in figures]
        cases = {atom: found for atom, found in cases.items() if found}
    low = frozenset(atom for atom, found in cases.items() if len(found) < threshold)
    shown = _Shown[Atom](low, _groups(low, cases, threshold))
    return tuple(
        len(frozenset[int]().union(*(cases[atom] for atom in figure))) >= threshold and shown.add(figure)
        if figure
        else empty_is_known
        for figure in figures
    )


def _groups(
    low: frozenset[Atom], cases: Mapping[Atom, frozenset[int]], threshold: int
) -> tuple[frozenset[Atom], ...]:
    """Give the largest sets of atoms that together depend on fewer than `threshold` cases."""
    kinds = {cases[atom] for atom in low}
    unions = set(kinds)
    fresh = set(kinds)
    while fresh:
        fresh = {one | other for one in fresh for other in kinds if len(one | other) < threshold} - unions
        unions |= fresh
        if len(unions) > 20 * _MOST_GROUPS:
            return (low,)
    largest = [people for people in unions if not any(people < other for other in unions)]
    if len(largest) > _MOST_GROUPS:
        return (low,)
    return tuple(frozenset(atom for atom in low if cases[atom] <= people) for people in largest)


class _Shown(Generic[Atom]):
    """What can be worked out from the figures shown so far, in echelon form.

    Atoms at or above the threshold are eliminated first, so that the rows that remain on `low` atoms alone span
    everything that can be worked out about those.
    """

    def __init__(self, low: frozenset[Atom], groups: Sequence[frozenset[Atom]]) -> None:
        self._low = low
        self._all = _Echelon[Atom]()
        self._outside = [(group, _Echelon[Atom]()) for group in groups]

    def add(self, figure: frozenset[Atom]) -> bool:
        """Show this figure too, unless that gives something away."""
        rest = self._all.reduce(dict.fromkeys(figure, 1))
        if not rest:
            return True
        if rest.keys() <= self._low:
            others = [
                echelon.reduce({atom: value for atom, value in rest.items() if atom not in group})
                for group, echelon in self._outside
            ]
            if not all(others):
                return False
            for (_, echelon), other in zip(self._outside, others, strict=True):
                echelon.insert(other)
        self._all.insert(rest, last=self._low)
        return True


class _Echelon(Generic[Atom]):
    """Independent rows, each with a pivot that is 1 and that no other row has."""

    def __init__(self) -> None:
        self._rows: dict[Atom, dict[Atom, Number]] = {}

    def reduce(self, vector: dict[Atom, Number]) -> dict[Atom, Number]:
        """Subtract what the rows already say; empty when they say it all."""
        vector = dict(vector)
        for pivot in [atom for atom in vector if atom in self._rows]:
            _subtract(vector, self._rows[pivot], vector[pivot])
        return vector

    def insert(self, vector: dict[Atom, Number], *, last: frozenset[Atom] = frozenset()) -> None:
        """Keep a reduced vector as a row; its pivot lies outside `last` when it can."""
        pivot = min(vector, key=last.__contains__)
        by = vector[pivot]
        row = vector if by == 1 else {atom: _divided(value, by) for atom, value in vector.items()}
        for other in self._rows.values():
            if pivot in other:
                _subtract(other, row, other[pivot])
        self._rows[pivot] = row


def _subtract(vector: dict[Atom, Number], row: dict[Atom, Number], factor: Number) -> None:
    for atom, value in row.items():
        left = vector.get(atom, 0) - factor * value
        if left:
            vector[atom] = left
        else:
            vector.pop(atom, None)


def _divided(value: Number, by: Number) -> Number:
    found = Fraction(value) / by
    return int(found) if found.denominator == 1 else found
