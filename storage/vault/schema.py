"""`vault.db`: its tables, its pragmas, what is compared at every open; no keys."""

import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

from sqlite_utils import Database

from storage.vault.disk import Disk
from storage.vault.errors import DatabaseDamaged, FormatTooNew, VaultInUse
from storage.vault.wal import LoggedDatabase

APPLICATION = 0x5A455431  # 'ZET1'
FORMAT = 1

TABLES = {
    "vault": (
        "CREATE TABLE vault (one INTEGER PRIMARY KEY CHECK (one = 1), id BLOB NOT NULL,"
        " epoch INTEGER NOT NULL, root BLOB NOT NULL) STRICT"
    ),
    "compartments": (
        "CREATE TABLE compartments (id BLOB NOT NULL PRIMARY KEY, key BLOB NOT NULL,"
        " manifest BLOB NOT NULL) STRICT, WITHOUT ROWID"
    ),
    "records": (
        "CREATE TABLE records (compartment BLOB NOT NULL, stream BLOB NOT NULL, sequence INTEGER NOT NULL,"
        " sealed BLOB NOT NULL, PRIMARY KEY (compartment, stream, sequence)) STRICT, WITHOUT ROWID"
    ),
    "intent": (
        "CREATE TABLE intent (one INTEGER PRIMARY KEY CHECK (one = 1), kind TEXT NOT NULL,"
        " compartment BLOB NOT NULL, epoch INTEGER NOT NULL) STRICT"
    ),
}

# set, then read back: (pragma, value to set, what reading it must give)
_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("trusted_schema", "OFF", 0),
    ("secure_delete", "ON", 1),
    ("synchronous", "FULL", 2),
    ("temp_store", "MEMORY", 2),
    ("cell_size_check", "ON", 1),
    ("journal_mode", "WAL", "wal"),
    ("journal_size_limit", "-1", -1),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
)
_MACOS_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
)


def connect(disk: Disk, path: Path) -> LoggedDatabase:
    """Our own connection to an existing file, pragmas set and read back.

    Raises OSError, sqlite3.Error, DatabaseDamaged (a pragma that does not take), VaultInUse.
    """
    log = disk.hold_log(path.with_name(f"{path.name}-wal"))
    try:
        connection = _prepared(disk, path)
    except BaseException:
        disk.unlock(log)
        raise
    database = LoggedDatabase(connection, disk, log)
    if not disk.stands(log):
        database.let_go()
        raise DatabaseDamaged("log")
    return database


def make(disk: Disk, path: Path) -> None:
    """A new file with the empty tables, closed again; nothing that was sealed passes its first log.

    SQLite throws away a log that stands beside an empty file, so this one cannot be held.
    """
    disk.create(path, b"")
    connection = _prepared(disk, path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        for sql in TABLES.values():
            connection.execute(sql)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _prepared(disk: Disk, path: Path) -> sqlite3.Connection:
    connection = disk.connect(path)
    try:
        pragmas = _PRAGMAS + (_MACOS_PRAGMAS if sys.platform == "darwin" else ())
        for name, value, expected in pragmas:
            connection.execute(f"PRAGMA {name} = {value}").fetchall()
            found = connection.execute(f"PRAGMA {name}").fetchone()
            if found is None or found[0] != expected:
                raise DatabaseDamaged(f"pragma {name}")
        # the exclusive lock is taken at the first real read
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if (error.sqlite_errorcode or 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise VaultInUse from error
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def format_of(database: Database) -> int:
    """The format's number. Raises DatabaseDamaged (no vault at all), FormatTooNew."""
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    if database.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise DatabaseDamaged("application")
    if version > FORMAT:
        raise FormatTooNew(version)
    return version


def check_schema(database: Database, tables: Mapping[str, str] = TABLES) -> None:
    """Raise DatabaseDamaged unless the tables are these to the letter and nothing else stands beside."""
    rows = database.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    if {(kind, name, sql) for kind, name, sql in rows} != {("table", n, sql) for n, sql in tables.items()}:
        raise DatabaseDamaged("schema")
