"""What every page has: a line on top that says where one is, a body, a message line and the keys that work here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Static

from zet_tui.idle import PAGE_MINUTES
from zet_tui.messages import explain, is_known

if TYPE_CHECKING:
    from zet_tui.app import ZetApp
    from zet_tui.desk import Desk

T = TypeVar("T")
PATIENCE_SECONDS: Final = 0.5
PATIENCE: Final = "Een ogenblik geduld: ZET zoekt alles bij elkaar."
"""What is said when another page takes longer than that, as reading very many texts does."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is, as data: enough to come back to it after the lock. `typed` is what a form held."""

    page: str
    case: str | None = None
    source: str | None = None
    typed: tuple[tuple[str, str], ...] = ()


class TopLine(Horizontal):
    """The name of the page on the left, one quiet fact on the right."""

    def __init__(self, title: str, aside: str = "") -> None:
        super().__init__()
        self._title = title
        self._aside = aside

    def compose(self) -> ComposeResult:
        yield Static(Content.assemble((" ZET ", "b"), "  ", self._title), id="top-title")
        yield Static(self._aside, markup=False, id="top-aside")

    def say(self, title: str, aside: str = "") -> None:
        """Change both texts."""
        self.query_one("#top-title", Static).update(Content.assemble((" ZET ", "b"), "  ", title))
        self.query_one("#top-aside", Static).update(Content(aside))


class KeyLine(Static):
    """The keys that do something here and now, in one line; it reads the bindings themselves, so it cannot drift.

    Where the line is too short, the app's own keys give way first, then the way to the one before (next to it stands
    the way to the next), and then they stand closer together; F1 and what the page does stay.
    """

    GIVE_WAY: ClassVar[tuple[str, ...]] = ("leave", "commands", "lock", "back", "go(-1)")
    GAP: ClassVar[str] = "   "
    SMALLEST_GAP: ClassVar[str] = "  "

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._show()

    def on_resize(self) -> None:
        self._show()

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self._show()

    def _show(self) -> None:
        found: dict[str, Content] = {}
        for _node, binding, enabled, _tooltip in self.screen.active_bindings.values():
            if binding.show and enabled and binding.action not in found:
                key = self.app.get_key_display(binding)
                found[binding.action] = Content.assemble(
                    (key, "b $accent"), " ", (binding.description, "$quiet")
                )
        for action in ("back", "help"):
            if action in found:
                found[action] = found.pop(action)
        for action in self.GIVE_WAY:
            if self._width(found) > self.size.width > 0:
                found.pop(action, None)
        gap = self.SMALLEST_GAP if self._width(found) > self.size.width > 0 else self.GAP
        self.update(Content(gap).join(found.values()), layout=False)  # it has its place, whatever it says

    def _width(self, found: dict[str, Content]) -> int:
        return sum(part.cell_length for part in found.values()) + len(self.GAP) * (len(found) - 1)


class Page(Screen[T], Generic[T], inherit_bindings=False):
    """A page of the app. Subclasses give `body`, and a `HELP_TEXT` for F1."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "terug", id="page.back"),
        Binding("tab", "app.focus_next", "volgend veld", show=False),
        Binding("shift+tab", "app.focus_previous", "vorig veld", show=False),
    ]
    HELP_TEXT: ClassVar[str] = ""
    HEADING: ClassVar[str] = ""
    idle_minutes: ClassVar[float] = PAGE_MINUTES

    def __init__(self, place: Place | None = None) -> None:
        super().__init__()
        self._place = place
        self.busy = False

    @property
    def zet(self) -> "ZetApp":
        """The app, as what it is."""
        return cast("ZetApp", self.app)

    @property
    def desk(self) -> "Desk":
        """The app's one door to storage."""
        return self.zet.desk

    @property
    def place(self) -> Place | None:
        """Where this page is; None for a page one does not come back to."""
        return self._place

    @property
    def case(self) -> str:
        """The id of the case that this page is about; "" for a page about none."""
        return (self._place.case if self._place is not None else None) or ""

    @property
    def typed(self) -> dict[str, str]:
        """What the form held when the lock closed."""
        return dict(self._place.typed) if self._place is not None else {}

    async def seal(self) -> None:
        """Put away what is being typed before the lock closes; pages that keep no draft do nothing."""

    def compose(self) -> ComposeResult:
        self._fit()
        yield TopLine(self.HEADING)
        yield from self.body()
        yield Static("", markup=False, id="notice")
        yield KeyLine(id="keys")

    def _fit(self) -> None:
        """Wear the classes of this window's size before anything is styled; Textual gives them afterwards, and then
        styles the whole page once more.
        """
        app = self.app
        for size, steps in (
            (app.size.width, app.HORIZONTAL_BREAKPOINTS),
            (app.size.height, app.VERTICAL_BREAKPOINTS),
        ):
            for fitting in [name for least, name in sorted(steps or ()) if least <= size][-1:]:
                self.set_class(True, fitting, update=False)

    def body(self) -> ComposeResult:
        """The middle of the page."""
        yield from ()

    def top(self, title: str, aside: str = "") -> None:
        """Say on the top line where one is."""
        self.query_one(TopLine).say(title, aside)

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """One message above the keys; an empty text takes it away."""
        for notice in self.query("#notice").results(
            Static
        ):  # none when the lock took the page away meanwhile
            notice.update(Content(text))
            notice.set_class(wrong, "-wrong")
            notice.display = bool(text)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say a fault that has a sentence on this page; anything else is the crash panel's."""
        try:
            yield
        except NoMatches:
            if self in self.app.screen_stack and self.app.is_running:
                raise  # otherwise the page or the whole app went while it was loading, and its parts with it
        except Exception as error:
            if not is_known(error):
                raise
            if self.desk.unlocked:
                top = self.app.screen
                (top if isinstance(top, Page) else self).tell(explain(error), wrong=True)
            elif type(error).__name__ != "VaultClosed":  # after the lock this page is gone or going
                self.zet.closed_by_fault(explain(error))

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Say what is happening while it happens, and let no second Enter start it again."""
        self.busy = True
        self.tell(what)
        try:
            yield
            self.tell("")
        finally:
            self.busy = False

    def go(self, place: Place) -> None:
        """To another page, or say here why not; another one asked for meanwhile takes its place."""
        self.run_worker(self._went(place), exclusive=True, group="go")

    async def _went(self, place: Place) -> None:
        self.tell("")
        patience = self.set_timer(PATIENCE_SECONDS, lambda: self.tell(PATIENCE))
        try:
            with self.telling():
                await self.zet.go(place)
                self.tell("")
        finally:
            patience.stop()

    def action_back(self) -> None:
        """One step back, never out."""
        self.dismiss()
