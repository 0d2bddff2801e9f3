"""What the tabs of an Analysebestand hold, found by their headings rather than by their place.

A tab may be renamed, a row or column may have been put in. Which answers that gives is left to `analysis_reader`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from flows.instrument import Source
from flows.text import clean_text
from storage.export.analysis_cells import Table, Value
from storage.export.workbook_plan import TABS
from storage.export.workbook_readme import OVERFLOW
from storage.export.workbook_sources import FIXED, PER_CASE, STEPS, TIMELINE

_SEARCHED: Final = 15
"""Headings stand in one of the first rows."""
_CASE: Final = re.compile(r"casus\s*([0-9]{1,7})", re.IGNORECASE)
_NAMES: Final = {source: name.casefold() for source, name in TABS.items()}


class Block(NamedTuple):
    """The columns of one case in a source tab; `number` None when its heading names no case."""

    number: int | None
    word: int
    score: int | None
    reason: int | None
    remark: int | None


@dataclass(frozen=True, slots=True)
class SourceTab:
    """One source tab: where its headings stand, and the columns of every case."""

    title: str
    source: Source
    heading: str
    cells: Table = field(repr=False)
    head: int
    columns: Mapping[str, int]
    blocks: tuple[Block, ...]

    def rows(self) -> Iterator[tuple[int, str]]:
        """Yield (row, key) of every line with something in its first column."""
        column = self.columns["nr"]
        for row in sorted({row for row, at in self.cells if at == column and row > self.head}):
            key = plain(self.cells[row, column])
            if key:
                yield row, key

    def text(self, row: int, column: int | None) -> str:
        return "" if column is None else plain(self.cells.get((row, column), ""))

    def number(self, row: int, name: str) -> int | None:
        text = self.text(row, self.columns.get(name))
        return int(text) if text.isdecimal() else None


def plain(value: Value) -> str:
    """A cell as text; whole numbers without a decimal."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return clean_text(value)


def _folded(value: Value) -> str:
    return plain(value).casefold()


def source_tabs(tables: Mapping[str, Table]) -> tuple[SourceTab, ...]:
    """Every tab that has the headings of a source tab, whatever it is called; more than one may claim a source."""
    found = []
    for title, cells in tables.items():
        head = _head(cells, ("nr", "vraag"))
        if head is None:
            continue
        heading = next((plain(cells[row, 1]) for row in range(1, head) if (row, 1) in cells), "")
        source = _source(title, heading)
        if source is not None:
            found.append(_tab(title, source, heading, cells, head))
    return tuple(found)


def _source(title: str, heading: str) -> Source | None:
    """Which source a tab is about: by its name, else by the line at its top ("Dossier: ...")."""
    for named in (title, heading.partition(":")[0]):
        for source, name in _NAMES.items():
            if named.strip().casefold() == name:
                return source
    return None


def _head(cells: Table, wanted: tuple[str, ...]) -> int | None:
    names: dict[int, set[str]] = {}
    for (row, _), value in cells.items():
        if row <= _SEARCHED:
            names.setdefault(row, set()).add(_folded(value))
    return next((row for row in sorted(names) if set(wanted) <= names[row]), None)


def _tab(title: str, source: Source, heading: str, cells: Table, head: int) -> SourceTab:
    across = {column: _folded(value) for (row, column), value in cells.items() if row == head}
    fixed = {name.casefold() for name in FIXED}
    columns = {name: column for column, name in sorted(across.items(), reverse=True) if name in fixed}
    starts = sorted(column for column, name in across.items() if name == PER_CASE[0])
    blocks = []
    for start, end in zip(
        starts, [*starts[1:], max(across) + 1], strict=False
    ):  # no case: no column to end at
        inside = {across[column]: column for column in range(end - 1, start, -1) if column in across}
        case = _CASE.fullmatch(plain(cells.get((head - 1, start), "")))
        score, reason, remark = (inside.get(name) for name in PER_CASE[1:])
        blocks.append(Block(int(case[1]) if case else None, start, score, reason, remark))
    return SourceTab(title, source, heading, cells, head, columns, tuple(blocks))


class TimelineLine(NamedTuple):
    """One line of the tab Tijdlijn, as it stands there."""

    row: int
    case: str
    source: str
    text: str
    after: str


def timeline_lines(tables: Mapping[str, Table]) -> tuple[str, tuple[TimelineLine, ...]]:
    """Give the title of the tab Tijdlijn and its lines; nothing when there is none."""
    named = sorted(tables, key=lambda title: title.casefold() != TIMELINE.casefold())
    for title in named:
        cells = tables[title]
        head = _head(cells, (STEPS[0].casefold(), STEPS[3].casefold()))
        if head is None:
            continue
        at = {_folded(value): column for (row, column), value in cells.items() if row == head}
        columns = [at.get(STEPS[number].casefold(), 0) for number in (0, 1, 3, 4)]
        rows = sorted({row for row, _ in cells if row > head})
        return title, tuple(
            TimelineLine(row, *(plain(cells.get((row, column), "")) for column in columns)) for row in rows
        )
    return "", ()


@dataclass(frozen=True, slots=True)
class Readme:
    """The tab Lees mij: its labels with their texts, and the meanings of the terms."""

    told: Mapping[str, str]
    terms: Mapping[str, str]

    def get(self, label: str) -> str:
        return self.told.get(label.casefold(), "")


def readme(tables: Mapping[str, Table]) -> Readme:
    """Read the tab that names the municipality and the instrument, whatever it is called."""
    for cells in tables.values():
        pairs = [
            (plain(cells[row, 1]), plain(cells.get((row, 2), "")))
            for row in sorted(row for row, column in cells if column == 1)
        ]
        labels = [label.casefold() for label, _ in pairs]
        if not {"gemeente", "evaluatie", "instrument"} <= set(labels):
            continue
        start = labels.index("begrippen") + 1 if "begrippen" in labels else len(pairs)
        told: dict[str, str] = {}
        for label, text in pairs[:start]:
            told.setdefault(label.casefold(), text)
        return Readme(told, {label: text for label, text in pairs[start:] if text})
    return Readme({}, {})


def overflow(tables: Mapping[str, Table]) -> dict[int, str]:
    """Give the texts that went on in the tab Vervolg, by their number."""
    cells = tables.get(OVERFLOW, {})
    found: dict[int, str] = {}
    for row in sorted({row for row, _ in cells}):
        number, text = cells.get((row, 1)), cells.get((row, 3))
        if isinstance(number, float) and isinstance(text, str):
            found[int(number)] = found.get(int(number), "") + text
    return found
