"""The register: cases before and after consent, and what may change when."""

from datetime import date

import pytest

from flows.consent import Signer
from flows.evaluation import TeamMember
from flows.instrument import Source
from storage.cases import (
    Approach,
    ConsentIncomplete,
    ConsentOnRecord,
    ConsentRefused,
    Draft,
    EntryIncomplete,
    EvaluationExists,
    EvaluationIncomplete,
    NameTaken,
    NotInTeam,
    ScopeFixed,
    UnknownCase,
)
from storage.vault import DiskFull


def test_an_evaluation_is_defined_once_and_survives_a_restart(register, open_register, evaluation, zet):
    with pytest.raises(EvaluationExists):
        register.define_evaluation(evaluation, zet)
    again = open_register()
    assert again.evaluation() == evaluation
    assert again.instrument().sha256 == zet.sha256
    assert again.person is None


def test_an_evaluation_that_did_not_reach_the_disk_can_be_defined_again(
    open_register, evaluation, zet, monkeypatch
):
    register = open_register()
    sealed = register.vault._sealed
    honest = sealed.execute

    def full(sql, parameters=()):
        if sql == "COMMIT":
            raise DiskFull
        return honest(sql, parameters)

    monkeypatch.setattr(sealed, "execute", full)
    with pytest.raises(DiskFull):
        register.define_evaluation(evaluation, zet)
    monkeypatch.undo()
    assert register.evaluation() is None
    register.define_evaluation(evaluation, zet)
    assert (register.evaluation(), register.instrument()) == (evaluation, zet)


def test_a_team_of_one_or_with_two_equal_names_is_refused(open_register, evaluation, zet):
    register = open_register()
    for team, code in (
        ((TeamMember(name="Anouk"),), "team_too_small"),
        ((TeamMember(name="Anouk"), TeamMember(name="anouk ")), "names_double"),
    ):
        with pytest.raises(EvaluationIncomplete) as refused:
            register.define_evaluation(evaluation.model_copy(update={"team": team}), zet)
        assert code in refused.value.codes
    assert register.evaluation() is None


def test_only_someone_of_the_team_sits_down(register):
    with pytest.raises(NotInTeam):
        register.sit_down("Dirk")
    assert register.person == "Anouk"


def test_a_case_before_consent_holds_only_what_the_letter_needs(register):
    case = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    assert register.vault.streams(case) == ("entry",)
    register.set_approach(case, Approach.APPROACHED)
    register.case(case)
    assert register.vault.streams(case) == ("entry",)


def test_a_case_without_a_field_or_with_a_known_name_is_refused_and_nothing_is_kept(register):
    register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    before = register.vault.compartments()
    with pytest.raises(EntryIncomplete) as refused:
        register.register_case("Piet", "  ", "Youssef", "")
    assert refused.value.fields == ("contact", "organisation")
    with pytest.raises(NameTaken) as taken:
        register.register_case("henk", "mail", "Karin", "wijkteam")
    assert taken.value.number == 1
    assert register.vault.compartments() == before


def test_names_are_told_apart_after_every_change_and_after_one_that_failed(register):
    first = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    register.register_case("Fatima", "per brief", "Youssef", "wijkteam")

    def rename_and_fail() -> None:
        with register.vault.transaction():
            register.change_case(first, register.case(first).entry.model_copy(update={"name": "Joris"}))
            register.register_case("Sanne", "per brief", "Youssef", "wijkteam")  # every name is looked at
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()
    with pytest.raises(NameTaken):
        register.register_case("HENK", "per brief", "Youssef", "wijkteam")
    register.register_case("Joris", "per brief", "Youssef", "wijkteam")
    register.change_case(first, register.case(first).entry.model_copy(update={"name": "Sanne"}))
    register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    with pytest.raises(NameTaken) as taken:
        register.register_case("sanne", "per brief", "Youssef", "wijkteam")
    assert taken.value.number == 1
    assert [case.entry.name for case in register.cases()] == ["Sanne", "Fatima", "Joris", "Henk"]


def test_one_more_case_opens_no_entry_that_was_looked_at_before(register, monkeypatch):
    opened = []
    honest = register.vault.read_last

    def counting(compartment, stream):
        opened.append(stream)
        return honest(compartment, stream)

    monkeypatch.setattr(register.vault, "read_last", counting)
    for number in range(40):
        register.register_case(f"Henk {number}", "per brief", "Youssef", "wijkteam")
    assert opened.count("entry") <= 41  # each once, and the first once more for the planned day


def test_who_does_not_want_to_is_destroyed_at_once_and_leaves_a_count(register):
    case = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    register.refused(case)
    assert register.refused_count == 1
    assert register.cases() == ()
    with pytest.raises(UnknownCase):
        register.case(case)


def test_a_signed_case_cannot_be_refused_only_withdrawn(register, case):
    with pytest.raises(ConsentOnRecord):
        register.refused(case)
    with pytest.raises(ConsentOnRecord):
        register.set_approach(case, Approach.NO_REPLY)
    register.withdraw(case)
    assert register.cases() == ()
    assert register.withdrawn_count == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"signed_on": None}, "not_signed"),
        ({"signed_on": date(2027, 1, 1)}, "signed_in_future"),
        ({"signed_on": date(2026, 2, 1)}, "signed_before_letter"),
        ({"talked_through_on": None}, "not_talked_through"),
        ({"told_back_in_own_words": False}, "not_told_back"),
        ({"told_free_to_stop": False}, "not_told_free"),
        ({"viewers": ()}, "viewers_missing"),
        ({"professional": " "}, "professional_missing"),
        ({"letter_text": "anders"}, "letter_changed"),
        ({"fg_informed_on": None}, "fg_not_informed"),
        ({"signer": Signer.WITH_REPRESENTATIVE, "representative": "Ans"}, "capacity_missing"),
        (
            {"signer": Signer.PARENT, "representative": "Ans", "representative_capacity": "moeder"},
            "child_not_asked",
        ),
    ],
)
def test_a_consent_that_lacks_something_is_not_recorded(register, signed, change, code):
    case = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    with pytest.raises(ConsentIncomplete) as refused:
        register.record_consent(case, signed(register, case, **change))
    assert code in [gap.code for gap in refused.value.gaps]
    assert register.consent(case) is None
    assert "consents" not in register.vault.streams(case)


def test_the_letter_is_filled_and_the_consent_keeps_its_text_and_hash(register, case):
    consent = register.consent(case)
    assert "Oosterdam" in consent.letter_text
    assert "Karin Postma" in consent.letter_text
    assert "<" not in consent.letter_text
    assert len(consent.letter_sha256) == 64
    assert consent.recorded_by == "Anouk"


def test_a_colleague_who_is_not_named_sees_counts_and_no_name(register, case):
    register.open_interview(case, Source.RESIDENT)
    register.cases()
    register.sit_down("Cem")
    overview = register.case(case)
    assert overview.entry is None
    assert overview.number == 1
    with pytest.raises(ConsentRefused) as refused:
        register.consent(case)
    assert [gap.code for gap in refused.value.verdict.gaps] == ["not_named"]


def test_the_scope_is_fixed_once_a_conversation_has_started(register, case, evaluation):
    smaller = evaluation.model_copy(update={"sources": (Source.DOSSIER, Source.RESIDENT)})
    register.change_evaluation(evaluation.model_copy(update={"urgent_contact": "112"}))
    register.open_interview(case, Source.DOSSIER)
    with pytest.raises(ScopeFixed):
        register.change_evaluation(smaller)


def test_an_interview_comes_back_after_a_restart_with_its_draft(register, open_register, case):
    interview = register.open_interview(case, Source.RESIDENT)
    register.append(case, Source.RESIDENT, interview.answer("3", "rood"))
    register.save_draft(case, Source.RESIDENT, Draft(question="3", field="reden", text="na drie maa"))

    again = open_register()
    again.sit_down("Bas")
    interview = again.open_interview(case, Source.RESIDENT)
    assert interview.view("3").value == "rood"
    assert again.draft(case, Source.RESIDENT).text == "na drie maa"
    assert again.draft(case, Source.PROFESSIONAL) is None
    again.discard_draft(case, Source.RESIDENT)
    assert again.draft(case, Source.RESIDENT) is None
    assert [event.author for event in interview.events] == ["Anouk", "Anouk"]


def test_the_overview_counts_what_was_answered(register, case):
    interview = register.open_interview(case, Source.RESIDENT)
    for question, value in (("3", "groen"), ("4", "mint"), ("5", "rood")):
        interview = interview.apply(register.append(case, Source.RESIDENT, interview.answer(question, value)))
    resident = next(s for s in register.case(case).sources if s.source is Source.RESIDENT)
    assert (resident.answered, resident.asked, resident.reasons_missing) == (2, 33, 1)
    assert resident.next_question == "5"  # its reason is still to be given
    register.append(case, Source.RESIDENT, interview.give_reason("5", "te laat"))
    resident = next(s for s in register.case(case).sources if s.source is Source.RESIDENT)
    assert resident.next_question == "6"


def test_the_name_list_of_a_case_is_kept_behind_the_gate(register, case):
    register.set_names(case, ("Samira", " ", "De Brug", "Samira"))
    assert register.names(case) == ("Samira", "De Brug")
    register.sit_down("Cem")
    with pytest.raises(ConsentRefused):
        register.names(case)


def test_who_did_not_want_to_but_was_interrupted_and_then_withdraws_is_counted_once(register):
    case = register.register_case("Henk", "per brief", "Youssef", "wijkteam")
    register._store.count("refused", case)  # the power went before the case did
    register.withdraw(case)
    assert (register.refused_count, register.withdrawn_count) == (0, 1)
