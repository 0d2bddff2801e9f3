"""A destruction that was interrupted is finished here, before anything else; the certificate then says so."""

from pathlib import Path
from typing import Self

from textual import on
from textual.app import ComposeResult

from zet_tui.desk import Desk
from zet_tui.screens.fields import Line
from zet_tui.screens.form import Form, FormPage, Heading, Passage, Row, typed_folder
from zet_tui.screens.page import Place
from zet_tui.wording.keeping import NO_FOLDER


class InterruptedPage(FormPage[None]):
    """Tries by itself; asks for another folder when the chosen one is gone."""

    HEADING = "Vernietigen afmaken"
    HELP_TEXT = "Het vernietigen was onderbroken, bijvoorbeeld door stroomuitval. ZET maakt het nu af."

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:  # noqa: ARG003 - every page opens alike
        """Nothing to load."""
        return cls(place)

    def body(self) -> ComposeResult:
        yield Form(
            (
                Heading("Het vernietigen was onderbroken"),
                Passage("ZET maakt het nu af en schrijft de verklaring van vernietiging."),
                Row("folder", "Map voor de verklaring", Line(str(Path.home()))),
            ),
            button="Afmaken",
        )

    def on_mount(self) -> None:
        self.query_one(Form).display = False
        self.run_worker(self._finish(None))

    async def _finish(self, folder: Path | None) -> None:
        with self.telling(), self.working("Het vernietigen wordt afgemaakt."):
            await self.desk.finish_interrupted(folder)
            self.zet.arrive()
            return
        self.query_one(Form).display = True
        self.query_one("#folder").focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        folder = typed_folder(event.form.values()["folder"])
        if folder is None:
            event.form.show_faults({"folder": NO_FOLDER})
        elif not self.busy:
            self.run_worker(self._finish(folder))

    def action_back(self) -> None:
        """First this."""
