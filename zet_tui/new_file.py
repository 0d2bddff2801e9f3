"""A file that only this user can read and that never takes another one's place."""

import os
from pathlib import Path


def write_new(path: Path, data: bytes) -> None:
    """Written and flushed to the disk. Raises OSError, also when something stands there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_again(path: Path, data: bytes) -> Path:
    """The same, but one that is there with the same contents is left as it is. Raises OSError."""
    if not (path.exists() and path.read_bytes() == data):
        write_new(path, data)
    return path
