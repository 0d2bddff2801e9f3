"""Residents who still want to hear what came of it: told, and then their name is destroyed at once."""

from typing import TYPE_CHECKING, ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from storage.cases import FeedbackWish
from zet_tui.desk import Desk
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.form import write_date
from zet_tui.screens.page import Page, Place
from zet_tui.wording.counting import counted

if TYPE_CHECKING:
    from storage.cases import Register

Waiting = tuple[tuple[str, FeedbackWish], ...]
NOBODY = "Er wacht niemand op de uitkomst."


class FeedbackPage(Page[None]):
    """The list that outlives an evaluation, until everyone was told."""

    CSS_PATH = "feedback.tcss"
    HEADING = "Uitkomst vertellen"
    HELP_TEXT = (
        "Deze inwoners wilden horen wat de evaluatie heeft opgeleverd. De lijst staat apart en is niet gekoppeld aan "
        "antwoorden.\n\nHeeft u iemand verteld wat eruit kwam? Kies die naam en druk op Enter: de naam wordt dan "
        "meteen vernietigd. Doe dat ook als iemand het niet meer wil horen.\n\n"
        "Met b maakt u een brief met de uitkomst, zonder namen. Vertel het liever zelf; de brief is om te geven."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "told", "verteld"),
        Binding("b", "letter", "brief maken"),
        Binding("v", "end_late", "verlopen namen vernietigen"),
        Binding("up", "move(-1)", "vorige", show=False),
        Binding("down", "move(1)", "volgende", show=False),
    ]

    def __init__(self, place: Place, waiting: Waiting, overdue: frozenset[str]) -> None:
        super().__init__(place)
        self._waiting = waiting
        self._overdue = overdue
        self._at = 0

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Who is waiting now."""
        return cls(place, *await desk.ask(_waiting))

    def body(self) -> ComposeResult:
        with VerticalScroll(id="waiting"):
            yield Static("", markup=False, id="names")

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        self.top(
            "Uitkomst vertellen", counted(len(self._waiting), "wacht", "wachten") if self._waiting else ""
        )
        lines = []
        for number, (key, wish) in enumerate(self._waiting):
            here = number == self._at
            late = "  (wacht te lang: vertel het nu, of wis de naam)" if key in self._overdue else ""
            asked = f"  sinds {write_date(wish.asked_on)}" if wish.asked_on else ""
            words = f"{'› ' if here else '  '}{wish.name}: {wish.channel}{asked}{late}"
            lines.append(Content.styled(words, "b $accent" if here else ""))
        self.query_one("#names", Static).update(Content("\n").join(lines) if lines else Content(NOBODY))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's signature
        """Nothing to tell when nobody waits, nothing to end before the agreed day."""
        if action == "end_late":
            return bool(self._overdue)
        return action not in ("told", "letter") or bool(self._waiting)

    def action_move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._waiting) - 1))
        self._show()

    def action_letter(self) -> None:
        """The letter with the outcome, for everybody who waits."""
        self.run_worker(self._to_letter(), exclusive=True, group="go")

    async def _to_letter(self) -> None:
        with self.telling():
            await self.zet.go(Place("outcome"))

    def action_told(self) -> None:
        """Asks once; only j confirms."""
        if not self.busy:
            self.run_worker(self._tell())

    def action_end_late(self) -> None:
        """Their last day is over: asks once for all of them."""
        if not self.busy:
            self.run_worker(self._end_late())

    async def _end_late(self) -> None:
        late = len(self._overdue)
        question = Confirm(
            f"{late} {'naam' if late == 1 else 'namen'} nu vernietigen?",
            "De tijd die u afsprak, is voorbij. Wie de uitkomst nog niet hoorde, staat dan niet meer op de lijst.",
            yes="ja, vernietigen",
        )
        if await self.app.push_screen_wait(question):
            with self.telling(), self.working("De namen worden vernietigd."):
                await self.desk.ask(lambda register: register.feedback.end_overdue())
                await self._again()

    async def _again(self) -> None:
        self._waiting, self._overdue = await self.desk.ask(_waiting)
        self._at = max(0, min(self._at, len(self._waiting) - 1))
        self._show()

    async def _tell(self) -> None:
        key, wish = self._waiting[self._at]
        question = Confirm(
            f"Heeft {wish.name} gehoord wat eruit kwam?",
            "De naam en hoe u deze inwoner bereikt, worden dan meteen vernietigd.",
            yes="ja, vernietigen",
        )
        if await self.app.push_screen_wait(question):
            with self.telling(), self.working("De naam wordt vernietigd."):
                await self.desk.ask(lambda register: register.feedback.told(key))
                await self._again()


def _waiting(register: "Register") -> tuple[Waiting, frozenset[str]]:
    late = register.feedback.overdue(register.feedback.term_days())
    return register.feedback.waiting(), frozenset(key for key, _ in late)
