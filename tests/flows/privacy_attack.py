"""Exact linear algebra over everything that partners are shown: what somebody with patience could work out."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations

from flows.instrument import QuestionKind, Source, load_instrument
from flows.interview import Status
from flows.privacy import SessionTable
from flows.results import CaseResult

ZET = load_instrument("zet")

Atom = tuple[Source, str]


def rows_of(vectors: Iterable[Mapping[Atom, Fraction]]) -> list[dict[Atom, Fraction]]:
    """Independent rows by plain elimination, written apart from the program's own."""
    rows: list[tuple[Atom, dict[Atom, Fraction]]] = []
    for vector in vectors:
        left = reduced(vector, rows)
        if left:
            pivot = min(left)
            rows.append((pivot, {atom: value / left[pivot] for atom, value in left.items()}))
    return [row for _, row in rows]


def reduced(
    vector: Mapping[Atom, Fraction], rows: list[tuple[Atom, dict[Atom, Fraction]]]
) -> dict[Atom, Fraction]:
    left = dict(vector)
    for pivot, row in rows:
        factor = left.get(pivot)
        if factor:
            for atom, value in row.items():
                left[atom] = left.get(atom, Fraction(0)) - factor * value
            left = {atom: value for atom, value in left.items() if value}
    return left


def rank(vectors: Iterable[Mapping[Atom, Fraction]]) -> int:
    return len(rows_of(vectors))


class Attack:
    """Somebody with the session file, the questionnaires and the number of cases, and a lot of patience."""

    def __init__(self, cases: tuple[CaseResult, ...], table: SessionTable) -> None:
        self.table = table
        self.everybody = frozenset(range(len(cases)))
        self.questions = {
            (q.source, question.id): question
            for q in ZET.questionnaires
            for question in q.questions
            if question.kind is QuestionKind.RATING
        }
        self.scored: dict[Atom, frozenset[int]] = {}
        self.nvt: dict[Atom, frozenset[int]] = {}
        for atom in self.questions:
            given = {
                at: found
                for at, case in enumerate(cases)
                for result in case.sources
                if result.source is atom[0]
                for found in result.answers
                if found.question == atom[1]
            }
            self.scored[atom] = frozenset(at for at, a in given.items() if a.status is Status.ANSWERED)
            self.nvt[atom] = frozenset(
                at for at, a in given.items() if a.status in {Status.NOT_APPLICABLE, Status.OFF_ROUTE}
            )
        self.cells = {
            (level.kind, level.key, source): (self.atoms(level.kind, level.key, source), figure)
            for level in table.levels
            for source, figure in zip(table.columns, level.figures, strict=True)
            if figure is not None
        }

    def atoms(self, kind: str, key: object, source: Source | None) -> frozenset[Atom]:
        field = {"totaal": None, "thema": "theme", "criterium": "criterion", "vraag": "row"}[kind]
        return frozenset(
            atom
            for atom, question in self.questions.items()
            if source in {None, atom[0]} and (field is None or getattr(question, field) == key)
        )

    def seen(self, wanted: str) -> list[frozenset[Atom]]:
        """Of which sets of answers a sum of scores ("score"), n or n.v.t. is known; averages count as their sums."""
        return [
            atoms
            for atoms, figure in self.cells.values()
            if (wanted == "score" and not figure.hidden)
            or (wanted == "n" and figure.n is not None)
            or (wanted == "nvt" and figure.not_applicable is not None)
        ]

    def depends(self, wanted: str) -> list[dict[Atom, frozenset[int]]]:
        unscored = {atom: self.everybody - found for atom, found in self.scored.items()}
        rest = {atom: unscored[atom] - self.nvt[atom] for atom in self.scored}
        return {"score": [self.scored], "n": [unscored], "nvt": [self.nvt, rest]}[wanted]

    def undone(self, wanted: str) -> list[object]:
        """Hidden figures that follow from the shown ones."""
        rows = [
            (min(row), row)
            for row in rows_of(dict.fromkeys(atoms, Fraction(1)) for atoms in self.seen(wanted))
        ]
        shown = {tuple(sorted(atoms)) for atoms in self.seen(wanted)}
        return [
            key
            for key, (atoms, _) in self.cells.items()
            if tuple(sorted(atoms)) not in shown
            and len(frozenset[int]().union(*(self.scored[atom] for atom in atoms))) < self.table.threshold
            and not reduced(dict.fromkeys(atoms, Fraction(1)), rows)
        ]

    def few(self, wanted: str) -> list[tuple[int, ...]]:
        """Groups of fewer people than the threshold about whom alone something follows."""
        vectors = [dict.fromkeys(atoms, Fraction(1)) for atoms in self.seen(wanted)]
        found = []
        for depends in self.depends(wanted):
            # that nobody is behind an answer is no secret where it means that everybody answered
            harmless = wanted != "score" and depends is not self.nvt
            columns = {atom for atom, people in depends.items() if people or not harmless}
            known = [{a: one for a, one in vector.items() if a in columns} for vector in vectors]
            whole = rank(known)
            for group in combinations(sorted(self.everybody), self.table.threshold - 1):
                theirs = {atom for atom in columns if depends[atom] <= set(group)}
                without = [{a: one for a, one in vector.items() if a not in theirs} for vector in known]
                if rank(without) < whole:
                    found.append(group)
        return found
