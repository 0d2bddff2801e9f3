"""The certificate of destruction as it was written, and where it stands; its words are `storage.destroy`'s."""

from typing import ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from storage.destroy import Outcome, certificate_text
from zet_tui.desk import Desk
from zet_tui.screens.page import Page, Place


class CertificatePage(Page[None]):
    """Shown once after destroying; the file stays."""

    CSS_PATH = "certificate.tcss"
    HEADING = "Verklaring van vernietiging"
    HELP_TEXT = "Print de verklaring, laat haar ondertekenen en bewaar haar bij de gemeente."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "done", "verder"),
        Binding("a", "analyse", "analyse"),
        Binding("escape", "done", "", show=False),
    ]

    def __init__(self, place: Place, outcome: Outcome | None) -> None:
        super().__init__(place)
        self._outcome = outcome

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """What the last destruction left."""
        return cls(place, desk.outcome)

    def body(self) -> ComposeResult:
        outcome = self._outcome
        files = [] if outcome is None else [f"Verklaring: {outcome.certificate_file}"]
        if outcome is not None and outcome.workbook is not None:
            files.insert(0, f"Analysebestand: {outcome.workbook}")
            files += [f"Ook geschreven: {path}" for path in outcome.others]
        with VerticalScroll(id="certificate"):
            yield Static("✓ De persoonsgegevens zijn vernietigd.", markup=False, classes="heading")
            yield Static("\n".join(files), markup=False, id="files")
            yield Static(certificate_text(outcome.certificate) if outcome else "", markup=False, id="words")

    def on_mount(self) -> None:
        self.query_one("#certificate").focus()

    def action_analyse(self) -> None:
        """Look at what the figures say; Escape comes back here."""
        self.run_worker(self._look(), exclusive=True, group="go")

    async def _look(self) -> None:
        with self.telling():
            await self.zet.go(Place("analysis"))

    def action_done(self) -> None:
        """On to whatever comes next."""
        self.desk.outcome = None
        self.zet.arrive()
