"""The overview: how far the evaluation is, what the next sensible step is, and every case in one line."""

from collections.abc import Sequence
from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from flows.evaluation import Evaluation
from flows.retention import Standing
from storage.cases import CaseOverview
from zet_tui.desk import Desk
from zet_tui.screens.overview_steps import (
    Next,
    ReviewCount,
    Step,
    case_next,
    consent_cell,
    five_steps,
    next_step,
    source_cell,
)
from zet_tui.screens.page import Page, Place
from zet_tui.wording import terms
from zet_tui.wording.counting import some_of
from zet_tui.wording.preparing import named_line, selection_line
from zet_tui.wording.term import soon_line, until_words

NUMBER_WIDTH, CONSENT_WIDTH, SOURCE_WIDTH = 8, 18, 15
HEADER_LINES = 1
READ_AGAIN = "verklaring van een intrekking nog eens lezen"
READABLE = "Met v leest u de verklaring van een intrekking nog eens."
NO_CASES = "Er zijn nog geen casussen. Druk op n voor een nieuwe."


class CaseTable(Widget, can_focus=True):
    """Every case in one line; up and down choose, above the first line nothing is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "vorige casus", show=False),
        Binding("down", "move(1)", "volgende casus", show=False),
        Binding("pageup", "move(-10)", "tien casussen terug", show=False),
        Binding("pagedown", "move(10)", "tien casussen verder", show=False),
    ]
    at: reactive[int] = reactive(-1)

    class Moved(Message):
        """Another case is chosen, or none."""

    def __init__(self) -> None:
        super().__init__(id="cases")
        self.cases: tuple[CaseOverview, ...] = ()

    def show(self, cases: Sequence[CaseOverview]) -> None:
        """Show these cases, keeping the chosen one where that still exists."""
        self.cases = tuple(cases)
        self.at = min(self.at, len(self.cases) - 1)
        self.refresh(layout=True)

    @property
    def chosen(self) -> CaseOverview | None:
        return self.cases[self.at] if 0 <= self.at < len(self.cases) else None

    def render(self) -> Content:
        """The table; the chosen line carries a mark as well as a colour."""
        sources = [source.source.value for source in self.cases[0].sources] if self.cases else []
        head = "casus".ljust(NUMBER_WIDTH) + "toestemming".ljust(CONSENT_WIDTH)
        lines = [
            Content.styled(
                "  " + head + "".join(terms.SOURCES[s].ljust(SOURCE_WIDTH) for s in sources), "$quiet"
            )
        ]
        for number, case in enumerate(self.cases):
            cells = str(case.number).rjust(3).ljust(NUMBER_WIDTH) + consent_cell(case).ljust(CONSENT_WIDTH)
            if case.consent_on is not None:
                cells += "".join(source_cell(source).ljust(SOURCE_WIDTH) for source in case.sources)
            here = number == self.at
            lines.append(Content.styled(("› " if here else "  ") + cells, "b $accent" if here else ""))
        return Content("\n").join(lines)

    def watch_at(self) -> None:
        self.post_message(self.Moved())
        if self.parent is not None and isinstance(self.parent, Widget):
            top = self.virtual_region.y + HEADER_LINES + max(0, self.at)
            self.parent.scroll_to_region(Region(0, top, 1, 1), animate=False)

    def action_move(self, by: int) -> None:
        self.at = max(-1, min(self.at + by, len(self.cases) - 1))


class OverviewPage(Page[None]):
    """Where everybody lands after unlocking."""

    CSS_PATH = "overview.tcss"
    HELP_TEXT = (
        "Enter doet steeds de volgende verstandige stap; onderaan staat welke dat is.\n\n"
        "Met ↑ en ↓ kiest u een casus. Enter gaat dan verder met die casus, c opent hem. Met / zoekt u er een "
        "op nummer of naam.\n"
        "De cijfers 1 tot en met 5 openen de stappen bovenaan. Met i kiest u de kleuren en het slot.\n"
        "Met o ontvangt u een casus van een collega, met w kiest u een nieuw wachtwoord, met h maakt u "
        "een herstelblad.\n"
        "Rechtsboven staat tot wanneer de gegevens blijven; met d verplaatst u die dag.\n"
        "Is er een toestemming ingetrokken, dan leest u met v de verklaring nog eens."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "volgende stap", show=False),
        Binding("c", "case", "casus openen"),
        Binding("n", "step(2)", "nieuwe casus"),
        Binding("/", "search", "casus zoeken", key_display="/"),
        Binding("1", "step(1)", "voorbereiden", show=False),
        Binding("2", "step(2)", "nieuwe casus", show=False),
        Binding("3", "step(3)", "gesprekken", show=False),
        Binding("4", "step(4)", "nalezen", show=False),
        Binding("5", "step(5)", "anonimiseer en vernietig", show=False),
        Binding("b", "terms", "begrippen", show=False),
        Binding("p", "to('preparing')", "planning"),
        Binding("u", "to('feedback')", "uitkomst vertellen", show=False),
        Binding("a", "to('analysis')", "analyse", show=False),
        Binding("d", "to('term')", "dag van vernietigen", show=False),
        Binding("o", "to('receive')", "casus ontvangen", show=False),
        Binding("w", "to('passphrase')", "nieuw wachtwoord", show=False),
        Binding("h", "to('sheet')", "herstelblad", show=False),
        Binding("v", "to('withdrawals')", READ_AGAIN, show=False),
        Binding("i", "app.settings", "instellingen", show=False),
        Binding("escape", "unchoose", "", show=False),
    ]

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._evaluation: Evaluation | None = None
        self._review: ReviewCount | None = None  # while it is being counted
        self._withdrawn = 0

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:  # noqa: ARG003 - every page opens alike
        """The page loads by itself, each time one comes back to it."""
        return cls(place)

    def body(self) -> ComposeResult:
        yield Static("", markup=False, id="steps")
        with VerticalScroll(can_focus=False, id="case-scroll"):
            yield CaseTable()
        yield Static("", markup=False, id="term")
        yield Static("", markup=False, id="selection")
        yield Static("", markup=False, id="next")

    def on_mount(self) -> None:
        self.query_one(CaseTable).focus()

    def on_screen_resume(self) -> None:
        """Show how things stand now, also after coming back from another page."""
        self.run_worker(self._load(), exclusive=True, group="load")

    async def _load(self) -> None:
        with self.telling():
            evaluation = await self.desk.evaluation()
            cases = await self.desk.cases()
            ended = await self.desk.counts()
            if evaluation is None:
                return
            term = await self.desk.ask(lambda register: register.term.read())
            standing = Standing.RUNNING if term is None else term.standing(self.desk.today)
            if standing is Standing.PASSED:
                self.zet.arrive()
                return
            self._evaluation, self._review, self._withdrawn = evaluation, None, ended[-1]
            self.refresh_bindings()
            self.query_one(CaseTable).show(cases)
            aside = " · ".join(filter(None, (_gone(*ended), until_words(term))))
            self.top(f"Evaluatie {evaluation.title.removeprefix('Evaluatie ')}", aside)
            soon = self.query_one("#term", Static)
            soon.display = term is not None and standing is Standing.SOON
            if term is not None and soon.display:
                soon.update(soon_line(term.until, self.desk.today))
            self._show()
            await self._show_selection()
            self._review = await self.desk.review_count()
            self._show()
            await self._show_selection()

    async def _show_selection(self) -> None:
        """Whether the cases show how people worked together, who did not answer in time, and words to ask about."""
        found = await self.desk.ask(lambda register: register.facts.selection())
        late = await self.desk.ask(lambda register: [case.number for case in register.without_answer()])
        line = selection_line(found.cases, found.known, found.across)
        if late:
            line = f"Geen antwoord binnen de afgesproken tijd: casus {some_of(late)}."
        named = self._review.named if self._review is not None else ()
        again = READABLE if self._withdrawn else ""
        lines = [text for text in (line, named_line(named), again) if text]
        self.query_one("#selection", Static).update("\n".join(lines))
        self.query_one("#selection").display = bool(lines)

    def _show(self) -> None:
        if self._evaluation is None:
            return
        cases = self.query_one(CaseTable).cases
        self.query_one("#steps", Static).update(_steps(five_steps(self._evaluation, cases, self._review)))
        self._show_next()

    @on(CaseTable.Moved)
    def _show_next(self) -> None:
        following = self._next()
        if following is not None:
            self.query_one("#next", Static).update(
                Content.assemble(("Enter", "b $accent"), f"  {following.text}")
            )

    def _next(self) -> Next | None:
        if self._evaluation is None:
            return None
        table = self.query_one(CaseTable)
        if table.chosen is None:
            return next_step(self._evaluation, table.cases, self._review)
        case = table.chosen
        if case.entry is None:
            return Next(f"casus {case.number} bekijken", Place("case", case.id), 2)
        return case_next(case) or Next(
            f"casus {case.number} bekijken (alles is afgesloten)", Place("case", case.id), 2
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """There is a certificate to read once somebody took the consent back."""
        return bool(self._withdrawn) or (action, *parameters) != ("to", "withdrawals")

    def action_next(self) -> None:
        following = self._next()
        if following is not None:
            self.go(following.place)

    def action_case(self) -> None:
        """The chosen case, or the first."""
        table = self.query_one(CaseTable)
        case = table.chosen or next(iter(table.cases), None)
        if case is None:
            self.tell(NO_CASES)
        else:
            self.go(Place("case", case.id))

    def action_search(self) -> None:
        """A case by its number or name; only this sheet shows names, the overview itself does not."""
        if self.query_one(CaseTable).cases:
            from zet_tui.screens.case_search import CaseSearch

            self.app.push_screen(CaseSearch(self.query_one(CaseTable).cases), self._found)
        else:
            self.tell(NO_CASES)

    def _found(self, case: str | None) -> None:
        table = self.query_one(CaseTable)
        at = next((at for at, each in enumerate(table.cases) if each.id == case), None)
        if at is not None:
            table.at = at
            self.go(Place("case", case))

    def action_step(self, number: int) -> None:
        """One of the five steps by its number."""
        match number:
            case 1:
                self.go(Place("evaluation"))
            case 2:
                self.go(Place("new-case"))
            case 3:
                steps = [
                    s
                    for case in self.query_one(CaseTable).cases
                    if (s := case_next(case)) is not None and s.step == 3
                ]
                if steps:
                    self.go(steps[0].place)
                else:
                    self.tell("Er is geen gesprek dat nog moet beginnen of verder kan.")
            case 4:
                self.go(Place("review"))
            case _:
                self.go(Place("finish"))

    def action_terms(self) -> None:
        """What the team agreed about the words of Bijlage 1."""
        self.go(Place("terms"))

    def action_to(self, page: str) -> None:
        """Another page that is not one of the five steps."""
        self.go(Place(page))

    def action_unchoose(self) -> None:
        self.query_one(CaseTable).at = -1


def _gone(refused: int, silent: int, withdrawn: int) -> str:
    """What is left of cases that were destroyed: counts."""
    parts = []
    if refused:
        parts.append(f"{refused} wilde niet meedoen" if refused == 1 else f"{refused} wilden niet meedoen")
    if silent:
        parts.append(f"{silent} gaf geen antwoord" if silent == 1 else f"{silent} gaven geen antwoord")
    if withdrawn:
        parts.append(f"{withdrawn} ingetrokken")
    return " · ".join(parts)


def _steps(steps: Sequence[Step]) -> Content:
    return Content("\n").join(
        Content.assemble(
            (f"  {step.number} ", "$quiet"), step.name.ljust(17), (step.state, "$quiet" if step.done else "")
        )
        for step in steps
    )
