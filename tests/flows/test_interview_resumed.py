"""Where a conversation goes on after a pause: at what waits, and never past it."""

import pytest

from flows.interview_notes import add_note
from flows.interview_resumed import goes_on_with, last_question


def goes_on(t) -> str | None:
    question = goes_on_with(t.interview)
    return question.id if question is not None else None


def test_it_goes_on_after_the_last_answer_and_comes_back_to_what_was_skipped(talk):
    t = talk("1*", "2*", "3*")
    assert (last_question(t.interview), goes_on(t)) == (None, "1")
    assert goes_on(t.say("2", "groen")) == "3"
    assert goes_on(t.say("3", "groen")) == "1"
    assert goes_on(t.say("1", "groen")) is None


@pytest.mark.parametrize("what", ["remark", "undo", "note", "reason"])
def test_it_goes_on_at_the_question_that_still_waits(talk, what):
    t = talk("1*", "2*", "3*").say("1", "groen")
    if what == "remark":
        t.happens(t.interview.set_remark("2", "let op"))
    elif what == "undo":
        t.say("2", "groen").undo()
    elif what == "note":
        t.happens(add_note(t.interview, "los", "n1"))
    else:
        t.say("2", "rood")
    assert goes_on(t) == "2"


def test_a_changed_answer_leads_on_from_there_and_one_off_the_route_does_not_count(talk, condition):
    t = talk("1?", "2*", "3*", vraag_2=condition("1", "ja"))
    t.say("1", "ja").say("2", "rood").say("1", "nee")
    assert goes_on(t) == "3"


def test_a_step_on_the_timeline_belongs_to_its_question(talk):
    t = talk("1~", "2*")
    t.happens(t.interview.add_entry("gebeld", "maart 2023", "e1"))
    assert (last_question(t.interview), goes_on(t)) == ("1", "1")


def test_a_step_told_while_no_timeline_is_asked_belongs_to_no_question(talk, condition):
    t = talk("1?", "2~", "3*", vraag_2=condition("1", "ja")).say("1", "nee")
    t.happens(t.interview.add_entry("gebeld", "maart 2023", "e1"))
    assert (last_question(t.interview), goes_on(t)) == ("1", "3")
