"""Files that ZET writes outside the vault while it is open: put in their place and listed, all of them or none.

An unlisted file must not lie about, because the program cannot destroy it; putting one file is `safe_file`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from storage.cases import OutsideKind, Register
from storage.export.letter_errors import FolderInVault
from storage.export.safe_file import DestinationExists, check_free, discard, publish, write_aside
from storage.vault import Disk

Files = Sequence[tuple[OutsideKind, Path, bytes]]
"""(kind, place, content) of each."""


def check_folder(register: Register, folder: Path) -> None:
    """Raise `FolderInVault` for the vault's own folder and what stands in it."""
    place, vault = folder.expanduser().resolve(), register.vault.folder.resolve()
    if place == vault or vault in place.parents:
        raise FolderInVault(folder)


def put_listed(register: Register, files: Files, disk: Disk, also: Callable[[], None] | None = None) -> None:
    """Write every file and list it; `also` is what is kept beside them in the same transaction.

    Raises the errors of `safe_file`, with nothing written, listed or kept.
    """
    for _, path, _ in files:
        check_free(path, disk)
    aside: list[Path] = []
    done: list[Path] = []
    try:
        for _, path, data in files:
            aside.append(write_aside(path, data, disk))
        with register.vault.transaction():
            if also is not None:
                also()
            for kind, path, _ in files:
                register.outside.add(kind, path)
                done.append(path)
                publish(path, disk)
    except DestinationExists as error:  # somebody else's file came in between: it is not ours to take away
        _undo(aside, [path for path in done if path != error.path], disk)
        raise
    except BaseException:
        _undo(aside, done, disk)
        raise


def _undo(aside: list[Path], done: list[Path], disk: Disk) -> None:
    for temporary in aside:
        discard(temporary, disk)
    for path in done:
        with suppress(OSError):
            disk.remove(path)
