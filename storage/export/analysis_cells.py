"""Reads the cells of any workbook that a spreadsheet program saved: ours, or ours after somebody worked in it.

Unlike `workbook_read`, which is strict about what ZET itself wrote, this takes shared strings, dates, errors and cells
without an address. What the cells mean is left to `analysis_reader`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from openpyxl.utils import column_index_from_string

from storage.export.workbook_read import MAIN, NOT_A_ZIP, WorkbookUnreadable, elements, sheet_parts, xml
from storage.export.workbook_text import unescape

Value = str | float
Table = Mapping[tuple[int, int], Value]
"""The filled cells of one tab by (row, column), both from 1."""

MOST_BYTES: Final = 1_000_000_000
"""Unpacked; ten thousand cases take less than half of it."""
_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_STRINGS: Final = "xl/sharedStrings.xml"


class FileReason(StrEnum):
    """Why a file cannot be used at all."""

    ENCRYPTED = "encrypted"
    OLD_FORMAT = "old_format"
    OPEN_DOCUMENT = "open_document"
    NO_WORKBOOK = "no_workbook"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    SESSION_FILE = "session_file"
    NOT_OURS = "not_ours"
    NO_CASES = "no_cases"
    NO_ANSWERS = "no_answers"
    NOT_A_WORKSHEET = "not_a_worksheet"


class AnalysisFileRefused(Exception):
    """A file cannot be analysed; `reason` says why, `path` which one. Never what stands in it."""

    def __init__(self, path: Path, reason: FileReason) -> None:
        super().__init__(reason.value)
        self.path = path
        self.reason = reason


def read_tables(path: Path) -> dict[str, Table]:
    """Give every tab of a workbook by its title, in order.

    Raises AnalysisFileRefused, or OSError when the file cannot be opened.
    """
    data = path.read_bytes()
    try:
        parts = _parts(path, data)
        return dict(_tables(parts))
    except (WorkbookUnreadable, KeyError):
        raise AnalysisFileRefused(path, FileReason.DAMAGED) from None


def _parts(path: Path, data: bytes) -> dict[str, bytes]:
    if data.startswith(_OLE):
        raise AnalysisFileRefused(path, FileReason.ENCRYPTED if _ENCRYPTED in data else FileReason.OLD_FORMAT)
    if not data.startswith(b"PK"):
        raise AnalysisFileRefused(path, FileReason.NO_WORKBOOK)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise AnalysisFileRefused(path, FileReason.ENCRYPTED)
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise AnalysisFileRefused(path, FileReason.TOO_LARGE)
            wanted = [entry for entry in entries if entry.filename.endswith((".xml", ".rels", "mimetype"))]
            parts = {entry.filename: archive.read(entry) for entry in wanted}
    except NOT_A_ZIP:
        raise AnalysisFileRefused(path, FileReason.DAMAGED) from None
    if b"opendocument" in parts.get("mimetype", b""):
        raise AnalysisFileRefused(path, FileReason.OPEN_DOCUMENT)
    if "xl/workbook.xml" not in parts:
        raise AnalysisFileRefused(path, FileReason.NO_WORKBOOK)
    return parts


def _tables(parts: Mapping[str, bytes]) -> Iterator[tuple[str, Table]]:
    strings = _strings(parts)
    for title, part in sheet_parts(parts).items():
        if "worksheets/" in part:
            yield title, _cells(parts[part], part, strings)


def _strings(parts: Mapping[str, bytes]) -> list[str]:
    content = parts.get(_STRINGS)
    if content is None:
        return []
    return [unescape(_text(item)) for item in xml(content, _STRINGS).iter(f"{MAIN}si")]


def _text(item: Element) -> str:
    """Join the runs of a text; how it is pronounced (rPh) is no part of it."""
    found = [item.find(f"{MAIN}t"), *(run.find(f"{MAIN}t") for run in item.findall(f"{MAIN}r"))]
    return "".join(part.text or "" for part in found if part is not None)


def _cells(content: bytes, part: str, strings: list[str]) -> Table:
    found: dict[tuple[int, int], Value] = {}
    row = 0
    for element in elements(content, part):
        if element.tag != f"{MAIN}row":
            continue
        row = _number(element.get("r"), row + 1)
        column = 0
        for cell in element:
            place = _PLACE.fullmatch(cell.get("r") or "")
            column = column_index_from_string(place[1]) if place else column + 1
            value = _value(cell, strings)
            if value is not None:
                found[row, column] = value
    return found


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() else otherwise


def _value(cell: Element, strings: list[str]) -> Value | None:
    """What a cell shows; None when it is empty, or when its formula has no stored value."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{MAIN}is")
        return None if inline is None else unescape(_text(inline)) or None
    stored = cell.findtext(f"{MAIN}v")
    if not stored:
        return None
    if kind == "s":
        at = int(stored) if stored.isdecimal() else -1
        return (strings[at] or None) if 0 <= at < len(strings) else None
    if kind == "n":
        try:
            return float(stored)
        except ValueError:
            return stored
    return unescape(stored)
