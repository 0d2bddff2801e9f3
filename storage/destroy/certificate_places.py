"""Where files outside the vault stand, as a certificate may say it: folders, without the name of a person.

A file's own name holds a case number and stays out; a folder can be called after somebody, and then it is not named.
"""

import re
from collections import defaultdict
from pathlib import Path, PurePath
from typing import Final

from storage.cases import Register
from storage.cases.forget import FOLDER

NOT_NAMED: Final = "met een naam erin, hier niet genoemd"
ACCOUNT: Final = "[account]"
_PARTS: Final = re.compile(r"[/\\]")
_ACCOUNT: Final = re.compile(
    r"^(?:(?P<home>.*?[/\\](?:home|users)[/\\])|(?P<sticks>/(?:run/)?media/))[^/\\]+", re.IGNORECASE
)
"""Where a computer has a folder for each account: people's own folders, and on Linux their sticks and disks."""


def folders_outside(register: Register) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(kind, folders) of the files that ZET wrote; an account's own folder is `~`, so that it names no user."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for file in register.outside.covered():
        found[file.kind.value][_folder(Path(file.path).parent)] = None
    return tuple(sorted((kind, tuple(folders)) for kind, folders in found.items()))


def _folder(path: PurePath) -> str:
    if FOLDER in path.parts:
        return NOT_NAMED
    home = Path.home()
    if home.name and path.is_relative_to(home):  # in a container home may be all there is
        shown = f"~/{path.relative_to(home).as_posix()}".removesuffix("/.")
    else:
        shown = _ACCOUNT.sub(_without_account, str(path), count=1)
    own = home.name.casefold()
    return NOT_NAMED if own and own in _PARTS.split(shown.casefold()) else shown


def _without_account(found: re.Match[str]) -> str:
    return "~" if found["home"] else f"{found['sticks']}{ACCOUNT}"
