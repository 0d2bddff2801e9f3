"""What was said behind one figure: per case and source the colour and the reason, the lowest colours first."""

from typing import TYPE_CHECKING, ClassVar, Self

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from zet_tui.desk import Desk
from zet_tui.screens.analysis import coloured
from zet_tui.screens.page import Page, Place
from zet_tui.widgets.transcript import Pages

if TYPE_CHECKING:
    from storage.cases import Register


class ReasonsPage(Page[None]):
    """The reasons of one cell of the heat map."""

    CSS_PATH = "analysis.tcss"
    HEADING = "Redenen"
    HELP_TEXT: ClassVar[str] = (
        "Dit is wat er per casus en per bron is gezegd, zoals het is nagelezen. De laagste kleuren staan bovenaan.\n\n"
        "Neem deze woorden niet over in een conclusie of verbeteractie: in de sessie komt geen casuïstiek."
    )

    def __init__(self, place: Place, title: str, lines: tuple[str, ...]) -> None:
        super().__init__(place)
        self._title = title
        self._lines = lines

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `RoundUnknown`."""
        at, _, source = (place.source or "0:").partition(":")
        return cls(place, *await desk.ask(_reasons, place.case or "", int(at), source))

    def body(self) -> ComposeResult:
        with Pages(id="sheet"):
            yield Static(Content.styled(self._title, "b"), id="question")
            yield Static(Content("\n").join(map(coloured, self._lines)), id="lines")

    def on_mount(self) -> None:
        self.top("Redenen", "vertrouwelijk, voor het team")
        self.query_one(Pages).focus()


def _reasons(register: "Register", key: str, at: int, source: str) -> tuple[str, tuple[str, ...]]:
    from flows.analysis import told
    from flows.instrument import Source
    from storage.export.kept_results import kept_round
    from zet_tui.commands.analyse_lines import named, reasons, shown

    kept = kept_round(register.vault, key)
    analysis = kept.analysis()
    level = analysis.levels[at]
    wanted = Source(source) if source else None
    mean = level.tallies[analysis.columns.index(wanted)].mean
    found = told(analysis.instrument, kept.results.cases, level.questions, wanted)
    title = f"{named(level, 200)}\n{source or 'alle bronnen'}: {shown(mean)}"
    return title, tuple(reasons(found))
