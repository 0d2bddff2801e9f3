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
_FOUR_COLUMNS = 74
_COLUMN = 24
_ASIDE = 24

Cell = tuple[int, Content, str]
"""Column, text and value."""


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
        """A choice was pressed or clicked, at the moment `pressed` on the clock of textual's events."""

        def __init__(self, value: str, pressed: float) -> None:
            super().__init__()
            self.value = value
            self.pressed = pressed

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
                self.post_message(self.Chosen(choice.value, event.time))
                return
        if event.character and (hint := self._refusals.get(event.character.lower())):
            event.stop()
            self.post_message(self.Refused(hint))

    def on_click(self, event: events.Click) -> None:
        for row, start, end, value in self._places:
            if event.y == row and start <= event.x < end:
                self.post_message(self.Chosen(value, event.time))
                return

    def render(self) -> Content:
        lines = self._lines(self.content_size.width)
        self._places = [place for row, line in enumerate(lines) for place in _places(row, line)]
        return Content("\n").join(_line(line) for line in lines)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, width: int) -> list[list[Cell]]:
        """Rows of cells: the rating over the width, its labels under it, the rest aside or below."""
        main = [choice for choice in self._choices if not choice.aside]
        aside = [choice for choice in self._choices if choice.aside]
        if not any(choice.mark and choice.label for choice in main):
            return [self._in_a_row([*main, *aside])]
        if width < _FOUR_COLUMNS:
            step = width // 2
            pairs = [self._choices[at : at + 2] for at in range(0, len(self._choices), 2)]
            return [
                [(i * step, self._whole(choice), choice.value) for i, choice in enumerate(p)] for p in pairs
            ]
        wide = width >= _WIDE
        step = min((width - (_ASIDE if wide else 0)) // len(main), _COLUMN)
        words = [(i * step, self._word(choice), choice.value) for i, choice in enumerate(main)]
        labels = [(i * step, self._label(choice), choice.value) for i, choice in enumerate(main)]
        if not wide:
            return [
                words,
                labels,
                [(i * 2 * step, self._word(choice), choice.value) for i, choice in enumerate(aside)],
            ]
        for line, choice in zip((words, labels), aside, strict=False):
            line.append((len(main) * step + 2, self._word(choice), choice.value))
        return [words, labels]

    def _in_a_row(self, choices: list[Choice]) -> list[Cell]:
        cells: list[Cell] = []
        column = 0
        for choice in choices:
            cells.append((column, self._word(choice), choice.value))
            column += self._word(choice).cell_length + 4
        return cells

    def _whole(self, choice: Choice) -> Content:
        return Content.assemble(self._word(choice), (f" · {choice.label}" if choice.label else "", "$quiet"))

    def _word(self, choice: Choice) -> Content:
        key = Content.styled(choice.key, "$accent bold")
        if choice.mark is None:
            return Content.assemble(key, "  ", choice.label)
        chosen = choice.value == self._now
        shown = choice.mark.shown("bold reverse" if chosen else "bold")
        return Content.assemble(key, "  ", shown, " ◂ nu" if chosen else "")

    def _label(self, choice: Choice) -> Content:
        return Content.styled(f"   {choice.label}", "$quiet")


def _line(cells: list[Cell]) -> Content:
    line = Content("")
    for column, text, _value in cells:
        line = Content.assemble(line, " " * max(column - line.cell_length, 1 if line else 0), text)
    return line


def _places(row: int, cells: list[Cell]) -> list[tuple[int, int, int, str]]:
    return [(row, column, column + text.cell_length, value) for column, text, value in cells]
