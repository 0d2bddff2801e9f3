"""The team's preparation: its planning in dates, and the list of what is settled; the rules are `flows`' business."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from flows.checklist import PER_PERSON, Item, Point, Preparation
from flows.evaluation import Evaluation
from flows.planning import Plan
from zet_tui.desk import Desk
from zet_tui.screens.fields import Line, Several, YesNo, split
from zet_tui.screens.form import (
    DATE_HINT,
    NOT_A_DATE,
    Form,
    FormPage,
    Heading,
    Part,
    Passage,
    Row,
    read_date,
    typed_folder,
    write_date,
)
from zet_tui.screens.page import Place
from zet_tui.wording.keeping import NO_FOLDER
from zet_tui.wording.preparing import POINTS, point_line

if TYPE_CHECKING:
    from storage.cases import Register

NUMBERS = {
    "planned_cases": ("Hoeveel casussen", "advies: minstens drie", 1000),
    "hours_a_week": ("Uren per week voor dit werk", "samen, als team", 200),
    "answer_term_days": ("Dagen om te antwoorden", "daarna biedt ZET aan de casus te vernietigen", 365),
    "feedback_term_days": (
        "Dagen om de uitkomst te vertellen",
        "daarna biedt ZET aan de naam te wissen",
        3650,
    ),
}


class PreparingPage(FormPage[None]):
    """One form: a start date, some numbers, and ticks."""

    HEADING = "Planning en lijst"
    HELP_TEXT = (
        "De handleiding rekent op 3 tot 4 maanden: casussen kiezen minstens een maand vooraf, 8 uur per casus, "
        "8 uur voor de analyse en 10 uur voor de sessie met het verslag.\n\n"
        "F4 zet de planning als agendabestand (.ics) in de map die u kiest. Er staan geen namen in."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "calendar", "agendabestand")]

    def __init__(
        self,
        place: Place,
        evaluation: Evaluation,
        preparation: Preparation,
        points: tuple[Point, ...],
        plan: Plan | None,
    ) -> None:
        super().__init__(place)
        self._evaluation = evaluation
        self._preparation = preparation
        self._points = points
        self._plan = plan

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `NoEvaluation`."""

        def work(register: "Register") -> tuple[Evaluation, Preparation, tuple[Point, ...], Plan | None]:
            from flows.planning import PlanImpossible

            evaluation = register.require_evaluation()
            try:
                plan = register.preparing.plan()
            except PlanImpossible:
                plan = None
            return evaluation, register.preparing.read(), register.preparing.checklist(), plan

        return cls(place, *await desk.ask(work))

    def body(self) -> ComposeResult:
        known = self._preparation
        parts: list[Part] = [
            Heading("Planning"),
            Row("start", "Het team begint op", Line(write_date(known.start)), DATE_HINT),
            *(
                Row(key, label, Line(str(getattr(known, key))), hint)
                for key, (label, hint, _) in NUMBERS.items()
            ),
            Passage(plan_lines(self._plan), id="plan"),
            Row("folder", "Map voor het agendabestand", Line(str(Path.home())), "F4 maakt het bestand"),
            Heading("Volgt uit uw afspraken"),
            Passage(
                "\n".join(
                    point_line(point.item.value, point.open_for, done=point.done)
                    for point in self._points
                    if not point.ticked_by_hand
                ),
                id="derived",
            ),
            Heading("Zelf af te vinken"),
            *(self._tick(point.item) for point in self._points if point.ticked_by_hand),
        ]
        yield Form(parts, button="Bewaren")

    def _tick(self, item: Item) -> Row:
        known = self._preparation
        if item in PER_PERSON:
            names = self._evaluation.names
            chosen = tuple(name for name in names if known.has(item, name))
            return Row(item.value, POINTS[item.value], Several({name: name for name in names}, chosen))
        return Row(item.value, "", YesNo(POINTS[item.value], "ja" if known.has(item) else ""))

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        self.query_one("#start").focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        if (values := self._read(event.form)) is not None and not self.busy:
            self.run_worker(self._keep(values, leave=True))

    def _read(self, form: Form) -> dict[str, str] | None:
        """What the form holds, or None with every fault named at its field."""
        values = form.values()
        faults = {}
        if values["start"] and read_date(values["start"], self.desk.today) is None:
            faults["start"] = NOT_A_DATE
        for key, (_, _, most) in NUMBERS.items():
            text = values[key]
            if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
                faults[key] = f"Vul een getal in van 1 tot en met {most}."
        form.show_faults(faults)
        self.tell("")
        return None if faults else values

    async def _keep(self, values: dict[str, str], *, leave: bool) -> None:
        today = self.desk.today

        def work(register: "Register") -> None:
            with register.vault.transaction():
                register.preparing.keep(
                    register.preparing.read().model_copy(
                        update={
                            "start": read_date(values["start"], today),
                            **{key: int(values[key]) for key in NUMBERS},
                        }
                    )
                )
                register.preparing.plan()  # one that cannot be made is said now, and nothing is kept
                for item in Item:
                    if item in PER_PERSON:
                        for name in self._evaluation.names:
                            chosen = name in split(values[item.value])
                            (register.preparing.tick if chosen else register.preparing.untick)(item, name)
                    elif item.value in values:
                        (register.preparing.tick if values[item.value] else register.preparing.untick)(item)

        with self.telling(), self.working("De planning wordt bewaard."):
            await self.desk.ask(work)
            if leave:
                self.dismiss()

    def action_calendar(self) -> None:
        """Keep what is typed, then write the calendar."""
        form = self.query_one(Form)
        values = self._read(form)
        if values is None or self.busy:
            return
        folder = typed_folder(values["folder"])
        if folder is None:
            form.show_faults({"folder": NO_FOLDER})
        else:
            self.run_worker(self._calendar(values, folder))

    async def _calendar(self, values: dict[str, str], folder: Path) -> None:
        def work(register: "Register") -> tuple[Path | None, Plan | None]:
            from storage.export.calendar_file import write_calendar

            return write_calendar(register, folder), register.preparing.plan()

        with self.telling():
            await self._keep(values, leave=False)
            path, plan = await self.desk.ask(work)
            self.query_one("#plan", Static).update(plan_lines(plan))
            self.tell(f"✓ Agendabestand: {path}" if path else "Vul eerst in wanneer het team begint.")


def plan_lines(plan: Plan | None) -> str:
    """The planning as lines with dates; what to do when there is none."""
    if plan is None:
        return "Vul een begindatum in en bewaar; dan staan hier de datums."
    lines = [
        f"{write_date(step.first):>10} – {write_date(step.last):<10}  {step.phase.value}"
        + (f" ({step.hours} uur)" if step.hours else "")
        for step in plan.steps
    ]
    fits = (
        f"Samen {plan.hours} uur. Klaar op {write_date(plan.end)}."
        if plan.fits
        else f"Samen {plan.hours} uur. Dit duurt tot {write_date(plan.end)}, langer dan de 4 maanden van de "
        "handleiding. Kies minder casussen of meer uren per week."
    )
    return "\n".join((*lines, fits))
