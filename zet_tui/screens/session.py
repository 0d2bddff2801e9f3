"""The session with partners: its files from the vault, a filled-in worksheet taken in, and "the session was held"."""

from collections.abc import Sequence
from datetime import UTC, date, time
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from flows.evaluation import SESSION_MOST
from zet_tui.desk import Desk
from zet_tui.screens.dialogs import TypeToConfirm
from zet_tui.screens.fields import Line
from zet_tui.screens.form import (
    DATE_HINT,
    Form,
    FormPage,
    Passage,
    Row,
    folder_and_template,
    read_date,
    typed_file,
    write_date,
)
from zet_tui.screens.page import Place
from zet_tui.screens.rounds import round_of
from zet_tui.wording import analysis as wording
from zet_tui.wording.counting import counted
from zet_tui.wording.keeping import NO_FILE

if TYPE_CHECKING:
    from storage.cases import Register
    from storage.export.actions_sheet import SheetCell
    from storage.export.kept_results import Kept

NO_DATE = "Deze datum kan ik niet lezen. Typ bijvoorbeeld 1-12-2026."
NO_TIME = "Deze tijd kan ik niet lezen. Typ bijvoorbeeld 13:00."
NO_THRESHOLD = "Typ een getal van {least} tot en met {most}."
HELD = "ja"


class SessionPage(FormPage[None]):
    """One folder and a day; everything else has a sensible value."""

    HEADING = "Sessie met partners"
    HELP_TEXT = (
        "ZET maakt in één keer de agenda, uitnodigingen, handout, dia’s, het Sessiebestand en het werkblad. Met "
        "conclusies of acties komt het eindverslag erbij, met een datum ook de dagen om terug te kijken: na 3 maanden, "
        "1 jaar en 3 jaar. Partners zien alleen gemiddelden en de woorden van uw team.\n\n"
        "F5: is de sessie geweest? Dan vernietigt ZET wat over één casus gaat; de gemiddelden, conclusies en acties "
        "blijven. Dat kan niet terug."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "held", "sessie is geweest"),
        Binding("f6", "worksheet", "werkblad inlezen"),
    ]

    def __init__(self, place: Place, kept: "Kept") -> None:
        super().__init__(place)
        self._kept = kept

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `RoundUnknown`."""
        return cls(place, await desk.ask(round_of, place.case or ""))

    def body(self) -> ComposeResult:
        on_day = self._kept.improvement.session_on
        yield Form(
            (
                Passage("Er komt geen casuïstiek in: alleen gemiddelden die partners mogen zien."),
                Row("folder", "Map", Line(str(Path.home())), "een bestaande map op deze laptop"),
                Row("day", "Dag van de sessie", Line(write_date(on_day)), f"{DATE_HINT}; mag leeg"),
                Row("start", "Begint om", Line("09:00")),
                Row(
                    "threshold",
                    "Drempel",
                    Line(str(self._agreed)),
                    f"cijfers over minder casussen blijven weg ({self._agreed} tot {SESSION_MOST})",
                ),
                Row(
                    "template",
                    "Huisstijl (mag leeg)",
                    Line(""),
                    "een Word-bestand met {{ verslag }}, voor het eindverslag",
                ),
                Passage("", id="done"),
            ),
            button="Bestanden maken",
        )

    @property
    def _agreed(self) -> int:
        """The threshold of the evaluation: it may be raised for the session, never lowered."""
        return self._kept.results.session_threshold

    def _threshold(self, typed: str) -> int | None:
        """What was typed, when partners may see figures over that many cases."""
        number = int(typed) if typed.isdecimal() else 0
        return number if self._agreed <= number <= SESSION_MOST else None

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        self.query_one("#row-threshold").display = self._kept.aggregates is None
        self._say_top()
        self.query_one("#folder").focus()

    def _say_top(self) -> None:
        held = "de sessie is geweest" if self._kept.aggregates is not None else ""
        self.top(f"Sessie: {self._kept.results.evaluation_title}", held)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's
        """A session is held once."""
        return action != "held" or self._kept.aggregates is None

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        folder, template, faults = folder_and_template(values)
        day, start = read_date(values["day"], self.desk.today), _time(values["start"])
        threshold = self._threshold(values["threshold"])
        if values["day"] and day is None:
            faults["day"] = NO_DATE
        if start is None:
            faults["start"] = NO_TIME
        if threshold is None:
            faults["threshold"] = NO_THRESHOLD.format(least=self._agreed, most=SESSION_MOST)
        event.form.show_faults(faults)
        self.tell("")
        if (
            folder is not None
            and start is not None
            and threshold is not None
            and not faults
            and not self.busy
        ):
            self.run_worker(self._write(folder, day, start, threshold, template))

    async def _write(
        self, folder: Path, day: date | None, start: time, threshold: int, template: Path | None
    ) -> None:
        with self.telling(), self.working("De bestanden worden gemaakt."):
            self._kept, paths = await self.desk.ask(
                _write, self._kept.key, folder, day, start, threshold, template
            )
            self.say_done("\n".join(["✓ Gemaakt:", *(f"  {path}" for path in paths)]))

    # -- the session was held ---------------------------------------------------------------------------

    def action_held(self) -> None:
        """Asks once, for a word to be typed: it cannot be undone."""
        if not self.busy:
            self.run_worker(self._held(), exclusive=True, group="held")

    async def _held(self) -> None:
        least = self._threshold(self.query_one(Form).values()["threshold"]) or self._agreed
        question = TypeToConfirm(
            "Is de sessie geweest?",
            "ZET vernietigt dan alles wat in de kluis over één casus gaat: de kleuren en redenen van deze ronde. "
            "Alleen gemiddelden die partners mogen zien, conclusies, verbeteracties en verklaringen blijven. "
            "Dit kan niet terug.\n\nHet Analysebestand buiten de kluis vernietigt u zelf, op de afgesproken datum.\n\n"
            f"Typ {HELD} om door te gaan.",
            expected=HELD,
        )
        if await self.app.push_screen_wait(question):
            with self.telling(), self.working("Wat over één casus gaat, wordt vernietigd."):
                self._kept = await self.desk.ask(_reduce, self._kept.key, least)
                self._place = Place("session", self._kept.key)
                self._say_top()
                self.query_one("#row-threshold").display = False
            if self._kept.aggregates is not None:
                self.tell("✓ Van deze ronde zijn alleen de gemiddelden, conclusies en acties nog bewaard.")

    def action_worksheet(self) -> None:
        self.run_worker(self._to_worksheet(), exclusive=True, group="go")

    async def _to_worksheet(self) -> None:
        with self.telling():
            await self.zet.go(Place("worksheet", self._kept.key))


class WorksheetPage(FormPage[None]):
    """A worksheet that was filled in outside, taken in."""

    HEADING = "Werkblad inlezen"
    HELP_TEXT = (
        "Vulde u het werkblad in Excel in? Dan neemt ZET conclusies, verbeteracties en citaten over. "
        "Wat al in de kluis staat met dezelfde woorden, wordt bijgewerkt; er gaat niets weg.\n\n"
        "Een citaat gaat alleen mee met ‘ja’ in de laatste kolom."
    )

    def __init__(self, place: Place, kept: "Kept") -> None:
        super().__init__(place)
        self._kept = kept

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `RoundUnknown`."""
        return cls(place, await desk.ask(round_of, place.case or ""))

    def body(self) -> ComposeResult:
        yield Form(
            (
                Row("file", "Werkblad", Line(""), "het ingevulde bestand, bijvoorbeeld Werkblad.xlsx"),
                Passage("", id="done"),
            ),
            button="Inlezen",
        )

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        self.top(f"Werkblad inlezen: {self._kept.results.evaluation_title}")
        self.query_one("#file").focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        path = typed_file(event.form.values()["file"])
        event.form.show_faults({"file": NO_FILE} if path is None else {})
        self.tell("")
        if path is not None and not self.busy:
            self.run_worker(self._take_in(path))

    async def _take_in(self, path: Path) -> None:
        with self.telling(), self.working("Het werkblad wordt gelezen."):
            number, left_out = await self.desk.ask(_take_in, self._kept.key, path)
            self.say_done("\n".join([f"✓ Gelezen: {number}.", *map(wording.sheet_cell, left_out)]))


def _time(typed: str) -> time | None:
    try:
        return time.fromisoformat(typed.replace(".", ":").zfill(5))
    except ValueError:
        return None


# -- in the storage thread ----------------------------------------------------------------------------------------


def _reduce(register: "Register", key: str, threshold: int) -> "Kept":
    from storage.export.kept_results import reduce_to_averages

    return reduce_to_averages(register.vault, key, threshold)


def _write(
    register: "Register",
    key: str,
    folder: Path,
    day: date | None,
    start: time,
    threshold: int,
    template: Path | None,
) -> "tuple[Kept, Sequence[Path]]":
    """Make every file and write them; the day of the session is remembered."""
    from storage.cases import OutsideKind
    from storage.export.kept_results import keep_improvement, kept_round
    from storage.export.kept_session import kept_content
    from storage.export.listed_file import listed_first
    from storage.export.session_files import Choices, session_files, write_session

    kept = kept_round(register.vault, key)
    content = kept_content(kept, threshold)
    team = kept.improvement
    choices = Choices(
        register.now().astimezone(UTC),
        start,
        day,
        kept.domains,
        with_report=bool(team.items),
        template=template.read_bytes() if template is not None else None,
    )
    files = session_files(kept.results, content, choices)
    names = [wish.name for _, wish in register.feedback.waiting()]
    with listed_first(register, [(OutsideKind.SESSION, folder / name) for name in files]):
        paths = write_session(folder, files, kept.results, content, choices, names)
    if day is not None and day != team.session_on:
        kept = keep_improvement(register.vault, key, team.model_copy(update={"session_on": day}))
    return kept, paths


def _take_in(register: "Register", key: str, path: Path) -> "tuple[str, tuple[SheetCell, ...]]":
    """How much was read, in words, and the cells that could not be used."""
    from storage.export.actions_sheet import read_worksheet
    from storage.export.kept_results import keep_improvement, kept_round

    kept = kept_round(register.vault, key)
    filled = read_worksheet(path, kept.instrument())
    team = kept.improvement.taken_in(filled.conclusions, filled.actions, filled.quotes, lambda: token_hex(8))
    keep_improvement(register.vault, key, team, filled.places)
    counts = (
        counted(len(filled.conclusions), "conclusie", "conclusies"),
        counted(len(filled.actions), "verbeteractie", "verbeteracties"),
        counted(len(filled.quotes), "citaat", "citaten"),
    )
    return ", ".join(counts), filled.left_out
