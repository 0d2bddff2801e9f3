"""The questions in easy words, for people with a mild intellectual disability: ours, beside the official wording.

They stand in a folder of their own, so that nobody takes them for the handbook's words. They never replace a
question; showing them beside it, marked as a suggestion, is left to the answer card.
"""

from collections.abc import Mapping
from typing import Final

from flows.instrument import Source
from flows.suggestions import suggestions

FOLDER: Final = "makkelijk"


def easy_wording(source: Source, instrument: str = "zet") -> Mapping[str, tuple[str, ...]]:
    """The sentences per question id, one per line; empty where an instrument or a list has none.

    Raises `InstrumentError` when the file cannot be used.
    """
    return suggestions(source, instrument, FOLDER)
