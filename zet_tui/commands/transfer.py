"""`zet ontvangen` and `zet overdragen`: a case goes to a colleague's laptop, and what comes back."""

import sys
from pathlib import Path

import click

from flows.instrument import Source
from storage.cases import NobodyAtLaptop, Register
from storage.transfer import (
    JournalsFork,
    Side,
    WordsDiffer,
    check_words,
    is_case_file,
    is_key_file,
    same_words,
)
from zet_tui.commands.unlocked import (
    case_of,
    confirm_count,
    evaluation_of,
    register_of,
    sit_down,
    tell_withdrawn,
)
from zet_tui.handing import (
    act_on_message,
    look_at,
    make_key_file,
    read_key_file,
    take_case,
    taken_lines,
    write_case_file,
    write_withdrawals,
)
from zet_tui.messages import explain
from zet_tui.refusal import Refused, explained
from zet_tui.setting import Setting
from zet_tui.wording import transfer as words


def make_receiving_key(setting: Setting, passphrase_file: str | None, folder: Path) -> None:
    """A key for one case, as a file for the colleague, with its six words."""
    with register_of(setting, passphrase_file) as register, explained():
        _check_folder(folder)
        made = make_key_file(register, folder)
    click.echo(words.KEY_MADE.format(path=made.path, words=made.words))


def give(
    setting: Setting,
    number: int,
    key_file: Path,
    folder: Path,
    passphrase_file: str | None,
    person: str | None,
    said: str | None,
    *,
    keep: bool,
) -> None:
    """Seals one case for the colleague's key, after the words were compared."""
    with register_of(setting, passphrase_file) as register, explained():
        evaluation_of(register)
        _check_folder(folder)
        key = read_key_file(key_file)
        sit_down(register, person)
        case = case_of(register, number)
        _compare(key, said, words.COMPARE_KEY)
        made = write_case_file(register, case.id, key, folder, keep=keep)
    what = (words.KEPT if keep else words.MOVED).format(number=number)
    click.echo(words.GIVEN.format(path=made.path, words=made.words, what=what))


def receive(
    setting: Setting,
    file: Path,
    folder: Path,
    passphrase_file: str | None,
    person: str | None,
    said: str | None,
    confirmed: int | None,
    side: Side | None,
) -> None:
    """Takes in whatever a colleague sent: a case, a receipt, a withdrawal, a confirmation."""
    with register_of(setting, passphrase_file) as register, explained():
        _check_folder(folder)
        data = file.read_bytes()
        if is_key_file(data):
            raise Refused(words.IS_A_KEY)
        if is_case_file(data):
            _compare(data, said, words.COMPARE_FILE)
            _take_case(register, data, folder, _person(register, person), side)
        else:
            _take_message(register, data, folder, confirmed)


def withdrawal_files(setting: Setting, passphrase_file: str | None, folder: Path) -> None:
    """The same for every withdrawal so far, also of those in the app."""
    with register_of(setting, passphrase_file) as register, explained():
        evaluation_of(register)
        _check_folder(folder)
        lines = write_withdrawals(register, folder)
    click.echo("\n".join(lines or (words.NO_WITHDRAWALS,)))


# -- inside --------------------------------------------------------------------------------------------------


def _take_case(register: Register, data: bytes, folder: Path, person: str, side: Side | None) -> None:
    choices = dict.fromkeys(Source, side) if side is not None else {}
    try:
        taken, path = take_case(register, data, folder, person, choices)
    except JournalsFork as error:
        if not sys.stdin.isatty():
            raise Refused(f"{explain(error)} {words.CHOOSE_FORK}") from None
        chosen = {Source(source): _ask_side(source) for source in error.sources}
        taken, path = take_case(register, data, folder, person, chosen)
    click.echo("\n".join(taken_lines(register, taken, path)))


def _ask_side(source: str) -> Side:
    sides = click.Choice([side.value for side in Side])
    return Side(click.prompt(words.FORKED.format(source=source), type=sides, show_choices=False))


def _take_message(register: Register, data: bytes, folder: Path, confirmed: int | None) -> None:
    found = look_at(register, data)
    if found.question:
        confirm_count(1, confirmed, f"{found.question} Typ 1 om dat te doen")
    if found.meaning is not None:
        click.echo("\n".join(act_on_message(register, found.meaning, folder)))
        tell_withdrawn(register)


def _person(register: Register, person: str | None) -> str:
    """Who receives; in an empty vault the team comes with the file."""
    if register.evaluation() is not None:
        sit_down(register, person)
    elif person is None and sys.stdin.isatty():
        person = click.prompt("Wie zit er achter de laptop", type=str)
    name = register.person or person
    if name is None:
        raise Refused(explain(NobodyAtLaptop()) + " Geef --wie NAAM.")
    return name


def _compare(data: bytes, said: str | None, question: str) -> None:
    """The words of key or file are those that the colleague has; raises WordsDiffer."""
    if said is not None:
        if not same_words(said, data):
            raise WordsDiffer
        return
    if not sys.stdin.isatty():
        raise Refused(words.NO_TERMINAL_WORDS)
    answer = str(click.prompt(question.format(words=check_words(data)), default="", show_default=False))
    if answer.strip().casefold() != "ja":
        raise WordsDiffer


def _check_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise Refused("De map bij --naar bestaat niet. Er is niets veranderd.")
