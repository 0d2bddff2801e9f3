"""Anonimiseer en vernietig: what is missing, where the workbook goes, the new passphrase, one typed confirmation.

The order of writing and destroying is `storage.destroy`'s; this page asks and shows how far it is.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.types import CSSPathType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from flows.retention import workbook_until
from storage import destroy
from storage.destroy import Choice, NamesLeft, NotReady, Readiness, Step, Wanted
from storage.export.gate import Hit
from storage.vault import WeakPassphrase, WrongPassphrase
from zet_tui.desk import Desk
from zet_tui.messages import explain
from zet_tui.screens import create_passphrase as passphrase
from zet_tui.screens import fields
from zet_tui.screens.dialogs import SecondConfirms, TypeToConfirm
from zet_tui.screens.finish_halt import Halt, Halted
from zet_tui.screens.finish_lines import Line, bar, elsewhere_lines, lines, ready_text
from zet_tui.screens.form import (
    FieldRow,
    Form,
    FormPage,
    Heading,
    Passage,
    Row,
    read_date,
    typed_folder,
    write_date,
)
from zet_tui.screens.page import Place
from zet_tui.screens.privacy import PrivacyPage
from zet_tui.wording.counting import cases
from zet_tui.wording.finish import HALTED, MAY_STOP, STEPS, STOPPING, TOO_LATE
from zet_tui.wording.keeping import NO_FOLDER

BOOK = "Altijd: het Analysebestand voor het team, vertrouwelijk, met elke casus apart."
OUTSIDE = (
    "Buiten ZET ruimt u zelf op: aantekeningen op papier, opnames, e-mail, afdrukken en eerdere werkboeken. "
    "Getekende brieven blijven bij de gemeente."
)


class FinishPage(FormPage[None]):
    """Everything before the point of no return on one page."""

    CSS_PATH: ClassVar[CSSPathType | None] = ["form.tcss", "finish.tcss"]
    HEADING = "Anonimiseer en vernietig"
    HELP_TEXT = (
        "ZET schrijft eerst de bestanden die u kiest, leest ze terug en kijkt ze na. "
        "Pas daarna worden alle persoonsgegevens vernietigd. Dat kan niet terug.\n\n"
        "Met F4 ziet u vooraf wat er weggaat, wat partners te zien krijgen en wat bekenden herkennen.\n\n"
        "De kluis krijgt een nieuw wachtwoord, omdat het oude wachtwoord oude kopieën opent. Het wachtwoord van nu "
        "typt u ook: een laptop die even open staat, is niet genoeg om alles te vernietigen.\n\n"
        "Inwoners die de uitkomst willen horen, blijven met naam bewaard tot zij die hebben gehoord."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "choose", "verwerken of niet"),
        Binding("g", "judge", "geen persoon"),
        Binding("f4", "privacy", "privacy"),
        Binding("f5", "other_words", "andere woorden"),
        Binding("f10", "submit", "klaar"),
    ]

    def __init__(self, place: Place, ready: Readiness) -> None:
        super().__init__(place)
        self._ready = ready
        self._choices: dict[int, Choice] = {}
        self._hits: tuple[Hit, ...] = ()
        self._judged: list[Hit] = []
        self._lines: tuple[Line, ...] = ()
        self._words = ""
        self._halt: Halt | None = None  # while it runs

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `ConsentRefused` when there is a case that this person may not read."""
        return cls(place, await desk.readiness({}))

    @property
    def place(self) -> Place | None:
        """The page without what was typed: a passphrase is not kept."""
        return Place("finish")

    def body(self) -> ComposeResult:
        with Vertical(id="missing"):
            yield Static("", markup=False, id="state")
            yield OptionList(markup=False, compact=True, id="lines")
        yield Form(
            (
                Heading("Wat er eerst wordt weggeschreven"),
                Row("folder", "Map", fields.Line(str(Path.home())), "een bestaande map op deze laptop"),
                Row("without", "", fields.YesNo("zonder werkboek: alleen vernietigen")),
                Passage(BOOK, id="book"),
                Row(
                    "session",
                    "",
                    fields.YesNo("ook een Sessiebestand voor partners: alleen gemiddelden", "ja"),
                    "Het kan later opnieuw, met uw conclusies erin.",
                ),
                Row(
                    "table", "", fields.YesNo("ook een tabel voor een ander rekenprogramma (resultaten.csv)")
                ),
                Row(
                    "keep_until",
                    "Bestanden bewaren tot",
                    fields.Line(write_date(workbook_until(self.desk.today))),
                    "dag-maand-jaar; daarna vernietigt u ze zelf",
                ),
                Heading("Het wachtwoord van de kluis"),
                passphrase.present(self.desk.demo),
                *passphrase.parts("Nieuw wachtwoord"),
            ),
            button="Anonimiseer en vernietig",
        )
        with Vertical(id="running"):
            yield Static("", markup=False, id="bar")
            yield Static("", markup=False, id="doing")
            yield Static("", markup=False, id="stops", classes="hint")

    def on_mount(self) -> None:
        self.query_one("#running").display = False
        self.watch(self.query_one("#kind", fields.Choice), "value", self._kind_changed, init=False)
        self._show()
        self._kind_changed()
        self.action_other_words()
        self.query_one("#lines" if self._lines else "#folder").focus()

    def on_screen_resume(self) -> None:
        """Look again: something may have been read or answered meanwhile."""
        if not self.busy:
            self.run_worker(self._look(), exclusive=True, group="load")

    async def _look(self) -> None:
        with self.telling():
            self._ready = await self.desk.readiness(self._choices)
            self._show()

    def _show(self) -> None:
        self._lines = lines(self._ready, self._choices, self._hits, self._judged)
        self.query_one("#state", Static).update(ready_text(self._ready))
        found = self.query_one("#lines", OptionList)
        at = found.highlighted
        found.set_options([Option(Content(line.text)) for line in self._lines])
        found.display = bool(self._lines)
        found.highlighted = min(at or 0, len(self._lines) - 1) if self._lines else None
        self.query_one("#row-without", FieldRow).display = not self._ready.ready
        for part in ("#book", "#row-session", "#row-table", "#row-keep_until"):
            self.query_one(part).display = self._ready.ready
        self.top("Anonimiseer en vernietig", cases(self._ready.total))
        self.refresh_bindings()

    # -- deciding about what is listed -----------------------------------------------------------------

    @property
    def _line(self) -> Line | None:
        at = self.query_one("#lines", OptionList).highlighted
        return self._lines[at] if at is not None and at < len(self._lines) else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's signature
        """The letters count in the list alone; in the fields they are text. While it runs only stopping is offered."""
        if self._halt is not None and action != "back":
            return False
        if action in ("choose", "judge") and self.is_mounted:
            line = self._line if self.focused is self.query_one("#lines") else None
            return line is not None and (line.case if action == "choose" else line.hit) is not None
        return True

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        line = self._line
        if line is not None and line.place is not None:
            self.go(line.place)

    def action_choose(self) -> None:
        """An incomplete case: export what was read, or destroy it unexported."""
        line = self._line
        if line is not None and line.case is not None:
            now = self._choices.get(line.case, Choice.EXPORT)
            self._choices[line.case] = Choice.DESTROY if now is Choice.EXPORT else Choice.EXPORT
            self.run_worker(self._look(), exclusive=True, group="load")

    def action_judge(self) -> None:
        """Mark this one occurrence as no person; the certificate counts it."""
        line = self._line
        if line is not None and line.hit is not None:
            self._judged.append(line.hit)
            self._show()

    # -- the privacy check ----------------------------------------------------------------------------

    def action_privacy(self) -> None:
        """What would leave, and who may recognise it; nothing happens by looking."""
        if not self.busy:
            self.run_worker(self._privacy(), exclusive=True, group="privacy")

    async def _privacy(self) -> bool:
        """Whether it was read to the end."""
        with self.telling():
            with self.working("Even kijken wat er weggaat …"):
                seen = await self.desk.preview(self._choices)
            read: bool | None = await self.app.push_screen_wait(PrivacyPage(seen))
            return bool(read)
        return False

    # -- the passphrase --------------------------------------------------------------------------------

    def _kind_changed(self) -> None:
        passphrase.changed(self.query_one(Form), self._words)

    def action_other_words(self) -> None:
        """Six new words."""
        self.run_worker(self._propose(), exclusive=True, group="words")

    async def _propose(self) -> None:
        with self.telling():
            self._words = await self.desk.propose_words()
            passphrase.show(self.query_one(Form), self._words)

    # -- the end ---------------------------------------------------------------------------------------

    def action_submit(self) -> None:
        """Ready, also with the cursor in the list."""
        self.query_one(Form).action_submit()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        if self.busy:
            return
        values = event.form.values()
        chosen, faults = passphrase.read(values, self._words)
        faults = passphrase.present_fault(values) | faults
        folder = typed_folder(values["folder"])
        if folder is None:
            faults["folder"] = NO_FOLDER
        keep_until = read_date(values["keep_until"], self.desk.today)
        if keep_until is None or keep_until <= self.desk.today:
            faults["keep_until"] = "Typ een dag na vandaag, bijvoorbeeld 14-3-2028."
        event.form.show_faults(faults)
        without = bool(values["without"]) and not self._ready.ready
        if not self._ready.ready and not without:
            self.tell(
                "Eerst wat hierboven staat. Of vink aan: zonder werkboek, alleen vernietigen.", wrong=True
            )
        elif folder is not None and keep_until is not None and not faults:
            wanted = Wanted(bool(values["session"]), bool(values["table"]), keep_until)
            self.run_worker(self._confirm(folder, chosen, wanted, values, without=without))

    async def _confirm(
        self, folder: Path, chosen: str, wanted: Wanted, values: dict[str, str], *, without: bool
    ) -> None:
        second = None
        with self.telling():
            if not await self._passphrases_hold(chosen, values):
                return
            if not without and not await self._privacy():
                return
            elsewhere = await self.desk.ask(elsewhere_lines)
            question = _confirmation(self._ready, folder, elsewhere, without=without)
            if await self.app.push_screen_wait(question):
                second = await self._second()
        if second is not None:
            await self._finish(folder, chosen, wanted, without=without, second=second)

    async def _passphrases_hold(self, chosen: str, values: dict[str, str]) -> bool:
        """Whether who sits here knows the passphrase of now, and the new one is good enough."""
        form = self.query_one(Form)
        try:
            if values["kind"] == passphrase.OWN:
                await self.desk.check_strength(chosen)
            with self.working("Even kijken of het wachtwoord klopt …"):
                present = values[passphrase.PRESENT]
                await self.desk.ask(lambda r: destroy.check_present_and_new(r.vault, present, chosen))
        except (WeakPassphrase, destroy.PassphraseNotNew) as error:
            form.show_faults({"own": explain(error)})
        except WrongPassphrase as error:
            form.fill({passphrase.PRESENT: ""})
            form.show_faults({passphrase.PRESENT: explain(error)})
        else:
            return True
        return False

    async def _second(self) -> str | None:
        """Who confirms too; "" when nobody has to, None when nobody did."""
        evaluation = await self.desk.evaluation()
        if evaluation is None or not evaluation.two_confirm:
            return ""
        asked = SecondConfirms(evaluation.names, self.desk.person or "", expected=str(self._ready.total))
        return await self.app.push_screen_wait(asked) or None

    async def _finish(self, folder: Path, chosen: str, wanted: Wanted, *, without: bool, second: str) -> None:
        self._halt = Halt()
        self._show_running(on=True)
        try:
            with self.telling():
                try:
                    await self.desk.finish(
                        folder,
                        chosen,
                        without_workbook=without,
                        choices=dict(self._choices),
                        judged=tuple(self._judged),
                        progress=self._teller(),
                        wanted=wanted,
                        second=second,
                    )
                except Halted:
                    self.tell(HALTED)
                    return
                except NamesLeft as error:
                    self._hits = error.hits
                    raise
                except NotReady as error:
                    self._ready = error.readiness
                    raise
                self.zet.arrive()
            if self.desk.refound_pending:  # past the point of no return: the rest is asked elsewhere
                self.zet.arrive()
        finally:
            self._halt = None
            self._show_running(on=False)

    def _show_running(self, *, on: bool) -> None:
        """Show the bar instead of the form, and back when it was refused."""
        self.busy = on
        if not self.is_attached:
            return
        for part in ("#missing", "Form"):
            self.query_one(part).display = not on
        self.query_one("#running").display = on
        self.refresh_bindings()
        if on:
            self.tell("")
            self.query_one("#stops", Static).update(MAY_STOP)
            self._progress(Step.COLLECT, 0.0)
        elif self.desk.unlocked and self.desk.outcome is None:
            self._show()
            if self._hits:  # what stopped it is decided there: g, or Enter to the texts
                self.query_one("#lines").focus()

    def _teller(self) -> Callable[[Step, float], None]:
        """Progress for the storage thread: says it to the screen and waits for nothing. Raises `Halted`."""
        loop, halt = asyncio.get_running_loop(), self._halt

        def tell(step: Step, part: float) -> None:
            if halt is not None:
                halt.heed(step)
            with suppress(RuntimeError):  # the app is gone; the work goes on
                loop.call_soon_threadsafe(self._progress, step, part)

        return tell

    def _progress(self, step: Step, part: float) -> None:
        for found in self.query("#bar").results(Static):
            found.update(bar(part))
        for found in self.query("#doing").results(Static):
            found.update(STEPS[step.value])
        if step in {Step.DESTROY, Step.VERIFY, Step.CERTIFICATE}:
            for found in self.query("#stops").results(Static):
                found.update(TOO_LATE)

    def action_back(self) -> None:
        """Back; while it runs stop it, as long as nothing is destroyed. After that it ends by itself."""
        if self._halt is not None:
            self.query_one("#stops", Static).update(STOPPING if self._halt.ask() else TOO_LATE)
        elif not self.busy:
            self.dismiss()


def _confirmation(
    ready: Readiness, folder: Path, elsewhere: tuple[str, ...], *, without: bool
) -> TypeToConfirm:
    first = (
        "Er komt geen werkboek. Alle antwoorden gaan verloren."
        if without
        else f"De bestanden komen in {folder}. Daarna gaan alle persoonsgegevens weg."
    )
    blocks = "\n\n".join((OUTSIDE, *elsewhere))
    return TypeToConfirm(
        f"{cases(ready.total)} vernietigen?",
        f"{first}\nDit kan niet terug.\n\n{blocks}\n\nTyp het aantal casussen om door te gaan: {ready.total}",
        expected=str(ready.total),
    )
