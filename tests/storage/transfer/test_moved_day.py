"""The planned day is moved on one laptop while the other goes on: with the next case, or its receipt, both know it."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flows.consent import Consent
from flows.retention import Standing
from storage.cases import OutsideKind, Register, TermPassed
from storage.transfer import (
    Message,
    TermPassedThere,
    TransferAltered,
    act_on,
    hand_over,
    make_key,
    read_message,
    take_in,
    understand,
    withdrawals,
)
from storage.transfer.messages import opened_term, sealed_term

DAY = date(2026, 7, 2)  # four months after the first case of the clock in conftest
REASON = "nog twee gesprekken met Fatima"


def at(register: Register, month: int, day: int, who: str) -> Register:
    again = Register(register.vault, now=lambda: datetime(2026, month, day, 10, 30, tzinfo=UTC))
    again.sit_down(who)
    return again


@pytest.fixture
def other(laptop: Callable[..., Register], register: Register, case: str) -> Register:
    """Bas's laptop, which took a copy of the case in March: both know the same day."""
    there = laptop("tweede")
    take_in(there, hand_over(register, case, make_key(there.vault), keep=True).data, "Bas")
    assert there.term.read() == register.term.read()
    return there


def until(register: Register) -> date:
    term = register.term.read()
    assert term is not None
    return term.until


def send(here: Register, case: str, there: Register) -> bytes:
    return hand_over(here, case, make_key(there.vault), keep=True).data


def arrives(message: Message) -> Message:
    return read_message(message.text().encode())


def test_a_later_day_comes_with_the_case_and_opens_a_laptop_whose_day_was_over(
    register: Register, other: Register, case: str
) -> None:
    at(register, 6, 20, "Anouk").term.move(date(2026, 8, 20), REASON)
    late = at(other, 7, 3, "Bas")
    assert late.term.look() is Standing.PASSED
    taken = take_in(late, send(register, case, other), "Bas")
    assert taken.before is not None
    assert (taken.before.until, until(late)) == (DAY, date(2026, 8, 20))
    assert late.term.look() is Standing.RUNNING
    term = late.term.read()
    assert term is not None
    assert [(move.by, move.reason) for move in term.moves] == [("Anouk", REASON)]


def test_the_receipt_brings_it_back_to_the_laptop_that_gave_the_case(
    register: Register, other: Register, case: str
) -> None:
    at(other, 6, 20, "Bas").term.move(date(2026, 8, 20), REASON)
    there = at(other, 6, 21, "Bas")
    taken = take_in(there, send(register, case, other), "Bas")
    assert until(there) == date(2026, 8, 20)  # what came in knew less
    meaning = understand(register, arrives(taken.receipt))
    assert until(register) == DAY  # looking changes nothing
    act_on(register, meaning)
    assert register.term.read() == there.term.read()


@pytest.mark.parametrize(("here_first", "holds"), [(True, date(2026, 9, 1)), (False, date(2026, 8, 1))])
def test_where_both_moved_it_the_last_move_holds_on_both_sides(
    register: Register, other: Register, case: str, here_first: bool, holds: date
) -> None:
    first, second = (20, 22) if here_first else (22, 20)
    at(register, 6, first, "Anouk").term.move(date(2026, 8, 1), "hier")
    at(other, 6, second, "Bas").term.move(date(2026, 9, 1), "daar")
    there = at(other, 6, 25, "Bas")
    taken = take_in(there, send(register, case, other), "Bas")
    act_on(register, understand(register, arrives(taken.receipt)))
    assert until(there) == until(register) == holds
    assert register.term.read() == there.term.read()
    term = register.term.read()
    assert term is not None
    assert sorted(move.reason for move in term.moves) == ["daar", "hier"]


def test_a_later_agreement_that_is_over_itself_changes_nothing(
    register: Register, other: Register, case: str
) -> None:
    at(other, 6, 10, "Bas").term.move(date(2026, 9, 1), "daar")
    at(register, 6, 20, "Anouk").term.move(date(2026, 8, 1), "hier")
    file = send(at(register, 6, 20, "Anouk"), case, other)
    late = at(other, 8, 2, "Bas")
    with pytest.raises(TermPassedThere) as refused:
        take_in(late, file, "Bas")
    assert refused.value.until == date(2026, 8, 1)
    assert until(late) == date(2026, 9, 1)
    again = Register(other.vault, now=late.now)
    assert until(again) == date(2026, 9, 1)


def test_the_own_day_that_is_over_is_called_the_own_one(
    register: Register, other: Register, case: str
) -> None:
    file = send(register, case, other)
    with pytest.raises(TermPassed):
        take_in(at(other, 7, 3, "Bas"), file, "Bas")


def test_a_file_from_before_days_were_planned_leaves_the_own_day(
    register: Register, other: Register, case: str
) -> None:
    register.vault.remove_stream(register._store.evaluation_compartment(), "term")
    at(other, 6, 20, "Bas").term.move(date(2026, 8, 20), REASON)
    there = at(other, 6, 21, "Bas")
    taken = take_in(there, send(register, case, other), "Bas")
    assert taken.term is None
    assert until(there) == date(2026, 8, 20)


# -- what travels in the receipt ----------------------------------------------------------------------------


def receipt_of(register: Register, other: Register, case: str) -> Message:
    at(other, 6, 20, "Bas").term.move(date(2026, 8, 20), REASON)
    return take_in(at(other, 6, 21, "Bas"), send(register, case, other), "Bas").receipt


def test_a_receipt_says_nothing_to_whoever_finds_it(register: Register, other: Register, case: str) -> None:
    said = json.loads(receipt_of(register, other, case).text())
    assert set(said) == {"zet", "format", "over", "afspraak"}
    assert (said["zet"], said["format"]) == ("ontvangstbewijs", 1)
    assert all(re.fullmatch("[0-9a-f]{32}|[0-9a-f]{64}", word) for pair in said["over"] for word in pair)
    sealed = base64.b64decode(said["afspraak"])  # its letters are chance: short words may stand in them
    for word in (b"Anouk", b"Fatima", b"gesprekken", b"2026-", b"08-20"):
        assert word not in sealed


def test_a_receipt_of_an_earlier_version_still_does_its_work(
    register: Register, other: Register, case: str
) -> None:
    receipt = receipt_of(register, other, case)
    old = json.loads(receipt.text())
    del old["afspraak"]
    act_on(register, understand(register, read_message(json.dumps(old).encode())))
    assert until(register) == DAY


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1]),
        lambda sealed: sealed[:8],
        lambda _: b"niet verzegeld, maar wel lang genoeg",
    ],
)
def test_an_agreement_that_was_changed_on_the_way_is_refused_as_a_whole(
    register: Register, other: Register, case: str, spoil: Callable[[bytes], bytes]
) -> None:
    receipt = receipt_of(register, other, case)
    with pytest.raises(TransferAltered):
        understand(register, arrives(replace(receipt, agreed=spoil(receipt.agreed))))
    assert until(register) == DAY


@pytest.mark.usefixtures("case")
def test_the_same_agreement_gives_the_same_receipt_and_each_transfer_its_own_seal(register: Register) -> None:
    term, token = register.term.read(), "ab" * 32
    assert term is not None
    sealed = sealed_term(term, "t1", token)
    assert sealed == sealed_term(term, "t1", token)
    assert opened_term(sealed, "t1", token) == term
    with pytest.raises(TransferAltered):
        opened_term(sealed, "t2", token)


def test_a_name_that_was_covered_here_does_not_come_back_from_the_other_laptop(
    register: Register, other: Register, case: str, signed: Callable[..., Consent]
) -> None:
    henk = register.register_case("Henk Visser", "06 1", "Sandra Pinas", "wijkteam")
    register.record_consent(henk, signed(register, henk))
    here, there = at(register, 6, 20, "Anouk"), at(other, 6, 21, "Bas")
    here.term.move(date(2026, 8, 20), "nog twee gesprekken met Henk Visser")
    take_in(there, send(here, case, other), "Bas")
    here.withdraw(henk)
    covered = "nog twee gesprekken met [naam] [naam]"
    named = there.term.read()
    assert named is not None
    assert [move.reason for move in named.moves] == ["nog twee gesprekken met Henk Visser"]  # the control
    here.term.agree(named)
    kept = here.term.read()
    assert kept is not None
    assert [move.reason for move in kept.moves] == [covered]
    there.term.agree(kept)
    assert there.term.read() == kept


def test_a_withdrawal_by_message_covers_the_names_on_that_laptop(
    register: Register, other: Register, case: str, tmp_path: Path
) -> None:
    there = at(other, 6, 21, "Bas")
    there.term.move(date(2026, 8, 20), REASON)
    there.outside.add(OutsideKind.LETTER, tmp_path / "El Amrani" / "brief.docx")
    register.withdraw(case)
    ((_, message),) = withdrawals(register)
    assert "Fatima" in str(there.term.read())
    act_on(there, understand(there, arrives(message)))
    assert "Fatima" not in str(there.term.read())
    assert "Amrani" not in there.outside.files()[0].path
