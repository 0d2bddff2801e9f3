"""What is wrong with `instellingen.toml`, in a sentence; finding it is `settings_file`'s."""

from collections.abc import Mapping
from typing import Final

from zet_tui.settings_file import FILE, SettingsFault, SettingsFileError

_FAULTS: Final[Mapping[SettingsFault, str]] = {
    SettingsFault.UNREADABLE: "kan niet worden gelezen",
    SettingsFault.NO_TOML: "is geen goed TOML-bestand",
    SettingsFault.NO_TABLE: "heeft geen kopje [instellingen]",
    SettingsFault.UNKNOWN_NAME: "noemt ‘{detail}’, en die instelling is er niet",
    SettingsFault.COLOURS: "noemt kleuren die er niet zijn; kies donker, licht, hoog-contrast of terminal",
    SettingsFault.MINUTES: "heeft bij {detail} geen heel getal van 1 tot en met 60",
}

NOT_KEPT: Final = "De instellingen gelden tot u ZET sluit: het bestand kan niet worden geschreven."
FEW_COLOURS: Final = "Deze terminal kent maar 16 kleuren. ZET neemt daarom de kleuren van de terminal zelf."
NO_COLOUR: Final = "NO_COLOR staat aan: ZET gebruikt geen kleuren."
FAULTY_MINUTES: Final = "Vul een heel getal in, van 1 tot en met 60."


def sentence(error: SettingsFileError) -> str:
    """The fault, and that the usual settings count."""
    fault = _FAULTS[error.fault].format(detail=error.detail[:40])
    return f"Het bestand {FILE} {fault}. De gewone instellingen gelden."
