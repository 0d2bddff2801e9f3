"""The same stories seen from below: every write and flush that Python and SQLite really make, in their order.

The program runs under strace; after each call the disk is rebuilt as a power cut could leave it: what was not
flushed is there, is not there, or is there in part, in pieces of 512 bytes. Linux with strace only.
"""

import ast
import hashlib
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from storage.vault import KdfPolicy

ROOT = Path(__file__).resolve().parents[3]
STORIES = Path(__file__).with_name("test_crash_states.py")
TELLER = """
import os, runpy, sqlite3, sys
from pathlib import Path
from types import SimpleNamespace
from storage.vault import Disk, KdfPolicy
stories, name, root, said, wrong = sys.argv[1:]
exec(wrong)
out = os.open(said, os.O_WRONLY | os.O_CREAT)
class Telling(Disk):
    def __init__(self):
        self.root, self.last = Path(root), ""
        self.facts = SimpleNamespace(made=False, passphrases=(), acknowledged={}, writing=None, dropping=None,
                                     dropped=frozenset(), refounding=False, refounded=False)
    def begin(self):
        os.write(out, b"BEGIN")
    def tell(self):
        now = repr(vars(self.facts) | {"dropped": sorted(self.facts.dropped)})
        if now != self.last:
            self.last = now
            os.write(out, now.encode())
    def connect(self, path):
        connection = sqlite3.connect(path, isolation_level=None, factory=Connection)
        return connection
disk = Telling()
class Connection(sqlite3.Connection):
    def execute(self, *args):
        disk.tell()
        return super().execute(*args)
def telling(name):
    honest = getattr(Disk, name)
    def told(self, *args):
        self.tell()
        return honest(self, *args)
    return told
for call in ("write_at overwrite_from sync_file create sync sync_folder replace rename_folder remove make_folder"
             " overwrite clear lock unlock").split():
    setattr(Telling, call, telling(call))
weak = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
runpy.run_path(stories)["STORIES"][name](disk, weak)
disk.tell()
"""
CALLS = (
    "openat,close,lseek,write,pwrite64,ftruncate,fsync,fdatasync,mkdir,rmdir"
    ",rename,renameat,renameat2,unlink,unlinkat"
)
LINE = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)\)\s+= (-?\d+|\?)(.*)$")
QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def text(quoted: str) -> bytes:
    return bytes.fromhex(quoted.replace("\\x", ""))


class Inode:
    """A file's contents now and as flushed, and the writes in between: (offset, bytes) or a new length."""

    def __init__(self) -> None:
        self.now = bytearray()
        self.flushed = bytearray()
        self.pending: list[tuple[int, bytes | None]] = []

    def change(self, offset: int, data: bytes | None) -> None:
        apply(self.now, offset, data)
        self.pending.append((offset, data))

    def flush(self) -> None:
        self.flushed = bytearray(self.now)
        self.pending.clear()

    def torn(self, random: Random) -> bytes:
        """What was flushed with some of the rest, whole or in pieces."""
        out = bytearray(self.flushed)
        for offset, data in self.pending:
            luck = random.random()
            if data is None or luck < 0.4:
                if luck < 0.7:
                    apply(out, offset, data)
            elif luck < 0.7:
                for at in range(0, len(data), 512):
                    if random.random() < 0.5:
                        apply(out, offset + at, data[at : at + 512])
        return bytes(out)


def apply(out: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del out[offset:]
        out.extend(bytes(offset - len(out)))
    else:
        out.extend(bytes(max(0, offset + len(data) - len(out))))
        out[offset : offset + len(data)] = data


class Machine:
    """A disk that obeys the calls of one trace, below one folder."""

    def __init__(self, root: Path, said: Path) -> None:
        self.root, self.said = str(root), str(said)
        self.names: dict[str, Inode] = {}
        self.flushed: dict[str, Inode] = {}
        self.open: dict[int, tuple[str, Inode | None, int]] = {}
        self.facts: SimpleNamespace | None = None
        self.telling = False

    def relative(self, name: str) -> str | None:
        return name[len(self.root) + 1 :] if name == self.root or name.startswith(self.root + "/") else None

    def obey(self, call: str, arguments: str, result: int) -> str | None:
        """Do what the call did; a label when it touched the folder."""
        quoted = [text(part) for part in QUOTED.findall(arguments)]
        if call == "openat":
            return self.opened(quoted[0].decode(), arguments, result)
        if call in {"rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "rmdir"}:
            return self.named(call, [part.decode() for part in quoted])
        number = int(re.match(r"\d+", arguments)[0])
        if number not in self.open:
            return None
        name, inode, offset = self.open[number]
        if call == "close":
            del self.open[number]
        elif call == "lseek":
            self.open[number] = (name, inode, result)
        elif name == self.said:
            self.hear(quoted[0])
        elif call in {"fsync", "fdatasync"}:
            if inode is None:
                self.flush_names(self.relative(name) or "")
            else:
                inode.flush()
            return f"{call} {Path(name).name}"
        elif inode is not None:
            if call == "ftruncate":
                inode.change(int(arguments.rsplit(",", 1)[1]), None)
            elif call == "pwrite64":
                inode.change(int(arguments.rsplit(",", 1)[1]), quoted[0][:result])
            else:
                inode.change(offset, quoted[0][:result])
                self.open[number] = (name, inode, offset + result)
            return f"{call} {Path(name).name}"
        return None

    def opened(self, name: str, arguments: str, result: int) -> str | None:
        self.open.pop(result, None)
        relative = self.relative(name)
        if name == self.said or (
            relative is not None
            and ("O_DIRECTORY" in arguments or name == self.root or self.is_folder(relative))
        ):
            self.open[result] = (name, None, 0)
        elif relative is not None:
            inode = self.names.setdefault(relative, Inode())
            self.open[result] = (name, inode, 0)
            if "O_TRUNC" in arguments:
                inode.change(0, None)
                return f"truncate {Path(name).name}"
        return None

    def is_folder(self, relative: str) -> bool:
        return any(
            known.startswith(relative + "/") for known in (*self.names, *self.flushed)
        ) or relative in {
            "kluis",
            "kluis.new",
        }

    def named(self, call: str, given: list[str]) -> str | None:
        names = [self.relative(name) for name in given]
        if names[0] is None:
            return None
        if call.startswith("rename"):
            for known in list(self.names):
                if known == names[0] or known.startswith(f"{names[0]}/"):
                    self.names[names[1] + known[len(names[0]) :]] = self.names.pop(known)
        elif call.startswith("unlink"):
            self.names.pop(names[0], None)
        return f"{call} {Path(given[-1]).name}"

    def flush_names(self, folder: str) -> None:
        prefix = f"{folder}/" if folder else ""
        self.flushed = {
            name: inode for name, inode in self.flushed.items() if not name.startswith(prefix)
        } | {name: inode for name, inode in self.names.items() if name.startswith(prefix)}

    def hear(self, said: bytes) -> None:
        if said == b"BEGIN":
            self.flushed = dict(self.names)
            for inode in self.names.values():
                inode.flush()
            self.telling = True
        else:
            found = ast.literal_eval(said.decode())
            self.facts = SimpleNamespace(**found)

    def states(self, random: Random, variants: int) -> Iterator[dict[str, bytes]]:
        yield {name: bytes(inode.now) for name, inode in self.names.items()}
        yield {name: bytes(inode.flushed) for name, inode in self.flushed.items()}
        for _ in range(variants):
            names = random.choice((self.names, self.flushed))
            yield {name: inode.torn(random) for name, inode in names.items()}


def trace(name: str, root: Path, said: Path, log: Path, wrong: str) -> None:
    command = [
        "strace",
        "-f",
        "-xx",
        "-s",
        "50000000",
        "-e",
        f"trace={CALLS}",
        "-e",
        "signal=none",
        "-o",
        str(log),
    ]
    command += [sys.executable, "-c", TELLER, str(STORIES), name, str(root), str(said), wrong]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "Operation not permitted" in done.stderr or "ptrace" in done.stderr:
        pytest.skip("this system does not let a program be traced")
    assert done.returncode == 0, done.stderr


def explore(
    name: str, folder: Path, weak: KdfPolicy, rebuilt, variants: int, wrong: str = ""
) -> tuple[int, list[str]]:
    """How many disks there could be after a power cut, and what was wrong with any of them."""
    judge = runpy.run_path(str(STORIES))["judge"]
    root, said, log = folder / "schijf", folder / "gezegd", folder / "spoor"
    root.mkdir()
    trace(name, root, said, log, wrong)
    machine, random, seen, found = Machine(root, said), Random(5), set(), []
    machine.telling = name == "saving"
    with log.open(encoding="ascii") as lines:
        for line in lines:
            parts = LINE.match(line)
            if parts is None or parts[3] == "?" or int(parts[3]) < 0:
                continue
            label = machine.obey(parts[1], parts[2], int(parts[3]))
            if label is None or not machine.telling or machine.facts is None:
                continue
            for files in machine.states(random, variants):
                key = hashlib.sha256(repr((sorted(files.items()), vars(machine.facts))).encode()).digest()
                if key not in seen:
                    seen.add(key)
                    rebuilt(root, files)
                    found += [f"{label}: {what}" for what in judge(root, machine.facts, weak)]
    return len(seen), found


traced = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


@traced
@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "least"), [("saving", 2400), ("withdrawing", 900), ("passphrase", 700), ("refounding", 1250)]
)
def test_no_power_cut_between_two_system_calls_breaks_a_promise(
    name: str, least: int, tmp_path: Path, weak: KdfPolicy, rebuilt, tally
) -> None:
    count, wrong = explore(name, tmp_path, weak, rebuilt, 100)
    tally(f"crash states, {name}, system calls", count)
    assert wrong == []
    assert count >= least


LAX = """
from storage.vault import schema
schema._PRAGMAS = tuple((n, "OFF", 0) if n == "synchronous" else (n, v, e) for n, v, e in schema._PRAGMAS)
"""
UNFLUSHED = """
from storage.vault.keyfile import KeyFile
KeyFile.sync = lambda self: None
"""
NO_INTENT = """
from storage.vault import refound
refound.write_intent_file = lambda files, intent: None
"""


@traced
@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "wrong", "finds"),
    [
        ("saving", LAX, "acknowledged and lost"),
        ("withdrawing", UNFLUSHED, "does not open"),
        ("refounding", NO_INTENT, "does not open"),
    ],
    ids=["commits", "slots", "intent"],
)
def test_control_a_program_that_flushes_too_little_is_found(
    name: str, wrong: str, finds: str, tmp_path: Path, weak: KdfPolicy, rebuilt
) -> None:
    _, found = explore(name, tmp_path, weak, rebuilt, 20, wrong)
    assert any(finds in what for what in found)
