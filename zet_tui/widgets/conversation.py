"""The conversation: pairs above each other, one of them chosen; what a pair says and what follows is left to others."""

from collections.abc import Sequence

from textual import events
from textual.containers import VerticalScroll
from textual.message import Message

from zet_tui.widgets.pair import Pair, PairView


class Conversation(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Shows `PairView`s in order, mounting and removing only what differs.

    `chosen` is the id of the pair a person looks back at, or None; it is an index with a class, not a focus per
    pair (measured: 29 ms against 170 ms a step).
    """

    FOCUS_ON_CLICK = False

    class Picked(Message):
        """A pair was clicked."""

        def __init__(self, pair: str) -> None:
            super().__init__()
            self.pair = pair

    class Letter(Message):
        """A letter was typed while looking back; it answers nothing."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._pairs: dict[str, Pair] = {}
        self.chosen: str | None = None

    @property
    def views(self) -> tuple[PairView, ...]:
        """What is shown, from top to bottom."""
        return tuple(pair.view for pair in self._pairs.values())

    async def show(self, views: Sequence[PairView], *, at: str | None, at_top: bool = False) -> None:
        """Show these pairs with `at` in sight: at the bottom when it is the last, else wherever it stands."""
        wanted = {view.id: view for view in views}
        if self.chosen not in wanted:
            self._mark(None)
        with self.app.batch_update():
            gone = [pair for key, pair in self._pairs.items() if key not in wanted]
            if gone:
                await self.remove_children(gone)
            await self._mount_new(views)
            self._pairs = {view.id: self._pairs[view.id] for view in views}
        if at_top:
            self.anchor(False)
            self.scroll_home(animate=False, immediate=True)  # later, it could come after what is asked next
        else:
            self._bring(at)

    async def _mount_new(self, views: Sequence[PairView]) -> None:
        """Update the pairs that stay; mount each unbroken run of new ones at its place in one go."""
        run: list[Pair] = []
        for view in views:
            known = self._pairs.get(view.id)
            if known is None:
                self._pairs[view.id] = pair = Pair(view)
                run.append(pair)
                continue
            if known.view != view:
                known.show(view)
            if run:
                await self.mount_all(run, before=known)
                run = []
        if run:
            await self.mount_all(run)

    def choose(self, step: int) -> str | None:
        """Move the choice one pair up (-1) or down (1), starting from the question that is asked.

        Gives the id that is chosen now; None at the asked question and below the last one.
        """
        keys = [key for key, pair in self._pairs.items() if pair.view.can_be_chosen]
        asked = next((i for i, key in enumerate(keys) if self._pairs[key].view.kind == "asked"), len(keys))
        here = keys.index(self.chosen) if self.chosen in keys else asked
        there = max(here + step, 0)
        if there >= len(keys) or there == asked:
            self.choose_at(None)
        else:
            self.choose_at(keys[there])
        return self.chosen

    def choose_at(self, key: str | None) -> None:
        """Choose this pair and bring it in sight, or choose none."""
        with self.app.batch_update():
            self._mark(key if key in self._pairs else None)
            if self.chosen is not None:
                self.anchor(False)
                self.scroll_to_widget(self._pairs[self.chosen], animate=False, immediate=True)

    def back_to(self, key: str | None) -> None:
        """Choose none and bring this pair in sight again; the end where it is None or the last."""
        self._mark(None)
        self._bring(key)

    def on_click(self, event: events.Click) -> None:
        for widget in event.widget.ancestors_with_self if event.widget else ():
            if isinstance(widget, Pair) and widget.view.can_be_chosen:
                self.post_message(self.Picked(widget.view.id))
                return

    def on_key(self, event: events.Key) -> None:
        if event.is_printable:
            event.stop()
            self.post_message(self.Letter())

    def _bring(self, key: str | None) -> None:
        last = next(reversed(self._pairs), None)
        if key is None or key == last or key not in self._pairs:
            self.anchor()
        else:
            self.anchor(False)
            self.call_after_refresh(self._seek, self._pairs[key])

    def _seek(self, pair: Pair) -> None:
        """Bring this pair in sight now that it has a place, unless something newer was asked meanwhile."""
        if not self.is_anchored:
            self.scroll_to_widget(pair, animate=False, immediate=True)

    def _mark(self, key: str | None) -> None:
        if key == self.chosen:
            return
        for old_or_new, on in ((self.chosen, False), (key, True)):
            if old_or_new is not None and (pair := self._pairs.get(old_or_new)):
                pair.set_class(on, "-chosen")
        self.chosen = key
