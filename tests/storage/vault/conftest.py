"""A vault for tests: the key derivation is weak here and only here; a recorder of crash states."""

import copy
import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from storage.vault import (
    Disk,
    KdfPolicy,
    LockedVault,
    Vault,
    core,
    create,
    create_vault,
    epoch,
    kdf,
    open_vault,
    refound,
)
from storage.vault.seal import Sealer

PASSPHRASE = "zes gewone woorden voor de test"


@pytest.fixture
def weak() -> KdfPolicy:
    """Argon2id that takes no time."""
    return KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def folder(tmp_path: Path, weak: KdfPolicy) -> Path:
    """A folder with a new, closed vault."""
    folder = tmp_path / "kluis"
    create_vault(folder, PASSPHRASE, policy=weak, force=True)
    return folder


@pytest.fixture
def opened(folder: Path, weak: KdfPolicy) -> Iterator[Callable[..., Vault]]:
    """Open and unlock the vault in `folder`, or another one; closed at the end."""
    given: list[Vault | LockedVault] = []

    def open_it(where: Path | None = None, secret: str = PASSPHRASE, disk: Disk | None = None) -> Vault:
        locked = open_vault(where or folder, policy=weak, disk=disk, force=True)
        given.append(locked)
        vault = locked.unlock(secret)
        given.append(vault)
        return vault

    yield open_it
    for held in given:
        held.close()


# -- crash states: every touch of the disk is recorded, and the disk after a crash there is rebuilt ------

Files = dict[str, bytes]


@dataclass
class State:
    """The files as a crash could leave them, and what had been promised by then."""

    label: str
    files: Files
    facts: "Facts"
    digest: str
    """The same for the same files and facts."""


@dataclass
class Facts:
    """What the story had acknowledged, and what it was doing."""

    made: bool = False
    passphrases: tuple[str, ...] = (PASSPHRASE,)
    acknowledged: dict[str, list[bytes]] = field(default_factory=dict)
    writing: tuple[str, bytes] | None = None
    dropping: str | None = None
    dropped: frozenset[str] = frozenset()
    refounding: bool = False
    refounded: bool = False
    needles: tuple[bytes, ...] = ()


class RecordingConnection(sqlite3.Connection):
    """Tells the recorder after every statement; what SQLite flushed is durable outside a transaction."""

    recorder: "RecordingDisk"
    stem: str

    def execute(self, *args):
        try:
            return super().execute(*args)
        finally:
            self.recorder.after_sql(self.stem, args[0].split()[0], settled=not self.in_transaction)

    def close(self):
        super().close()
        self.recorder.after_sql(self.stem, "close", settled=True)


class RecordingDisk(Disk):
    """The real disk, with a memory of what was flushed: by inode for contents, by folder for names."""

    def __init__(self, root: Path, variants: int = 2) -> None:
        self.root = root
        self.facts = Facts()
        self.states: list[State] = []
        self.variants = variants
        self._random = Random(20240229)
        self._names: dict[str, int] = {}
        self._contents: dict[int, bytes] = {}
        self._seen: set[str] = set()

    def begin(self) -> None:
        """All that stands now is durable."""
        names, contents = self._look()
        self._names, self._contents = names, dict(contents)

    def _look(self) -> tuple[dict[str, int], dict[int, bytes]]:
        names, contents = {}, {}
        for path in sorted(self.root.rglob("*")):
            if path.is_file():
                inode = path.stat().st_ino
                names[str(path.relative_to(self.root))] = inode
                contents[inode] = path.read_bytes()
        return names, contents

    def mark(self, label: str) -> None:
        """A crash may come here."""
        names, contents = self._look()
        live = set(names.values()) | set(self._names.values())
        self._contents = {inode: data for inode, data in self._contents.items() if inode in live}
        everything = {**self._contents, **contents}
        self._keep(f"{label}: kept", {name: contents[inode] for name, inode in names.items()})
        self._keep(
            f"{label}: lost", {name: self._contents.get(inode, b"") for name, inode in self._names.items()}
        )
        for _ in range(self.variants):
            chosen = names if self._random.random() < 0.5 else self._names
            self._keep(
                f"{label}: torn",
                {
                    name: self._torn(self._contents.get(inode, b""), everything.get(inode, b""))
                    for name, inode in chosen.items()
                },
            )

    def _torn(self, before: bytes, after: bytes) -> bytes:
        """Each 512 bytes of the old or of the new contents."""
        if before == after:
            return after
        size = self._random.choice((len(before), len(after)))
        out = bytearray(size)
        for at in range(0, size, 512):
            source = self._random.choice((before, after))
            part = source[at : at + 512][: size - at]
            out[at : at + len(part)] = part
        return bytes(out)

    def _keep(self, label: str, files: Files) -> None:
        said = hashlib.sha256(repr(self.facts).encode())
        for name, data in sorted(files.items()):
            said.update(f"|{name}|{len(data)}|".encode() + data)
        whole = said.hexdigest()
        if whole not in self._seen:
            self._seen.add(whole)
            self.states.append(State(label, files, copy.deepcopy(self.facts), whole))

    def _flushed(self, path: Path) -> None:
        names, contents = self._look()
        inode = names[str(path.relative_to(self.root))]
        self._contents[inode] = contents[inode]

    def after_sql(self, stem: str, label: str, *, settled: bool) -> None:
        """SQLite flushes before it goes on, so only a commit's log can be torn; outside a transaction
        everything of its own is durable.
        """
        names, contents = self._look()
        log = f"{stem}-wal"
        if label == "COMMIT" and log in names:
            before, after = self._contents.get(names[log], b""), contents[names[log]]
            for _ in range(self.variants + 1):
                durable = {name: self._contents.get(inode, b"") for name, inode in self._names.items()}
                self._keep("sql COMMIT: torn", durable | {log: self._torn(before, after)})
        if settled:
            for name in (stem, log):
                if name in names:
                    self._names[name] = names[name]
                    self._contents[names[name]] = contents[names[name]]
                else:
                    self._names.pop(name, None)
        self.mark(f"sql {label}")

    def connect(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, timeout=0.2, factory=RecordingConnection)
        connection.recorder, connection.stem = self, str(path.relative_to(self.root))
        return connection

    def write_at(self, file, offset, data):
        super().write_at(file, offset, data)
        self.mark(f"write {file.path.name} at {offset}")

    def sync_file(self, file):
        super().sync_file(file)
        self._flushed(file.path)
        self.mark(f"sync {file.path.name}")

    def create(self, path, data):
        super().create(path, data)
        self.mark(f"create {path.name}")

    def append(self, path, data):
        super().append(path, data)
        self.mark(f"append {path.name}")

    def sync(self, path):
        super().sync(path)
        self._flushed(path)
        self.mark(f"sync {path.name}")

    def sync_folder(self, folder):
        super().sync_folder(folder)
        if folder.is_relative_to(self.root):
            names, _ = self._look()
            prefix = "" if folder == self.root else f"{folder.relative_to(self.root)}/"
            outside = {name: inode for name, inode in self._names.items() if not name.startswith(prefix)}
            self._names = outside | {name: inode for name, inode in names.items() if name.startswith(prefix)}
        self.mark(f"sync folder {folder.name}")

    def replace(self, source, target):
        super().replace(source, target)
        self.mark(f"replace {target.name}")

    def rename_folder(self, source, target):
        super().rename_folder(source, target)
        self.mark("rename folder")

    def remove(self, path):
        super().remove(path)
        self.mark(f"remove {path.name}")

    def clear(self, path, spans):
        super().clear(path, spans)
        self.mark(f"clear {path.name}")

    def overwrite(self, path):
        size = super().overwrite(path)
        self.mark(f"overwrite {path.name}")
        return size


def rebuild(root: Path, files: Files) -> None:
    """Put these files at the same paths as in the story."""
    shutil.rmtree(root)
    root.mkdir()
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(data)


@pytest.fixture
def recording(tmp_path: Path) -> Callable[..., RecordingDisk]:
    """A recorder over `tmp_path / "schijf"`, in which everything so far is durable."""

    def make(variants: int = 2) -> RecordingDisk:
        root = tmp_path / "schijf"
        root.mkdir(exist_ok=True)
        disk = RecordingDisk(root, variants)
        disk.begin()
        return disk

    return make


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Callable[[str, int], None]:
    """Count crash states, kills or faults; their sums stand at the end of the run."""

    def count(what: str, number: int) -> None:
        record_property(f"tally {what}", number)

    return count


@pytest.fixture
def keys_held(monkeypatch: pytest.MonkeyPatch) -> list[bytearray]:
    """Every buffer in which a passphrase or a key came to stand since the test began."""
    held: list[bytearray] = []

    def watched(make, buffer_of=lambda made: made):
        def making(*args, **named):
            made = make(*args, **named)
            held.append(buffer_of(made))
            return made

        return making

    for module, name in (
        (kdf, "normalise"),
        (kdf, "argon2id"),
        (kdf, "hkdf"),
        (create, "new_master"),
        (epoch, "new_master"),
        (refound, "new_master"),
        (Sealer, "unwrap"),
    ):
        monkeypatch.setattr(module, name, watched(getattr(module, name)))
    monkeypatch.setattr(core, "Held", watched(core.Held, lambda made: made.key))
    return held


@pytest.fixture
def rebuilt() -> Callable[[Path, Files], None]:
    return rebuild
