"""What the vault costs, as ratios and growth: run `python tests/benchmarks/bench_vault.py`.

Prints the CPU of one durable sealed save over one plain sqlite-utils insert, what unlocking adds to
Argon2id, and the time of a withdrawal at 10, 100 and 1,000 cases of 93 answers each.
"""

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

sys.path.insert(0, str(Path(__file__).parents[2]))

from storage.vault import KdfPolicy, Vault, create_vault, open_vault
from storage.vault.kdf import KdfParameters, stretch
from tests.benchmarks.rows import Row, row, tell

WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
PASSPHRASE = "zes woorden voor een meting"
ANSWER = b"een antwoord van gewone lengte " * 15


def fresh(folder: Path, policy: KdfPolicy = WEAK) -> Vault:
    """A new vault, unlocked."""
    create_vault(folder, PASSPHRASE, policy=policy, force=True)
    return open_vault(folder, policy=policy, force=True).unlock(PASSPHRASE)


def plain(path: Path) -> Callable[[], None]:
    """One durable insert of the same answer through sqlite-utils, WAL and synchronous=FULL."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    table = Database(connection, execute_plugins=False).table("answers")
    text = ANSWER.decode()
    table.insert({"id": 0, "text": text}, pk="id")
    numbers = iter(range(1, 10**9))
    return lambda: table.insert({"id": next(numbers), "text": text}) and None


def rounds(calls: dict[str, Callable[[], object]], times: int, each: int) -> dict[str, float]:
    """Interleaved rounds; the median CPU seconds of one call."""
    found: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(times):
        for name, call in calls.items():
            before = time.process_time()
            for _ in range(each):
                call()
            found[name].append((time.process_time() - before) / each)
    return {name: statistics.median(values) for name, values in found.items()}


def save(folder: Path) -> list[Row]:
    """The ratio of a sealed save."""
    with fresh(folder / "kluis") as vault:
        case = vault.new_compartment("case")
        for stream in ("entry", "consent", "names", "dossier", "inwoner", "professional", "draft"):
            vault.append(case, stream, ANSWER)
        calls = {"sealed": lambda: vault.append(case, "inwoner", ANSWER), "plain": plain(folder / "plain.db")}
        cost = rounds(calls, 15, 200)
    ratio = cost["sealed"] / cost["plain"]
    return [
        row("save: CPU of one plain sqlite-utils insert", "plain", "us", cost["plain"] * 1e6),
        row(
            "save: CPU of one sealed event",
            "ZET",
            "us",
            cost["sealed"] * 1e6,
            ratio=ratio,
            most_ratio=(1.1, "plain"),
        ),
    ]


def unlock(folder: Path) -> list[Row]:
    """What unlocking adds to the key derivation alone, at real strength."""
    policy = KdfPolicy()
    create_vault(folder / "kluis", PASSPHRASE, policy=policy, force=True)
    parameters = KdfParameters(policy.memory_kib, policy.iterations, policy.lanes, bytes(16))
    alone, whole = [], []
    for _ in range(3):
        before = time.perf_counter()
        stretch(PASSPHRASE, parameters, policy)
        alone.append(time.perf_counter() - before)
        before = time.perf_counter()
        with open_vault(folder / "kluis", policy=policy, force=True).unlock(PASSPHRASE):
            whole.append(time.perf_counter() - before)
    ratio = min(whole) / min(alone)
    return [
        row("unlock: Argon2id alone", "plain", "ms", [one * 1e3 for one in alone]),
        row("unlock", "ZET", "ms", [one * 1e3 for one in whole], ratio=ratio, most_ratio=(1.1, "Argon2id")),
    ]


def withdraw(folder: Path, cases: int) -> list[float]:
    """Milliseconds of five withdrawals."""
    with fresh(folder / f"kluis-{cases}") as vault:
        for _ in range(cases + 5):
            with vault.transaction():
                case = vault.new_compartment("case")
                for stream in ("dossier", "inwoner", "professional"):
                    for _ in range(31):
                        vault.append(case, stream, ANSWER)
        taken = []
        for case in vault.compartments()[:5]:
            before = time.perf_counter()
            vault.drop_compartment(case)
            taken.append((time.perf_counter() - before) * 1e3)
    return taken


def measure(quick: bool) -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, run in (("save", save), ("unlock", unlock)):
            (folder / part).mkdir()
            rows += run(folder / part)
        before: float | None = None
        for cases in (10, 100) if quick else (10, 100, 1000):
            taken = withdraw(folder, cases)
            median = statistics.median(taken)
            most = 150 if cases == 1000 else None
            rows.append(
                row("withdraw", f"{cases:,} cases", "ms", taken, ratio=before and median / before, most=most)
            )
            before = median
    return rows


if __name__ == "__main__":
    tell(measure, __doc__)
