"""The answer card, turned to the person who answers: one question and big blocks; saving is the conversation's.

Nothing of another source opens from here, and no list of commands: only the card's own keys and the lock work.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from zet_tui.idle import CONVERSATION_MINUTES
from zet_tui.screens import interview_text as text
from zet_tui.widgets.blocks import Block, BlockView
from zet_tui.widgets.symbols import Mark

SKIP: Final = "-overslaan"
_HEIGHTS: Final = [(0, "-low"), (30, "-tall")]
_WIDTHS: Final = [(0, "-narrow"), (100, "-wide")]
_GOOD, _NOT_GOOD = "goed", "niet_goed"
_HALVES: Final[tuple[BlockView, ...]] = (
    BlockView(_GOOD, ("g", "G"), Mark("●", "", "$rating-groen"), text.CARD_GOOD),
    BlockView(_NOT_GOOD, ("n", "N"), Mark("■", "", "$rating-rood"), text.CARD_NOT_GOOD),
)
_HALF_OF: Final = {_GOOD: 0, _NOT_GOOD: 2}


@dataclass(frozen=True, slots=True)
class CardLook:
    """How a person likes the card: in two steps, in easy words. Kept for the next question."""

    two_steps: bool = False
    easy: bool = False


@dataclass(frozen=True, slots=True)
class CardView:
    """What the card shows. `blocks` are the answers, best first; `easy` the question in easy words, if any.

    `unknown` is the key, value and words of the answer "weet ik niet".
    """

    question: str
    blocks: tuple[BlockView, ...]
    easy: tuple[str, ...] = ()
    unknown: tuple[str, str, str] = ("w", "geen_antwoord", text.CARD_UNKNOWN)


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """What came of it: a value, `SKIP`, or None when the card was only put away."""

    value: str | None
    look: CardLook


class Aside(Widget):
    """The answers that are always there: one line, a key each."""

    class Picked(Message):
        """One of them was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, items: Sequence[tuple[str, str]]) -> None:
        super().__init__(id="aside")
        self._items = tuple(items)
        self._places: list[tuple[int, int, str]] = []

    def render(self) -> Content:
        line, places = Content(""), []
        for key, words in self._items:
            line = Content.assemble(line, " " * (6 if line else 0), (key, "$quiet"), "  ")
            places.append((line.cell_length - 3, line.cell_length + len(words), key))
            line = line.append(Content(words))
        shift = max((self.content_size.width - line.cell_length) // 2, 0)
        self._places = [(start + shift, end + shift, key) for start, end, key in places]
        return Content.assemble(" " * shift, line)

    def on_click(self, event: events.Click) -> None:
        for start, end, key in self._places:
            if start <= event.x < end:
                self.post_message(self.Picked(key))


class CardScreen(ModalScreen[CardAnswer]):
    """Shows one question. `too_soon` says whether a key follows the one before too quickly to be meant."""

    CSS_PATH = "card.tcss"
    ALLOW_SELECT = False
    VERTICAL_BREAKPOINTS = _HEIGHTS
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    idle_minutes: ClassVar[float] = CONVERSATION_MINUTES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f5", "back", show=False),
        Binding("left,up", "walk(-1)", show=False),
        Binding("right,down", "walk(1)", show=False),
        Binding("enter", "pick", show=False),
        Binding("t", "look('two_steps')", show=False),
        Binding("e", "look('easy')", show=False),
        Binding("f1", "keys", show=False),
    ]

    def __init__(self, view: CardView, look: CardLook, too_soon: Callable[[], bool]) -> None:
        super().__init__()
        self.view = view
        self.look = look
        self._too_soon = too_soon
        self._half: str | None = None
        self.chosen: int | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="card"):
            yield Static("", id="official", markup=False)
            yield Static("", id="question", markup=False)
            yield Horizontal(id="blocks")
            key, _value, words = self.view.unknown
            yield Aside([(key, words), ("s", text.CARD_SKIP), ("p", text.CARD_PAUSE)])
            yield Static(self._keys, classes="card-keys", markup=False)

    async def on_mount(self) -> None:
        await self._show()

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def blocks(self) -> tuple[BlockView, ...]:
        """The blocks of the moment: all of them, or one step of two."""
        if not self.look.two_steps or len(self.view.blocks) != 4:
            return self.view.blocks
        if self._half is None:
            return _HALVES
        start = _HALF_OF[self._half]
        return self.view.blocks[start : start + 2]

    @property
    def _keys(self) -> str:
        return text.CARD_KEYS if self.view.easy else text.CARD_KEYS_NO_EASY

    async def _show(self) -> None:
        easy = self.look.easy and bool(self.view.easy)
        words = "\n".join(self.view.easy) if easy else self.view.question
        if self._half is not None:
            words = text.CARD_HOW_GOOD if self._half == _GOOD else text.CARD_HOW_BAD
        official = self.query_one("#official", Static)
        official.update(Content(f"{self.view.question}\n{text.CARD_EASY}"))
        official.display = easy and self._half is None
        self.query_one("#question", Static).update(Content.styled(words, "bold"))
        row = self.query_one("#blocks", Horizontal)
        self.chosen = None
        with self.app.batch_update():
            await row.remove_children()
            await row.mount_all([Block(view) for view in self.blocks])

    def action_keys(self) -> None:
        """F1: the keys of the card, for who types; pressed again they are gone."""
        keys = self.query_one(".card-keys", Static)
        keys.update(self._keys)
        keys.display = not keys.display

    async def action_look(self, what: str) -> None:
        """Another form of the card: in two steps, or in easy words where there are any."""
        if what == "easy" and not self.view.easy:
            keys = self.query_one(".card-keys", Static)
            keys.update(text.CARD_NO_EASY)
            keys.display = True
            return
        self.look = replace(self.look, **{what: not getattr(self.look, what)})
        self._half = None
        await self._show()

    # -- answering ------------------------------------------------------------------------------------------

    async def on_key(self, event: events.Key) -> None:
        pressed = {event.key, event.character}
        for block in self.blocks:
            if pressed & set(block.keys):
                event.stop()
                await self._answer(block.value)
                return
        for key in self._aside():
            if pressed & {key, key.upper()}:
                event.stop()
                self._beside(key)
                return

    @on(Block.Picked)
    async def _block_picked(self, event: Block.Picked) -> None:
        event.stop()
        await self._answer(event.value)

    @on(Aside.Picked)
    def _aside_picked(self, event: Aside.Picked) -> None:
        event.stop()
        self._beside(event.key)

    def _aside(self) -> Iterator[str]:
        yield from (self.view.unknown[0], "s", "p")

    async def _answer(self, value: str) -> None:
        """Out with it; the first of two steps only asks the second."""
        if self._too_soon():
            return
        if value in _HALF_OF:
            self._half = value
            await self._show()
        else:
            self.dismiss(CardAnswer(value, self.look))

    def _beside(self, key: str) -> None:
        if key == "p":
            self.app.push_screen(PauseScreen())
        elif not self._too_soon():
            value = SKIP if key == "s" else self.view.unknown[1]
            self.dismiss(CardAnswer(value, self.look))

    def action_walk(self, step: int) -> None:
        """Choose a block with the arrows."""
        last = len(self.blocks) - 1
        here = (0 if step > 0 else last) if self.chosen is None else min(max(self.chosen + step, 0), last)
        self.chosen = here
        for index, block in enumerate(self.query(Block)):
            block.set_class(index == here, "-chosen")

    async def action_pick(self) -> None:
        if self.chosen is not None:
            await self._answer(self.blocks[self.chosen].value)

    async def action_back(self) -> None:
        """From the second step to the first; from there away."""
        if self._half is not None:
            self._half = None
            await self._show()
        else:
            self.dismiss(CardAnswer(None, self.look))


class PauseScreen(ModalScreen[None]):
    """Nothing on the screen until Enter; everything is saved."""

    CSS_PATH = "card.tcss"
    ALLOW_SELECT = False
    idle_minutes: ClassVar[float] = CONVERSATION_MINUTES
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,escape,f12", "away", show=False)]

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(text.PAUSE, "$quiet"), id="pause")

    def action_away(self) -> None:
        self.dismiss(None)
