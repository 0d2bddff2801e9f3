"""Printing and checking questionnaires from the shell."""

from pathlib import Path
from typing import Final

import click

from flows.instrument import (
    Fault,
    FaultCode,
    Instrument,
    InstrumentError,
    Source,
    check_instrument,
    load_instrument,
)
from flows.letter import LETTER_FILE, check_letter
from storage.export.questionnaire import as_json, as_text
from storage.export.questionnaire_files import Format, write_form
from zet_tui.commands.destination import written_into
from zet_tui.commands.json_output import echo_json
from zet_tui.messages import explain
from zet_tui.refusal import Refused
from zet_tui.wording import instrument_faults

_IN_ORDER: Final = "Deze vragenlijst is in orde."
_NO_LETTER: Final = (
    "Er is nog geen toestemmingsbrief bij. Kies deze vragenlijst voor een evaluatie pas als die er is: "
    "als brief.toml in de map, of onder [letter] in het bestand."
)
_UNREAD: Final = {FaultCode.UNREADABLE_FILE, FaultCode.TOML_SYNTAX}


def print_questionnaire(source: str, ref: str, form: str, folder: Path | None) -> None:
    """Prints one questionnaire on stdout, or writes it to a file and prints where that is.

    A file for docx and xlsform (here, unless `folder` says where), and for the others when `folder` is given.
    """
    instrument = _loaded(ref)
    wanted, how = Source(source), Format(form)
    if wanted not in instrument.sources:
        raise Refused(f"Dit instrument heeft geen vragenlijst voor {source}.")
    if folder is not None or how in (Format.PAPER, Format.XLSFORM):
        click.echo(_written(instrument, wanted, how, folder or Path()))
    elif how is Format.JSON:
        echo_json(as_json(instrument, wanted))
    else:
        click.echo(as_text(instrument, wanted))


def check_questionnaire(path: Path) -> None:
    """Says that an own questionnaire and its letter are in order, or names every fault with its place."""
    faults, letter = check_instrument(path), check_letter(path)
    readable = not any(fault.file == path.name and fault.code in _UNREAD for fault in faults)
    no_letter = readable and _is_absent(letter)
    if readable and not no_letter:
        faults += letter
    if faults:
        raise Refused("\n".join(instrument_faults.sentence(fault) for fault in faults))
    click.echo(f"{_IN_ORDER} {_NO_LETTER}" if no_letter else _IN_ORDER)


def _loaded(ref: str) -> Instrument:
    try:
        return load_instrument(ref)
    except InstrumentError as error:
        raise Refused(explain(error)) from None


def _written(instrument: Instrument, source: Source, form: Format, folder: Path) -> Path:
    with written_into(folder):
        return write_form(instrument, source, form, folder)


def _is_absent(faults: tuple[Fault, ...]) -> bool:
    """Whether there is no letter at all, rather than one that is right or has a fault."""
    absent = {(FaultCode.MISSING_FILE, LETTER_FILE), (FaultCode.MISSING_FIELD, "letter")}
    return not absent.isdisjoint((fault.code, fault.detail) for fault in faults)
