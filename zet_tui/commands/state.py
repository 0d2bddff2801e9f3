"""Where the evaluation stands, taking one case back, and reading its certificate again, from the shell."""

import sys

import click

from flows.retention import Standing
from storage.cases import CaseOverview, Register, SourceOverview
from storage.destroy import withdraw, withdrawal_text, withdrawals
from zet_tui.commands.json_output import echo_json
from zet_tui.commands.unlocked import case_of, confirm_count, evaluation_of, register_of, sit_down
from zet_tui.refusal import Refused, explained
from zet_tui.setting import Setting
from zet_tui.wording.counting import answers
from zet_tui.wording.errors_end import term_passed
from zet_tui.wording.term import until_words
from zet_tui.wording.transfer import TELL_OTHERS, places_lines

NO_WITHDRAWALS = "In deze evaluatie is er geen verklaring van een intrekking."


def show_status(setting: Setting, passphrase_file: str | None, *, as_json: bool) -> None:
    """Prints counts per case and source; no names, no contacts, no answers."""
    with register_of(setting, passphrase_file) as register:
        evaluation = evaluation_of(register)
        cases = register.cases()
        term, standing = register.term.read(), register.term.look()
        state = {
            **_state(register, cases),
            "bewaren_tot": term.until.isoformat() if term else None,
            "bewaartermijn": standing.value,
        }
    if as_json:
        echo_json(state)
        return
    click.echo(f"{evaluation.title}\n")
    if term is not None:
        said = term_passed(term.until) if standing is Standing.PASSED else f"{until_words(term)}."
        click.echo(f"{said[:1].upper()}{said[1:]}\n")
    for case in cases:
        consent = "toestemming" if case.consent_on else case.approach.value.replace("_", " ")
        sources = "  ".join(f"{s.source.value} {s.answered}/{s.asked}{_mark(s)}" for s in case.sources)
        click.echo(f"casus {case.number:>2}  {consent:<14}  {sources}")
    click.echo(
        f"\nwilden niet: {state['wilden_niet']}   ingetrokken: {state['ingetrokken']}   "
        f"geen antwoord: {state['geen_antwoord']}"
    )


def _mark(source: SourceOverview) -> str:
    return f" ({source.closure})" if source.closure else ""


def _state(register: Register, cases: tuple[CaseOverview, ...]) -> dict[str, object]:
    return {
        "casussen": [
            {
                "nummer": case.number,
                "benadering": case.approach.value,
                "toestemming": case.consent_on is not None,
                "compleet": case.complete,
                "bronnen": [
                    {
                        "bron": source.source.value,
                        "begonnen": source.started,
                        "afgesloten": source.closure,
                        "beantwoord": source.answered,
                        "gevraagd": source.asked,
                    }
                    for source in case.sources
                ],
            }
            for case in cases
        ],
        "wilden_niet": register.refused_count,
        "ingetrokken": register.withdrawn_count,
        "geen_antwoord": register.no_reply_count,
    }


def withdraw_case(
    setting: Setting, number: int, passphrase_file: str | None, person: str | None, confirmed: int | None
) -> None:
    """Destroys one case after one confirmation; from then on nothing of it can be read."""
    with register_of(setting, passphrase_file) as register:
        evaluation_of(register)
        if person is not None:
            sit_down(register, person)
        case = case_of(register, number)
        answered = sum(source.answered for source in case.sources)
        elsewhere = places_lines(register.places.of_case(case.id))
        for line in elsewhere:
            click.echo(line, err=True)
        confirm_count(
            1,
            confirmed,
            f"Casus {number} wordt nu vernietigd, met {answers(answered)}. "
            "Dit kan niet ongedaan worden gemaakt. Typ 1 om dat te doen",
        )
        with explained():
            said = destroyed(register, case)
    click.echo(f"Casus {number} is vernietigd.\n\n{said}")
    if elsewhere:
        click.echo(TELL_OTHERS)


def destroyed(register: Register, case: CaseOverview) -> str:
    """Destroy one case; the certificate, or what is remembered when there was no consent yet."""
    if case.consent_on is None:
        register.refused(case.id)
        return "Er was nog geen toestemming. ZET onthoudt alleen dat er iemand niet wilde meedoen."
    return withdrawal_text(withdraw(register, case.id))


def read_again(setting: Setting, passphrase_file: str | None) -> None:
    """Prints every certificate of a withdrawal of this evaluation, the newest first; there is no name in them."""
    with register_of(setting, passphrase_file) as register:
        evaluation_of(register)
        with explained():
            certificates = withdrawals(register)
    click.echo("\n".join(map(withdrawal_text, reversed(certificates))) or NO_WITHDRAWALS, nl=not certificates)


def end_feedback(setting: Setting, passphrase_file: str | None, confirmed: int | None) -> None:
    """Takes one resident off the list of who waits for the outcome; the name is typed unseen, or read from input."""
    with register_of(setting, passphrase_file) as register:
        waiting = register.feedback.waiting()
        if not waiting:
            raise Refused("Er wacht niemand op de uitkomst.")
        name = _name_unseen()
        found = [key for key, wish in waiting if wish.name.casefold() == name.casefold()]
        if not found:
            raise Refused("Deze naam staat niet op de lijst. Er is niets veranderd.")
        confirm_count(1, confirmed, "Deze naam wordt nu vernietigd. Typ 1 om dat te doen")
        with explained():
            register.feedback.told(found[0])
        left = len(register.feedback.waiting())
    click.echo(f"De naam is vernietigd. Nog op de lijst: {left}.")


def _name_unseen() -> str:
    """A name must not stay on the terminal's screen or in its history."""
    if sys.stdin.isatty():
        typed = str(click.prompt("Naam van de inwoner (u ziet niet wat u typt)", hide_input=True))
    else:
        typed = sys.stdin.readline()
    return " ".join(typed.split())
