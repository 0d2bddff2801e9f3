"""Said when the window is too small to work in; it goes away when the window grows."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
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
