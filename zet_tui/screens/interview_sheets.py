"""The sheets over a conversation: something to read, to pick or to give a reason for; each answers with data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from zet_tui.idle import CONVERSATION_MINUTES
from zet_tui.letters import plain
from zet_tui.screens import interview_text as text
from zet_tui.widgets.area import AnswerArea

T = TypeVar("T")
_TALLEST = 40  # percent of the screen for a list


@dataclass(frozen=True, slots=True)
class Row:
    """One line to pick: what it is (`id`), what it shows, and the words it is found by."""

    id: str
    shown: Content
    words: str = ""


class Sheet(ModalScreen[T], Generic[T]):
    """A title, something, and the keys that work; Escape closes it without an answer."""

    CSS_PATH = "interview_sheets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    ALLOW_SELECT = False
    idle_minutes: ClassVar[float] = CONVERSATION_MINUTES

    def __init__(self, title: str, keys: str = text.OK) -> None:
        super().__init__(classes="interview-sheet")
        self._heading = title
        self._keys = keys

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Static(Content.styled(self._heading, "bold"), classes="sheet-title")
            yield from self.body()
            yield Static("", classes="sheet-says", markup=False)
            yield Static(Content.styled(self._keys, "$quiet"), classes="sheet-keys")

    def body(self) -> ComposeResult:
        """What stands between title and keys."""
        yield from ()

    def say(self, words: str) -> None:
        """One sentence above the keys."""
        self.query_one(".sheet-says", Static).update(Content.styled(words, "$warning"))

    def action_leave(self) -> None:
        self.dismiss(None)


class ReadSheet(Sheet[None]):
    """Something to read; Enter or Escape closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,f1,f2,f3,f10", "leave", show=False)]

    def __init__(self, title: str, words: Content | str, keys: str = text.OK) -> None:
        super().__init__(title, keys)
        self._words = words if isinstance(words, Content) else Content(words)

    def body(self) -> ComposeResult:
        with VerticalScroll(classes="sheet-body"):
            yield Static(self._words)


class PickSheet(Sheet[str]):
    """A list to pick from; with a `field` it narrows while one types a number or words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("enter", "pick", show=False),
    ]

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        *,
        keys: str,
        intro: str = "",
        field: str = "",
        nothing: str = text.GO_TO_NOTHING,
    ) -> None:
        """`field` is what stands in the empty field, "" for none; `nothing` is said when no row is found."""
        super().__init__(title, keys)
        self._nothing = nothing
        self._rows = tuple(rows)
        self._intro = intro
        self._field = field

    def body(self) -> ComposeResult:
        if self._intro:
            yield Static(self._intro, classes="sheet-intro", markup=False)
        if self._field:
            field = Input(placeholder=self._field, classes="sheet-field", compact=True)
            field.cursor_blink = False
            yield field
        rows = OptionList(
            *(Option(row.shown, row.id) for row in self._rows), classes="sheet-rows", compact=True
        )
        rows.can_focus = not self._field
        yield rows

    def on_mount(self) -> None:
        self._list.highlighted = 0 if self._rows else None

    def on_resize(self) -> None:
        """A list that gets shorter while one types keeps its place, so that the sheet stands still."""
        if self._field:
            most = self.app.size.height * _TALLEST // 100
            self._list.styles.height = max(min(len(self._rows), most), 1)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        asked = plain(event.value.strip())
        found = [row for row in self._rows if _matches(row, asked)]
        found.sort(key=lambda row: plain(row.words).split(" ", 1)[0] != asked)
        self._list.set_options(Option(row.shown, row.id) for row in found)
        self._list.highlighted = 0 if found else None
        self.say("" if found else self._nothing)

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _selected(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        event.stop()
        self.action_pick()

    def action_move(self, step: int) -> None:
        if step < 0:
            self._list.action_cursor_up()
        else:
            self._list.action_cursor_down()

    def action_pick(self) -> None:
        if self._list.highlighted is not None:
            self.dismiss(self._list.get_option_at_index(self._list.highlighted).id)


class WhySheet(Sheet[str]):
    """Asks for a reason in a few words; Enter gives it, an empty one is asked again."""

    def __init__(self, title: str, question: str) -> None:
        super().__init__(title, text.WHY_KEYS)
        self._question = question

    def body(self) -> ComposeResult:
        yield Static(self._question, classes="sheet-intro", markup=False)
        yield AnswerArea()

    def on_mount(self) -> None:
        self.query_one(AnswerArea).focus()

    @on(AnswerArea.Submitted)
    def _given(self, event: AnswerArea.Submitted) -> None:
        event.stop()
        if event.text.strip():
            self.dismiss(event.text)
        else:
            self.say(text.WHY_EMPTY)


def _matches(row: Row, asked: str) -> bool:
    """A number finds exactly that question or case; words must all occur."""
    words = plain(row.words)
    if asked.isdigit():
        return words.split(" ", 1)[0].startswith(asked)
    return all(part in words for part in asked.split())
