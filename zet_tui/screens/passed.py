"""After the planned day: the only ways on are reading once more, finishing, moving the day, or taking a case back.

A colleague may have moved the day meanwhile: a file from that laptop brings it.
"""

from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from flows.retention import RetentionTerm
from storage.cases import CaseOverview
from zet_tui.desk import Desk
from zet_tui.screens.overview_steps import ReviewCount
from zet_tui.screens.page import Page, Place
from zet_tui.wording.errors_end import term_passed


class PassedPage(Page[None]):
    """Takes the place of the overview once the day is over."""

    CSS_PATH = "person.tcss"
    HEADING = "De bewaartermijn is voorbij"
    HELP_TEXT: ClassVar[str] = (
        "Er is afgesproken tot wanneer deze gegevens in ZET blijven, en die dag is voorbij. Nieuwe casussen en "
        "gesprekken kunnen niet meer.\n\n"
        "Rond af: dan schrijft ZET de werkboeken en vernietigt alles van inwoners. Lukt dat nog niet, verplaats dan "
        "de dag, met een reden."
    )

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "", show=False)]

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._ways: list[tuple[str, Place | CaseOverview]] = []

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:  # noqa: ARG003 - every page opens alike
        """The page loads by itself, each time one comes back to it."""
        return cls(place)

    def body(self) -> ComposeResult:
        yield Static(self.HEADING, markup=False, classes="heading")
        yield Static("", markup=False, classes="hint", id="passed")
        yield OptionList(markup=False, compact=True, id="people")

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        """Look again, also after coming back from another page."""
        self.run_worker(self._load(), exclusive=True, group="load")

    async def _load(self) -> None:
        with self.telling():
            if not await self.desk.term_passed():  # a colleague's file brought a later day
                self.zet.arrive()
                return
            term: RetentionTerm | None = await self.desk.ask(lambda register: register.term.read())
            cases = await self.desk.cases()
            count = await self.desk.review_count()
            withdrawn = (await self.desk.counts())[-1]
            self._ways = _ways(cases, count, withdrawn)
            if term is not None:
                self.query_one("#passed", Static).update(term_passed(term.until))
            ways = self.query_one(OptionList)
            at = ways.highlighted or 0
            ways.set_options([Option(Content(words)) for words, _ in self._ways])
            ways.highlighted = min(at, len(self._ways) - 1)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if not self.busy and event.option_index < len(self._ways):
            way = self._ways[event.option_index][1]
            if isinstance(way, Place):
                self.go(way)
            else:
                self.zet.withdraw(way.id)

    def action_back(self) -> None:
        """There is nothing behind this page."""


def _ways(
    cases: tuple[CaseOverview, ...], count: ReviewCount, withdrawn: int
) -> list[tuple[str, Place | CaseOverview]]:
    unread = f"nog {count.unread} van {count.total} teksten" if count.unread else "alles is nagelezen"
    return [
        (f"Nalezen: {unread}", Place("review")),
        ("Afronden: anonimiseer en vernietig", Place("finish")),
        ("De dag verplaatsen, met een reden", Place("term")),
        ("Inwoners de uitkomst vertellen", Place("feedback")),
        ("Openen wat een collega stuurde: daar kan een nieuwe dag bij zijn", Place("receive")),
        *(
            (f"Casus {case.number}: toestemming intrekken", case)
            for case in cases
            if case.consent_on is not None
        ),
        *([("Verklaring van een intrekking nog eens lezen", Place("withdrawals"))] if withdrawn else []),
    ]
