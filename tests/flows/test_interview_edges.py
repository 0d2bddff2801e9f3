"""The edges of the engine: what a refusal carries, moving on the timeline, and where one is after what is not there."""

import pytest

from flows import events as ev
from flows.instrument import Source, load_instrument
from flows.interview import Closure, Interview, Status
from flows.interview_errors import AnswerRefused, InterviewClosed, NotComplete, NothingToUndo
from flows.interview_notes import add_note, attach_note, drop_note, move_entry
from flows.interview_state import State, TimelineEntry, step
from flows.results import CaseResult, ResultAnswer, SourceResult
from flows.scores import NO_SCORES, Averages, Mean, overview

SAID = "GEHEIM"


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (lambda t: t.reopen(SAID), "not_closed"),
        (lambda t: t.stop("  "), "empty_reason"),
        (lambda t: t.add_entry(" ", "", "a"), "empty_entry"),
        (lambda t: t.change_entry("weg", SAID, ""), "unknown_entry"),
        (lambda t: t.remove_entry("weg"), "unknown_entry"),
        (lambda t: add_note(t, " ", "n"), "empty_text"),
        (lambda t: drop_note(t, "weg"), "unknown_note"),
        (lambda t: attach_note(t, "weg", "1"), "unknown_note"),
        (lambda t: move_entry(t, "weg", None), "unknown_entry"),
    ],
)
def test_a_refusal_that_is_about_no_question_names_none_and_repeats_nothing(talk, command, code):
    with pytest.raises(AnswerRefused) as refused:
        command(talk("1*", "2~").interview)
    assert (refused.value.question, refused.value.code) == ("", code)
    assert str(refused.value) == f"question -: {code}"


@pytest.mark.parametrize(
    ("question", "command", "code"),
    [
        ("1", lambda t: t.answer("1", "ja"), "value_not_allowed"),
        ("2", lambda t: t.answer("2", "tekst", "  "), "empty_text"),
        ("2", lambda t: t.answer("2", "tekst"), "empty_text"),
        ("3", lambda t: t.answer("3", "tijdlijn"), "no_entries"),
        ("1", lambda t: t.give_reason("1", " "), "empty_reason"),
        ("2", lambda t: t.give_reason("2", SAID), "no_reason_needed"),
        ("2", lambda t: t.decline_reason("2"), "no_reason_needed"),
        ("4", lambda t: t.answer("4", "groen"), "off_route"),
        ("4", lambda t: t.set_remark("4", SAID), "off_route"),
    ],
)
def test_a_refusal_about_a_question_names_it_and_repeats_nothing(talk, condition, question, command, code):
    t = talk("1*", "2=", "3~", "4*", vraag_4=condition("1", "groen")).say("1", "rood")
    with pytest.raises(AnswerRefused) as refused:
        command(t.interview)
    assert (refused.value.question, refused.value.code) == (question, code)
    assert str(refused.value) == f"question {question}: {code}"


def test_only_an_open_question_keeps_a_text(talk):
    interview = talk("1*", "2=").interview
    assert interview.answer("1", "groen", SAID).text is None
    assert interview.answer("2", "geen_antwoord", SAID).text is None
    assert interview.answer("2", "tekst", f" {SAID} ").text == SAID


def test_what_is_closed_says_how(talk):
    t = talk("1~")
    t.happens(add_note(t.interview, "los", "n")).happens(t.interview.stop("moe"))
    for command in (lambda i: add_note(i, "nog", "m"), lambda i: drop_note(i, "n"), lambda i: i.stop("weer")):
        with pytest.raises(InterviewClosed) as refused:
            command(t.interview)
        assert (refused.value.closure, str(refused.value)) == (Closure.STOPPED.value, "gestopt")


def test_the_other_refusals_say_what_they_are(talk):
    with pytest.raises(NothingToUndo, match=r"^nothing to undo$"):
        talk("1*").interview.undo()
    with pytest.raises(NotComplete, match=r"^2 open$"):
        talk("1*", "2*").interview.complete()


def test_a_loose_note_is_found_behind_others(talk):
    t = talk("1*")
    t.happens(add_note(t.interview, "eerste", "n1")).happens(add_note(t.interview, "tweede", "n2"))
    t.happens(attach_note(t.interview, "n2", "1"))
    assert t.interview.view("1").remark == "tweede"
    assert [note.id for note in t.interview.notes] == ["n1"]


# -- the timeline -------------------------------------------------------------------------------------------------


def told(talk, *entries: str):
    t = talk("1~")
    for entry in entries:
        t.happens(t.interview.add_entry(f"stap {entry}", "", entry))
    return t


@pytest.mark.parametrize(
    ("entry", "after", "order"),
    [("c", None, "cab"), ("a", "b", "bac"), ("a", "c", "bca"), ("b", "c", "acb"), ("c", "a", "acb")],
)
def test_a_step_is_told_right_after_another(talk, entry, after, order):
    t = told(talk, "a", "b", "c")
    t.happens(move_entry(t.interview, entry, after))
    assert "".join(each.id for each in t.interview.timeline) == order


@pytest.mark.parametrize(("entry", "after"), [("a", "a"), ("a", "weg"), ("weg", "a")])
def test_a_step_is_not_told_after_itself_or_what_is_not_there(talk, entry, after):
    with pytest.raises(AnswerRefused) as refused:
        move_entry(told(talk, "a", "b").interview, entry, after)
    assert refused.value.code == "unknown_entry"


def test_a_stored_move_behind_what_was_taken_back_leaves_the_order_as_it_is():
    entries = tuple(TimelineEntry(name, name, "") for name in "abc")
    moved = step(State(entries=entries), ev.EntryMoved(entry="c", after="weg"))
    assert moved.entries == entries


def test_a_stored_reason_for_what_asks_none_is_passed_by():
    state = step(State(), ev.Answered(question="1", value="groen"))
    assert step(state, ev.ReasonGiven(question="1", text="toch")) == state
    assert step(State(), ev.ReasonGiven(question="1", text="toch")) == State()


def test_changing_one_step_leaves_the_others(talk):
    t = told(talk, "a", "b", "c")
    t.happens(t.interview.change_entry("b", "anders", "2023"))
    assert [each.text for each in t.interview.timeline] == ["stap a", "anders", "stap c"]


def test_a_note_that_is_attached_leaves_the_answer_as_it_was(talk):
    t = talk("1*").say("1", "rood", reason="te laat")
    t.happens(add_note(t.interview, "let op", "n")).happens(attach_note(t.interview, "n", "1"))
    view = t.interview.view("1")
    assert (view.value, view.reason, view.remark) == ("rood", "te laat", "let op")


@pytest.mark.parametrize("body", [ev.InterviewCompleted(), ev.InterviewReopened(reason="toch")])
def test_why_a_source_was_stopped_goes_when_it_is_completed_or_opened(body):
    stopped = step(State(), ev.InterviewStopped(reason="moe"))
    assert stopped.closure_reason == "moe"
    assert step(stopped, body).closure_reason is None


def test_a_start_and_an_undo_change_no_state():
    started = ev.InterviewStarted(instrument="zet", version="1", sha256="0" * 64, source=Source.DOSSIER)
    assert step(State(), started) == State()
    assert step(State(), ev.Undone(event="0" * 32)) == State()


# -- where one is -------------------------------------------------------------------------------------------------


def test_looking_on_from_what_is_not_asked_begins_at_the_start(talk):
    interview = talk("1*", "2*").interview
    assert interview.next_open("weg").id == "1"
    assert interview.next_open("1").id == "2"
    assert interview.next_open("2").id == "1"


def test_replaying_keeps_the_titles_of_the_themes():
    zet = load_instrument("zet")
    again = Interview.replay(zet.questionnaire(Source.DOSSIER), (), zet.themes)
    assert again.progress()[0].title == "Toegang"


def test_a_theme_without_a_title_goes_by_its_id_and_a_list_without_themes_is_all_closing(talk):
    zet = load_instrument("zet")
    nameless = Interview(zet.questionnaire(Source.DOSSIER))
    assert nameless.place(nameless.questionnaire.question("1")) == "toegang"
    bare = talk("1*", "2*").interview
    assert [bare.place(question) for question in bare.route()] == ["Tot slot", "Tot slot"]


# -- the figures --------------------------------------------------------------------------------------------------


def test_what_was_never_scored_has_no_average():
    averages = Averages()
    found = [averages.theme("x"), averages.criterion(9), averages.row(9), averages.question("x")]
    assert found == [NO_SCORES] * 4
    zet = load_instrument("zet")
    bare = zet.model_copy(update={"questionnaires": zet.questionnaires[:1]})
    stranger = SourceResult(
        source=Source.RESIDENT,
        answers=(ResultAnswer(question="2", status=Status.ANSWERED, value="rood"),),
    )
    figures = overview(bare, [CaseResult(number=1, sources=(stranger,))])
    assert figures.of(Source.RESIDENT) == Averages()  # no list of that source in this instrument
    assert figures.all.total == NO_SCORES


def test_an_answered_rating_without_a_colour_has_no_score():
    zet = load_instrument("zet")
    odd = ResultAnswer(question="2", status=Status.ANSWERED, value=None)
    result = SourceResult(source=Source.DOSSIER, answers=(odd,))
    assert overview(zet, [CaseResult(number=1, sources=(result,))]).all.total == NO_SCORES


def test_every_score_under_a_criterion_and_row_counts_once_in_its_average():
    """Regiestappen asks one row of two people: row and criterion pool questions of one source."""
    regie = load_instrument("regie")
    values = {"sw.6": "groen", "b.6": "rood", "sw.9": "mint", "b.9": "oranje", "sw.9.1": "groen"}
    answers = tuple(ResultAnswer(question=q, status=Status.ANSWERED, value=v) for q, v in values.items())
    result = SourceResult(source=Source.PROFESSIONAL, answers=answers)
    averages = overview(regie, [CaseResult(number=1, sources=(result,))]).of(Source.PROFESSIONAL)
    assert averages.row(6) == averages.criterion(6) == Mean(5, 2)
    assert averages.row(10) == Mean(5, 2)
    assert averages.criterion(9) == Mean(9, 3)
    assert averages.theme("plan_van_aanpak") == Mean(9, 3)
    assert averages.total == Mean(14, 5)
