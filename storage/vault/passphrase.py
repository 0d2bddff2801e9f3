"""Passphrases: six Dutch words from the system's random source, and a plain judgement of own ones."""

import re
import secrets
from collections import Counter
from functools import lru_cache
from importlib.resources import files
from random import Random

from storage.vault.errors import WeakPassphrase, WeakReason
from storage.vault.kdf import as_read

WORDS = 6
LIST_SIZE = 7776
_LEAST = 12
_LEAST_DISTINCT = 6
_LEAST_LEFT = 6  # what must remain when rows, dates or a word are taken out
_LONG_WORD = 16
_GUESSES = 10**15
"""How many guesses an own passphrase must take by zxcvbn's count; its own highest mark begins at 10^10."""
_LOOKED_AT = 72  # characters; zxcvbn's work grows with the square of the length
_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
)
_RUN = 4
_MONTH = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|jan|feb|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec"
)
_DATE = re.compile(
    rf"(\d{{1,2}}[\W_]*)?({_MONTH})[\W_]*(\d{{4}}|\d{{2}})?"
    r"|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4}|\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}"
    r"|(?<!\d)((0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(19|20)\d\d|(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
    r"|(?<!\d)(19|20)\d\d(?!\d)"
)
_EASY = {
    "passwords": WeakReason.KNOWN,
    "male_names": WeakReason.NAME,
    "female_names": WeakReason.NAME,
    "surnames": WeakReason.NAME,
    "repeat": WeakReason.REPEATED,
    "spatial": WeakReason.ROW,
    "sequence": WeakReason.ROW,
    "date": WeakReason.DATE,
}
"""What zxcvbn calls a part of a passphrase; its other dictionaries are words."""
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_LEET = str.maketrans("0134578@$!", "oieastbasi")


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """The 7,776 words, sorted; `words/LICENCE.txt` tells where they come from and by which rule."""
    text = (files("storage.vault") / "words" / "words.txt").read_text(encoding="ascii")
    return tuple(text.split())


def generate(rng: Random | None = None) -> str:
    """Six words with a space between, 77.5 bits from the system's random source."""
    choose = rng or secrets.SystemRandom()
    return " ".join(choose.choice(words()) for _ in range(WORDS))


def check_own(passphrase: str) -> None:
    """Raise WeakPassphrase for an own passphrase that is easy to guess.

    The rule, on the passphrase as the vault reads it (`kdf.as_read`): at least 12
    characters; at least 6 different ones; at least 6 left when rows of the keyboard, the alphabet or
    numbers (4 or more in a row, either way) are taken out, and when dates and years are; and not one word
    dressed up: one unbroken word of fewer than 16 letters, or one of the list's words however often
    repeated, with digits and signs before, behind or in place of letters. What is left must take 10^15 guesses
    by zxcvbn's count over its first 72 characters, our own words among the words that it knows: four loose words
    do, three seldom.
    """
    text = as_read(passphrase).casefold()
    if len(text) < _LEAST:
        raise WeakPassphrase(WeakReason.TOO_SHORT)
    if len(set(text) - {" "}) < _LEAST_DISTINCT:
        raise WeakPassphrase(WeakReason.FEW_CHARACTERS)
    if _letters_left(_without_rows(text)) < _LEAST_LEFT:
        raise WeakPassphrase(WeakReason.ROW)
    if _letters_left(_DATE.sub(" ", text)) < _LEAST_LEFT:
        raise WeakPassphrase(WeakReason.DATE)
    if _one_word(text):
        raise WeakPassphrase(WeakReason.ONE_WORD)
    _take_guesses(text)


def _take_guesses(text: str) -> None:
    """Raise WeakPassphrase, with the part that makes it easy, when too few guesses are needed."""
    from zxcvbn import zxcvbn

    found = zxcvbn(text[:_LOOKED_AT], user_inputs=words())
    if found["guesses"] >= _GUESSES:
        return
    letters: Counter[WeakReason] = Counter()
    for part in found["sequence"]:
        kind = part.get("dictionary_name", part["pattern"])
        letters[_EASY.get(kind, WeakReason.GUESSABLE)] += len(part["token"])
    raise WeakPassphrase(letters.most_common(1)[0][0])


def _letters_left(text: str) -> int:
    return sum(character.isalnum() for character in text)


def _without_rows(text: str) -> str:
    """The text without runs of four or more that stand next to each other on a row."""
    rows = [row for one in _ROWS for row in (one, one[::-1])]
    kept, at = [], 0
    while at < len(text):
        size = max(_run(text, at, row) for row in rows)
        if size >= _RUN:
            at += size
        else:
            kept.append(text[at])
            at += 1
    return "".join(kept)


def _run(text: str, at: int, row: str) -> int:
    start = row.find(text[at])
    size = 0
    while start >= 0 and start + size < len(row) and text[at + size : at + size + 1] == row[start + size]:
        size += 1
    return size


def _one_word(text: str) -> bool:
    letters = [at for at, character in enumerate(text) if character.isalpha()]
    if not letters:
        return False
    first, last = letters[0], letters[-1] + 1
    if text[first:last].isalpha() and last - first < _LONG_WORD:
        return True
    # any of the digits and signs around it may stand for a letter of the word
    spans = {text[start:end] for start in range(first + 1) for end in range(last, len(text) + 1)}
    return any(
        _repeated_word(_NOT_LETTERS.sub("", form)) for span in spans for form in (span, span.translate(_LEET))
    )


def _repeated_word(letters: str) -> bool:
    for size in range(1, len(letters) + 1):
        if len(letters) % size == 0 and letters == letters[:size] * (len(letters) // size):
            return letters[:size] in _known()
    return False


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(words())
