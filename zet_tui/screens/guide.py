"""The tour for somebody who starts ZET for the first time: four leaves to read or to skip; nothing is asked or kept."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from zet_tui.screens.page import Page
from zet_tui.wording import guide as words


class GuidePage(Page[None]):
    """Enter turns the leaf, Escape goes to where one was."""

    CSS_PATH = "guide.tcss"
    HEADING = "Rondleiding"
    HELP_TEXT = (
        "Enter slaat een blad om, met ← gaat u terug. Esc slaat de rondleiding over.\n\n"
        "U vindt haar altijd terug met Ctrl+P."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "turn(1)", "verder"),
        Binding("right,space,pagedown", "turn(1)", "", show=False),
        Binding("left,pageup", "turn(-1)", "vorig blad", show=False),
        Binding("d", "practise", "nu oefenen"),
        Binding("escape", "back", "overslaan"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False, id="leaf"):
            yield Static("", markup=False, id="title", classes="heading")
            yield Static("", markup=False, id="words")
            yield Static("", markup=False, id="lines")
            yield Static("", markup=False, id="after")

    def on_mount(self) -> None:
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's signature
        """Practising is offered where one is not practising yet, and no vault is open."""
        return action != "practise" or (self.desk.demo is None and not self.desk.unlocked)

    def _show(self) -> None:
        leaf = words.LEAVES[self._at]
        width = max((len(key) for key, _ in leaf.lines), default=0)
        parts = [
            Content.assemble((key.rjust(width) if width == 1 else key.ljust(width), "b $accent"), "  ", line)
            for key, line in leaf.lines
        ]
        after = leaf.after
        if after == words.PRACTISE_LINE and self.desk.demo is not None:
            after = words.PRACTISING
        elif after == words.PRACTISE_LINE and self.desk.unlocked:
            after = words.PRACTISE_LATER
        self.query_one("#title", Static).update(leaf.title)
        self.query_one("#words", Static).update(leaf.words)
        self.query_one("#lines", Static).update(Content("\n").join(parts))
        self.query_one("#after", Static).update(after)
        self.top(self.HEADING, words.WHERE.format(at=self._at + 1, of=len(words.LEAVES)))
        self.query_one("#leaf").scroll_home(animate=False)

    def action_turn(self, by: int) -> None:
        """The next leaf, or the one before; after the last one is where one was."""
        at = self._at + by
        if at >= len(words.LEAVES):
            self.dismiss()
        elif at >= 0:
            self._at = at
            self._show()

    def action_practise(self) -> None:
        """Close ZET and open it again on invented cases."""
        self.zet.practise()
