"""What was answered and then passed by never leaves: not in the texts to read, not in the results, not in a score."""

import random

import pytest

from flows.instrument import Source
from flows.interview import Status
from flows.scores import overview
from storage.anonymise import Review, case_results

SECRET = "hij stond met een ladder voor het raam"


@pytest.fixture
def told(register, case):
    """Unsafe, then a red follow-up with its reason and a remark, both read and accepted for the export."""
    interview = register.open_interview(case, Source.DOSSIER)

    def say(question: str, value: str, reason: str | None = None) -> None:
        nonlocal interview
        answer = interview.answer(question, value)
        interview = interview.apply(register.append(case, Source.DOSSIER, answer))
        if reason is not None:
            given = interview.give_reason(question, reason)
            interview = interview.apply(register.append(case, Source.DOSSIER, given))

    say("2", "groen")
    say("18", "ja")
    say("21", "rood", SECRET)
    remark = interview.set_remark("21", SECRET)
    interview = interview.apply(register.append(case, Source.DOSSIER, remark))
    review = Review(register)
    for text in review.texts():
        review.accept(text, text.original)
    return say


def exported(register, case):
    return case_results(register, [case], chance=random.Random(1))


@pytest.mark.usefixtures("told")
def test_an_answer_on_the_route_leaves_with_what_was_accepted(register, case, zet):
    results = exported(register, case)
    answer = next(a for a in results[0].sources[0].answers if a.question == "21")
    assert (answer.value, answer.reason, answer.remark) == ("rood", SECRET, SECRET)
    assert overview(zet, results).of(Source.DOSSIER).question("21").n == 1


def test_passed_by_it_leaves_nothing_though_it_was_accepted_before(register, case, told, zet):
    told("18", "nee")
    results = exported(register, case)
    answer = next(a for a in results[0].sources[0].answers if a.question == "21")
    assert answer.status is Status.OFF_ROUTE
    assert (answer.value, answer.reason, answer.remark, answer.text) == (None,) * 4
    assert SECRET not in "".join(result.model_dump_json() for result in results)
    assert SECRET not in "".join(text.original for text in Review(register).texts())
    counted = overview(zet, results).of(Source.DOSSIER)
    assert (counted.question("21").n, counted.total.n) == (0, 1)


def test_when_the_question_is_asked_again_the_answer_and_its_reading_are_back(register, case, told):
    told("18", "nee")
    told("18", "geen_antwoord")
    answer = next(a for a in exported(register, case)[0].sources[0].answers if a.question == "21")
    assert (answer.value, answer.reason) == ("rood", SECRET)
