"""The fold: questionnaire + events -> route, status per question, progress, what is missing.

An `Interview` never changes: a command validates and returns the body of an event, `apply` of the stamped event
gives the next `Interview`. The route is recomputed from the answers, never stored. Storing, clocks and screens
are left to others.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from flows import events as ev
from flows.instrument import NO_ANSWER, NOT_APPLICABLE, TEXT, TIMELINE_DONE, Question, Questionnaire, Theme
from flows.interview_errors import AnswerRefused, InterviewClosed, NotComplete, NothingToUndo
from flows.interview_state import (
    BLANK,
    Closure,
    Given,
    LooseNote,
    State,
    TimelineEntry,
    effective,
    fold,
    needs_reason,
    step,
)
from flows.interview_view import BEFORE_TITLE, CLOSING_TITLE, AnswerView, Status, ThemeProgress
from flows.spread import read_spread
from flows.text import clean_text

__all__ = ["AnswerView", "Closure", "Interview", "Status", "ThemeProgress", "TimelineEntry"]


_UNDOABLE = (
    ev.Answered,
    ev.ReasonGiven,
    ev.RemarkSet,
    ev.EntryAdded,
    ev.EntryChanged,
    ev.EntryRemoved,
    ev.EntryMoved,
    ev.NoteAdded,
    ev.NoteAttached,
    ev.NoteDropped,
    ev.ClosingRemarkSet,
)


class Interview:
    """One questionnaire being answered for one case; immutable, always a replay of its events."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        themes: Iterable[Theme] = (),
        *,
        events: tuple[ev.Event, ...] = (),
        _state: State | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.themes = tuple(themes)
        self.events = events
        self._state = fold(events) if _state is None else _state
        self._on_route = _route(questionnaire, self._value_of)

    @classmethod
    def replay(
        cls, questionnaire: Questionnaire, events: Iterable[ev.Event], themes: Iterable[Theme] = ()
    ) -> "Interview":
        """The interview that these events, in order, add up to."""
        return cls(questionnaire, themes, events=tuple(events))

    def apply(self, event: ev.Event) -> "Interview":
        """The interview after this event; an event that was stored is never refused."""
        state = None if isinstance(event.body, ev.Undone) else step(self._state, event.body)
        return Interview(self.questionnaire, self.themes, events=(*self.events, event), _state=state)

    # -- what is known -------------------------------------------------------------------------------------

    @property
    def timeline(self) -> tuple[TimelineEntry, ...]:
        return self._state.entries

    @property
    def notes(self) -> tuple[LooseNote, ...]:
        """The loose notes that belong to no question yet."""
        return self._state.notes

    @property
    def closing_remark(self) -> str | None:
        return self._state.closing_remark

    @property
    def closure(self) -> Closure | None:
        return self._state.closure

    @property
    def closure_reason(self) -> str | None:
        return self._state.closure_reason

    def route(self) -> tuple[Question, ...]:
        """The questions that are asked, in printed order."""
        return tuple(q for q in self.questionnaire.questions if q.id in self._on_route)

    def is_on_route(self, question: str) -> bool:
        return question in self._on_route

    def status(self, question: str) -> Status:
        """The status of one question; raises `UnknownQuestion`."""
        return self._status_of(self.questionnaire.question(question))

    def view(self, question: str) -> AnswerView:
        """What may be shown of one question; raises `UnknownQuestion`."""
        asked = self.questionnaire.question(question)
        status = self._status_of(asked)
        if status is Status.OFF_ROUTE:
            return AnswerView(
                asked, status, None, None, asked.not_asked_reason, reason_declined=False, remark=None
            )
        answer = self._answer(question)
        reason = answer.reason
        return AnswerView(
            asked,
            status,
            answer.value,
            answer.text,
            reason.text if reason else None,
            reason_declined=reason is not None and reason.text is None,
            remark=answer.remark,
            spread=answer.spread,
        )

    def views(self) -> tuple[AnswerView, ...]:
        """Every question of the list, in printed order, off the route too."""
        return tuple(self.view(q.id) for q in self.questionnaire.questions)

    def open_questions(self) -> tuple[Question, ...]:
        """What completion waits for: asked, not optional, and without an answer or its reason."""
        return tuple(q for q in self.route() if not q.may_stay_empty and self._is_open(q))

    def next_open(self, after: str | None = None) -> Question | None:
        """The next question without an answer or reason, looking on from `after` and then from the start."""
        route = self.route()
        start = next((i + 1 for i, q in enumerate(route) if q.id == after), 0)
        return next((q for q in (*route[start:], *route[:start]) if self._is_open(q)), None)

    @property
    def asked_count(self) -> int:
        return sum(1 for q in self.route() if not q.may_stay_empty)

    @property
    def answered_count(self) -> int:
        return self.asked_count - len(self.open_questions())

    def progress(self) -> tuple[ThemeProgress, ...]:
        """Per theme, in the order of the list, over the questions that are asked and not optional."""
        counts: dict[tuple[str | None, str], list[int]] = {}
        for question in self.route():
            if not question.may_stay_empty:
                count = counts.setdefault((question.theme, self.place(question)), [0, 0])
                count[0] += not self._is_open(question)
                count[1] += 1
        return tuple(
            ThemeProgress(theme, title, done, total) for (theme, title), (done, total) in counts.items()
        )

    def place(self, question: Question) -> str:
        """The title of a question's theme; without one it stands before or after the themes of whoever is asked."""
        if question.theme is not None:
            return next((theme.title for theme in self.themes if theme.id == question.theme), question.theme)
        asked = self.questionnaire.questions
        part = [q for q in asked if question.respondent in (None, q.respondent)]
        themed = next((index for index, each in enumerate(part) if each.theme is not None), 0)
        return BEFORE_TITLE if part.index(question) < themed else CLOSING_TITLE

    def what_would_change(self, question: str, value: str) -> tuple[Question, ...]:
        """The answered questions that this answer would take off the route, to be named before it happens."""
        after = _route(self.questionnaire, lambda q: value if q == question else self._value_of(q))
        return tuple(q for q in self.route() if q.id not in after and self._answer(q.id).value is not None)

    def what_would_leave(self, body: ev.Body) -> tuple[Question, ...]:
        """The same for any event: taking something back, or the last entry off the timeline, can do it too."""
        at = self.events[-1].at if self.events else datetime.min.replace(tzinfo=UTC)
        after = self.apply(ev.Event(id="-", author="-", at=at, body=body))
        return tuple(
            q for q in self.route() if not after.is_on_route(q.id) and self._answer(q.id).value is not None
        )

    @property
    def can_undo(self) -> bool:
        return self._last_undoable() is not None

    @property
    def can_redo(self) -> bool:
        return self._last_redoable() is not None

    # -- what may happen -----------------------------------------------------------------------------------

    def answer(self, question: str, value: str, text: str | None = None) -> ev.Answered:
        """An answer to a question on the route.

        Raises `AnswerRefused` (codes `off_route`, `value_not_allowed`, `empty_text`, `no_entries`),
        `InterviewClosed`, `UnknownQuestion`.
        """
        asked = self._changeable(question)
        if value not in asked.values:
            raise AnswerRefused(question, "value_not_allowed")
        if value == TEXT:
            text = clean_text(text or "")
            if not text:
                raise AnswerRefused(question, "empty_text")
        elif value == TIMELINE_DONE and not self.timeline:
            raise AnswerRefused(question, "no_entries")
        return ev.Answered(question=question, value=value, text=text if value == TEXT else None)

    def give_reason(self, question: str, text: str) -> ev.ReasonGiven:
        """The reason for oranje, rood or n.v.t.; codes `empty_reason`, `no_reason_needed`, `off_route`."""
        self._reason_wanted(question)
        text = clean_text(text)
        if not text:
            raise AnswerRefused(question, "empty_reason")
        return ev.ReasonGiven(question=question, text=text)

    def decline_reason(self, question: str) -> ev.ReasonGiven:
        """The answer "geen reden gegeven": a reason too, counted apart."""
        self._reason_wanted(question)
        return ev.ReasonGiven(question=question, text=None)

    def set_remark(self, question: str, text: str) -> ev.RemarkSet:
        """A free addition, read for a colour per organisation; an empty text takes it away."""
        self._changeable(question)
        text = clean_text(text)
        return ev.RemarkSet(question=question, text=text, spread=read_spread(text))

    def add_entry(self, text: str, when: str, entry: str) -> ev.EntryAdded:
        """A step on the timeline under a new id; code `empty_entry` when there is nothing to keep."""
        return ev.EntryAdded(entry=entry, **self._entry_words(text, when))

    def change_entry(self, entry: str, text: str, when: str) -> ev.EntryChanged:
        self._known_entry(entry)
        return ev.EntryChanged(entry=entry, **self._entry_words(text, when))

    def remove_entry(self, entry: str) -> ev.EntryRemoved:
        self._still_open()
        self._known_entry(entry)
        return ev.EntryRemoved(entry=entry)

    def set_closing_remark(self, text: str) -> ev.ClosingRemarkSet:
        self._still_open()
        return ev.ClosingRemarkSet(text=clean_text(text))

    def undo(self) -> ev.Undone:
        """Takes back the last thing that was typed; raises `NothingToUndo`."""
        self._still_open()
        target = self._last_undoable()
        if target is None:
            raise NothingToUndo
        return ev.Undone(event=target)

    def redo(self) -> ev.Undone:
        """Brings back what `undo` took last; raises `NothingToUndo`."""
        self._still_open()
        target = self._last_redoable()
        if target is None:
            raise NothingToUndo
        return ev.Undone(event=target)

    def complete(self) -> ev.InterviewCompleted:
        """Closes the source as complete; raises `NotComplete` with what is missing."""
        self._still_open()
        missing = self.open_questions()
        if missing:
            raise NotComplete(tuple((q.id, self._status_of(q).value) for q in missing))
        return ev.InterviewCompleted()

    def stop(self, reason: str) -> ev.InterviewStopped:
        """Closes the source early, with a reason; this is not withdrawing consent."""
        self._still_open()
        return ev.InterviewStopped(reason=_required(reason))

    def unavailable(self, reason: str) -> ev.SourceUnavailable:
        """Closes a source that cannot be had, with a reason."""
        self._still_open()
        return ev.SourceUnavailable(reason=_required(reason))

    def reopen(self, reason: str) -> ev.InterviewReopened:
        """Opens a closed source again, with a reason; raises `AnswerRefused` code `not_closed`."""
        if self.closure is None:
            raise AnswerRefused("", "not_closed")
        return ev.InterviewReopened(reason=_required(reason))

    # -- inside --------------------------------------------------------------------------------------------

    def _answer(self, question: str) -> Given:
        """The answer as it counts: a timeline that was done and has lost its last entry is blank for every rule."""
        answer = self._state.answers.get(question, BLANK)
        if answer.value == TIMELINE_DONE and not self.timeline:
            return replace(answer, value=None)
        return answer

    def _value_of(self, question: str) -> str | None:
        return self._answer(question).value

    def _status_of(self, question: Question) -> Status:
        if question.id not in self._on_route:
            return Status.OFF_ROUTE
        answer = self._answer(question.id)
        if answer.value is None:
            return Status.OPEN
        if answer.lacks_reason:
            return Status.REASON_MISSING
        if answer.value == NOT_APPLICABLE:
            return Status.NOT_APPLICABLE
        return Status.NO_ANSWER if answer.value == NO_ANSWER else Status.ANSWERED

    def _is_open(self, question: Question) -> bool:
        """Whether a question of the route is `OPEN` or `REASON_MISSING`."""
        answer = self._answer(question.id)
        return answer.value is None or answer.lacks_reason

    def _still_open(self) -> None:
        if self.closure is not None:
            raise InterviewClosed(self.closure.value)

    def _changeable(self, question: str) -> Question:
        self._still_open()
        asked = self.questionnaire.question(question)
        if question not in self._on_route:
            raise AnswerRefused(question, "off_route")
        return asked

    def _reason_wanted(self, question: str) -> None:
        self._changeable(question)
        if not needs_reason(self._answer(question).value):
            raise AnswerRefused(question, "no_reason_needed")

    def _entry_words(self, text: str, when: str) -> dict[str, str]:
        self._still_open()
        words = {"text": clean_text(text), "when": clean_text(when)}
        if not any(words.values()):
            raise AnswerRefused("", "empty_entry")
        return words

    def _known_entry(self, entry: str) -> None:
        if all(known.id != entry for known in self.timeline):
            raise AnswerRefused("", "unknown_entry")

    def _last_undoable(self) -> str | None:
        return next((e.id for e in reversed(effective(self.events)) if isinstance(e.body, _UNDOABLE)), None)

    def _last_redoable(self) -> str | None:
        kinds = {e.id: e.body for e in self.events}
        for event in reversed(effective(self.events)):
            if not isinstance(event.body, ev.Undone):
                return None
            if not isinstance(kinds.get(event.body.event), ev.Undone):
                return event.id
        return None


def _required(reason: str) -> str:
    reason = clean_text(reason)
    if not reason:
        raise AnswerRefused("", "empty_reason")
    return reason


def _route(questionnaire: Questionnaire, value_of: Callable[[str], str | None]) -> frozenset[str]:
    """The ids that are asked. The one gate: an answer off the route counts as blank in every condition."""
    on_route: set[str] = set()

    def read(question: str) -> str | None:
        return value_of(question) if question in on_route else None

    for question in questionnaire.questions:
        if question.asked_if is None or question.asked_if.holds(read):
            on_route.add(question.id)
    return frozenset(on_route)
