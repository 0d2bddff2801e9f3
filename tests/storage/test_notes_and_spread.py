"""A loose note never leaves; the colours per organisation do, beside the person's own score."""

import random

import pytest

from flows.instrument import Source
from flows.interview_notes import add_note, attach_note
from flows.spread import read_spread
from storage.anonymise import Review, case_results
from storage.export.workbook_plan import _entry

SECRET = "Fatima belde zelf de wijkagent"
SPREAD = "Wijkteam groen, schuldhulp rood"


@pytest.fixture
def talk(register, case):
    """What is typed about question 2 of the file, one command after the other."""
    interview = register.open_interview(case, Source.DOSSIER)

    def say(command):
        nonlocal interview
        interview = interview.apply(register.append(case, Source.DOSSIER, command(interview)))
        return interview

    say(lambda i: i.answer("2", "groen"))
    return say


def answer_of(register, case):
    results = case_results(register, [case], chance=random.Random(1))
    assert SECRET not in results[0].model_dump_json()
    return next(a for a in results[0].sources[0].answers if a.question == "2")


def test_a_loose_note_is_no_text_to_read_and_is_not_in_the_results(register, case, talk):
    talk(lambda i: add_note(i, SECRET, "n1"))
    assert SECRET not in "".join(text.original for text in Review(register).texts())
    assert answer_of(register, case).remark is None


def test_once_attached_it_is_a_remark_that_waits_to_be_read(register, case, talk):
    talk(lambda i: add_note(i, SECRET, "n1"))
    talk(lambda i: attach_note(i, "n1", "2"))
    (text,) = Review(register).texts()
    assert (text.original, text.kind, text.decision) == (SECRET, "toelichting", None)
    assert answer_of(register, case).remark is None


def test_the_spread_leaves_beside_the_score_also_without_the_wording(register, case, talk, zet):
    interview = talk(lambda i: i.set_remark("2", f"{SPREAD}. {SECRET}"))
    answer = answer_of(register, case)
    assert (answer.value, answer.remark, answer.spread) == ("groen", None, read_spread(SPREAD))
    assert interview.view("2").value == "groen"
    question = zet.questionnaire(Source.DOSSIER).question("2")
    assert _entry(question, answer).remark == "wijkteam groen, schuldhulp rood."


def test_the_workbook_does_not_say_a_spread_twice(register, case, talk, zet):
    talk(lambda i: i.set_remark("2", SPREAD))
    review = Review(register)
    (text,) = review.texts()
    review.accept(text, SPREAD)
    question = zet.questionnaire(Source.DOSSIER).question("2")
    assert _entry(question, answer_of(register, case)).remark == SPREAD
