"""The steps on the timeline while they are being told: a list with one line chosen; reading dates is the engine's."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

_SHOWN = 8
_SHOWN_LOW = 4
_LOW = 30


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One step: what happened, when as it was said, and how the date was read ("" when there is none to read)."""

    id: str
    text: str
    when: str
    reading: str
    is_read: bool = True


class EntryList(Widget):
    """At most eight lines (four in a low window), those around the chosen one, or the last; the rest is counted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.entries: tuple[EntryLine, ...] = ()
        self.chosen: int | None = None

    @property
    def chosen_entry(self) -> EntryLine | None:
        """The line that is chosen, if any."""
        return None if self.chosen is None else self.entries[self.chosen]

    def show(self, entries: Sequence[EntryLine]) -> None:
        """Show these steps, none of them chosen."""
        self.entries, self.chosen = tuple(entries), None
        self.refresh(layout=True)

    def choose(self, step: int) -> bool:
        """Move the choice; False when it would leave the list at the top."""
        here = len(self.entries) if self.chosen is None else self.chosen
        there = here + step
        if there < 0:
            return False
        self.chosen = there if there < len(self.entries) else None
        self.refresh()
        return True

    def let_go(self) -> None:
        """Choose none."""
        self.chosen = None
        self.refresh()

    def render(self) -> Content:
        first = self._first()
        shown = self.entries[first : first + self._room]
        width = max((len(entry.reading) for entry in self.entries), default=0)
        rows = [self._row(first + i, entry, width) for i, entry in enumerate(shown)]
        above, below = first, len(self.entries) - first - len(shown)
        if above or below:
            hidden = ((above, f"↑ nog {above} eerder"), (below, f"↓ nog {below} later"))
            rows.insert(
                0, Content.styled(f"  {' · '.join(words for count, words in hidden if count)}", "$quiet")
            )
        return Content("\n").join(rows)

    def get_content_height(self, _container: Size, _viewport: Size, _width: int) -> int:
        return min(len(self.entries), self._room) + (len(self.entries) > self._room)

    @property
    def _room(self) -> int:
        return _SHOWN_LOW if self.app.size.height < _LOW else _SHOWN

    def _first(self) -> int:
        last = len(self.entries) - self._room
        if last <= 0:
            return 0
        return last if self.chosen is None else min(max(self.chosen - self._room // 2, 0), last)

    def _row(self, index: int, entry: EntryLine, width: int) -> Content:
        here = index == self.chosen
        row = Content.assemble(
            "▸ " if here else "  ",
            (entry.reading.ljust(width), "$quiet" if entry.is_read else "italic $quiet"),
            "  ",
            entry.text.replace("\n", " "),
        )
        return row.stylize("bold $accent") if here else row
