"""What may be noted of a case once the resident signed: household, life domains, and the two rules of selecting."""

from typing import Self

from textual import on
from textual.app import ComposeResult

from flows.evaluation import LIFE_DOMAINS
from storage.cases import CaseFacts
from zet_tui.desk import Desk
from zet_tui.screens.fields import Line, Several, YesNo, split
from zet_tui.screens.form import Form, FormPage, Heading, Passage, Row
from zet_tui.screens.page import Place


class FactsPage(FormPage[None]):
    """Only what helps to choose cases that show how people worked together."""

    HEADING = "Huishouden en levensdomeinen"
    HELP_TEXT = (
        "De handleiding raadt aan casussen te kiezen met vragen op meer dan een levensdomein. Dan is te zien hoe er is "
        "samengewerkt.\n\nHet huishouden en de vinkjes worden met de casus vernietigd. Van de domeinen blijft één "
        "lijst over, van alle casussen samen."
    )

    def __init__(self, place: Place, facts: CaseFacts) -> None:
        super().__init__(place)
        self._facts = facts

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `ConsentRefused`."""
        case = place.case or ""
        return cls(place, await desk.ask(lambda register: register.facts.read(case)))

    def body(self) -> ComposeResult:
        facts = self._facts
        yield Form(
            (
                Passage("Schrijf hier geen namen. Die horen op de namenlijst."),
                Row(
                    "household", "Huishouden", Line(facts.household), "bijvoorbeeld: moeder met twee kinderen"
                ),
                Row(
                    "domains",
                    "Levensdomeinen",
                    Several({domain: domain for domain in LIFE_DOMAINS}, facts.domains),
                    "← → kiezen, spatie aan of uit",
                ),
                Heading("Past deze casus? (handleiding 2.3)"),
                Row(
                    "completed_and_led_to_help",
                    "",
                    YesNo(
                        "de casus is afgerond en leidde tot hulp",
                        "ja" if facts.completed_and_led_to_help else "",
                    ),
                ),
                Row(
                    "can_reflect",
                    "",
                    YesNo(
                        "de inwoner kan terugkijken en weet: meedoen verandert niets aan de hulp",
                        "ja" if facts.can_reflect else "",
                    ),
                ),
            ),
            button="Bewaren",
        )

    def on_mount(self) -> None:
        self.query_one(Form).fill(self.typed)
        self.query_one("#household").focus()

    @on(Form.Submitted)
    def _submitted(self, event: Form.Submitted) -> None:
        values = event.form.values()
        facts = CaseFacts(
            household=values["household"],
            domains=split(values["domains"]),
            completed_and_led_to_help=bool(values["completed_and_led_to_help"]),
            can_reflect=bool(values["can_reflect"]),
        )
        if not self.busy:
            self.run_worker(self._keep(facts))

    async def _keep(self, facts: CaseFacts) -> None:
        case = self.case
        with self.telling(), self.working("Dit wordt bewaard."):
            await self.desk.ask(lambda register: register.facts.keep(case, facts))
            self.dismiss()
