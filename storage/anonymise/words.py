"""The words of `words.toml`, folded and ready to look up; what they mean for a text is left to others."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from storage.anonymise.known_words import is_known

_LOOSE: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ŋ": "n"}
)
# Marks and invisible characters inside a word must not hide it (soft hyphen, zero-width, combining accents).
_INSIDE: Final = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
TOKEN: Final = re.compile(f"(?:[^\\W_][{_INSIDE}]*)+")
"""A word: letters and digits, with the marks that belong to them."""


def fold(word: str) -> str:
    """Fold one word or text: no accents, lower case, ij as y, nothing invisible. Nothing is remembered."""
    if word.isascii():
        return word.lower().replace("ij", "y")
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LOOSE))
    kept = "".join(char for char in plain if unicodedata.category(char) not in {"Mn", "Cf"})
    return kept.casefold().translate(_LOOSE).replace("ij", "y")


@dataclass(frozen=True, slots=True)
class Words:
    """Every list, folded. `allowed` holds phrases as tuples of words, `handbook` is a part of `ordinary`."""

    allowed: frozenset[tuple[str, ...]]
    ordinary: frozenset[str]
    handbook: frozenset[str]
    first_names: frozenset[str]
    kin: dict[str, str]
    titles: dict[str, str]
    organisation_kinds: frozenset[str]
    sure_organisation_kinds: frozenset[str]
    origins: frozenset[str]

    def knows(self, folded: str) -> bool:
        """Whether this is an ordinary Dutch word, as listed or plainly inflected or put together."""
        return is_known(folded) or self.is_plain(folded)

    def is_plain(self, folded: str) -> bool:
        """Whether this is a word of every day, plainly inflected or put together: no typing error of a name."""
        return (
            folded in self.ordinary or _inflected(folded, self.ordinary) or _compound(folded, self.ordinary)
        )


_ENDINGS: Final = (
    "s",
    "t",
    "e",
    "n",
    "en",
    "je",
    "jes",
    "tje",
    "tjes",
    "de",
    "den",
    "te",
    "ten",
    "er",
    "ers",
    "ster",
)
_OPENINGS: Final = (
    "ge", "be", "ver", "ont", "her", "on", "aan", "af", "op", "in", "uit", "mee", "door", "over", "bij", "na", "om",
    "toe", "weg", "terug", "voor", "tegen", "samen", "mis", "onder", "los", "vast", "langs", "thuis",
)  # fmt: skip
_SUFFIXES: Final = (
    "ing", "ingen", "heid", "heden", "lyk", "lyke", "isch", "ische", "tie", "ties", "teit", "schap", "loos", "loze",
    "baar", "bare", "zaam", "zame", "ieel", "iele", "atief", "ment", "menten", "elyks", "gesprek", "gesprekken",
)  # fmt: skip


def _inflected(word: str, known: frozenset[str]) -> bool:
    if len(word) > 6 and word.endswith(_SUFFIXES):
        return True
    if any(
        len(word) - len(end) >= 3 and word.endswith(end) and word[: -len(end)] in known for end in _ENDINGS
    ):
        return True
    return any(
        word.startswith(opening) and len(word) - len(opening) >= 3 and word[len(opening) :] in known
        for opening in _OPENINGS
    )


def _compound(word: str, known: frozenset[str]) -> bool:
    for at in range(3, len(word) - 2):
        head, tail = word[:at], word[at:]
        if len(head) + len(tail) >= 8 and tail in known and (head in known or head.rstrip("s") in known):
            return True
    return False


@cache
def words() -> Words:
    """Read the shipped lists, once."""
    raw = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    ordinary = {fold(word) for part in ("handbook", "everyday") for word in raw["ordinary"][part].split()}
    organisations = raw["organisations"]
    return Words(
        allowed=frozenset(phrase(entry) for entry in raw["allowed"]),
        ordinary=frozenset(ordinary),
        handbook=frozenset(map(fold, raw["ordinary"]["handbook"].split())),
        first_names=frozenset(map(fold, raw["names"]["first_names"].split())),
        kin=_tokens(raw["kin"]),
        titles=_tokens(raw["titles"]),
        organisation_kinds=frozenset(map(fold, organisations["kinds"].split())),
        sure_organisation_kinds=frozenset(map(fold, organisations["sure_kinds"].split())),
        origins=frozenset(map(fold, raw["origins"]["words"].split())),
    )


def _tokens(table: dict[str, str]) -> dict[str, str]:
    return {fold(word): token for token, listed in table.items() for word in listed.split()}


def phrase(text: str) -> tuple[str, ...]:
    """Fold every word of a phrase."""
    return tuple(fold(match[0]) for match in TOKEN.finditer(text))
