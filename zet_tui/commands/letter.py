"""`zet toestemmingsbrief`: the letter of one case as a Word file, with its explanation."""

from dataclasses import dataclass
from pathlib import Path

import click

from storage.cases import Register
from storage.export.letter_errors import TemplateUnreadable
from storage.export.letter_file import LetterFiles, write_letter
from zet_tui.commands.unlocked import case_of, evaluation_of, register_of, sit_down
from zet_tui.refusal import explained
from zet_tui.setting import Setting

OUTSIDE = (
    "Deze bestanden staan buiten de kluis. ZET kan ze niet vernietigen. "
    "Bij het afronden staan ze op de lijst van wat u zelf nog opruimt."
)


@dataclass(frozen=True)
class Wanted:
    """What was asked on the command line."""

    number: int
    template: Path | None
    folder: Path
    passphrase_file: str | None
    person: str | None


def write_letter_of(setting: Setting, wanted: Wanted) -> None:
    """Writes both files and says where they stand; refuses with everything that is missing, and writes nothing."""
    with explained():
        template = None if wanted.template is None else read_template(wanted.template)
        with register_of(setting, wanted.passphrase_file) as register:
            files = _write(register, wanted, template)
    click.echo(f"Brief: {files.letter}")
    if files.explanation is not None:
        click.echo(f"Uitleg in makkelijke taal: {files.explanation}")
    click.echo(OUTSIDE)


def read_template(path: Path) -> bytes:
    """The template's content; raises OSError, and `TemplateUnreadable` for a folder."""
    if path.is_dir():
        raise TemplateUnreadable
    return path.read_bytes()


def _write(register: Register, wanted: Wanted, template: bytes | None) -> LetterFiles:
    evaluation_of(register)
    sit_down(register, wanted.person)
    case = case_of(register, wanted.number)
    return write_letter(register, case.id, wanted.folder.expanduser(), template=template)
