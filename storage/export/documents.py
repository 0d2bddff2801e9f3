"""A Word document on A4 in plain Dutch style: real headings for screen readers, and nothing about who made it.

What stands in it is left to its users (`paper`). python-docx is imported here, and this module late.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from storage.export.colours import INK, QUIET
from storage.export.neutral_zip import LANGUAGE, about_nobody, neutral_file
from storage.export.template_links import take_links_away
from storage.export.workbook_text import clean

NOTE: Final = "Uitleg"
CHOICE: Final = "Keuze"
WRITING: Final = "Schrijfregel"
LEAD: Final = "Uitspreken"

_FONT: Final = "Calibri"
_INK: Final = RGBColor.from_string(INK)
_QUIET: Final = RGBColor.from_string(QUIET)
_PAGE: Final = (Cm(21.0), Cm(29.7))
_MARGIN: Final = Cm(2.0)
TEXT_WIDTH: Final = Cm(17.0)
_LEFT_OUT: Final = ("thumbnail", "stylesWithEffects", "customXml", "custom-properties")
_KEPT_TABLES: Final = ("Normal Table", "Table Grid")

Words = Sequence[tuple[str, bool]]
"""Parts of a text, each with whether it is bold."""


class Document:
    """One document being written from top to bottom."""

    def __init__(self, title: str, template: Any = None) -> None:
        """`template` is a python-docx document of somebody's own, with the styles that are used here: what is written
        comes at its end, and `written` gives it.
        """
        self._docx: Any = docx.Document() if template is None else template
        self._width: int = TEXT_WIDTH if template is None else text_width(template)
        make_neutral(self._docx, title)
        if template is None:
            self._lay_out()
            self._style()
            self._footer(title)
        self._before = frozenset(self._docx.element.body)
        self._docx.add_paragraph(clean(title), style="Title")

    # -- content -------------------------------------------------------------------------------------------

    def heading(self, text: str | Words, level: int) -> None:
        """Write a heading of level 1 or 2; it stays with what follows."""
        self._write(self._docx.add_paragraph(style=f"Heading {level}"), text)

    def text(self, text: str | Words, style: str = "Normal", *, together: bool = False) -> None:
        """Write paragraphs, parted by empty lines; a single line end is a line end. `together` with what follows."""
        parts = clean(text).split("\n\n") if isinstance(text, str) else [text]
        for part in parts:
            paragraph = self._docx.add_paragraph(style=style)
            paragraph.paragraph_format.keep_with_next = together or None
            self._write(paragraph, part)

    def bullets(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._write(self._docx.add_paragraph(style="List Bullet"), text)

    def choices(
        self, choices: Iterable[tuple[str, str | None]], *, boxes: bool = True, together: bool = True
    ) -> None:
        """Write choices beside each other, with boxes to tick; one with a colour (RRGGBB) has its words on it."""
        paragraph = self._docx.add_paragraph(style=CHOICE)
        paragraph.paragraph_format.keep_with_next = together or None
        for text, fill in choices:
            if boxes:
                paragraph.add_run("☐\u00a0")
            run = paragraph.add_run(clean(text).replace(" ", "\u00a0"))
            if fill is not None:
                _shade(run, fill)
            paragraph.add_run("   ")

    def room(self, label: str, lines: int) -> None:
        """Leave lines to write on, the first after `label`; they stay on one page."""
        for line in range(lines):
            paragraph = self._docx.add_paragraph(style=WRITING)
            paragraph.paragraph_format.keep_with_next = line < lines - 1
            paragraph.add_run(f"{clean(label)} \t" if label and line == 0 else "\t")

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        about: str,
        *,
        together: bool = False,
    ) -> None:
        """Write a table; `widths` are parts of the page's width, `about` is its text for a screen reader.

        `together`: on one page, for a short one.
        """
        table = self._docx.add_table(rows=0, cols=len(headings), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for number, cells in enumerate((headings, *rows)):
            row = table.add_row()
            row.height = Cm(0.6 if number == 0 else 0.95)
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no door to it
            if number == 0:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above
            for cell, text, width in zip(row.cells, cells, widths, strict=True):
                cell.width = int(self._width * width)
                cell.paragraphs[0].paragraph_format.keep_with_next = (together and number < len(rows)) or None
                run = cell.paragraphs[0].add_run(clean(text))
                run.bold = number == 0
        for column, width in zip(table.columns, widths, strict=True):
            column.width = int(self._width * width)
        description = OxmlElement("w:tblDescription")
        description.set(qn("w:val"), clean(about))
        table._tbl.tblPr.append(description)  # noqa: SLF001 - as above
        self._docx.add_paragraph()

    @property
    def written(self) -> tuple[Any, ...]:
        """The elements of all that was written here, in order."""
        return tuple(element for element in self._docx.element.body if element not in self._before)

    def to_bytes(self) -> bytes:
        """Give the file: the same content gives the same bytes."""
        return packed(self._docx)

    # -- inside --------------------------------------------------------------------------------------------

    def _write(self, paragraph: Paragraph, text: str | Words) -> None:
        for part, bold in [(text, False)] if isinstance(text, str) else text:
            for line_number, line in enumerate(clean(part).split("\n")):
                run = paragraph.add_run()
                if line_number:
                    run.add_break()
                run.add_text(line)
                run.bold = bold or None

    def _lay_out(self) -> None:
        section = self._docx.sections[0]
        section.page_width, section.page_height = _PAGE
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _MARGIN

    def _style(self) -> None:
        styles = self._docx.styles
        for style in [s for s in styles if s.type == WD_STYLE_TYPE.TABLE and s.name not in _KEPT_TABLES]:
            style.delete()
        _font(styles["Normal"], 10.5)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        for name, size, before, after in (
            ("Title", 20, 0, 10),
            ("Heading 1", 15, 16, 6),
            ("Heading 2", 11, 12, 3),
        ):
            style = styles[name]
            _font(style, size, bold=name != "Heading 2")
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            style.paragraph_format.keep_with_next = True
            for border in style.element.iter(qn("w:pBdr")):
                border.getparent().remove(border)
                break
        for name in (NOTE, LEAD, CHOICE, WRITING):
            styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        _font(styles[NOTE], 9.5, color=_QUIET)
        styles[NOTE].paragraph_format.space_after = Pt(3)
        styles[NOTE].paragraph_format.keep_with_next = True
        styles[LEAD].font.italic = True
        styles[LEAD].paragraph_format.keep_with_next = True
        styles[LEAD].paragraph_format.space_before = Pt(10)
        _font(styles[CHOICE], 9)
        styles[CHOICE].paragraph_format.space_before = Pt(4)
        styles[CHOICE].paragraph_format.line_spacing = 1.3
        writing = styles[WRITING].paragraph_format
        writing.space_before, writing.space_after = Pt(8), Pt(0)
        writing.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)

    def _footer(self, title: str) -> None:
        style = self._docx.styles["Footer"]
        _font(style, 9, color=_QUIET)
        style.paragraph_format.tab_stops.clear_all()
        style.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        paragraph = self._docx.sections[0].footer.paragraphs[0]
        paragraph.add_run(f"{clean(title)}\tPagina ")
        _field(paragraph, "PAGE")
        paragraph.add_run(" van ")
        _field(paragraph, "NUMPAGES")


def text_width(document: Any) -> int:
    """How wide the text of a document's first part is, in its own units."""
    section = document.sections[0]
    page = int(section.page_width or _PAGE[0])
    return page - int(section.left_margin or _MARGIN) - int(section.right_margin or _MARGIN)


def make_neutral(document: Any, title: str) -> None:
    """Leave no trace of a person, a program's template or a moment."""
    about_nobody(document.core_properties, title)
    for owner in (document.part.package, document.part):
        for key, relation in list(owner.rels.items()):
            if any(name in relation.reltype for name in _LEFT_OUT):
                del owner.rels[key]
    take_links_away(document)
    settings = document.settings.element
    for name in ("w:rsids", "w:savePreviewPicture", "w:proofState"):
        for element in settings.findall(qn(name)):
            settings.remove(element)
    for element in settings.iter(qn("w:compatSetting")):
        if element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")  # else Word opens it as a file of an old version
    for element in settings.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), LANGUAGE)


def packed(document: Any) -> bytes:
    """Give the file of a python-docx document: the same content gives the same bytes, with nothing of a moment."""
    out = io.BytesIO()
    document.save(out)
    return neutral_file(out.getvalue(), "Microsoft Office Word")


def _font(style: Any, size: float, *, bold: bool = False, color: RGBColor = _INK) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.color.rgb = _FONT, Pt(size), bold, color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _shade(run: Run, fill: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(shading)  # noqa: SLF001 - python-docx has no door to it


def _field(paragraph: Paragraph, name: str) -> None:
    """Let the word processor count: PAGE, NUMPAGES."""
    field, run, text = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), name)
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no door to it
