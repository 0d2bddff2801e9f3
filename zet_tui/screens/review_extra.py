"""The extra finder beside reading: deduce over the unread texts in its own process; what it sees waits as doubt.

Reading goes on meanwhile. Nothing of what it found is kept: after the lock it can be asked again.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence

from storage.anonymise import ReviewText
from storage.anonymise.deduce_extra import DeduceFailed, DeduceFinder
from storage.anonymise.finding import Finding
from zet_tui.screens.finish_lines import bar

NOT_INSTALLED = (
    "De extra naamzoeker staat niet op deze laptop. U kunt zonder die hulp nalezen. "
    "Uw beheerder installeert hem, in de map van ZET, met: pip install '.[deduce]'"
)
STARTING = (
    "De extra naamzoeker start. De eerste keer duurt dat enkele minuten. U kunt doorlezen; z stopt het."
)
STOPPED = "De extra naamzoeker is gestopt."

Tell = Callable[[str], None]
Found = Callable[[ReviewText, tuple[Finding, ...]], None]


class ExtraSearch:
    """One search at a time; `stop` ends it at once, whatever it is doing."""

    def __init__(self) -> None:
        self._finder: DeduceFinder | None = None
        self._stopped = False

    @property
    def running(self) -> bool:
        return self._finder is not None

    async def run(self, finder: DeduceFinder, texts: Sequence[ReviewText], tell: Tell, found: Found) -> None:
        """Look through these texts; `found` gets what was seen in each. Raises DeduceFailed unless it was stopped."""
        self._finder, self._stopped = finder, False
        new = 0
        tell(STARTING)
        try:
            await asyncio.to_thread(finder.start)
            for number, text in enumerate(texts):
                if self._stopped:  # it came between two texts: the next one would start it again
                    break
                tell(f"Extra naamzoeker  {bar(number / len(texts), 20)}   z stopt")
                seen = await asyncio.to_thread(finder.find, text.original)
                new += bool(seen)
                found(text, seen)
            tell(STOPPED if self._stopped else _done(len(texts), new))
        except DeduceFailed:
            if not self._stopped:
                raise
            tell(STOPPED)
        finally:
            self._finder = None
            finder.close()

    def stop(self) -> None:
        """End it now; a process that is still being started goes when that is done."""
        if self._finder is not None:
            self._stopped = True
            self._finder.close()


def unread(texts: Sequence[ReviewText]) -> Iterator[ReviewText]:
    """What nobody accepted yet."""
    return (text for text in texts if text.decision is None and text.first is None)


def _done(texts: int, seen: int) -> str:
    read = "1 tekst" if texts == 1 else f"{texts} teksten"
    return f"De extra naamzoeker las {read} en zag in {seen} daarvan iets. Dat staat er nu bij als twijfel."
