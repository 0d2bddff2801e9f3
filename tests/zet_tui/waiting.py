"""Waiting in stories for the app itself instead of for a processor that rests.

Textual's pilot waits after every key until the whole process used little processor time for 20 ms. That is slow on
a quiet machine, and on a busy one, where the process gets no turn, it is taken for rest too early. Here a story goes
on when nothing is left to do: no message waits in any queue, storage has answered, and the page on top is painted.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from time import monotonic
from typing import Any, Final
from weakref import WeakSet

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen

from zet_tui import key_order
from zet_tui.key_order import OrderedKeys

LONG: Final = 60.0
"""Seconds in which it comes on the slowest machine; what never comes is told after that."""

_apps: WeakSet[App[Any]] = WeakSet()
_under_way: WeakSet[asyncio.Future[Any]] = WeakSet()
"""What was asked of storage's thread, until the app has the answer; the thread itself is ready a moment earlier."""


async def handled(app: App[Any]) -> bool:
    """Until every message that was sent, and what it sent on, is handled; whether the app did not fail."""
    await _row_is_empty()
    return app._exception is None


async def _row_is_empty() -> None:
    """Until nothing stands in the loop's row: then nothing happens until time passes or a thread answers."""
    loop: Any = asyncio.get_running_loop()
    end = monotonic() + LONG
    await asyncio.sleep(0)
    while loop._ready:
        assert monotonic() < end, "messages are not handled"
        await asyncio.sleep(0)


async def still(_min_sleep: float = 0, _max_sleep: float = 0) -> None:
    """Until nothing is left to do in any app of the story. AssertionError when that does not come.

    A story that holds storage up sends its keys without a pilot.
    """
    end = monotonic() + LONG
    while monotonic() < end:
        await _row_is_empty()
        if any(not work.done() for work in list(_under_way)):
            await asyncio.sleep(0.001)
            continue
        running = [app for app in _apps if app._running and app.screen_stack]
        resized = [app for app in running if app._resize_event is not None]
        for app in resized:
            app._check_resize()
        behind = [app.screen for app in running if _paints_later(app.screen)]
        for screen in behind:
            screen._on_timer_update()
        if not resized and not behind:
            if not any(getattr(app, "_waiting", ()) for app in running):
                return
            await asyncio.sleep(0.001)  # a key waits for the one before it
    raise AssertionError("storage does not answer, or a page never has done with painting")


def _paints_later(screen: Screen[Any]) -> bool:
    """Whether Textual's clock would paint this page, or call who waits for that, at its next tick."""
    if screen.app._batch_count or not screen.is_current or not screen.is_running:
        return False
    return bool(
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._recompose_required
        or screen._dirty_widgets
        or screen._callbacks
    )


@pytest.fixture(autouse=True)
def still_screens(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Every pilot waits in this way; that no key waited in vain for the one before it is seen at the end."""
    begin = Pilot.__init__
    in_vain: list[int] = []
    give_up = OrderedKeys._give_up

    async def told(app: OrderedKeys, turn: int) -> None:
        if turn == app._under_way:
            in_vain.append(turn)
        await give_up(app, turn)

    def known(pilot: Pilot[Any], app: App[Any]) -> None:
        begin(pilot, app)
        _apps.add(app)

    wrap = asyncio.wrap_future

    def watched(work: Future[Any]) -> asyncio.Future[Any]:
        answer = wrap(work)
        _under_way.add(answer)
        return answer

    _apps.clear()
    _under_way.clear()
    monkeypatch.setattr(Pilot, "__init__", known)
    monkeypatch.setattr(Pilot, "_wait_for_screen", lambda pilot: handled(pilot.app))
    monkeypatch.setattr("textual.pilot.wait_for_idle", still)
    monkeypatch.setattr("textual.app.wait_for_idle", still)
    monkeypatch.setattr(asyncio, "wrap_future", watched)
    monkeypatch.setattr(key_order, "LONGEST_SECONDS", LONG / 2)
    monkeypatch.setattr(OrderedKeys, "_give_up", told)
    yield in_vain
    assert in_vain == [], "a key waited for one that never said that it was done"


async def until(pilot: Pilot[Any], there: Callable[[], object]) -> None:
    """Wait until `there` holds. AssertionError when it did not come."""
    end = monotonic() + LONG
    while monotonic() < end:
        await pilot.pause(0.002)
        if there():
            return
    raise AssertionError(f"it did not come; still at work: {[worker.name for worker in pilot.app.workers]}")


async def settled(pilot: Pilot[Any]) -> None:
    """Every worker has ended, or waits for an answer to a dialog, and its change is on the screen."""

    def rests() -> bool:
        running = [worker for worker in pilot.app.workers if not worker.is_finished]
        return not running or (isinstance(pilot.app.screen, ModalScreen) and len(running) == 1)

    await pilot.pause()
    await until(pilot, rests)
    await pilot.pause()
