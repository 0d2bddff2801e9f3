"""Every cell of the Sessiebestand's figures, worked out once more from the answers; nothing of `flows.privacy` is used.

Averages by fractions, and what may be shown by trying: a figure is shown when no group of people smaller than the
threshold can be told apart by adding and subtracting what stands there already (DESIGN section 7.4).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from flows.instrument import Instrument
from flows.results import Results

POINTS = {"groen": 4, "mint": 3, "oranje": 2, "rood": 1}
NAMES = {"dossier": "Dossier", "inwoner": "Inwoner", "professional": "Professional"}
PRIME = 2**61 - 1
Atom = tuple[str, str]
People = Mapping[Atom, frozenset[int]]
Line = tuple[str, int | None, str]
"""What stands in the first three columns: the level, its number, its title."""


class Figure(NamedTuple):
    """The three cells of one source, as somebody reads them."""

    mean: object
    n: object
    not_applicable: object
    red: bool = False


class Figures(NamedTuple):
    lines: tuple[Line, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[int, int], Figure]
    """(line, column) -> what stands there; a place that no question belongs to is not in it."""
    differences: tuple[object, ...]
    titles: tuple[str, ...]
    """Which theme or total each line stands under."""


class _Told:
    """What is known already, as sums of answers; per group of people once more without the answers of theirs alone."""

    def __init__(self, depends: People, least: int, people: Iterable[int]) -> None:
        theirs = {
            frozenset(atom for atom, who in depends.items() if who <= set(group))
            for group in combinations(sorted(people), least - 1)
        }
        self._whole: dict[Atom, dict[Atom, int]] = {}
        self._without = [(alone, dict[Atom, dict[Atom, int]]()) for alone in theirs if alone]

    def may_tell(self, atoms: frozenset[Atom]) -> bool:
        new = _left(dict.fromkeys(atoms, 1), self._whole)
        if not new:
            return True
        rests = [
            (rows, _left({a: 1 for a in atoms if a not in alone}, rows)) for alone, rows in self._without
        ]
        if not all(rest for _, rest in rests):
            return False
        for rows, rest in [(self._whole, new), *rests]:
            _keep(rest, rows)
        return True


def _left(vector: dict[Atom, int], rows: Mapping[Atom, Mapping[Atom, int]]) -> dict[Atom, int]:
    for pivot, row in rows.items():
        factor = vector.get(pivot)
        if factor:
            for atom, value in row.items():
                rest = (vector.get(atom, 0) - factor * value) % PRIME
                if rest:
                    vector[atom] = rest
                else:
                    vector.pop(atom, None)
    return vector


def _keep(vector: dict[Atom, int], rows: dict[Atom, dict[Atom, int]]) -> None:
    pivot = min(vector)
    by = pow(vector[pivot], -1, PRIME)
    rows[pivot] = {atom: value * by % PRIME for atom, value in vector.items()}


def figures_of(instrument: Instrument, results: Results, threshold: int = 3) -> Figures:
    """All of them."""
    asked = [
        (one.source.value, question)
        for one in instrument.questionnaires
        for question in one.questions
        if question.kind.value == "waardering"
    ]
    columns = (*dict.fromkeys(source for source, _ in asked), "")
    points: dict[Atom, dict[int, int]] = {(source, question.id): {} for source, question in asked}
    nvt: dict[Atom, set[int]] = {atom: set() for atom in points}
    for who, case in enumerate(results.cases):
        for result in case.sources:
            for answer in result.answers:
                atom = result.source.value, answer.question
                if atom in points and answer.status.value == "beantwoord":
                    points[atom][who] = POINTS[str(answer.value)]
                elif atom in points and answer.status.value in {"nvt", "nvt_route"}:
                    nvt[atom].add(who)
    lines, members, titles = _lines(instrument, asked)
    places = [
        (line, column)
        for kind in ("Totaal", "Thema", "Criterium", "Vraag")
        for together in (True, False)
        for line in range(len(lines))
        for column in range(len(columns))
        if lines[line][0] == kind and (columns[column] == "") == together
    ]
    under = {
        (line, column): frozenset(a for a in members[line] if columns[column] in {"", a[0]})
        for line, column in places
    }
    everybody = frozenset(range(len(results.cases)))
    scored = {atom: frozenset(found) for atom, found in points.items()}
    unscored = {atom: everybody - found for atom, found in scored.items()}
    other = {atom: unscored[atom] - nvt[atom] for atom in points}

    def safe(
        wanted: Iterable[tuple[int, int]], depends: People, least: int, *, none_is_known: bool
    ) -> set[tuple[int, int]]:
        known = {a: who for a, who in depends.items() if who or not none_is_known}
        told = _Told(known, least, everybody)
        chosen = set(wanted)
        return {
            place
            for place in places
            if place in chosen
            and _enough(under[place] & known.keys(), known, least, told.may_tell, none_is_known=none_is_known)
        }

    away = {atom: frozenset(found) for atom, found in nvt.items()}
    shown = with_n = with_nvt = {place for place in places if under[place]}
    for least in dict.fromkeys((3, threshold)):  # what a higher one shows, the lowest shows too
        shown = safe(shown, scored, least, none_is_known=False)
        with_n = safe(with_n & shown, unscored, least, none_is_known=True)
        with_nvt = safe(with_nvt & with_n, away, least, none_is_known=False)
        with_nvt = safe(with_nvt, other, least, none_is_known=True)
    cells = {}
    for place, atoms in under.items():
        if not atoms:
            continue
        found = [point for atom in atoms for point in points[atom].values()]
        cells[place] = Figure("te weinig", "–", "–")
        if place in shown:
            left = sum(len(nvt[atom]) for atom in atoms) if place in with_nvt else "–"
            cells[place] = _figure(found, len(atoms) * len(everybody), threshold, left, n=place in with_n)
    differences = tuple(_difference(line, columns, cells) for line in range(len(lines)))
    names = tuple(NAMES.get(column, "Alle bronnen") for column in columns)
    return Figures(lines, names, cells, differences, titles)


def _enough(
    atoms: frozenset[Atom],
    depends: People,
    least: int,
    may_tell: Callable[[frozenset[Atom]], bool],
    *,
    none_is_known: bool,
) -> bool:
    if not atoms:
        return none_is_known
    return len({who for atom in atoms for who in depends[atom]}) >= least and may_tell(atoms)


def _figure(found: Sequence[int], most: int, threshold: int, away: object, *, n: bool) -> Figure:
    mean = Fraction(sum(found), len(found))
    red = mean < Fraction(5, 2)
    decimals = 2 if n else 1
    said: object = _rounded(mean, decimals)
    if edge := _edge(sum(found), len(found)):
        said = edge
    elif not n and not any(  # else it would say that somebody has no score
        _rounded(Fraction(total, most), 1) == said
        and (Fraction(total, most) < Fraction(5, 2)) == red
        and not _edge(total, most)
        for total in range(most, 4 * most + 1)
    ):
        return Figure("te weinig", "–", "–")
    return Figure(said, len(found) if n else f"≥ {threshold}", away, red)


def _edge(total: int, n: int) -> str:
    """What stands there when the average would say what everybody answered: of three or four, or one colour off."""
    mean = Fraction(total, n)
    if mean >= Fraction("3.5") and (n in {1, 2, 3, 4} or total in {4 * n, 4 * n - 1}):
        return "3,5 of hoger"
    if mean <= Fraction("1.5") and (n in {1, 2, 3, 4} or total in {n, n + 1}):
        return "1,5 of lager"
    return ""


def _rounded(number: Fraction, decimals: int) -> float:
    """Half up, exactly."""
    scale = 10**decimals
    return (2 * number.numerator * scale + number.denominator) // (2 * number.denominator) / scale


def _difference(line: int, columns: Sequence[str], cells: Mapping[tuple[int, int], Figure]) -> object:
    means = [
        cell.mean
        for column, source in enumerate(columns)
        if source and (cell := cells.get((line, column))) and isinstance(cell.mean, float)
    ]
    return max(means) - min(means) if len(means) > 1 else "–"


def _lines(
    instrument: Instrument, asked: Sequence[tuple[str, object]]
) -> tuple[tuple[Line, ...], list[list[Atom]], tuple[str, ...]]:
    """The lines of the basiskader that somebody is asked about, the questions under each, and the block it is in."""
    lines: list[Line] = []
    members: list[list[Atom]] = []
    titles: list[str] = []

    def add(line: Line, title: str, **wanted: object) -> None:
        found = [(s, q.id) for s, q in asked if all(getattr(q, k) == v for k, v in wanted.items())]  # type: ignore[attr-defined]
        if found:
            lines.append(line)
            members.append(found)
            titles.append(title)

    add(("Totaal", None, "Alle vragen samen"), "")
    for theme in instrument.themes:
        add(("Thema", None, theme.title), theme.title, theme=theme.id)
        for criterion in instrument.criteria:
            of = {"theme": theme.id, "criterion": criterion.number}
            add(("Criterium", criterion.number, criterion.text), theme.title, **of)
            for row in instrument.rows:
                first = next(
                    (q.text for _, q in asked if (q.theme, q.criterion, q.row) == (*of.values(), row.number)),  # type: ignore[attr-defined]
                    "",
                )
                add(("Vraag", row.number, first), theme.title, **of, row=row.number)
    return tuple(lines), members, tuple(titles)
