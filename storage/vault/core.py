"""The sealed database's keys: transactions, root, compartments, the next epoch; not passphrases."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from storage.vault.errors import (
    DatabaseDamaged,
    DiskFull,
    Fault,
    MustReopen,
    NotUnlocked,
    RecordDamaged,
    TransactionAbandoned,
    UnknownCompartment,
    VaultError,
    from_sqlite,
    typed,
)
from storage.vault.kdf import wipe
from storage.vault.manifest import Manifest
from storage.vault.reading import Damage
from storage.vault.root import KINDS, Root
from storage.vault.seal import SealBroken, Sealer, number, pad, place, unpad
from storage.vault.wal import LoggedDatabase

_MANIFEST = "UPDATE compartments SET manifest = ? WHERE id = ?"


@dataclass(eq=False)
class Held:
    """A compartment whose key is in memory."""

    id: bytes
    key: bytearray
    sealer: Sealer
    manifest: Manifest


class SealedCore:
    """Compartments over one open database, under one epoch's master key.

    Errors: VaultError kinds; after a failed write everything held in memory is read again, and when the
    disk itself failed the connection closes (MustReopen from then on).
    """

    def __init__(self, database: LoggedDatabase, vault: bytes, epoch: int, master: bytearray) -> None:
        self._database = database
        self._vault = vault
        self._master = master
        self._sealer = Sealer(master)
        self._epoch = epoch
        self._held: dict[bytes, Held] = {}
        self._dirty: dict[bytes, Held] = {}
        self._root = Root()
        self._root_dirty = False
        self._depth = 0
        self._doomed = False
        self._closed: type[NotUnlocked] | None = None

    # -- opening and wiping -----------------------------------------------------------------------

    @property
    def epoch(self) -> int:
        return self._epoch

    @property
    def vault_id(self) -> str:
        """32 hex digits."""
        return self._vault.hex()

    @property
    def root(self) -> Root:
        """The opened root; change it inside `transaction` and say so with `root_changed`."""
        self.usable()
        return self._root

    def root_changed(self) -> None:
        self._root_dirty = True

    def found(self, root: Root) -> None:
        """Write the very first root of a database whose tables are empty; inside the caller's transaction."""
        self._root = root
        self.execute(
            "INSERT INTO vault (one, id, epoch, root) VALUES (1, ?, ?, ?)",
            (self._vault, self._epoch, self._sealed_root()),
        )

    def load(self) -> None:
        """Open the root. Raises DatabaseDamaged when it does not open under this epoch's master key."""
        rows = self.rows("SELECT epoch, root FROM vault WHERE one = 1")
        if not rows or rows[0][0] != self._epoch:
            raise DatabaseDamaged("epoch")
        try:
            self._root = Root.decode(unpad(self._sealer.open(rows[0][1], self._root_place(self._epoch))))
        except SealBroken:
            raise DatabaseDamaged("root") from None

    def found_kinds(self) -> dict[str, str]:
        """Without the root: each compartment whose key opens under one of the known kinds, and that kind."""
        found = {}
        for name, wrapped in self.rows("SELECT id, key FROM compartments ORDER BY id"):
            for kind in KINDS:
                try:
                    wipe(self._sealer.unwrap(wrapped, self._key_place(name, kind, self._epoch)))
                except SealBroken:
                    continue
                found[name.hex()] = kind
        return found

    def assume(self, root: Root) -> None:
        """Go on as if the root were this one; it is written by the next transaction that changes it."""
        self._root = root

    def wipe(self, reason: type[NotUnlocked] = NotUnlocked) -> None:
        """Forget every key; nothing works afterwards."""
        wipe(self._master)
        self._sealer = Sealer(self._master)  # the one in use holds a copy of the key
        self._let_go(*self._held)
        self._dirty.clear()
        self._root = Root({}, b"")
        self._closed = reason

    def _let_go(self, *compartments: bytes) -> None:
        """Forget these compartments' keys and manifests; each is read again when it is wanted."""
        for compartment in compartments:
            if (held := self._held.pop(compartment, None)) is not None:
                wipe(held.key)

    def close_database(self) -> None:
        """Close the connection, then forget every key: for a database that was only being built."""
        try:
            with typed():
                self._database.close()
        finally:
            self.wipe(MustReopen)

    def use(self, database: LoggedDatabase) -> None:
        """Go on over another connection to the same file."""
        self._database = database

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        """One prepared statement, SQLite's errors named."""
        try:
            return self._database.execute(sql, parameters)
        except sqlite3.ProgrammingError:
            if self._database.closed:
                raise MustReopen from None
            raise
        except sqlite3.Error as error:
            raise from_sqlite(error) from error

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, SQLite's errors named: fetching can fail as well as asking."""
        with typed():
            return self.execute(sql, parameters).fetchall()

    # -- transactions -----------------------------------------------------------------------------

    @property
    def in_transaction(self) -> bool:
        return self._depth > 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is written together with its manifests and root, or not at all.

        An inner call joins the outer one; when an inner one failed, the whole is abandoned.
        """
        self.usable()
        if self._depth:
            self._depth += 1
            try:
                yield
            except BaseException:
                self._doomed = True
                raise
            finally:
                self._depth -= 1
            return
        self.execute("BEGIN IMMEDIATE")
        self._depth = 1
        committing = False
        try:
            yield
            if self._doomed:
                raise TransactionAbandoned
            self._flush()
            committing = True
            self.execute("COMMIT")
        except BaseException as error:
            self._abandon(broken=committing and not isinstance(error, DiskFull))
            raise
        finally:
            self._depth = 0
            self._doomed = False
            self._dirty.clear()
            self._root_dirty = False

    def _flush(self) -> None:
        for held in self._dirty.values():
            self.execute(_MANIFEST, (self._sealed_manifest(held, self._epoch), held.id))
        if self._root_dirty:
            self.execute("UPDATE vault SET root = ? WHERE one = 1", (self._sealed_root(),))

    def _abandon(self, *, broken: bool) -> None:
        try:
            if self._database.conn.in_transaction:
                self._database.execute("ROLLBACK")
            self._let_go(*self._held)
            if not broken and self._closed is None:
                self.load()
        except (sqlite3.Error, VaultError):
            broken = True
        if broken:
            self.wipe(MustReopen)
            with contextlib.suppress(sqlite3.Error, OSError, VaultError):
                self._database.close()

    def usable(self) -> None:
        """Raise NotUnlocked or MustReopen when the keys are gone."""
        if self._closed is not None:
            raise self._closed

    # -- compartments -----------------------------------------------------------------------------

    def new_compartment(self, kind: str) -> str:
        """A new compartment with its own random id and key; gives the id as 32 hex digits."""
        with self.transaction():
            name, key = os.urandom(16), bytearray(os.urandom(32))
            held = self._held[name] = Held(name, key, Sealer(key), Manifest())
            self._root.kinds[name.hex()] = kind
            self._root_dirty = True
            self.execute(
                "INSERT INTO compartments (id, key, manifest) VALUES (?, ?, ?)",
                (
                    name,
                    self._wrapped(held, self._sealer, self._epoch),
                    self._sealed_manifest(held, self._epoch),
                ),
            )
            return name.hex()

    def compartments(self, kind: str | None = None) -> tuple[str, ...]:
        """The ids, in the order in which they came."""
        return tuple(name for name, found in self.root.kinds.items() if kind is None or found == kind)

    def kind_of(self, compartment: str) -> str:
        """Raises UnknownCompartment."""
        try:
            return self.root.kinds[compartment]
        except KeyError:
            raise UnknownCompartment(compartment) from None

    def held(self, compartment: str) -> Held:
        """The compartment with its key and manifest open. Raises UnknownCompartment, RecordDamaged."""
        kind = self.kind_of(compartment)
        name = bytes.fromhex(compartment)
        if (held := self._held.get(name)) is not None:
            return held
        rows = self.rows("SELECT key, manifest FROM compartments WHERE id = ?", (name,))
        if not rows:
            raise Damage(compartment, None, None, Fault.MISSING).error()
        try:
            key = self._sealer.unwrap(rows[0][0], self._key_place(name, kind, self._epoch))
        except SealBroken:
            raise Damage(compartment, None, None, Fault.UNREADABLE).error() from None
        sealer = Sealer(key)
        try:
            sealed = sealer.open(rows[0][1], self._manifest_place(name, self._epoch))
            manifest = Manifest.decode(unpad(sealed))
        except SealBroken:
            wipe(key)
            raise Damage(compartment, None, None, Fault.UNREADABLE).error() from None
        held = self._held[name] = Held(name, key, sealer, manifest)
        return held

    # -- sealing one's own ------------------------------------------------------------------------

    def _root_place(self, epoch: int) -> bytes:
        return place(self._vault, b"root", number(epoch))

    def _sealed_root(self) -> bytes:
        return self._sealer.seal(pad(self._root.encode()), self._root_place(self._epoch))

    def _key_place(self, compartment: bytes, kind: str, epoch: int) -> bytes:
        return place(self._vault, b"key", compartment, kind.encode(), number(epoch))

    def _manifest_place(self, compartment: bytes, epoch: int) -> bytes:
        return place(self._vault, b"manifest", compartment, number(epoch))

    def _wrapped(self, held: Held, sealer: Sealer, epoch: int) -> bytes:
        return sealer.seal(held.key, self._key_place(held.id, self._root.kinds[held.id.hex()], epoch))

    def _sealed_manifest(self, held: Held, epoch: int) -> bytes:
        return held.sealer.seal(pad(held.manifest.encode()), self._manifest_place(held.id, epoch))

    # -- the next epoch ---------------------------------------------------------------------------

    def rotate(self, master: bytearray, epoch: int, without: bytes | None, code: bytes | None = None) -> None:
        """One transaction: `without`'s rows go, all else is wrapped and sealed anew under `master`.

        `code` is the recovery sheet's from now on, None when there is none (any more).

        A compartment whose manifest or key is damaged stays so and is named by `check` as before, but no
        wrap under the old master key stays.
        """
        sealer = Sealer(master)
        with self.transaction():
            if without is not None:
                self._forget(without)
            for compartment in self._root.kinds:
                try:
                    held = self.held(compartment)
                except RecordDamaged:
                    self._rewrap_damaged(compartment, sealer, epoch)
                    continue
                wrapped = self._wrapped(held, sealer, epoch)
                self.execute(
                    "UPDATE compartments SET key = ?, manifest = ? WHERE id = ?",
                    (wrapped, self._sealed_manifest(held, epoch), held.id),
                )
            self._root.recovery_code = code
            root = sealer.seal(pad(self._root.encode()), self._root_place(epoch))
            self.execute("UPDATE vault SET epoch = ?, root = ? WHERE one = 1", (epoch, root))
        wipe(self._master)
        self._master, self._sealer, self._epoch = master, sealer, epoch

    def _rewrap_damaged(self, compartment: str, sealer: Sealer, epoch: int) -> None:
        name, kind = bytes.fromhex(compartment), self._root.kinds[compartment]
        rows = self.rows("SELECT key FROM compartments WHERE id = ?", (name,))
        try:
            key = self._sealer.unwrap(rows[0][0] if rows else b"", self._key_place(name, kind, self._epoch))
        except SealBroken:
            return
        wrapped = sealer.seal(key, self._key_place(name, kind, epoch))
        wipe(key)
        self.execute("UPDATE compartments SET key = ? WHERE id = ?", (wrapped, name))

    def _forget(self, compartment: bytes) -> None:
        self._root.kinds.pop(compartment.hex(), None)
        self._let_go(compartment)
        self.execute("DELETE FROM records WHERE compartment = ?", (compartment,))
        self.execute("DELETE FROM compartments WHERE id = ?", (compartment,))
        if self.rows_of(compartment):
            raise DatabaseDamaged("delete")

    def opens_with(self, master: bytearray, epoch: int) -> bool:
        """Whether the root or any compartment's key still opens under an earlier master key, which is wiped."""
        sealer = Sealer(master)
        wipe(master)
        root = self.rows("SELECT root FROM vault")[0][0]
        if _opens(sealer, root, self._root_place(epoch)):
            return True
        keys = self.rows("SELECT id, key FROM compartments")
        return any(
            _opens(sealer, key, self._key_place(name, self._root.kinds.get(name.hex(), ""), epoch))
            for name, key in keys
        )

    def rows_of(self, compartment: bytes) -> int:
        """How many rows of any table still belong to a compartment."""
        rows = self.rows(
            "SELECT (SELECT count(*) FROM records WHERE compartment = ?1)"
            " + (SELECT count(*) FROM compartments WHERE id = ?1)",
            (compartment,),
        )
        return int(rows[0][0])


def _opens(sealer: Sealer, blob: bytes, where: bytes) -> bool:
    try:
        sealer.open(blob, where)
    except SealBroken:
        return False
    return True
