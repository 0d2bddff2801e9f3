"""Whether what the team wrote may go to partners: nothing that a resident or professional said, and no identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flows.actions import subjects
from flows.casuistry import Repetition
from flows.instrument import Instrument
from flows.results import CaseResult
from storage.anonymise.patterns import structured

Texts = Iterable[tuple[str, str]]
"""(place, text): the place is told, the text never."""


class IdentifierFound(Exception):
    """A text holds a number, an address or the like that points to a person; `places` says where, never what."""

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__(len(places))
        self.places = tuple(places)


def check_words(instrument: Instrument, cases: Iterable[CaseResult], texts: Texts) -> None:
    """Raises CasuistryFound or IdentifierFound with every place; a date is no identifier here."""
    texts = tuple(texts)
    printed = [question.text for one in instrument.questionnaires for question in one.questions]
    Repetition(cases, (*printed, *subjects(instrument))).check(texts)
    places = [place for place, text in texts if any(found.kind != "datum" for found in structured(text))]
    if places:
        raise IdentifierFound(places)
