"""Making a new vault: what a lost passphrase means, and choosing one; the files themselves are storage's business."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from zet_tui.screens import create_passphrase as passphrase
from zet_tui.screens.form import Form, Heading, Passage

EXPLANATION = (
    "ZET bewaart alles in een kluis op deze laptop, versleuteld met een wachtwoord. "
    "Raakt u het wachtwoord kwijt, dan zijn de gegevens weg. Niemand kan ze dan nog openen, "
    "ook uw beheerder niet. Deel het wachtwoord alleen met uw team."
)


class CreatePage(passphrase.PassphrasePage):
    """The first page of a laptop without a vault."""

    HEADING = "Nieuwe kluis"
    HELP_TEXT = EXPLANATION + "\n\nZes gewone woorden zijn makkelijk te typen en niet te raden."
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stay", "", show=False)]
    WORKING = "De kluis wordt gemaakt. Dat duurt een paar seconden."

    def body(self) -> ComposeResult:
        yield Form(
            (
                Heading("Een nieuwe kluis maken"),
                Passage(EXPLANATION),
                Passage(f"De kluis komt in deze map: {self.desk.folder}"),
                *passphrase.parts(),
            ),
            button="Kluis maken",
        )

    def action_stay(self) -> None:
        """There is nothing behind this page."""

    async def use(self, passphrase: str, values: dict[str, str]) -> None:  # noqa: ARG002 - the form holds nothing else
        await self.desk.create(passphrase)

    def after(self) -> None:
        self.zet.arrive()
