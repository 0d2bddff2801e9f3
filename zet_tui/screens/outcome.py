"""The letter with the outcome: what the team found and will do, in easy words, as one Word file for all who asked."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from zet_tui.desk import Desk
from zet_tui.screens.fields import Line
from zet_tui.screens.fields_text import Lines
from zet_tui.screens.form import Form, FormPage, Heading, Passage, Row, folder_and_template, typed_file
from zet_tui.screens.page import Place
from zet_tui.wording.counting import counted
from zet_tui.wording.outcome import FAULTS, FIELDS, INTRODUCTION, NO_SHEET, POINTS, SENT, TAKEN

if TYPE_CHECKING:
    from storage.cases import Register
    from storage.export.outcome_letter import OutcomeStart

LISTS = tuple(POINTS)


class OutcomePage(FormPage[None]):
    """What the team concluded and agreed is filled in; F4 takes it over from a worksheet of the session."""

    HEADING = "Brief met de uitkomst"
    HELP_TEXT = (
        "Deze brief is voor inwoners die wilden horen wat de evaluatie heeft opgeleverd. Er staat geen naam in: print "
        "hem zo vaak als nodig is. Elk punt komt op een eigen regel.\n\nZET maakt de brief niet als er een naam van "
        "iemand op de lijst in staat, of een zin die een inwoner of professional zei.\n\nHeeft u het werkblad van de "
        "sessie ingevuld? Vul dan de plaats in en druk op F4. Maak de zinnen daarna kort en makkelijk."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "take_over", "werkblad overnemen")]

    def __init__(self, place: Place, start: "OutcomeStart") -> None:
        super().__init__(place)
        self._start = start

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """What is known already is filled in."""

        def work(register: "Register") -> "OutcomeStart":
            from storage.export.outcome_letter import outcome_start

            return outcome_start(register)

        return cls(place, await desk.ask(work))

    def body(self) -> ComposeResult:
        start = self._start
        yield Form(
            (
                Passage(INTRODUCTION),
                *(
                    Row(
                        key,
                        label,
                        Lines("\n".join(start.points[key])),
                        "elk punt op een eigen regel (Ctrl+J)",
                    )
                    for key, label in POINTS.items()
                ),
                Row("sheet", "Werkblad (mag leeg)", Line(""), "F4 neemt conclusies en verbeteracties over"),
                Heading("De brief"),
                Row("municipality", FIELDS["municipality"], Line(start.municipality)),
                Row("contact", FIELDS["contact"], Line(start.contact), "naam, telefoon of e-mail"),
                Row("sender", FIELDS["sender"], Line(start.sender)),
                Row("folder", "Map", Line(str(Path.home())), "een bestaande map op deze laptop"),
                Row(
                    "template", "Huisstijl (mag leeg)", Line(""), "een Word-bestand met {{ brief }} of velden"
                ),
                Passage("", id="done"),
            ),
            button="Brief maken",
        )

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        self.query_one("#well").focus()

    def action_take_over(self) -> None:
        """The worksheet's points into the fields that are still empty."""
        path = typed_file(self.query_one(Form).values()["sheet"])
        if path is not None:
            self.run_worker(self._take_over(path))
        else:
            self.query_one(Form).show_faults({"sheet": NO_SHEET})

    async def _take_over(self, path: Path) -> None:
        def work(register: "Register") -> Mapping[str, tuple[str, ...]]:
            from storage.export.outcome_letter import points_in_worksheet

            return points_in_worksheet(register, path)

        with self.telling():
            with self.working("Het werkblad wordt gelezen."):  # it wipes its own words when it ends
                points = await self.desk.ask(work)
            form = self.query_one(Form)
            known = form.values()
            form.clear_faults()
            form.fill({key: "\n".join(points[key]) for key in LISTS if not known[key]})
            self.tell(TAKEN.format(found=counted(sum(map(len, points.values())), "punt", "punten")))

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        folder, template, faults = folder_and_template(values)
        event.form.show_faults(faults)
        self.tell("")
        if folder is not None and not faults and not self.busy:
            self.run_worker(self._write(values, folder, template))

    async def _write(self, values: Mapping[str, str], folder: Path, template: Path | None) -> None:
        from flows.outcome import OutcomeIncomplete

        def work(register: "Register") -> Path:
            from flows.outcome import outcome
            from storage.export.outcome_letter import write_outcome_letter

            told = outcome(
                municipality=values["municipality"],
                well=values["well"].splitlines(),
                better=values["better"].splitlines(),
                actions=values["actions"].splitlines(),
                contact=values["contact"],
                sender=values["sender"],
            )
            style = None if template is None else template.read_bytes()
            return write_outcome_letter(register, folder, told, template=style)

        with self.telling(), self.working("De brief wordt gemaakt."):
            try:
                path = await self.desk.ask(work)
            except OutcomeIncomplete as error:
                self.query_one(Form).show_faults({field: FAULTS[code] for field, code in error.faults})
                raise
            self.say_done(f"✓ Brief: {path}\n{SENT}")
