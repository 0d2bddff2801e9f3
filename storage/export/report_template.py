"""The municipality's own docx template around the end report: the report comes where `{{ verslag }}` stands.

`{{ gemeente }}` and `{{ evaluatie }}` may stand anywhere, in heads and feet too. The template's own styles are used;
the few that it lacks are added, so that headings stay headings for screen readers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from storage.export.documents import LEAD, NOTE, Document, packed
from storage.export.letter_errors import TemplateFaulty
from storage.export.letter_template import (
    FIELD,
    LOOSE,
    all_paragraphs,
    fill_fields,
    has_style,
    opened,
    style_of,
    take_comments_away,
    text_of,
    tracked_changes,
)

REPORT: Final = "verslag"
_GRID: Final = "Table Grid"
_BULLET: Final = "List Bullet"
_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")


def in_template(
    data: bytes, title: str, words: Mapping[str, str], write: Callable[[Document], None]
) -> bytes:
    """Write into the template; `words` fill its other fields. Raises TemplateUnreadable, TemplateFaulty."""
    document = opened(data)
    paragraphs = [Paragraph(element, document) for element in all_paragraphs(document)]
    place = _checked(document, paragraphs, words)
    for paragraph in paragraphs:
        if paragraph is not place:
            fill_fields(paragraph, words)
    _complete(document)
    page = Document(title, document)
    write(page)
    for element in page.written:
        place._p.addprevious(element)  # noqa: SLF001 - python-docx has no door to it
    place._p.getparent().remove(place._p)  # noqa: SLF001 - as above
    take_comments_away(document)
    return packed(document)


def _checked(document: Any, paragraphs: list[Paragraph], words: Mapping[str, str]) -> Paragraph:
    """The paragraph where the report comes; raises `TemplateFaulty` with every fault."""
    places: list[Paragraph] = []
    unknown: dict[str, None] = {}
    broken: dict[str, None] = {}
    for paragraph in paragraphs:
        text = text_of(paragraph)
        found = FIELD.findall(text)
        broken.update(dict.fromkeys(piece.strip() for piece in LOOSE.findall(FIELD.sub("", text))))
        unknown.update(dict.fromkeys(name for name in found if name not in {*words, REPORT}))
        if REPORT in found:
            alone = FIELD.fullmatch(text.strip()) is not None
            if alone and paragraph._p.getparent() is document.element.body:  # noqa: SLF001 - as above
                places.append(paragraph)
            else:
                broken[f"{{{{ {REPORT} }}}}"] = None
    broken.update(dict.fromkeys(tracked_changes(document)))
    if len(places) > 1:
        broken[f"{{{{ {REPORT} }}}}"] = None
    missing = () if places or broken else (REPORT,)
    if missing or unknown or broken:
        raise TemplateFaulty(missing, tuple(unknown), tuple(broken))
    return places[0]


def _complete(document: Any) -> None:
    """Add the styles of a report that this template does not have."""
    styles = document.styles
    normal = styles.default(WD_STYLE_TYPE.PARAGRAPH)
    for name, size in (("Title", 20), ("Heading 1", 15), ("Heading 2", 11)):
        if not has_style(document, name):
            style = style_of(document, name)
            style.font.size = Pt(size)
            style.paragraph_format.keep_with_next = True
    for name in (NOTE, LEAD, _BULLET):
        if not has_style(document, name):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name == _BULLET)
            style.base_style = normal
            style.font.italic = name == LEAD or None
            style.font.size = Pt(9.5) if name == NOTE else None
            if name == _BULLET:
                style.paragraph_format.left_indent = Pt(12)
    if not has_style(document, _GRID):
        _add_grid(styles)


def _add_grid(styles: Any) -> None:
    style = styles.add_style(_GRID, WD_STYLE_TYPE.TABLE, builtin=True)
    around, borders = OxmlElement("w:tblPr"), OxmlElement("w:tblBorders")
    for side in _SIDES:
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    around.append(borders)
    style.element.append(around)
