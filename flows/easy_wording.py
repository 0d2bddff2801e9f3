"""The questions in easy words, for people with a mild intellectual disability: ours, beside the official wording.

They stand in a folder of their own, so that nobody takes them for the handbook's words. They never replace a
question; showing them beside it, marked as a suggestion, is left to the answer card.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from flows.instrument import INSTRUMENTS, Source
from flows.suggestions import load_suggestions

FOLDER: Final = "makkelijk"
_NONE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


@cache
def easy_wording(source: Source, instrument: str = "zet") -> Mapping[str, tuple[str, ...]]:
    """The sentences per question id, one per line; empty where an instrument or a list has none.

    Raises `InstrumentError` when the file cannot be used.
    """
    file = INSTRUMENTS / instrument / FOLDER / f"{Source(source).value}.toml"
    return load_suggestions(file) if file.is_file() else _NONE
