"""The case's own name list: household, nicknames, places; finding them in texts is storage's business."""

from typing import Self

from textual import on
from textual.app import ComposeResult

from zet_tui.desk import Desk
from zet_tui.screens.fields_text import Lines
from zet_tui.screens.form import Form, FormPage, Passage, Row
from zet_tui.screens.page import Place


class NamesPage(FormPage[None]):
    """Names that may be said in this case, so that reading once more finds them."""

    HEADING = "Namenlijst"
    HELP_TEXT = (
        "Met deze lijst vindt ZET bij het nalezen de namen die in teksten staan. "
        "De lijst hoort bij de casus en wordt met de casus vernietigd."
    )

    def __init__(self, place: Place, names: tuple[str, ...]) -> None:
        super().__init__(place)
        self._names = names

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `ConsentRefused`."""
        return cls(place, await desk.names(place.case or ""))

    def body(self) -> ComposeResult:
        yield Form(
            (
                Passage(
                    "Welke namen kunnen in de antwoorden voorkomen? Elke naam op een eigen regel:\n"
                    "gezinsleden, bijnamen, hulpverleners, straten, scholen, organisaties."
                ),
                Row("names", "Namen", Lines("\n".join(self._names)), "Ctrl+J nieuwe regel · Enter verder"),
            ),
            button="Bewaren",
        )

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        if not self.busy:
            self.run_worker(self._keep(tuple(event.form.values()["names"].splitlines())))

    async def _keep(self, names: tuple[str, ...]) -> None:
        with self.telling(), self.working("De namenlijst wordt bewaard."):
            await self.desk.set_names(self.case, names)
            self.dismiss()
