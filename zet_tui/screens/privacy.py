"""The privacy check: what would leave and who may recognise it, to be read before anything is destroyed."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from storage.destroy import Preview
from zet_tui.screens.page import Page
from zet_tui.wording.counting import cases
from zet_tui.wording.privacy import privacy_sections


class PrivacyPage(Page[bool]):
    """Read it and go on with Enter; Escape goes back. What it shows are counts, so it is never come back to."""

    CSS_PATH = "certificate.tcss"
    HEADING = "Privacycontrole"
    HELP_TEXT = (
        "Dit is wat er weggaat uit ZET, en wat mensen daarin kunnen herkennen. Er is nog niets geschreven of "
        "vernietigd.\n\n"
        "Het Sessiebestand toont alleen cijfers over genoeg casussen. Het Analysebestand toont elke casus apart: "
        "wie een casus kent, herkent hem. Daarom is dat bestand vertrouwelijk."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "go_on", "gelezen, verder")]

    def __init__(self, seen: Preview) -> None:
        super().__init__()
        self._seen = seen

    def body(self) -> ComposeResult:
        with VerticalScroll(id="certificate"):
            for title, lines in privacy_sections(self._seen):
                words = Content("\n").join(
                    [Content.styled(title, "b $accent"), *(Content(f"– {line}") for line in lines)]
                )
                yield Static(words, markup=False)

    def on_mount(self) -> None:
        self.top("Privacycontrole", cases(self._seen.check.cases))
        self.query_one("#certificate").focus()

    def action_go_on(self) -> None:
        self.dismiss(True)

    def action_back(self) -> None:
        self.dismiss(False)
