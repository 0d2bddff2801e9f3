"""Finding personal data in one text: what is sure and is replaced, what is doubtful and waits for a person.

This cannot find everything ("the only general practitioner of the village" has no form); that is why a person
reads every text once more. Reviewing and remembering decisions are left to `review`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from storage.anonymise.doubt import doubtful
from storage.anonymise.finding import COVER, Finding, apply, cover, settle
from storage.anonymise.listed import listed
from storage.anonymise.names import NameList
from storage.anonymise.patterns import identifiers, streets
from storage.anonymise.text import split

__all__ = ["Finding", "apply", "beside", "find"]

# What this module puts in a text itself is never found again.
_TOKENS: Final = re.compile(
    r"\[(?:inwoner|kind|partner|ouder|familielid|buur|professional|interviewer|persoon|naam|plaats|organisatie|herkomst"
    r"|telefoon|e-mail|bsn|rekeningnummer|adres|postcode|webadres|kenteken|datum|dag|gebruikersnaam|zaaknummer|getal|leeftijd"
    r"|leeftijd: (?:kind|jongere|volwassene|oudere))(?: \d{1,3})?\]"
)


def find(text: str, names: NameList, more: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Find what may point to a person: sorted, not overlapping, spans of `text`.

    Sure are structured identifiers and listed names; everything else is doubtful. Applying the sure findings
    leaves a text without sure findings. `more` is what another finder saw in this text (`deduce_extra`): where
    nothing of ours stands, it is doubtful too.
    """
    hidden = _TOKENS.sub(lambda match: COVER * len(match[0]), text)
    sure: tuple[Finding, ...] = ()
    unsure: tuple[Finding, ...] = ()
    while True:
        new, unsure = _once(hidden, names)
        if not new:
            break
        sure = (*sure, *new)
        hidden = cover(hidden, new)
    unsure = settle((*unsure, *doubtful(cover(hidden, unsure))))
    return beside(text, (*sure, *unsure), more)


def beside(text: str, findings: Iterable[Finding], more: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put what another finder saw beside the findings of this text: doubtful, and only where nothing stands yet."""
    others = (
        replace(found, sure=False) for found in more if not _TOKENS.search(text, found.start, found.end)
    )
    return settle((*findings, *others))


def _once(text: str, names: NameList) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Look once; what is found may lay bare something else."""
    structured = identifiers(text)
    text = cover(text, structured)
    by_name = listed(text, split(text), names)
    people = settle(found for found in by_name if found.sure)
    text = cover(text, people)
    roads = streets(text)
    text = cover(text, roads)
    unsure = settle((*people, *(found for found in by_name if not found.sure)))
    return (*structured, *people, *roads), tuple(found for found in unsure if not found.sure)
