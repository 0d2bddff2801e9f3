"""A file that only this user can read and that never takes another one's place."""

import os
from pathlib import Path


def write_new(path: Path, data: bytes) -> None:
    """Written and flushed to the disk, its name too; nothing of it stays when the disk refuses.

    Raises OSError, also when something stands there.
    """
    from storage.vault import Disk

    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    number = os.open(path, flags, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
    Disk().sync_folder(path.parent)


def write_again(path: Path, data: bytes) -> Path:
    """The same, but one that is there with the same contents is left as it is. Raises OSError."""
    if not (path.exists() and path.read_bytes() == data):
        write_new(path, data)
    return path
