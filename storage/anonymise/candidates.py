"""Words that may be a name, place or organisation, taken out of a text as they would go on a case's name list.

`suggested` asks a person about those of the answers; those of how a resident is reached are listed unasked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from storage.anonymise.find import Finding, find
from storage.anonymise.names import PARTICLES, NameList
from storage.anonymise.words import phrase, words

KINDS: Final = frozenset({"naam", "plaats", "organisatie"})
BARE: Final = "[naam]"
_STREET: Final = re.compile(r"[^\d,]+")
_POST_BOX: Final = ("postbus",)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One run of words: `key` folded, `word` as typed, `token` what would replace it ("[kind]", "[plaats]")."""

    key: str = field(repr=False)
    word: str = field(repr=False)
    token: str

    @property
    def entry(self) -> str:
        """As it goes on the name list: with what it is, where that is known ("Noor (kind)")."""
        return self.word if self.token == BARE else f"{self.word} ({self.token.strip('[]')})"


def candidates(text: str, findings: Iterable[Finding]) -> Iterator[Candidate]:
    """Every doubtful name, place and organisation; a bare word for a kind of person or organisation is none."""
    known = words()
    general = known.organisation_kinds | known.kin.keys() | known.titles.keys() | PARTICLES
    for finding in findings:
        word = text[finding.start : finding.end].strip(" .")
        parts = phrase(word)
        if finding.kind in KINDS and not finding.sure and not general.issuperset(parts):
            yield Candidate(" ".join(parts), word, finding.replacement)


def names_in(contact: str) -> tuple[str, ...]:
    """Who and what is named in how a resident is reached: "via dochter Noor", "Lindelaan 12"; as list entries."""
    findings = find(contact, NameList())
    entries = [candidate.entry for candidate in candidates(contact, findings)]
    for finding in findings:
        street = _STREET.match(contact[finding.start : finding.end]) if finding.kind == "adres" else None
        if street is not None and phrase(street[0]) != _POST_BOX:
            entries.append(f"{street[0].strip()} (straat)")
    return tuple(dict.fromkeys(entries))
