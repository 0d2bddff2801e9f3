"""The closed answers under one key each: drawn, pressed, clicked; what a choice leads to is the screen's business."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from zet_tui.widgets.symbols import Mark

_WIDE = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: its key as shown ("g", "Enter"), the keys that press it, and how it looks."""

    value: str
    key: str
    keys: tuple[str, ...]
    mark: Mark | None
    label: str = ""
    aside: bool = False


class Choices(Widget, can_focus=True):
    """A row of choices; those `aside` (n.v.t., geen antwoord) stand apart from the rating."""

    class Chosen(Message):
        """A choice was pressed or clicked."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Refused(Message):
        """A key that answers nothing here; `hint` says what is meant."""

        def __init__(self, hint: str) -> None:
            super().__init__()
            self.hint = hint

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._choices: tuple[Choice, ...] = ()
        self._now: str | None = None
        self._refusals: Mapping[str, str] = {}
        self._places: list[tuple[int, int, int, str]] = []

    def offer(self, choices: tuple[Choice, ...], now: str | None, refusals: Mapping[str, str]) -> None:
        """Show these choices; `now` is the value already given, `refusals` what to say at other keys."""
        self._choices, self._now, self._refusals = choices, now, refusals
        self.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        for choice in self._choices:
            if event.key in choice.keys or (event.character and event.character in choice.keys):
                event.stop()
                self.post_message(self.Chosen(choice.value))
                return
        if event.character and (hint := self._refusals.get(event.character.lower())):
            event.stop()
            self.post_message(self.Refused(hint))

    def on_click(self, event: events.Click) -> None:
        for row, start, end, value in self._places:
            if event.y == row and start <= event.x < end:
                self.post_message(self.Chosen(value))
                return

    def render(self) -> Content:
        lines = self._lines(self.content_size.width)
        self._places = [place for row, line in enumerate(lines) for place in _places(row, line)]
        return Content("\n").join(_line(line) for line in lines)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[tuple[int, Content, str]]]:
        """Rows of (column, text, value): the rating over the width, its labels under it, the rest aside."""
        main = [choice for choice in self._choices if not choice.aside]
        aside = [choice for choice in self._choices if choice.aside]
        wide = width >= _WIDE and bool(aside)
        room = width - (24 if wide else 0)
        step = room // max(len(main), 1)
        step = min(step, 24) if any(choice.mark and choice.label for choice in main) else 0
        lines: list[list[tuple[int, Content, str]]] = [[]]
        column = 0
        for index, choice in enumerate(main):
            column = index * step if step else column
            lines[0].append((column, self._word(choice), choice.value))
            column += self._word(choice).cell_length + 4
        if any(choice.mark and choice.label for choice in main):
            labels = [(i * step, self._label(choice), choice.value) for i, choice in enumerate(main)]
            lines.append(labels)
        if wide and len(lines) > 1:
            for line, choice in zip(lines, aside, strict=False):
                line.append((4 * step + 2 if step else column, self._word(choice), choice.value))
        elif len(lines) > 1:
            lines.append([(i * 2 * step, self._word(choice), choice.value) for i, choice in enumerate(aside)])
        else:
            for choice in aside:
                lines[0].append((column, self._word(choice), choice.value))
                column += self._word(choice).cell_length + 4
        return lines

    def _word(self, choice: Choice) -> Content:
        key = Content.styled(choice.key, "$accent bold")
        if choice.mark is None:
            return Content.assemble(key, "  ", choice.label)
        chosen = choice.value == self._now
        style = f"{choice.mark.style} bold{' reverse' if chosen else ''}"
        now = " ◂ nu" if chosen else ""
        return Content.assemble(key, "  ", (f"{choice.mark.symbol} {choice.mark.word}", style), now)

    def _label(self, choice: Choice) -> Content:
        return Content.styled(f"   {choice.label}", "$quiet")


def _line(cells: list[tuple[int, Content, str]]) -> Content:
    line = Content("")
    for column, text, _value in cells:
        line = Content.assemble(line, " " * max(column - line.cell_length, 1 if line else 0), text)
    return line


def _places(row: int, cells: list[tuple[int, Content, str]]) -> list[tuple[int, int, int, str]]:
    return [(row, column, column + text.cell_length, value) for column, text, value in cells]
