"""Printing and checking questionnaires from the shell."""

import json
from pathlib import Path

import click

from flows.instrument import InstrumentError, Source, check_instrument, load_instrument
from storage.export.questionnaire import as_json, as_text
from zet_tui.messages import explain
from zet_tui.refusal import Refused
from zet_tui.wording import instrument_faults


def print_questionnaire(source: str, ref: str, form: str) -> None:
    """Prints one questionnaire as text or JSON on stdout."""
    try:
        instrument = load_instrument(ref if ref == "zet" else Path(ref))
    except InstrumentError as error:
        raise Refused(explain(error)) from None
    wanted = Source(source)
    if all(questionnaire.source is not wanted for questionnaire in instrument.questionnaires):
        raise Refused(f"Dit instrument heeft geen vragenlijst voor {source}.")
    if form == "json":
        click.echo(json.dumps(as_json(instrument, wanted), ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(instrument, wanted))


def check_questionnaire(path: Path) -> None:
    """Says that an own questionnaire is in order, or names every fault with its place."""
    faults = check_instrument(path)
    if faults:
        raise Refused("\n".join(instrument_faults.sentence(fault) for fault in faults))
    click.echo("Deze vragenlijst is in orde.")
