"""Another passphrase for the open vault, by who knows the one of now: every key is made anew by storage."""

from typing import TYPE_CHECKING, Self

from textual.app import ComposeResult
from textual.widgets import Static

from zet_tui.desk import Desk
from zet_tui.screens.create_passphrase import PRESENT, PassphrasePage, parts, present
from zet_tui.screens.form import Form, Passage
from zet_tui.screens.page import Place
from zet_tui.wording.keeping import CHANGED, SHEET_DEAD, WHAT_CHANGES

if TYPE_CHECKING:
    from storage.cases import Register


class NewPassphrasePage(PassphrasePage):
    """What it means, the passphrase of now, then choosing one."""

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
        yield Form(
            (Passage(WHAT_CHANGES + dead), present(self.desk.demo), *parts("Nieuw wachtwoord")),
            button="Wachtwoord veranderen",
        )
        yield Static("", markup=False, id="done", classes="passage")

    async def use(self, passphrase: str, values: dict[str, str]) -> None:
        def change(register: "Register") -> None:
            register.vault.check_passphrase(values[PRESENT])
            register.vault.change_passphrase(passphrase)

        self.query_one(Form).fill({PRESENT: ""})
        await self.desk.ask(change)
        self.desk.passphrase_changed()

    def field_of(self, error: Exception) -> str | None:
        return PRESENT if type(error).__name__ == "WrongPassphrase" else super().field_of(error)

    def after(self) -> None:
        self.say_done(f"✓ {CHANGED}" + (f"\n\n{SHEET_DEAD}" if self._sheet else ""), in_place=True)
