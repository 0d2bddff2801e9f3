"""The consent letter and its explanation as Word files in our own style, and reading such a file back as text.

A municipality's own template is filled in `letter_template`; where the file goes is `letter_file`'s business.
python-docx is imported here, and this module late.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

import docx
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from flows.letter import Block, BlockKind
from storage.export.documents import NOTE, WRITING, Document
from storage.export.workbook_text import clean

LINE_TO_FILL_IN: Final = "_" * 30  # as in the plain text of `flows.letter`
BULLETS: Final = "List Bullet"
NUMBERS: Final = "List Number"
_LONG_LABEL: Final = 70
_SIGNATURE_ROOM: Final = Pt(26)


class LetterDocument(Document):
    """A letter on A4: headings and lists for screen readers, lines to sign on that stay together."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._docx.styles["Normal"].font.size = Pt(11)
        self._docx.styles["Title"].font.size = Pt(18)

    def block(self, block: Block, *, together: bool = False) -> None:
        """Write one part of the letter; `together` keeps it on one page with what follows."""
        match block.kind:
            case BlockKind.HEADING:
                self.heading(block.text, 1)
            case BlockKind.NUMBERED:
                self.text(block.text.partition(". ")[2], NUMBERS)
            case BlockKind.BULLET:
                self.text(block.text.removeprefix("- "), BULLETS)
            case BlockKind.FILL_IN:
                paragraph = self._docx.add_paragraph(style=WRITING)
                paragraph.paragraph_format.space_before = _SIGNATURE_ROOM
                paragraph.paragraph_format.keep_with_next = together or None
                fill_in(paragraph, block.text)
            case _:
                self.text(block.text, together=together)


def fill_in(paragraph: Paragraph, label: str) -> None:
    """Write the label and a line to write on; a long label has the line under it, where there is room for a name."""
    run = paragraph.add_run(f"{clean(label)}: ")
    if len(label) > _LONG_LABEL:
        run.add_break()
    run.add_tab()


def letter_document(blocks: Sequence[Block]) -> bytes:
    """Make the letter from its parts, the title first."""
    letter = LetterDocument(blocks[0].text)
    for block, following in zip(blocks[1:], (*blocks[2:], None), strict=True):
        ahead = following is not None and following.kind is BlockKind.FILL_IN
        letter.block(block, together=ahead)
    return letter.to_bytes()


def explanation_document(blocks: Sequence[Block], mark: str | None) -> bytes:
    """Make the page in easy words; `mark` says that it was not tried yet, None that it was."""
    page = LetterDocument(blocks[0].text)
    if mark is not None:
        page.text(mark, NOTE)
    for block in blocks[1:]:
        page.block(block)
    return page.to_bytes()


def text_of(data: bytes) -> str:
    """Read a document's body back as plain text, in the form of `flows.letter.letter_text`.

    Paragraphs and cells in the order of the page, empty ones left out; heads and feet are not the letter's.
    """
    lines: list[str] = []
    listed = False
    number = 0
    for text, style in _paragraphs(docx.Document(io.BytesIO(data))):
        in_list = style in (BULLETS, NUMBERS)
        number = number + 1 if style == NUMBERS else 0
        if style == BULLETS:
            words = f"- {text}"
        elif style == NUMBERS:
            words = f"{number}. {text}"
        else:
            words = text[:-1].rstrip("\n") + LINE_TO_FILL_IN if text.endswith("\t") else text
        if lines and not (listed and in_list):
            lines.append("")
        lines.append(words.strip())
        listed = in_list
    return "\n".join(lines) + "\n"


def _paragraphs(document: Any) -> Iterator[tuple[str, str]]:
    """(text, name of its style) of every paragraph with words in it, those in cells and text boxes too."""
    names = {style.style_id: style.name for style in document.styles}
    for paragraph in document.element.body.iter(qn("w:p")):
        text = "".join(own_text(paragraph))
        if text.strip():
            found = paragraph.pPr.pStyle if paragraph.pPr is not None else None
            yield text, "" if found is None else names.get(found.val, "")


def own_text(paragraph: Any) -> Iterator[str]:
    """The pieces of text of this paragraph itself, without those of paragraphs that stand in it."""
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if element.tag == qn("w:tab") and element.getparent().tag != qn("w:r"):
            continue  # a tab stop, not a tab
        if next(element.iterancestors(qn("w:p"))) is paragraph and not _in_fallback(element):
            yield element.text or "" if element.tag == qn("w:t") else _BREAKS[element.tag]


def _in_fallback(element: Any) -> bool:
    """Word stores a text box twice; the second time is for old readers."""
    return any(str(parent.tag).endswith("}Fallback") for parent in element.iterancestors())


_BREAKS: Final = {qn("w:tab"): "\t", qn("w:br"): "\n"}
