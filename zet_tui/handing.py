"""Handing a case over and taking one in, as the app and the shell both do it: files, their names, what they ask.

Runs where the register is. What a file holds and whether it may come in, `storage.transfer` decides.
"""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.instrument import Source
from storage.cases import OutsideKind, Register
from storage.transfer import (
    Meaning,
    MessageKind,
    Side,
    Taken,
    act_on,
    check_words,
    hand_over,
    is_case_file,
    key_text,
    make_key,
    read_key,
    read_message,
    take_in,
    understand,
    withdrawals,
)
from zet_tui.new_file import write_again, write_new
from zet_tui.wording import transfer as words
from zet_tui.wording.counting import answers
from zet_tui.wording.term import other_laptop_lines


@dataclass(frozen=True, slots=True)
class Written:
    """A file for the colleague and the six words that both compare."""

    path: Path
    words: str


def check_target(register: Register, folder: Path) -> None:
    """Before anything is kept or destroyed: files can stand here. Raises `FolderInVault`, PermissionError."""
    from storage.export.listed_file import check_folder

    check_folder(register, folder)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def make_key_file(register: Register, folder: Path) -> Written:
    """A key for one case. Raises as `check_target`, OSError."""
    check_target(register, folder)
    key = make_key(register.vault)
    said = check_words(key)
    path = folder / f"zet-sleutel-{said.split()[0]}.txt"
    write_new(path, key_text(key).encode())
    return Written(path, said)


def read_key_file(path: Path) -> bytes:
    """The colleague's key. Raises KeyUnreadable, TransferTooNew, OSError."""
    return read_key(path.read_text(encoding="ascii", errors="replace"))


def write_case_file(register: Register, case: str, key: bytes, folder: Path, *, keep: bool) -> Written:
    """The case, sealed for that key. Raises as `check_target` and `hand_over`, OSError.

    The other laptop and the file's place are noted, durably, before there is a file: a crash or a full disk may leave
    a note about nothing, never a package that nobody is told of at a withdrawal or the end.
    """
    check_target(register, folder)
    with register.vault.transaction():
        parcel = hand_over(register, case, key, keep=keep)
        path = folder / f"zet-casus-{parcel.transfer[:8]}.zet"
        register.outside.add(OutsideKind.PACKAGE, path)
    write_new(path, parcel.data)
    return Written(path, parcel.words)


@dataclass(frozen=True, slots=True)
class Received:
    """What a file from a colleague is: a case with six words to compare, or a message with what it asks."""

    data: bytes
    words: str
    meaning: Meaning | None

    @property
    def question(self) -> str:
        """What a message destroys here; "" when it destroys nothing."""
        if self.meaning is None or self.meaning.case is None:
            return ""
        withdrawn = self.meaning.message.kind is MessageKind.WITHDRAWN
        text = words.WITHDRAWN_HERE if withdrawn else words.RECEIVED_HERE
        return text.format(number=self.meaning.number, answers=answers(self.meaning.answers))


def look_at(register: Register, data: bytes) -> Received:
    """What a file is, before anything is done. Raises FileUnreadable, TransferTooNew, and as `understand`."""
    if is_case_file(data):
        return Received(data, check_words(data), None)
    return Received(data, "", understand(register, read_message(data)))


def take_case(
    register: Register, data: bytes, folder: Path, person: str, choices: Mapping[Source, Side]
) -> tuple[Taken, Path]:
    """Take the case in and write the receipt beside. Raises as `check_target` and `take_in`, OSError."""
    check_target(register, folder)
    paths: list[Path] = []

    def deliver(taken: Taken) -> None:
        name = f"zet-ontvangst-{taken.receipt.proofs[0][0][:8]}.txt"
        paths.append(write_again(folder / name, taken.receipt.text().encode()))

    taken = take_in(register, data, person, choices, deliver=deliver)
    return taken, paths[-1]


def taken_lines(register: Register, taken: Taken, path: Path) -> tuple[str, ...]:
    """What to tell about a case that was taken in: its number, the receipt, and what became of the planned day."""
    merged = words.MERGED if taken.merged else ""
    now = register.term.read()
    days = other_laptop_lines(taken.before, taken.term, now)
    if days and taken.term is not None and now is not None and taken.term.until != now.until:
        days += (words.DAY_TOLD,)
    return (words.TAKEN.format(number=taken.number, merged=merged, path=path), *days)


def act_on_message(register: Register, meaning: Meaning, folder: Path) -> tuple[str, ...]:
    """Do what a message asks; what to tell about it. Raises as `check_target` and `act_on`, OSError."""
    check_target(register, folder)
    before = register.term.read()
    reply = act_on(register, meaning)
    lines = [words.DONE[meaning.message.kind.value]]
    lines += other_laptop_lines(before, meaning.term, register.term.read())
    if reply is not None:
        path = folder / f"zet-vernietigd-{reply.proofs[-1][0][:8]}.txt"
        lines.append(words.REPLY.format(path=write_again(path, reply.text().encode())))
    return tuple(lines)


def write_withdrawals(register: Register, folder: Path) -> tuple[str, ...]:
    """One file per withdrawn case that may be elsewhere still; gives what to tell about each.

    Raises as `check_target`, OSError.
    """
    check_target(register, folder)
    lines = []
    for number, message in withdrawals(register):
        path = folder / f"zet-intrekking-{message.proofs[-1][0][:8]}.txt"
        lines.append(words.WITHDRAWAL.format(number=number, path=write_again(path, message.text().encode())))
    return tuple(lines)
