"""The place below the conversation where every answer is given: one task at a time, its editor swapped by kind.

It shows a `Task` and says what a person did with it; what a task is about and what follows is the screen's.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from textual import events, on
from textual._time import get_time
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static, TextArea

from zet_tui.widgets.area import AnswerArea
from zet_tui.widgets.bars import TwoEnds
from zet_tui.widgets.choices import Choice, Choices
from zet_tui.widgets.timeline import EntryLine, EntryList


class Editor(StrEnum):
    """How a task is done."""

    CHOICE = "choice"
    TEXT = "text"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of the person at the keyboard now.

    `question` and `field` say what the answer is for; `heading` and `keys` are the ends of the first line,
    `ask` the question of this moment, `more` the right end of the last line. `now` is the value already given,
    `text` what stands in the field, `refusals` what to say at keys that answer nothing here.
    """

    question: str
    field: str
    editor: Editor
    heading: Content
    keys: str = ""
    ask: str = ""
    more: str = ""
    choices: tuple[Choice, ...] = ()
    now: str | None = None
    refusals: Mapping[str, str] = dataclasses.field(default_factory=dict)
    text: str = ""
    placeholder: str = ""
    entries: tuple[EntryLine, ...] = ()
    entry: str | None = None
    entry_keys: str = ""


class Composer(Vertical):
    """Head line, question of the moment, the steps so far, the editor and a line to say something."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "entry(-1)", show=False),
        Binding("down", "entry(1)", show=False),
        Binding("delete", "remove_entry", show=False),
    ]

    class Answered(Message):
        """A choice was made: `value` of `task`; `unseen` when it was pressed before the task stood there."""

        def __init__(self, task: Task, value: str, *, unseen: bool) -> None:
            super().__init__()
            self.task = task
            self.value = value
            self.unseen = unseen

    class Written(Message):
        """Enter was pressed on `text` in `task`."""

        def __init__(self, task: Task, text: str) -> None:
            super().__init__()
            self.task = task
            self.text = text

    class Typing(Message):
        """The text of `task` changed and is not kept yet."""

        def __init__(self, task: Task, text: str) -> None:
            super().__init__()
            self.task = task
            self.text = text

    class LeftField(Message):
        """The field lost the focus: a good moment to seal what was typed."""

    class EntryPicked(Message):
        """A step on the timeline was chosen to be changed, or (`remove`) to be taken away."""

        def __init__(self, entry: str, *, remove: bool) -> None:
            super().__init__()
            self.entry = entry
            self.remove = remove

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.head = TwoEnds(classes="head")
        self.ask = Static("", classes="ask", markup=False)
        self.entries = EntryList()
        self.choices = Choices()
        self.area = AnswerArea()
        self.trouble = Static("", classes="trouble", markup=False)
        self.trouble.display = False
        self.foot = TwoEnds(classes="foot")
        self.doing: Task | None = None
        self._filled = ""
        self._since = 0.0

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.ask
        yield self.entries
        yield self.choices
        yield self.area
        yield self.trouble
        yield self.foot

    @property
    def editor(self) -> Widget:
        """The part that takes the keys now."""
        return self.choices if self.doing is None or self.doing.editor is Editor.CHOICE else self.area

    @property
    def held(self) -> bool:
        """Whether typing waits because something is being saved."""
        return self.area.held

    @held.setter
    def held(self, held: bool) -> None:
        self.area.held = held

    def show(self, task: Task, *, focus: bool = True) -> None:
        """Put this task in place of the one before."""
        self.doing = task
        self._since = get_time()
        self.head.show(task.heading, Content.styled(task.keys, "$quiet"))
        self.head.display = bool(task.heading or task.keys)
        self.ask.update(Content(task.ask))
        self.ask.display = bool(task.ask)
        by_choice = task.editor is Editor.CHOICE
        self.entries.show(task.entries)
        self.entries.display = bool(task.entries)
        self.choices.display = by_choice
        self.area.display = not by_choice
        if by_choice:
            self.choices.offer(task.choices, task.now, task.refusals)
        else:
            self._filled = task.text
            self.area.fill(task.text, task.placeholder)
        self.trouble.display = False
        self.foot.show("", Content.styled(task.more, "$quiet"))
        if focus:
            self.screen.set_focus(
                self.editor, scroll_visible=False
            )  # at once: `focus` lets a key overtake it

    def say(self, text: str, *, wrong: bool = False) -> None:
        """One sentence on the last line, until the next task; what went wrong is not cut, but stands above it."""
        words = Content.styled(text, "$warning" if wrong else "$quiet")
        above = wrong and not self.foot.has_room_for(words)
        self.trouble.update(words if above else "")
        self.trouble.display = above
        self.foot.show("" if above else words, self.foot.right)

    @property
    def said(self) -> str:
        """What was said last and still stands there; "" for nothing."""
        return str(self.trouble.content) if self.trouble.display else self.foot.left.plain

    @property
    def is_spoken_to(self) -> bool:
        """Whether a sentence stands there."""
        return bool(self.said)

    # -- what the parts say -----------------------------------------------------------------------------------

    @on(Choices.Chosen)
    def _chosen(self, event: Choices.Chosen) -> None:
        event.stop()
        if self.doing:
            unseen = event.pressed < self._since
            self.post_message(self.Answered(self.doing, event.value, unseen=unseen))

    @on(Choices.Refused)
    def _refused(self, event: Choices.Refused) -> None:
        event.stop()
        self.say(event.hint)

    @on(AnswerArea.Submitted)
    def _submitted(self, event: AnswerArea.Submitted) -> None:
        event.stop()
        if self.doing is None:
            return
        if entry := self.entries.chosen_entry:
            self.post_message(self.EntryPicked(entry.id, remove=False))
        else:
            self.post_message(self.Written(self.doing, event.text))

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        text = self.area.text
        if self.doing is None or text == self._filled:
            return
        self._filled = text
        if self.entries.chosen is not None:
            self._let_entry_go()
        self.post_message(self.Typing(self.doing, text))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if event.widget is self.area:
            self.post_message(self.LeftField())

    # -- the steps of the timeline ----------------------------------------------------------------------------

    def action_entry(self, step: int) -> None:
        """Walk through the steps; out at the top, the key goes on to the conversation."""
        walking = self.entries.chosen is not None or step < 0
        if not self.entries.display or self.area.text or not walking or not self.entries.choose(step):
            raise SkipAction
        self._show_entry_keys()

    def action_remove_entry(self) -> None:
        if (entry := self.entries.chosen_entry) is None:
            raise SkipAction
        self.post_message(self.EntryPicked(entry.id, remove=True))

    def let_go(self) -> bool:
        """Choose no step of the timeline any more; False when none was chosen."""
        chosen = self.entries.chosen is not None
        if chosen:
            self._let_entry_go()
        return chosen

    def _let_entry_go(self) -> None:
        self.entries.let_go()
        self._show_entry_keys()

    def _show_entry_keys(self) -> None:
        if self.doing:
            chosen = self.entries.chosen is not None
            self.foot.show(
                Content.styled(self.doing.entry_keys if chosen else "", "$accent"), self.foot.right
            )
