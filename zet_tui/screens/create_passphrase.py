"""Choosing a passphrase, typed once more to be sure: six words that ZET offers, or one's own.

Used for a new vault and for the new passphrase after destroying. How strong it must be, storage decides.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from zet_tui.messages import explain, is_known
from zet_tui.screens.fields import Choice, Line
from zet_tui.screens.form import FieldRow, Form, FormPage, Part, Passage, Row
from zet_tui.screens.page import Place
from zet_tui.wording.keeping import PRACTICE_OWN, PRESENT_NEEDED

WORDS = "words"
OWN = "own"
PRESENT = "present"


def present(demo: str | None) -> Row:
    """The row that asks the passphrase of now: an open laptop alone is not leave to make other keys.

    `demo` is the passphrase of an invented vault, which nobody has to know; "" once somebody chose another.
    """
    hint = "" if demo is None else f"oefenkluis: {demo}" if demo else PRACTICE_OWN
    return Row(PRESENT, "Wachtwoord van nu", Line(secret=True), hint)


def present_fault(values: Mapping[str, str]) -> dict[str, str]:
    """The fault of that row when it is there and empty."""
    return {PRESENT: PRESENT_NEEDED} if values.get(PRESENT) == "" else {}


def parts(label: str = "Wachtwoord") -> Iterator[Part]:
    """The rows that choose a passphrase, for use in any form."""
    yield Row(
        "kind",
        label,
        Choice({WORDS: "zes woorden die ZET kiest (aangeraden)", OWN: "een eigen wachtwoord"}),
        hint="↑ gaat hierheen, ← en → kiezen",
        settled=True,
    )
    yield Passage("", id="words")
    yield Row("own", "Eigen wachtwoord", Line(secret=True), hint="Minstens vier losse woorden.")
    yield Row("again", "Typ het over", Line())


def show(form: Form, words: str) -> None:
    """Show the rows that belong to the chosen kind."""
    own = form.query_one("#kind", Choice).value == OWN
    passage = form.query_one("#words")
    passage.display = not own
    form.query_one("#row-own", FieldRow).display = own
    again = form.query_one("#again", Line)
    again.password = own
    label = form.query_one("#row-again .label")
    if hasattr(label, "update"):
        label.update("Typ het nog een keer" if own else "Typ de zes woorden over")
    if hasattr(passage, "update"):
        passage.update(
            f"\n    {words}\n\nSchrijf deze woorden op en bewaar ze apart van de laptop." if words else ""
        )


def changed(form: Form, words: str) -> None:
    """Show the rows of the other kind; what was typed over belonged to the first, and so did its faults."""
    form.fill({"again": ""})
    for row in form.query(FieldRow):
        if row.row.key in ("own", "again"):
            row.show_fault("")
    show(form, words)


def read(values: dict[str, str], words: str) -> tuple[str, dict[str, str]]:
    """The passphrase that was chosen, and the faults by field ({} when it may be used)."""
    wanted = values["own"] if values["kind"] == OWN else words
    if values["kind"] == OWN and not wanted:
        return "", {"own": "Typ een wachtwoord."}
    if " ".join(values["again"].split()) != " ".join(wanted.split()):
        kind = "wachtwoord" if values["kind"] == OWN else "voorstel"
        return "", {"again": f"Dit is niet hetzelfde als het {kind} hierboven. Typ het opnieuw."}
    return wanted, {}


class PassphrasePage(FormPage[None]):
    """A form with these rows in it; `use` does what the page is for, once the passphrase is good enough."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5", "other_words", "andere woorden")]
    WORKING: ClassVar[str] = ""

    def __init__(self, place: Place | None = None) -> None:
        super().__init__(place)
        self._words = ""

    @property
    def place(self) -> Place | None:
        """Without what was typed: a passphrase is not kept over the lock."""
        return self._place

    def on_mount(self) -> None:
        form = self.query_one(Form)
        show(form, "")
        form.focus_first()
        self.watch(self.query_one("#kind", Choice), "value", self._kind_changed, init=False)
        self.call_after_refresh(self.action_other_words)

    def _kind_changed(self) -> None:
        changed(self.query_one(Form), self._words)

    def action_other_words(self) -> None:
        """Six new words."""
        self.run_worker(self._propose(), exclusive=True, group="words")

    async def _propose(self) -> None:
        with self.telling():
            self._words = await self.desk.propose_words()
            show(self.query_one(Form), self._words)

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        chosen, faults = read(event.form.values(), self._words)
        faults = present_fault(event.form.values()) | faults
        event.form.show_faults(faults)
        if not faults and not self.busy:
            self.run_worker(self._use(chosen))

    async def _use(self, chosen: str) -> None:
        form = self.query_one(Form)
        with self.telling(), self.working(self.WORKING):
            try:
                if form.values()["kind"] == OWN:
                    await self.desk.check_strength(chosen)
                await self.use(chosen, form.values())
            except Exception as error:
                field = self.field_of(error) if is_known(error) else None
                if field is None:
                    raise
                form.show_faults({field: explain(error)})
                return
            form.fill({"own": "", "again": ""})
            self.after()

    def field_of(self, error: Exception) -> str | None:
        """The field at which a known fault is told; None where the page tells it."""
        return "own" if type(error).__name__ == "WeakPassphrase" else None

    @abstractmethod
    async def use(self, passphrase: str, values: dict[str, str]) -> None:
        """Make the vault, change its passphrase, open it with the sheet."""

    @abstractmethod
    def after(self) -> None:
        """Where to go when that is done."""
