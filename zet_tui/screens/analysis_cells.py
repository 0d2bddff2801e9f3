"""The heat map with a cursor: from any figure to what was said behind it; the reasons are `analysis_reasons`' page."""

from typing import TYPE_CHECKING, ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.widget import Widget

from zet_tui.desk import Desk
from zet_tui.screens.page import Page, Place
from zet_tui.widgets.symbols import MARKS

if TYPE_CHECKING:
    from flows.analysis import Analysis
    from flows.analysis_levels import Level
    from storage.cases import Register

HEAD_LINES = 1


class HeatMap(Widget, can_focus=True):
    """Every theme, criterion and question by source; the arrows walk over the figures."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "omhoog", show=False),
        Binding("down", "move(1, 0)", "omlaag", show=False),
        Binding("left", "move(0, -1)", "bron links", show=False),
        Binding("right", "move(0, 1)", "bron rechts", show=False),
        Binding("pageup", "move(-10, 0)", "omhoog", show=False),
        Binding("pagedown", "move(10, 0)", "omlaag", show=False),
    ]
    row: reactive[int] = reactive(0)
    column: reactive[int] = reactive(0)

    def __init__(self, analysis: "Analysis") -> None:
        super().__init__(id="map")
        self._analysis = analysis
        self.levels = analysis.levels
        most = max(tally.mean.n for level in self.levels for tally in level.tallies)
        self._wide = max(14, len(f"[▲ 2,50▼({most})]"))
        self.set_reactive(HeatMap.column, len(analysis.columns) - 1)

    @property
    def chosen(self) -> tuple["Level", str]:
        """The level under the cursor and its source, "" for all of them."""
        source = self._analysis.columns[self.column]
        return self.levels[self.row], source.value if source else ""

    def render(self) -> Content:
        """One line a level; the chosen figure stands between brackets as well as in another look."""
        from zet_tui.commands.analyse_lines import cut, name_of

        columns = self._analysis.columns
        room = max(16, self.size.width - self._wide * len(columns) - 1)
        names = "".join(f" {name_of(column):<{self._wide - 1}}" for column in columns)
        lines = [Content.styled(" " * room + names, "$quiet")]
        for number, level in enumerate(self.levels):
            indent, name = _name(level)
            words = f"{indent}{cut(name, room - 1 - len(indent))}".ljust(room)
            cells = [
                self._cell(level, at, here=(number, at) == (self.row, self.column))
                for at in range(len(columns))
            ]
            style = "b" if level.kind.value in {"totaal", "thema"} else ""
            lines.append(Content.assemble(Content.styled(words, style), *cells))
        return Content("\n").join(lines)

    def _cell(self, level: "Level", at: int, *, here: bool) -> Content:
        from flows.analysis import colour_of
        from zet_tui.commands.analyse_lines import decimal

        mean = level.tallies[at].mean
        colour = colour_of(mean)
        if colour is None:
            shown = [("·", "$quiet"), (" –", "$quiet")]
        else:
            mark = MARKS[colour.value]
            words = f" {decimal(mean.value)}{'▼' if mean.red else ' '}({mean.n})"
            shown = [(mark.symbol, mark.style), (words, "")]
        cell = Content.assemble(*shown).truncate(self._wide - 2)
        filled = Content.assemble("[" if here else " ", cell, "]" if here else " ")
        padded = Content.assemble(filled, " " * (self._wide - filled.cell_length))
        return padded.stylize("b reverse", 0, filled.cell_length) if here else padded

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - textual's
        return len(self.levels) + HEAD_LINES

    def action_move(self, down: int, right: int) -> None:
        self.row = max(0, min(self.row + down, len(self.levels) - 1))
        self.column = max(0, min(self.column + right, len(self._analysis.columns) - 1))
        if isinstance(self.parent, Widget):
            top = self.virtual_region.y + (HEAD_LINES + self.row if self.row else 0)
            self.parent.scroll_to_region(Region(0, top, 1, 1), animate=False)


def _name(level: "Level") -> tuple[str, str]:
    """The indent of a level and what it is called."""
    match level.kind.value:
        case "criterium":
            return " ", f"{level.key}. {level.title}"
        case "vraag":
            return "   ", level.title
    return "", level.title


class CellsPage(Page[None]):
    """The heat map of one round."""

    CSS_PATH = "analysis.tcss"
    HEADING = "Redenen"
    HELP_TEXT = (
        "Elk cijfer is een gemiddelde, met het aantal scores tussen haakjes. ● is groen, ◐ mint, ▲ oranje, ■ rood. "
        "Een ▼ staat bij een gemiddelde onder 2,5.\n\nMet de pijltjes kiest u een cijfer. Enter laat zien wat "
        "er gezegd is. Dat is vertrouwelijk: alleen voor het team."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "reasons", "wat is er gezegd")]

    def __init__(self, place: Place, title: str, analysis: "Analysis") -> None:
        super().__init__(place)
        self._title = title
        self._analysis = analysis

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `RoundUnknown`."""
        return cls(place, *await desk.ask(_analysis_of, place.case or ""))

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False, id="map-scroll"):
            yield HeatMap(self._analysis)

    def on_mount(self) -> None:
        self.top(f"Redenen: {self._title}", "vertrouwelijk, voor het team")
        self.query_one(HeatMap).focus()

    def action_reasons(self) -> None:
        level, source = self.query_one(HeatMap).chosen
        at = self._analysis.levels.index(level)
        self.go(Place("reasons", self.case or None, f"{at}:{source}"))


def _analysis_of(register: "Register", key: str) -> "tuple[str, Analysis]":
    from storage.export.kept_results import kept_round

    kept = kept_round(register.vault, key)
    return kept.results.evaluation_title, kept.analysis()
