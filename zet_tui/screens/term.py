"""The planned day of destruction: which day it is, and moving it with a reason; what the day means, storage decides."""

from datetime import date
from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult

from flows.retention import MONTHS, MoveRefused, RetentionTerm
from flows.text import long_date
from zet_tui.desk import Desk
from zet_tui.messages import explain
from zet_tui.screens.fields import Line
from zet_tui.screens.form import Form, FormPage, Heading, Part, Passage, Row, read_date
from zet_tui.screens.page import Place
from zet_tui.wording.term import moves_text

ELSEWHERE = (
    "Er zijn ook casussen op een andere laptop. Verplaatst u hier de dag, dan weet die laptop dat pas als er weer een "
    "casus over gaat. ZET zegt dan op beide laptops wat er verandert; de laatste afspraak geldt."
)
FAULTY_DATE = "Deze datum kan ik niet lezen. Typ bijvoorbeeld 14-3-2027."
_FIELDS = {"not_later": "after", "too_far": "after", "no_reason": "reason", "reason_too_long": "reason"}


class TermPage(FormPage[None]):
    """Moving the day; it stands on the certificate with the function of whoever did it."""

    HEADING = "Dag van vernietigen"
    HELP_TEXT: ClassVar[str] = (
        "Voor deze dag rondt u de evaluatie af, en ZET vernietigt dan alles van inwoners. "
        f"ZET rekent {MONTHS} maanden vanaf de eerste casus, want zo lang duurt een ZET ongeveer.\n\n"
        "Na deze dag kunt u alleen nog nalezen, afronden, vernietigen, een toestemming intrekken of de dag "
        "verplaatsen.\n\n"
        "Verplaatsen mag, met een reden. De reden en uw functie komen op de verklaring van vernietiging, uw naam niet."
    )

    def __init__(self, place: Place, term: RetentionTerm | None, *, elsewhere: bool) -> None:
        """`elsewhere`: another laptop has a case of this evaluation, or may have one."""
        super().__init__(place)
        self._term = term
        self._elsewhere = elsewhere

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """With the day as it is now."""
        term = await desk.ask(lambda register: register.term.read())
        places = await desk.ask(lambda register: register.places.known())
        return cls(place, term, elsewhere=not all(place.confirmed_gone for place in places))

    def body(self) -> ComposeResult:
        term = self._term
        parts: list[Part] = [Heading("De dag")]
        if term is None:
            parts.append(Passage(f"Die komt er met de eerste casus: {MONTHS} maanden later."))
        else:
            parts.append(Passage(f"De gegevens mogen in ZET blijven tot {long_date(term.until)}."))
            if term.moves:
                parts.append(Passage(f"Al verplaatst:\n{moves_text(term.moves)}"))
            if self._elsewhere:
                parts.append(Passage(ELSEWHERE))
            parts += [
                Heading("Verplaatsen"),
                Row("after", "Nieuwe dag", Line(), "dag-maand-jaar, hoogstens een jaar vooruit"),
                Row("reason", "Waarom", Line(), "zonder namen: deze zin komt op de verklaring"),
            ]
        yield Form(tuple(parts), button="Verplaatsen")

    def on_mount(self) -> None:
        form = self.query_one(Form)
        form.fill(self.typed)
        self.query_one("#submit").display = self._term is not None
        if self._term is not None:
            form.rows[0].editor.focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        if self._term is None or self.busy:
            return
        values = event.form.values()
        after = read_date(values["after"], self.desk.today)
        if after is None:
            event.form.show_faults({"after": FAULTY_DATE})
            return
        event.form.clear_faults()
        self.run_worker(self._move(after, values["reason"]))

    async def _move(self, after: date, reason: str) -> None:
        with self.telling(), self.working("De dag wordt verplaatst."):
            try:
                await self.desk.ask(lambda register: register.term.move(after, reason))
            except MoveRefused as error:
                form = self.query_one(Form)
                form.show_faults({_FIELDS[error.code]: explain(error)})
            else:
                self.zet.arrive()
