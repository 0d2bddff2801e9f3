"""The worksheet of the session: what people type in it comes back, and what cannot be read is named."""

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from flows.actions import Progress
from flows.conclusions import Conclusion, Verdict
from flows.evaluation import Aim, theme_of
from flows.instrument import Source
from storage.export.actions_sheet import read_worksheet, worksheet
from storage.export.analysis_cells import AnalysisFileRefused
from storage.export.report import report
from storage.export.session_words import SessionContent, session_content
from tests.storage.export.session_story import (
    ACTIONS,
    CONCLUSIONS,
    ZET,
    content_of_it,
    results,
    texts_in,
)


@pytest.fixture(scope="module")
def content() -> SessionContent:
    return content_of_it()


def filled(tmp_path: Path, content: SessionContent, change: Callable[[openpyxl.Workbook], object]) -> Path:
    path = tmp_path / "Werkblad.xlsx"
    path.write_bytes(worksheet(content))
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def test_what_stands_in_the_worksheet_comes_back(tmp_path: Path, content: SessionContent) -> None:
    found = read_worksheet(filled(tmp_path, content, lambda _: None), content.instrument)
    assert found.conclusions == CONCLUSIONS
    assert found.actions == ACTIONS
    assert found.left_out == ()


def test_what_people_type_is_read_and_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    empty = session_content(results(3))

    def typed(book: openpyxl.Workbook) -> None:
        sheet = book["Conclusies"]
        sheet["A5"], sheet["B5"], sheet["C5"] = "Kan beter", "Thema Regie", "Er is vaak geen regisseur."
        sheet["A6"], sheet["C6"] = "slecht", "Dit telt niet."
        sheet["A7"], sheet["B7"], sheet["C7"] = "gaat goed", "Het weer", "Dit ook niet."
        sheet["A8"] = "gaat goed"
        sheet = book["Verbeteracties"]
        sheet["A5"], sheet["D5"], sheet["F5"] = "Iets doen.", "1-3-2027", "Bezig"
        sheet["A6"], sheet["D6"] = "Nog iets.", datetime(2027, 4, 1)  # noqa: DTZ001 - a cell has no zone
        sheet["A7"], sheet["D7"] = "Ooit.", "binnenkort"
        sheet = book["Citaten"]
        sheet["A5"], sheet["C5"] = "Ik moest lang wachten.", "Ja"
        sheet["A6"] = "Niet gelezen."

    found = read_worksheet(filled(tmp_path, empty, typed), empty.instrument)
    assert [(one.verdict, one.about, one.text) for one in found.conclusions] == [
        (Verdict.CAN_BE_BETTER, Aim(theme="regie"), "Er is vaak geen regisseur.")
    ]
    assert [(one.by, one.progress) for one in found.actions] == [
        (date(2027, 3, 1), Progress.UNDER_WAY),
        (date(2027, 4, 1), Progress.AGREED),
        (None, Progress.AGREED),
    ]
    assert [one.text for one in found.quotes] == ["Ik moest lang wachten."]
    assert {(one.tab, one.cell, one.code) for one in found.left_out} == {
        ("Conclusies", "A6", "verdict"),
        ("Conclusies", "B7", "about"),
        ("Conclusies", "C8", "empty"),
        ("Verbeteracties", "D7", "day"),
        ("Citaten", "C6", "not_agreed"),
    }


def test_rows_that_say_too_little_are_named_and_a_tab_without_headings_is_left(tmp_path: Path) -> None:
    def typed(book: openpyxl.Workbook) -> None:
        book["Verbeteracties"]["C5"] = "teamleider"
        book["Conclusies"]["H5"] = "naast de tabel"
        for cell in book["Citaten"][4]:
            cell.value = None
        book["Citaten"]["A5"] = "Zonder kop."

    found = read_worksheet(filled(tmp_path, session_content(results(4)), typed), ZET)
    assert (found.conclusions, found.actions, found.quotes) == ((), (), ())
    assert [(cell.cell, cell.code) for cell in found.left_out] == [("A5", "empty")]


def test_what_is_about_a_question_stands_under_its_theme() -> None:
    about = Aim(source=Source.RESIDENT, question="3")
    told = session_content(
        results(4), conclusions=[Conclusion(verdict=Verdict.GOOD, text="Snel geholpen.", about=about)]
    )
    found = texts_in(report(told))
    assert theme_of(ZET, about) == "toegang"
    assert found.index("Toegang") < found.index("Snel geholpen.")


def test_another_workbook_is_no_worksheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(AnalysisFileRefused) as caught:
        read_worksheet(tmp_path / "x.xlsx", ZET)
    assert caught.value.reason == "not_a_worksheet"


def test_the_worksheet_offers_every_subject_to_choose_from(content: SessionContent) -> None:
    book = openpyxl.load_workbook(io.BytesIO(worksheet(content)))
    assert book["Keuzes"].sheet_state == "hidden"
    names = [cell.value for cell in book["Keuzes"]["B"]]
    assert names[0] == "Alles samen"
    assert "Thema Veiligheid" in names
    assert any(str(name).startswith("Vraag 2 (dossier)") for name in names)
    assert book["Verbeteracties"].data_validations.dataValidation[0].formula1.startswith("Keuzes!$B$1")
