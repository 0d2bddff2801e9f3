"""Text that is being typed: remembered per field, sealed every two seconds; sealing itself is the port's."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from textual.timer import Timer
from textual.widget import Widget

from zet_tui.messages import is_known
from zet_tui.screens.interview_port import Field, InterviewPort

EVERY_SECONDS: Final = 2.0


class DraftKeeper:
    """Remembers what is not kept yet, per field; sealed together, the last text typed in front.

    `saved` is called after a draft was sealed, `failed` with the error when it could not be.
    """

    def __init__(
        self,
        host: Widget,
        port: InterviewPort,
        saved: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._host = host
        self._port = port
        self._saved = saved
        self._failed = failed
        self._texts: dict[tuple[str, Field], str] = _begun_before(port)
        self._unsealed: tuple[str, Field] | None = None
        self._on_disk = port.draft is not None
        self._timer: Timer | None = None
        self._one_at_a_time = asyncio.Lock()

    def text(self, question: str, field: Field) -> str | None:
        """What was typed here and not kept, or None."""
        return self._texts.get((question, field))

    def typed(self, question: str, field: Field, text: str) -> None:
        """Remember this text; it is sealed within two seconds."""
        self._texts[question, field] = text
        self._unsealed = (question, field)
        if self._timer is None:
            self._timer = self._host.set_timer(EVERY_SECONDS, self._due)

    def seal_soon(self) -> None:
        """Seal now, without waiting for it."""
        if self._unsealed is not None:
            self._host.run_worker(self.seal(), group="draft")

    async def seal(self) -> bool:
        """Seal what was typed and is not on disk yet; whether everything is, now."""
        self._stop_timer()
        async with self._one_at_a_time:
            place, self._unsealed = self._unsealed, None
            if place is None or place not in self._texts:
                return True
            beside = [
                (q, f.value, words) for (q, f), words in self._texts.items() if (q, f) != place and words
            ]
            if await self._tried(self._port.save_draft(place[0], place[1].value, self._texts[place], beside)):
                self._on_disk = True
                self._saved()
                return True
            self._unsealed = self._unsealed or place
            return False

    def let_go(self, question: str, field: Field) -> None:
        """Forget a text that is an answer now; `tidy` takes it off the disk."""
        self._texts.pop((question, field), None)

    async def tidy(self) -> None:
        """Take the draft off the disk; an unfinished text elsewhere becomes the draft."""
        self._stop_timer()
        self._unsealed = next((place for place in reversed(self._texts) if self._texts[place]), None)
        async with self._one_at_a_time:
            if self._on_disk and await self._tried(self._port.discard_draft()):
                self._on_disk = False
        await self.seal()

    def take_over(self, question: str, field: Field, text: str) -> None:
        """A draft found on disk: go on with it."""
        self._texts[question, field] = text

    async def _tried(self, work: Awaitable[None]) -> bool:
        """Whether it went well; a fault that can happen to a person is told, any other is the program's."""
        try:
            await work
        except Exception as error:
            if not is_known(error):
                raise
            self._failed(error)
            return False
        return True

    def _due(self) -> None:
        self._timer = None
        self.seal_soon()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def _begun_before(port: InterviewPort) -> dict[tuple[str, Field], str]:
    """The texts beside the draft on disk; the draft itself waits until a person wants to go on with it."""
    known = {field.value for field in Field}
    beside = port.draft.beside if port.draft is not None else ()
    return {(each.question, Field(each.field)): each.text for each in beside if each.field in known}
