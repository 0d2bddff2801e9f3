"""Two laptops: a case goes over, comes back, forks, is withdrawn; and everything that must be refused."""

from datetime import UTC, date, datetime

import pytest

from flows.instrument import Source
from storage.cases import ConsentRefused, NameTaken, NotInTeam, Register
from storage.cases.places import News
from storage.transfer import (
    RECEIVING,
    CaseChanged,
    CaseWithdrawn,
    FileUnreadable,
    JournalsFork,
    KeyUnreadable,
    Meaning,
    Message,
    MessageKind,
    NotForThisVault,
    OtherEvaluation,
    Parcel,
    Side,
    TransferAltered,
    TransferError,
    UnknownTransfer,
    act_on,
    hand_over,
    make_key,
    read_message,
    take_in,
    understand,
    withdrawals,
)
from storage.transfer.sealing import ReceivingKey


def answer(register: Register, case: str, *values: tuple[str, str]) -> None:
    interview = register.open_interview(case, Source.RESIDENT)
    for question, value in values:
        body = interview.answer(question, value)
        interview = interview.apply(register.append(case, Source.RESIDENT, body))


def events(register: Register, case: str) -> int:
    return len(register.read_interview(case, Source.RESIDENT).events)


def give(register: Register, case: str, to: Register, *, keep: bool = False) -> Parcel:
    return hand_over(register, case, make_key(to.vault), keep=keep)


def tell(register: Register, message: Message) -> tuple[Meaning, Message | None]:
    """A message goes over as a file."""
    meaning = understand(register, read_message(message.text().encode()))
    return meaning, act_on(register, meaning)


# -- the whole way --------------------------------------------------------------------------------


def test_the_planned_day_goes_along_also_when_it_was_moved(register, case, other):
    moved = register.term.move(date(2026, 8, 1), "nog twee gesprekken")
    take_in(other, give(register, case, other).data, "Bas")
    assert other.term.read() == moved


def test_a_second_laptop_starts_from_the_file_and_the_first_destroys_its_copy(register, case, other):
    answer(register, case, ("3", "groen"), ("4", "mint"))
    register.set_names(case, ("Samira",))
    taken = take_in(other, give(register, case, other).data, "Bas")

    assert other.evaluation() == register.evaluation()
    assert other.instrument().sha256 == register.instrument().sha256
    assert not taken.merged
    assert other.consent(taken.case) == register.consent(case)
    assert other.read_interview(taken.case, Source.RESIDENT).view("4").value == "mint"
    assert other.names(taken.case) == ("Samira",)
    assert taken.case != case
    assert other.vault.compartments(RECEIVING) == ()
    assert other.vault.check().whole

    meaning, answered = tell(register, taken.receipt)
    assert (meaning.number, meaning.answers) == (1, 2)
    assert register.cases() == ()
    assert [place.news for place in register.places.known()] == [News.RECEIVED]
    assert answered is not None
    tell(other, answered)
    assert other.places.of_case(taken.case) == ()


def test_the_receiver_goes_on_with_the_conversation(register, case, other):
    answer(register, case, ("3", "groen"))
    taken = take_in(other, give(register, case, other).data, "Anouk")
    answer(other, taken.case, ("4", "mint"))
    assert other.case(taken.case).sources[1].answered == 2


def test_a_kept_copy_stays_and_is_listed_as_another_place(register, case, other):
    taken = take_in(other, give(register, case, other, keep=True).data, "Bas")
    _, answered = tell(register, taken.receipt)
    assert answered is None
    assert register.case(case).number == 1
    assert [place.link.number for place in register.places.of_case(case)] == [1]


def test_what_was_answered_after_handing_over_is_never_lost_by_the_receipt(register, case, other):
    answer(register, case, ("3", "groen"))
    taken = take_in(other, give(register, case, other).data, "Bas")
    answer(register, case, ("4", "mint"))
    with pytest.raises(CaseChanged) as refused:
        understand(register, taken.receipt)
    assert refused.value.number == 1
    again = take_in(other, give(register, case, other).data, "Bas")
    assert again.merged
    assert again.case == taken.case
    assert events(other, taken.case) == 3
    tell(register, again.receipt)
    assert register.cases() == ()


def test_an_older_copy_of_the_giver_does_not_destroy_what_was_handed_over(register, case, other):
    taken = take_in(other, give(register, case, other).data, "Bas")
    meaning = understand(register, taken.receipt)
    assert meaning.case == case
    act_on(register, meaning)
    tell(register, taken.receipt)  # twice is harmless
    assert register.withdrawn_count == 0


# -- merging --------------------------------------------------------------------------------------


def test_a_case_that_comes_back_longer_goes_on_where_it_was(register, case, other):
    answer(register, case, ("3", "groen"))
    there = take_in(other, give(register, case, other, keep=True).data, "Bas")
    answer(other, there.case, ("4", "mint"))
    back = take_in(register, give(other, there.case, register).data, "Anouk")
    assert (back.case, back.merged) == (case, True)
    assert events(register, case) == 3
    assert register.case(case).sources[1].answered == 2


def forked(register: Register, case: str, other: Register) -> bytes:
    answer(register, case, ("3", "groen"))
    there = take_in(other, give(register, case, other, keep=True).data, "Bas")
    answer(other, there.case, ("4", "rood"))
    answer(register, case, ("4", "mint"))
    return give(other, there.case, register).data


def test_a_fork_is_refused_until_a_person_chooses_and_nothing_changed(register, case, other):
    file = forked(register, case, other)
    before = register.places.content(case)
    with pytest.raises(JournalsFork) as refused:
        take_in(register, file, "Anouk")
    assert refused.value.sources == ("inwoner",)
    assert register.places.content(case) == before
    assert len(register.vault.compartments(RECEIVING)) == 1


@pytest.mark.parametrize(("side", "value"), [(Side.HERE, "mint"), (Side.FILE, "rood")])
def test_the_chosen_conversation_goes_on_and_the_other_stays_in_the_history(
    register, case, other, side, value
):
    file = forked(register, case, other)
    take_in(register, file, "Anouk", {Source.RESIDENT: side})
    assert register.read_interview(case, Source.RESIDENT).view("4").value == value
    assert len(register.vault.read(case, "history/inwoner/1")) == 3
    assert register.case(case).sources[1].answered == (2 if value == "mint" else 1)


def test_a_number_that_is_taken_becomes_the_next_one_and_a_name_that_is_taken_is_refused(
    register, case, other, evaluation, zet
):
    other.define_evaluation(evaluation, zet)
    other.sit_down("Bas")
    other.register_case("Iemand Anders", "per brief", "Youssef", "wijkteam")
    assert take_in(other, give(register, case, other, keep=True).data, "Bas").number == 2

    same = register.register_case("Iemand Anders", "bellen", "Karin", "wijkteam")
    register.record_consent(same, signed_like(register, case, same))
    with pytest.raises(NameTaken) as taken:
        take_in(other, give(register, same, other).data, "Bas")
    assert taken.value.number == 1


def signed_like(register: Register, case: str, new: str):
    """The consent of a case, for another one of the same professional."""
    given = register.consent(case)
    draft = register.draft_consent(new)
    fields = ("talked_through_on", "signed_on", "told_in_easy_language", "told_back_in_own_words")
    copied = {
        name: getattr(given, name) for name in (*fields, "told_free_to_stop", "viewers", "letter_dated")
    }
    return draft.model_copy(update=copied)


# -- withdrawing ----------------------------------------------------------------------------------


def test_a_withdrawal_destroys_the_case_on_the_other_laptop_and_keeps_it_out(register, case, other):
    parcel = give(register, case, other, keep=True)
    taken = take_in(other, parcel.data, "Bas")
    tell(register, taken.receipt)
    once_more = give(register, case, other)
    register.withdraw(case)
    ((number, withdrawal),) = withdrawals(register)
    assert number == 1

    meaning, answered = tell(other, withdrawal)
    assert meaning.case == taken.case
    assert other.cases() == ()
    assert other.withdrawn_count == 1
    with pytest.raises(CaseWithdrawn):
        take_in(other, once_more.data, "Bas")
    assert answered is not None
    tell(register, answered)
    assert [place.confirmed_gone for place in register.places.known()] == [True, False]


def test_a_withdrawal_that_comes_before_its_case_keeps_it_out_too(register, case, other, evaluation, zet):
    other.define_evaluation(evaluation, zet)
    parcel = give(register, case, other)
    register.withdraw(case)
    ((_, withdrawal),) = withdrawals(register)
    meaning, answered = tell(other, withdrawal)
    assert (meaning.case, answered) == (None, None)
    with pytest.raises(CaseWithdrawn):
        take_in(other, parcel.data, "Bas")


def test_the_one_who_gave_refuses_the_case_back_after_a_withdrawal_there(register, case, other):
    taken = take_in(other, give(register, case, other).data, "Bas")
    tell(register, taken.receipt)
    back = give(other, taken.case, register, keep=True)
    other.withdraw(taken.case)
    withdrawal = withdrawals(other)[0][1]
    tell(register, withdrawal)
    with pytest.raises(CaseWithdrawn):
        take_in(register, back.data, "Anouk")


def test_a_case_that_never_left_leaves_no_trace_when_it_is_withdrawn(register, case):
    register.withdraw(case)
    assert register.places.gone() == ()
    assert withdrawals(register) == ()


# -- the gate at both ends ------------------------------------------------------------------------


def test_without_a_consent_no_case_is_handed_over(register, other):
    case = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    with pytest.raises(ConsentRefused):
        give(register, case, other)
    assert register.places.links() == ()


def test_who_is_not_named_in_the_consent_takes_nothing_in(register, case, other):
    parcel = give(register, case, other)
    with pytest.raises(ConsentRefused) as refused:
        take_in(other, parcel.data, "Cem")
    assert [gap.code for gap in refused.value.verdict.gaps] == ["not_named"]
    assert other.vault.compartments() == other.vault.compartments(RECEIVING)
    assert other.evaluation() is None


def test_who_is_not_in_the_team_takes_nothing_in(register, case, other):
    parcel = give(register, case, other)
    with pytest.raises(NotInTeam):
        take_in(other, parcel.data, "Iemand")
    assert other.evaluation() is None
    take_in(other, parcel.data, "Bas")


def test_a_consent_that_is_not_valid_on_the_receiving_day_is_refused(register, case, laptop):
    late = laptop("vroeg")
    late._store.now = lambda: datetime(2026, 3, 1, tzinfo=UTC)
    parcel = give(register, case, late)
    with pytest.raises(ConsentRefused):
        take_in(late, parcel.data, "Bas")


# -- refused --------------------------------------------------------------------------------------


def test_the_wrong_laptop_opens_nothing(register, case, other, laptop):
    third = laptop("derde")
    make_key(third.vault)
    with pytest.raises(NotForThisVault):
        take_in(third, give(register, case, other).data, "Bas")
    assert third.vault.compartments(RECEIVING)


def test_a_file_is_taken_in_once_then_its_key_is_gone(register, case, other):
    parcel = give(register, case, other)
    take_in(other, parcel.data, "Bas")
    with pytest.raises(NotForThisVault):
        take_in(other, parcel.data, "Bas")


def test_no_flipped_byte_is_taken_in(register, case, other):
    data = give(register, case, other).data
    for at in (0, 9, 20, 60, 1000, 1170, len(data) // 2, len(data) - 1):
        changed = bytearray(data)
        changed[at] ^= 1
        with pytest.raises(TransferError):
            take_in(other, bytes(changed), "Bas")
    for size in (0, 5, 41, 42, 43, 1200, len(data) - 1):
        with pytest.raises((TransferAltered, FileUnreadable)):
            take_in(other, data[:size], "Bas")
    assert other.evaluation() is None
    take_in(other, data, "Bas")


def test_control_the_unchanged_file_holds_nothing_readable(register, case, other):
    data = give(register, case, other).data
    for word in (b"Fatima", b"Karin", b"Oosterdam", b"journal", b"consent"):
        assert word not in data


def test_another_evaluation_is_refused(register, case, other, evaluation, zet):
    other.define_evaluation(evaluation.model_copy(update={"title": "Een heel andere"}), zet)
    parcel = give(register, case, other)
    with pytest.raises(OtherEvaluation):
        take_in(other, parcel.data, "Bas")
    assert other.cases() == ()


def test_what_was_sealed_for_us_and_is_no_case_is_refused(other):
    from storage.transfer.sealing import seal

    for plain in (b"", b"{}", b"[]", b"\xff", b'{"transfer": 1}'):
        with pytest.raises(FileUnreadable):
            take_in(other, seal(plain, make_key(other.vault)), "Bas")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"\xff", b'{"zet":"x"}', b'{"zet":"x","format":1,"over":[]}']
)
def test_what_is_no_message_is_refused(data):
    with pytest.raises(FileUnreadable):
        read_message(data)


def test_a_forged_receipt_or_withdrawal_destroys_nothing(register, case, other):
    parcel = give(register, case, other)
    for kind in MessageKind:
        with pytest.raises(TransferAltered):
            understand(register, Message(kind, ((parcel.transfer, "0" * 64),)))
    with pytest.raises(UnknownTransfer):
        understand(register, Message(MessageKind.RECEIVED, (("ab" * 16, "0" * 64),)))
    assert register.case(case).number == 1


def test_a_key_that_is_no_key_seals_nothing(register, case):
    for key in (b"", b"\xff" * 1216, ReceivingKey.make().public[:-1]):
        with pytest.raises(KeyUnreadable):
            hand_over(register, case, key)
    assert register.places.links() == ()


def test_the_certificate_counts_the_laptops_that_did_not_confirm(register, case, other, tmp_path):
    from storage.destroy import anonymise_and_destroy

    taken = take_in(other, give(register, case, other, keep=True).data, "Bas")
    tell(register, taken.receipt)
    outcome = anonymise_and_destroy(
        register, folder=tmp_path, new_passphrase="daarna een heel ander geheim", without_workbook=True
    )
    assert outcome.certificate.places_not_confirmed == 1
    assert "niet is bevestigd" in outcome.certificate_file.read_text(encoding="utf-8")
