"""Text in a conversation: open answers, reasons, remarks, closing and timeline; rating is `interview_core`'s."""

from collections.abc import Sequence
from functools import partial

from textual import on

from flows.instrument import NO_ANSWER, TEXT, TIMELINE_DONE
from flows.interview_notes import add_note
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_core import Command, ConversationScreen, Then
from zet_tui.screens.interview_dates import parted
from zet_tui.screens.interview_port import Field
from zet_tui.screens.interview_talk import Asking, Step
from zet_tui.widgets.composer import Composer, Editor, Task


class WritingScreen(ConversationScreen):
    """Keeps what is typed, seals what is being typed, and knows what an empty line means where."""

    @on(Composer.Written)
    async def _written(self, event: Composer.Written) -> None:
        event.stop()
        task, words = event.task, event.text
        if task is not self.composer.doing:
            return
        question, blank = task.question, not words.strip()
        typed = (question, Field(task.field))
        if task.editor is Editor.TIMELINE:
            await self._timeline_line(task, words)
        elif task.field == Field.REMARK:
            self.commit([lambda i: i.set_remark(question, words)], self.after_remark, typed=typed)
        elif task.field == Field.CLOSING:
            await self._closing_said(words)
        elif task.field == Field.NOTE:
            await self._note_said(words)
        elif blank:
            self.say(text.TYPE_FIRST if task.field == Field.ANSWER else text.TYPE_REASON_FIRST)
        elif task.field == Field.REASON:
            self.commit(
                [lambda i: i.give_reason(question, words)], partial(self.go_on, self.asking), typed=typed
            )
        else:
            self.commit(
                [lambda i: i.answer(question, TEXT, words)], partial(self.go_on, self.asking), typed=typed
            )

    async def after_remark(self) -> None:
        """Back to what was asked before the remark."""
        await self.ask(self.before_remark)

    async def _note_said(self, words: str) -> None:
        """A loose note; an empty one is none."""
        if not words.strip():
            self.drafts.let_go("", Field.NOTE)
            await self.after_remark()
            await self.drafts.tidy()
            return
        note = self.new_id()
        self.commit([lambda i: add_note(i, words, note)], self._after_note_kept, typed=("", Field.NOTE))

    async def _after_note_kept(self) -> None:
        await self.after_remark()
        self.say(text.NOTE_KEPT)

    async def _closing_said(self, words: str) -> None:
        self.closing_passed = True
        if not words.strip() and not self.interview.closing_remark:
            self.drafts.let_go("", Field.CLOSING)
            await self.go_home()
            await self.drafts.tidy()
            return
        self.commit([lambda i: i.set_closing_remark(words)], self.go_home, typed=("", Field.CLOSING))

    async def _timeline_line(self, task: Task, words: str) -> None:
        """One line or more with Enter: a step each; an empty line: the timeline is ready."""
        question, asking = task.question, self.asking
        again = partial(self.ask, Asking(Step.ANSWER, question, editing=asking.editing))
        typed = (question, Field.ENTRY)
        lines = [line for line in words.split("\n") if line.strip()]
        if lines and task.entry is not None:
            entry, (when, what) = task.entry, parted(" ".join(lines), self.today())
            self.commit([lambda i: i.change_entry(entry, what, when)], again, typed=typed)
        elif lines:
            self._add_lines(Asking(Step.ANSWER, question, editing=asking.editing), lines)
        elif task.entry is not None:
            await again()
        elif self.too_soon():
            self.say(text.ONE_AT_A_TIME)
        elif not self.interview.timeline:
            self.say(text.TYPE_ENTRY_FIRST)
        elif asking.editing and not self.is_open(question):
            await self.go_home()
        else:
            self.give(TIMELINE_DONE)

    def _add_lines(self, asking: Asking, lines: Sequence[str]) -> None:
        """Add these one by one, each kept before the next: what could not be saved still stands in the field."""

        async def after() -> None:
            if rest:
                self.drafts.typed(asking.question, Field.ENTRY, "\n".join(rest))
            await self.ask(asking)
            if rest:
                self._add_lines(asking, rest)

        first, *rest = lines
        self.commit([self._adding(first)], after, typed=(asking.question, Field.ENTRY))

    def _adding(self, line: str) -> Command:
        when, what = parted(line, self.today())
        entry = self.new_id()
        return lambda interview: interview.add_entry(what, when, entry)

    @on(Composer.EntryPicked)
    async def _entry_picked(self, event: Composer.EntryPicked) -> None:
        event.stop()
        asking = Asking(Step.ANSWER, self.asking.question, editing=self.asking.editing)
        if event.remove:
            self.remove_entry(event.entry, partial(self.ask, asking))
        else:
            await self.ask(Asking(asking.step, asking.question, editing=asking.editing, entry=event.entry))

    def remove_entry(self, entry: str, then: Then) -> None:
        """Take a step off the timeline, after naming what would leave with it."""
        body = self.interview.remove_entry(entry)
        self.confirmed(body, text.REMOVE_YES, partial(self.commit, [lambda i: i.remove_entry(entry)], then))

    @on(Composer.Typing)
    def _typing(self, event: Composer.Typing) -> None:
        event.stop()
        self.drafts.typed(event.task.question, Field(event.task.field), event.text)

    @on(Composer.LeftField)
    def _left_field(self, event: Composer.LeftField) -> None:
        event.stop()
        self.drafts.seal_soon()

    def action_no_answer(self) -> None:
        """F8: no answer to an open question, the timeline or the closing."""
        task = self.composer.doing
        if (
            task is None
            or task.field not in {Field.ANSWER, Field.ENTRY, Field.CLOSING}
            or task.editor is Editor.CHOICE
        ):
            self.say(text.NOT_TEXT_HERE)
        elif self.composer.area.text.strip():
            self.say(text.TEXT_STANDS)
        elif task.field == Field.CLOSING:
            self.run_worker(self._closing_said(""), group="commit")
        else:
            self.give(NO_ANSWER)

    def action_decline_reason(self) -> None:
        """F9: the person gives no reason."""
        if self.asking.step is not Step.REASON:
            self.say(text.NOT_REASON_HERE)
        elif self.composer.area.text.strip():
            self.say(text.TEXT_STANDS)
        else:
            question = self.asking.question
            typed = (question, Field.REASON)
            self.commit([lambda i: i.decline_reason(question)], partial(self.go_on, self.asking), typed=typed)
