"""A template's own links: a path with somebody's account stays at home, and what a reader clicks on goes along."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from storage.export.letter_file import write_letter
from storage.export.report_template import in_template
from storage.export.template_links import _clean
from tests.storage.export.letters import house_style

PATH = "file:///C:/Users/jan.devries/Sjablonen/brief.dotx"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FIELD = "INCLUDEPICTURE &quot;C:\\\\Users\\\\jan.devries\\\\logo.png&quot;"
PICTURE = '<wp:docPr {0} id="1" name="logo" descr="C:\\Users\\jan.devries\\logo.png"/>'


def attached(document: Any) -> None:
    settings = document.part._settings_part
    key = settings.relate_to(PATH, f"{OFFICE}/attachedTemplate", is_external=True)
    settings.element.insert(0, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="{key}"/>'))


def mailing(document: Any) -> None:
    settings = document.part._settings_part
    key = settings.relate_to(PATH, f"{OFFICE}/mailMergeSource", is_external=True)
    settings.element.append(
        parse_xml(
            f'<w:mailMerge {nsdecls("w", "r")}><w:query w:val="SELECT * FROM C:\\Users\\jan.devries"/>'
            f'<w:dataSource r:id="{key}"/></w:mailMerge>'
        )
    )


def variables(document: Any) -> None:
    document.settings.element.append(
        parse_xml(f'<w:docVars {nsdecls("w")}><w:docVar w:name="maker" w:val="jan.devries"/></w:docVars>')
    )


def clicked(document: Any, target: str = PATH, *, head: bool = False) -> None:
    owner = document.sections[0].header if head else document
    key = owner.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    words = f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r><w:t>Lees meer</w:t></w:r></w:hyperlink>'
    owner.paragraphs[0]._p.append(parse_xml(words))


def clicked_in_head(document: Any) -> None:
    clicked(document, head=True)


def linked_picture(document: Any) -> None:
    key = document.part.relate_to(PATH, RELATIONSHIP_TYPE.IMAGE, is_external=True)
    document.paragraphs[0]._p.append(parse_xml(f'<a:blip {nsdecls("a", "r")} r:link="{key}"/>'))


def field_with_a_path(document: Any) -> None:
    run = f"<w:r {nsdecls('w')}><w:instrText>{FIELD}</w:instrText></w:r>"
    document.paragraphs[0]._p.append(parse_xml(run))


def simple_field_with_a_path(document: Any) -> None:
    document.paragraphs[0]._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{FIELD}"/>'))


def picture_with_a_path(document: Any) -> None:
    document.paragraphs[0]._p.append(parse_xml(PICTURE.format(nsdecls("wp"))))


def footnote(document: Any) -> None:
    """python-docx keeps notes as bytes."""
    notes = (
        f'<w:footnotes {nsdecls("w", "r")}><w:footnote w:id="1"><w:p><w:hyperlink r:id="rId1"><w:r><w:t>Lees meer'
        "</w:t></w:r></w:hyperlink></w:p></w:footnote></w:footnotes>"
    )
    part = Part(
        PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes.encode(), document.part.package
    )
    part.load_rel(RELATIONSHIP_TYPE.HYPERLINK, PATH, "rId1", is_external=True)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


WAYS = [
    attached,
    mailing,
    variables,
    clicked,
    clicked_in_head,
    linked_picture,
    field_with_a_path,
    simple_field_with_a_path,
    picture_with_a_path,
    footnote,
]


def template(way: Callable[[Any], None], *paragraphs: str) -> bytes:
    document = docx.Document(io.BytesIO(house_style(*paragraphs, header="Gemeente")))
    way(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def naming(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return [name for name in parts.namelist() if b"devries" in parts.read(name)]


def report(data: bytes) -> bytes:
    return in_template(data, "Eindverslag", {"gemeente": "O", "evaluatie": "E"}, lambda page: page.text("p"))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_path_of_who_made_a_template_goes_along(register, henk, folder, way):
    data = template(way, "Gemeente Oosterdam", "{{ brief }}")
    assert naming(data)  # the control: it was there
    letter = write_letter(register, henk, folder, template=data).letter.read_bytes()
    made = report(template(way, "Gemeente Oosterdam", "{{ verslag }}"))
    assert [naming(letter), naming(made)] == [[], []]
    for each in (letter, made):
        relations = {
            key for part in docx.Document(io.BytesIO(each)).part.package.iter_parts() for key in part.rels
        }
        assert not [key for key in dangling(each) if key not in relations]


def dangling(data: bytes) -> list[str]:
    """The ids that the texts of a file point with."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        roots = [
            parse_xml(parts.read(name))
            for name in parts.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        ]
    return [
        value for root in roots for e in root.iter() for name, value in e.attrib.items() if OFFICE in name
    ]


@pytest.mark.parametrize(
    "target", ["https://oosterdam.nl/hulp", "HTTP://oosterdam.nl", "mailto:a@oosterdam.nl"]
)
def test_what_a_reader_clicks_on_stays(register, henk, folder, target):
    def way(document: Any) -> None:
        clicked(document, target)

    letter = write_letter(register, henk, folder, template=template(way, "Gemeente", "{{ brief }}")).letter
    found = docx.Document(str(letter))
    assert [(link.text, link.address) for p in found.paragraphs for link in p.hyperlinks] == [
        ("Lees meer", target)
    ]


def test_the_words_of_a_link_that_goes_stay(register, henk, folder):
    letter = write_letter(
        register, henk, folder, template=template(clicked, "Gemeente", "{{ brief }}")
    ).letter
    (words,) = [p.text for p in docx.Document(str(letter)).paragraphs if "Lees meer" in p.text]
    assert words == "GemeenteLees meer"


def test_a_part_that_is_itself_a_setting_is_named_and_a_picture_in_the_file_stays(register, henk, folder):
    """A part of which the whole tree should go cannot lose its root; bytes that are no text are not read."""
    assert _clean(parse_xml(f'<w:docVars {nsdecls("w")}><w:docVar w:name="a"/></w:docVars>'), frozenset())
    assert not _clean(parse_xml(f"<w:body {nsdecls('w')}/>"), frozenset())

    def with_logo(document: Any) -> None:
        name = PackURI("/word/media/logo.png")
        logo = Part(name, CONTENT_TYPE.PNG, b"\x89PNG in de huisstijl", document.part.package)
        document.part.relate_to(logo, RELATIONSHIP_TYPE.IMAGE)

    letter = write_letter(
        register, henk, folder, template=template(with_logo, "Gemeente", "{{ brief }}")
    ).letter
    with zipfile.ZipFile(letter) as parts:
        assert any(parts.read(name) == b"\x89PNG in de huisstijl" for name in parts.namelist())
