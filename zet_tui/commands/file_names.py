"""Files by the name that somebody knows them by: without the folders, which may say whose they are."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def names_of(paths: Sequence[Path]) -> tuple[str, ...]:
    """One per path; files of one name are told apart by their place in the command: "a.xlsx (het 2e bestand)"."""
    times = Counter(path.name for path in paths)
    return tuple(
        path.name if times[path.name] == 1 else f"{path.name} (het {number}e bestand)"
        for number, path in enumerate(paths, start=1)
    )
