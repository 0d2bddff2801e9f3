"""Asking and hearing in plain lines: the question, the answer, saved, the next; commands are `line_mode`'s."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from flows.approximate_date import parse
from flows.events import Body
from flows.instrument import NO_ANSWER, TEXT, TIMELINE_DONE, Question, QuestionKind, Source
from flows.interview import Interview, Status
from flows.interview_errors import InterviewError
from flows.interview_state import needs_reason
from flows.text import clean_text
from zet_tui import line_mode_text as say
from zet_tui.line_mode_drafts import GOES_ON, DraftPort, Pieces, place_of, to_go_on_with
from zet_tui.messages import explain
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_dates import parted, reading
from zet_tui.screens.interview_deadlines import DeadlineView
from zet_tui.screens.interview_talk import (
    Asking,
    Step,
    asking_open,
    onward,
    opening,
)
from zet_tui.screens.interview_views import filled_in, heading, label_of, name_of

RATINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("g", "groen"), "groen"),
    **dict.fromkeys(("m", "mint"), "mint"),
    **dict.fromkeys(("o", "oranje"), "oranje"),
    **dict.fromkeys(("r", "rood"), "rood"),
    **dict.fromkeys(("x", "nvt", "n.v.t.", "niet van toepassing"), "nvt"),
    **dict.fromkeys(("w", "geen antwoord", "weet niet"), NO_ANSWER),
}
YES_NO: Final[Mapping[str, str]] = {
    **dict.fromkeys(("j", "ja"), "ja"),
    **dict.fromkeys(("n", "nee"), "nee"),
    **dict.fromkeys(("w", "geen antwoord", "weet niet"), NO_ANSWER),
}
_ESCAPE: Final = "."
_PRINTED: Final = re.compile(r"[0-9]+(\.[0-9]+)?")


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


@dataclass(frozen=True, slots=True)
class World:
    """What lies outside: `read` gives the next line, None at the end; `write` shows one line."""

    read: Callable[[], str | None]
    write: Callable[[str], None]
    today: Callable[[], date]
    new_id: Callable[[], str]


class LineAsking:
    """Asks, hears, saves, asks the next; `run` ends with "stop" or with the end of the input.

    What is built on it fills the tables: commands on a line of their own, and commands with a text behind them.
    """

    def __init__(self, port: LinePort, world: World) -> None:
        self._port = port
        self._world = world
        self._asking = opening(port.interview, None)
        self._home = self._asking
        self._closing_passed = False
        self._pieces = Pieces(port)
        self._offered = to_go_on_with(port.interview, port.draft)
        self._commands: Mapping[str, Callable[[], None]] = {}
        self._with_text: Mapping[str, Callable[[str], None]] = {}

    @property
    def _interview(self) -> Interview:
        return self._port.interview

    def run(self) -> None:
        """The whole conversation, from where it stands."""
        self._lines(line.format(title=self._port.title) for line in say.START)
        self._offer()
        while True:
            if self._pieces:
                self._line(say.GO_ON)
            else:
                self._line("")
                self._ask()
            line = self._world.read()
            if line is None or line.strip().casefold() == "stop":
                break
            try:
                self._hear(line)
            except InterviewError as error:
                self._line(explain(error))
        self._line(say.STOPPED.format(count=len(self._interview.open_questions())))

    # -- a text that was not finished ------------------------------------------------------------------------

    def _offer(self) -> None:
        """Say that there is one and where, never what it says."""
        if self._offered is not None and self._port.draft is not None:
            count = len(self._port.draft.text.splitlines())
            lines = "1 regel" if count == 1 else f"{count} regels"
            self._line(say.DRAFT_HERE.format(where=self._where(self._offered), lines=lines))
        elif self._port.draft is not None:
            self._line(say.DRAFT)

    def _where(self, asking: Asking) -> str:
        if asking.step is Step.CLOSING:
            return say.AT_CLOSING
        name = name_of(self._interview.questionnaire.question(asking.question))
        return say.AT_REASON.format(name=name) if asking.step is Step.REASON else name

    def _decide(self, *, go_on: bool) -> None:
        """Go on with the text that was offered, or throw it away."""
        asking, draft, self._offered = self._offered, self._port.draft, None
        if asking is None or draft is None:
            return
        if go_on:
            self._asking = asking
            self._pieces.go_on(draft)
        else:
            self._port.drop_draft(draft.question, draft.field)
            self._line(say.DRAFT_GONE)

    # -- asking ---------------------------------------------------------------------------------------------

    def _line(self, words: str) -> None:
        self._world.write(words)

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self._line(line)

    def _ask(self) -> None:
        """Say what is asked now, and how to answer it."""
        asking = self._asking
        if asking.step is Step.INTRODUCTION:
            self._line(say.INTRODUCTION)
            self._lines(filled_in(self._interview.questionnaire.introduction or "", {}).splitlines())
            self._line(say.BEGIN)
        elif asking.step is Step.CLOSED:
            self._line(say.CLOSED)
        elif asking.step is Step.CLOSING:
            lists = self._interview.questionnaire
            self._lines(words for words in (lists.closing, lists.closing_question) if words)
            self._line(say.ASK_CLOSING)
        elif asking.step is Step.DONE:
            self._line(say.ASK_DONE)
        else:
            self._ask_question(self._question())

    def _question(self) -> Question:
        return self._interview.questionnaire.question(self._asking.question)

    def _ask_question(self, question: Question) -> None:
        if self._asking.step is Step.REASON:
            self._line(self._reason_asked(question))
            self._line(say.ASK_REASON_REST)
            return
        self._line(heading(self._interview, question))
        self._lines(words for words in (question.lead, question.text, question.note) if words)
        if self._asking.editing:
            self._line(say.HAS_ANSWER)
        if question.kind is QuestionKind.RATING:
            labels = (
                f"{value} = {label_of(self._interview, value)}"
                for value in ("groen", "mint", "oranje", "rood")
            )
            self._line(f"{', '.join(labels)}. {say.ASK_RATING}")
        elif question.kind is QuestionKind.YES_NO:
            self._line(say.ASK_YES_NO)
        elif question.kind is QuestionKind.TIMELINE:
            self._line(say.ASK_TIMELINE)
        else:
            self._line(say.ASK_TEXT)

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

    # -- hearing --------------------------------------------------------------------------------------------

    def _hear(self, line: str) -> None:
        words = clean_text(line)
        place = place_of(self._interview, self._asking)
        if place is not None and (self._pieces or words.endswith(GOES_ON)):
            whole = self._pieces.take(place, words)
            if whole is not None:
                self._answer(whole)
            return
        if self._offered is not None and words.casefold() in {say.GO_ON_WITH, say.THROW_AWAY}:
            self._decide(go_on=words.casefold() == say.GO_ON_WITH)
            return
        if words.startswith(_ESCAPE) and len(words) > 1:
            self._answer(words.removeprefix(_ESCAPE))
            return
        if (command := self._commands.get(words.casefold())) is not None:
            command()
            return
        first, _, rest = words.partition(" ")
        if (with_text := self._with_text.get(first.casefold())) is not None and self._is_meant(first, rest):
            if rest.strip():
                with_text(rest.strip())
            else:
                self._line(say.WITH_TEXT.format(command=first))
            return
        self._answer(words)

    def _is_meant(self, command: str, rest: str) -> bool:
        """Whether "ga" is the command: with a number as it is printed, or nothing behind it; else it is a text."""
        return command.casefold() != "ga" or not rest or _PRINTED.fullmatch(rest.strip()) is not None

    def _answer(self, words: str) -> None:
        place = place_of(self._interview, self._asking)
        self._answer_step(words)
        if place is not None and place_of(self._interview, self._asking) != place:
            self._pieces.done(place)

    def _answer_step(self, words: str) -> None:
        step = self._asking.step
        if step is Step.INTRODUCTION:
            self._go_to(onward(self._interview, None))
        elif step is Step.CLOSED:
            return
        elif step is Step.CLOSING:
            self._closing_passed = True
            if words:
                self._save(self._interview.set_closing_remark(words))
            self._onward(None)
        elif step is Step.REASON:
            self._reason(words)
        elif step is Step.ANSWER:
            self._answer_question(self._question(), words)

    def _reason(self, words: str) -> None:
        question = self._asking.question
        if not words:
            self._line(say.TYPE_REASON)
            return
        declined = words.casefold() in {"geen reden", "geen reden gegeven"}
        interview = self._interview
        self._save(interview.decline_reason(question) if declined else interview.give_reason(question, words))
        self._after(question)

    def _answer_question(self, question: Question, words: str) -> None:
        if question.kind is QuestionKind.TIMELINE:
            self._entry(question, words)
        elif question.kind is QuestionKind.OPEN:
            if not words:
                self._line(say.TYPE_TEXT)
            elif words.casefold() == "w":
                self._give(question, NO_ANSWER)
            else:
                self._give(question, TEXT, words)
        else:
            rated = question.kind is QuestionKind.RATING
            value = (RATINGS if rated else YES_NO).get(words.casefold())
            if value is None:
                self._line(say.NOT_A_RATING if rated else say.NOT_YES_NO)
            else:
                self._give(question, value)

    def _entry(self, question: Question, words: str) -> None:
        """One step of the timeline; an empty line: ready."""
        steps = self._interview.timeline
        if not words and steps:
            self._give(question, TIMELINE_DONE)
        elif not words:
            self._line(say.TYPE_ENTRY)
        elif words.casefold() == "w":
            if steps:
                self._line(say.TIMELINE_READY)
            else:
                self._give(question, NO_ANSWER)
        else:
            when, what = parted(words, self._world.today())
            read = reading(parse(when, today=self._world.today())) if when else ""
            self._port.commit(self._interview.add_entry(what, when, self._world.new_id()))
            self._line(say.SAVED_WITH_DATE.format(reading=read) if read else say.SAVED_WITHOUT_DATE)

    def _give(self, question: Question, value: str, words: str | None = None) -> None:
        """Answer, after naming what would leave the route; then the reason or the next question."""
        if not self._sure(self._interview.what_would_change(question.id, value)):
            return
        self._save(self._interview.answer(question.id, value, words))
        if needs_reason(value):
            self._asking = Asking(Step.REASON, question.id, editing=self._asking.editing)
        else:
            self._after(question.id)

    def _sure(self, gone: tuple[Question, ...]) -> bool:
        if not gone:
            return True
        self._line(say.LEAVES.format(questions=", ".join(name_of(question) for question in gone)))
        self._line(say.SURE)
        if YES_NO.get(clean_text(self._world.read() or "").casefold()) == "ja":
            return True
        self._line(say.LEFT_AS_IT_WAS)
        return False

    def _save(self, body: Body) -> None:
        self._port.commit(body)
        self._line(say.SAVED)

    def _after(self, question: str) -> None:
        home = self._home.question
        if self._asking.editing and home and self._waits(home):
            self._go_to(asking_open(self._interview, home))
        else:
            self._onward(home if self._asking.editing else question)

    def _onward(self, after: str | None) -> None:
        self._go_to(onward(self._interview, after or None, closing_passed=self._closing_passed))

    def _waits(self, question: str) -> bool:
        return self._interview.status(question) in {Status.OPEN, Status.REASON_MISSING}
