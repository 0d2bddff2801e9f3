"""A connection whose write-ahead log is overwritten before SQLite gives its blocks back to the file system.

SQLite empties and removes its log without writing to it, so sealed records of a destroyed case stayed in the freed
blocks (measured on a raw ext4 image). Here the log is brought into the database, then overwritten in place, then
emptied. A log that is overwritten in part would be a danger after a power cut: SQLite would take the whole frames
that are left for the newest ones. So its header goes first, and is on disk before anything else is touched; a log
without one is no log (https://sqlite.org/fileformat2.html#walformat).
"""

import sqlite3

from sqlite_utils import Database

from storage.vault.disk import Disk, LockedFile
from storage.vault.errors import DiskFailed

_HEADER = 32


class LoggedDatabase(Database):
    """sqlite-utils over our own connection, with its log held open beside it."""

    def __init__(self, connection: sqlite3.Connection, disk: Disk, log: LockedFile) -> None:
        # recursive_triggers and plugins are left out: the schema has no triggers, and nobody else
        # gets this connection
        super().__init__(connection, recursive_triggers=False, execute_plugins=False)
        self._disk = disk
        self._log = log
        self.closed = False

    def checkpoint(self) -> None:
        """Bring the log into the database, overwrite it, empty it.

        Raises DiskFailed when it stays busy, OSError and sqlite3.Error; closed when it could not be emptied.
        """
        busy, left, moved = self.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
        if busy or left != moved:
            raise DiskFailed(sqlite3.SQLITE_BUSY)
        try:
            self._overwrite_log()
        finally:
            self._empty_log()

    def _overwrite_log(self) -> None:
        if self._disk.size_of(self._log) == 0:
            return
        self._disk.write_at(self._log, 0, bytes(_HEADER))
        self._disk.sync_file(self._log)
        self._disk.overwrite_from(self._log, _HEADER)
        self._disk.sync_file(self._log)

    def _empty_log(self) -> None:
        """Without its header SQLite must not go on with this log: it begins anew, or the connection ends."""
        try:
            found = self.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if found != (0, 0, 0):
                raise DiskFailed(sqlite3.SQLITE_BUSY)
        except BaseException:
            self.let_go()
            raise

    def close(self) -> None:
        """As `checkpoint`, then close; closed also when that fails."""
        if self.closed:
            return
        try:
            if self.conn.in_transaction:
                self.execute("ROLLBACK")
            self.checkpoint()
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Close, whatever the log holds; SQLite brings it in and removes it."""
        if self.closed:
            return
        self.closed = True
        try:
            self._disk.unlock(self._log)  # Windows removes no file that is open
        finally:
            super().close()
