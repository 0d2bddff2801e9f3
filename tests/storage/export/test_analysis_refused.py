"""What is no Analysebestand, or hardly one any more: refused or read as far as it goes, never with an unknown error."""

import contextlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from flows.results import Results
from storage.export import analysis_cells
from storage.export.analysis_reader import AnalysisFileRefused, FileReason, Why, read_analysis
from storage.export.session import session_bytes
from storage.export.workbook import WorkbookUnreadable, read_back
from tests.storage.export.edited import edited, refused

SECRET = "Ongepast woord dat nergens hoort"


def test_a_session_file_says_what_it_is(tmp_path: Path, invented: Callable[[int], Results]) -> None:
    (tmp_path / "s.xlsx").write_bytes(session_bytes(invented(3)))
    assert refused(tmp_path / "s.xlsx") is FileReason.SESSION_FILE


def test_a_workbook_of_somebody_else(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["datum", "bedrag"])
    book.save(tmp_path / "b.xlsx")
    assert refused(tmp_path / "b.xlsx") is FileReason.NOT_OURS


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileReason.NO_WORKBOOK),
        (b"naam;score\n", FileReason.NO_WORKBOOK),
        (b"PK\x03\x04 half", FileReason.DAMAGED),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), FileReason.OLD_FORMAT),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
            FileReason.ENCRYPTED,
        ),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, reason: FileReason) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    assert refused(tmp_path / "x.xlsx") is reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", FileReason.OPEN_DOCUMENT),
        ("word/document.xml", b"<x/>", FileReason.NO_WORKBOOK),
        ("xl/workbook.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", FileReason.DAMAGED),
    ],
)
def test_a_zip_file_that_is_no_workbook(
    tmp_path: Path, name: str, content: bytes, reason: FileReason
) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr(name, content)
    assert refused(tmp_path / "x.xlsx") is reason


def test_every_part_may_be_damaged_without_an_unknown_error(exported: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    data = exported.read_bytes()
    for cut in range(0, len(data), max(1, len(data) // 60)):
        path.write_bytes(data[:cut])
        refused(path)


def test_any_bytes_of_a_part_may_be_overwritten_without_an_unknown_error(
    exported: Path, tmp_path: Path
) -> None:
    path = tmp_path / "x.xlsx"
    data = exported.read_bytes()
    for at in range(0, len(data) - 20, max(1, len(data) // 60)):
        path.write_bytes(data[:at] + b"\xff" * 20 + data[at + 20 :])
        with contextlib.suppress(AnalysisFileRefused):  # what stands in a part that is not read harms nobody
            read_analysis(path)
        with contextlib.suppress(WorkbookUnreadable):
            read_back(path)


def test_a_workbook_without_answers(exported: Path, tmp_path: Path) -> None:
    def emptied(book: openpyxl.Workbook) -> None:
        for name in ("Dossier", "Inwoner", "Professional"):
            for row in book[name].iter_rows(min_row=5, min_col=9):
                for cell in row:
                    cell.value = None

    assert refused(edited(exported, tmp_path, emptied)) is FileReason.NO_ANSWERS


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_analysis(tmp_path / "weg.xlsx")


# -- rarer things that hands and programs do ------------------------------------------------------------------------


def test_a_copied_tab_is_not_counted_twice(exported: Path, tmp_path: Path) -> None:
    found = read_analysis(edited(exported, tmp_path, lambda book: book.copy_worksheet(book["Inwoner"])))
    assert [(one.why, one.detail) for one in found.left_out] == [(Why.TAB_DOUBLE, "Inwoner")]
    assert found.results == read_analysis(exported).results


def test_a_number_that_is_no_question_and_a_step_of_nobody_are_told(exported: Path, tmp_path: Path) -> None:
    def changed(book: openpyxl.Workbook) -> None:
        book["Dossier"]["A6"] = 99
        book["Tijdlijn"].append(["Casus 88", "Inwoner", 1, "iets", ""])

    found = read_analysis(edited(exported, tmp_path, changed))
    assert {Why.QUESTION_UNKNOWN, Why.STEP_UNREAD} <= {one.why for one in found.left_out}


def test_a_workbook_whose_cases_lost_their_headings_holds_nothing_to_count(
    exported: Path, tmp_path: Path
) -> None:
    def emptied(book: openpyxl.Workbook) -> None:
        for name in ("Dossier", "Inwoner", "Professional"):
            for cell in book[name][3][8:]:
                cell.value = None

    assert refused(edited(exported, tmp_path, emptied)) is FileReason.NO_ANSWERS


def test_a_zip_file_with_a_password_is_said_to_have_one(exported: Path, tmp_path: Path) -> None:
    data = bytearray(exported.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag of an encrypted entry in the directory
    (tmp_path / "x.xlsx").write_bytes(data)
    assert refused(tmp_path / "x.xlsx") is FileReason.ENCRYPTED


def test_a_file_that_grows_without_end_is_not_read(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis_cells, "MOST_BYTES", 1000)
    assert refused(exported) is FileReason.TOO_LARGE


def test_odd_cells_of_other_programs_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="s"><v>7</v></c><c r="B1" t="n"><v>#REF!</v></c><c t="inlineStr"/>'
        '<c r="D1" t="s"><v>0</v></c><c t="b"><v>1</v></c>'
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="Blad" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{main}"><si><t>woord</t></si></sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row>{cells}</row></sheetData></worksheet>',
    }
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    assert analysis_cells.read_tables(tmp_path / "x.xlsx") == {
        "Blad": {(1, 2): "#REF!", (1, 4): "woord", (1, 5): "1"}
    }
