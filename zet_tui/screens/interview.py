"""The conversation screen: looking back, undoing and the sheets over it; asking and saving is below it."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from flows import events as ev
from flows.interview import Status
from flows.interview_errors import InterviewError
from flows.interview_resumed import question_of
from zet_tui.actions import Where, bindings
from zet_tui.messages import explain
from zet_tui.screens import interview_text as text
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.interview_core import Command, Leave
from zet_tui.screens.interview_notes import NOTE_ROW, NotesScreen
from zet_tui.screens.interview_port import Field
from zet_tui.screens.interview_sheets import PickSheet, Row, WhySheet
from zet_tui.screens.interview_talk import (
    Asking,
    Step,
    asking_again,
    asking_open,
    missing_reasons,
    undone_body,
)
from zet_tui.screens.interview_views import name_of
from zet_tui.widgets.conversation import Conversation

__all__ = ["InterviewScreen", "Leave"]

_FINISH_NOW = "-afronden"


class InterviewScreen(NotesScreen):
    """One interview, from introduction to closing. Leaves with a `Leave`; asks the app by message to withdraw."""

    CSS_PATH = "interview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.LOOKING_BACK, Where.CONVERSATION),
        *bindings(Where.TEXT, only=("no_answer", "decline_reason")),
    ]

    class WithdrawRequested(Message):
        """The person wants to take the consent of this case back."""

    # -- looking back -----------------------------------------------------------------------------------------

    def action_look_back(self, step: int) -> None:
        """Choose an earlier answer, or come back to the question that is asked."""
        before = self.conversation.chosen
        chosen = self.conversation.choose(step)
        if chosen is not None:
            self._choose(chosen)
        elif before is not None:
            self._stop_looking_back()

    @on(Conversation.Picked)
    def _picked(self, event: Conversation.Picked) -> None:
        event.stop()
        if event.pair != self.asking.question:
            self.conversation.choose_at(event.pair)
            self._choose(event.pair)

    @on(Conversation.Letter)
    def _letter(self, event: Conversation.Letter) -> None:
        event.stop()
        self.say(text.LETTER_WHILE_CHOSEN)

    def _choose(self, pair: str) -> None:
        self.conversation.focus(scroll_visible=False)
        self.say(text.looking_at(name_of(self._question(pair))))

    def _stop_looking_back(self) -> None:
        self.conversation.back_to(self.asking.question or None)
        self.composer.editor.focus(scroll_visible=False)
        self.say("")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        if self.conversation.chosen is not None and event.widget is self.composer.editor:
            self._stop_looking_back()

    async def action_change(self) -> None:
        """Enter on a chosen answer: change it."""
        if (chosen := self.conversation.chosen) is not None:
            await self.go_to(chosen)

    async def action_back(self) -> None:
        """One step back; from the open question to the overview."""
        asking = self.asking
        if self.conversation.chosen is not None:
            self._stop_looking_back()
        elif self.composer.let_go():
            return
        elif asking.step in {Step.REMARK, Step.NOTE}:
            await self.after_remark()
        elif asking.entry is not None:
            await self.ask(Asking(Step.ANSWER, asking.question, editing=asking.editing))
        elif asking.step is Step.REASON:
            await self.ask(Asking(Step.ANSWER, asking.question, editing=True))
        elif asking.editing:
            await self.go_home()
        else:
            await self.seal()
            self.dismiss(Leave.PAUSED if self.interview.closure is None else Leave.CLOSED)

    def action_scroll_page(self, way: int) -> None:
        self.conversation.anchor(False)
        rows = way * max(self.conversation.size.height - 2, 1)
        self.conversation.scroll_relative(y=rows, animate=False, immediate=True)

    def action_choose(self, value: str) -> None:
        """A choice by name, from the palette."""
        task = self.composer.doing
        if task is not None and any(choice.value == value for choice in task.choices) and task.field:
            self.give(value)

    # -- undoing ----------------------------------------------------------------------------------------------

    def action_undo(self) -> None:
        """Ctrl+Z: take the last thing back, what is being typed first."""
        if self._typing_now and self.composer.area.take_back():
            self.too_soon()  # a key that repeats stops here and never runs on into the answers
        else:
            self._turn_back(lambda interview: interview.undo(), text.UNDONE)

    def action_redo(self) -> None:
        """Ctrl+Y: put back what was taken back."""
        if not (self._typing_now and self.composer.area.put_back()):
            self._turn_back(lambda interview: interview.redo(), text.REDONE)

    @property
    def _typing_now(self) -> bool:
        return self.composer.editor is self.composer.area and self.conversation.chosen is None

    def _turn_back(self, command: Command, said: str) -> None:
        if self.too_soon():
            return
        try:
            target = undone_body(self.interview, command(self.interview))
        except InterviewError as error:
            self.say(explain(error))
            return
        yes = text.UNDO_YES if said == text.UNDONE else text.REDO_YES
        save = partial(self.commit, [command], partial(self._turned_back, target, said))
        self.confirmed(command(self.interview), yes, save)

    async def _turned_back(self, target: ev.Body, said: str) -> None:
        """Show the question it was about; a text that was taken back stands in the field again."""
        question = question_of(self.interview, target)
        asked = question is not None and self.interview.is_on_route(question)
        if (
            question is not None
            and asked
            and isinstance(target, ev.EntryAdded | ev.EntryChanged | ev.EntryRemoved | ev.EntryMoved)
        ):
            await self.ask(asking_again(self.interview, question))
        elif question is not None and asked and self.is_open(question):
            self._text_back(target)
            await self.ask(asking_open(self.interview, question))
        else:
            await self.go_home()
        where = f": {name_of(self._question(question))}" if question is not None else ""
        self.say(said.format(where=where))

    def _text_back(self, target: ev.Body) -> None:
        if isinstance(target, ev.ReasonGiven) and target.text:
            self.drafts.take_over(target.question, Field.REASON, target.text)
        elif isinstance(target, ev.Answered) and target.text:
            self.drafts.take_over(target.question, Field.ANSWER, target.text)

    # -- ending -----------------------------------------------------------------------------------------------

    def action_finish(self) -> None:
        """Ctrl+E: what is missing, with the way there; nothing missing: finish."""
        if self.interview.closure is not None:
            self.say(text.CLOSED_FIRST)
            return
        missing = self.interview.open_questions()
        notes = self.interview.notes
        left = text.notes_left(len(notes)) if notes else ""
        if missing:
            reasons = missing_reasons(self.interview)
            said = (text.missing(len(missing) - reasons, reasons), self._not_asked, left)
            intro = " ".join(part for part in said if part)
            rows = [*(self._row(question) for question in missing), *self.note_rows()]
            sheet = PickSheet(text.FINISH_TITLE, rows, keys=text.FINISH_KEYS, intro=intro)
            self.app.push_screen(sheet, self._missing_picked)
            return
        if notes:
            rows = [*self.note_rows(), Row(_FINISH_NOW, Content(text.FINISH_WITHOUT_NOTES))]
            sheet = PickSheet(text.FINISH_TITLE, rows, keys=text.NOTES_KEYS, intro=left)
            self.app.push_screen(sheet, self._missing_picked)
            return
        self._finish_now()

    async def _missing_picked(self, row: str | None) -> None:
        if row == _FINISH_NOW:
            self._finish_now()
        elif row is not None and row.startswith(NOTE_ROW):
            self.note_picked(row)
        elif row is not None:
            await self.go_to(row)

    @property
    def _not_asked(self) -> str:
        """How many questions were passed by because of an earlier answer."""
        lists = self.interview.questionnaire.questions
        count = sum(self.interview.status(question.id) is Status.OFF_ROUTE for question in lists)
        return text.not_asked(count) if count else ""

    def _finish_now(self) -> None:
        ready = " ".join(part for part in (text.FINISH_READY, self._not_asked) if part)
        if judged := self.port.deadlines(self.interview):
            ready = "\n".join((f"{ready}\n", text.DEADLINES_TITLE, *(view.short for view in judged)))
        confirm = Confirm(text.FINISH_TITLE, ready, yes=text.FINISH_YES, no=text.FINISH_NO)
        self.app.push_screen(confirm, lambda yes: self._close(lambda i: i.complete()) if yes else None)

    def action_stop(self) -> None:
        """Ctrl+T: a break, stopping, or not available; and what is something else, withdrawing."""
        rows = [Row(key, Content(words)) for key, words in text.STOPS.items()]
        if self.interview.closure is not None:
            rows = [row for row in rows if row.id in {"pause", "withdraw"}]
        sheet = PickSheet(text.STOP_TITLE, rows, keys=text.STOP_KEYS, intro=text.STOP_NOT_WITHDRAW)
        self.app.push_screen(sheet, self._stopping)

    async def _stopping(self, how: str | None) -> None:
        if how == "pause":
            if await self.seal():
                self.dismiss(Leave.PAUSED)
        elif how == "stop":
            self._why(text.WHY_STOP, lambda reason: lambda i: i.stop(reason))
        elif how == "unavailable":
            self._why(text.WHY_UNAVAILABLE, lambda reason: lambda i: i.unavailable(reason))
        elif how == "withdraw":
            await self.seal()
            self.post_message(self.WithdrawRequested())

    def action_reopen(self) -> None:
        """Open a closed conversation again, with a reason."""
        self._why(text.WHY_REOPEN, lambda reason: lambda i: i.reopen(reason))

    def _why(self, title: str, command: Callable[[str], Command]) -> None:
        def given(reason: str | None) -> None:
            if reason is not None:
                self._close(command(reason))

        self.app.push_screen(WhySheet(text.STOP_TITLE, title), given)

    def _close(self, command: Command) -> None:
        self.commit([command], self._after_closing)

    async def _after_closing(self) -> None:
        """Show how it was closed, or go on where it was opened again."""
        if self.interview.closure is not None:
            await self.ask(Asking(Step.CLOSED))
        else:
            await self.go_home()
