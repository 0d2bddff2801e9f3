"""What happens to every text a person types before it becomes data: one rule, used everywhere."""

import unicodedata

_KEPT = {"\n", "\t"}


def clean_text(text: str) -> str:
    """`text` in NFC, with control and direction-override characters taken out and outer blanks trimmed.

    Line ends become one newline. Emoji, brackets and every printable character stay as typed.
    """
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in lines if c in _KEPT or _printable(c)).strip()


def _printable(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cf":  # joiners hold emoji together; the rest can turn a line around
        return char in "\u200c\u200d"
    return category not in {"Cc", "Cs", "Co", "Zl", "Zp"}
