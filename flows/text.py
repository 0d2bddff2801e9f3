"""Texts as people type and read them: cleaning what was typed, one rule for everything, and a day in words."""

import unicodedata
from datetime import date
from typing import Final

MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
LONGEST_NAME: Final = 80
"""Characters in a person's name: what still fits on a line of the letter."""
LONGEST_LINE: Final = 300
"""Characters in any other field of one line."""
_KEPT = {"\n", "\t"}
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(text: str) -> str:
    """`text` in NFC, with control and direction-override characters taken out and outer blanks trimmed.

    Line ends become one newline. Emoji, brackets and every printable character stay as typed.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in lines if c in _KEPT or _printable(c)).strip()


def steers(text: str) -> bool:
    """Whether something in it would steer a terminal or turn a line around, instead of being read."""
    if text.isprintable():
        return False
    return any(c in _TURNING or (unicodedata.category(c) == "Cc" and c not in _KEPT) for c in text)


def _printable(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cf":  # joiners hold emoji together; the rest can turn a line around
        return char in "\u200c\u200d"
    return category not in {"Cc", "Cs", "Co", "Zl", "Zp"}


def long_date(day: date) -> str:
    """A day as a letter has it: 2 maart 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
