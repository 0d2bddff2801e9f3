"""All files of the session at once: each or none, the figures past the gate, the report in a template of one's own."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement

from storage.export import safe_file
from storage.export import session_files as session_files_module
from storage.export.agenda import SessionTooLate
from storage.export.letter_errors import TemplateFaulty, TemplateUnreadable
from storage.export.letter_template import TRACKED
from storage.export.report import report
from storage.export.safe_file import DestinationExists
from storage.export.session_files import (
    Choices,
    FiguresStopped,
    session_files,
    write_all,
    write_session,
)
from storage.export.session_words import SessionContent, content_of, session_content
from storage.vault import Disk
from tests.storage.export.letters import house_style
from tests.storage.export.session_story import BEFORE, SESSION_DAY, content_of_it, results

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def content() -> SessionContent:
    return content_of_it()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "sessie"
    folder.mkdir()
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# -- all or none ---------------------------------------------------------------------------------------------------


def test_what_is_made_follows_from_what_the_team_chose(content: SessionContent) -> None:
    found = results(12, unsafe=1)
    assert set(session_files(found, content, Choices(MOMENT))) == BEFORE
    held = Choices(MOMENT, on=SESSION_DAY, with_worksheet=False, with_report=True)
    added = {"Eindverslag.docx", "Terugkijken.ics"}
    assert set(session_files(found, content, held)) == BEFORE - {"Werkblad.xlsx"} | added


def test_a_session_that_would_end_after_midnight_is_refused(content: SessionContent) -> None:
    with pytest.raises(SessionTooLate):
        session_files(results(12), content, Choices(MOMENT, start=time(23, 30)))


def test_another_fault_of_the_agenda_is_not_said_to_be_its_time(
    content: SessionContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise ValueError("a style is missing")

    monkeypatch.setattr(session_files_module, "agenda", broken)
    with pytest.raises(ValueError, match="a style is missing"):
        session_files(results(12), content, Choices(MOMENT))


def test_when_one_file_cannot_get_its_name_none_has_one(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish = safe_file.publish

    def refuse(path: Path, disk: Disk) -> Path:
        if path.name == "b":
            raise DestinationExists(path)
        return publish(path, disk)

    monkeypatch.setattr(safe_file, "publish", refuse)
    with pytest.raises(DestinationExists):
        write_all(out, {"a": b"1", "b": b"2"}, lambda _: None)
    assert names(out) == set()
    monkeypatch.undo()
    assert write_all(out, {"a": b"1", "b": b"2"}, lambda _: None) == (out / "a", out / "b")


def other_number(book: openpyxl.Workbook) -> None:
    sheet = book["Overzicht"]
    at = next(c for row in sheet["D5:D40"] for c in row if isinstance(c.value, float))
    at.value = 1.23 if at.value != 1.23 else 3.21


def a_phone(book: openpyxl.Workbook) -> None:
    book["Conclusies"]["A5"] = "Bel 06 12345678."


def a_property(book: openpyxl.Workbook) -> None:
    book.properties.creator = "Fatima el Yousfi"


def a_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("Bel 06 12345678")


@pytest.mark.parametrize("reduced", [False, True])
@pytest.mark.parametrize(
    ("change", "place", "kind"),
    [
        (None, "", ""),
        (other_number, "Overzicht!D", "getal"),
        (a_phone, "Conclusies!A5", "telefoon"),
        (a_property, "docProps/core.xml", "eigenschap"),
        (a_sheet, "xl/workbook.xml", "telefoon"),
    ],
)
def test_the_finished_figures_pass_the_gate_or_no_file_is_written(
    out: Path, change: Callable[[openpyxl.Workbook], None] | None, place: str, kind: str, *, reduced: bool
) -> None:
    """The first is the control: what was made and not touched is written, with all the rest."""
    found = results(4)
    whole = session_content(found)
    if reduced:
        found = found.model_copy(update={"cases": ()})
    content = content_of(found, whole.instrument, whole.table)
    choices = Choices(MOMENT)
    files = dict(session_files(found, content, choices))
    if change is None:
        assert {path.name for path in write_session(out, files, found, content, choices)} == BEFORE
        assert names(out) == BEFORE
        return
    book, changed = openpyxl.load_workbook(io.BytesIO(files["Sessiebestand.xlsx"])), io.BytesIO()
    change(book)
    book.save(changed)
    files["Sessiebestand.xlsx"] = changed.getvalue()
    with pytest.raises(FiguresStopped) as stopped:
        write_session(out, files, found, content, choices)
    assert [hit for hit in stopped.value.hits if hit.place.startswith(place) and hit.kind == kind]
    assert names(out) == set()


# -- the municipality's own template ---------------------------------------------------------------------------------


def made_in(template: bytes, content: SessionContent) -> "docx.document.Document":
    return docx.Document(io.BytesIO(report(content, SESSION_DAY, template)))


def test_the_report_stands_where_the_template_says_with_nothing_of_its_maker(content: SessionContent) -> None:
    template = house_style("Voorwoord bij {{evaluatie}}", "{{ verslag }}", "Colofon", header="{{ gemeente }}")
    made = made_in(template, content)
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[:2] == ["Voorwoord bij Evaluatie Oosterdam 2026", "Eindverslag van de zelfevaluatie"]
    assert texts[-1] == "Colofon"
    assert made.sections[0].header.paragraphs[0].text == "Oosterdam"
    assert len(made.tables) > 2
    assert made.core_properties.author == ""


def test_a_bare_template_gets_the_styles_that_a_report_needs(content: SessionContent) -> None:
    bare, out = docx.Document(io.BytesIO(house_style("{{ verslag }}"))), io.BytesIO()
    kept = {"Normal", "Default Paragraph Font", "Normal Table"}
    for style in [style for style in bare.styles if style.name not in kept]:
        style.delete()
    bare.save(out)
    made = made_in(out.getvalue(), content)
    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= {p.style.name for p in made.paragraphs}
    assert made.tables[0].style.name == "Table Grid"


@pytest.mark.parametrize(
    ("paragraphs", "missing", "unknown", "broken"),
    [
        (("Geen plek.",), ("verslag",), (), ()),
        (("Hier {{ verslag }} dus",), (), (), ("{{ verslag }}",)),
        (("{{ verslag }}", "{{ verslag }}"), (), (), ("{{ verslag }}",)),
        (("{{ verslag }}", "{{ burgemeester }}"), (), ("burgemeester",), ()),
        (("{{ verslag }}", "{{ gemeente"), (), (), ("{{ gemeente",)),
    ],
)
def test_a_template_that_does_not_fit_is_refused_with_what_is_wrong(
    content: SessionContent,
    paragraphs: tuple[str, ...],
    missing: tuple[str, ...],
    unknown: tuple[str, ...],
    broken: tuple[str, ...],
) -> None:
    with pytest.raises(TemplateFaulty) as caught:
        report(content, SESSION_DAY, house_style(*paragraphs))
    assert (caught.value.missing, caught.value.unknown, caught.value.broken) == (missing, unknown, broken)


def test_a_template_with_tracked_changes_and_a_file_that_is_no_template_are_refused(
    content: SessionContent,
) -> None:
    tracked, out = docx.Document(io.BytesIO(house_style("{{ verslag }}"))), io.BytesIO()
    tracked.element.body[0].append(OxmlElement("w:ins"))
    tracked.save(out)
    with pytest.raises(TemplateFaulty) as caught:
        report(content, SESSION_DAY, out.getvalue())
    assert caught.value.broken == (TRACKED,)
    with pytest.raises(TemplateUnreadable):
        report(content, SESSION_DAY, b"geen docx")
