"""F1: what this page is for and every key that works on it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class HelpScreen(ModalScreen[None]):
    """The help of the page under it; `keys` are (key, what it does) pairs."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter", "dismiss", "sluiten")]

    def __init__(self, title: str, text: str, keys: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._keys = keys

    def compose(self) -> ComposeResult:
        width = max((len(key) for key, _ in self._keys), default=0)
        lines = [Content.assemble((key.ljust(width), "b $accent"), "  ", what) for key, what in self._keys]
        with Vertical(classes="dialog -wide"):
            yield Static(self._title, markup=False, classes="question")
            with VerticalScroll(classes="help"):
                if self._text:
                    yield Static(self._text, markup=False, classes="passage")
                yield Static(Content("\n").join(lines))
            yield Static(Content.assemble(("Esc", "b $accent"), "  sluiten"), classes="answers")
