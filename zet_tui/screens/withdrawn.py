"""The certificate of a withdrawal, at once and until the end again: no name, only the month; its words are
`storage.destroy`'s.
"""

from typing import ClassVar, Final, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from storage.destroy import WithdrawalCertificate, withdrawal_text, withdrawals
from zet_tui.desk import Desk
from zet_tui.screens.page import Page, Place
from zet_tui.wording.counting import counted

BETWEEN: Final = "\n" + "─" * 60 + "\n\n"


class WithdrawnPage(Page[None]):
    """Read it, write its number down, go on with Enter."""

    CSS_PATH = "certificate.tcss"
    HEADING = "Toestemming ingetrokken"
    HELP_TEXT = (
        "De verklaring blijft bij de evaluatie bewaard, tot die wordt afgerond. Er staat geen naam in. Op het "
        "overzicht leest u haar met v nog eens."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "back", "verder")]

    def __init__(self, certificate: WithdrawalCertificate) -> None:
        super().__init__()
        self._certificate = certificate

    def body(self) -> ComposeResult:
        with VerticalScroll(id="certificate"):
            yield Static("✓ Alles van deze inwoner is vernietigd.", markup=False, classes="heading")
            yield Static(withdrawal_text(self._certificate), markup=False, id="words")

    def on_mount(self) -> None:
        self.query_one("#certificate").focus()


class WithdrawalsPage(Page[None]):
    """Every certificate of this evaluation once more, the newest first."""

    CSS_PATH = "certificate.tcss"
    HEADING = "Toestemming ingetrokken"
    HELP_TEXT = (
        "Van elke intrekking staat hier de verklaring, de nieuwste bovenaan. Er staat geen naam in. Met ↑ en ↓ bladert "
        "u. De verklaringen blijven bewaard tot de evaluatie wordt afgerond; daarna weet ZET alleen nog hoeveel het "
        "er waren."
    )

    def __init__(self, place: Place, certificates: tuple[WithdrawalCertificate, ...]) -> None:
        super().__init__(place)
        self._certificates = certificates

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises what reading the vault raises."""
        return cls(place, await desk.ask(withdrawals))

    def body(self) -> ComposeResult:
        newest_first = self._certificates[::-1]
        said = counted(len(newest_first), "verklaring", "verklaringen, de nieuwste bovenaan")
        with VerticalScroll(id="certificate"):
            yield Static(said, markup=False, classes="heading")
            yield Static(BETWEEN.join(map(withdrawal_text, newest_first)), markup=False, id="words")

    def on_mount(self) -> None:
        self.query_one("#certificate").focus()
