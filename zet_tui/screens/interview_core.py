"""The conversation itself: one step asked, one answer saved, the next shown; writing and side roads are left to others.

Nothing is shown as saved before the port returned, and while it works further answers wait: they are not queued.
"""

import secrets
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen

from flows import events as ev
from flows.instrument import TIMELINE_DONE, Question
from flows.interview import Interview, Status
from flows.interview_resumed import timeline_question
from flows.interview_state import needs_reason
from zet_tui.idle import CONVERSATION_MINUTES
from zet_tui.messages import explain, is_known
from zet_tui.screens import interview_text as text
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.interview_deadlines import under_questions
from zet_tui.screens.interview_drafts import DraftKeeper
from zet_tui.screens.interview_port import Field, InterviewPort
from zet_tui.screens.interview_talk import (
    Asking,
    Step,
    asking_open,
    draft_step,
    going_on,
    onward,
    opening,
)
from zet_tui.screens.interview_tasks import BEGIN, FINISH, GO_ON, LEAVE, REOPEN, THROW, task_for
from zet_tui.screens.interview_views import header_view, name_of, pair_views, rail_view
from zet_tui.widgets.bars import ActionLine, TwoEnds
from zet_tui.widgets.composer import Composer
from zet_tui.widgets.conversation import Conversation
from zet_tui.widgets.rail import Rail

WIDE: Final = 90
LOW: Final = 30
KEY_REST: Final = 0.25
"""Seconds in which a second answer key is taken for the same press: a slip or a key that repeats."""

_WIDTHS: Final = [(0, "-narrow"), (WIDE, "-wide")]
_HEIGHTS: Final = [(0, "-low"), (LOW, "-tall")]

Command = Callable[[Interview], ev.Body]
Then = Callable[[], Awaitable[None]]


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


class Leave(StrEnum):
    """How a person left the conversation; everything is saved in both cases."""

    PAUSED = "pauze"
    CLOSED = "gesloten"


class ConversationScreen(Screen[Leave]):
    """Asks, saves, shows the next question; what is built on it adds the roads beside.

    `clock` counts seconds, `new_id` makes ids for steps on the timeline, `today` is where "vorige maand" counts
    from, `key_rest` how long two answer keys must lie apart (None: `KEY_REST`; a script that is faster than a person
    sets it to 0).
    """

    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    idle_minutes: ClassVar[float] = CONVERSATION_MINUTES

    def __init__(
        self,
        port: InterviewPort,
        *,
        clock: Callable[[], float] = time.monotonic,
        new_id: Callable[[], str] = secrets.token_hex,
        today: Callable[[], date] = _today,
        key_rest: float | None = None,
    ) -> None:
        super().__init__()
        self.port = port
        self.interview = port.interview
        self.asking = Asking(Step.INTRODUCTION)
        self.top = TwoEnds(id="top")
        self.conversation = Conversation()
        self.rail = Rail()
        self.composer = Composer()
        self.drafts = DraftKeeper(self, port, self._draft_saved, self._draft_failed)
        self.busy = False
        self._clock = clock
        self.new_id = new_id
        self.today = today
        self._key_rest = KEY_REST if key_rest is None else key_rest
        self._started = clock()
        self._last_key: float | None = None
        self._hasty = False
        self._state = text.SAVED
        self._home = self.asking
        self.before_remark = self.asking
        self.closing_passed = False

    def compose(self) -> ComposeResult:
        yield self.top
        with Horizontal(id="middle"):
            yield self.conversation
            yield self.rail
        yield self.composer
        yield ActionLine(id="key-line")

    async def on_mount(self) -> None:
        self.app.set_keymap(self.port.keys.own)
        line = self.port.keys.on_key_line()
        if all(question.kind != "tijdlijn" for question in self.interview.questionnaire.questions):
            line = tuple(act for act in line if act.id != "timeline")
        self.query_one(ActionLine).show(line)
        await self.ask(opening(self.interview, self.port.draft))
        if self.port.notice:
            self.say(self.port.notice, wrong=True)

    async def seal(self) -> bool:
        """Put what is being typed on disk now, before the lock closes or the screen goes; whether that is done."""
        return await self.drafts.seal()

    # -- showing ----------------------------------------------------------------------------------------------

    async def ask(self, asking: Asking) -> None:
        """Make this the step of the moment."""
        self.asking = asking
        if asking.step not in {Step.REMARK, Step.NOTE} and not asking.editing:
            self._home = asking
        self.conversation.choose_at(None)
        await self.conversation.show(
            pair_views(self.interview, asking, self.port.placeholders, self.port.keys, self._under()),
            at=asking.question or None,
            at_top=asking.step is Step.INTRODUCTION,
        )
        task = task_for(self.interview, asking, self.drafts.text, self.port.draft)
        said = self.port.keys.said
        self.composer.show(replace(task, more=said(task.more), keys=said(task.keys)))
        self.show_edges()

    def _under(self) -> Mapping[str, str]:
        """What the timeline says of the deadlines, by the question that it stands under."""
        views = self.port.deadlines(self.interview)
        if not views:
            return {}
        under = under_questions(views, timeline_question(self.interview))
        return {question: self.port.keys.said(words) for question, words in under.items()}

    def show_edges(self) -> None:
        """Header and rail; called after a commit and a step, never by a clock."""
        minutes = int(self._clock() - self._started) // 60
        view = header_view(self.port.title, self.interview, self.asking, minutes, self._state)
        if self.size.width < WIDE:
            self.top.show(view.left, Content.styled(view.narrow_right, "$quiet"))
        else:
            name = Content.assemble(("ZET", "bold"), f"   {view.left}")
            self.top.show(name, Content.styled(view.right, "$quiet"))
        tips = self.port.suggestions.get(self.asking.question, ())
        self.rail.show(rail_view(self.interview, self.asking, minutes, tips, self.port.keys))

    def say(self, words: str, *, wrong: bool = False) -> None:
        """One sentence below the editor."""
        self.composer.say(self.port.keys.said(words), wrong=wrong)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say a fault that has a sentence; any other is the program's."""
        try:
            yield
        except Exception as error:
            if not is_known(error):
                raise
            self.say(explain(error), wrong=True)

    def on_resize(self) -> None:
        self.show_edges()

    # -- saving -----------------------------------------------------------------------------------------------

    def commit(
        self, commands: Sequence[Command], then: Then, *, typed: tuple[str, Field] | None = None
    ) -> None:
        """Save these, one after the other, and go on with `then`; `typed` is the text that is kept by it."""
        if self.busy:
            self.say(text.STILL_SAVING)
            return
        self.busy = self.composer.held = True
        self.run_worker(self._commit(commands, then, typed), group="commit")

    async def _commit(self, commands: Sequence[Command], then: Then, typed: tuple[str, Field] | None) -> None:
        try:
            for command in commands:
                self.interview = await self.port.commit(command(self.interview))
        except Exception as error:
            if not is_known(error):
                raise
            self._state = text.NOT_SAVED
            self.say(explain(error), wrong=True)
            self.show_edges()
            self.composer.held = False
            return
        finally:
            self.busy = False
        self._state = text.SAVED
        if typed is not None:
            self.drafts.let_go(*typed)
        await then()
        self.composer.held = self.busy  # only now the field is the next one's; `then` may be saving again
        if self._hasty:
            self._hasty = False
            self.say(text.ONE_AT_A_TIME)  # it was said below the question that has gone
        if typed is not None:
            await self.drafts.tidy()

    def _draft_saved(self) -> None:
        if not self.composer.is_spoken_to:
            self.say(text.DRAFT_SAVED)

    def _draft_failed(self, error: Exception) -> None:
        self.say(explain(error), wrong=True)

    # -- answering --------------------------------------------------------------------------------------------

    def too_soon(self) -> bool:
        """Whether this answer key follows the one before so quickly that it cannot be meant."""
        now, before = self._clock(), self._last_key
        self._last_key = now
        return before is not None and now - before < self._key_rest

    @on(Composer.Answered)
    async def _answered(self, event: Composer.Answered) -> None:
        event.stop()
        behind = event.task.field and event.task.question != self.asking.question  # the next one is coming
        early = event.unseen and self._key_rest > 0  # a script needs not see what it answers
        if self.too_soon() or early or behind or event.task is not self.composer.doing:
            self._hasty = self.busy
            self.say(text.ONE_AT_A_TIME)
        elif event.task.field:
            self.give(event.value)
        else:
            await self._pressed(event.value)

    async def _pressed(self, value: str) -> None:
        """A key at a notice: the introduction, a draft, the end."""
        if value == BEGIN:
            await self.ask(onward(self.interview, None))
        elif value == GO_ON and (draft := self.port.draft) and (step := draft_step(self.interview, draft)):
            self.drafts.take_over(draft.question, Field(draft.field), draft.text)
            await self.ask(step)
        elif value == THROW:
            await self.drafts.tidy()
            await self.ask(going_on(self.interview))
        elif value == FINISH:
            await self.run_action("finish")
        elif value == REOPEN:
            await self.run_action("reopen")
        elif value == LEAVE:
            self.dismiss(Leave.CLOSED)

    def give(self, value: str) -> None:
        """Answer the question of the moment with this value, after naming what it would take off the route."""
        asking = self.asking
        question = asking.question
        if self.interview.view(question).value == value and value != TIMELINE_DONE:
            self.run_worker(self._after_answer(asking, value), group="commit")
            return
        gone = self.interview.what_would_change(question, value)
        save = partial(
            self.commit,
            [lambda interview: interview.answer(question, value)],
            partial(self._after_answer, asking, value),
        )
        self._after_naming(gone, text.CHANGE_TITLE, text.CHANGE_YES, save)

    def confirmed(self, body: ev.Body, yes: str, save: Callable[[], None]) -> None:
        """Do this at once, or after naming the answers it would take off the route."""
        self._after_naming(self.interview.what_would_leave(body), text.UNDO_TITLE, yes, save)

    def _after_naming(self, gone: Sequence[Question], title: str, yes: str, save: Callable[[], None]) -> None:
        if not gone:
            save()
            return
        names = "\n".join(f"{name_of(q)}  {q.text}" for q in gone)
        names = f"{text.CHANGE_INTRO}\n\n{names}\n\n{text.CHANGE_KEPT}"
        confirm = Confirm(title, names, yes=yes, no=text.CHANGE_NO)
        self.app.push_screen(confirm, lambda sure: save() if sure else None)

    async def _after_answer(self, asking: Asking, value: str) -> None:
        if needs_reason(value):
            await self.ask(Asking(Step.REASON, asking.question, editing=asking.editing))
        else:
            await self.go_on(asking)

    async def go_on(self, asking: Asking) -> None:
        """The step after this one: the next open question, or back to where one was before changing something."""
        if asking.editing:
            await self.go_home()
        else:
            await self.ask(onward(self.interview, asking.question, closing_passed=self.closing_passed))

    async def go_home(self) -> None:
        """Back to the question that was being asked, or the next one when that is answered or gone."""
        home = self._home
        route = {question.id for question in self.interview.route()}
        if home.question in route and self.is_open(home.question):
            await self.ask(asking_open(self.interview, home.question))
        else:
            after = home.question if home.question in route else None
            await self.ask(onward(self.interview, after, closing_passed=self.closing_passed))

    def is_open(self, question: str) -> bool:
        """Whether this question waits for its answer or its reason."""
        return self.interview.status(question) in {Status.OPEN, Status.REASON_MISSING}
