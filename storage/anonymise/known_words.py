"""Whether a word is in OpenTaal's list of 400,000 Dutch words, from a compact file; what that means is left to `words`.

The file is a Bloom filter: it needs no loading but a read of half a megabyte, holds no word that can be read, knows
every word of the list, and takes about one in three hundred others for known. `known/LICENCE.txt` tells where the list
comes from; tests/storage/make_known_words.py makes the file.
"""

from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Final

PROBES: Final = 8
BITS_PER_WORD: Final = 12


def is_known(folded: str) -> bool:
    """Whether a folded word is in the list; for about one in three hundred other words True too."""
    bits = _bits()
    return all(bits[at >> 3] >> (at & 7) & 1 for at in _places(folded, len(bits) * 8))


@cache
def _bits() -> bytes:
    return (files("storage.anonymise") / "known" / "words.bloom").read_bytes()


def _places(word: str, size: int) -> Iterable[int]:
    digest = blake2b(word.encode(), digest_size=16).digest()
    first, step = int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little") | 1
    return ((first + number * step) % size for number in range(PROBES))


def made_from(words: Iterable[str]) -> bytes:
    """Give the file that knows these folded words."""
    known = set(words)
    bits = bytearray((len(known) * BITS_PER_WORD + 7) // 8)
    for word in known:
        for at in _places(word, len(bits) * 8):
            bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)
