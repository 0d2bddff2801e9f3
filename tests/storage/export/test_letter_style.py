"""The letter in the municipality's own style: around it, or in its own words."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from flows.consent import letter_hash
from flows.instrument import Source
from storage.cases import OutsideKind
from storage.export import letter_document, letter_template
from storage.export.letter_document import text_of
from storage.export.letter_errors import LetterDiffers, TemplateFaulty, TemplateUnreadable
from storage.export.letter_fields import NAMES
from storage.export.letter_file import write_letter
from storage.export.letter_template import TRACKED
from tests.storage.export.letters import FIELDS, house_style, nothing_happened, own_words
from zet_tui.messages import explain


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


def test_a_template_that_names_no_page_leaves_room_to_sign_on(register, henk, folder):
    document = docx.Document(io.BytesIO(house_style("{{ brief }}")))
    for name in ("w:pgSz", "w:pgMar"):
        for element in list(document.element.body.iter(qn(name))):
            element.getparent().remove(element)
    out = io.BytesIO()
    document.save(out)
    found = docx.Document(str(write_letter(register, henk, folder, template=out.getvalue()).letter))
    lines = [stop.position for p in found.paragraphs for stop in p.paragraph_format.tab_stops]
    assert lines
    assert all(Cm(10) < position <= Cm(21) for position in lines)


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


@pytest.mark.parametrize("change", ["w:ins", "w:del", "w:moveTo", "w:rPrChange"])
@pytest.mark.parametrize(("where", "words"), [("header", " in de koptekst"), ("footer", " in de voettekst")])
def test_tracked_changes_in_heads_and_feet_are_noticed_too(register, henk, folder, change, where, words):
    document = docx.Document(io.BytesIO(house_style("{{ brief }}", header="Gemeente")))
    edge = getattr(document.sections[0], where)
    made = OxmlElement(change)
    made.set(qn("w:author"), "Truus")
    edge.paragraphs[0]._p.append(made)
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(TemplateFaulty) as refused:
        write_letter(register, henk, folder, template=out.getvalue())
    assert refused.value.broken == (f"{TRACKED}{words}",)
    said = explain(refused.value)
    assert f"er zijn nog {TRACKED}{words}: neem ze in Word aan, of haal ze weg" in said
    assert "Truus" not in said
    assert nothing_happened(register, henk, folder)


def test_notes_in_the_margin_of_a_head_do_not_go_along(register, henk, folder):
    document = docx.Document(io.BytesIO(house_style("{{ brief }}", header="Gemeente")))
    note = document.add_comment(document.paragraphs[0].runs[0], text="Vraag aan Truus", author="Truus")
    head = document.sections[0].header
    mark = OxmlElement("w:commentReference")
    mark.set(qn("w:id"), str(note.comment_id))
    head.paragraphs[0].runs[0]._r.append(mark)
    head.part.relate_to(document.part._comments_part, RELATIONSHIP_TYPE.COMMENTS)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as parts:  # the control: it was there
        assert b"commentReference" in parts.read("word/header1.xml")
    path = write_letter(register, henk, folder, template=out.getvalue()).letter
    with zipfile.ZipFile(path) as parts:
        assert not any(b"Truus" in parts.read(name) for name in parts.namelist())
        assert b"commentReference" not in parts.read("word/header1.xml")


def test_what_a_template_says_about_itself_does_not_go_along(register, henk, folder):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(house_style("{{ brief }}"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "_rels/.rels":
                more = (
                    b'<Relationship Id="rId99" Target="docProps/custom.xml" Type="http://schemas.openxmlformats.org/'
                    b'officeDocument/2006/relationships/custom-properties"/></Relationships>'
                )
                content = content.replace(b"</Relationships>", more)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"</Types>",
                    b'<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-'
                    b'officedocument.custom-properties+xml"/></Types>',
                )
            new.writestr(name, content)
        new.writestr(
            "docProps/custom.xml", b"<Properties><property name='Auteur'>Truus</property></Properties>"
        )
    path = write_letter(register, henk, folder, template=out.getvalue()).letter
    with zipfile.ZipFile(path) as parts:
        assert not any(b"Truus" in parts.read(name) for name in parts.namelist())


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


def test_the_letter_keeps_the_layout_of_its_place(register, henk, folder):
    document, out = docx.Document(io.BytesIO(house_style("{{ brief }}"))), io.BytesIO()
    document.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.save(out)
    found = docx.Document(str(write_letter(register, henk, folder, template=out.getvalue()).letter))
    told = [paragraph for paragraph in found.paragraphs if paragraph.text]
    assert {paragraph.alignment for paragraph in told} == {WD_ALIGN_PARAGRAPH.CENTER}


def test_a_text_box_counts_once_and_an_empty_line_not_at_all(register, henk, folder):
    box = "<w:txbxContent><w:p><w:r><w:t>Bel {{ gemeente }}.</w:t></w:r></w:p></w:txbxContent>"
    both = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    spaces = f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document, out = docx.Document(io.BytesIO(own_words(extra="  "))), io.BytesIO()
    document.paragraphs[0]._p.append(
        parse_xml(f"<w:r {spaces}><mc:AlternateContent>{both}</mc:AlternateContent></w:r>")
    )
    document.save(out)
    plain = write_letter(register, henk, folder, template=own_words()).written.text
    boxed = folder.parent / "anders"
    boxed.mkdir()
    files = write_letter(register, henk, boxed, template=out.getvalue())
    assert files.written.text.replace("Bel Oosterdam.\n\n", "", 1) == plain
    assert files.written.text.count("Bel Oosterdam.") == 1
