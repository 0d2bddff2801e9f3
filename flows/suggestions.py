"""Short probing suggestions per question, in our own words: help for who asks, never part of the questionnaire.

They stand in a folder of their own beside the questionnaires, so that nobody takes them for the handbook's words.
How they are shown, marked as suggestions, is left to the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from flows.instrument import INSTRUMENTS, Fault, FaultCode, InstrumentError, Source, read_table

FOLDER: Final = "doorvragen"
_NONE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


@cache
def suggestions(
    source: Source, instrument: str = "zet", folder: str = FOLDER
) -> Mapping[str, tuple[str, ...]]:
    """The texts of one list by question id; empty for an instrument that has none, as an own instrument.

    Raises `InstrumentError` when the file cannot be used.
    """
    file = INSTRUMENTS / instrument / folder / f"{Source(source).value}.toml"
    return load_suggestions(file) if file.is_file() else _NONE


def load_suggestions(file: Path) -> Mapping[str, tuple[str, ...]]:
    """Read one file: under `vragen`, per question id a list of texts. Raises `InstrumentError`."""
    table = read_table(file).get("vragen")
    if not isinstance(table, dict):
        raise InstrumentError((Fault(file.name, None, None, FaultCode.MISSING_FIELD, "vragen"),))
    faults = tuple(
        Fault(file.name, None, question, FaultCode.WRONG_TYPE, "vragen")
        for question, texts in table.items()
        if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts)
    )
    if faults:
        raise InstrumentError(faults)
    return MappingProxyType({question: tuple(texts) for question, texts in table.items()})
