"""What is rare on the way between two laptops: a later format, somebody's own receipt, a second withdrawal."""

import json

import pytest

from flows.evaluation import Evaluation
from flows.instrument import Instrument, Source
from storage.cases import CASE, EVALUATION, Register
from storage.transfer import (
    FileUnreadable,
    KeyUnreadable,
    MessageKind,
    NotForThisVault,
    Side,
    Taken,
    TransferTooNew,
    UnknownTransfer,
    act_on,
    hand_over,
    key_text,
    make_key,
    read_key,
    read_message,
    take_in,
    understand,
    withdrawals,
)
from storage.transfer.merge import merge
from storage.transfer.messages import message
from storage.transfer.package import Package
from storage.transfer.sealing import ReceivingKey, recipient_of, seal
from storage.vault import DatabaseDamaged, DiskFull


def test_what_a_later_program_wrote_says_so_and_of_which_format() -> None:
    key = ReceivingKey.make()
    file = seal(b"een", key.public)
    later = file[:8] + (2).to_bytes(2, "big") + file[10:]
    text = json.dumps({"format": 3, "zet": "iets nieuws", "over": []}).encode()
    for read, found in (
        (lambda: recipient_of(later), 2),
        (lambda: key.open(later), 2),
        (lambda: read_key(key_text(key.public).replace(" 1\n", " 4\n", 1)), 4),
        (lambda: read_message(text), 3),
    ):
        with pytest.raises(TransferTooNew) as caught:
            read()
        assert caught.value.found == found


def test_a_key_opens_no_file_of_another() -> None:
    with pytest.raises(NotForThisVault):
        ReceivingKey.make().open(seal(b"een", ReceivingKey.make().public))


@pytest.mark.parametrize("body", ["é", "####", "AAA"])
def test_a_key_that_is_not_written_as_a_key_is_refused(body: str) -> None:
    with pytest.raises(KeyUnreadable):
        read_key(f"ZET-SLEUTEL 1\n{body}\n{'0' * 64}\n")


def test_a_laptop_with_more_keys_finds_the_one_of_the_file(
    register: Register, other: Register, case: str
) -> None:
    make_key(other.vault)
    parcel = hand_over(register, case, make_key(other.vault))
    make_key(other.vault)
    take_in(other, parcel.data, "Bas")
    assert len(other.vault.compartments("receiving")) == 2


def test_who_took_a_case_in_cannot_be_made_to_destroy_it_with_its_own_receipt(
    register: Register, other: Register, case: str
) -> None:
    taken = take_in(other, hand_over(register, case, make_key(other.vault)).data, "Bas")
    with pytest.raises(UnknownTransfer):
        understand(other, taken.receipt)
    assert other.case(taken.case).number == taken.number


def test_a_withdrawal_is_asked_until_it_is_confirmed(register: Register, other: Register, case: str) -> None:
    take_in(other, hand_over(register, case, make_key(other.vault), keep=True).data, "Bas")
    register.withdraw(case)
    ((_, asked),) = withdrawals(register)
    ((_, again),) = withdrawals(register)
    assert asked == again
    answered = act_on(other, understand(other, asked))
    assert answered is not None
    act_on(register, understand(register, answered))
    assert withdrawals(register) == ()


def test_a_withdrawal_that_came_early_keeps_no_other_case_out(
    register: Register, other: Register, case: str, evaluation: Evaluation, zet: Instrument
) -> None:
    other.define_evaluation(evaluation, zet)
    parcel = hand_over(register, case, make_key(other.vault), keep=True)
    early = message(MessageKind.WITHDRAWN, [("ef" * 16, "12" * 32)])
    assert act_on(other, understand(other, early)) is None
    assert len(other.places.heard()) == 1
    take_in(other, parcel.data, "Bas")
    assert len(other.cases()) == 1


def test_the_receipt_is_written_before_the_key_goes(register: Register, other: Register, case: str) -> None:
    parcel = hand_over(register, case, make_key(other.vault))

    def full(_taken: Taken) -> None:
        raise DiskFull

    with pytest.raises(DiskFull):
        take_in(other, parcel.data, "Bas", deliver=full)
    written: list[Taken] = []
    taken = take_in(other, parcel.data, "Bas", deliver=written.append)
    assert written == [taken]
    assert len(other.cases()) == 1


def test_agreements_that_are_no_agreements_are_refused_and_leave_nothing(
    register: Register, other: Register, case: str
) -> None:
    origin, agreements = register.places.agreements()
    package = Package.make(
        transfer="ab" * 16,
        token="cd" * 32,
        kept=False,
        agreements=(origin, {**agreements, "evaluation": b"{}"}),
        origin=case,
        case=register.places.content(case),
    )
    with pytest.raises(FileUnreadable):
        take_in(other, seal(package.encode(), make_key(other.vault)), "Bas")
    assert other.evaluation() is None


@pytest.mark.parametrize(("stream", "written"), [("links", b"{"), ("term", b"{}"), ("heard", b"kapot")])
def test_a_damaged_record_of_this_vault_is_not_blamed_on_the_file_of_a_colleague(
    register: Register,
    other: Register,
    case: str,
    evaluation: Evaluation,
    zet: Instrument,
    stream: str,
    written: bytes,
) -> None:
    other.define_evaluation(evaluation, zet)
    here = other.vault.compartments(EVALUATION)[0]
    parcel = hand_over(register, case, make_key(other.vault), keep=True)
    other.vault.append(here, stream, written)
    with pytest.raises(DatabaseDamaged):
        take_in(other, parcel.data, "Bas")
    assert other.cases() == ()
    # the control: the same file comes in where nothing is damaged
    other.vault.remove_stream(here, stream)
    assert take_in(other, parcel.data, "Bas").number == 1


@pytest.mark.parametrize("damaged", [True, False])
def test_a_damaged_case_of_this_vault_is_not_blamed_on_the_file_and_a_healthy_one_not_on_the_vault(
    register: Register, other: Register, case: str, evaluation: Evaluation, zet: Instrument, damaged: bool
) -> None:
    other.define_evaluation(evaluation, zet)
    own = other.register_case("Henk Visser", "06 1", "Sandra Pinas", "wijkteam")
    if damaged:
        data = hand_over(register, case, make_key(other.vault), keep=True).data
        other.vault.append(own, "entry", b"{}")
    else:
        origin, agreements = register.places.agreements()
        package = Package.make(
            transfer="ab" * 16,
            token="cd" * 32,
            kept=False,
            agreements=(origin, {**agreements, "term": b"{}"}),
            origin=case,
            case=register.places.content(case),
        )
        data = seal(package.encode(), make_key(other.vault))
    with pytest.raises(DatabaseDamaged if damaged else FileUnreadable):
        take_in(other, data, "Bas")
    assert len(other.vault.compartments(CASE)) == 1


# -- merging --------------------------------------------------------------------------------------


def test_the_draft_stays_with_the_conversation_that_goes_on() -> None:
    here = {"journal/inwoner": (b"a", b"b"), "draft/inwoner": (b"hier",)}
    shorter = {"journal/inwoner": (b"a",), "draft/inwoner": (b"daar",)}
    assert merge(here, shorter, {})["draft/inwoner"] == (b"hier",)
    assert merge(shorter, here, {})["draft/inwoner"] == (b"hier",)
    assert merge({"journal/inwoner": (b"a", b"b")}, shorter, {})["draft/inwoner"] == (b"daar",)


def test_a_conversation_that_is_in_the_history_is_not_put_there_twice() -> None:
    choose = {Source.RESIDENT: Side.HERE}
    here, file = {"journal/inwoner": (b"a",)}, {"journal/inwoner": (b"b",)}
    once = merge(here, file, choose)
    assert once == {"journal/inwoner": (b"a",), "history/inwoner/1": (b"b",)}
    assert merge(once, file, choose) == once
    assert merge(once, {"journal/inwoner": (b"c",)}, choose)["history/inwoner/2"] == (b"c",)
