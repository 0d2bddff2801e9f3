"""Handing one case to a colleague's laptop: their key, six words by telephone, a sealed file."""

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from storage.transfer import WordsDiffer, check_words
from zet_tui import handing
from zet_tui.screens.case_form import CaseFormPage
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.fields import Line, YesNo
from zet_tui.screens.form import Form, Passage, Row, typed_file, typed_folder
from zet_tui.wording import transfer as words
from zet_tui.wording.keeping import NO_FILE, NO_FOLDER


class GivePage(CaseFormPage):
    """The key, the folder, and whether the case stays here as well."""

    HEADING = "Overdragen"
    HELP_TEXT = (
        "Uw collega maakt eerst een sleutel: op het overzicht ‘casus ontvangen’, dan F6. U krijgt dat bestand, en ZET "
        "versleutelt de casus voor die ene laptop.\n\nBel elkaar: alleen als de zes woorden gelijk zijn, "
        "is de sleutel van uw "
        "collega.\n\nDe casus gaat weg van deze laptop zodra u het ontvangstbewijs ontvangt."
    )

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

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        key, folder = typed_file(values["key"]), typed_folder(values["folder"])
        faults = {}
        if key is None:
            faults["key"] = NO_FILE
        if folder is None:
            faults["folder"] = NO_FOLDER
        event.form.show_faults(faults)
        self.tell("")
        if key is not None and folder is not None and not self.busy:
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
            self.say_done(
                "✓ " + words.GIVEN.format(path=made.path, words=made.words, what=what), in_place=True
            )
