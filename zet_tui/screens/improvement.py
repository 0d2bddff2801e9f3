"""All that the team itself puts beside the figures of one round: conclusions, improvement actions and quotes.

The list; typing them is `improvement_forms`', the files for the session `session`'s.
"""

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.widget import Widget

from flows.actions import ImprovementAction, Progress, aims_of, name_of
from flows.evaluation import NothingToFollowUp, criteria_of, themes_of
from flows.improvement import Improvement, Item, TeamAction, TeamConclusion, next_progress
from flows.instrument import Instrument
from zet_tui.desk import Desk
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.evaluation_scope import FOLLOW_UP, OWN
from zet_tui.screens.fields import SEPARATOR
from zet_tui.screens.form import write_date
from zet_tui.screens.page import Page, Place
from zet_tui.screens.rounds import round_of

if TYPE_CHECKING:
    from datetime import date

    from storage.cases import Register
    from storage.export.kept_results import Kept

MARKS = {Progress.AGREED: "○", Progress.UNDER_WAY: "▸", Progress.DONE: "✓", Progress.DROPPED: "–"}
EMPTY = "nog niets"
HEADINGS = ("Conclusies van het team", "Verbeteracties", "Citaten, herschreven")
RUNNING = "In deze kluis loopt al een evaluatie. Rond die eerst af; daarna kan de vervolgevaluatie beginnen."
PAGES_OF = {TeamConclusion: "conclusion", TeamAction: "action"}


class ItemList(Widget, can_focus=True):
    """Three lists under each other with one cursor; a long item flows over more lines."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "vorige", show=False),
        Binding("down", "move(1)", "volgende", show=False),
    ]
    at: reactive[int] = reactive(0, layout=True)

    def __init__(self, improvement: Improvement, instrument: Instrument, today: "date") -> None:
        super().__init__(id="items")
        self._improvement = improvement
        self._instrument = instrument
        self._today = today

    def show(self, improvement: Improvement) -> None:
        """Show these, the cursor where it was."""
        self._improvement = improvement
        self.at = max(0, min(self.at, len(improvement.items) - 1))
        self.refresh(layout=True)

    @property
    def chosen(self) -> Item | None:
        items = self._improvement.items
        return items[self.at] if items else None

    def render(self) -> Content:
        return Content("\n").join(line for _, line in self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - textual's
        """As many lines as the items need at this width (columns)."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[tuple[int | None, Content]]:
        """(which item, the line); None for headings and gaps."""
        team, number = self._improvement, 0
        groups: tuple[tuple[Item, ...], ...] = (team.conclusions, team.actions, team.quotes)
        found: list[tuple[int | None, Content]] = []
        for heading, items in zip(HEADINGS, groups, strict=True):
            found += [(None, Content("")), (None, Content.styled(heading, "$accent"))]
            if not items:
                found.append((None, Content.styled(f"  {EMPTY}", "$quiet")))
            for item in items:
                mark, style = ("› ", "b $accent") if number == self.at else ("  ", "")
                for text in self._words(item):
                    for part in wrap(text, max(width - 4, 20), drop_whitespace=False) or [""]:
                        found.append((number, Content.styled(f"{mark}{part}", style)))
                        mark = "  "
                number += 1
        return found[1:]

    def _words(self, item: Item) -> list[str]:
        from zet_tui.commands.analyse_lines import cut

        if isinstance(item, TeamConclusion):
            one = item.conclusion
            return [f"{one.verdict.value}: {one.text}", f"  {cut(name_of(one.about, self._instrument), 70)}"]
        if isinstance(item, TeamAction):
            return self._action_words(item.action)
        return [f"‘{item.quote.text}’", f"  {cut(name_of(item.quote.about, self._instrument), 70)}"]

    def _action_words(self, action: ImprovementAction) -> list[str]:
        from zet_tui.commands.analyse_lines import cut

        by = f"klaar op {write_date(action.by)}" if action.by else "nog geen datum"
        late = " (! te laat)" if action.late(self._today) else ""
        who = action.owner or "nog geen eigenaar"
        lines = [
            f"{MARKS[action.progress]} {action.what}",
            f"  {action.progress.value}{late} · {who} · {by}",
            f"  {cut(name_of(action.about, self._instrument), 70)}",
        ]
        return [*lines, f"  te zien aan: {action.success}"] if action.success else lines

    def watch_at(self) -> None:
        if isinstance(self.parent, Widget) and self.is_attached:
            every = self._lines(self.content_size.width)
            lines = [number for number, (item, _) in enumerate(every) if item == self.at]
            if lines:
                top = 0 if self.at == 0 else self.virtual_region.y + lines[0]
                self.parent.scroll_to_region(Region(0, top, 1, len(lines) + 1), animate=False)

    def action_move(self, by: int) -> None:
        self.at = max(0, min(self.at + by, len(self._improvement.items) - 1))


class ImprovementPage(Page[None]):
    """The list, with every way to change it."""

    CSS_PATH = "improvement.tcss"
    HEADING = "Conclusies en acties"
    HELP_TEXT = (
        "Hier staat wat uw team vindt en wat er is afgesproken. Het blijft in de kluis, ook na de sessie.\n\n"
        "Noem functies, geen namen, en schrijf over alle casussen samen. Wat een inwoner of professional zei, kan hier "
        "niet in; een citaat (q) alleen herschreven, als twee mensen akkoord zijn. x haalt weg wat u koos.\n\n"
        "Met f begint u na een jaar een vervolgevaluatie: die vraagt alleen naar de criteria met een verbeteractie."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "add('conclusion')", "conclusie"),
        Binding("v", "add('action')", "actie"),
        Binding("q", "add('quote')", "citaat", show=False),
        Binding("enter", "edit", "wijzigen"),
        Binding("k", "progress", "stand"),
        Binding("x", "remove", "weghalen", show=False),
        Binding("f", "follow_up", "vervolg"),
        Binding("s", "to('session')", "sessie", show=False),
        Binding("w", "to('worksheet')", "werkblad", show=False),
    ]

    def __init__(self, place: Place, kept: "Kept") -> None:
        super().__init__(place)
        self._kept = kept
        self._instrument = kept.instrument()
        self._fresh = True

    @classmethod
    async def open(cls, desk: Desk, place: Place) -> Self:
        """Raises `RoundUnknown`."""
        return cls(place, await desk.ask(round_of, place.case or ""))

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False, id="item-scroll"):
            yield ItemList(self._kept.improvement, self._instrument, self.desk.today)

    def on_mount(self) -> None:
        self.query_one(ItemList).focus()
        self._show()

    def on_screen_resume(self) -> None:
        """What was typed on a form; a round that was reduced on another page has a new key."""
        if self._fresh:
            self._fresh = False
        else:
            self.run_worker(self._load(), exclusive=True, group="load")

    async def _load(self) -> None:
        with self.telling():
            self._kept = await self.desk.ask(round_of, self._kept.key)
            self._place = Place("improvement", self._kept.key)
            self._show()

    def _show(self) -> None:
        team = self._kept.improvement
        done = sum(one.action.progress is Progress.DONE for one in team.actions)
        self.top(
            f"Conclusies en acties: {self._kept.results.evaluation_title}",
            f"{done} van {len(team.actions)} acties klaar" if team.actions else "",
        )
        self.query_one(ItemList).show(team)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's
        """Changing needs something to change."""
        items = self._kept.improvement
        match action:
            case "edit" | "remove":
                return bool(items.items)
            case "progress" | "follow_up":
                return bool(items.actions)
        return True

    def action_add(self, page: str) -> None:
        self.go(Place(page, self._kept.key))

    def action_to(self, page: str) -> None:
        self.go(Place(page, self._kept.key))

    def action_edit(self) -> None:
        """The chosen one, on its form."""
        item = self.query_one(ItemList).chosen
        if item is not None:
            self.go(Place(PAGES_OF.get(type(item), "quote"), self._kept.key, item.key))

    def action_progress(self) -> None:
        """The next state of the chosen action."""
        item = self.query_one(ItemList).chosen
        if not isinstance(item, TeamAction):
            self.tell("Kies eerst een verbeteractie.")
        elif not self.busy:
            state = next_progress(item.action.progress)
            changed = TeamAction(key=item.key, action=item.action.model_copy(update={"progress": state}))
            self.run_worker(self._keep(self._kept.improvement.having(changed)), exclusive=True, group="keep")

    def action_remove(self) -> None:
        if not self.busy:
            self.run_worker(self._remove(), exclusive=True, group="keep")

    async def _remove(self) -> None:
        item = self.query_one(ItemList).chosen
        question = Confirm("Dit weghalen?", "Het gaat uit de kluis en kan niet terug.", yes="ja, weghalen")
        if item is not None and await self.app.push_screen_wait(question):
            await self._keep(self._kept.improvement.without(item.key))

    async def _keep(self, improvement: Improvement) -> None:
        with self.telling(), self.working("Het wordt bewaard."):
            self._kept = await self.desk.ask(_keep, self._kept.key, improvement)
            self._show()

    def action_follow_up(self) -> None:
        """A new evaluation about the criteria of the actions; the form comes filled in."""
        self.run_worker(self._follow_up(), exclusive=True, group="go")

    async def _follow_up(self) -> None:
        with self.telling():
            if await self.desk.evaluation() is not None:
                self.tell(RUNNING, wrong=True)
                return
            offered = await self.desk.earlier_round()
            latest = offered is not None and offered.title == self._kept.results.evaluation_title
            await self.zet.go(Place("evaluation", typed=follow_up_form(self._kept, latest=latest)))


def follow_up_form(kept: "Kept", *, latest: bool) -> tuple[tuple[str, str], ...]:
    """What the form of a follow-up evaluation starts with (Bijlage 6). Raises NothingToFollowUp.

    `latest`: the form itself offers the follow-up of this round as a scope. The team is asked anew, and so is the FG:
    neither is known any more.
    """
    instrument = kept.instrument()
    aims = aims_of(one.action for one in kept.improvement.actions)
    criteria, themes = criteria_of(instrument, aims), themes_of(instrument, aims)
    if not criteria and not themes:
        raise NothingToFollowUp
    chosen = (
        ("scope", OWN), ("themes", SEPARATOR.join(themes)), ("criteria", SEPARATOR.join(map(str, criteria))),
    )  # fmt: skip
    return (
        ("instrument", instrument.id),
        ("title", f"Vervolg op {kept.results.evaluation_title}"),
        ("municipality", kept.results.municipality),
        ("sources", SEPARATOR.join(source.value for source in instrument.sources)),
        *((("scope", FOLLOW_UP),) if latest else chosen),
    )


def _keep(register: "Register", key: str, improvement: Improvement) -> "Kept":
    from storage.export.kept_results import keep_improvement

    return keep_improvement(register.vault, key, improvement)
