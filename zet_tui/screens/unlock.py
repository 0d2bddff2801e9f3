"""Opening the vault, and what covers the screen while it closes; the keys themselves are storage's business."""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from zet_tui.messages import explain, is_known
from zet_tui.screens.fields_line import Done, Line
from zet_tui.screens.page import Page
from zet_tui.wording.keeping import PRACTICE_OWN

INTERRUPTED: Final = {
    "withdraw": "Een intrekking was onderbroken. Na het ontgrendelen maakt ZET die af.",
    "rekey": "Het wachtwoord was net veranderd. Gebruik het nieuwe wachtwoord.",
    "refound": "Het vernietigen was onderbroken. Gebruik het nieuwe wachtwoord; ZET maakt het dan af.",
    "undone-rekey": "Het veranderen van het wachtwoord was onderbroken. Gebruik het oude wachtwoord.",
    "undone-refound": "Het vernietigen was onderbroken voordat het begon. Gebruik het oude wachtwoord.",
}
"""What to say when the last run was interrupted, so that it is clear which passphrase holds (VAULT section 3)."""


class IdleWarning(Static):
    """Says half a minute beforehand that the lock will close."""

    def __init__(self) -> None:
        super().__init__(
            "Over een halve minuut gaat de kluis op slot. Druk op een toets om door te gaan.", markup=False
        )


class LockedBlank(Screen[None]):
    """Nothing to see while drafts are put away and the keys are wiped."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def compose(self) -> ComposeResult:
        yield Static("Op slot. Loopt er nog iets, dan maakt ZET dat eerst af.", markup=False, id="blank")


class UnlockPage(Page[None]):
    """Asks the passphrase."""

    HEADING = "Ontgrendelen"
    HELP_TEXT = (
        "De kluis is een map met twee bestanden. Zonder wachtwoord kan niemand erin, ook uw beheerder niet.\n\n"
        "Bent u het wachtwoord kwijt? Dan zijn de gegevens niet meer te openen, tenzij er een herstelblad is gemaakt. "
        "Daarmee opent u de kluis met F9."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "leegmaken", show=False),
        Binding("f9", "recover", "herstelblad"),
    ]

    def __init__(self, said: str = "") -> None:
        super().__init__()
        self._first_words = said

    def body(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static("Ontgrendelen", markup=False, classes="heading")
            yield Static(f"Kluis: {self.desk.folder}", markup=False, classes="hint")
            yield Static("Wachtwoord", markup=False, classes="label")
            yield Line(secret=True, id="passphrase")
            yield Static("Enter opent de kluis.", markup=False, classes="hint", id="said")
            if self.desk.demo is not None:
                yield Static(
                    f"Dit is een oefenkluis. Het wachtwoord is: {self.desk.demo}"
                    if self.desk.demo
                    else f"Dit is een {PRACTICE_OWN}.",
                    markup=False,
                    classes="hint",
                )

    def on_mount(self) -> None:
        self.query_one("#passphrase").focus()
        if self._first_words:
            self._say(self._first_words, wrong=True)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Only now that the field is on the screen: importing storage would keep it waiting."""
        self.run_worker(self._open())

    async def _open(self) -> None:
        """Take the vault's lock while the passphrase is typed; a vault in use says so at once."""
        try:
            await self.desk.open()
            if self.desk.interrupted is not None and not self._first_words:
                self._say(INTERRUPTED[self.desk.interrupted])
        except Exception as error:
            if not is_known(error):
                raise
            self._say(explain(error), wrong=True)

    @on(Done, "#passphrase")
    def _typed(self, event: Done) -> None:
        event.stop()
        field = self.query_one("#passphrase", Line)
        if not self.busy and field.value:
            self.busy = True
            self.run_worker(self._unlock(field.value))

    async def _unlock(self, passphrase: str) -> None:
        field = self.query_one("#passphrase", Line)
        self._say("De kluis wordt geopend. Dat duurt ongeveer een seconde.")
        try:
            await self.desk.unlock(passphrase)
        except Exception as error:
            if not is_known(error):
                raise
            self._say(explain(error), wrong=True)
            field.value = ""
            field.focus()
        else:
            field.value = ""
            self.zet.arrive()
        finally:
            self.busy = False

    def _say(self, text: str, *, wrong: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.update(text)
        said.set_class(wrong, "-wrong")

    def action_recover(self) -> None:
        """Open with the recovery sheet instead."""
        from zet_tui.screens.recovery_sheet import RecoverPage

        if not self.busy:
            self.app.push_screen(RecoverPage())

    def action_clear(self) -> None:
        """Escape empties the field; it never leaves the app."""
        self.query_one("#passphrase", Line).value = ""
