"""The one-line bars of the conversation: two ends of a line, and the keys below; which words, the screen says."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from zet_tui.actions import Action


class TwoEnds(Widget):
    """One line with a left and a right end; the left end gives way when there is no room for both."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.left = Content("")
        self.right = Content("")

    def show(self, left: Content | str, right: Content | str = "") -> None:
        """Put these on the line; a plain string is shown as it is, never as markup."""
        new = (_plain(left), _plain(right))
        if new != (self.left, self.right):
            self.left, self.right = new
            self.refresh()

    def has_room_for(self, left: Content) -> bool:
        """Whether this stands whole on the line, beside its right end."""
        return "\n" not in left.plain and left.cell_length <= self._room

    @property
    def _room(self) -> int:
        return max(self.content_size.width - self.right.cell_length - (1 if self.right else 0), 0)

    def render(self) -> Content:
        width = self.content_size.width
        left = self.left.truncate(self._room, ellipsis=True)
        gap = max(width - left.cell_length - self.right.cell_length, 0)
        return Content.assemble(left, " " * gap, self.right).truncate(width)


class ActionLine(Widget):
    """The keys of the moment on one line; on a narrow line the least needed leave first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._actions: tuple[Action, ...] = ()

    def show(self, actions: Sequence[Action]) -> None:
        """Show these actions, in this order."""
        if tuple(actions) != self._actions:
            self._actions = tuple(actions)
            self.refresh()

    def render(self) -> Content:
        kept = list(self._actions)
        while kept and _keys(kept).cell_length > self.content_size.width:
            kept.remove(max(kept, key=lambda act: act.rank))
        return _keys(kept)


def _keys(actions: Sequence[Action]) -> Content:
    parts = [Content.assemble((act.short_key, "$accent"), f" {act.footer}") for act in actions]
    return Content("  ").join(parts)


def _plain(text: Content | str) -> Content:
    return text if isinstance(text, Content) else Content(text)
