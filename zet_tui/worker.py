"""The one thread that owns storage: every call to it passes here, in order; what is called is the desk's business."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class StorageThread:
    """One worker thread, so that the database connection has one owner and writes never overtake each other."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="zet-opslag")

    async def run(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` in the storage thread and return what it returns, or raise what it raises.

        Cancelling the await lets go of the answer, never of the work: a write that was asked for is done.
        Who still asks after the end is a page on its way out: it is cancelled, and nothing is done.
        """
        try:
            work = asyncio.wrap_future(self._pool.submit(partial(fn, *args, **kwargs)))
        except RuntimeError:
            raise asyncio.CancelledError from None
        work.add_done_callback(_seen)  # its error is nobody's business any more when the await was cancelled
        return await asyncio.shield(work)

    def close(self) -> None:
        """Let everything that was asked for end, then end the thread."""
        self._pool.shutdown(wait=True)


def _seen(work: asyncio.Future[T]) -> None:
    if not work.cancelled():
        work.exception()
