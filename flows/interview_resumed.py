"""Where a conversation goes on after a pause: read from what was typed last; how it is asked, is the screen's."""

from flows import events as ev
from flows.instrument import Question, QuestionKind
from flows.interview import Interview, Status, TimelineEntry


def goes_on_with(interview: Interview) -> Question | None:
    """The question of the last thing typed while it waits for its answer or reason, else the next open one after it."""
    last = last_question(interview)
    if last is not None and interview.status(last) in {Status.OPEN, Status.REASON_MISSING}:
        return interview.questionnaire.question(last)
    return interview.next_open(last)


def last_question(interview: Interview) -> str | None:
    """The question that was typed at last, when it is still asked."""
    route = {question.id for question in interview.route()}
    for event in reversed(interview.events):
        question = question_of(interview, event.body)
        if question in route:
            return question
    return None


def question_of(interview: Interview, body: ev.Body) -> str | None:
    """The question an event is about; a step on the timeline belongs to the timeline question."""
    if isinstance(body, ev.Answered | ev.ReasonGiven | ev.RemarkSet | ev.NoteAttached):
        return body.question
    if isinstance(body, ev.EntryAdded | ev.EntryChanged | ev.EntryRemoved | ev.EntryMoved):
        timeline = timeline_question(interview)
        return timeline.id if timeline else None
    return None


def steps_on_route(interview: Interview) -> tuple[TimelineEntry, ...]:
    """The steps of the timeline; none while its question is off the route, and all are back when it is asked again."""
    lines = [q.id for q in interview.questionnaire.questions if q.kind is QuestionKind.TIMELINE]
    if lines and not any(map(interview.is_on_route, lines)):
        return ()
    return interview.timeline


def timeline_question(interview: Interview) -> Question | None:
    """The question of the timeline, if this list has one that is asked."""
    return next((q for q in interview.route() if q.kind is QuestionKind.TIMELINE), None)
