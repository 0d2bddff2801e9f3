"""The field for one of very many: left and right walk, typing searches; what can be chosen, the form says."""

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from zet_tui.letters import plain
from zet_tui.screens.fields import Done


class Pick(Widget, can_focus=True):
    """One of many, one line each: `value` is the chosen key. Letters narrow the choice to the lines that hold them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "step(1)", "volgende keuze", show=False),
        Binding("left", "step(-1)", "vorige keuze", show=False),
        Binding("backspace", "erase", "letter weg", show=False),
        Binding("enter", "done", "verder", show=False),
    ]
    value: reactive[str] = reactive("", layout=True)
    search: reactive[str] = reactive("", layout=True)

    def __init__(self, options: Mapping[str, str], value: str = "") -> None:
        super().__init__()
        self.options = dict(options)
        self.set_reactive(Pick.value, value if value in self.options else next(iter(self.options)))

    @property
    def found(self) -> tuple[str, ...]:
        """The keys whose line holds what was typed."""
        wanted = plain(self.search).split()
        return tuple(
            key for key, label in self.options.items() if all(word in plain(label) for word in wanted)
        )

    def render(self) -> Content:
        """The chosen line between arrows, and under it how many there are."""
        keys = self.found
        place = f"{keys.index(self.value) + 1} van {len(keys)}" if self.value in keys else "0 gevonden"
        how = (
            f"zoekt ‘{self.search}’ · {place}"
            if self.search
            else f"{place} · ← → kiezen, of typ om te zoeken"
        )
        return Content.assemble(
            ("‹ ", "$accent"),
            Content.styled(self.options.get(self.value, ""), "b" if self.has_focus else ""),
            (" ›", "$accent"),
            "\n",
            (how, "$quiet"),
        )

    def on_key(self, event: events.Key) -> None:
        """A letter, a digit or a space belongs to the search."""
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            self._look_for((self.search + event.character).lstrip())

    def action_erase(self) -> None:
        self._look_for(self.search[:-1])

    def action_step(self, by: int) -> None:
        keys = self.found
        if keys:
            at = keys.index(self.value) + by if self.value in keys else 0
            self.value = keys[at % len(keys)]

    def action_done(self) -> None:
        self.search = ""
        self.post_message(Done(self))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.search = ""
        self.refresh()

    def _look_for(self, text: str) -> None:
        self.search = text
        if self.found and self.value not in self.found:
            self.value = self.found[0]
