"""The consent letter as a Word file: the very text that a consent fixes, whole or not at all."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from flows.checklist import Item
from flows.consent import letter_hash
from flows.explanation import NOT_TRIED
from flows.instrument import Source
from flows.letter import LetterFieldMissing
from storage.cases import ConsentRefused, OutsideKind
from storage.export import letter_document, letter_template
from storage.export.letter_document import text_of
from storage.export.letter_errors import FolderInVault, LetterDiffers, TemplateFaulty, TemplateUnreadable
from storage.export.letter_fields import NAMES
from storage.export.letter_file import write_letter
from storage.export.letter_template import TRACKED
from storage.export.safe_file import DestinationExists, DestinationMissing
from storage.vault import Disk

HENK = ("Henk Visser", "per brief", "Youssef Amari", "wijkteam")
FIELDS = [*NAMES, "onderwerpen", "periode"]


@pytest.fixture
def henk(register) -> str:
    return register.register_case(*HENK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "brieven"
    made.mkdir()
    return made


def house_style(*paragraphs: str, header: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.author = "Ontwerpbureau"
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def own_words(without: str = "", extra: str = "") -> bytes:
    lines = [f"Over {name}: {{{{ {name} }}}}." for name in NAMES if name != without]
    lines += [f"{{{{ {name} }}}}" for name in ("onderwerpen", "periode") if name != without]
    return house_style("Wilt u meedoen?", *lines, *filter(None, [extra]))


def nothing_happened(register, case, folder) -> bool:
    return (
        list(folder.iterdir()) == []
        and register.letters.last(case) is None
        and register.outside.files() == ()
    )


# --- our own style -----------------------------------------------------------------------------------


def test_the_file_says_exactly_what_the_consent_fixes(register, henk, folder, signed):
    files = write_letter(register, henk, folder)
    assert files.letter.name == "toestemmingsbrief-casus-1.docx"
    text = text_of(files.letter.read_bytes())
    draft = register.draft_consent(henk)
    assert text == draft.letter_text
    assert letter_hash(text) == draft.letter_sha256
    register.record_consent(henk, signed(register, henk))
    assert register.consent(henk).letter_sha256 == letter_hash(text)


@pytest.mark.parametrize(
    "sources",
    [tuple(Source), (Source.RESIDENT,), (Source.DOSSIER,), (Source.DOSSIER, Source.PROFESSIONAL)],
)
def test_no_placeholder_is_left_in_any_document(register, evaluation, henk, folder, sources):
    register.change_evaluation(evaluation.model_copy(update={"sources": sources, "themes": ("regie",)}))
    files = write_letter(register, henk, folder)
    for path in (files.letter, files.explanation):
        with zipfile.ZipFile(path) as parts:
            whole = "".join(
                text_of(path.read_bytes())
                + "".join(parts.read(name).decode() for name in parts.namelist() if "foot" in name)
            )
        for sign in ("<NAAM", "{", "}", "INVULLEN", "None", "...."):
            assert sign not in text_of(path.read_bytes())
        assert "{{" not in whole
    assert "veilig" not in text_of(files.letter.read_bytes())


def test_a_screen_reader_finds_headings_lists_and_the_language(register, henk, folder):
    document = docx.Document(str(write_letter(register, henk, folder).letter))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == 3
    assert styles.count("List Number") == 2
    assert styles.count("List Bullet") == 6
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


def test_the_files_say_nothing_about_who_made_them_or_when(register, henk, folder):
    files = write_letter(register, henk, folder)
    for path in (files.letter, files.explanation):
        about = docx.Document(str(path)).core_properties
        assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
        assert about.created.year == 1980
        with zipfile.ZipFile(path) as parts:
            assert {info.date_time[0] for info in parts.infolist()} == {1980}
        assert "Henk" not in about.title
        assert "Henk" not in path.name


def test_the_explanation_is_marked_until_the_team_ticks_it(register, henk, folder, tmp_path):
    first = text_of(write_letter(register, henk, folder).explanation.read_bytes())
    assert NOT_TRIED in first
    assert "Youssef Amari" in first
    register.preparing.tick(Item.EXPLANATION_TRIED)
    other = tmp_path / "later"
    other.mkdir()
    assert NOT_TRIED not in text_of(write_letter(register, henk, other).explanation.read_bytes())


def test_both_files_are_listed_with_their_kind(register, henk, folder, open_register):
    files = write_letter(register, henk, folder)
    again = open_register()
    assert again.outside.counts() == {OutsideKind.LETTER: 1, OutsideKind.EXPLANATION: 1}
    assert again.outside.files()[0].path == str(files.letter)
    register = again
    register.sit_down("Bas")
    register.withdraw(henk)
    assert register.outside.counts()[OutsideKind.LETTER] == 1


# --- refusing, with nothing half written ---------------------------------------------------------------


def test_a_missing_field_is_named(register, evaluation, henk, folder):
    register.change_evaluation(evaluation.model_copy(update={"fg_phone": "", "return_address": " "}))
    with pytest.raises(LetterFieldMissing) as refused:
        write_letter(register, henk, folder)
    assert refused.value.fields == ("fg_phone", "return_address")
    assert nothing_happened(register, henk, folder)


@pytest.mark.parametrize("name", ["toestemmingsbrief-casus-1.docx", "uitleg-casus-1.docx"])
def test_an_existing_file_is_left_as_it_is(register, henk, folder, name):
    (folder / name).write_text("van mij")
    with pytest.raises(DestinationExists):
        write_letter(register, henk, folder)
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_text() == "van mij"
    assert register.letters.last(henk) is None
    assert register.outside.files() == ()


def test_a_folder_that_is_not_there_or_in_the_vault_is_refused(register, henk, folder):
    with pytest.raises(DestinationMissing):
        write_letter(register, henk, folder / "nergens")
    with pytest.raises(FolderInVault):
        write_letter(register, henk, register.vault.folder)
    assert nothing_happened(register, henk, folder)


class FullAt(Disk):
    """A disk that fails at the so manieth call of one kind."""

    def __init__(self, call: str, time: int) -> None:
        self.call, self.left = call, time

    def _count(self, call: str) -> None:
        if call == self.call:
            self.left -= 1
            if self.left == 0:
                raise OSError(28, "vol")

    def create(self, path, data):
        self._count("create")
        super().create(path, data)

    def replace(self, source, target):
        self._count("replace")
        super().replace(source, target)

    def sync_folder(self, folder):
        self._count("sync_folder")
        super().sync_folder(folder)


@pytest.mark.parametrize("call", ["create", "replace", "sync_folder"])
@pytest.mark.parametrize("time", [1, 2])
def test_a_full_disk_leaves_no_half_letter_and_no_list(register, henk, folder, call, time):
    with pytest.raises(Exception, match="DestinationFull"):
        write_letter(register, henk, folder, disk=FullAt(call, time))
    assert nothing_happened(register, henk, folder)
    write_letter(register, henk, folder)


def test_a_file_that_comes_in_between_is_somebody_else_s_and_stays(register, henk, folder):
    class Intruder(Disk):
        def sync(self, path: Path) -> None:
            super().sync(path)
            (folder / "uitleg-casus-1.docx").write_text("van een ander")

    with pytest.raises(DestinationExists):
        write_letter(register, henk, folder, disk=Intruder())
    assert [path.name for path in folder.iterdir()] == ["uitleg-casus-1.docx"]
    assert (folder / "uitleg-casus-1.docx").read_text() == "van een ander"
    assert register.letters.last(henk) is None
    assert register.outside.files() == ()


def test_after_a_consent_only_who_is_named_writes_a_letter(register, case, folder):
    register.sit_down("Cem")
    with pytest.raises(ConsentRefused):
        write_letter(register, case, folder)
    assert list(folder.iterdir()) == []


# --- the municipality's own style ----------------------------------------------------------------------


def test_the_whole_letter_comes_where_the_template_says(register, henk, folder):
    template = house_style(
        "Gemeente {{ gemeente }}, {{datum}}", "{{ brief }}", "Bezoek ons gerust.", header="{{ gemeente }}"
    )
    files = write_letter(register, henk, folder, template=template)
    document = docx.Document(str(files.letter))
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert texts[0] == "Gemeente Oosterdam, 2 maart 2026"
    assert texts[-1] == "Bezoek ons gerust."
    assert document.sections[0].header.paragraphs[0].text == "Oosterdam"
    assert document.core_properties.author == ""
    assert [p.style.name for p in document.paragraphs].count("Heading 1") == 3
    assert files.written.text in text_of(files.letter.read_bytes())
    assert register.draft_consent(henk).letter_text == files.written.text


def test_a_template_without_our_styles_still_has_real_headings(register, henk, folder):
    document = docx.Document(io.BytesIO(house_style("{{ brief }}")))
    for name in ("Heading 1", "Title", "List Bullet", "List Number"):
        document.styles[name].delete()
    out = io.BytesIO()
    document.save(out)
    files = write_letter(register, henk, folder, template=out.getvalue())
    found = docx.Document(str(files.letter))
    assert [p.style.name for p in found.paragraphs].count("Heading 1") == 3
    assert "\n- Hoe u bij het wijkteam" in text_of(files.letter.read_bytes())


def test_own_words_around_every_field_become_the_text_that_is_signed(register, henk, folder, signed):
    files = write_letter(register, henk, folder, template=own_words())
    text = text_of(files.letter.read_bytes())
    assert text.startswith("Wilt u meedoen?\n\nOver gemeente: Oosterdam.\n")
    assert "Over wie_kijken: Anouk, Bas en Cem." in text
    assert "- Of er aandacht was voor uw veiligheid" in text
    draft = register.draft_consent(henk)
    assert draft.letter_text == text
    assert draft.letter_sha256 == letter_hash(text)
    register.record_consent(henk, signed(register, henk))
    assert register.verdict(henk, Source.PROFESSIONAL).allowed


@pytest.mark.parametrize("name", FIELDS)
def test_a_template_without_a_field_is_refused_and_the_field_named(register, henk, folder, name):
    with pytest.raises(TemplateFaulty) as refused:
        write_letter(register, henk, folder, template=own_words(without=name))
    assert (refused.value.missing, refused.value.unknown, refused.value.broken) == ((name,), (), ())
    assert nothing_happened(register, henk, folder)


@pytest.mark.parametrize(
    ("extra", "unknown", "broken"),
    [
        ("{{ burgemeester }}", ("burgemeester",), ()),
        ("Aan {{ gemeente", (), ("{{ gemeente",)),
        ("Aan gemeente }} Oosterdam", (), ("Aan gemeente }}",)),
        ("Zie {{ brief }} hierboven", (), ("{{ brief }}",)),
        ("{{ naam van de gemeente }}", (), ("{{ naam van de gemeente }}",)),
    ],
)
def test_an_unknown_or_broken_field_is_named(register, henk, folder, extra, unknown, broken):
    with pytest.raises(TemplateFaulty) as refused:
        write_letter(register, henk, folder, template=own_words(extra=extra))
    assert (refused.value.unknown, refused.value.broken) == (unknown, broken)
    assert nothing_happened(register, henk, folder)


def test_a_field_that_word_has_cut_into_pieces_is_filled_and_keeps_its_looks(register, henk, folder):
    document = docx.Document(io.BytesIO(house_style("{{ brief }}")))
    paragraph = document.paragraphs[0].insert_paragraph_before("Gemeente ")
    for piece, bold in (("{", True), ("{ gem", True), ("eente }", False), ("} groet u", False)):
        paragraph.add_run(piece).bold = bold
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "{{organisatie}}"
    out = io.BytesIO()
    document.save(out)
    found = docx.Document(str(write_letter(register, henk, folder, template=out.getvalue()).letter))
    assert found.paragraphs[0].text == "Gemeente Oosterdam groet u"
    assert [run.text for run in found.paragraphs[0].runs if run.bold] == ["Oosterdam", ""]
    assert found.tables[0].cell(0, 0).text == "wijkteam De Schakel"


def test_tracked_changes_must_be_accepted_first(register, henk, folder):
    document = docx.Document(io.BytesIO(house_style("{{ brief }}")))
    paragraph = document.add_paragraph("erbij")
    inserted = OxmlElement("w:ins")
    paragraph._p.append(inserted)
    inserted.append(paragraph.runs[0]._r)
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(TemplateFaulty) as refused:
        write_letter(register, henk, folder, template=out.getvalue())
    assert refused.value.broken == (TRACKED,)
    assert nothing_happened(register, henk, folder)


def test_a_file_that_blows_up_when_it_is_unpacked_is_refused(register, henk, folder, monkeypatch):
    monkeypatch.setattr(letter_template, "_LARGEST", 1000)
    with pytest.raises(TemplateUnreadable):  # larger than a template may be
        write_letter(register, henk, folder, template=house_style("{{ brief }}"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"0" * 5000)
    assert len(packed.getvalue()) < 1000
    with pytest.raises(TemplateUnreadable):
        write_letter(register, henk, folder, template=packed.getvalue())
    assert nothing_happened(register, henk, folder)


def test_notes_in_the_margin_do_not_go_along(register, henk, folder):
    document = docx.Document(io.BytesIO(house_style("Dag", "{{ brief }}")))
    document.add_comment(document.paragraphs[0].runs[0], text="Vraag aan Truus", author="Truus")
    out = io.BytesIO()
    document.save(out)
    path = write_letter(register, henk, folder, template=out.getvalue()).letter
    with zipfile.ZipFile(path) as parts:
        assert not any(b"Truus" in parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize("template", [None, house_style("{{ brief }}")])
def test_a_file_that_does_not_say_the_letter_is_not_kept(register, henk, folder, monkeypatch, template):
    monkeypatch.setattr(letter_document, "text_of", lambda _: "iets anders\n")
    with pytest.raises(LetterDiffers):
        write_letter(register, henk, folder, template=template)
    assert nothing_happened(register, henk, folder)


def test_an_own_instrument_has_a_letter_and_no_page_in_easy_words(register, henk, folder, monkeypatch):
    monkeypatch.setattr("storage.export.letter_file.load_explanation", lambda _: None)
    files = write_letter(register, henk, folder)
    assert files.explanation is None
    assert [path.name for path in folder.iterdir()] == ["toestemmingsbrief-casus-1.docx"]
    assert register.outside.counts() == {OutsideKind.LETTER: 1}


def test_a_field_in_a_footnote_is_named_because_it_would_stay_open(register, henk, folder):
    out = io.BytesIO()
    note = '<w:footnotes xmlns:w="w"><w:t>{{ ge</w:t><w:t>meente }}</w:t></w:footnotes>'
    with (
        zipfile.ZipFile(io.BytesIO(house_style("{{ brief }}"))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
                link = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
                data = data.replace(b"</Relationships>", link.encode())
            if name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                override = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                data = data.replace(b"</Types>", override.encode())
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", note)
    with pytest.raises(TemplateFaulty) as refused:
        write_letter(register, henk, folder, template=out.getvalue())
    assert refused.value.broken == ("{{ gemeente }}",)
    assert nothing_happened(register, henk, folder)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 kapot", b"gewone tekst"])
def test_a_file_that_is_no_template_is_refused(register, henk, folder, data):
    with pytest.raises(TemplateUnreadable):
        write_letter(register, henk, folder, template=data)
    assert nothing_happened(register, henk, folder)


def test_words_of_a_name_are_never_fields(register, folder):
    case = register.register_case("Henk", "per brief", "{{ gemeente }} & <b>Jan</b>", "wijkteam")
    files = write_letter(register, case, folder, template=own_words())
    assert "Over professional: {{ gemeente }} & <b>Jan</b>." in text_of(files.letter.read_bytes())


def test_the_page_about_house_styles_names_every_field():
    page = Path(__file__).parents[3] / "docs" / "huisstijl-brief.md"
    named = set(re.findall(r"\{\{ (\w+) \}\}", page.read_text(encoding="utf-8")))
    assert named == {*NAMES, "brief", "onderwerpen", "periode", "datum", "inwoner"}
