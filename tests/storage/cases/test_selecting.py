"""Selecting cases: the approach and its end, what is noted after consent, preparing, and files outside the vault."""

from datetime import date
from pathlib import Path

import pytest

from flows.checklist import Item, UnknownTick
from flows.consent import Signer
from flows.evaluation import LIFE_DOMAINS, TeamMember
from flows.instrument import Source
from storage.cases import (
    Approach,
    CaseFacts,
    ConsentIncomplete,
    ConsentOnRecord,
    ConsentRefused,
    EntryTooLong,
    EvaluationIncomplete,
    FactsRefused,
    FeedbackWish,
    NotOverdue,
    OutsideKind,
    UnknownCase,
)
from tests.storage.kept import all_consents

HENK = ("Henk Visser", "per brief", "Youssef Amari", "wijkteam")


def gone(register, case):
    with pytest.raises(UnknownCase):
        register.case(case)
    return register.cases() == ()


# --- the approach ------------------------------------------------------------------------------------


def test_without_an_answer_a_case_is_offered_only_after_the_term(register, open_register):
    case = register.register_case(*HENK)
    register.set_approach(case, Approach.APPROACHED)
    assert register.without_answer() == ()
    with pytest.raises(NotOverdue):
        register.let_go(case)

    later = open_register()
    clock = later._store.now
    later._store.now = lambda: clock().replace(month=4)
    later.sit_down("Anouk")
    later.set_approach(case, Approach.NO_REPLY)  # the term still runs from the approach
    assert [found.id for found in later.without_answer()] == [case]
    later.let_go(case)
    assert later.no_reply_count == 1
    assert later.refused_count == 0
    assert gone(later, case)


def test_who_was_never_approached_is_never_offered(register):
    case = register.register_case(*HENK)
    clock = register._store.now
    register._store.now = lambda: clock().replace(year=2027)
    assert register.without_answer() == ()
    assert register.case(case).approach is Approach.TO_APPROACH


def test_a_signed_case_is_never_offered(register, case):
    with pytest.raises(ConsentOnRecord):
        register.let_go(case)


@pytest.mark.parametrize("field", ["name", "contact", "professional", "organisation"])
def test_an_overlong_field_is_named_and_nothing_is_kept(register, field):
    before = register.vault.compartments()
    words = dict(zip(("name", "contact", "professional", "organisation"), HENK, strict=True))
    with pytest.raises(EntryTooLong) as refused:
        register.register_case(**{**words, field: "a" * 301})
    assert refused.value.fields == (field,)
    assert register.vault.compartments() == before


def test_an_overlong_name_in_the_team_is_refused(register, evaluation):
    team = (*evaluation.team, TeamMember(name="A" * 81))
    with pytest.raises(EvaluationIncomplete) as refused:
        register.change_evaluation(evaluation.model_copy(update={"team": team}))
    assert refused.value.codes == ("name_too_long",)
    assert register.evaluation() == evaluation


@pytest.mark.parametrize("line", ["title", "municipality", "organisation", "controller", "return_address"])
def test_an_overlong_line_of_the_letter_is_refused(register, evaluation, line):
    register.change_evaluation(evaluation.model_copy(update={line: "a" * 300}))
    with pytest.raises(EvaluationIncomplete) as refused:
        register.change_evaluation(evaluation.model_copy(update={line: "a" * 301}))
    assert refused.value.codes == ("line_too_long",)


# --- consent -----------------------------------------------------------------------------------------


def test_a_new_person_who_will_look_asks_for_a_new_letter_and_a_new_consent(
    register, case, signed, evaluation
):
    team = (*evaluation.team, TeamMember(name="Dirk"))
    register.change_evaluation(evaluation.model_copy(update={"team": team}))
    old = register.consent(case)
    with pytest.raises(ConsentIncomplete) as refused:
        register.record_consent(case, old.model_copy(update={"viewers": ("Anouk", "Dirk")}))
    assert [(g.code, g.detail) for g in refused.value.gaps] == [("viewer_not_in_letter", "Dirk")]

    new = signed(register, case, viewers=("Anouk", "Dirk"))
    register.record_consent(case, new)
    assert [c.viewers for c in all_consents(register, case)] == [("Anouk", "Bas"), ("Anouk", "Dirk")]
    register.sit_down("Dirk")
    assert register.verdict(case, Source.RESIDENT).allowed
    register.sit_down("Bas")
    assert not register.verdict(case, Source.RESIDENT).allowed


def test_an_interviewer_who_left_the_team_cannot_be_recorded(register, signed):
    case = register.register_case(*HENK)
    with pytest.raises(ConsentIncomplete) as refused:
        register.record_consent(case, signed(register, case, talked_through_by="Dirk"))
    assert [(g.code, g.detail) for g in refused.value.gaps] == [("talker_not_in_team", "Dirk")]
    assert register.consent(case) is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"representative": "A" * 81}, "representative_too_long"),
        ({"representative_capacity": "m" * 81}, "capacity_too_long"),
        ({"feedback_wanted": True, "feedback_channel": "b" * 301}, "channel_too_long"),
    ],
)
def test_an_overlong_name_or_way_to_reach_somebody_is_not_recorded(register, signed, changes, code):
    case = register.register_case(*HENK)
    beside = {
        "signer": Signer.WITH_REPRESENTATIVE,
        "representative": "A" * 80,
        "representative_capacity": "m" * 80,
        "feedback_channel": "b" * 300,
    }
    with pytest.raises(ConsentIncomplete) as refused:
        register.record_consent(case, signed(register, case, **{**beside, **changes}))
    assert [gap.code for gap in refused.value.gaps] == [code]
    assert register.vault.streams(case) == ("entry",)
    register.record_consent(case, signed(register, case, **beside))


def test_another_professional_than_the_letter_s_is_not_interviewed(register, case):
    entry = register.case(case).entry
    register.change_case(case, entry.model_copy(update={"professional": "Youssef Amari"}))
    assert register.verdict(case, Source.RESIDENT).allowed
    found = register.verdict(case, Source.PROFESSIONAL)
    assert [(g.code, g.detail) for g in found.gaps] == [("professional_changed", "Karin Postma")]


def test_the_letter_in_the_resident_s_hands_is_the_one_a_consent_records(register, evaluation):
    case = register.register_case(*HENK)
    given = register.letters.compose(case).written
    register.letters.keep(case, given)
    register.sit_down("Bas")
    register.change_evaluation(evaluation.model_copy(update={"fg_phone": "088 111 11 11"}))
    assert register.draft_consent(case).letter_text == given.text
    assert register.draft_consent(case).letter_sha256 == given.sha256
    fresh = register.draft_consent(case, fresh=True)
    assert "088 111 11 11" in fresh.letter_text
    assert fresh.letter_sha256 != given.sha256


def test_feedback_keeps_name_and_channel_apart_and_for_a_set_time(register, signed):
    case = register.register_case(*HENK)
    wish = {"feedback_wanted": True, "feedback_channel": "Dorpsstraat 1"}
    register.record_consent(case, signed(register, case, **wish))
    (survivor,) = register.feedback.survivors()
    assert survivor.kind == "feedback"
    assert b"Dorpsstraat 1" in survivor.streams["wish"][0]
    assert case.encode() not in survivor.streams["wish"][0]
    kept = register.vault.new_compartment("feedback")
    register.vault.append(kept, "wish", survivor.streams["wish"][0])
    assert [w.channel for _, w in register.feedback.waiting()] == ["Dorpsstraat 1"]
    assert register.feedback.overdue(0) == ()
    assert register.feedback.end_overdue() == 0
    clock = register._store.now
    register._store.now = lambda: clock().replace(year=2027, day=1)
    assert register.feedback.overdue(0) == ()
    register._store.now = lambda: clock().replace(year=2027, day=3)
    assert [w.name for _, w in register.feedback.overdue(0)] == ["Henk Visser"]
    register.feedback.told(kept)
    assert register.feedback.waiting() == ()


def test_a_list_of_an_earlier_program_without_a_last_day_ends_after_the_team_s_term(register):
    for name, asked_on in (("Henk", date(2026, 1, 1)), ("Piet", date(2026, 3, 1)), ("Sanne", None)):
        kept = register.vault.new_compartment("feedback")
        wish = FeedbackWish(name=name, channel="per brief", asked_on=asked_on)
        register.vault.append(kept, "wish", wish.model_dump_json(exclude={"until"}).encode())
    preparing = register.preparing
    preparing.keep(preparing.read().model_copy(update={"feedback_term_days": 30}))
    assert register.feedback.end_overdue() == 1
    assert sorted(w.name for _, w in register.feedback.waiting()) == ["Piet", "Sanne"]


@pytest.mark.parametrize(("days", "words"), [(365, "een jaar"), (90, "90 dagen"), (1, "een dag")])
def test_the_letter_says_how_long_a_name_is_kept_for_the_outcome(register, days, words):
    preparing = register.preparing
    preparing.keep(preparing.read().model_copy(update={"feedback_term_days": days}))
    case = register.register_case(*HENK)
    assert f"niet langer dan {words} na uw handtekening" in register.draft_consent(case).letter_text


def test_the_last_day_stands_with_the_name_when_the_case_is_gone(register, signed):
    preparing = register.preparing
    preparing.keep(preparing.read().model_copy(update={"feedback_term_days": 30}))
    case = register.register_case(*HENK)
    wish = {"feedback_wanted": True, "feedback_channel": "Dorpsstraat 1"}
    register.record_consent(case, signed(register, case, **wish))
    assert [kept.until for kept in register.feedback.kept()] == [date(2026, 4, 1)]


def test_who_does_not_want_feedback_leaves_no_channel(register, case):
    assert register.consent(case).feedback_channel == ""
    assert register.feedback.survivors() == ()


def test_a_parent_signs_under_sixteen_and_the_child_is_asked(register, signed):
    case = register.register_case(*HENK)
    beside = {"signer": Signer.PARENT, "representative": "Ans", "representative_capacity": "moeder"}
    with pytest.raises(ConsentIncomplete):
        register.record_consent(case, signed(register, case, **beside))
    with pytest.raises(ConsentIncomplete) as refused:
        register.record_consent(case, signed(register, case, **beside, child_asked=True))
    assert [gap.code for gap in refused.value.gaps] == ["minors_not_confirmed"]
    register.preparing.tick(Item.MINORS)
    register.record_consent(case, signed(register, case, **beside, child_asked=True))
    assert register.verdict(case, Source.RESIDENT).allowed
    assert register.names(case) == ("Ans",)


# --- after consent -----------------------------------------------------------------------------------


def test_household_and_domains_come_only_after_consent(register, case):
    other = register.register_case(*HENK)
    with pytest.raises(ConsentRefused):
        register.facts.keep(other, CaseFacts(household="een kind"))
    assert register.vault.streams(other) == ("entry",)

    register.facts.keep(
        case, CaseFacts(household=" twee kinderen ", domains=("veiligheid", "wonen"), can_reflect=True)
    )
    known = register.facts.read(case)
    assert known == CaseFacts(household="twee kinderen", domains=("wonen", "veiligheid"), can_reflect=True)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (CaseFacts(domains=("sterrenkunde",)), "unknown_domain"),
        (CaseFacts(household="a" * 301), "household_too_long"),
    ],
)
def test_facts_that_cannot_be_kept_change_nothing(register, case, facts, code):
    register.facts.keep(case, CaseFacts(household="een kind"))
    with pytest.raises(FactsRefused) as refused:
        register.facts.keep(case, facts)
    assert refused.value.code == code
    assert register.facts.read(case).household == "een kind"


def test_the_selection_says_whether_cooperation_can_be_seen(register, case, signed):
    other = register.register_case(*HENK)
    register.record_consent(other, signed(register, other))
    register.facts.keep(case, CaseFacts(domains=("geld",)))
    assert register.facts.selection().across == 0
    register.facts.keep(other, CaseFacts(domains=("wonen", "geld")))
    found = register.facts.selection()
    assert (found.cases, found.known, found.across) == (2, 2, 1)
    assert found.domains == ("wonen", "geld")
    assert set(found.domains) <= set(LIFE_DOMAINS)
    register.sit_down("Cem")
    assert register.facts.selection().cases == 0


# --- preparing ---------------------------------------------------------------------------------------


def test_the_preparation_is_kept_with_the_evaluation(register, open_register):
    preparing = register.preparing
    assert preparing.plan() is None
    preparing.keep(preparing.read().model_copy(update={"start": date(2026, 3, 2)}))
    preparing.tick(Item.FIRST_TOGETHER)
    preparing.tick(Item.INSTRUCTION, "Bas")
    with pytest.raises(UnknownTick):
        preparing.tick(Item.FG_INFORMED)

    again = open_register().preparing
    assert again.plan().hours == 42
    state = {point.item: point for point in again.checklist()}
    assert state[Item.FG_INFORMED].done
    assert state[Item.FIRST_TOGETHER].done
    assert state[Item.INSTRUCTION].open_for == ("Anouk", "Cem")
    assert [(t.by, t.on) for t in again.read().ticks] == [("Anouk", date(2026, 3, 2))] * 2
    again.untick(Item.FIRST_TOGETHER)
    assert not {point.item: point.done for point in again.checklist()}[Item.FIRST_TOGETHER]


def test_files_outside_the_vault_are_listed_and_counted(register, open_register):
    register.outside.add(OutsideKind.LETTER, Path("brieven/toestemmingsbrief-casus-1.docx"))
    register.outside.add(OutsideKind.LETTER, Path("brieven/toestemmingsbrief-casus-2.docx"))
    register.outside.add(OutsideKind.CALENDAR, Path("planning.ics"))
    again = open_register()
    assert [file.kind for file in again.outside.files()][-1] is OutsideKind.CALENDAR
    assert again.outside.counts() == {OutsideKind.LETTER: 2, OutsideKind.CALENDAR: 1}
