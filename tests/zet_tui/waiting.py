"""Waiting in a story: for what no worker does, such as taking a page away, and for messages to be handled."""

import asyncio
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot


async def handled(app: App[Any]) -> None:
    """Until what the app and its page were sent is handled; what that sent on, the next call waits for.

    Asks whoever has something waiting, and whom a key passes. `Pilot` asks every widget each time: on a long page that
    was half of what a whole story took.
    """
    page = app.screen
    asked = {app, page, *(page.focused.ancestors_with_self if page.focused is not None else ())}
    asked |= {widget for widget in page.walk_children() if widget.message_queue_size}
    left = 0
    done = asyncio.Event()

    def one() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            done.set()

    left = sum([pump.call_later(one) for pump in asked])
    if left:
        waits = [asyncio.create_task(event.wait()) for event in (done, app._exception_event)]
        _, pending = await asyncio.wait(waits, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        assert len(pending) < len(waits), "messages are not handled"


async def until(pilot: Pilot[Any], there: Callable[[], object]) -> None:
    """Wait until `there` holds, at most some four seconds; AssertionError when it did not come."""
    for _ in range(400):
        await pilot.pause(0.01)
        if there():
            return
    raise AssertionError("it did not come")
