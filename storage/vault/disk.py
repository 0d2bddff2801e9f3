"""The one port to the disk: locks, writes in place, flushing, renaming; platforms differ here only."""

import errno
import hashlib
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from storage.vault.errors import VaultInUse

T = TypeVar("T")

_CHUNK = 1 << 20
_LOCK_AT = 1 << 30  # Windows locks bytes, and those of the slots must stay readable
_WINDOWS = sys.platform == "win32"
_NOT_KNOWN_HERE = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOTTY, errno.EINVAL)


class LockedFile:
    """An open file that no other program may hold; reading and writing go through this one handle."""

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self.fd = fd


class Disk:
    """Every touch of the disk by vault, export and destroying; a test wraps it to fail or to record.

    All methods raise OSError (`connect` sqlite3.Error); the callers name them.
    """

    # -- the lock ---------------------------------------------------------------------------------

    def lock(self, path: Path) -> LockedFile:
        """Open an existing file for reading and writing and hold it. Raises VaultInUse."""
        fd = _opened(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
        try:
            _hold(fd)
        except BaseException:
            os.close(fd)
            raise
        return LockedFile(path, fd)

    def unlock(self, file: LockedFile) -> None:
        """Let go of the file; the operating system does the same when the program dies."""
        os.close(file.fd)

    def read_at(self, file: LockedFile, offset: int, size: int) -> bytes:
        """At most `size` bytes; fewer where the file ends."""
        os.lseek(file.fd, offset, os.SEEK_SET)
        parts = []
        while size > 0:
            part = os.read(file.fd, size)
            if not part:
                break
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def write_at(self, file: LockedFile, offset: int, data: bytes) -> None:
        """Overwrite in place; not on disk before `sync_file`."""
        os.lseek(file.fd, offset, os.SEEK_SET)
        _write_all(file.fd, data)

    def sync_file(self, file: LockedFile) -> None:
        _flush(file.fd)

    def hold_log(self, path: Path) -> LockedFile:
        """Open a database's write-ahead log for overwriting, made when it is not there; not locked.

        Only before the connection opens, as no file of SQLite's is opened beside one.
        """
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        return LockedFile(path, _opened(path, flags))

    def stands(self, file: LockedFile) -> bool:
        """Whether the open file is still the one of that name."""
        try:
            return os.path.samestat(os.fstat(file.fd), file.path.stat())
        except FileNotFoundError:
            return False

    def size_of(self, file: LockedFile) -> int:
        """Bytes."""
        return os.fstat(file.fd).st_size

    def overwrite_from(self, file: LockedFile, offset: int) -> None:
        """Write noise over every byte from `offset` on, in place; not on disk before `sync_file`."""
        size = self.size_of(file)
        noise = os.urandom(min(_CHUNK, max(0, size - offset)))
        for at in range(offset, size, _CHUNK):
            self.write_at(file, at, noise[: min(_CHUNK, size - at)])

    # -- whole files ------------------------------------------------------------------------------

    def exists(self, path: Path) -> bool:
        return path.exists()

    def size(self, path: Path) -> int:
        """Bytes."""
        return path.stat().st_size

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, sorted."""
        return sorted(entry.name for entry in folder.iterdir())

    def read(self, path: Path) -> bytes:
        return path.read_bytes()

    def create(self, path: Path, data: bytes) -> None:
        """Write a new or emptied file that only its owner can read; not on disk before `sync`."""
        _write_whole(path, os.O_TRUNC, data)

    def append(self, path: Path, data: bytes) -> None:
        """Write behind what stands there, if anything does; not on disk before `sync`."""
        _write_whole(path, os.O_APPEND, data)

    def sync(self, path: Path) -> None:
        """Flush one file to the disk itself."""
        fd = _opened(path, os.O_RDWR)
        try:
            _flush(fd)
        finally:
            os.close(fd)

    def sync_folder(self, folder: Path) -> None:
        """Flush a folder's names. Windows has no such call; NTFS journals them itself."""
        if _WINDOWS:
            return
        fd = os.open(folder, os.O_RDONLY)
        try:
            _flush(fd)
        finally:
            os.close(fd)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over what stands there."""
        _patiently(lambda: source.replace(target))

    def rename_folder(self, source: Path, target: Path) -> None:
        """Give a folder its name; an empty folder that stands there gives way."""
        if _WINDOWS and target.exists():
            target.rmdir()
        _patiently(lambda: source.rename(target))

    def remove(self, path: Path) -> None:
        _patiently(path.unlink)

    def make_folder(self, folder: Path) -> None:
        """Make a folder for its owner only, and the folders above it."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)

    def remove_folder(self, folder: Path) -> None:
        _patiently(lambda: shutil.rmtree(folder))

    def overwrite(self, path: Path) -> int:
        """Write noise over every byte in place and return how many; not on disk before `sync`."""
        size = path.stat().st_size
        noise = os.urandom(_CHUNK)
        fd = _opened(path, os.O_WRONLY)
        try:
            for offset in range(0, size, _CHUNK):
                _write_all(fd, noise[: min(_CHUNK, size - offset)])
        finally:
            os.close(fd)
        return size

    def clear(self, path: Path, spans: Sequence[tuple[int, int]]) -> None:
        """Write zeros over (offset, size) spans in place; not on disk before `sync`."""
        with path.open("r+b") as file:
            for offset, size in spans:
                file.seek(offset)
                file.write(bytes(size))

    def chunks(self, path: Path, size: int) -> Iterator[bytes]:
        """A file's bytes in parts of `size`, the last one shorter."""
        with path.open("rb") as file:
            while part := file.read(size):
                yield part

    def sha256(self, path: Path) -> str:
        """The hash of a file's bytes, as 64 hexadecimal digits."""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def contains(self, path: Path, needles: tuple[bytes, ...]) -> bool:
        """Whether any of these bytes stands anywhere in a file; needles are shorter than a chunk."""
        keep = max(map(len, needles), default=1) - 1
        rest = b""
        for part in self.chunks(path, 8 * _CHUNK):
            window = rest + part
            if any(needle in window for needle in needles):
                return True
            rest = window[-keep:] if keep else b""
        return False

    # -- the database -----------------------------------------------------------------------------

    def connect(self, path: Path) -> sqlite3.Connection:
        """A connection to an existing database file, with every transaction begun by hand."""
        address = path.resolve().as_uri()
        if not address.startswith("file:///"):  # a share on Windows; SQLite takes an empty authority alone
            address = address.replace("file:", "file://", 1)
        return sqlite3.connect(f"{address}?mode=rw", uri=True, isolation_level=None, timeout=0.2)


def _patiently(do: Callable[[], T]) -> T:
    """Do it; a virus scanner on Windows holds a file for a moment: up to 2.25 seconds it is tried again."""
    for attempt in range(9):
        try:
            return do()
        except PermissionError:
            if not _WINDOWS:
                raise
        time.sleep(0.05 * (attempt + 1))
    return do()


def _opened(path: Path, flags: int) -> int:
    """The file's handle, for its owner alone where it is made; bytes are never translated."""
    return _patiently(lambda: os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600))


def _write_whole(path: Path, where: int, data: bytes) -> None:
    """Open a file for its owner alone, made when it is not there, and write it all at `where` (O_TRUNC, O_APPEND)."""
    fd = _opened(path, os.O_WRONLY | os.O_CREAT | where)
    try:
        _write_all(fd, data)
    finally:
        os.close(fd)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


if sys.platform == "win32":

    def _hold(fd: int) -> None:
        import msvcrt

        os.lseek(fd, _LOCK_AT, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise VaultInUse from error

    def _flush(fd: int) -> None:
        os.fsync(fd)

else:

    def _hold(fd: int) -> None:
        import fcntl

        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise VaultInUse from error

    def _flush(fd: int) -> None:
        if sys.platform == "darwin":
            import fcntl

            # fsync on macOS stops at the drive's cache; a share knows nothing else (fcntl(2) there)
            try:
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            except OSError as error:
                if error.errno not in _NOT_KNOWN_HERE:
                    raise
                os.fsync(fd)
        else:
            os.fsync(fd)
