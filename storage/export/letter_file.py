"""A case's letter and its explanation put into a folder: read back, remembered and listed, or nothing at all.

What the files look like is `letter_document`'s and `letter_template`'s business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flows.checklist import Item
from flows.consent import letter_hash
from flows.explanation import NOT_TRIED, load_explanation
from flows.letter import letter_blocks
from storage.cases import OutsideKind, Register, WrittenLetter
from storage.cases.letters import Letter
from storage.export.letter_errors import LetterDiffers
from storage.export.listed_file import check_folder, put_listed
from storage.vault import Disk


@dataclass(frozen=True, slots=True)
class LetterFiles:
    """What was written: the letter, the explanation where the instrument has one, and the letter's fixed text."""

    letter: Path
    explanation: Path | None
    written: WrittenLetter


def write_letter(
    register: Register,
    case: str,
    folder: Path,
    *,
    template: bytes | None = None,
    viewers: tuple[str, ...] | None = None,
    disk: Disk | None = None,
) -> LetterFiles:
    """Write `toestemmingsbrief-casus-N.docx` and `uitleg-casus-N.docx` into `folder`.

    `template` is the content of the municipality's docx, None for our own style. The text that stands in the file
    is sealed in the case, so that a consent records exactly that; the files are listed with the evaluation. Raises,
    with nothing written or kept: what `Letters.compose` raises, `TemplateUnreadable`, `TemplateFaulty`,
    `LetterDiffers`, `FolderInVault`, and the errors of `safe_file`, `DestinationExists` among them.
    """
    from storage.export.letter_document import (
        explanation_document,  # python-docx: only for whoever wants paper
    )

    disk = disk or Disk()
    check_folder(register, folder)
    letter = register.letters.compose(case, viewers)
    number = register.case(case).number
    data, written = _letter(letter, template)
    files = [(OutsideKind.LETTER, folder / f"toestemmingsbrief-casus-{number}.docx", data)]
    page = load_explanation(register.instrument().id)
    if page is not None:
        blocks = letter_blocks(page, letter.fields, written.themes, written.sources)
        tried = register.preparing.read().has(Item.EXPLANATION_TRIED)
        explained = explanation_document(blocks, None if tried else NOT_TRIED)
        files.append((OutsideKind.EXPLANATION, folder / f"uitleg-casus-{number}.docx", explained))

    def keep() -> Callable[[], None]:
        before = register.letters.last(case)
        register.letters.keep(case, written)
        return lambda: register.letters.keep(case, before)

    put_listed(register, files, disk, also=keep)
    return LetterFiles(files[0][1], files[1][1] if page is not None else None, written)


def _letter(letter: Letter, template: bytes | None) -> tuple[bytes, WrittenLetter]:
    """The file and the letter as it stands in it."""
    from storage.export.letter_document import letter_document, text_of

    if template is None:
        data = letter_document(letter.blocks)
        if text_of(data) != letter.written.text:
            raise LetterDiffers
        return data, letter.written
    from storage.export.letter_fields import of_letter
    from storage.export.letter_template import filled_template

    data, whole = filled_template(template, of_letter(letter))
    found = text_of(data)
    if whole:
        if _joined(letter.written.text) not in _joined(found):
            raise LetterDiffers
        return data, letter.written
    return data, letter.written.model_copy(update={"text": found, "sha256": letter_hash(found)})


def _joined(text: str) -> str:
    return " ".join(text.split())
