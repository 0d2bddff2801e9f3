"""Putting a finished file where the user wants it: whole or not at all, and never over another file.

What is in the file, and whether it may leave, is decided by others between `write_aside` and `publish`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from storage.vault.disk import Disk

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY: Final = {errno.EROFS, errno.EACCES, errno.EPERM}
_MISSING: Final = {errno.ENOENT, errno.ENOTDIR}


class ExportError(Exception):
    """A file could not be made; `path` is where it was to stand."""

    def __init__(self, path: Path) -> None:
        super().__init__(type(self).__name__)
        self.path = path


class DestinationExists(ExportError):
    """There is a file of that name already; it is left as it was."""


class DestinationFull(ExportError):
    """The disk is full."""


class DestinationReadOnly(ExportError):
    """The folder cannot be written in."""


class DestinationMissing(ExportError):
    """The folder is not there."""


class DestinationFailed(ExportError):
    """The disk refused for another reason; `code` is its errno."""

    def __init__(self, path: Path, code: int | None) -> None:
        super().__init__(path)
        self.code = code


class ReadBackDiffers(ExportError):
    """What was read back is not what was to be written; `places` names cells or parts, never their content."""

    def __init__(self, path: Path, places: tuple[str, ...]) -> None:
        super().__init__(path)
        self.places = places


def temporary_of(path: Path) -> Path:
    """Where a file stands until it is published: beside it, under a name that says it is unfinished."""
    return path.with_name(f".{path.name}.onaf")


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Turn what the disk says into a typed error."""
    try:
        yield
    except OSError as error:
        kinds = ((DestinationFull, _FULL), (DestinationReadOnly, _READ_ONLY), (DestinationMissing, _MISSING))
        for kind, codes in kinds:
            if error.errno in codes:
                raise kind(path) from None
        raise DestinationFailed(path, error.errno) from None


def check_free(path: Path, disk: Disk) -> None:
    """Raise DestinationExists unless the name is free, or an interrupted `publish` of our own reserved it."""
    with named(path):
        if disk.exists(path) and not (disk.exists(temporary_of(path)) and disk.size(path) == 0):
            raise DestinationExists(path)


def write_aside(path: Path, data: bytes, disk: Disk) -> Path:
    """Write and flush the temporary file beside `path`; give its name. A leftover of an earlier try is replaced."""
    check_free(path, disk)
    temporary = temporary_of(path)
    try:
        with named(path):
            disk.create(temporary, data)
            disk.sync(temporary)
    except ExportError:
        discard(temporary, disk)
        raise
    return temporary


def publish(path: Path, disk: Disk) -> Path:
    """Give the temporary file its name and flush the folder; give that name.

    Raises DestinationExists, with both files as they are, or another ExportError, with nothing under that name.
    """
    with named(path):
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            check_free(path, disk)
        try:
            disk.replace(temporary_of(path), path)
            disk.sync_folder(path.parent)
        except (
            BaseException
        ):  # what reserved the name, or a file that a power cut may take, would stop the next try
            take_back([path], disk)
            raise
    return path


def publish_all(paths: Iterable[Path], disk: Disk) -> tuple[Path, ...]:
    """Give every temporary file its name, or none of them; raises as `publish`."""
    done: list[Path] = []
    try:
        for path in paths:
            done.append(publish(path, disk))  # noqa: PERF401 - what was done is taken back
    except BaseException:
        take_back(done, disk)
        raise
    return tuple(done)


def take_back(published: Iterable[Path], disk: Disk) -> None:
    """Take files away that have their name already, as far as the disk lets us."""
    for path in published:
        with suppress(OSError):
            disk.remove(path)


def discard(temporary: Path, disk: Disk) -> None:
    """Overwrite the temporary file and take it away, because no gate let it through; it may be gone already."""
    with suppress(OSError):
        disk.overwrite(temporary)
        disk.sync(temporary)
    with suppress(OSError):
        disk.remove(temporary)


def clear_unfinished(path: Path, disk: Disk) -> None:
    """As `discard` what stands beside `path`, and the name that was reserved for it, if the disk lets us."""
    temporary = temporary_of(path)
    with suppress(OSError):
        if disk.exists(temporary):
            if disk.exists(path) and disk.size(path) == 0:
                disk.remove(path)
            discard(temporary, disk)
