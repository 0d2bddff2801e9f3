"""A window that is too small to work in: one message over everything, and no key answers what nobody sees.

The page under the message stays as it was, with its field, and goes on by itself: nothing is closed, pushed or lost.
"""

from __future__ import annotations

from typing import Any, Final

from textual import events
from textual.geometry import Size
from textual.timer import Timer
from textual.widgets import Static

from zet_tui.key_order import OrderedKeys

SMALLEST: Final = (60, 16)
SAYS: Final = "Dit venster is te klein.\nMaak het minstens {} breed\nen {} hoog.\nWat u typte, blijft staan."


class TooSmall(Static):
    """Covers the page on top until there is room again."""

    DEFAULT_CLASSES = "-textual-system"  # a page that builds itself up anew keeps it

    def __init__(self) -> None:
        super().__init__(SAYS.format(*SMALLEST), markup=False)


class CoveredApp(OrderedKeys, inherit_bindings=False):
    """The part of the app that covers a page there is no room for.

    What was typed before the message came counts. After it, letters, Backspace and a paste go on into a text field
    that was open, the lock and leaving work, and every other key and click does nothing.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._covered = False
        self._blind: set[events.Event] = set()

    async def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self._cover)
        self._measure(self.size)

    def on_resize(self, event: events.Resize) -> None:
        self._measure(event.size)

    def set_timer(self, *args: Any, **kwargs: Any) -> Timer:
        """A timer that comes also when it is late.

        textual skips a turn that is over before it began, also the only one: on a busy machine the 8 ms after which
        a new size is drawn never came, and no later size was drawn either.
        """
        timer = super().set_timer(*args, **kwargs)
        timer._skip = False  # noqa: SLF001 - textual gives no other way in
        return timer

    def _measure(self, size: Size) -> None:
        self._covered = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        self._cover()

    def _cover(self, *_changed: Any) -> None:
        """Let the message stand over the page on top, or over none."""
        for screen in self.screen_stack:
            screen.set_class(self._covered, "-covered")
            for cover in screen.query(TooSmall):
                cover.display = self._covered
        if self._covered and not self.screen.query(TooSmall):
            self.screen.mount(TooSmall())

    async def on_event(self, event: events.Event) -> None:
        if self._covered and not event.is_forwarded:
            if isinstance(event, events.MouseEvent):
                return
            if isinstance(event, events.Key | events.Paste):
                self._blind.add(event)
        await super().on_event(event)

    def heeds(self, event: events.Key | events.Paste) -> bool:
        if event not in self._blind:
            return True
        self._blind.discard(event)
        if isinstance(event, events.Key):
            if any(each.priority for each in self._bindings.key_to_bindings.get(event.key, ())):
                return True
            if not event.is_printable and event.key != "backspace":
                return False
        from textual.widgets import Input, TextArea  # here: the first page and its first key need no TextArea

        return isinstance(self.focused, Input | TextArea)
