"""The field for free text: Enter sends, Ctrl+J breaks the line, nothing pasted is lost; its use is the composer's."""

import unicodedata

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

_NOT_HERE = {"f6", "f7", "ctrl+d", "ctrl+e", "ctrl+z", "ctrl+y"}  # these keys belong to the conversation
_NEW_LINE = {"ctrl+j", "shift+enter", "alt+enter"}
_STEERING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_KEPT = {"\n", "\u200c", "\u200d"}  # joiners hold emoji together


def visible(text: str) -> str:
    """`text` with one kind of line end and without what steers a terminal or turns a line around.

    What stands in the field is what will be kept; that it is put in one Unicode form is done there.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(c for c in lines if c in _KEPT or unicodedata.category(c) not in _STEERING)


def _own_bindings() -> list[BindingType]:
    """Textual's editing keys without those that mean something else in a conversation."""
    kept: list[BindingType] = []
    for binding in TextArea.BINDINGS:
        if isinstance(binding, Binding):
            keys = [key for key in binding.key.split(",") if key not in _NOT_HERE]
            if keys:
                kept.append(Binding(",".join(keys), binding.action, show=False))
    return kept


class AnswerArea(TextArea, inherit_bindings=False):
    """A text field that never blinks, never colours, never touches the clipboard of the computer.

    Up on the first line and down on the last one leave the field: the keys go on to the composer and the screen.
    """

    BINDINGS = _own_bindings()

    class Submitted(Message):
        """Enter was pressed; `text` is everything in the field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, compact=True, highlight_cursor_line=False, soft_wrap=True)
        self.cursor_blink = False
        self._held = False
        self._ahead = ""
        self._own_clipboard = ""

    @property
    def held(self) -> bool:
        """Whether what is typed waits because something is being saved; it comes into the field afterwards."""
        return self._held

    @held.setter
    def held(self, held: bool) -> None:
        self._held = held
        if not held:
            ahead, self._ahead = self._ahead, ""
            if ahead and self.display:
                self._put(ahead)

    def fill(self, text: str, placeholder: str) -> None:
        """Show this text with the cursor at its end, and forget earlier edits."""
        self.load_text(text)
        self.history.clear()
        self.placeholder = placeholder
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            self.post_message(self.Submitted(self.text))
        elif event.key in _NEW_LINE:
            self._type("\n")
        elif self.held and event.is_printable and event.character:
            self._type(event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._type(visible(event.text))

    def _type(self, text: str) -> None:
        if self.held:
            self._ahead += text
        else:
            self._put(text)

    def _put(self, text: str) -> None:
        """Put this in place of what is selected, with the cursor behind it."""
        self.move_cursor(self.replace(text, *self.selection, maintain_selection_offset=False).end_location)

    def action_cursor_up(self, select: bool = False) -> None:
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_down(select)

    def take_back(self) -> bool:
        """Undo the last typing; False when nothing was typed since the field was filled."""
        typed = bool(self.history.undo_stack)
        self.undo()
        return typed

    def put_back(self) -> bool:
        """Redo what `take_back` took; False when there is nothing."""
        taken = bool(self.history.redo_stack)
        self.redo()
        return taken

    def action_cursor_page_up(self) -> None:
        if self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_page_up()

    def action_cursor_page_down(self) -> None:
        if self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_page_down()

    def action_delete_right(self) -> None:
        if not self.text:
            raise SkipAction
        super().action_delete_right()

    def action_copy(self) -> None:
        self._own_clipboard = self.selected_text or self._own_clipboard

    def action_cut(self) -> None:
        self.action_copy()
        self._put("")

    def action_paste(self) -> None:
        if self._own_clipboard:
            self._put(self._own_clipboard)
