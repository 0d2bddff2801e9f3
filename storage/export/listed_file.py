"""Files that ZET writes outside the vault while it is open: listed first, then put in their place; all of them or none.

An unlisted file must not lie about, because the program cannot destroy it: the list is on disk before there is a file,
and a power cut leaves at most a line about nothing. Putting one file is `safe_file`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.cases import OutsideKind, Register
from storage.export.letter_errors import FolderInVault
from storage.export.safe_file import check_free, clear_unfinished, discard, publish_all, write_aside
from storage.vault import Disk, Vault, VaultError

Places = Sequence[tuple[OutsideKind, Path]]
Files = Sequence[tuple[OutsideKind, Path, bytes]]
"""(kind, place, content) of each."""
Undo = Callable[[], None]


def in_vault(vault: Vault, folder: Path) -> bool:
    """Whether a folder is the vault's own, or stands in it."""
    place, own = folder.expanduser().resolve(), vault.folder.resolve()
    return place == own or own in place.parents


def check_folder(register: Register, folder: Path) -> None:
    """Raise `FolderInVault` for the vault's own folder and what stands in it."""
    if in_vault(register.vault, folder):
        raise FolderInVault(folder)


@contextmanager
def listed_first(
    register: Register, places: Places, also: Callable[[], Undo] | None = None
) -> Iterator[None]:
    """List the places, durably, before the files are written inside; when that fails the list is as it was.

    `also` keeps what belongs with the files, in the same transaction, and gives what takes it back.
    """
    undo: Undo | None = None
    with register.vault.transaction():
        if also is not None:
            undo = also()
        for kind, path in places:
            register.outside.add(kind, path)
    try:
        yield
    except BaseException:
        with suppress(VaultError), register.vault.transaction():  # a line about nothing does no harm
            register.outside.take_back(len(places))
            if undo is not None:
                undo()
        raise


def put_listed(register: Register, files: Files, disk: Disk, also: Callable[[], Undo] | None = None) -> None:
    """List every file and write it; `also` is as with `listed_first`.

    Raises the errors of `safe_file`, with nothing written, listed or kept.
    """
    for _, path, _ in files:
        check_free(path, disk)
    with listed_first(register, [(kind, path) for kind, path, _ in files], also):
        _put(files, disk)


def _put(files: Files, disk: Disk) -> None:
    aside: list[Path] = []
    try:
        for _, path, data in files:
            aside.append(write_aside(path, data, disk))
        publish_all([path for _, path, _ in files], disk)
    finally:
        for temporary in aside:
            discard(temporary, disk)


def clear_interrupted(register: Register, disk: Disk) -> None:
    """Take away what an interruption left unfinished where a listed file was to stand; done when a vault opens."""
    with suppress(VaultError):  # a damaged list: looking at the vault says so, and opening goes on
        paths = {Path(file.path) for file in register.outside.files()}
        folders = {folder for folder in {path.parent for path in paths} if _stands(folder, disk)}
        for path in paths:
            if path.parent in folders:  # asked once: a folder on a network that is away answers slowly
                clear_unfinished(path, disk)


def _stands(folder: Path, disk: Disk) -> bool:
    try:
        return disk.exists(folder)
    except OSError:  # it may not be looked into
        return False
