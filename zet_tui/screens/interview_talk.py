"""Which step of the conversation comes now: pure rules over the interview; drawing and saving is left to others."""

from dataclasses import dataclass
from enum import Enum, auto

from flows import events as ev
from flows.interview import Interview, Status
from flows.interview_resumed import goes_on_with, last_question
from flows.interview_state import needs_reason
from zet_tui.screens.interview_port import Draft, Field


class Step(Enum):
    """What the composer is for."""

    INTRODUCTION = auto()
    DRAFT = auto()
    ANSWER = auto()
    REASON = auto()
    REMARK = auto()
    NOTE = auto()
    CLOSING = auto()
    DONE = auto()
    CLOSED = auto()


@dataclass(frozen=True, slots=True)
class Asking:
    """One step: `question` is "" where none is meant; `editing` when an earlier answer is looked at again.

    `entry` is the step of the timeline that is being changed.
    """

    step: Step
    question: str = ""
    editing: bool = False
    entry: str | None = None


_STEP_OF_FIELD = {
    Field.ANSWER: Step.ANSWER,
    Field.ENTRY: Step.ANSWER,
    Field.REASON: Step.REASON,
    Field.REMARK: Step.REMARK,
    Field.CLOSING: Step.CLOSING,
    Field.NOTE: Step.NOTE,
}


def opening(interview: Interview, draft: Draft | None) -> Asking:
    """Where a conversation starts or goes on: the draft first, else the first or the next open question."""
    if interview.closure is not None:
        return Asking(Step.CLOSED)
    if draft is not None and draft_step(interview, draft) is not None:
        return Asking(Step.DRAFT)
    if last_question(interview) is None and interview.questionnaire.introduction:
        return Asking(Step.INTRODUCTION)
    return going_on(interview)


def going_on(interview: Interview) -> Asking:
    """Where one was: at the question of the last thing typed while it waits for its answer or reason, else after it."""
    question = goes_on_with(interview)
    return asking_open(interview, question.id) if question is not None else onward(interview, after=None)


def draft_step(interview: Interview, draft: Draft) -> Asking | None:
    """The step this draft belongs to, or None when its question is not asked any more."""
    try:
        step = _STEP_OF_FIELD[Field(draft.field)]
    except ValueError:
        return None
    if step in {Step.CLOSING, Step.NOTE}:
        return Asking(step)
    if not any(question.id == draft.question for question in interview.route()):
        return None
    if step is Step.REASON and not needs_reason(interview.view(draft.question).value):
        return None
    editing = interview.status(draft.question) not in {Status.OPEN, Status.REASON_MISSING}
    return Asking(step, draft.question, editing=editing)


def onward(interview: Interview, after: str | None, *, closing_passed: bool = False) -> Asking:
    """The next open question looking on from `after`, then from the start; then the closing; then done."""
    question = interview.next_open(after)
    if question is not None:
        return asking_open(interview, question.id)
    asks_closing = interview.questionnaire.closing_question and interview.closing_remark is None
    return Asking(Step.CLOSING if asks_closing and not closing_passed else Step.DONE)


def asking_open(interview: Interview, question: str) -> Asking:
    """What an open question waits for: its answer, or only its reason."""
    missing = interview.status(question) is Status.REASON_MISSING
    return Asking(Step.REASON if missing else Step.ANSWER, question)


def asking_again(interview: Interview, question: str) -> Asking:
    """The step for a question that was chosen by hand: changing it when it has an answer."""
    if interview.status(question) in {Status.OPEN, Status.REASON_MISSING}:
        return asking_open(interview, question)
    return Asking(Step.ANSWER, question, editing=True)


def undone_body(interview: Interview, body: ev.Body) -> ev.Body:
    """What an undo or a redo is really about: the event at the end of the chain of `Undone`s."""
    bodies = {event.id: event.body for event in interview.events}
    while isinstance(body, ev.Undone):
        body = bodies[body.event]
    return body


def missing_reasons(interview: Interview) -> int:
    """How many open questions wait for nothing but their reason."""
    return sum(1 for q in interview.open_questions() if interview.status(q.id) is Status.REASON_MISSING)
