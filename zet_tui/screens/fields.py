"""The small things one types or chooses in a form: a line, a text, one of several, some of several, yes or no.

Each has a `value` (text) and posts `Done` when Enter says that it is finished; what the value must be, the form says.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from zet_tui.screens.fields_line import Done, Line

__all__ = ["SEPARATOR", "Choice", "Done", "Line", "Several", "YesNo", "split"]

SEPARATOR: Final = "\x1f"  # between the chosen keys of Several; no key holds it


class Choice(Widget, can_focus=True):
    """One of a few: left, right or space chooses, Enter goes on. `value` is the chosen key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", "volgende keuze", show=False),
        Binding("left", "step(-1)", "vorige keuze", show=False),
        Binding("enter", "done", "verder", show=False),
    ]
    value: reactive[str] = reactive("")

    def __init__(self, options: Mapping[str, str], value: str = "") -> None:
        super().__init__()
        self.options = dict(options)
        self.set_reactive(Choice.value, value or next(iter(self.options)))

    def render(self) -> Content:
        """Every option on its own line, the chosen one with a filled circle."""
        return Content("\n").join(
            Content.assemble(("(•) " if key == self.value else "( ) "), label)
            for key, label in self.options.items()
        )

    def action_step(self, by: int) -> None:
        keys = list(self.options)
        at = keys.index(self.value) if self.value in keys else 0
        self.value = keys[(at + by) % len(keys)]
        self.refresh(layout=True)

    def action_done(self) -> None:
        self.post_message(Done(self))


class Several(Widget, can_focus=True):
    """Some of a few: left and right walk, space ticks, Enter goes on. `value` is the ticked keys, joined."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "walk(1)", "volgende", show=False),
        Binding("left", "walk(-1)", "vorige", show=False),
        Binding("space", "tick", "aan of uit", show=False),
        Binding("enter", "done", "verder", show=False),
    ]
    at: reactive[int] = reactive(0)
    value: reactive[str] = reactive("")

    def __init__(self, options: Mapping[str, str], chosen: Sequence[str] = ()) -> None:
        super().__init__()
        self.options = dict(options)
        self.set_reactive(Several.value, SEPARATOR.join(key for key in self.options if key in chosen))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ticked keys, in the order in which they are shown."""
        return split(self.value)

    def render(self) -> Content:
        """The options flowing over the lines; the one that space would tick is underlined while the field has focus."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the options need at this width (columns): a tick never stands apart from its word."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for number, (key, label) in enumerate(self.options.items()):
            mark = "[x]" if key in self.chosen else "[ ]"
            here = self.has_focus and number == self.at
            part = Content.styled(f"{mark} {label}", "u b" if here else "")
            if lines and lines[-1].cell_length + 2 + part.cell_length <= width:
                lines[-1] = Content.assemble(lines[-1], "  ", part)
            else:
                lines.append(part)
        return lines

    def action_walk(self, by: int) -> None:
        self.at = (self.at + by) % max(1, len(self.options))

    def action_tick(self) -> None:
        key = list(self.options)[self.at]
        chosen = set(self.chosen) ^ {key}
        self.value = SEPARATOR.join(each for each in self.options if each in chosen)
        self.refresh(layout=True)

    def action_done(self) -> None:
        self.post_message(Done(self))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()


class YesNo(Widget, can_focus=True):
    """A tick: space, j or n; Enter goes on. `value` is "ja" or ""."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "aan of uit", show=False),
        Binding("j,J", "answer('ja')", "ja", show=False),
        Binding("n,N", "answer('')", "nee", show=False),
        Binding("enter", "done", "verder", show=False),
    ]
    value: reactive[str] = reactive("")

    def __init__(self, label: str, value: str = "") -> None:
        super().__init__()
        self.label = label
        self.set_reactive(YesNo.value, value)

    def render(self) -> Content:
        """The tick before its sentence."""
        return Content.assemble("[x] " if self.value else "[ ] ", self.label)

    def action_tick(self) -> None:
        self.value = "" if self.value else "ja"

    def action_answer(self, value: str) -> None:
        self.value = value

    def action_done(self) -> None:
        self.post_message(Done(self))


def split(value: str) -> tuple[str, ...]:
    """The keys in the value of `Several`."""
    return tuple(key for key in value.split(SEPARATOR) if key)
