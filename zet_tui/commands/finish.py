"""`zet anonimiseer-en-vernietig`: the same end as in the app, from the shell."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from flows.evaluation import Evaluation
from storage.cases import Register, SecondPersonNeeded
from storage.destroy import (
    NamesLeft,
    NotReady,
    Outcome,
    Readiness,
    Wanted,
    anonymise_and_destroy,
    check_new,
    finish_interrupted,
    preview,
    readiness,
)
from storage.export.listed_file import clear_interrupted
from storage.vault import Disk, Pending
from zet_tui.commands.json_output import echo_json
from zet_tui.commands.unlocked import (
    confirm_count,
    evaluation_of,
    locked_vault,
    new_passphrase,
    read_passphrase,
    register_of,
    sit_down,
    tell_withdrawn,
    unlock,
)
from zet_tui.messages import explain
from zet_tui.refusal import Refused, explained
from zet_tui.saved_screens import saved_screens
from zet_tui.setting import Setting
from zet_tui.wording.counting import cases
from zet_tui.wording.finish import missing_lines, saved_screens_lines, sheet_lines
from zet_tui.wording.privacy import privacy_json, privacy_lines
from zet_tui.wording.transfer import places_lines

NEW_NEEDED = (
    "De kluis krijgt een nieuw wachtwoord, want het oude opent oude kopieën. "
    "Geef zonder toetsenbord --nieuw-wachtwoord-bestand PAD. Er is niets veranderd."
)


@dataclass(frozen=True)
class Request:
    """What was asked on the command line."""

    folder: Path
    passphrase_file: str | None
    new_passphrase_file: str | None
    person: str | None
    confirmed: int | None
    without_workbook: bool
    as_json: bool
    session: bool = True
    table: bool = False
    keep_until: str | None = None
    second: str | None = None
    look_only: bool = False


def finish(setting: Setting, request: Request) -> None:
    """Refuses with everything that is missing, or destroys after one typed confirmation."""
    if request.look_only:
        look(setting, request)
        return
    if request.new_passphrase_file is None and not sys.stdin.isatty():
        raise Refused(NEW_NEEDED)
    with locked_vault(setting) as locked:
        interrupted = locked.pending is Pending.REFOUND
        vault = unlock(locked, read_passphrase(request.passphrase_file, "Wachtwoord: "))
        try:
            with explained():
                register = Register(vault)
                clear_interrupted(register, Disk())
                tell_withdrawn(register)
                outcome = (
                    finish_interrupted(vault, register.now) if interrupted else _destroy(register, request)
                )
        finally:
            vault.close()
    if outcome is not None:
        _tell(outcome, as_json=request.as_json)


def look(setting: Setting, request: Request) -> None:
    """Prints the privacy check and changes nothing."""
    with register_of(setting, request.passphrase_file) as register:
        evaluation_of(register)
        sit_down(register, request.person)
        with explained():
            seen = preview(register)
    if request.as_json:
        echo_json(privacy_json(seen))
    else:
        click.echo("\n".join(privacy_lines(seen)))


def _destroy(register: Register, request: Request) -> Outcome:
    evaluation = evaluation_of(register)
    wanted = Wanted(request.session, request.table, _keep_until(register, request))
    sit_down(register, request.person)
    ready = readiness(register)
    if not ready.ready and not request.without_workbook:
        raise Refused("\n".join(missing_lines(ready)))
    new = new_passphrase(request.new_passphrase_file, missing=NEW_NEEDED)
    check_new(register.vault, new)
    if ready.ready:
        click.echo("\n".join(privacy_lines(preview(register))), err=True)
    for line in (
        *places_lines(register.places.known()),
        *saved_screens_lines(saved_screens()),
        *sheet_lines(register.vault.has_recovery_sheet),
    ):
        click.echo(line, err=True)
    confirm_count(ready.total, request.confirmed, _question(ready))
    second = _second(evaluation, request, ready.total)
    try:
        return anonymise_and_destroy(
            register,
            folder=request.folder,
            new_passphrase=new,
            without_workbook=request.without_workbook,
            wanted=wanted,
            second=second,
        )
    except NotReady as error:
        raise Refused("\n".join(missing_lines(error.readiness))) from None
    except NamesLeft as error:
        places = (f"  {hit.place}: {hit.kind}" for hit in error.hits)
        raise Refused("\n".join((explain(error), *places))) from None


def _keep_until(register: Register, request: Request) -> date | None:
    if request.keep_until is None:
        return None
    from zet_tui.screens.form import read_date

    today = register.today
    day = read_date(request.keep_until, today)
    if day is None or day <= today:
        raise Refused("Typ bij --bestanden-tot een dag na vandaag, bijvoorbeeld 14-3-2028.")
    return day


def _second(evaluation: Evaluation, request: Request, count: int) -> str:
    """Who confirms too, when the evaluation asks for two people; asked at a terminal when it was not given."""
    if not evaluation.two_confirm:
        return ""
    if request.second is not None:
        return request.second
    if not sys.stdin.isatty():
        raise Refused(f"{explain(SecondPersonNeeded())} Geef --tweede NAAM.")
    name = str(click.prompt("Een tweede persoon bevestigt. Typ uw naam"))
    confirm_count(count, None, "Typ het aantal casussen")
    return name


def _question(ready: Readiness) -> str:
    book = (
        "Het werkboek wordt geschreven en daarna" if ready.ready else "Er komt GEEN werkboek. Zonder werkboek"
    )
    become = "wordt" if ready.total == 1 else "worden"
    return f"{book} {become} {cases(ready.total)} vernietigd. Typ dat aantal om door te gaan"


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    counts = outcome.certificate.counts
    if as_json:
        echo_json(
            {
                "werkboek": str(outcome.workbook) if outcome.workbook else None,
                "ook_geschreven": [str(path) for path in outcome.others],
                "verklaring": str(outcome.certificate_file),
                "casussen_vernietigd": counts.cases,
                "casussen_verwerkt": counts.cases_exported,
                "nummer": outcome.certificate.number,
            }
        )
        return
    if outcome.workbook:
        click.echo(f"Werkboek: {outcome.workbook}")
    for path in outcome.others:
        click.echo(f"Ook geschreven: {path}")
    click.echo(f"Verklaring van vernietiging: {outcome.certificate_file}")
    click.echo(f"Vernietigd: {cases(counts.cases)}. In het werkboek: {counts.cases_exported}.")
