"""The questions of Bijlage 5, step 2, one page each, over the results that the vault keeps; answers are the team's.

What stands beside a question is made by `zet_tui.commands.analyse_lines`, the same as the shell prints.
"""

from typing import TYPE_CHECKING, ClassVar, Self

import click
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from zet_tui.desk import Desk
from zet_tui.screens.page import Page, Place
from zet_tui.widgets.symbols import MARKS
from zet_tui.widgets.transcript import Pages

if TYPE_CHECKING:
    from storage.cases import Register

Sheet = tuple[str, str, tuple[str, ...]]
"""A heading, the handbook's question (empty on the first sheet), and the lines beside it."""
NOTHING = (
    "Er is nog niets om te analyseren.\n\nDat kan zodra u hebt geanonimiseerd en vernietigd (stap 5). "
    "Een Analysebestand van een andere laptop bekijkt u met: zet analyse BESTAND.xlsx"
)
_SYMBOLS = {
    mark.symbol: mark.style for value, mark in MARKS.items() if value in {"groen", "mint", "oranje", "rood"}
}


class AnalysisPage(Page[None]):
    """A walk through the results, sheet by sheet."""

    CSS_PATH = "analysis.tcss"
    HEADING = "Analyse"
    HELP_TEXT = (
        "Met ← en → gaat u langs de vragen van de handleiding (Bijlage 5, stap 2). Bij elke vraag staat wat de cijfers "
        "erover zeggen. Met ↑ en ↓ schuift u door een lang blad.\n\nDoe dit met minstens twee teamleden. "
        "De documenten voor de sessie maakt u met: zet sessie BESTAND.xlsx --naar MAP"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", "volgende vraag"),
        Binding("left", "turn(-1)", "vorige"),
    ]

    def __init__(self, place: Place, title: str, sheets: tuple[Sheet, ...]) -> None:
        super().__init__(place)
        self._title = title
        self._sheets = sheets
        self.at = 0

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """The latest evaluation that was finished on this laptop."""
        return cls(place, *await desk.ask(_sheets))

    def body(self) -> ComposeResult:
        with Pages(id="sheet"):
            yield Static("", markup=False, id="question")
            yield Static("", markup=False, id="lines")

    def on_mount(self) -> None:
        self.query_one(Pages).focus()
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No way on past either end."""
        if action == "turn":
            return 0 <= self.at + int(str(parameters[0])) < len(self._sheets)
        return True

    def action_turn(self, by: int) -> None:
        self.at += by
        self.query_one(Pages).scroll_home(animate=False)
        self._show()

    def _show(self) -> None:
        if not self._sheets:
            self.query_one("#lines", Static).update(NOTHING)
            return
        heading, question, lines = self._sheets[self.at]
        self.top(f"Analyse: {self._title}", f"{self.at + 1} van {len(self._sheets)}")
        asked = (
            Content.assemble((heading, "$accent"), "\n", (question, "b")) if question else Content(heading)
        )
        self.query_one("#question", Static).update(asked)
        self.query_one("#lines", Static).update(Content("\n").join(map(_coloured, lines)))
        self.refresh_bindings()


def _coloured(line: str) -> Content:
    """A line with its symbols in the colour they stand for."""
    parts: list[tuple[str, str]] = [(char, _SYMBOLS.get(char, "")) for char in line]
    return Content.assemble(*(part if part[1] else part[0] for part in parts))


def _sheets(register: "Register") -> tuple[str, tuple[Sheet, ...]]:
    """Work everything out in the storage thread; it is pure, and quick for any number of cases that a vault holds."""
    from flows.analysis import analyse, scoped
    from storage.export.kept_results import kept_results
    from zet_tui.commands.analyse import sheets

    kept = kept_results(register.vault)
    if not kept:
        return "", ()
    results = kept[0].results
    return results.evaluation_title, tuple(
        (heading, question, tuple(part for line in lines for part in click.unstyle(line).split("\n")))
        for heading, question, lines in sheets(analyse(scoped(results), results.cases), results.cases)
    )
