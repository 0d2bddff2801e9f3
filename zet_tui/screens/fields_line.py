"""The field of one line, and how a field says that it is finished; alone, because the first page needs no other."""

from textual import events
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input


class Done(Message):
    """Enter was pressed in this field: go on to the next one."""

    def __init__(self, field: Widget) -> None:
        super().__init__()
        self.field = field

    @property
    def control(self) -> Widget:
        return self.field


class Line(Input):
    """One line of text; pasted lines are joined instead of cut off."""

    def __init__(
        self,
        value: str = "",
        *,
        secret: bool = False,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002 - textual's name
    ) -> None:
        super().__init__(value, placeholder, password=secret, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        line = " ".join(event.text.split())
        if self.selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *self.selection)

    async def action_submit(self) -> None:
        """Enter finishes the field."""
        self.post_message(Done(self))
