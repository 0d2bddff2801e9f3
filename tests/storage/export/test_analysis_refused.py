"""What is no Analysebestand, or hardly one any more: refused or read as far as it goes, never with an unknown error."""

import contextlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from flows.instrument import Instrument, Source
from flows.interview import Status
from flows.results import Results
from storage.export import analysis_cells
from storage.export.analysis_reader import AnalysisFileRefused, FileReason, Why, read_analysis
from storage.export.session import session_bytes
from storage.export.workbook import WorkbookUnreadable
from tests.storage.export.books import read_back
from tests.storage.export.edited import edited, refused


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


def test_a_workbook_whose_cases_were_taken_out_says_so(exported: Path, tmp_path: Path) -> None:
    def taken_out(book: openpyxl.Workbook) -> None:
        for name in ("Dossier", "Inwoner", "Professional"):
            book[name].delete_cols(9, 16)

    assert refused(edited(exported, tmp_path, taken_out)) is FileReason.NO_CASES


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


def test_tabs_and_charts_of_ones_own_do_no_harm(exported: Path, tmp_path: Path) -> None:
    def added(book: openpyxl.Workbook) -> None:
        book.create_chartsheet("Mijn grafiek", 0)
        mine = book.create_sheet("Mijn lijst")
        mine.append(["nr", "vraag", "Criterium"])
        mine.append(["Criterium", "tien", "alles"])

    found = read_analysis(edited(exported, tmp_path, added))
    assert found.left_out == ()
    assert found.results == read_analysis(exported).results
    own = read_analysis(edited(exported, tmp_path, added), instruments=[])
    assert [one.text for one in own.instrument.criteria] == [one.text for one in found.instrument.criteria]


def test_without_its_tab_there_is_no_timeline_and_the_rest_is_read(exported: Path, tmp_path: Path) -> None:
    found = read_analysis(edited(exported, tmp_path, lambda book: book.remove(book["Tijdlijn"])))
    before = read_analysis(exported).results
    assert not any(source.timeline for case in found.results.cases for source in case.sources)
    assert [[source.answers for source in case.sources] for case in found.results.cases] == [
        [source.answers for source in case.sources] for case in before.cases
    ]


def test_a_source_that_the_named_instrument_does_not_have_is_read_as_the_workbook_tells_it(
    exported: Path,
) -> None:
    zet = read_analysis(exported).instrument
    lists = tuple(one for one in zet.questionnaires if one.source is not Source.PROFESSIONAL)
    found = read_analysis(exported, instruments=[zet.model_copy(update={"questionnaires": lists})])
    assert not found.known
    assert found.instrument.sources == zet.sources


@pytest.mark.parametrize("instruments", [None, []])
@pytest.mark.parametrize("column", [" ", "slot"])
def test_a_tab_whose_questions_are_gone_counts_as_missing(
    exported: Path, tmp_path: Path, column: str, instruments: list[Instrument] | None
) -> None:
    def emptied(*names: str) -> Callable[[openpyxl.Workbook], None]:
        def change(book: openpyxl.Workbook) -> None:
            for name in names:
                for (cell,) in book[name].iter_rows(min_row=5, max_col=1):
                    cell.value = column

        return change

    found = read_analysis(edited(exported, tmp_path, emptied("Inwoner")), instruments)
    assert (Why.TAB_MISSING, "Inwoner") in {(one.why, one.detail) for one in found.left_out}
    assert {one.source for case in found.results.cases for one in case.sources} == {
        Source.DOSSIER,
        Source.PROFESSIONAL,
    }
    nothing = edited(exported, tmp_path, emptied("Dossier", "Inwoner", "Professional"))
    assert refused(nothing) is FileReason.NO_ANSWERS


def test_an_answer_that_says_off_the_route_where_it_is_asked_is_open(exported: Path, tmp_path: Path) -> None:
    def changed(book: openpyxl.Workbook) -> None:
        book["Dossier"]["I22"], book["Dossier"]["I23"] = "ja", "n.v.t. (route)"

    found = read_analysis(edited(exported, tmp_path, changed))
    answers = {one.question: one.status for one in found.results.cases[0].sources[0].answers}
    assert (answers["18"], answers["19"]) == (Status.ANSWERED, Status.OPEN)


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
