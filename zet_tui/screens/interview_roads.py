"""The roads beside a conversation: remarks, the card, the drawn timeline, and the sheets to read or to pick from.

Asking, saving and writing are below it; loose notes, looking back, undoing and ending are above it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from flows.instrument import Question, Source
from flows.interview import Status
from flows.interview_notes import move_entry
from flows.interview_resumed import timeline_question
from zet_tui.screens import interview_text as text
from zet_tui.screens.card import SKIP, CardAnswer, CardLook, CardScreen, PauseScreen
from zet_tui.screens.interview_card import card_view
from zet_tui.screens.interview_help import help_content
from zet_tui.screens.interview_port import Field
from zet_tui.screens.interview_sheets import PickSheet, ReadSheet, Row
from zet_tui.screens.interview_talk import Asking, Step, asking_again, onward
from zet_tui.screens.interview_views import heading, name_of
from zet_tui.screens.interview_writing import WritingScreen
from zet_tui.widgets.symbols import MARKS

if TYPE_CHECKING:
    from zet_tui.screens.timeline_page import TimelineChange


class RoadsScreen(WritingScreen):
    """Everything one can do beside answering; each road comes back to the question that was asked."""

    card_look = CardLook()
    """How the person who answers likes the card; kept until the conversation is left."""

    async def go_to(self, question: str) -> None:
        """Ask this question now: changing it when it has an answer."""
        if self.interview.closure is not None:
            self.say(text.CLOSED_FIRST)
        elif not self.interview.is_on_route(question):
            self.say(text.NOT_ASKED)
        else:
            await self.ask(asking_again(self.interview, question))

    @property
    def _here(self) -> Question | None:
        """The question that is chosen, else the one that is asked."""
        question = self.conversation.chosen or self.asking.question
        return self._question(question) if question else None

    def _question(self, question: str) -> Question:
        return self.interview.questionnaire.question(question)

    async def action_remark(self) -> None:
        """F6: a remark with the chosen or asked question."""
        if self.asking.step in {Step.REMARK, Step.NOTE}:
            self.say(text.REMARK_FIRST)
        elif self.interview.closure is not None:
            self.say(text.CLOSED_FIRST)
        elif (question := self._here) is not None:
            self.before_remark = self.asking
            await self.ask(Asking(Step.REMARK, question.id))

    async def action_timeline(self) -> None:
        """F7: to the timeline; once there, or after closing: the timeline drawn."""
        question = timeline_question(self.interview)
        if question is None:
            self.say(text.NO_TIMELINE)
        elif self.interview.closure is not None or self.asking.question == question.id:
            await self.show_drawn()
        else:
            await self.go_to(question.id)

    async def show_drawn(self, chosen: str | None = None, said: str = "") -> None:
        """The timeline as a drawing, with this step chosen, and what was done to it."""
        from zet_tui.screens.timeline_page import TimelinePage, drawn_steps

        steps = drawn_steps(self.interview)
        if steps:
            closed = self.interview.closure is not None
            judged = self.port.deadlines(self.interview)
            self.app.push_screen(
                TimelinePage(steps, chosen, judged, can_change=not closed, said=said), self._drawn
            )
        else:
            self.say(text.DRAWN_EMPTY)

    async def _drawn(self, change: TimelineChange | None) -> None:
        """Do what was chosen on the drawing, and show it again where it belongs there."""
        question = timeline_question(self.interview)
        if change is None or question is None:
            return
        entry = change.entry
        if change.what == "edit" and self.drafts.text(question.id, Field.ENTRY):
            self.say(text.TEXT_STANDS)  # else the half line would take the place of this step
        elif change.what == "edit":
            editing = not self.is_open(question.id)
            await self.ask(Asking(Step.ANSWER, question.id, editing=editing, entry=entry))
        elif change.what == "remove":
            self.remove_entry(entry, partial(self._show_again, change.after, text.DRAWN_REMOVED))
        else:
            after = change.after
            self.commit([lambda i: move_entry(i, entry, after)], partial(self._show_again, entry))

    async def _show_again(self, chosen: str | None = None, said: str = "") -> None:
        await self.ask(asking_again(self.interview, self.asking.question))
        if self.interview.timeline:
            await self.show_drawn(chosen, said)

    def action_help(self) -> None:
        words = help_content(self.interview, self.port.keys)
        self.app.push_screen(ReadSheet(text.HELP_TITLE, words, text.OK_LONG))

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

    def action_probe(self) -> None:
        """F3: suggestions to ask on, in our own words."""
        question = self._here
        tips = self.port.suggestions.get(question.id, ()) if question else ()
        if question is None or not tips:
            self.say(text.PROBE_NONE)
            return
        parts = [Content.styled(question.text, "$quiet"), *(Content(f"· {tip}") for tip in tips)]
        parts.append(Content.styled(text.PROBE_NOTE, "$quiet"))
        self.app.push_screen(ReadSheet(text.PROBE_TITLE, Content("\n\n").join(parts)))

    async def action_card(self) -> None:
        """F5: the question large, to turn the screen to who answers."""
        question = self._here
        view = None
        if question is not None:
            view = card_view(self.interview, question, self.port.easy_wording.get(question.id, ()))
        if self.interview.questionnaire.source is Source.DOSSIER:
            self.say(text.CARD_NOT_FILE)
        elif question is None or view is None or self.asking.step is Step.INTRODUCTION:
            self.say(text.CARD_NOT_HERE)
        elif self.interview.closure is not None:
            self.say(text.CLOSED_FIRST)
        else:
            if (self.asking.step, self.asking.question) != (Step.ANSWER, question.id):
                editing = not self.is_open(question.id)
                await self.ask(Asking(Step.ANSWER, question.id, editing=editing))
            self.app.push_screen(CardScreen(view, self.card_look, self.too_soon), self._card_answered)

    async def _card_answered(self, answer: CardAnswer | None) -> None:
        """The same way as a key: saved first, then the reason or the next question."""
        if answer is None:
            return
        self.card_look = answer.look
        if answer.value == SKIP:
            skipped = self._question(self.asking.question)
            if self.asking.editing:
                await self.go_home()
            else:
                await self.ask(onward(self.interview, skipped.id, closing_passed=self.closing_passed))
                name = name_of(skipped)
                self.say(text.SKIPPED.format(name=f"{name[:1].upper()}{name[1:]}"))
        elif answer.value is not None:
            self.give(answer.value)

    def action_blank(self) -> None:
        """F12: nothing on the screen until Enter."""
        self.app.push_screen(PauseScreen())

    async def action_transcript(self) -> None:
        """Ctrl+R: the conversation as it will be without names."""
        from zet_tui.screens.transcript import TranscriptScreen

        with self.telling():
            self.app.push_screen(TranscriptScreen(self.interview, await self.port.transcript()))

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
            with self.telling():
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
        number = question.printed.rjust(3)
        missing = f"{text.REASON_MISSING}: " if view.status is Status.REASON_MISSING else ""
        shown = Content.assemble(
            (mark.symbol, mark.style), f"{number}  ", (missing, "$accent"), question.text
        )
        return Row(question.id, shown, f"{question.printed} {where} {question.text}")
