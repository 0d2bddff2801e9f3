"""Loose notes in a conversation: written in one key, later put with a question or thrown away; never exported."""

from functools import partial
from typing import Final

from textual.content import Content

from flows.interview_notes import attach_note, drop_note
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_roads import RoadsScreen
from zet_tui.screens.interview_sheets import PickSheet, Row
from zet_tui.screens.interview_talk import Asking, Step
from zet_tui.screens.interview_views import name_of

NOTE_ROW: Final = "-klad-"
_DROP, _ELSEWHERE = "-weg", "-elders"
_SHOWN: Final = 60


class NotesScreen(RoadsScreen):
    """What can be done with a note that belongs to no question yet."""

    async def action_note(self) -> None:
        """Ctrl+N: write something down without choosing where it belongs."""
        if self.asking.step in {Step.REMARK, Step.NOTE}:
            self.say(text.REMARK_FIRST)
        elif self.interview.closure is not None:
            self.say(text.CLOSED_FIRST)
        else:
            self.before_remark = self.asking
            await self.ask(Asking(Step.NOTE, self.asking.question))

    def action_notes(self) -> None:
        """Ctrl+O: the loose notes, to put with a question or to throw away."""
        rows = self.note_rows()
        if rows:
            sheet = PickSheet(text.NOTES_TITLE, rows, keys=text.NOTES_KEYS, intro=text.NOTES_INTRO)
            self.app.push_screen(sheet, self.note_picked)
        else:
            self.say(text.NOTES_NONE)

    def note_rows(self) -> list[Row]:
        """A row per loose note, as it stands in a list."""
        return [
            Row(
                f"{NOTE_ROW}{note.id}",
                Content.assemble(("✎", "$accent"), f" {text.NOTE_ROW}: ", (_short(note.text), "$quiet")),
            )
            for note in self.interview.notes
        ]

    def note_picked(self, row: str | None) -> None:
        """Ask what to do with this note."""
        if row is None:
            return
        note = row.removeprefix(NOTE_ROW)
        words = next((each.text for each in self.interview.notes if each.id == note), None)
        if words is None:
            return
        if self.interview.closure is not None:
            self.say(text.CLOSED_FIRST)
            return
        rows = [Row(_ELSEWHERE, Content(text.NOTE_ELSEWHERE)), Row(_DROP, Content(text.NOTE_DROP))]
        if (here := self._here) is not None:
            rows.insert(0, Row(here.id, Content(f"bij {name_of(here)} zetten")))
        sheet = PickSheet(text.NOTE_DO, rows, keys=text.NOTE_DO_KEYS, intro=f"“{_short(words, 400)}”")
        self.app.push_screen(sheet, partial(self._note_done, note))

    def _note_done(self, note: str, what: str | None) -> None:
        if what == _DROP:
            self.commit([lambda i: drop_note(i, note)], partial(self._after_note, text.NOTE_DROPPED))
        elif what == _ELSEWHERE:
            rows = [self._row(question) for question in self.interview.route()]
            sheet = PickSheet(text.NOTE_WHERE, rows, keys=text.GO_TO_KEYS, field=text.GO_TO_FIELD)
            self.app.push_screen(sheet, partial(self._put_with, note))
        else:
            self._put_with(note, what)

    def _put_with(self, note: str, question: str | None) -> None:
        if question is not None:
            said = text.NOTE_ATTACHED.format(name=name_of(self._question(question)))
            self.commit([lambda i: attach_note(i, note, question)], partial(self._after_note, said))

    async def _after_note(self, said: str) -> None:
        """Show the same question again, with what changed around it."""
        await self.ask(self.asking)
        self.say(said)


def _short(words: str, most: int = _SHOWN) -> str:
    words = words.replace("\n", " ")
    return words if len(words) <= most else f"{words[:most]} …"
