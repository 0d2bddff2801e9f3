"""What is wrong with `toetsen.toml`, in a sentence; finding it is `keys_file`'s."""

from collections.abc import Mapping
from typing import Final

from zet_tui.actions import key_name
from zet_tui.keys_file import KeysFault, KeysFileError

_FAULTS: Final[Mapping[KeysFault, str]] = {
    KeysFault.UNREADABLE: "kan niet worden gelezen",
    KeysFault.NO_TOML: "is geen goed TOML-bestand",
    KeysFault.NO_TABLE: "heeft geen kopje [toetsen]",
    KeysFault.UNKNOWN_ACTION: "noemt ‘{detail}’, en die opdracht is er niet",
    KeysFault.UNKNOWN_KEY: "noemt de toets ‘{detail}’; kies een F-toets of een vrije Ctrl-letter",
    KeysFault.DOUBLE: "geeft {detail} aan twee opdrachten",
}
_USUAL: Final = "De gewone toetsen gelden."


def sentence(error: KeysFileError) -> str:
    """The fault, and that the usual keys count."""
    detail = key_name(error.detail) if error.fault is KeysFault.DOUBLE else error.detail[:40]
    return f"Het bestand {error.path.name} {_FAULTS[error.fault].format(detail=detail)}. {_USUAL}"
