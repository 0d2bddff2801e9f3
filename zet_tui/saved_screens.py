"""Windows Terminal can write what stood on the screen to disk: are there such files on this laptop?

ZET shows people only on the alternate screen; whether Windows Terminal leaves that one out was not tried, so the end
warns. Names of the files: microsoft/terminal, pull requests 16598 and 19546.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Final

_PLACES: Final = (
    "Packages/Microsoft.WindowsTerminal_8wekyb3d8bbwe/LocalState",
    "Packages/Microsoft.WindowsTerminalPreview_8wekyb3d8bbwe/LocalState",
    "Packages/Microsoft.WindowsTerminalCanary_8wekyb3d8bbwe/LocalState",
    "Microsoft/Windows Terminal",
)
_PREFIXES: Final = ("buffer_", "elevated_")


def is_saved_screen(path: PurePath) -> bool:
    """Whether a file of Windows Terminal's holds the text of a screen, by its name."""
    name = path.name.lower()
    return name.startswith(_PREFIXES) and name.endswith(".txt")


def places(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """The folders where Windows Terminal keeps them; none on a machine without %LOCALAPPDATA%."""
    local = environment.get("LOCALAPPDATA")
    return tuple(Path(local) / place for place in _PLACES) if local else ()


def saved_screens(folders: Iterable[Path] | None = None) -> tuple[Path, ...]:
    """Every saved screen in these folders (None: those of this user), by name; what cannot be read counts as empty."""
    found: list[Path] = []
    for folder in places(os.environ) if folders is None else folders:
        try:
            found += [path for path in folder.iterdir() if is_saved_screen(path)]
        except OSError:
            continue
    return tuple(sorted(found, key=lambda path: (path.name, path)))
