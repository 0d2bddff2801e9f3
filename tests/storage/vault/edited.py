"""A vault's database in somebody else's hands."""

import contextlib
import sqlite3
from pathlib import Path


def edit(folder: Path, sql: str, *values: object) -> None:
    """With SQLite's own tool and no key; a change that touches no row is a mistake in the test."""
    with contextlib.closing(sqlite3.connect(folder / "vault.db")) as connection, connection:
        assert connection.execute(sql, values).rowcount != 0
