"""What happens rarely and must be refused in words: missing records, another instrument, lists written anew."""

from pathlib import Path

import pytest

from flows.checklist import FEEDBACK_TERM_DAYS
from flows.instrument import Source
from flows.letter import LetterTopicMissing
from storage.cases import CASE, EntryIncomplete, InstrumentChanged, NoEvaluation, OutsideKind, Register
from storage.cases.letters import _needed, check_topics
from storage.cases.store import EVALUATION, utc_now


def test_without_an_evaluation_nothing_can_be_asked(open_register):
    register = open_register()
    assert register.evaluation() is None
    for ask in (
        register.instrument,
        lambda: register.questionnaire(Source.RESIDENT),
        lambda: register.refused_count,
        lambda: register.sit_down("Anouk"),
        lambda: register.register_case("Henk", "per brief", "Youssef", "wijkteam"),
    ):
        with pytest.raises(NoEvaluation):
            ask()
    assert register.vault.compartments() == ()


def test_an_evaluation_without_its_instrument_is_refused(open_register, evaluation):
    register = open_register()
    made = register.vault.new_compartment(EVALUATION)
    register.vault.append(made, "evaluation", evaluation.model_dump_json().encode())
    with pytest.raises(NoEvaluation):
        register.instrument()


def test_a_case_whose_entry_is_gone_is_named_as_incomplete(register):
    made = register.vault.new_compartment(CASE)
    with pytest.raises(EntryIncomplete) as refused:
        register.case(made)
    assert refused.value.fields == ("name",)


def test_a_conversation_with_another_instrument_than_the_sealed_one_does_not_open(register, case, zet):
    register.open_interview(case, Source.RESIDENT)
    register._store.keep_instrument(
        register._store.evaluation_compartment(), zet.model_copy(update={"version": "ander"})
    )
    again = Register(register.vault, now=register.now)
    again.sit_down("Anouk")
    before = register.vault.count(case, "journal/inwoner")
    with pytest.raises(InstrumentChanged) as refused:
        again.open_interview(case, Source.RESIDENT)
    assert refused.value.case == case
    assert register.vault.count(case, "journal/inwoner") == before


def test_the_questionnaire_is_in_the_evaluation_s_scope(register, evaluation):
    whole = register.questionnaire(Source.RESIDENT)
    register.change_evaluation(evaluation.model_copy(update={"themes": ("regie",)}))
    less = register.questionnaire(Source.RESIDENT)
    assert {question.theme for question in less.questions if question.theme} == {"regie"}
    assert len(whole.questions) > len(less.questions)


def test_a_case_is_found_by_its_number(register, case):
    assert register.case_numbered(1).id == case
    assert register.case_numbered(2) is None


def test_the_name_list_is_written_anew(register, case):
    register.set_names(case, ("Samira", "De Brug"))
    register.set_names(case, (" Daan ",))
    assert register.names(case) == ("Daan",)
    register.case_names.add(case, "daan")
    register.case_names.add(case, "  ")
    assert register.names(case) == ("Daan",)
    register.set_names(case, ())
    assert register.names(case) == ()


def test_a_letter_without_a_line_for_a_theme_asks_no_consent(register, evaluation, zet):
    letter = register._store.letter()
    less = letter.model_copy(update={"topics": tuple(t for t in letter.topics if t.theme != "veiligheid")})
    with pytest.raises(LetterTopicMissing) as refused:
        check_topics(evaluation, zet, less)
    assert refused.value.themes == ("veiligheid",)


def test_a_letter_without_fields_needs_none(register):
    letter = register._store.letter()
    bare = letter.model_copy(update={"title": "Meedoen", "period": "Dit jaar.", "blocks": letter.blocks[:1]})
    assert _needed(bare, ("regie",), tuple(Source)) == ()
    assert "municipality" in _needed(letter, ("regie",), tuple(Source))


def test_after_the_end_the_usual_term_holds_for_the_list_of_who_waits(open_register):
    register = open_register()
    assert register.feedback.term_days() == FEEDBACK_TERM_DAYS
    assert register.feedback.kept() == ()
    assert register.feedback.end_overdue() == 0


def test_the_clock_is_in_utc():
    assert utc_now().utcoffset().total_seconds() == 0


def test_taking_back_nothing_leaves_the_list_of_files_outside_as_it_is(register, tmp_path):
    for name in ("a.docx", "b.docx"):
        register.outside.add(OutsideKind.SESSION, tmp_path / name)
    register.outside.take_back(0)
    assert len(register.outside.files()) == 2
    register.outside.take_back(1)  # the control
    assert [Path(file.path).name for file in register.outside.files()] == ["a.docx"]
