"""Hearing in plain lines: what a line means, saving it, and what is asked next; commands are `line_mode`'s."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from flows.approximate_date import parse
from flows.events import Body
from flows.instrument import NO_ANSWER, TEXT, TIMELINE_DONE, Question, QuestionKind
from flows.interview import Status
from flows.interview_errors import InterviewError
from flows.interview_state import needs_reason
from flows.text import clean_text
from zet_tui import line_mode_text as say
from zet_tui.line_mode_asking import LineAsking, LinePort, World
from zet_tui.line_mode_drafts import GOES_ON, Pieces, place_of, to_go_on_with
from zet_tui.line_mode_parts import NoSuchStep, step_body
from zet_tui.messages import explain
from zet_tui.screens.interview_dates import parted, reading
from zet_tui.screens.interview_talk import Asking, Step, asking_open, onward
from zet_tui.screens.interview_views import name_of

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


class LineHearing(LineAsking):
    """Asks, hears, saves, asks the next; `run` ends with "stop" or with the end of the input.

    What is built on it fills the tables: commands on a line of their own, and commands with a text behind them.
    """

    def __init__(self, port: LinePort, world: World) -> None:
        super().__init__(port, world)
        self._over = self._closing_passed = False
        self._pieces = Pieces(port)
        self._offered = to_go_on_with(port.interview, port.draft)
        self._commands: Mapping[str, Callable[[], None]] = {}
        self._with_text: Mapping[str, Callable[[str], None]] = {}

    def run(self) -> None:
        """The whole conversation, from where it stands."""
        self._lines(line.format(title=self._port.title) for line in say.START)
        self._offer()
        while not self._over:
            if self._pieces:
                self._line(say.GO_ON)
            else:
                self._line("")
                self._ask()
            line = self._world.read()
            if line is None or line.strip().casefold() == "stop":
                self._line(say.STOPPED.format(count=len(self._interview.open_questions())))
                return
            self._trying(self._hear, line)
            self._pass_over()

    def _trying(self, hear: Callable[[str], None], line: str) -> None:
        try:
            hear(line)
        except InterviewError as error:
            self._line(explain(error))

    def _pass_over(self) -> None:
        """Lines that came before the next question stood there answer nothing; steps of a timeline are no questions."""
        passed = 0
        while (line := self._world.more()) is not None:
            if self._asks_steps() and clean_text(line) and not self._is_slip(clean_text(line)):
                self._trying(self._answer, clean_text(line))
            else:
                passed += 1
        if passed:
            self._line(say.PASSED_OVER if passed == 1 else say.PASSED_OVER_MORE.format(count=passed))

    def _is_slip(self, words: str) -> bool:
        """Whether a text is asked and this is the letter of another kind of answer."""
        asks_text = self._asks_steps() or place_of(self._interview, self._asking) is not None
        letters = {*RATINGS, *YES_NO} - ({"w"} if self._asking.step is Step.ANSWER else set())
        return asks_text and len(words) == 1 and words.casefold() in letters

    def _asks_steps(self) -> bool:
        return self._asking.step is Step.ANSWER and self._question().kind is QuestionKind.TIMELINE

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

    # -- hearing --------------------------------------------------------------------------------------------

    def _hear(self, line: str) -> None:
        words = clean_text(line)
        place = place_of(self._interview, self._asking)
        if place is not None and (self._pieces or words.endswith(GOES_ON)):
            whole = self._pieces.take(place, self._with_rest(words))
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
        if self._is_slip(words):
            self._line(say.ONE_LETTER.format(letter=words))
            return
        self._answer(self._with_rest(words) if place is not None else words)

    def _with_rest(self, words: str) -> str:
        """A text with the lines that came together with it: what is pasted is one text, however many lines it has."""
        lines = [words]
        while (line := self._world.more()) is not None:
            lines.append(clean_text(line))
        text = "\n".join([*(line.removesuffix(GOES_ON).rstrip() for line in lines[:-1]), lines[-1]]).strip(
            "\n"
        )
        if len(lines) > 1:
            self._line(say.ONE_TEXT.format(count=len(lines)))
        return text

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
        """One step of the timeline, or what to do with an earlier one; an empty line: ready."""
        steps = self._interview.timeline
        try:
            body = step_body(self._interview, words, self._world.today())
        except NoSuchStep as error:
            self._line(say.NO_STEP.format(number=error.number))
            return
        if body is not None:
            if self._sure(self._interview.what_would_leave(body)):
                self._save(body)
                self._line(say.RENUMBERED)
        elif not words and steps:
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
            said = say.SAVED_WITH_DATE if read else say.SAVED_WITHOUT_DATE
            self._line(said.format(number=len(self._interview.timeline), reading=read))

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
        return self._agreed(say.LEAVES.format(questions=", ".join(name_of(question) for question in gone)))

    def _agreed(self, what: str) -> bool:
        """Whether a yes is typed, after reading what will happen; a line that stood there already is none."""
        self._lines((what, say.SURE))
        self._pass_over()
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
