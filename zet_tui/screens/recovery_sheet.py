"""The recovery sheet: making one, and opening the vault with it; what it opens and when it dies, storage decides."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from zet_tui.desk import Desk
from zet_tui.messages import explain
from zet_tui.new_file import write_new
from zet_tui.screens.create_passphrase import PRESENT, PassphrasePage, parts, present, present_fault
from zet_tui.screens.fields import Choice, Line
from zet_tui.screens.form import Form, FormPage, Passage, Row, typed_folder
from zet_tui.screens.page import Place
from zet_tui.wording import keeping
from zet_tui.wording.sheet import sheet_text

if TYPE_CHECKING:
    from storage.cases import Register

NAME = "zet-herstelblad.txt"
FILE, SCREEN = "file", "screen"


class SheetPage(FormPage[None]):
    """As a file to print, or on the screen to copy by hand."""

    HEADING = "Herstelblad"
    HELP_TEXT = (
        f"{keeping.SHEET}\n\nHet blad geldt tot het wachtwoord verandert, tot er een nieuw blad is, of "
        "tot u de evaluatie "
        "afrondt. Openen met het blad doet u bij het ontgrendelen, met F9."
    )

    def __init__(self, place: Place, sheet: bool) -> None:
        super().__init__(place)
        self._sheet = sheet

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Knows whether there is one already."""
        return cls(place, await desk.ask(lambda register: register.vault.has_recovery_sheet))

    def body(self) -> ComposeResult:
        again = f"\n\n{keeping.SHEET_AGAIN}" if self._sheet else ""
        ways = {FILE: "als bestand, om af te drukken", SCREEN: "op het scherm, om over te schrijven"}
        yield Form(
            (
                Passage(keeping.SHEET + again),
                present(self.desk.demo),
                Row("way", "Herstelblad", Choice(ways), "← en → kiezen"),
                Row("folder", "Map", Line(str(Path.home())), "voor het bestand"),
            ),
            button="Herstelblad maken",
        )
        yield Static("", markup=False, id="done", classes="passage")

    @property
    def place(self) -> Place | None:
        """Without the passphrase, which is not kept over the lock."""
        place = super().place
        kept = tuple(pair for pair in place.typed if pair[0] != PRESENT) if place is not None else ()
        return None if place is None else replace(place, typed=kept)

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        self.query_one(Form).focus_first()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        folder, in_file = typed_folder(values["folder"]), values["way"] == FILE
        target = folder / NAME if folder is not None and in_file else None
        fault = self._fault(target) if in_file else ""
        faults = present_fault(values) | ({"folder": fault} if fault else {})
        event.form.show_faults(faults)
        if not faults and not self.busy:
            self.run_worker(self._make(values[PRESENT], target))

    def _fault(self, target: Path | None) -> str:
        """Before anything changes: whether the file can be made there; None where there is no such folder."""
        if target is None:
            return keeping.NO_FOLDER
        if target.exists():
            return keeping.SHEET_STANDS
        vault = self.desk.folder.resolve()
        return keeping.SHEET_IN_VAULT if vault in target.resolve().parents else ""

    async def _make(self, present: str, target: Path | None) -> None:
        with self.telling(), self.working("Het herstelblad wordt gemaakt. Dat duurt een paar seconden."):
            self.query_one(Form).fill({PRESENT: ""})
            try:
                text = await self.desk.ask(lambda register: _new_sheet(register, present))
            except Exception as error:
                if type(error).__name__ != "WrongPassphrase":
                    raise
                self.query_one(Form).show_faults({PRESENT: explain(error)})
                return
            said = f"{keeping.SHEET_SHOWN}\n\n{text}"
            if target is not None:
                try:
                    await self.desk.ask(lambda _register: write_new(target, text.encode()))
                    said = keeping.SHEET_FILE.format(path=target)
                except OSError as error:
                    said = f"{explain(error)} {keeping.SHEET_NOT_WRITTEN}\n\n{said}"
            self.say_done(said, in_place=True)


def _new_sheet(register: "Register", present: str) -> str:
    """The text of a new sheet. Raises WrongPassphrase with everything as it was."""
    from storage.vault.recovery import written

    register.vault.check_passphrase(present)
    return sheet_text(written(register.vault.make_recovery_sheet()), register.vault.vault_id)


class RecoverPage(PassphrasePage):
    """Without the passphrase, with the sheet: its code and a new passphrase."""

    HEADING = "Openen met het herstelblad"
    HELP_TEXT = keeping.RECOVER
    WORKING = "De kluis wordt geopend. Dat duurt een paar seconden."

    def body(self) -> ComposeResult:
        yield Form(
            (
                Passage(keeping.RECOVER),
                Row("code", "Code", Line(), "acht groepen van vijf tekens"),
                *parts("Nieuw wachtwoord"),
            ),
            button="Openen",
        )

    async def use(self, passphrase: str, values: dict[str, str]) -> None:
        await self.desk.recover(values["code"], passphrase)

    def field_of(self, error: Exception) -> str | None:
        code = type(error).__name__ in ("RecoveryMistyped", "RecoveryRefused")
        return "code" if code else super().field_of(error)

    def after(self) -> None:
        self.query_one(Form).fill({"code": ""})
        self.zet.arrive()
