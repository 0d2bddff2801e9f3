"""The colours of everything that leaves as a file, as six hexadecimal digits: red, green, blue."""

from collections.abc import Mapping
from typing import Final

from flows.instrument import Rating

INK: Final = "1F262B"
QUIET: Final = "4A535B"  # 7.9 : 1 on white
FILLS: Final[Mapping[Rating, str]] = {
    Rating.GROEN: "8CCB92",
    Rating.MINT: "D5EEDB",
    Rating.ORANJE: "F9CF95",
    Rating.ROOD: "EE9A92",
}
"""Black words are readable on all of them, and beside each stands its name."""
