"""The page in easy words beside the consent letter: ours, and marked until it was tried with people it is for.

It has the shape of a letter (`flows.letter`); a file of it is made in `storage.export`.
"""

from typing import Final

from flows.instrument import INSTRUMENTS
from flows.letter import LetterTemplate, load_letter

FOLDER: Final = "uitleg"
NOT_TRIED: Final = "Deze uitleg is nog niet met ervaringsdeskundigen getoetst."


def load_explanation(instrument: str) -> LetterTemplate | None:
    """The page that a shipped instrument brings; None for one without, as an own instrument.

    Raises `flows.instrument.InstrumentError` when its data cannot be used.
    """
    folder = INSTRUMENTS / instrument / FOLDER
    return load_letter(folder) if instrument and folder.is_dir() else None
