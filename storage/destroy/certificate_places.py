"""Where files outside the vault stand, as a certificate may say it: folders, without the name of a person.

A file's own name holds a case number and stays out; a folder can be called after somebody, and then it is not named.
"""

from collections import defaultdict
from pathlib import Path
from typing import Final

from storage.cases import Register
from storage.cases.forget import FOLDER

NOT_NAMED: Final = "met een naam erin, hier niet genoemd"


def folders_outside(register: Register) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(kind, folders) of the files that ZET wrote; the user's own folder is `~`, so that it names no user."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for file in register.outside.covered():
        found[file.kind.value][_folder(Path(file.path).parent)] = None
    return tuple(sorted((kind, tuple(folders)) for kind, folders in found.items()))


def _folder(path: Path) -> str:
    if FOLDER in path.parts:
        return NOT_NAMED
    home = Path.home()
    if path.is_relative_to(home):
        return f"~/{path.relative_to(home).as_posix()}".removesuffix("/.")
    return str(path)
