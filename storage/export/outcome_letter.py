"""The letter with the outcome as a Word file, for residents who asked for it: in our style or the municipality's.

One letter for all of them, without a name: names and channels stay on the sealed list. What it says, `flows.outcome`
decides; before it is written, a person's name, a number, or a sentence that somebody said keeps it from being made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flows.actions import subjects
from flows.casuistry import CasuistryFound, Repetition
from flows.improvement import Improvement
from flows.letter import text_of_blocks
from flows.outcome import Outcome, outcome_blocks, points_as_blocks, suggested
from flows.text import long_date
from storage.anonymise import NameList, find
from storage.cases import OutsideKind, Register
from storage.export.kept_results import kept_results
from storage.export.letter_errors import LetterDiffers, OutcomeNames
from storage.export.listed_file import check_folder, put_listed
from storage.vault import Disk

FILE_NAME: Final = "brief-uitkomst.docx"
_ALLOWED: Final = "datum"
"""The one kind of finding that a point may hold: the day on which something is done."""

_LISTS: Final = {"goed": "well", "beter": "better", "acties": "actions"}
"""Fields of a template that take a line of their own, each with the field of `Outcome` that fills it."""


@dataclass(frozen=True, slots=True)
class OutcomeStart:
    """What is known before anything is typed: points by field of `Outcome`, and the lines around them."""

    points: Mapping[str, tuple[str, ...]]
    municipality: str = ""
    contact: str = ""
    sender: str = ""


def outcome_start(register: Register) -> OutcomeStart:
    """What the team wrote with its last results, and what the evaluation says; blank where nothing is known."""
    kept = kept_results(register.vault)
    team = kept[0].improvement if kept else Improvement()
    points = suggested((one.conclusion for one in team.conclusions), (one.action for one in team.actions))
    evaluation = register.evaluation()
    if evaluation is None:
        return OutcomeStart(points, kept[0].results.municipality if kept else "")
    reach = " of ".join(filter(None, (evaluation.fg_phone, evaluation.fg_email)))
    contact = ", ".join(filter(None, (evaluation.fg_name, reach)))
    return OutcomeStart(points, evaluation.municipality, contact, register.person or "")


def points_in_worksheet(register: Register, path: Path) -> dict[str, tuple[str, ...]]:
    """The conclusions and actions of a filled-in worksheet of the session, as points by field of `Outcome`.

    Raises `AnalysisFileRefused` when it is no such sheet, OSError, and `NoEvaluation` when the vault keeps no results.
    """
    from storage.export.actions_sheet import read_worksheet

    kept = kept_results(register.vault)
    instrument = kept[0].instrument() if kept else register.instrument()
    filled = read_worksheet(path, instrument)
    return suggested(filled.conclusions, filled.actions)


def write_outcome_letter(
    register: Register,
    folder: Path,
    told: Outcome,
    *,
    template: bytes | None = None,
    disk: Disk | None = None,
) -> Path:
    """Write `brief-uitkomst.docx` into `folder` and list it; `template` is the municipality's docx, None for our style.

    Raises, with nothing written: `OutcomeNames`, `flows.casuistry.CasuistryFound` for a point that repeats what
    somebody said, `TemplateUnreadable`, `TemplateFaulty`, `LetterDiffers`, `FolderInVault`, `NoEvaluation` for a vault
    without anything to tell about, and the errors of `safe_file`.
    """
    check_folder(register, folder)
    _check(register, told)
    path = folder.expanduser() / FILE_NAME
    put_listed(register, [(OutsideKind.OUTCOME, path, _file(register, told, template))], disk or Disk())
    return path


def _check(register: Register, told: Outcome) -> None:
    """No name of who waits, no number of a person, and no sentence that was said in a conversation."""
    waiting = NameList.build(others=[wish.name for _, wish in register.feedback.waiting()])
    named = [
        field
        for field, point in told.points
        if any(found.sure and found.kind != _ALLOWED for found in find(point, waiting))
    ]
    if named:
        raise OutcomeNames(tuple(dict.fromkeys(named)))
    said = []
    for kept in kept_results(register.vault):
        instrument = kept.instrument()
        asked = [question.text for one in instrument.questionnaires for question in one.questions]
        known = Repetition(kept.results.cases, (*asked, *subjects(instrument)))
        said += [field for field, point in told.points if known.found(point)]
    if said:
        raise CasuistryFound(tuple(dict.fromkeys(said)))


def _file(register: Register, told: Outcome, template: bytes | None) -> bytes:
    from storage.export.letter_document import letter_document, text_of

    blocks = outcome_blocks(told)
    if template is None:
        data = letter_document(blocks)
        if text_of(data) != text_of_blocks(blocks):
            raise LetterDiffers
        return data
    from storage.export.letter_fields import LETTER, Filling
    from storage.export.letter_template import filled_template

    lists = {name: points_as_blocks(getattr(told, field)) for name, field in _LISTS.items()}
    filling = Filling(
        title=blocks[0].text,
        words={
            "gemeente": told.municipality,
            "contact": told.contact,
            "afzender": told.sender,
            "datum": long_date(register.today),
        },
        parts={LETTER: blocks, **lists},
        needed=("gemeente", *(name for name, points in lists.items() if points), "contact", "afzender"),
    )
    return filled_template(template, filling)[0]
