"""Finished Word files and slides are read back whole: a name, a number or a hidden figure anywhere stops them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pptx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from flows.conclusions import Conclusion, Verdict
from flows.privacy import Level
from flows.scores import overview
from storage.export.document_gate import is_document
from storage.export.gate import Hit
from storage.export.report import report
from storage.export.session_files import (
    AGENDA,
    HANDOUT,
    REPORT,
    SLIDES,
    Choices,
    FiguresStopped,
    _gate,
    session_files,
    write_session,
)
from storage.export.session_words import SessionContent, session_content
from storage.export.workbook_read import WorkbookUnreadable
from tests.storage.export.letters import house_style
from tests.storage.export.session_story import SESSION_DAY, results

FOUND = results(12, unsafe=1)
NAMES = ("Fatima el Yousfi",)
HOUSE = house_style("Gemeente Oosterdam, bel 0165 123456", "{{ verslag }}", header="{{ gemeente }}")
CHOICES = Choices(datetime(2026, 11, 1, tzinfo=UTC), on=SESSION_DAY, with_report=True, template=HOUSE)


@pytest.fixture(scope="module")
def content() -> SessionContent:
    return session_content(FOUND, conclusions=(Conclusion(verdict=Verdict.GOOD, text="Men luistert."),))


@pytest.fixture(scope="module")
def finished(content: SessionContent) -> Mapping[str, bytes]:
    return session_files(FOUND, content, CHOICES)


def hits(
    files: Mapping[str, bytes],
    content: SessionContent,
    names: tuple[str, ...] = NAMES,
    choices: Choices = CHOICES,
) -> tuple[Hit, ...]:
    documents = {name: data for name, data in files.items() if is_document(name)}
    return _gate(FOUND, content, choices, names).check(documents)


def with_parts(data: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """The file with every part changed, and parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()


def saved(document: "docx.document.Document | pptx.presentation.Presentation") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_control_what_was_made_and_not_touched_may_leave(
    finished: Mapping[str, bytes], content: SessionContent
) -> None:
    assert {AGENDA, HANDOUT, REPORT, SLIDES} <= finished.keys()
    assert hits(finished, content) == ()


def test_without_names_and_without_a_template_the_files_pass_as_well(content: SessionContent) -> None:
    bare = replace(CHOICES, template=None)
    assert hits(session_files(FOUND, content, bare), content, (), bare) == ()


def test_files_without_any_figure_pass_too() -> None:
    silent = FOUND.model_copy(
        update={"cases": tuple(c.model_copy(update={"sources": c.sources[:1]}) for c in FOUND.cases)}
    )
    emptied = silent.model_copy(
        update={
            "cases": tuple(
                c.model_copy(update={"sources": (c.sources[0].model_copy(update={"answers": ()}),)})
                for c in silent.cases
            )
        }
    )
    content = session_content(emptied)
    assert all(figure.hidden for level in content.table.levels for figure in level.figures if figure)
    documents = {n: d for n, d in session_files(emptied, content, CHOICES).items() if is_document(n)}
    gate = _gate(emptied, content, CHOICES, ())
    assert gate.check(documents) == ()
    assert gate._hidden == frozenset()


def test_where_too_few_cases_hide_everything_the_average_of_the_whole_is_found_as_well() -> None:
    few = results(3)
    content = session_content(few, threshold=5)
    totals = [figure for level in content.table.levels if level.kind == "totaal" for figure in level.figures]
    assert totals
    assert all(figure is not None and figure.hidden for figure in totals)
    mean = overview(content.instrument, _gate(few, content, CHOICES, ()).cases).of(None).total.value
    assert mean is not None
    figure = f"{mean:.2f}".replace(".", ",")
    telling = replace(
        content, conclusions=(Conclusion(verdict=Verdict.GOOD, text=f"Over alles samen {figure}."),)
    )
    made = session_files(few, telling, CHOICES)
    gate = _gate(few, telling, CHOICES, ())
    found = gate.check({name: data for name, data in made.items() if is_document(name)})
    assert {hit.kind for hit in found} == {"getal"}
    assert {hit.place.partition("!")[0] for hit in found} >= {HANDOUT, REPORT}


# -- a name, wherever it is ----------------------------------------------------------------------------------------


def in_the_text(document: "docx.document.Document") -> None:
    document.add_paragraph("Ook Fatima kwam langs.")


def split_over_runs(document: "docx.document.Document") -> None:
    paragraph = document.add_paragraph("Ook Fat")
    paragraph.add_run("ima")


def in_a_cell(document: "docx.document.Document") -> None:
    document.tables[0].rows[1].cells[0].text = "Mevrouw Yousfi"


def in_the_header(document: "docx.document.Document") -> None:
    document.sections[0].header.paragraphs[0].text = "Fatima"


def in_the_footer(document: "docx.document.Document") -> None:
    document.sections[0].footer.add_paragraph("F. el Yousfi")


def in_the_title(document: "docx.document.Document") -> None:
    document.core_properties.title = "Verslag Fatima"


def as_what_a_picture_shows(document: "docx.document.Document") -> None:
    paragraph = document.add_paragraph("")
    drawing = OxmlElement("w:drawing")
    drawing.set("descr", "Foto van Fatima")
    paragraph._p.append(drawing)


def as_a_bookmark(document: "docx.document.Document") -> None:
    mark = OxmlElement("w:bookmarkStart")
    mark.set(qn("w:name"), "Fatima")
    document.element.body.append(mark)


WHERE = (
    (in_the_text, "word/document.xml"),
    (split_over_runs, "word/document.xml"),
    (in_a_cell, "word/document.xml"),
    (in_the_header, "word/header1.xml"),
    (in_the_footer, "word/footer1.xml"),
    (in_the_title, "docProps/core.xml"),
    (as_what_a_picture_shows, "word/document.xml"),
    (as_a_bookmark, "word/document.xml"),
)


@pytest.mark.parametrize(("change", "part"), WHERE, ids=[change.__name__ for change, _ in WHERE])
@pytest.mark.parametrize("name", [HANDOUT, REPORT])
def test_a_name_in_a_word_file_is_found_where_it_is(
    finished: Mapping[str, bytes], content: SessionContent, name: str, change: Callable[..., None], part: str
) -> None:
    document = docx.Document(io.BytesIO(finished[name]))
    change(document)
    found = hits({name: saved(document)}, content)
    assert (f"{name}!{part}", "naam") in {(hit.place, hit.kind) for hit in found}
    assert hits({name: saved(document)}, content, ("Henk Visser",)) == ()  # somebody else's name


def test_a_name_that_the_template_brings_itself_is_found_too(content: SessionContent) -> None:
    for made in (
        house_style("Met dank aan Fatima", "{{ verslag }}"),
        house_style("{{ verslag }}", header="Fatima el Yousfi"),
    ):
        choices = replace(CHOICES, template=made)
        files = {REPORT: report(content, SESSION_DAY, made)}
        assert [hit.kind for hit in hits(files, content, choices=choices)][:1] == ["naam"]
        assert hits(files, content, ("Henk Visser",), choices) == ()


@pytest.mark.parametrize("where", ["slide", "notes", "title", "chart"])
def test_a_name_in_the_slides_is_found_where_it_is(
    finished: Mapping[str, bytes], content: SessionContent, where: str
) -> None:
    show = pptx.Presentation(io.BytesIO(finished[SLIDES]))
    if where == "slide":
        show.slides[1].shapes.title.text = "Fatima"
    elif where == "notes":
        show.slides[1].notes_slide.notes_text_frame.text = "Vertel over Fatima."
    elif where == "title":
        show.core_properties.title = "Voor Fatima"
    data = saved(show)
    if where == "chart":
        data = with_parts(
            data, lambda name, part: part.replace(b"Toegang", b"Fatima") if "charts/chart" in name else part
        )
    expected = {
        "slide": "slides/slide2",
        "notes": "notesSlide",
        "title": "docProps/core",
        "chart": "charts/chart",
    }
    found = hits({SLIDES: data}, content)
    assert any(expected[where] in hit.place and hit.kind == "naam" for hit in found)


def test_a_name_in_the_workbook_behind_a_chart_is_found(
    finished: Mapping[str, bytes], content: SessionContent
) -> None:
    def behind(name: str, part: bytes) -> bytes:
        if not name.endswith(".xlsx"):
            return part
        return with_parts(part, lambda _, inside: inside.replace(b"Toegang", b"Fatima"))

    found = hits({SLIDES: with_parts(finished[SLIDES], behind)}, content)
    assert found
    assert all("embeddings" in hit.place and hit.kind == "naam" for hit in found)


# -- what else does not belong -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        "word/comments.xml",
        "word/people.xml",
        "customXml/item1.xml",
        "docProps/custom.xml",
        "word/vbaProject.bin",
    ],
)
def test_notes_of_colleagues_macros_and_own_properties_do_not_belong(
    finished: Mapping[str, bytes], content: SessionContent, part: str
) -> None:
    data = with_parts(finished[REPORT], lambda _, old: old, **{part: b"<a/>"})
    assert [(hit.place, hit.kind) for hit in hits({REPORT: data}, content)] == [
        (f"{REPORT}!{part}", "onderdeel")
    ]


def test_who_made_or_changed_it_does_not_stand_in_it(
    finished: Mapping[str, bytes], content: SessionContent
) -> None:
    document = docx.Document(io.BytesIO(finished[AGENDA]))
    document.core_properties.last_modified_by = "iemand"
    assert [hit.kind for hit in hits({AGENDA: saved(document)}, content)] == ["eigenschap"]
    document = docx.Document(io.BytesIO(finished[AGENDA]))
    change = OxmlElement("w:ins")
    change.set(qn("w:author"), "iemand")
    document.sections[0].footer._element.append(change)
    assert [hit.place for hit in hits({AGENDA: saved(document)}, content)] == [f"{AGENDA}!word/footer1.xml"]


def test_a_number_of_somebody_is_found_but_not_the_municipalitys_own_in_its_template(
    finished: Mapping[str, bytes], content: SessionContent
) -> None:
    assert "0165 123456" in docx.Document(io.BytesIO(finished[REPORT])).paragraphs[0].text
    document = docx.Document(io.BytesIO(finished[REPORT]))
    document.add_paragraph("Bel 06 12345678.")
    assert {hit.kind for hit in hits({REPORT: saved(document)}, content)} == {"telefoon"}


def test_a_part_that_cannot_be_read_lets_nothing_through(
    finished: Mapping[str, bytes], content: SessionContent
) -> None:
    for data in (
        b"geen zip",
        with_parts(finished[AGENDA], lambda name, part: part[:-9] if "document" in name else part),
    ):
        with pytest.raises(WorkbookUnreadable):
            hits({AGENDA: data}, content)


# -- figures -------------------------------------------------------------------------------------------------------


def hidden_figure(content: SessionContent) -> str:
    """An average that partners may not see, as somebody would type it, that no shown figure is equal to."""
    gate = _gate(FOUND, content, CHOICES, ())
    return max(gate._hidden - gate._shown)


@pytest.mark.parametrize("as_typed", [str, lambda figure: figure.replace(",", ".")])
def test_a_hidden_average_in_the_teams_own_words_is_found(
    content: SessionContent, as_typed: Callable[[str], str]
) -> None:
    figure = as_typed(hidden_figure(content))
    said = Conclusion(verdict=Verdict.GOOD, text=f"Bij veiligheid was het {figure}.")
    telling = replace(content, conclusions=(said,))
    found = hits(session_files(FOUND, telling, CHOICES), telling)
    assert {hit.kind for hit in found} == {"getal"}
    assert {hit.place.partition("!")[0] for hit in found} >= {HANDOUT, SLIDES, REPORT}


@pytest.mark.parametrize(
    "text", ["Binnen 1,5 jaar.", "Om 13.30 uur.", "Zie 2.1.3 van het plan.", "Op 3.12.2026."]
)
def test_other_numbers_in_the_teams_words_are_no_figures(content: SessionContent, text: str) -> None:
    telling = replace(content, conclusions=(Conclusion(verdict=Verdict.GOOD, text=text),))
    assert hits(session_files(FOUND, telling, CHOICES), telling) == ()


def test_a_figure_that_is_none_of_theirs_is_found_in_text_and_chart(
    finished: Mapping[str, bytes], content: SessionContent
) -> None:
    document = docx.Document(io.BytesIO(finished[HANDOUT]))
    document.tables[0].rows[1].cells[1].text = "3,99"
    assert {hit.kind for hit in hits({HANDOUT: saved(document)}, content)} == {"getal"}

    def other(name: str, part: bytes) -> bytes:
        if "charts/chart" not in name:
            return part
        begin, _, rest = part.partition(b"<c:val>")
        at = rest.index(b"<c:v>") + len(b"<c:v>")
        return begin + b"<c:val>" + rest[:at] + b"3.987" + rest[rest.index(b"</c:v>", at) :]

    found = hits({SLIDES: with_parts(finished[SLIDES], other)}, content)
    assert {hit.kind for hit in found} == {"getal"}


def test_a_table_that_shows_more_than_the_cases_allow_is_found(content: SessionContent) -> None:
    def shown(level: Level) -> Level:
        return level._replace(
            figures=tuple(f and f._replace(mean=3.21, n=2) if f and f.hidden else f for f in level.figures)
        )

    table = replace(content.table, levels=tuple(shown(level) for level in content.table.levels))
    more = replace(content, table=table)
    found = hits(session_files(FOUND, more, CHOICES), more)
    assert {hit.place.partition("!")[0] for hit in found} >= {HANDOUT, REPORT, SLIDES}


# -- all or none ---------------------------------------------------------------------------------------------------


def test_one_name_in_one_document_stops_all_files(
    finished: Mapping[str, bytes], content: SessionContent, tmp_path: Path
) -> None:
    document = docx.Document(io.BytesIO(finished[HANDOUT]))
    in_the_footer(document)
    spoiled = {**finished, HANDOUT: saved(document)}
    with pytest.raises(FiguresStopped) as stopped:
        write_session(tmp_path, spoiled, FOUND, content, CHOICES, NAMES)
    assert {hit.place for hit in stopped.value.hits} == {f"{HANDOUT}!word/footer1.xml"}
    assert list(tmp_path.iterdir()) == []
    assert len(write_session(tmp_path, finished, FOUND, content, CHOICES, NAMES)) == len(finished)
