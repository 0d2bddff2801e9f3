"""Said when the window is too small to work in; it goes away when the window grows."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

SMALLEST = (60, 16)


class TooSmall(ModalScreen[None]):
    """Covers everything until there is room again."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = []

    def compose(self) -> ComposeResult:
        width, height = SMALLEST
        yield Static(
            f"Dit venster is te klein.\nMaak het minstens {width} breed\nen {height} hoog.", markup=False
        )


def cover_when_too_small(app: App[None], size: Size) -> None:
    """Put the message over the page when the window is too small to work in; take it away when there is room again."""
    small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
    if small and not isinstance(app.screen, TooSmall):
        app.push_screen(TooSmall())
    elif not small and isinstance(app.screen, TooSmall):
        app.pop_screen()
