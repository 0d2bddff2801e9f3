"""The one question before an older copy of the vault is used: what was destroyed goes again, or it stays shut."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from zet_tui.screens.dialogs import TypeToConfirm
from zet_tui.screens.page import Page
from zet_tui.wording.older_copy import COPY_DESTROYED, NOT_DESTROYED, older_copy_words

if TYPE_CHECKING:
    from storage.destroy import OlderCopy


class OlderCopyPage(Page[None]):
    """Asks at once; there is nothing else to do here."""

    HEADING = "Oudere kopie"
    HELP_TEXT = (
        "ZET houdt buiten de kluis bij wat er is vernietigd, zonder namen. Zo komt iemand die de toestemming introk "
        "niet terug met een oude kopie.\n\n"
        "Typ het getal om opnieuw te vernietigen. Met Esc blijft deze kopie dicht."
    )

    def body(self) -> ComposeResult:
        yield Static("Deze kluis is een oudere kopie.", markup=False, classes="heading")

    def on_mount(self) -> None:
        self.run_worker(self._ask())

    async def _ask(self) -> None:
        found = self.desk.older_copy
        if found is None:
            return
        if not await self.app.push_screen_wait(question(found)):
            await self.desk.lock()
            self.zet.closed_by_fault(NOT_DESTROYED)
            return
        with self.telling(), self.working("Er wordt opnieuw vernietigd."):
            await self.desk.destroy_again()
            if self.desk.unlocked:
                self.zet.arrive()
            else:
                self.query_one(".heading", Static).update(f"{COPY_DESTROYED} Ctrl+Q sluit ZET.")

    def action_back(self) -> None:
        """First this."""


def question(found: "OlderCopy") -> TypeToConfirm:
    """With counts; the number must be typed."""
    count = max(found.cases, 1)
    return TypeToConfirm(
        f"Typ {count} om dit opnieuw te vernietigen.",
        f"{older_copy_words(found)}\n\nEsc laat alles zoals het is. Deze kopie gaat dan niet open.",
        expected=str(count),
    )
