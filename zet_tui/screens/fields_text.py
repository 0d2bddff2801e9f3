"""The field for some lines of text; apart from the other fields, because the first frame does without it."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from zet_tui.screens.fields import Choice, Done, Line, Several, YesNo
from zet_tui.screens.fields_pick import Pick


class Lines(TextArea):
    """Some lines of text: Enter finishes, Ctrl+J is a new line (Shift+Enter never arrives in most terminals)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", "verder", show=False, priority=True),
        Binding("ctrl+j", "new_line", "nieuwe regel", show=False, priority=True),
    ]

    def __init__(self, value: str = "", *, id: str | None = None) -> None:  # noqa: A002 - textual's name
        super().__init__(value, compact=True, tab_behavior="focus", highlight_cursor_line=False, id=id)
        self.match_cursor_bracket = False
        self.cursor_blink = False

    @property
    def value(self) -> str:
        return self.text

    @value.setter
    def value(self, text: str) -> None:
        self.text = text

    def action_done(self) -> None:
        self.post_message(Done(self))

    def action_new_line(self) -> None:
        self.insert("\n")


Editor = Line | Lines | Choice | Pick | Several | YesNo
"""Everything that can stand in a row of a form."""
