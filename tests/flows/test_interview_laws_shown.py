"""Laws about what is shown and exported: scores, off-route answers, undo, and events on disk."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from operator import add

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from flows import events as ev
from flows.events import Event, UnknownEventVersion, event_from_bytes, event_to_bytes
from flows.instrument import (
    VALUES,
    Condition,
    Criterion,
    Instrument,
    Question,
    QuestionKind,
    Questionnaire,
    Rating,
    Source,
    Theme,
)
from flows.interview import Interview, Status
from flows.interview_errors import InterviewError, NotComplete
from flows.interview_state import reason_slot
from flows.results import CaseResult, ResultAnswer, SourceResult
from flows.scores import Overview, overview

STAMP = datetime(2026, 1, 1, tzinfo=UTC)
THEMES = ("toegang", "regie")


def leaf(question: Question, values: Iterable[str]) -> dict[str, object]:
    return {"question": question.id, "one_of": list(values)}


@st.composite
def conditions(draw: st.DrawFn, earlier: list[Question], depth: int = 2) -> dict[str, object]:
    shape = draw(st.sampled_from(["leaf", "not", "any", "all"] if depth else ["leaf"]))
    if shape == "leaf":
        question = draw(st.sampled_from(earlier))
        return leaf(question, draw(st.sets(st.sampled_from(VALUES[question.kind]), min_size=1)))
    if shape == "not":
        return {"not": draw(conditions(earlier, depth - 1))}
    return {shape: [draw(conditions(earlier, depth - 1)) for _ in range(2)]}


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    questions: list[Question] = []
    for number in range(1, draw(st.integers(2, 9)) + 1):
        kind = draw(st.sampled_from([QuestionKind.RATING, QuestionKind.RATING, *QuestionKind]))
        conditional = bool(questions) and draw(st.integers(0, 2)) > 0
        place = draw(st.sampled_from([1, 2, None]))
        questions.append(
            Question(
                id=str(number),
                number=draw(st.sampled_from([number, number, None])),
                optional=draw(st.sampled_from([None, False, True])),
                kind=kind,
                text=f"Vraag {number}",
                criterion=place,
                theme=None if place is None else THEMES[place - 1],
                asked_if=Condition.model_validate(draw(conditions(questions))) if conditional else None,
                not_asked_reason="overgeslagen" if conditional else None,
            )
        )
    questionnaire = Questionnaire(
        source=Source.RESIDENT, title="t", goal="g", preparation="p", filling_in="f",
        labels=dict.fromkeys(Rating, "label"), questions=tuple(questions),
    )  # fmt: skip
    return Instrument(
        id="klein", version="1", title="Klein", citation="Zelf bedacht",
        themes=tuple(Theme(id=theme, title=theme, rationale="Daarom") for theme in THEMES),
        criteria=tuple(Criterion(number=n, theme=theme, text="Goed") for n, theme in enumerate(THEMES, 1)),
        questionnaires=(questionnaire,),
    )  # fmt: skip


# Every list is answered once before anything else happens: in what nobody answered, nothing can leave the route.
FIRST = st.tuples(*(st.tuples(st.just(at), st.integers(0, 9), st.just(0)) for at in range(9))).map(list)
MORE = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 9), st.integers(0, 41)), max_size=40)
STEPS = st.builds(add, FIRST, MORE)
MOSTLY_ANSWERS = st.integers(0, 15) | st.integers(0, 41)


def applied(interview: Interview, body: ev.Body) -> Interview:
    number = len(interview.events)
    stamp = STAMP + timedelta(seconds=number)
    return interview.apply(Event(id=f"{number:032x}", author="Bas", at=stamp, body=body))


def command(interview: Interview, where: int, what: int, how: int) -> ev.Body:
    """Any command that a person can give, a fitting one or not."""
    questions = interview.questionnaire.questions
    question = questions[where % len(questions)]
    entry = f"e{what % 3}"
    rare = {
        41: lambda: interview.stop("moe"),
        40: lambda: interview.reopen("toch weer"),
        39: interview.complete,
        38: lambda: interview.set_closing_remark(f"slot {what}"),
        37: lambda: interview.decline_reason(question.id),
        36: lambda: interview.remove_entry(entry),
        35: lambda: interview.change_entry(entry, "anders", "2023"),
        34: lambda: interview.add_entry(f"stap {what}", "maart 2023", entry),
        33: lambda: interview.add_entry(f"stap {what}", "", entry),
        32: interview.redo,
        31: interview.redo,
    }
    if how in rare:
        return rare[how]()
    if how > 27:
        return interview.undo()
    if how > 24:
        return interview.set_remark(question.id, f"opmerking {what}")
    if how > 15:
        return interview.give_reason(question.id, f"reden {what}")
    return interview.answer(question.id, question.values[what % len(question.values)], text=f"tekst {what}")


def walk(instrument: Instrument, steps: list[tuple[int, int, int]]) -> Interview:
    interview = Interview(instrument.questionnaires[0], instrument.themes)
    for where, what, how in steps:
        try:
            body = command(interview, where, what, how)
        except InterviewError:
            if how == 40 or interview.closure is None:
                continue
            body = interview.reopen("verder")
        interview = applied(interview, body)
    return interview


def scores(instrument: Instrument, interview: Interview) -> Overview:
    answers = tuple(
        ResultAnswer(question=view.question.id, status=view.status, value=view.value)
        for view in interview.views()
    )
    result = SourceResult(source=Source.RESIDENT, answers=answers)
    return overview(instrument, (CaseResult(number=1, sources=(result,)),))


def everything(interview: Interview) -> tuple[object, ...]:
    return (
        interview.views(),
        interview.route(),
        interview.timeline,
        interview.closure,
        interview.closure_reason,
        interview.closing_remark,
        interview.progress(),
        interview.open_questions(),
    )


@given(instruments(), STEPS)
def test_replaying_what_is_on_disk_gives_the_same_interview(instrument, steps):
    interview = walk(instrument, steps)
    stored = [event_to_bytes(event) for event in interview.events]
    again = Interview.replay(instrument.questionnaires[0], map(event_from_bytes, stored), instrument.themes)
    assert everything(again) == everything(interview)
    assert again.events == interview.events
    assert (again.can_undo, again.can_redo) == (interview.can_undo, interview.can_redo)


@given(instruments(), STEPS, st.integers(0, 8), st.integers(0, 9), st.integers(0, 38))
def test_undo_gives_back_exactly_what_was_there_and_redo_what_came(instrument, steps, where, what, how):
    before = walk(instrument, steps)
    try:
        body = command(before, where, what, how)
    except InterviewError:
        return
    if isinstance(body, ev.Undone):
        return
    after = applied(before, body)
    undone = applied(after, after.undo())
    assert everything(undone) == everything(before)
    assert everything(applied(undone, undone.redo())) == everything(after)


@given(instruments(), STEPS, st.integers(0, 8), st.integers(0, 9), MOSTLY_ANSWERS)
def test_what_would_leave_the_route_is_known_before_anything_happens(instrument, steps, where, what, how):
    before = walk(instrument, steps)
    try:
        body = command(before, where, what, how)
    except InterviewError:
        return
    announced = {question.id for question in before.what_would_leave(body)}
    if isinstance(body, ev.Answered):
        assert announced == {q.id for q in before.what_would_change(body.question, body.value)}
    after = applied(before, body)
    shown = {view.question.id for view in before.views() if view.value is not None}
    assert announced == {question for question in shown if not after.is_on_route(question)}


@given(instruments(), STEPS)
def test_undoing_everything_leaves_an_empty_interview_and_redoing_everything_brings_it_back(
    instrument, steps
):
    steps = [step for step in steps if step[2] < 39]  # closing is not undone, it is reopened
    interview = walked = walk(instrument, steps)
    count = 0
    while interview.can_undo:
        interview = applied(interview, interview.undo())
        count += 1
    assert everything(interview) == everything(Interview(instrument.questionnaires[0], instrument.themes))
    for _ in range(count):
        interview = applied(interview, interview.redo())
    assert everything(interview) == everything(walked)


@given(instruments(), STEPS)
def test_only_what_is_shown_counts(instrument, steps):
    """An interview told again from its shown answers alone has the same route, states and scores."""
    told = walk(instrument, steps)
    again = Interview(instrument.questionnaires[0], instrument.themes)
    for entry in told.timeline:
        again = applied(again, again.add_entry(entry.text, entry.when, entry.id))
    for view in told.views():
        if view.value is not None:
            again = applied(again, again.answer(view.question.id, view.value, view.text))
        if view.reason_declined:
            again = applied(again, again.decline_reason(view.question.id))
        elif view.reason is not None and view.status is not Status.OFF_ROUTE:
            again = applied(again, again.give_reason(view.question.id, view.reason))
        if view.remark is not None:
            again = applied(again, again.set_remark(view.question.id, view.remark))
    assert again.views() == told.views()
    assert again.route() == told.route()
    assert scores(instrument, again) == scores(instrument, told)


@given(instruments(), st.data())
def test_any_order_of_the_same_final_answers_gives_the_same_scores(instrument, data):
    questionnaire = instrument.questionnaires[0]
    final = {question.id: data.draw(st.sampled_from(question.values)) for question in questionnaire.questions}

    def filled(order: list[str]) -> Interview:
        interview = Interview(questionnaire, instrument.themes)
        interview = applied(interview, interview.add_entry("aangemeld", "2023", "e1"))
        for _ in order:  # what is off the route now may come on it later: go round until nothing is new
            for question in order:
                if interview.is_on_route(question) and interview.view(question).value is None:
                    interview = applied(interview, interview.answer(question, final[question], "tekst"))
                if interview.status(question) is Status.REASON_MISSING:
                    interview = applied(interview, interview.give_reason(question, "reden"))
        return interview

    printed, shuffled = filled(list(final)), filled(data.draw(st.permutations(list(final))))
    assert printed.views() == shuffled.views()
    assert printed.route() == shuffled.route()
    assert scores(instrument, printed) == scores(instrument, shuffled)
    shuffled.complete()  # with everything answered there is nothing left to ask


@given(instruments(), STEPS)
def test_an_answer_off_the_route_reaches_no_view_no_score_and_no_count(instrument, steps):
    interview = walk(instrument, steps)
    hidden = {view.question.id for view in interview.views() if view.status is Status.OFF_ROUTE}
    assert hidden == {q.id for q in interview.questionnaire.questions} - {q.id for q in interview.route()}
    for view in interview.views():
        if view.question.id in hidden:
            shown = (view.value, view.text, view.remark, view.reason_declined)
            assert shown == (None, None, None, False)
            assert view.reason == view.question.not_asked_reason
    counted = scores(instrument, interview)
    assert not hidden & set(counted.of(Source.RESIDENT).questions)
    assert sum(theme.total for theme in interview.progress()) == interview.asked_count


@given(instruments(), STEPS)
def test_completion_is_possible_exactly_when_nothing_that_is_asked_is_open(instrument, steps):
    interview = walk(instrument, steps)
    if interview.closure is not None:
        interview = applied(interview, interview.reopen("verder"))
    waiting = [
        view.question.id
        for view in interview.views()
        if not view.question.may_stay_empty and view.status in (Status.OPEN, Status.REASON_MISSING)
    ]
    assert [question.id for question in interview.open_questions()] == waiting
    assert interview.answered_count == interview.asked_count - len(waiting)
    assert sum(theme.done for theme in interview.progress()) == interview.answered_count
    following = interview.next_open()
    assert following is not None or not waiting
    if waiting:
        with pytest.raises(NotComplete) as refused:
            interview.complete()
        assert [question for question, _ in refused.value.missing] == waiting
    else:
        interview.complete()


@given(instruments(), STEPS, st.sets(st.integers(1, 2)))
@settings(max_examples=60)
def test_a_smaller_scope_asks_a_part_of_the_list_and_decides_the_same(instrument, steps, criteria):
    whole = walk(instrument, steps)
    part = Interview.replay(
        instrument.questionnaires[0].scoped(None, frozenset(criteria)), whole.events, instrument.themes
    )
    shown = {view.question.id: view for view in whole.views()}
    assert all(view == shown[view.question.id] for view in part.views())


# --- reasons ---------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([*VALUES[QuestionKind.RATING]]), min_size=1))
def test_each_kind_of_reason_is_remembered_for_as_long_as_the_interview_lasts(values):
    question = Question(id="1", number=1, kind=QuestionKind.RATING, text="Vraag")
    interview = Interview(
        Questionnaire(
            source=Source.DOSSIER, title="t", goal="g", preparation="p", filling_in="f", questions=(question,)
        )
    )
    given_reasons: dict[str, str] = {}
    for value in values:
        interview = applied(interview, interview.answer("1", value))
        slot = reason_slot(value)
        if slot is not None and slot not in given_reasons:
            assert interview.status("1") is Status.REASON_MISSING
            given_reasons[slot] = f"reden {slot}"
            interview = applied(interview, interview.give_reason("1", given_reasons[slot]))
        assert interview.view("1").reason == (given_reasons[slot] if slot else None)
        assert interview.open_questions() == ()


# --- events on disk --------------------------------------------------------------------------------

TEXTS = st.text(max_size=40)
BODIES = st.one_of(
    st.builds(
        ev.InterviewStarted, instrument=TEXTS, version=TEXTS, sha256=TEXTS, source=st.sampled_from(Source)
    ),
    st.builds(ev.Answered, question=TEXTS, value=TEXTS, text=st.none() | TEXTS),
    st.builds(ev.ReasonGiven, question=TEXTS, text=st.none() | TEXTS),
    st.builds(ev.RemarkSet, question=TEXTS, text=TEXTS),
    st.builds(ev.EntryAdded, entry=TEXTS, text=TEXTS, when=TEXTS),
    st.builds(ev.EntryChanged, entry=TEXTS, text=TEXTS, when=TEXTS),
    st.builds(ev.EntryRemoved, entry=TEXTS),
    st.builds(ev.ClosingRemarkSet, text=TEXTS),
    st.builds(ev.InterviewCompleted),
    st.builds(ev.InterviewStopped, reason=TEXTS),
    st.builds(ev.SourceUnavailable, reason=TEXTS),
    st.builds(ev.InterviewReopened, reason=TEXTS),
    st.builds(ev.Undone, event=TEXTS),
)
EVENTS = st.builds(
    Event,
    id=TEXTS,
    author=TEXTS,
    at=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))])),
    body=BODIES,
)


@given(EVENTS)
def test_every_event_comes_back_from_its_bytes_as_it_was(event):
    data = event_to_bytes(event)
    assert event_from_bytes(data) == event
    assert event_to_bytes(event_from_bytes(data)) == data


@given(EVENTS, st.integers() | st.text() | st.none() | st.floats(allow_nan=False), st.booleans())
def test_any_other_version_is_refused_with_its_number_and_without_the_words(event, version, newer):
    if version == 1 or version is True:
        return
    record = json.loads(event_to_bytes(event)) | {"version": version, "author": "GEHEIM"}
    if newer:
        record["nieuw_veld"] = "GEHEIM"
    with pytest.raises(UnknownEventVersion) as refused:
        event_from_bytes(json.dumps(record).encode())
    assert refused.value.version == (version if isinstance(version, int) else None)
    assert "GEHEIM" not in f"{refused.value!r} {refused.value.__cause__!r}"


@given(st.binary(max_size=60))
def test_bytes_that_are_no_event_are_refused_and_break_nothing(data):
    with pytest.raises(UnknownEventVersion):
        event_from_bytes(data)
