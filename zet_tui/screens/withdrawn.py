"""The certificate of a withdrawal, shown once: no name, only the month; its words are `storage.destroy`'s."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from storage.destroy import WithdrawalCertificate, withdrawal_text
from zet_tui.screens.page import Page


class WithdrawnPage(Page[None]):
    """Read it, write its number down, go on with Enter."""

    CSS_PATH = "certificate.tcss"
    HEADING = "Toestemming ingetrokken"
    HELP_TEXT = (
        "De verklaring blijft bij de evaluatie bewaard, tot die wordt afgerond. Er staat geen naam in."
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
