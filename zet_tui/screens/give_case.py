"""Handing one case to a colleague's laptop: their key, six words by telephone, a sealed file."""

from pathlib import Path
from typing import Self

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from storage.cases import CaseOverview
from storage.transfer import WordsDiffer, check_words
from zet_tui import handing
from zet_tui.desk import Desk
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.fields import Line, YesNo
from zet_tui.screens.form import Form, FormPage, Passage, Row
from zet_tui.screens.page import Place
from zet_tui.wording import transfer as words
from zet_tui.wording.keeping import NO_FILE, NO_FOLDER


class GivePage(FormPage[None]):
    """The key, the folder, and whether the case stays here as well."""

    HEADING = "Overdragen"
    HELP_TEXT = (
        "Uw collega maakt eerst een sleutel: op het overzicht ‘casus ontvangen’, dan F6. U krijgt dat bestand, en ZET "
        "versleutelt de casus voor die ene laptop.\n\nBel elkaar: alleen als de zes woorden gelijk zijn, "
        "is de sleutel van uw "
        "collega.\n\nDe casus gaat weg van deze laptop zodra u het ontvangstbewijs ontvangt."
    )

    def __init__(self, place: Place, case: CaseOverview) -> None:
        super().__init__(place)
        self._case = case

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `UnknownCase`."""
        return cls(place, await desk.case(place.case or ""))

    def body(self) -> ComposeResult:
        yield Form(
            (
                Passage(words.GIVE),
                Row("key", "Sleutel van uw collega", Line(), "het bestand zet-sleutel-….txt"),
                Row("folder", "Map", Line(str(Path.home())), "hier komt het versleutelde bestand"),
                Row("keep", "", YesNo("de casus ook hier houden")),
            ),
            button="Overdragen",
        )
        yield Static("", markup=False, id="done", classes="passage")

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        self.top(f"Casus {self._case.number} › Overdragen")
        self.query_one("#done").display = False
        self.query_one("#key").focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        key, folder = Path(values["key"]).expanduser(), Path(values["folder"]).expanduser()
        faults = {}
        if not values["key"] or not key.is_file():
            faults["key"] = NO_FILE
        if not values["folder"] or not folder.is_dir():
            faults["folder"] = NO_FOLDER
        event.form.show_faults(faults)
        self.tell("")
        if not faults and not self.busy:
            self.run_worker(self._give(key, folder, keep=bool(values["keep"])))

    async def _give(self, key_file: Path, folder: Path, *, keep: bool) -> None:
        with self.telling():
            await self.desk.ask(handing.check_target, folder)
            key = await self.desk.ask(lambda _register: handing.read_key_file(key_file))
            question = Confirm(
                words.SAME_WORDS, words.KEY_WORDS.format(words=check_words(key)), yes="ja, dezelfde"
            )
            if not await self.app.push_screen_wait(question):
                raise WordsDiffer
            with self.working("De casus wordt versleuteld."):
                made = await self.desk.ask(
                    lambda register: handing.write_case_file(register, self._case.id, key, folder, keep=keep)
                )
            what = (words.KEPT if keep else words.MOVED_APP).format(number=self._case.number)
            done = self.query_one("#done", Static)
            done.update("✓ " + words.GIVEN.format(path=made.path, words=made.words, what=what))
            done.display, self.query_one(Form).display = True, False
