"""A text cut into words that know where they stand, for the finders beside it."""

import re
from dataclasses import dataclass
from typing import Final

from storage.anonymise.words import TOKEN, fold

_ABBREVIATIONS: Final = frozenset(
    {
        "mw",
        "mevr",
        "dhr",
        "dr",
        "drs",
        "mr",
        "ir",
        "ing",
        "prof",
        "st",
        "bijv",
        "ca",
        "evt",
        "incl",
        "nr",
        "tel",
    }
    | {"resp", "fam", "jr", "sr", "mej", "jhr", "ds"}
)
_OPENERS: Final = " \t\"'“”‘’„(«[*_"
_SENTENCE: Final = re.compile(r"[^.!?\n]+")
_ENDS: Final = ".!?:;…\n•-–—>|/"


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `text[start:end]`, as typed and folded. `opens` a sentence, line or quotation."""

    start: int
    end: int
    raw: str
    folded: str
    opens: bool

    @property
    def capital(self) -> bool:
        return self.raw[0].isupper()

    @property
    def letter(self) -> bool:
        """A single capital: an initial."""
        return len(self.folded) == 1 and self.raw.isupper()


def split(text: str) -> tuple[Word, ...]:
    """Cut a text into words. A sentence typed in capitals tells nothing by them: there they count as small."""
    shouted = [sentence.span() for sentence in _SENTENCE.finditer(text) if _shouts(sentence[0])]
    found: list[Word] = []
    for match in TOKEN.finditer(text):
        folded = fold(match[0])
        if folded:
            shouting = any(start <= match.start() < end for start, end in shouted)
            raw = match[0].lower() if shouting else match[0]
            opens = _opens(text, match.start(), found[-1] if found else None)
            found.append(Word(match.start(), match.end(), raw, folded, opens))
    return tuple(found)


def _shouts(text: str) -> bool:
    long_words = re.findall(r"[^\W\d_]{4,}", text)
    return len(long_words) > 2 and sum(word.isupper() for word in long_words) > 0.7 * len(long_words)


def _opens(text: str, start: int, before: Word | None) -> bool:
    at = start - 1
    while at >= 0 and text[at] in _OPENERS:
        at -= 1
    if at < 0:
        return True
    if text[at] not in _ENDS or (text[at] in "-/" and at == start - 1):
        return False
    if text[at] == "." and before is not None and before.end == at:
        return before.folded not in _ABBREVIATIONS and (len(before.folded) > 1 or before.folded.isdigit())
    return True
