"""From an older format to this one, in one transaction per step; nothing is read of what is sealed.

The tables' columns `vault.id` and `vault.epoch` stay in every format, so that the open rule works before migrating. A
key slot keeps the format in which it was written until the next epoch; every later program reads it. A step that must
change what is sealed belongs in an epoch, which is crash-safe already.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from storage.vault import schema
from storage.vault.errors import DatabaseDamaged


@dataclass(frozen=True)
class Migration:
    """From one format to the next: what its tables were to the letter, and what to do to them."""

    tables: Mapping[str, str]
    step: Callable[[Database], None]


MIGRATIONS: dict[int, Migration] = {}
"""By the format that they start from. Format 1 is the first, so there are none yet."""


def check(database: Database) -> None:
    """The tables are those of their format, and there is a way from it. Raises DatabaseDamaged, FormatTooNew."""
    version = schema.format_of(database)
    if version == schema.FORMAT:
        schema.check_schema(database)
    elif version in MIGRATIONS:
        schema.check_schema(database, MIGRATIONS[version].tables)
    else:
        raise DatabaseDamaged("format")


def migrate(database: Database) -> None:
    """Every step, each whole or not at all. Raises SQLite's errors and DatabaseDamaged."""
    while (version := schema.format_of(database)) != schema.FORMAT:
        database.execute("BEGIN IMMEDIATE")
        try:
            MIGRATIONS[version].step(database)
            database.execute(f"PRAGMA user_version = {version + 1}")
            check(database)
            database.execute("COMMIT")
        except BaseException:
            if database.conn.in_transaction:
                database.execute("ROLLBACK")
            raise
