"""Another passphrase for the open vault: every key is made anew; doing it is storage's business."""

from typing import Self

from textual.app import ComposeResult
from textual.widgets import Static

from zet_tui.desk import Desk
from zet_tui.screens.create_passphrase import PassphrasePage, parts
from zet_tui.screens.form import Form, Passage
from zet_tui.screens.page import Place
from zet_tui.wording.keeping import CHANGED, SHEET_DEAD, WHAT_CHANGES


class NewPassphrasePage(PassphrasePage):
    """What it means, then choosing one."""

    HEADING = "Nieuw wachtwoord"
    HELP_TEXT = (
        f"{WHAT_CHANGES}\n\nDoe dit als iemand het team verlaat, of als een ander het wachtwoord kan weten."
    )
    WORKING = "Alle sleutels worden vernieuwd. Dat duurt een paar seconden."

    def __init__(self, place: Place, sheet: bool) -> None:
        super().__init__(place)
        self._sheet = sheet

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Knows whether there is a recovery sheet, which dies."""
        return cls(place, await desk.ask(lambda register: register.vault.has_recovery_sheet))

    def body(self) -> ComposeResult:
        dead = f"\n\n{SHEET_DEAD}" if self._sheet else ""
        yield Form((Passage(WHAT_CHANGES + dead), *parts()), button="Wachtwoord veranderen")
        yield Static("", markup=False, id="done", classes="passage")

    def on_mount(self) -> None:
        self.query_one("#done").display = False

    async def use(self, passphrase: str, values: dict[str, str]) -> None:  # noqa: ARG002 - the form holds nothing else
        await self.desk.ask(lambda register: register.vault.change_passphrase(passphrase))

    def after(self) -> None:
        done = self.query_one("#done", Static)
        done.update(f"✓ {CHANGED}" + (f"\n\n{SHEET_DEAD}" if self._sheet else ""))
        done.display, self.query_one(Form).display = True, False
