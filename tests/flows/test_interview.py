"""The engine, behaviour by behaviour: route, reasons, the four states, undo, completion."""

import pytest

from flows.instrument import Condition, Source, load_instrument
from flows.interview import Closure, Interview, Status
from flows.interview_errors import AnswerRefused, InterviewClosed, NotComplete, NothingToUndo


def not_(question: str, value: str) -> Condition:
    return Condition.model_validate({"not": {"question": question, "is": value}})


def test_a_hides_b_then_c_that_depends_on_b_is_hidden_too_and_comes_back_with_it(talk, condition):
    t = talk("1?", "2?", "3*", vraag_2=condition("1", "ja"), vraag_3=condition("2", "ja"))
    t.say("1", "ja").say("2", "ja").say("3", "rood", reason="duurde lang")

    t.say("1", "nee")
    assert t.states("123") == ["beantwoord", "nvt_route", "nvt_route"]
    assert t.interview.view("3").value is None
    assert t.interview.view("3").reason == "niet van toepassing"

    t.say("1", "ja")
    assert t.states("123") == ["beantwoord"] * 3
    assert t.interview.view("3").reason == "duurde lang"


def test_an_answer_off_the_route_steers_no_other_rule(talk, condition):
    t = talk("1?", "2?", "3*", vraag_2=condition("1", "ja"), vraag_3=not_("2", "nee"))
    t.say("1", "ja").say("2", "nee")
    assert t.interview.status("3") is Status.OFF_ROUTE
    t.say("1", "nee")
    assert t.interview.status("3") is Status.OPEN  # the "nee" at 2 counts as blank now


def test_no_answer_to_the_safety_question_leaves_its_follow_ups_asked(talk):
    t = talk("1?", "2*", vraag_2=not_("1", "nee"))
    t.say("1", "geen_antwoord")
    assert t.states("12") == ["geen_antwoord", "open"]


@pytest.mark.parametrize("value", ["oranje", "rood", "nvt"])
def test_low_ratings_and_not_applicable_count_only_with_a_reason(talk, value):
    t = talk("1*")
    t.say("1", value)
    assert t.interview.status("1") is Status.REASON_MISSING
    with pytest.raises(NotComplete) as refused:
        t.interview.complete()
    assert refused.value.missing == (("1", "reden_ontbreekt"),)

    with pytest.raises(AnswerRefused) as blank:
        t.interview.give_reason("1", " \n\t ")
    assert blank.value.code == "empty_reason"

    t.happens(t.interview.give_reason("1", " te laat "))
    assert t.interview.view("1").reason == "te laat"
    assert t.interview.status("1") is (Status.NOT_APPLICABLE if value == "nvt" else Status.ANSWERED)


def test_no_reason_given_is_a_reason_counted_apart(talk):
    t = talk("1*").say("1", "rood")
    t.happens(t.interview.decline_reason("1"))
    assert t.interview.status("1") is Status.ANSWERED
    assert t.interview.view("1").reason_declined
    assert t.interview.view("1").reason is None


def test_a_reason_stays_between_orange_and_red_but_not_for_not_applicable(talk):
    t = talk("1*").say("1", "oranje", reason="niet gebeld")
    assert t.say("1", "rood").interview.view("1").reason == "niet gebeld"
    assert t.say("1", "nvt").interview.status("1") is Status.REASON_MISSING
    assert t.say("1", "groen").interview.view("1").reason is None
    assert t.say("1", "oranje").interview.view("1").reason == "niet gebeld"


def test_a_required_reason_off_the_route_does_not_keep_the_interview_open(talk, condition):
    t = talk("1?", "2*", vraag_2=condition("1", "ja")).say("1", "ja").say("2", "rood")
    t.say("1", "nee")
    assert t.interview.open_questions() == ()
    t.happens(t.interview.complete())
    assert t.interview.closure is Closure.COMPLETED


def test_what_would_leave_the_route_is_known_before_it_happens(talk, condition):
    t = talk("1?", "2*", "3*", vraag_2=condition("1", "ja"), vraag_3=condition("1", "ja"))
    t.say("1", "ja").say("2", "groen")
    assert [q.id for q in t.interview.what_would_change("1", "nee")] == ["2"]
    assert t.interview.what_would_change("1", "ja") == ()
    assert t.states("12") == ["beantwoord", "beantwoord"]  # nothing happened by asking


def test_a_question_off_the_route_takes_no_answer(talk, condition):
    t = talk("1?", "2*", vraag_2=condition("1", "ja")).say("1", "nee")
    with pytest.raises(AnswerRefused) as refused:
        t.interview.answer("2", "groen")
    assert refused.value.code == "off_route"


@pytest.mark.parametrize(("spec", "value"), [("1*", "ja"), ("1?", "groen"), ("1=", "groen"), ("1~", "tekst")])
def test_a_value_that_does_not_fit_the_question_is_refused(talk, spec, value):
    with pytest.raises(AnswerRefused) as refused:
        talk(spec).interview.answer("1", value)
    assert refused.value.code == "value_not_allowed"


def test_the_next_question_follows_the_one_before_and_comes_back_to_what_was_skipped(talk):
    t = talk("1*", "2*", "3*").say("2", "groen")
    assert t.interview.next_open(after="2").id == "3"
    t.say("3", "mint")
    assert t.interview.next_open(after="3").id == "1"
    t.say("1", "groen")
    assert t.interview.next_open() is None


def test_an_unnumbered_field_may_stay_empty_but_is_asked(talk):
    t = talk("1*", "ruimte=").say("1", "groen")
    assert t.interview.next_open(after="1").id == "ruimte"
    assert (t.interview.answered_count, t.interview.asked_count) == (1, 1)
    t.happens(t.interview.complete())


def test_a_conversation_that_was_not_begun_has_nothing_to_take_back_or_bring_back(talk):
    t = talk("1*")
    assert not t.interview.can_undo
    assert not t.interview.can_redo
    for ask in (t.interview.undo, t.interview.redo):
        with pytest.raises(NothingToUndo):
            ask()


def test_undo_and_redo_walk_back_and_forth_exactly(talk):
    t = talk("1*", "2*").say("1", "groen").say("2", "rood", reason="ver weg")
    t.undo()
    assert t.interview.status("2") is Status.REASON_MISSING
    t.undo()
    assert t.interview.status("2") is Status.OPEN
    t.redo().redo()
    assert t.interview.view("2").reason == "ver weg"
    assert not t.interview.can_redo
    t.undo().say("2", "groen")
    assert not t.interview.can_redo  # something new was said: there is nothing to bring back
    t.undo().undo().undo()
    assert t.states("12") == ["open", "open"]
    with pytest.raises(NothingToUndo):
        t.interview.undo()


def test_stopping_early_closes_with_a_reason_and_reopening_brings_everything_back(talk):
    t = talk("1*", "2*").say("1", "groen")
    with pytest.raises(AnswerRefused):
        t.interview.stop("  ")
    t.happens(t.interview.stop("mevrouw was moe"))
    assert (t.interview.closure, t.interview.closure_reason) == (Closure.STOPPED, "mevrouw was moe")
    with pytest.raises(InterviewClosed):
        t.interview.answer("2", "groen")
    t.happens(t.interview.reopen("tweede afspraak")).say("2", "mint")
    assert t.interview.closure is None


def test_the_timeline_is_done_only_with_entries_and_opens_again_when_the_last_is_removed(talk):
    t = talk("1~")
    with pytest.raises(AnswerRefused) as refused:
        t.interview.answer("1", "tijdlijn")
    assert refused.value.code == "no_entries"
    t.happens(t.interview.add_entry("aangemeld bij wijkteam", "voorjaar 2023", "e1")).say("1", "tijdlijn")
    assert t.interview.status("1") is Status.ANSWERED
    t.happens(t.interview.change_entry("e1", "aangemeld", "mei 2023"))
    assert t.interview.timeline[0].when == "mei 2023"
    t.happens(t.interview.remove_entry("e1"))
    assert t.interview.status("1") is Status.OPEN


def test_a_remark_or_a_closing_word_that_is_emptied_is_gone(talk):
    t = talk("1*")
    for text in ("wijkteam was lief", " "):
        t.happens(t.interview.set_remark("1", text)).happens(t.interview.set_closing_remark(text))
    assert t.interview.view("1").remark is None
    assert t.interview.closing_remark is None


def test_hostile_text_is_kept_readable_and_harmless(talk):
    t = talk("1=").say("1", "tekst", text="[/b] boos \x1b[31m\u202e😀 e\u0301\r\nregel twee\x00")
    assert t.interview.view("1").text == "[/b] boos [31m😀 é\nregel twee"


def test_the_real_lists_have_the_printed_counts_and_the_safety_route():
    instrument = load_instrument("zet")
    for source, asked, gate, follow_ups in (
        ("dossier", 27, "18", ("19", "20", "21", "22")),
        ("inwoner", 33, "24", ("25", "26", "27")),
        ("professional", 33, "22", ("23", "24", "25", "26")),
    ):
        questionnaire = next(q for q in instrument.questionnaires if q.source == source)
        interview = Interview(questionnaire, instrument.themes)
        assert interview.asked_count == asked
        gone = [q.id for q in interview.route()]
        gone = [
            q
            for q in gone
            if questionnaire.question(q).asked_if
            and not questionnaire.question(q).asked_if.holds(
                lambda i, gate=gate: "nee" if i == gate else None
            )
        ]
        assert tuple(gone) == follow_ups
        assert questionnaire.question(follow_ups[0]).not_asked_reason == (
            f"niet van toepassing: bij vraag {gate} is 'nee' geantwoord"
        )


def test_what_has_no_theme_stands_before_or_after_the_themes_of_whoever_is_asked():
    regie = load_instrument("regie")
    questionnaire = regie.questionnaire(Source.PROFESSIONAL)
    interview = Interview(questionnaire, regie.themes)
    places = {q.id: interview.place(q) for q in questionnaire.questions if q.theme is None}
    assert places == {
        "tijdlijn": "Vooraf", "sw": "Vooraf", "sw.samenwerking": "Tot slot",
        "b": "Vooraf", "b.samenwerking": "Tot slot",
    }  # fmt: skip
    assert [(p.title, p.total) for p in interview.progress() if p.theme is None] == [
        ("Vooraf", 3),
        ("Tot slot", 2),
    ]
