"""Whether a text that goes to partners repeats what a resident or professional said (Bijlage 5 and 6).

Conclusions, actions and quotes are the team's own words; a sentence that stands in the results does not go along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from flows.results import CaseResult

WORDS: Final = 5
"""So many words in a row are a repetition; a whole text that is shorter only counts when it has three words."""
_LEAST: Final = 3
_WORD: Final = re.compile(r"\w+")


class CasuistryFound(Exception):
    """Texts for the session repeat what stands in the results; `places` says where, never what."""

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(len(places))
        self.places = tuple(places)


def spoken(cases: Iterable[CaseResult]) -> Iterator[str]:
    """Every free text of the results."""
    for case in cases:
        for result in case.sources:
            for answer in result.answers:
                yield from (text for text in (answer.reason, answer.remark, answer.text) if text)
            yield from (event.text for event in result.timeline)
            yield from (text for text in (result.closing_remark, result.closure_reason) if text)


class Repetition:
    """Looks for what was said in other texts; made once for all of them."""

    def __init__(self, cases: Iterable[CaseResult], allowed: Iterable[str] = ()) -> None:
        known = {run for text in allowed for run in _runs(_words(text))}
        self._runs: set[tuple[str, ...]] = set()
        for text in spoken(cases):
            words = _words(text)
            self._runs.update(run for run in _runs(words) if run not in known)

    def found(self, text: str) -> bool:
        """Whether five words in a row, or a whole short text, were said."""
        words = _words(text)
        lengths = range(_LEAST, WORDS + 1)
        return any(
            tuple(words[at : at + length]) in self._runs
            for length in lengths
            for at in range(len(words) - length + 1)
        )

    def check(self, texts: Iterable[tuple[str, str]]) -> None:
        """Raise CasuistryFound with the place of every (place, text) that repeats something."""
        places = [place for place, text in texts if self.found(text)]
        if places:
            raise CasuistryFound(places)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every five words in a row; a text of three or four words as a whole."""
    if _LEAST <= len(words) < WORDS:
        yield words
    for at in range(len(words) - WORDS + 1):
        yield words[at : at + WORDS]
