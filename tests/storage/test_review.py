"""Reading once more: every kind of free text, what somebody decided about it, and what makes a decision lapse."""

import random

import pytest

from flows.instrument import TEXT, Source
from storage.anonymise import Review, case_results
from storage.anonymise.finding import Finding
from storage.anonymise.review import EmptyWording
from tests.storage.kept import unread

RED = "Fatima wachtte drie maanden."


pytestmark = pytest.mark.usefixtures("talk")


@pytest.fixture
def talk(register, case):
    """What is typed in the conversation, one command after the other."""
    interview = register.open_interview(case, Source.RESIDENT)

    def say(command):
        nonlocal interview
        interview = interview.apply(register.append(case, Source.RESIDENT, command(interview)))

    say(lambda i: i.answer("2", "rood"))
    say(lambda i: i.give_reason("2", RED))
    return say


def only(register):
    (text,) = Review(register).texts()
    return text


def left(register, case) -> str | None:
    (answer, *_) = (
        answer
        for answer in case_results(register, [case], chance=random.Random(1))[0].sources[0].answers
        if answer.question == "2"
    )
    return answer.reason


def test_every_kind_of_free_text_is_read_in_the_order_of_the_conversation(register, talk):
    talk(lambda i: i.set_remark("2", "Later ging het beter."))
    talk(lambda i: i.answer("32", TEXT, "Er waren veel brieven."))
    talk(lambda i: i.add_entry("Eerste brief", "maart 2023", "1"))
    talk(lambda i: i.add_entry("", "mei 2023", "2"))
    talk(lambda i: i.set_closing_remark("Het duurde lang."))
    talk(lambda i: i.stop("De tijd was om."))
    review = Review(register)
    assert [(text.kind, text.question, text.value, text.original) for text in review.texts()] == [
        ("reden", "2", "rood", RED),
        ("toelichting", "2", "rood", "Later ging het beter."),
        ("open", "32", TEXT, "Er waren veel brieven."),
        ("tijdlijn", None, None, "Eerste brief"),
        ("slot", None, None, "Het duurde lang."),
        ("afsluiting", None, None, "De tijd was om."),
    ]
    assert unread(review) == 6


def test_what_was_accepted_leaves_in_its_new_wording(register, case):
    text = only(register)
    assert text.suggested == "[inwoner] wachtte drie maanden."
    assert left(register, case) is None
    accepted = Review(register).accept(text, "  [inwoner] wachtte lang. ")
    assert accepted.decision is not None
    assert left(register, case) == "[inwoner] wachtte lang."
    assert unread(Review(register)) == 0


@pytest.mark.parametrize("wording", ["", "  \n", "\u200b"])
def test_an_empty_wording_is_not_accepted(register, wording):
    with pytest.raises(EmptyWording):
        Review(register).accept(only(register), wording)
    assert only(register).decision is None


def test_what_is_left_out_stays_behind_until_it_is_read_again(register, case):
    review = Review(register)
    out = review.leave_out(review.accept(only(register), RED))
    assert left(register, case) is None
    assert unread(Review(register)) == 0
    review.accept(out, RED)
    assert left(register, case) == RED


def test_a_text_that_changed_since_waits_to_be_read_again(register, case, talk):
    Review(register).accept(only(register), RED)
    talk(lambda i: i.give_reason("2", "Fatima wachtte vier maanden."))
    assert only(register).decision is None
    assert left(register, case) is None


def test_where_two_people_read_the_second_is_somebody_else_and_accepts_the_same_wording(
    register, case, evaluation
):
    register.change_evaluation(evaluation.model_copy(update={"two_readers": True}))
    review = Review(register)
    first = review.accept(review.accept(only(register), "Het wachten duurde."), "Het wachten duurde.")
    assert (first.decision, first.waits_for("Anouk"), first.waits_for("Bas")) == (None, False, True)
    assert left(register, case) is None
    register.sit_down("Bas")
    other = review.accept(only(register), "Het wachten duurde lang.")  # another wording begins anew
    assert (other.decision, other.waits_for("Anouk"), other.waits_for("Bas")) == (None, True, False)
    register.sit_down("Anouk")
    both = review.accept(only(register), "Het wachten duurde lang.")
    assert both.decision is not None
    assert (both.decision.by, both.decision.second_by) == ("Bas", "Anouk")
    assert left(register, case) == "Het wachten duurde lang."


def test_another_finder_is_put_beside_ours_in_doubt(register):
    place = (Finding(RED.index("drie"), RED.index("drie") + 4, "getal", True, "[getal]"),)
    (text,) = Review(register, more=lambda _text: place).texts()
    assert [(one.replacement, one.sure) for one in text.findings] == [("[inwoner]", True), ("[getal]", False)]
    assert text.suggested == "[inwoner] wachtte drie maanden."
