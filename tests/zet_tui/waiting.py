"""Waiting in a story for what no worker does, such as taking a page away."""

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot


async def until(pilot: Pilot[Any], there: Callable[[], object]) -> None:
    """Wait until `there` holds, at most some four seconds; AssertionError when it did not come."""
    for _ in range(400):
        await pilot.pause(0.01)
        if there():
            return
    raise AssertionError("it did not come")
