"""The conversation screen: looking back, undoing and the sheets over it; asking and saving is below it."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from flows import events as ev
from flows.instrument import Question, Source
from flows.interview import Status
from flows.interview_errors import InterviewError
from zet_tui.actions import Where, bindings
from zet_tui.messages import explain
from zet_tui.screens import interview_text as text
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.interview_core import Command, Leave
from zet_tui.screens.interview_help import help_content
from zet_tui.screens.interview_port import Field
from zet_tui.screens.interview_sheets import PickSheet, ReadSheet, Row, WhySheet
from zet_tui.screens.interview_talk import (
    Asking,
    Step,
    asking_again,
    asking_open,
    missing_reasons,
    question_of,
    timeline_question,
    undone_body,
)
from zet_tui.screens.interview_views import heading, name_of
from zet_tui.screens.interview_writing import WritingScreen
from zet_tui.widgets.conversation import Conversation
from zet_tui.widgets.symbols import MARKS

__all__ = ["InterviewScreen", "Leave"]


class InterviewScreen(WritingScreen):
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

    async def go_to(self, question: str) -> None:
        """Ask this question now: changing it when it has an answer."""
        if self.interview.closure is not None:
            self.say(text.CLOSED_FIRST)
        elif not self.interview.is_on_route(question):
            self.say(text.NOT_ASKED)
        else:
            await self.ask(asking_again(self.interview, question))

    async def action_back(self) -> None:
        """One step back; from the open question to the overview."""
        asking = self.asking
        if self.conversation.chosen is not None:
            self._stop_looking_back()
        elif self.composer.let_go():
            return
        elif asking.step is Step.REMARK:
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
        self.conversation.scroll_relative(y=way * max(self.conversation.size.height - 2, 1), animate=False)

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
        self.commit([command], partial(self._turned_back, target, said))

    async def _turned_back(self, target: ev.Body, said: str) -> None:
        """Show the question it was about; a text that was taken back stands in the field again."""
        question = question_of(self.interview, target)
        asked = question is not None and self.interview.is_on_route(question)
        if (
            question is not None
            and asked
            and isinstance(target, ev.EntryAdded | ev.EntryChanged | ev.EntryRemoved)
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

    # -- side roads -------------------------------------------------------------------------------------------

    @property
    def _here(self) -> Question | None:
        """The question that is chosen, else the one that is asked."""
        question = self.conversation.chosen or self.asking.question
        return self._question(question) if question else None

    def _question(self, question: str) -> Question:
        return self.interview.questionnaire.question(question)

    async def action_remark(self) -> None:
        """F6: a remark with the chosen or asked question."""
        if self.asking.step is Step.REMARK:
            self.say(text.REMARK_FIRST)
        elif self.interview.closure is not None:
            self.say(text.CLOSED_FIRST)
        elif (question := self._here) is not None:
            self.before_remark = self.asking
            await self.ask(Asking(Step.REMARK, question.id))

    async def action_timeline(self) -> None:
        """F7: to the timeline."""
        question = timeline_question(self.interview)
        if question is None:
            self.say(text.NO_TIMELINE)
        else:
            await self.go_to(question.id)

    def action_help(self) -> None:
        self.app.push_screen(ReadSheet(text.HELP_TITLE, help_content(self.interview)))

    def action_meaning(self) -> None:
        """F2: what the words of this question mean."""
        question = self._here
        parts: list[Content] = []
        for term in question.terms if question else ():
            meaning = self.port.term_meanings.get(term.term) or text.NO_MEANING
            parts.append(Content.assemble((term.words, "bold"), f"\n{meaning}"))
        for title, words in (
            (text.NOTE, question and question.note),
            (text.FOOTNOTE, question and question.footnote),
        ):
            if words:
                parts.append(Content.assemble((title, "bold"), f"\n{words}"))
        if parts:
            self.app.push_screen(ReadSheet(text.MEANING_TITLE, Content("\n\n").join(parts)))
        else:
            self.say(text.NO_TERM)

    def action_urgent(self) -> None:
        """F10: whom to call now."""
        own = self.port.urgent_contact.strip()
        words = [text.URGENT_ALWAYS, *([f"{text.URGENT_OWN}\n{own}"] if own else []), text.URGENT_NOTE]
        self.app.push_screen(ReadSheet(text.URGENT_TITLE, "\n\n".join(words)))

    async def action_dossier(self) -> None:
        """Ctrl+D: what the file said on this row of the framework; hidden until asked for."""
        question = self._here
        if self.interview.questionnaire.source is Source.DOSSIER:
            self.say(text.DOSSIER_IS_HERE)
        elif question is None or question.row is None:
            self.say(text.NO_ROW)
        else:
            said = await self.port.dossier_view(question.row)
            words = Content.assemble((question.text, "$quiet"), f"\n\n{said or text.DOSSIER_NOTHING}")
            self.app.push_screen(ReadSheet(text.DOSSIER_TITLE, words))

    def action_go_to(self) -> None:
        """Ctrl+G: a question by number or words."""
        rows = [self._row(question) for question in self.interview.route()]
        self._pick(PickSheet(text.GO_TO, rows, keys=text.GO_TO_KEYS, field=text.GO_TO_FIELD))

    def action_list_open(self) -> None:
        """F4: everything that is still open."""
        rows = [self._row(question) for question in self.interview.open_questions()]
        if rows:
            self._pick(PickSheet(text.OPEN_TITLE, rows, keys=text.GO_TO_KEYS))
        else:
            self.say(text.OPEN_NONE)

    def _pick(self, sheet: PickSheet) -> None:
        async def picked(question: str | None) -> None:
            if question is not None:
                await self.go_to(question)

        self.app.push_screen(sheet, picked)

    def _row(self, question: Question) -> Row:
        view = self.interview.view(question.id)
        mark = MARKS.get(view.value or "open", MARKS["open"])
        where = heading(self.interview, question)
        number = str(question.number or "").rjust(3)
        missing = f"{text.REASON_MISSING}: " if view.status is Status.REASON_MISSING else ""
        shown = Content.assemble(
            (mark.symbol, mark.style), f"{number}  ", (missing, "$accent"), question.text
        )
        return Row(question.id, shown, f"{question.number or ''} {where} {question.text}")

    # -- ending -----------------------------------------------------------------------------------------------

    def action_finish(self) -> None:
        """Ctrl+E: what is missing, with the way there; nothing missing: finish."""
        if self.interview.closure is not None:
            self.say(text.CLOSED_FIRST)
            return
        missing = self.interview.open_questions()
        if missing:
            reasons = missing_reasons(self.interview)
            intro = text.missing(len(missing) - reasons, reasons)
            rows = [self._row(question) for question in missing]
            self._pick(PickSheet(text.FINISH_TITLE, rows, keys=text.FINISH_KEYS, intro=intro))
            return
        confirm = Confirm(text.FINISH_TITLE, text.FINISH_READY, yes=text.FINISH_YES, no=text.FINISH_NO)
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
            await self.seal()
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
