"""What a colleague sent: a case, a receipt, a withdrawal; and the key with which a case can come."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from flows.instrument import Source
from storage.destroy import certify_missing
from storage.transfer import JournalsFork, Side, WordsDiffer, is_key_file
from zet_tui import handing
from zet_tui.desk import Desk
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.fields import Line
from zet_tui.screens.form import Form, FormPage, Passage, Row, typed_file, typed_folder
from zet_tui.screens.page import Place
from zet_tui.wording import terms
from zet_tui.wording import transfer as words
from zet_tui.wording.keeping import NO_FILE, NO_FOLDER


class ChooseSide(ModalScreen[Side | None]):
    """Which of two conversations goes on; Escape takes nothing in."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "choose('hier')", "dat van hier"),
        Binding("b", "choose('bestand')", "dat uit het bestand"),
        Binding("escape", "choose('')", "niets ontvangen"),
    ]

    def __init__(self, source: str) -> None:
        super().__init__()
        self._source = source

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(
                words.FORKED.format(source=terms.SOURCES[self._source]) + "?",
                markup=False,
                classes="question",
            )
            yield Static(
                Content.assemble(
                    ("h", "b $accent"), "  dat van hier     ", ("b", "b $accent"), "  dat uit het bestand     ",
                    ("Esc", "b $accent"), "  niets ontvangen",
                ),
                classes="answers",
            )  # fmt: skip

    def action_choose(self, side: str) -> None:
        self.dismiss(Side(side) if side else None)


class ReceivePage(FormPage[None]):
    """One file at a time; what it is, ZET sees itself."""

    HEADING = "Casus ontvangen"
    HELP_TEXT = (
        "Eerst maakt u met F6 een sleutel en stuurt u die naar uw collega. Terug komt een versleuteld "
        "bestand; dat opent u "
        "hier. Bel elkaar om de zes woorden te vergelijken.\n\n"
        "Ook een ontvangstbewijs of een intrekking van een collega opent u hier. Met F7 maakt u de "
        "berichten voor laptops "
        "die een ingetrokken casus nog hebben."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "key", "sleutel maken"),
        Binding("f7", "withdrawals", "intrekkingen"),
    ]

    def __init__(self, place: Place, *, empty: bool) -> None:
        super().__init__(place)
        self._empty = empty
        self._came = False

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """An empty vault starts from the file, so it asks who is here."""
        return cls(place, empty=await desk.evaluation() is None)

    def body(self) -> ComposeResult:
        who = (Row("person", "Wie zit er achter de laptop", Line(), "zoals in de toestemming"),)
        yield Form(
            (
                Passage(words.RECEIVE),
                Row("file", "Bestand van uw collega", Line()),
                Row("folder", "Map", Line(str(Path.home())), "hier komt de sleutel of het bewijs"),
                *(who if self._empty else ()),
            ),
            button="Ontvangen",
        )
        yield Static("", markup=False, id="done", classes="passage")

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        self.query_one("#file").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's signature
        """Nothing was withdrawn in an empty vault."""
        return action != "withdrawals" or not self._empty

    # -- a key, and messages -------------------------------------------------------------------------

    def _folder(self) -> Path | None:
        """The folder; None after saying that it is not there."""
        folder = typed_folder(self.query_one(Form).values()["folder"])
        if folder is None:
            self.query_one(Form).show_faults({"folder": NO_FOLDER})
        return folder

    def action_key(self) -> None:
        """A key for one case."""
        folder = self._folder()
        if folder is not None and not self.busy:
            self.run_worker(self._make_key(folder))

    async def _make_key(self, folder: Path) -> None:
        with self.telling(), self.working("De sleutel wordt gemaakt."):
            made = await self.desk.ask(handing.make_key_file, folder)
            self._say(words.KEY_MADE.format(path=made.path, words=made.words))

    def action_withdrawals(self) -> None:
        """A message for every laptop that may still have a withdrawn case."""
        folder = self._folder()
        if folder is not None and not self.busy:
            self.run_worker(self._withdrawals(folder))

    async def _withdrawals(self, folder: Path) -> None:
        with self.telling(), self.working("De berichten worden gemaakt."):
            lines = await self.desk.ask(handing.write_withdrawals, folder)
            self._say("\n".join(lines or (words.NO_WITHDRAWALS,)))

    def _say(self, text: str) -> None:
        self.say_done(f"✓ {text}")

    # -- a file --------------------------------------------------------------------------------------

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        file = typed_file(values["file"])
        faults = {}
        if file is None:
            faults["file"] = NO_FILE
        if self._empty and not values["person"]:
            faults["person"] = "Vul uw naam in."
        event.form.show_faults(faults)
        self.tell("")
        folder = None if faults else self._folder()
        if file is not None and folder is not None and not self.busy:
            self.run_worker(self._receive(file, folder, values.get("person", "")))

    async def _receive(self, file: Path, folder: Path, person: str) -> None:
        with self.telling():
            data = await self.desk.ask(lambda _register: file.read_bytes())
            if is_key_file(data):
                self.query_one(Form).show_faults({"file": words.IS_A_KEY_APP})
                return
            found = await self.desk.ask(handing.look_at, data)
            if found.meaning is None:
                await self._case(found, folder, person or self.desk.person or "")
            else:
                await self._message(found, folder)

    async def _case(self, found: handing.Received, folder: Path, person: str) -> None:
        question = Confirm(words.SAME_WORDS, words.FILE_WORDS.format(words=found.words), yes="ja, dezelfde")
        if not await self.app.push_screen_wait(question):
            raise WordsDiffer
        choices: dict[Source, Side] = {}
        while True:
            try:
                with self.working("De casus wordt ontvangen."):
                    taken, path = await self.desk.ask(handing.take_case, found.data, folder, person, choices)
                break
            except JournalsFork as error:
                if not await self._choose(error.sources, choices):
                    return
        self._came = True
        self._say("\n".join(await self.desk.ask(handing.taken_lines, taken, path)))

    async def _choose(self, sources: Sequence[str], choices: dict[Source, Side]) -> bool:
        """Which conversation goes on, per source; False when nobody wants to say."""
        for source in sources:
            side = await self.app.push_screen_wait(ChooseSide(source))
            if side is None:
                return False
            choices[Source(source)] = side
        return True

    async def _message(self, found: handing.Received, folder: Path) -> None:
        if found.meaning is None:
            return
        if found.question and not await self.app.push_screen_wait(
            Confirm(words.DESTROY_HERE, found.question, yes="ja, vernietigen")
        ):
            return
        with self.working("Even geduld."):
            lines = await self.desk.ask(handing.act_on_message, found.meaning, folder)
            certificates = await self.desk.ask(certify_missing)
        self._say("\n".join(lines))
        await self.zet.show_withdrawn(certificates)

    def action_back(self) -> None:
        """From an empty vault: to wherever the case that came in leads."""
        if self._empty and self._came:
            self.zet.arrive()
        else:
            self.dismiss()
