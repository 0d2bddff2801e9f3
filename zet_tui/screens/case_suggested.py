"""Words of a case that look like a name: yes puts them on its name list, no is remembered; asked only here."""

from typing import ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from storage.anonymise import NameSuggestions, SuggestedName
from storage.cases import Register
from zet_tui.desk import Desk
from zet_tui.screens.page import Page, Place

QUESTION = "Horen deze woorden bij deze casus?"
NOTHING = "Er zijn geen nieuwe woorden die op een naam lijken."


class SuggestedPage(Page[None]):
    """One word a line; the chosen one is answered with j or n."""

    CSS_PATH = "case_suggested.tcss"
    HEADING = "Namen in deze casus"
    HELP_TEXT = (
        "Deze woorden staan in de antwoorden en lijken op een naam, een plaats of een organisatie.\n\n"
        "Met j komt het woord op de namenlijst van de casus. ZET vervangt het dan overal in deze casus. "
        "Met n vraagt ZET er niet meer naar; bij het nalezen ziet u het nog wel.\n\n"
        "Dit hoeft niet nu. Met Esc gaat u terug, en de lijst blijft staan."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,J", "answer(True)", "ja, op de namenlijst"),
        Binding("n,N", "answer(False)", "nee"),
        Binding("up", "move(-1)", "vorige", show=False),
        Binding("down", "move(1)", "volgende", show=False),
    ]

    def __init__(self, place: Place, names: tuple[SuggestedName, ...]) -> None:
        super().__init__(place)
        self._names = names
        self._at = 0

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `ConsentRefused`, `UnknownCase`."""
        case = place.case or ""
        return cls(place, await desk.ask(lambda register: names_to_ask(register, case)))

    def body(self) -> ComposeResult:
        with VerticalScroll(id="waiting"):
            yield Static("", markup=False, id="asked", classes="heading")
            yield Static("", markup=False, id="names")

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        self.query_one("#asked", Static).update(QUESTION if self._names else NOTHING)
        lines = []
        for number, name in enumerate(self._names):
            here = number == self._at
            often = f"  {name.count} keer" if name.count > 1 else ""
            words = f"{'› ' if here else '  '}{name.entry}{often}"
            lines.append(Content.styled(words, "b $accent" if here else ""))
        self.query_one("#names", Static).update(Content("\n").join(lines))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's signature
        """Nothing to answer when nothing is asked."""
        return action != "answer" or bool(self._names)

    def action_move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._names) - 1))
        self._show()

    def action_answer(self, yes: bool) -> None:
        """Kept at once; the next word is chosen."""
        if not self.busy:
            self.run_worker(self._answer(self._names[self._at], yes=yes))

    async def _answer(self, name: SuggestedName, *, yes: bool) -> None:
        case = self.case

        def work(register: Register) -> tuple[SuggestedName, ...]:
            asked = NameSuggestions(register)
            (asked.yes if yes else asked.no)(case, name)
            return names_to_ask(register, case)

        with self.telling(), self.working("Dit wordt bewaard."):
            self._names = await self.desk.ask(work)
            self._at = max(0, min(self._at, len(self._names) - 1))
            self._show()


def names_to_ask(register: Register, case: str) -> tuple[SuggestedName, ...]:
    """What nobody answered yet about this case. Raises `ConsentRefused`, `UnknownCase`."""
    return NameSuggestions(register).of_case(register.case(case))
