"""`vault.db`: its tables, its pragmas, what is compared at every open; no keys."""

import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

from sqlite_utils import Database

from storage.vault.disk import Disk
from storage.vault.errors import DatabaseDamaged, DiskFailed, FormatTooNew, VaultInUse

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
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
)
_MACOS_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
)


def connect(disk: Disk, path: Path) -> Database:
    """Our own connection to an existing file, pragmas set and read back.

    Raises sqlite3.Error, DatabaseDamaged (a pragma that does not take), VaultInUse.
    """
    connection = disk.connect(path)
    try:
        # recursive_triggers and plugins are left out: the schema has no triggers, and nobody else
        # gets this connection
        database = Database(connection, recursive_triggers=False, execute_plugins=False)
        pragmas = _PRAGMAS + (_MACOS_PRAGMAS if sys.platform == "darwin" else ())
        for name, value, expected in pragmas:
            database.execute(f"PRAGMA {name} = {value}").fetchall()
            found = database.execute(f"PRAGMA {name}").fetchone()
            if found is None or found[0] != expected:
                raise DatabaseDamaged(f"pragma {name}")
        # the exclusive lock is taken at the first real read
        database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if (error.sqlite_errorcode or 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise VaultInUse from error
        raise
    except BaseException:
        connection.close()
        raise
    return database


def create_tables(database: Database) -> None:
    """The empty tables, application id and format number; inside the caller's transaction."""
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    database.execute(f"PRAGMA user_version = {FORMAT}")
    for sql in TABLES.values():
        database.execute(sql)


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


def checkpoint(database: Database) -> None:
    """Bring the write-ahead log into the database and empty it. Raises DiskFailed when it stays busy."""
    busy, left, moved = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if (busy, left, moved) != (0, 0, 0):
        raise DiskFailed(sqlite3.SQLITE_BUSY)
