"""Own keys from a small file, `toetsen.toml`, checked before they count; what an action does stays in `actions`.

[toetsen]
doorvragen = "f4"
open-vragen = "ctrl+n"
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from zet_tui.actions import ACTIONS, DEFAULT_KEYS, KeyTable, may_be_key, setting_name

FILE: Final = "toetsen.toml"
TABLE: Final = "toetsen"


class KeysFault(StrEnum):
    """What is wrong with the file."""

    UNREADABLE = "unreadable"
    NO_TOML = "no_toml"
    NO_TABLE = "no_table"
    UNKNOWN_ACTION = "unknown_action"
    UNKNOWN_KEY = "unknown_key"
    DOUBLE = "double"


class KeysFileError(Exception):
    """The file cannot be used; `detail` is the name or the key it is about, from the file itself."""

    def __init__(self, path: Path, fault: KeysFault, detail: str = "") -> None:
        super().__init__(fault.value)
        self.path = path
        self.fault = fault
        self.detail = detail


def keys_path() -> Path:
    """Where the file is looked for on this computer."""
    from platformdirs import user_config_path

    return user_config_path("zet", appauthor=False) / FILE


def read_keys(path: Path) -> KeyTable:
    """The keys with those of the file in place of the usual ones; the usual ones when there is no file.

    Raises `KeysFileError`.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return DEFAULT_KEYS
    except OSError as error:
        raise KeysFileError(path, KeysFault.UNREADABLE) from error
    return KeyTable(rebound(_table_in(path, data), path))


def _table_in(path: Path, data: bytes) -> Mapping[str, object]:
    import tomllib

    try:
        table = tomllib.loads(data.decode("utf-8-sig")).get(TABLE)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise KeysFileError(path, KeysFault.NO_TOML) from None
    if not isinstance(table, dict):
        raise KeysFileError(path, KeysFault.NO_TABLE)
    return table


def rebound(wanted: Mapping[str, object], path: Path) -> Mapping[str, str]:
    """Per action id its own key. Raises `KeysFileError` for a name, a key or two actions on one key."""
    ids = {setting_name(act): act.id for act in ACTIONS if act.rebindable}
    keys = {act.id: act.keys[0] for act in ACTIONS if act.rebindable}
    own: dict[str, str] = {}
    for name, key in wanted.items():
        if name not in ids:
            raise KeysFileError(path, KeysFault.UNKNOWN_ACTION, name)
        if not isinstance(key, str) or not may_be_key(key.casefold()):
            raise KeysFileError(path, KeysFault.UNKNOWN_KEY, str(key))
        own[ids[name]] = key.casefold()
    taken: dict[str, str] = {
        act.keys[0]: act.id for act in ACTIONS if not act.rebindable and may_be_key(act.keys[0])
    }
    for action, key in {**keys, **own}.items():
        if key in taken:
            raise KeysFileError(path, KeysFault.DOUBLE, key)
        taken[key] = action
    return own
