"""The paper form: A4, readable by a screen reader, with room for every answer and reason, and no trace of a maker."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from flows.instrument import Instrument, QuestionKind, Source, load_instrument
from storage.export.paper import paper_form
from storage.export.questionnaire_files import Format, write_form
from storage.export.safe_file import DestinationExists, DestinationMissing
from storage.vault.disk import Disk

EVERY = [(name, source) for name in ("zet", "regie") for source in Source]


def words(text: str) -> str:
    return " ".join(text.split())


def opened(form: bytes) -> Any:
    return Document(io.BytesIO(form))


def styled(form: Any, style: str) -> list[str]:
    return [words(paragraph.text) for paragraph in form.paragraphs if paragraph.style.name == style]


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


@pytest.mark.parametrize(("name", "source"), EVERY)
def test_title_themes_and_questions_are_headings_that_a_screen_reader_can_walk(
    name: str, source: Source
) -> None:
    instrument = load_instrument(name)
    questionnaire, form = instrument.questionnaire(source), opened(paper_form(instrument, source))
    assert styled(form, "Title") == [questionnaire.title]
    assert styled(form, "Heading 2") == [
        words(f"{question.printed}. {question.text}" if question.printed else question.text)
        for question in questionnaire.questions
    ]
    themes = [
        theme.title
        for theme in instrument.themes
        if any(q.theme == theme.id for q in questionnaire.questions)
    ]
    headings = [heading.rpartition(": ")[2].casefold() for heading in styled(form, "Heading 1")]
    assert [title.casefold() for title in themes if title.casefold() not in headings] == []


@pytest.mark.parametrize(("name", "source"), EVERY)
def test_every_rated_question_has_boxes_with_the_lists_own_labels_and_room_for_a_reason(
    name: str, source: Source
) -> None:
    instrument = load_instrument(name)
    questionnaire, form = instrument.questionnaire(source), opened(paper_form(instrument, source))
    rated = sum(question.kind is QuestionKind.RATING for question in questionnaire.questions)
    boxes = [text for text in styled(form, "Keuze") if "☐ n.v.t." in text]
    assert len(boxes) == rated
    for rating, label in questionnaire.labels.items():
        assert all(f"☐ {rating.value}: {label}" in text for text in boxes)
    assert all(text.endswith("☐ n.v.t. ☐ geen antwoord") for text in boxes)
    assert len([text for text in styled(form, "Schrijfregel") if text.startswith("Reden")]) == rated


@pytest.mark.parametrize(("name", "source"), EVERY)
def test_everything_that_is_printed_around_the_questions_is_there(name: str, source: Source) -> None:
    instrument = load_instrument(name)
    questionnaire, form = instrument.questionnaire(source), opened(paper_form(instrument, source))
    text = words(" ".join(paragraph.text for paragraph in form.paragraphs))
    around = ("goal", "preparation", "filling_in", "contact", "introduction", "closing", "closing_question")
    for part in around:
        assert words(getattr(questionnaire, part) or "") in text
    for question in questionnaire.questions:
        for part in (question.note, question.footnote, question.routing, question.lead):
            assert words(part or "") in text


def test_words_of_terms_are_bold_and_the_number_too(zet: Instrument) -> None:
    form = opened(paper_form(zet, Source.RESIDENT))
    heading = next(p for p in form.paragraphs if p.text.startswith("3.  "))
    assert [run.text for run in heading.runs if run.bold] == ["3.  ", "snel", "medewerker van de gemeente"]


def test_the_page_is_a4_in_dutch_with_numbered_pages(zet: Instrument) -> None:
    form = opened(paper_form(zet, Source.DOSSIER))
    section = form.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "PAGE" in section.footer._element.xml
    assert 'w:lang w:val="nl-NL"' in form.styles.element.xml


def test_the_timeline_is_a_table_whose_head_is_a_head(zet: Instrument) -> None:
    table = opened(paper_form(zet, Source.DOSSIER)).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Wanneer (bij benadering mag)", "Wat gebeurde er?"]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert "w:tblDescription" in table._tbl.xml


def test_milestones_have_a_row_each_and_the_deadlines_are_told() -> None:
    regie = load_instrument("regie")
    form = opened(paper_form(regie, Source.DOSSIER))
    first = [row.cells[0].text for row in form.tables[0].rows[1:]]
    assert first[: len(regie.milestones)] == [milestone.title for milestone in regie.milestones]
    assert styled(form, "List Bullet") == [deadline.title for deadline in regie.deadlines]
    assert opened(paper_form(regie, Source.RESIDENT)).tables == []


def test_sociaal_werker_and_begeleider_have_their_own_part() -> None:
    headings = styled(opened(paper_form(load_instrument("regie"), Source.PROFESSIONAL)), "Heading 1")
    assert headings.index("Sociaal werker: startfase") < headings.index("Begeleider: startfase")


def test_nothing_says_who_made_it_or_when(zet: Instrument) -> None:
    form = paper_form(zet, Source.DOSSIER)
    about = opened(form).core_properties
    assert (about.author, about.last_modified_by, about.comments, about.keywords) == ("", "", "", "")
    assert about.title == "Dossieronderzoek"
    with zipfile.ZipFile(io.BytesIO(form)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name or "custom" in name]
        assert b"Macintosh" not in parts.read("docProps/app.xml")
        assert b"rsid" not in parts.read("word/settings.xml")


def test_the_same_list_gives_the_same_bytes(zet: Instrument) -> None:
    assert paper_form(zet, Source.PROFESSIONAL) == paper_form(zet, Source.PROFESSIONAL)


def test_a_source_without_a_list_is_a_key_error(zet: Instrument) -> None:
    smaller = zet.model_copy(update={"questionnaires": zet.questionnaires[:1]})
    with pytest.raises(KeyError):
        paper_form(smaller, Source.RESIDENT)


def test_word_and_excel_libraries_wait_until_somebody_wants_such_a_file() -> None:
    code = (
        "import storage.export.questionnaire_files, sys; "
        "raise SystemExit(bool({'docx', 'openpyxl', 'lxml'} & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode
        == 0
    )


# --- putting it on the disk ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (Format.TEXT, "zet-inwoner.txt"),
        (Format.JSON, "zet-inwoner.json"),
        (Format.PAPER, "zet-inwoner.docx"),
        (Format.XLSFORM, "zet-inwoner.xlsx"),
    ],
)
def test_a_form_gets_a_name_of_its_own_and_never_takes_anothers(
    tmp_path: Path, zet: Instrument, form: Format, name: str
) -> None:
    assert write_form(zet, Source.RESIDENT, form, tmp_path) == tmp_path / name
    before = (tmp_path / name).read_bytes()
    with pytest.raises(DestinationExists):
        write_form(zet, Source.RESIDENT, form, tmp_path)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(name, before)]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, zet: Instrument) -> None:
    with pytest.raises(DestinationMissing):
        write_form(zet, Source.RESIDENT, Format.PAPER, tmp_path / "weg")


def test_what_cannot_be_published_leaves_nothing_behind(tmp_path: Path, zet: Instrument) -> None:
    class Stubborn(Disk):
        def replace(self, source: Path, target: Path) -> None:
            raise FileNotFoundError(2, str(source), str(target))

    with pytest.raises(DestinationMissing):
        write_form(zet, Source.RESIDENT, Format.TEXT, tmp_path, disk=Stubborn())
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_a_disk_refuses_is_never_made(tmp_path: Path, zet: Instrument) -> None:
    odd = zet.model_copy(update={"id": "../Écht & anders"})
    assert write_form(odd, Source.DOSSIER, Format.TEXT, tmp_path).parent == tmp_path
    assert [path.name for path in tmp_path.iterdir()] == ["cht---anders-dossier.txt"]
