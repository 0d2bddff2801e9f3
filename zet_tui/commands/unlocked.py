"""Unlocking a vault for one command: passphrase and person come from files, options or the terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from flows.evaluation import Evaluation
from storage.cases import CaseOverview, NobodyAtLaptop, NotInTeam, Register
from storage.destroy import certify_missing, check_ledger, destroy_again, withdrawal_text
from storage.export.listed_file import clear_interrupted
from storage.vault import Disk, LockedVault, Vault, check_own, open_vault, vault_exists
from zet_tui.crash import no_core_dumps
from zet_tui.letters import plain
from zet_tui.messages import explain
from zet_tui.refusal import Refused, explained
from zet_tui.setting import Setting
from zet_tui.wording.older_copy import (
    COPY_DESTROYED,
    LEDGER_LINES,
    NEEDS_ANSWER,
    OLDER_COPY,
    older_copy_words,
)

NO_VAULT = "Er is hier nog geen kluis. Start zet om er een te maken, of wijs de map aan met --kluis MAP."
NO_EVALUATION = "In deze kluis is nog geen evaluatie. Start zet om er een te beginnen."
NO_CASE = "Er is geen casus {number}. Kijk met zet status welke er zijn."
NOT_EQUAL = "De twee wachtwoorden zijn niet gelijk. Er is niets veranderd."
NO_UTF8 = "De invoer met het wachtwoord kan ik niet lezen. Geef tekst in UTF-8, of wijs een bestand aan."
NO_TERMINAL = "Zonder toetsenbord lees ik het wachtwoord uit een bestand: geef --wachtwoord-bestand PAD."


@contextmanager
def locked_vault(setting: Setting) -> Iterator[LockedVault]:
    """The vault of this setting, under its lock and not unlocked yet; closed at the end."""
    no_core_dumps()
    if not vault_exists(setting.vault_folder):
        raise Refused(NO_VAULT)
    with explained():
        locked = open_vault(
            setting.vault_folder,
            policy=setting.policy,
            force=setting.force,
            ledgers=setting.ledger_folder,
        )
    try:
        yield locked
    finally:
        locked.close()


@contextmanager
def register_of(
    setting: Setting, passphrase_file: str | None, person: str | None = None
) -> Iterator[Register]:
    """The register of the unlocked vault, with this person at the laptop when one is named."""
    with locked_vault(setting) as locked:
        vault = unlock(locked, read_passphrase(passphrase_file, "Wachtwoord: "))
        try:
            register = Register(vault)
            clear_interrupted(register, Disk())
            tell_withdrawn(register)
            if person is not None:
                sit_down(register, person)
            yield register
        finally:
            vault.close()


def tell_withdrawn(register: Register) -> None:
    """The certificate of each withdrawal that had none yet."""
    for certificate in certify_missing(register):
        click.echo(withdrawal_text(certificate), err=True)


def unlock(locked: LockedVault, passphrase: str) -> Vault:
    """The unlocked vault; a wrong passphrase refuses the command, and so does an older copy that must not be used."""
    with explained():
        vault = locked.unlock(passphrase)
    try:
        heed_ledger(vault)
    except BaseException:
        vault.close()
        raise
    return vault


def heed_ledger(vault: Vault) -> None:
    """When this is an older copy with destroyed people in it: ask once, destroy again, else refuse."""
    found = check_ledger(vault)
    if found.ignored:
        click.echo(LEDGER_LINES.format(count=found.ignored), err=True)
    if not found.must_destroy:
        if found.older:
            click.echo(OLDER_COPY, err=True)
        return
    said = older_copy_words(found)
    if not sys.stdin.isatty():
        raise Refused(f"{said}\n{NEEDS_ANSWER}")
    count = max(found.cases, 1)
    confirm_count(count, None, f"{said}\nTyp {count} om ze nu te vernietigen")
    with explained():
        there = destroy_again(vault)
    if not there:
        raise Refused(COPY_DESTROYED)
    click.echo("Opnieuw vernietigd.", err=True)


def evaluation_of(register: Register) -> Evaluation:
    """The evaluation of this vault; refuses a command that needs one."""
    evaluation = register.evaluation()
    if evaluation is None:
        raise Refused(NO_EVALUATION)
    return evaluation


def case_of(register: Register, number: int) -> CaseOverview:
    """The case of this number; refuses a number that no case has."""
    case = register.case_numbered(number)
    if case is None:
        raise Refused(NO_CASE.format(number=number))
    return case


def sit_down(register: Register, person: str | None) -> None:
    """Declares who is at the laptop, capitals and accents aside; asks at a terminal when no name was given.

    Names are never listed: what a command prints stays in the terminal. After an unknown name it asks again, so that
    the passphrase need not be typed a second time.
    """
    evaluation = register.evaluation()
    if evaluation is None:
        return
    asks = person is None and sys.stdin.isatty()
    while True:
        if asks:
            person = str(click.prompt("Wie zit er achter de laptop", type=str))
        if person is None:
            raise Refused(explain(NobodyAtLaptop()) + " Geef --wie NAAM.")
        try:
            register.sit_down(
                next((n for n in evaluation.names if plain(n) == plain(person.strip())), person)
            )
        except NotInTeam as error:
            if not asks:
                raise Refused(explain(error)) from None
            click.echo(explain(error), err=True)
        else:
            return


def read_passphrase(file: str | None, prompt: str, *, missing: str = NO_TERMINAL) -> str:
    """A passphrase from a file ("-": standard input) or typed blind; one final newline is dropped."""
    if file == "-":
        try:
            text = sys.stdin.readline()
        except UnicodeDecodeError:
            raise Refused(NO_UTF8) from None
    elif file is not None:
        try:
            text = Path(file).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise Refused(f"Het bestand {file} met het wachtwoord kan ik niet lezen.") from None
    elif sys.stdin.isatty():
        return str(click.prompt(prompt.removesuffix(": "), hide_input=True))
    else:
        raise Refused(missing)
    passphrase = text.removesuffix("\n").removesuffix("\r")
    if not passphrase.strip():
        raise Refused(
            "Er staat geen wachtwoord in de invoer." if file == "-" else f"Het bestand {file} is leeg."
        )
    return passphrase


def new_passphrase(file: str | None, *, missing: str) -> str:
    """Strong enough, and typed twice where it is typed; refuses otherwise. `missing`: what to say without either."""
    new = read_passphrase(file, "Nieuw wachtwoord: ", missing=missing)
    with explained():
        check_own(new)
    if file is None and read_passphrase(None, "Nog een keer: ") != new:
        raise Refused(NOT_EQUAL)
    return new


def confirm_count(count: int, given: int | None, question: str) -> None:
    """A typed confirmation: the number itself, at a terminal or with --bevestig; anything else refuses."""
    if given is None and sys.stdin.isatty():
        answer = str(click.prompt(question, default="", show_default=False))
        given = int(answer) if answer.strip().isdecimal() else None
    if given != count:
        raise Refused(
            f"Niet bevestigd, dus er is niets veranderd. Bevestigen doet u met het aantal casussen: {count}."
        )
