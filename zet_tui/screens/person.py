"""Who sits at the laptop: declared, not verified; who may then see what, the consent gate decides."""

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from zet_tui.screens.page import Page


class PersonPage(Page[None]):
    """The names of the team; Enter takes the chosen one."""

    CSS_PATH = "person.tcss"
    HEADING = "Wie zit er achter de laptop?"
    HELP_TEXT = (
        "Kies uw eigen naam. ZET controleert dit niet, maar schrijft de naam bij elk antwoord.\n\n"
        "U ziet alleen de casussen waarvan de inwoner u in de brief heeft genoemd."
    )

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()

    def body(self) -> ComposeResult:
        yield Static("Wie zit er achter de laptop?", markup=False, classes="heading")
        yield Static(
            "Uw naam komt bij elk antwoord te staan. ZET controleert dit niet.", markup=False, classes="hint"
        )
        yield OptionList(markup=False, compact=True, id="people")

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self.run_worker(self._load())

    async def _load(self) -> None:
        with self.telling():
            evaluation = await self.desk.evaluation()
            self._names = evaluation.names if evaluation is not None else ()
            people = self.query_one(OptionList)
            people.set_options([Option(Content(name)) for name in self._names])
            people.highlighted = 0

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if not self.busy:
            self.run_worker(self._sit_down(self._names[event.option_index]))

    async def _sit_down(self, name: str) -> None:
        with self.telling():
            await self.desk.sit_down(name)
            self.zet.arrive()

    def action_back(self) -> None:
        """Without a name nobody goes on."""
