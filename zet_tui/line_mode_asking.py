"""Asking in plain lines: the question and how to answer it; what a line means is `line_mode_hearing`'s."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from flows.events import Body
from flows.instrument import Question, QuestionKind, Source
from flows.interview import Interview
from zet_tui import line_mode_text as say
from zet_tui.line_mode_drafts import DraftPort
from zet_tui.line_mode_parts import labels, place_in_list
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_deadlines import DeadlineView
from zet_tui.screens.interview_talk import Asking, Step, opening
from zet_tui.screens.interview_views import filled_in, label_of, name_of


class LinePort(DraftPort, Protocol):
    """One conversation behind the gate. `commit` is durable before it returns."""

    @property
    def title(self) -> str: ...
    @property
    def interview(self) -> Interview: ...
    @property
    def term_meanings(self) -> Mapping[str, str]: ...
    @property
    def urgent_contact(self) -> str: ...
    @property
    def suggestions(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def easy_wording(self) -> Mapping[str, tuple[str, ...]]: ...

    def deadlines(self, interview: Interview) -> tuple[DeadlineView, ...]: ...
    def commit(self, body: Body) -> Interview: ...
    def withdraw(self) -> tuple[str, ...]: ...


def _none() -> None:
    """No line waits, and there is no window to empty."""


@dataclass(frozen=True, slots=True)
class World:
    """What lies outside: `read` gives the next line, None at the end; `write` shows one line.

    `more` gives a line that stood there before anything was said about the one before it; `clear` empties the window.
    """

    read: Callable[[], str | None]
    write: Callable[[str], None]
    today: Callable[[], date]
    new_id: Callable[[], str]
    more: Callable[[], str | None] = _none
    clear: Callable[[], None] = _none


class LineAsking:
    """Says what is asked, whole the first time and short when it was said just before."""

    def __init__(self, port: LinePort, world: World) -> None:
        self._port = port
        self._world = world
        self._asking = opening(port.interview, None)
        self._home = self._asking
        self._said: Asking | None = None  # what was asked in full last
        self._labels_said = False

    @property
    def _interview(self) -> Interview:
        return self._port.interview

    def _line(self, words: str) -> None:
        self._world.write(words)

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._line(line)

    def _ask(self) -> None:
        """Say what is asked now, and how to answer it; only the latter when it was said just before."""
        asking = self._asking
        before, self._said = self._said, asking
        if asking == before and asking.step in {Step.ANSWER, Step.REASON}:
            name = name_of(self._question())
            self._line(f"{name[:1].upper()}{name[1:]}. {self._how()}")
        elif asking.step is Step.INTRODUCTION:
            self._line(say.INTRODUCTION)
            self._lines(filled_in(self._interview.questionnaire.introduction or "", {}).splitlines())
            self._line(say.BEGIN)
        elif asking.step is Step.CLOSED:
            self._line(say.CLOSED)
        elif asking.step is Step.CLOSING:
            lists = self._interview.questionnaire
            if asking != before:
                self._lines(words for words in (lists.closing, lists.closing_question) if words)
            self._line(say.ASK_CLOSING)
        elif asking.step is Step.DONE:
            self._line(say.ASK_DONE)
        else:
            known = before is not None and before.question == asking.question
            self._ask_question(self._question(), known=known)

    def _question(self) -> Question:
        return self._interview.questionnaire.question(self._asking.question)

    def _ask_question(self, question: Question, *, known: bool) -> None:
        """`known`: the question itself was said just before, and now its reason is asked."""
        reason = self._asking.step is Step.REASON
        if not (reason and known):
            self._line(place_in_list(self._interview, question))
            said = question.text if question.text != question.label else ""
            self._lines(words for words in (question.lead, said, question.note) if words)
        if reason:
            self._lines((self._reason_asked(question), say.ASK_REASON_REST))
            return
        if question.terms:
            self._line(say.HAS_TERMS.format(words=", ".join(term.words for term in question.terms)))
        if self._asking.editing:
            self._line(say.HAS_ANSWER)
        if question.kind is QuestionKind.RATING and not self._labels_said:
            self._labels_said = True
            self._line(labels(self._interview))
        if question.kind is QuestionKind.TIMELINE and (steps := self._interview.timeline):
            self._line(say.STEPS.format(count=len(steps)))
        self._line(self._how())

    def _how(self) -> str:
        """How to answer what is asked now."""
        return say.ASK_REASON_REST if self._asking.step is Step.REASON else say.ASK[self._question().kind]

    def _reason_asked(self, question: Question) -> str:
        value = self._interview.view(question.id).value or ""
        if value == "nvt":
            return text.NVT_REASON
        is_file = self._interview.questionnaire.source is Source.DOSSIER
        return text.reason_question(label_of(self._interview, value) or value, is_file=is_file)

    def _go_to(self, asking: Asking) -> None:
        self._asking = asking
        if not asking.editing:
            self._home = asking
