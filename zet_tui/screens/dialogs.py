"""The few questions that come in between; each names what happens, none has a harmful default."""

from collections.abc import Sequence
from typing import ClassVar, Final, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from zet_tui.screens.fields import Done, Line

T = TypeVar("T")
MORE: Final = "↑↓ bladert: er staat meer."
ANSWERS: Final = Content.assemble(
    ("Enter", "b $accent"), "  verder     ", ("Esc", "b $accent"), "  nee, terug"
)
TO_TYPE: Final = "typ {expected}"
"""In the field itself: the explanation above it may be longer than a low window shows."""
NOT_TYPED: Final = "Typ {expected} om verder te gaan, of druk op Esc."
NOBODY_ELSE: Final = "Typ een naam uit het team, maar niet die van wie al bevestigde."


class Dialog(ModalScreen[T], Generic[T]):
    """A question with an explanation that the arrows leaf through where the window is too low for it."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "look(-1)", "", show=False),
        Binding("down", "look(1)", "", show=False),
    ]

    def on_resize(self) -> None:
        """Where the explanation is longer than the window, say how to read the rest."""
        self.call_after_refresh(self._say_more)

    def _say_more(self) -> None:
        longer = any(part.max_scroll_y for part in self.query(".explanation"))
        self.remind(MORE if longer else "")

    def remind(self, words: str) -> None:
        """Say what to press or type."""
        self.query_one(".reminder", Static).update(words)

    def action_look(self, lines: int) -> None:
        """Further down or up in the explanation."""
        for part in self.query(".explanation"):
            part.scroll_relative(y=lines, animate=False)


class Confirm(Dialog[bool]):
    """Asks once. Only the named letter confirms; Enter and Escape leave everything as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,J", "answer(True)", "ja"),
        Binding("n,N,escape", "answer(False)", "nee"),
        Binding("enter", "remind", "", show=False),
    ]

    def __init__(
        self, question: str, explanation: str = "", *, yes: str = "ja", no: str = "nee, terug"
    ) -> None:
        super().__init__()
        self._question = question
        self._explanation = explanation
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False, classes="question")
            if self._explanation:
                with VerticalScroll(can_focus=False, classes="explanation"):
                    yield Static(self._explanation, markup=False)
            yield Static(
                Content.assemble(
                    ("j", "b $accent"), f"  {self._yes}     ", ("n", "b $accent"), f"  {self._no}"
                ),
                classes="answers",
            )
            yield Static("", markup=False, classes="reminder")

    def action_answer(self, answer: bool) -> None:
        self.dismiss(answer)

    def action_remind(self) -> None:
        """Enter alone never confirms."""
        self.remind("Druk op j of n.")


def close_with_unsealed() -> Confirm:
    """Whether to close ZET with a text in memory that the disk did not take."""
    return Confirm(
        "Toch sluiten?",
        "Wat u in een gesprek typte, kon niet worden bewaard. Als u sluit, is die tekst weg.\n\n"
        "Maak ruimte vrij op de schijf en open het gesprek opnieuw: dan wordt de tekst alsnog bewaard.",
        yes="ja, sluiten",
    )


class TypeToConfirm(Dialog[bool]):
    """Asks for a word or number to be typed over, so that nobody goes on by reflex."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "nee, terug")]

    def __init__(self, question: str, explanation: str, *, expected: str) -> None:
        super().__init__()
        self._question = question
        self._explanation = explanation
        self._expected = expected

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False, classes="question")
            with VerticalScroll(can_focus=False, classes="explanation"):
                yield Static(self._explanation, markup=False)
            yield Line(id="confirmation", placeholder=TO_TYPE.format(expected=self._expected))
            yield Static("", markup=False, classes="reminder")
            yield Static(ANSWERS, classes="answers")

    @on(Done)
    def _typed(self, event: Done) -> None:
        event.stop()
        if self.query_one("#confirmation", Line).value.strip() == self._expected:
            self.dismiss(True)
        else:
            self.remind(NOT_TYPED.format(expected=self._expected))

    def action_cancel(self) -> None:
        self.dismiss(False)


class SecondConfirms(Dialog[str]):
    """Another person of the team types a name and the number over; gives the name, or "" when it is not done."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "nee, terug")]

    def __init__(
        self,
        names: Sequence[str],
        first: str,
        *,
        expected: str,
        typed: str = "het aantal casussen",
        why: str = "In deze evaluatie bevestigen twee mensen.",
    ) -> None:
        """`names` are the team's, `first` is who confirmed already; `typed` says what `expected` is."""
        super().__init__()
        self._others = [name for name in names if name != first]
        self._first = first
        self._expected = expected
        self._typed_words = typed
        self._why = why

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Een tweede persoon bevestigt", markup=False, classes="question")
            with VerticalScroll(can_focus=False, classes="explanation"):
                yield Static(
                    f"{self._why} {self._first} heeft bevestigd. "
                    f"Laat nu een ander van het team de eigen naam typen, en daaronder {self._typed_words}.\n\n"
                    f"Wie kan dit: {', '.join(self._others)}",
                    markup=False,
                )
            yield Line(id="second", placeholder="naam")
            yield Line(id="confirmation", placeholder=self._typed_words.removeprefix("het "))
            yield Static("", markup=False, classes="reminder")
            yield Static(ANSWERS, classes="answers")

    @on(Done, "#second")
    def _named(self, event: Done) -> None:
        event.stop()
        if self._who:
            self.query_one("#confirmation").focus()
        else:
            self.remind(NOBODY_ELSE)

    @on(Done, "#confirmation")
    def _typed(self, event: Done) -> None:
        event.stop()
        if not self._who:
            self.remind(NOBODY_ELSE)
        elif self.query_one("#confirmation", Line).value.strip() != self._expected:
            self.remind(NOT_TYPED.format(expected=self._expected))
        else:
            self.dismiss(self._who)

    @property
    def _who(self) -> str:
        """The name as the team has it, "" when it is none of theirs."""
        typed = " ".join(self.query_one("#second", Line).value.split()).casefold()
        return next((name for name in self._others if name.casefold() == typed), "")

    def action_cancel(self) -> None:
        self.dismiss("")
