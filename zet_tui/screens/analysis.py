"""The questions of Bijlage 5, step 2, one page each, over the rounds that the vault keeps; answers are the team's.

What stands beside a question is made by `zet_tui.commands.analyse_walk`, the same as the shell prints. Writing down
what the team concludes is `improvement_forms`' page, looking into one cell `analysis_cells`'.
"""

from dataclasses import dataclass
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
    from flows.analysis import Analysis
    from storage.cases import Register
    from storage.export.kept_results import Kept
    from zet_tui.commands.analyse_walk import Sheet

NOTHING = (
    "Er is nog niets om te analyseren.\n\nDat kan zodra u hebt geanonimiseerd en vernietigd (stap 5). "
    "Een Analysebestand van een andere laptop bekijkt u met: zet analyse BESTAND.xlsx"
)
REDUCED = "de sessie is geweest: alleen gemiddelden"
_SYMBOLS = {
    mark.symbol: mark.style for value, mark in MARKS.items() if value in {"groen", "mint", "oranje", "rood"}
}


@dataclass(frozen=True, slots=True)
class View:
    """One round as it is shown, and how many there are; `key` "" when there is none."""

    key: str = ""
    title: str = ""
    at: int = 0
    rounds: int = 0
    reduced: bool = False
    sheets: tuple["Sheet", ...] = ()


class AnalysisPage(Page[None]):
    """A walk through the results, sheet by sheet."""

    CSS_PATH = "analysis.tcss"
    HEADING = "Analyse"
    HELP_TEXT = (
        "Met ← en → gaat u langs de vragen van de handleiding (Bijlage 5, stap 2). Bij elke vraag staat wat de cijfers "
        "erover zeggen. Met ↑ en ↓ schuift u door een lang blad.\n\nMet c schrijft u bij een vraag op wat uw team "
        "vindt: gaat goed, kan beter of moet beter. Met r ziet u de toelichtingen achter elk cijfer. Met v staan alle "
        "conclusies en verbeteracties bij elkaar, met s maakt u de stukken voor de sessie.\n\n"
        "Doe dit met minstens twee teamleden."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "turn(1)", "volgende vraag"),
        Binding("left", "turn(-1)", "vorige"),
        Binding("c", "to('conclusion')", "conclusie"),
        Binding("r", "to('cells')", "redenen"),
        Binding("v", "to('improvement')", "acties"),
        Binding("s", "to('session')", "sessie"),
        Binding("o", "other", "andere ronde"),
    ]

    def __init__(self, place: Place, view: View) -> None:
        super().__init__(place)
        self._view = view
        self._sheet = 0
        self._fresh = True

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """The latest evaluation that was finished on this laptop, or the round of `place`."""
        return cls(place, await desk.ask(view_of, place.case or ""))

    @property
    def place(self) -> Place:
        return Place("analysis", self._view.key or None)

    def body(self) -> ComposeResult:
        with Pages(id="sheet"):
            yield Static("", markup=False, id="question")
            yield Static("", markup=False, id="lines")

    def on_mount(self) -> None:
        self.query_one(Pages).focus()
        self._show()

    def on_screen_resume(self) -> None:
        """What was written or reduced on another page meanwhile."""
        if self._fresh:
            self._fresh = False
        else:
            self.run_worker(self._load(self._view.key, self._view.at), exclusive=True, group="load")

    async def _load(self, key: str, at: int) -> None:
        with self.telling():
            self._view = await self.desk.ask(view_of, key, at)
            self._sheet = min(self._sheet, max(0, len(self._view.sheets) - 1))
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No way on past either end; nothing to do without a round."""
        match action:
            case "turn":
                return 0 <= self._sheet + int(str(parameters[0])) < len(self._view.sheets)
            case "other":
                return self._view.rounds > 1
            case "to":
                return bool(self._view.key) and not (parameters[0] == "cells" and self._view.reduced)
        return True

    def action_turn(self, by: int) -> None:
        self._sheet += by
        self.query_one(Pages).scroll_home(animate=False)
        self._show()

    def action_other(self) -> None:
        """The next older round, and after the oldest the latest."""
        at = (self._view.at + 1) % self._view.rounds
        self.run_worker(self._load("", at), exclusive=True, group="load")

    def action_to(self, page: str) -> None:
        """A page about this round; a conclusion remembers at which question it was written."""
        step = self._view.sheets[self._sheet].step
        self.go(Place(page, self._view.key, f"stap:{step}" if page == "conclusion" and step else None))

    def _show(self) -> None:
        view = self._view
        if not view.sheets:
            self.query_one("#lines", Static).update(NOTHING)
            return
        sheet = view.sheets[self._sheet]
        self.top(f"Analyse: {view.title}", f"{self._sheet + 1} van {len(view.sheets)}")
        heading = f"{sheet.heading} · {REDUCED}" if view.reduced else sheet.heading
        asked = (
            Content.assemble((heading, "$accent"), "\n", (sheet.question, "b"))
            if sheet.question
            else Content(heading)
        )
        self.query_one("#question", Static).update(asked)
        self.query_one("#lines", Static).update(Content("\n").join(map(coloured, sheet.lines)))
        self.refresh_bindings()


def coloured(line: str) -> Content:
    """A line with its symbols in the colour they stand for."""
    parts: list[tuple[str, str]] = [(char, _SYMBOLS.get(char, "")) for char in line]
    return Content.assemble(*(part if part[1] else part[0] for part in parts))


def view_of(register: "Register", key: str, at: int = 0) -> View:
    """Work everything out in the storage thread; it is pure, and quick for any number of cases that a vault holds.

    The round of `key`, or the one at place `at` when it is not there (any more).
    """
    from storage.export.kept_results import kept_results
    from zet_tui.commands.analyse_walk import sheets

    rounds = kept_results(register.vault)
    if not rounds:
        return View()
    keys = [kept.key for kept in rounds]
    at = keys.index(key) if key in keys else min(at, len(rounds) - 1)
    kept = rounds[at]
    analysis = kept.analysis()
    reduced = kept.aggregates is not None
    found = (*sheets(analysis, kept.results.cases), *_compared(kept, analysis, rounds[at + 1 :]))
    return View(
        kept.key,
        kept.results.evaluation_title,
        at,
        len(rounds),
        reduced,
        tuple(
            sheet._replace(lines=(*_plain(sheet.lines, reduced=reduced), *_ours(kept, sheet.step)))
            for sheet in found
        ),
    )


def _compared(kept: "Kept", analysis: "Analysis", earlier: "tuple[Kept, ...]") -> "list[Sheet]":
    """A sheet for every earlier round."""
    from flows.analysis_rounds import compare, different_terms
    from zet_tui.commands.analyse_walk import compared_sheet

    return [
        compared_sheet(
            one.results.evaluation_title,
            compare(one.analysis(), analysis, different_terms([one.results, kept.results])),
        )
        for one in earlier
    ]


def _plain(lines: tuple[str, ...], *, reduced: bool) -> list[str]:
    from zet_tui.commands.analyse_lines import ALL_BY_JSON

    rest = "." if reduced else "; r laat elk cijfer zien."
    return [part for line in lines for part in click.unstyle(line).replace(ALL_BY_JSON, rest).split("\n")]


def _ours(kept: "Kept", step: int) -> list[str]:
    """The conclusions that the team wrote at this question."""
    from flows.conclusions import subject
    from zet_tui.commands.analyse_lines import wrapped

    found = kept.improvement.at_step(step) if step else ()
    if not found:
        return []
    instrument, lines = kept.instrument(), ["", "  Onze conclusies"]
    for one in found:
        about = subject(one.conclusion, instrument).rstrip(" .")
        lines += wrapped(f"– {one.conclusion.verdict.value}: {one.conclusion.text} ({about})", "  ")
    return lines
