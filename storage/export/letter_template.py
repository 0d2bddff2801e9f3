"""The municipality's own docx template filled in with a letter: named fields such as `{{ gemeente }}`.

A template either holds `{{ brief }}` where the whole letter comes, or the municipality's own words around every
field that the letter needs. Which fields there are, `letter_fields` says; the result is judged and placed elsewhere.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from flows.letter import Block, BlockKind
from storage.export.documents import make_neutral, packed, text_width
from storage.export.letter_document import BULLETS, NUMBERS, fill_in, own_text
from storage.export.letter_errors import TemplateFaulty, TemplateUnreadable
from storage.export.letter_fields import LETTER, Filling
from storage.export.workbook_text import clean

TRACKED: Final = "bijgehouden wijzigingen"
_CHANGED: Final = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo|\w+PrChange)[ />]")
_CHANGED_WHERE: Final = {
    "/header": " in de koptekst",
    "/footer": " in de voettekst",
    "notes": " in voetnoten",
}
FIELD: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
LOOSE: Final = re.compile(r"\{\{.{0,30}|.{0,30}\}\}", re.DOTALL)
_FILLED_PARTS: Final = re.compile(r"/word/(?:document|header\d*|footer\d*|comments\w*|people)\.xml$")
_LARGEST: Final = 30 * 1024 * 1024
_COMMENTS: Final = ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference")


def filled_template(data: bytes, filling: Filling) -> tuple[bytes, bool]:
    """Fill the template in; the file, and whether its words are the letter's own (`{{ brief }}`).

    Raises `TemplateUnreadable`, `TemplateFaulty` with every fault of its fields.
    """
    document = opened(data)
    paragraphs = [Paragraph(element, document) for element in all_paragraphs(document)]
    used = _check(document, paragraphs, filling)
    for paragraph in paragraphs:
        alone = FIELD.fullmatch(text_of(paragraph).strip())
        if alone is not None and alone[1] in filling.parts:
            _put_blocks(document, paragraph, filling.parts[alone[1]])
        else:
            fill_fields(paragraph, filling.words)
    make_neutral(document, filling.title)
    take_comments_away(document)
    return packed(document), LETTER in used


def opened(data: bytes) -> Any:
    """The template as a python-docx document. Raises `TemplateUnreadable`."""
    if len(data) > _LARGEST:
        raise TemplateUnreadable
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > 4 * _LARGEST:
                raise TemplateUnreadable
        return docx.Document(io.BytesIO(data))
    except TemplateUnreadable:
        raise
    except Exception:  # noqa: BLE001 - a damaged file fails in a dozen ways, and all of them say the same
        raise TemplateUnreadable from None


def all_paragraphs(document: Any) -> list[Any]:
    """Every paragraph of body, heads and feet; in cells and text boxes too."""
    roots = [document.element.body, *(edge._element for edge in _edges(document))]  # noqa: SLF001 - python-docx has no door to it
    return [paragraph for root in roots for paragraph in root.iter(qn("w:p"))]


def _edges(document: Any) -> Iterator[Any]:
    """Every head and foot of its own."""
    return (
        part
        for section in document.sections
        for part in (
            section.header,
            section.first_page_header,
            section.even_page_header,
            section.footer,
            section.first_page_footer,
            section.even_page_footer,
        )
        if not part.is_linked_to_previous
    )


def tracked_changes(document: Any) -> Iterator[str]:
    """Where somebody's changes wait to be accepted; each carries a name, and text that may not be meant."""
    for part in document.part.package.iter_parts():
        name = str(part.partname)
        if name.startswith("/word/") and name.endswith(".xml") and _CHANGED.search(part.blob):
            where = next((words for piece, words in _CHANGED_WHERE.items() if piece in name), "")
            yield f"{TRACKED}{where}"


def _check(document: Any, paragraphs: Sequence[Paragraph], filling: Filling) -> frozenset[str]:
    """The names of the fields that the template uses; raises `TemplateFaulty`."""
    used: dict[str, None] = {}
    broken: dict[str, None] = {}
    for paragraph in paragraphs:
        text = text_of(paragraph)
        found = FIELD.findall(text)
        used.update(dict.fromkeys(found))
        broken.update(dict.fromkeys(piece.strip() for piece in LOOSE.findall(FIELD.sub("", text))))
        if len(text.strip()) > len("{{}}") and not FIELD.fullmatch(text.strip()):
            broken.update(dict.fromkeys(f"{{{{ {name} }}}}" for name in found if name in filling.parts))
    broken.update(dict.fromkeys(_elsewhere(document)))
    broken.update(dict.fromkeys(tracked_changes(document)))
    body = {name for element in document.element.body.iter(qn("w:p")) for name in _fields_of(element)}
    missing = () if LETTER in body else tuple(name for name in filling.needed if name not in body)
    unknown = tuple(name for name in used if name not in {*filling.words, *filling.parts})
    if missing or unknown or broken:
        raise TemplateFaulty(missing, unknown, tuple(broken))
    return frozenset(used)


def _elsewhere(document: Any) -> Iterator[str]:
    """Fields where they are not filled in: footnotes, endnotes, charts and whatever else a document can hold."""
    for part in document.part.package.iter_parts():
        name = str(part.partname)
        if name.startswith("/word/") and name.endswith(".xml") and not _FILLED_PARTS.match(name):
            text = re.sub(r"<[^>]*>", "", part.blob.decode("utf-8", "replace"))
            yield from (piece.strip() for piece in LOOSE.findall(text))


def _fields_of(paragraph: Any) -> list[str]:
    return FIELD.findall("".join(own_text(paragraph)))


def text_of(paragraph: Paragraph) -> str:
    """What stands in a paragraph, without the text boxes in it."""
    return "".join(own_text(paragraph._p))  # noqa: SLF001 - the element itself is walked


def fill_fields(paragraph: Paragraph, words: Mapping[str, str]) -> None:
    """Replace every field, also one that Word has cut into pieces; the first piece gives it its looks."""
    pieces = _pieces(paragraph)
    whole = "".join(piece.text or "" for piece in pieces)
    for found in reversed(list(FIELD.finditer(whole))):
        _replace(pieces, found.start(), found.end(), clean(" ".join(words[found[1]].split())))


def _pieces(paragraph: Paragraph) -> list[Any]:
    element = paragraph._p  # noqa: SLF001 - as above
    return [piece for piece in element.iter(qn("w:t")) if next(piece.iterancestors(qn("w:p"))) is element]


def _replace(pieces: Sequence[Any], start: int, end: int, words: str) -> None:
    """Put `words` where the characters from `start` to `end` of all pieces together stand."""
    at = 0
    first = True
    for piece in pieces:
        text = piece.text or ""
        begin, stop = max(start - at, 0), min(end - at, len(text))
        if begin < stop:
            piece.text = text[:begin] + (words if first else "") + text[stop:]
            piece.set(qn("xml:space"), "preserve")
            first = False
        at += len(text)


# -- parts that are paragraphs of their own ------------------------------------------------------------------


def _put_blocks(document: Any, place: Paragraph, blocks: Sequence[Block]) -> None:
    """Write the parts before `place`, in the template's own styles, and take `place` away."""
    for block in blocks:
        element = copy.deepcopy(place._p)  # noqa: SLF001 - as above
        for child in list(element):
            if child.tag != qn("w:pPr"):
                element.remove(child)
        place._p.addprevious(element)  # noqa: SLF001 - as above
        _shape(document, Paragraph(element, place._parent), block)  # noqa: SLF001 - as above
    place._p.getparent().remove(place._p)  # noqa: SLF001 - as above


def _shape(document: Any, paragraph: Paragraph, block: Block) -> None:
    text = clean(block.text)
    match block.kind:
        case BlockKind.TITLE:
            paragraph.style = style_of(document, "Title")
        case BlockKind.HEADING:
            paragraph.style = style_of(document, "Heading 1")
            paragraph.paragraph_format.keep_with_next = True
        case BlockKind.BULLET if has_style(document, BULLETS):
            paragraph.style = document.styles[BULLETS]
            text = text.removeprefix("- ")
        case BlockKind.NUMBERED if has_style(document, NUMBERS):
            paragraph.style = document.styles[NUMBERS]
            text = text.partition(". ")[2]
        case BlockKind.FILL_IN:
            paragraph.paragraph_format.space_before = Pt(26)
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                text_width(document), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES
            )
            fill_in(paragraph, text)
            return
        case _:
            paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_after or Pt(6)
    paragraph.add_run(text)


def has_style(document: Any, name: str) -> bool:
    """Whether the template has a style of this name."""
    return any(style.name == name for style in document.styles)


def style_of(document: Any, name: str) -> Any:
    """The template's style of this name, or a plain one that screen readers know as what it is."""
    if has_style(document, name):
        return document.styles[name]
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    style.font.bold = True
    style.font.size = Pt(18 if name == "Title" else 14)
    return style


def take_comments_away(document: Any) -> None:
    """Notes of colleagues in the margin carry their names; at heads and feet too."""
    for element in list(_noted(document)):
        element.getparent().remove(element)
    for part in (document.part, *(edge.part for edge in _edges(document))):
        for key, relation in list(part.rels.items()):
            if "comments" in relation.reltype or relation.reltype.endswith("/people"):
                del part.rels[key]


def _noted(document: Any) -> Iterator[Any]:
    for root in (document.element.body, *(edge._element for edge in _edges(document))):  # noqa: SLF001 - as above
        yield from root.iter(*map(qn, _COMMENTS))
