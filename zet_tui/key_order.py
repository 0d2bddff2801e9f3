"""Keys in the order in which they were pressed, also when the screen is behind.

Textual gives a letter to the field at once, but a key that is bound (Backspace, Enter, Ctrl+G) only after it has
risen to the app: of keys that come quickly the letters overtake the others. Here each key waits until the one
before it has done its work, and a sheet that it opened has its field.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

LONGEST_SECONDS: Final = 0.5
"""After this the next key goes on anyhow: a widget may be at work for longer than anybody waits."""
LOOK_SECONDS: Final = 0.02
"""How often is looked whether the page that a key waits for is still the one on top."""


class OrderedKeys(App[None], inherit_bindings=False):
    """The part of the app that lets one key follow another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._under_way = 0
        self._turn = 0

    async def on_event(self, event: events.Event) -> None:
        """A key or a paste from the terminal waits for its turn; everything else passes."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._under_way:
            self._waiting.append(event)
            if len(self._waiting) == 1:
                self._wait_no_longer_than(self._under_way)
        elif self.heeds(event):
            await self._take(event)

    def heeds(self, event: events.Key | events.Paste) -> bool:  # noqa: ARG002 - what is built on it knows
        """Whether this key or paste, whose turn it is, does anything at all."""
        return True

    async def _take(self, event: events.Key | events.Paste) -> None:
        self._turn += 1
        turn = self._under_way = self._turn
        if self._waiting:
            self._wait_no_longer_than(turn)
        screen = self.screen
        path = iter((self.focused or screen).ancestors_with_self)
        await super().on_event(event)
        self._follow(path, turn, screen)

    def _wait_no_longer_than(self, turn: int) -> None:
        self.set_timer(LONGEST_SECONDS, partial(self._give_up, turn))

    def _follow(self, path: Iterator[MessagePump], turn: int, screen: MessagePump) -> None:
        """Go the way the key goes, behind it: from the field up to the app, at each after what waits there."""
        for node in path:
            if node.call_later(self._follow, path, turn, screen):
                return
        if self.screen is screen:
            self.call_later(self._done, turn)
        else:
            self._await_page(turn)

    def _await_page(self, turn: int) -> None:
        """The key brought another page: it is done when that page, or one over it or in its place, is drawn."""
        if turn != self._under_way:
            return
        page = self.screen

        def look_again() -> None:
            """A page that is taken away or covered before it was drawn may never call back."""
            if self.screen is not page or turn != self._under_way:
                look.stop()
                self._await_page(turn)

        def drawn() -> None:
            look.stop()
            self.call_next(self._done, turn)

        look = self.set_interval(LOOK_SECONDS, look_again, name="page awaited")
        page.call_after_refresh(drawn)

    async def _give_up(self, turn: int) -> None:
        """The key of this turn takes too long; when it is still under way, the next may go."""
        await self._done(turn)

    async def _done(self, turn: int) -> None:
        """The key of this turn did its work; the next may go."""
        if turn == self._under_way:
            self._under_way = 0
            while self._waiting:
                event = self._waiting.popleft()
                if self.heeds(event):
                    await self._take(event)
                    return
