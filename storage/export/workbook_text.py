"""Texts on their way into a cell and back: what a cell cannot hold, and what does not fit in one.

A text never becomes a formula and nothing of it is lost silently: characters that XML forbids are taken out, and
what is longer than a cell (32,767 UTF-16 units, Excel's limit) goes on in the tab "Vervolg".
"""

import re
from collections.abc import Mapping
from typing import Final

LIMIT: Final = 32_767
"""The most a cell holds, in UTF-16 units."""

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MORE: Final = "\n[gaat verder op tab Vervolg, nummer {}]"
_MORE_AT_END: Final = re.compile(r"\n\[gaat verder op tab Vervolg, nummer (\d+)\]\Z")
_ROOM: Final = 80
_PART: Final = LIMIT - _ROOM
_BACK: Final = 500
"""How many characters before the end of a piece a better place to cut is looked for."""
_SEAMS: Final = tuple(map(re.compile, (r"\n", r"[.!?]\s", r"\s", r"\W")))
"""Where a text is cut, the best first: after a line, a sentence, a word."""


def clean(text: str) -> str:
    """Take out what XML cannot hold; line ends become newlines."""
    if not text:
        return text
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Keep a typed "_x0041_" as it is: a reader of the file would see a character code in it (ST_Xstring)."""
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def unescape(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _units(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _pieces(text: str) -> list[str]:
    """Cut into pieces that fit, never through a character; the gate must see whole words, and rather sentences."""
    pieces: list[str] = []
    at = 0
    while at < len(text):
        end = at + _PART
        while _units(text[at:end]) > _PART:
            end -= max(1, (_units(text[at:end]) - _PART) // 2)
        end = _seam(text, at, end)
        pieces.append(text[at:end])
        at = end
    return pieces


def _seam(text: str, at: int, end: int) -> int:
    """The best place to cut the piece that begins at `at`, at most at `end`."""
    if end >= len(text):
        return end
    start = max(at, end - _BACK)
    for seam in _SEAMS:
        if found := list(seam.finditer(text, start, end)):
            return found[-1].end()
    return end  # one long word: no name is found in the middle of that anyway


class Overflow:
    """Collects what did not fit, numbered from 1."""

    def __init__(self) -> None:
        self.parts: list[tuple[int, int, str]] = []
        self._count = 0

    def fit(self, text: str) -> str:
        """Give what goes in the cell; the rest is kept in `parts` as (number, part, text)."""
        if len(text) < LIMIT // 2 or _units(text) <= LIMIT - _ROOM:
            return text
        first, *rest = _pieces(text)
        self._count += 1
        self.parts += [(self._count, part, piece) for part, piece in enumerate(rest, start=2)]
        return first + _MORE.format(self._count)


def rejoin(text: str, parts: Mapping[int, str]) -> str:
    """Put a continued text together again."""
    more = _MORE_AT_END.search(text) if parts and len(text) > LIMIT // 3 else None
    if more is None or _units(text) < LIMIT - 2 * (_ROOM + _BACK) or int(more[1]) not in parts:
        return text
    return text[: more.start()] + parts[int(more[1])]
