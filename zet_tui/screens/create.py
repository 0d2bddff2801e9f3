"""Making a new vault: what a lost passphrase means, and choosing one; the files themselves are storage's business."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from zet_tui.messages import explain, is_known
from zet_tui.screens import create_passphrase as passphrase
from zet_tui.screens.fields import Choice
from zet_tui.screens.form import Form, FormPage, Heading, Passage

EXPLANATION = (
    "ZET bewaart alles in een kluis op deze laptop, versleuteld met een wachtwoord. "
    "Raakt u het wachtwoord kwijt, dan zijn de gegevens weg. Niemand kan ze dan nog openen, "
    "ook uw beheerder niet. Deel het wachtwoord alleen met uw team."
)


class CreatePage(FormPage[None]):
    """The first page of a laptop without a vault."""

    HEADING = "Nieuwe kluis"
    HELP_TEXT = EXPLANATION + "\n\nZes gewone woorden zijn makkelijk te typen en niet te raden."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stay", "", show=False),
        Binding("f5", "other_words", "andere woorden"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

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

    def on_mount(self) -> None:
        passphrase.show(self.query_one(Form), "")
        self.query_one("#kind").focus()
        self.watch(self.query_one("#kind", Choice), "value", self._kind_changed, init=False)
        self.call_after_refresh(self.action_other_words)

    def _kind_changed(self) -> None:
        passphrase.show(self.query_one(Form), self._words)

    def action_stay(self) -> None:
        """There is nothing behind this page."""

    def action_other_words(self) -> None:
        """Six new words."""
        self.run_worker(self._propose(), exclusive=True, group="words")

    async def _propose(self) -> None:
        self._words = await self.desk.propose_words()
        self._kind_changed()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        chosen, faults = passphrase.read(event.form.values(), self._words)
        event.form.show_faults(faults)
        if not faults and not self.busy:
            self.run_worker(self._create(chosen))

    async def _create(self, chosen: str) -> None:
        form = self.query_one(Form)
        with self.telling(), self.working("De kluis wordt gemaakt. Dat duurt een paar seconden."):
            try:
                if form.values()["kind"] == passphrase.OWN:
                    await self.desk.check_strength(chosen)
                await self.desk.create(chosen)
            except Exception as error:
                if is_known(error) and type(error).__name__ == "WeakPassphrase":
                    form.show_faults({"own": explain(error)})
                    return
                raise
            form.fill({"own": "", "again": ""})
            self.zet.arrive()
