"""The Analysebestand: every accepted answer per source and case, and its averages, as one workbook.

`prepare_analysis` writes it beside its place and reads it back; between that and `publish` the gate looks at the
file (DESIGN section 7). What the tabs look like is left to the `workbook_*` modules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from flows.results import Results
from storage.export import safe_file
from storage.export.safe_file import (
    DestinationExists,
    DestinationFailed,
    DestinationFull,
    DestinationMissing,
    DestinationReadOnly,
    ExportError,
    ReadBackDiffers,
)
from storage.export.workbook_overview import add_chart, add_overview, add_per_case
from storage.export.workbook_page import Page, Value, new_book
from storage.export.workbook_plan import Plan, plan
from storage.export.workbook_read import WorkbookUnreadable, differences, parts_of
from storage.export.workbook_readme import add_overflow, add_readme
from storage.export.workbook_save import book_bytes, many_cells
from storage.export.workbook_sources import PER_CASE, add_source, add_timeline, case_column
from storage.export.workbook_text import Overflow
from storage.vault.disk import Disk

__all__ = [
    "MOST_CASES",
    "DestinationExists",
    "DestinationFailed",
    "DestinationFull",
    "DestinationMissing",
    "DestinationReadOnly",
    "ExportError",
    "Prepared",
    "ReadBackDiffers",
    "TooManyCases",
    "WorkbookUnreadable",
    "analysis_bytes",
    "prepare_analysis",
]

MOST_CASES = (16_384 - case_column(0) + 1) // len(PER_CASE)
"""As many cases as a sheet has columns for."""


class TooManyCases(Exception):
    """There are more cases than a workbook has columns for; `most` is how many fit."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


@dataclass(frozen=True, slots=True)
class Prepared:
    """A finished workbook under a temporary name, read back and found equal to what was to be written."""

    path: Path
    temporary: Path
    disk: Disk = field(repr=False)

    def checked(self, differences: Callable[[bytes], Sequence[str]]) -> Self:
        """Read it back from the disk; `differences` names every place that is not what was to be written.

        Raises ReadBackDiffers and the other ExportErrors, and then nothing is left behind.
        """
        try:
            with safe_file.named(self.path):
                stored = self.disk.read(self.temporary)
            if wrong := differences(stored):
                raise ReadBackDiffers(self.path, tuple(wrong))
        except BaseException:
            self.discard()
            raise
        return self

    def discard(self) -> None:
        """Take the temporary file away."""
        safe_file.discard(self.temporary, self.disk)


def prepare_analysis(results: Results, path: Path, *, disk: Disk | None = None) -> Prepared:
    """Write the workbook beside `path`, flush it and read it back.

    Raises TooManyCases, InstrumentError or an ExportError; then nothing is left behind. The caller publishes or
    discards what it gets.
    """
    disk = disk or Disk()
    safe_file.check_free(path, disk)
    with many_cells():
        content = plan(results)
        data, values = _build(content)
    temporary = safe_file.write_aside(path, data, disk)
    del data
    with many_cells():
        return Prepared(path, temporary, disk).checked(lambda stored: _compare(content, stored, values))


def _compare(content: Plan, stored: bytes, values: dict[str, dict[str, Value]]) -> list[str]:
    try:
        return differences(content, parts_of(stored), values)
    except WorkbookUnreadable as error:
        return [error.part]


def analysis_bytes(results: Results) -> bytes:
    """Give the workbook as bytes: the same results give the same bytes. Raises TooManyCases or InstrumentError."""
    return _build(plan(results))[0]


def _build(content: Plan) -> tuple[bytes, dict[str, dict[str, Value]]]:
    """Give the file's bytes, and the values that stand beside its formulas by tab and cell."""
    if len(content.numbers) > MOST_CASES:
        raise TooManyCases(MOST_CASES)
    book, overflow = new_book(), Overflow()
    pages: list[Page] = [
        add_readme(book, content, overflow),
        add_overview(book, content, overflow),
        add_per_case(book, content, overflow),
        add_chart(book, content, overflow),
        *(add_source(book, content, tab, overflow) for tab in content.tabs),
        add_timeline(book, content, overflow),
    ]
    if (more := add_overflow(book, overflow)) is not None:
        pages.append(more)
    values = {page.sheet.title: page.values for page in pages}
    return book_bytes(book, values), values
