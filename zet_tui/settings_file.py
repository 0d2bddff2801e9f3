"""What the person at this laptop set for ZET, from `instellingen.toml`: checked before it counts; no personal data.

[instellingen]
kleuren = "licht"
slot-bladzijde = 5
slot-gesprek = 15
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from zet_tui.idle import CONVERSATION_MINUTES, PAGE_MINUTES

FILE: Final = "instellingen.toml"
TABLE: Final = "instellingen"
COLOURS: Final = ("donker", "licht", "hoog-contrast", "terminal")
SHORTEST, LONGEST = 1, 60
COLOURS_NAME, PAGE_NAME, CONVERSATION_NAME = "kleuren", "slot-bladzijde", "slot-gesprek"


class SettingsFault(StrEnum):
    """What is wrong with the file."""

    UNREADABLE = "unreadable"
    NO_TOML = "no_toml"
    NO_TABLE = "no_table"
    UNKNOWN_NAME = "unknown_name"
    COLOURS = "colours"
    MINUTES = "minutes"


class SettingsFileError(Exception):
    """The file cannot be used; `detail` is the name it is about, from the file itself."""

    def __init__(self, fault: SettingsFault, detail: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.detail = detail


class SettingsNotKept(Exception):
    """The file could not be written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One of `COLOURS`, and the whole minutes of quiet (1 to 60) before the lock closes."""

    colours: str = COLOURS[0]
    page_minutes: int = int(PAGE_MINUTES)
    conversation_minutes: int = int(CONVERSATION_MINUTES)

    def minutes(self, usual: float) -> int:
        """The own minutes for a screen of which `usual` is what it has without settings."""
        return self.conversation_minutes if usual == CONVERSATION_MINUTES else self.page_minutes


DEFAULTS: Final = Settings()


def settings_path() -> Path:
    """Where the file is looked for on this computer: beside the own keys."""
    from platformdirs import user_config_path

    return user_config_path("zet", appauthor=False) / FILE


def read_settings(path: Path) -> Settings:
    """What the file sets, the usual where it is silent or absent. Raises `SettingsFileError`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return DEFAULTS
    except OSError as error:
        raise SettingsFileError(SettingsFault.UNREADABLE) from error
    table = _table_in(data)
    for name in table:
        if name not in (COLOURS_NAME, PAGE_NAME, CONVERSATION_NAME):
            raise SettingsFileError(SettingsFault.UNKNOWN_NAME, name)
    colours = table.get(COLOURS_NAME, DEFAULTS.colours)
    if not isinstance(colours, str) or colours not in COLOURS:
        raise SettingsFileError(SettingsFault.COLOURS, COLOURS_NAME)
    return Settings(
        colours,
        _minutes(table, PAGE_NAME, DEFAULTS.page_minutes),
        _minutes(table, CONVERSATION_NAME, DEFAULTS.conversation_minutes),
    )


def settings_or_usual(path: Path) -> tuple[Settings, SettingsFileError | None]:
    """What the file sets; the usual with the fault when it cannot be used."""
    try:
        return read_settings(path), None
    except SettingsFileError as error:
        return DEFAULTS, error


def write_settings(path: Path, settings: Settings) -> None:
    """Put the settings in place of the whole file. Raises `SettingsNotKept`."""
    text = (
        f"[{TABLE}]\n"
        f'{COLOURS_NAME} = "{settings.colours}"\n'
        f"{PAGE_NAME} = {settings.page_minutes}\n"
        f"{CONVERSATION_NAME} = {settings.conversation_minutes}\n"
    )
    beside = path.with_suffix(".nieuw")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise SettingsNotKept from error


def read_minutes(text: str) -> int | None:
    """The minutes that were typed, or None when that is no whole number from 1 to 60."""
    typed = text.strip()
    minutes = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 2 else 0
    return minutes if SHORTEST <= minutes <= LONGEST else None


def _table_in(data: bytes) -> Mapping[str, object]:
    import tomllib

    try:
        table = tomllib.loads(data.decode("utf-8-sig")).get(TABLE)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsFileError(SettingsFault.NO_TOML) from None
    if not isinstance(table, dict):
        raise SettingsFileError(SettingsFault.NO_TABLE)
    return table


def _minutes(table: Mapping[str, object], name: str, usual: int) -> int:
    minutes = table.get(name, usual)
    if type(minutes) is not int or not SHORTEST <= minutes <= LONGEST:
        raise SettingsFileError(SettingsFault.MINUTES, name)
    return minutes
