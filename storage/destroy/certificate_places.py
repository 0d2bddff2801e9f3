"""Where files outside the vault stand, as a certificate may say it: folders, without the name of a person.

A file's own name holds a case number and stays out; a folder can be called after somebody, and then it is not named.
"""

from collections import defaultdict
from pathlib import Path
from typing import Final

from storage.anonymise.words import phrase
from storage.cases import Register

NOT_NAMED: Final = "met een naam erin, hier niet genoemd"
_LEAST: Final = 3
"""Letters in a part of a name that points to somebody."""


def folders_outside(register: Register) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(kind, folders) of the files that ZET wrote; the user's own folder is `~`, so that it names no user."""
    people = {
        word
        for case in register.cases()
        if case.entry
        for word in _people(case.entry.name, case.entry.professional)
    }
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for file in register.outside.files():
        found[file.kind.value][_folder(Path(file.path).parent, people)] = None
    return tuple(sorted((kind, tuple(folders)) for kind, folders in found.items()))


def _people(*names: str) -> set[str]:
    return {word for name in names for word in phrase(name) if len(word) >= _LEAST}


def _folder(path: Path, people: set[str]) -> str:
    home = Path.home()
    shown = (
        f"~/{path.relative_to(home).as_posix()}".removesuffix("/.")
        if path.is_relative_to(home)
        else str(path)
    )
    return NOT_NAMED if people & set(phrase(shown)) else shown
