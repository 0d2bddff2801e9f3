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

from storage.vault import KdfPolicy, Vault, create_vault, open_vault
from storage.vault.kdf import KdfParameters, stretch

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


def save(folder: Path) -> None:
    """The ratio of a sealed save."""
    with fresh(folder / "kluis") as vault:
        case = vault.new_compartment("case")
        for stream in ("entry", "consent", "names", "dossier", "inwoner", "professional", "draft"):
            vault.append(case, stream, ANSWER)
        calls = {"sealed": lambda: vault.append(case, "inwoner", ANSWER), "plain": plain(folder / "plain.db")}
        cost = rounds(calls, 15, 200)
    ratio = cost["sealed"] / cost["plain"]
    say(
        f"save: sealed {cost['sealed'] * 1e6:.0f} us, plain {cost['plain'] * 1e6:.0f} us CPU, ratio {ratio:.2f}"
    )


def unlock(folder: Path) -> None:
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
    say(f"unlock: {min(whole) * 1e3:.0f} ms, Argon2id alone {min(alone) * 1e3:.0f} ms, ratio {ratio:.2f}")


def withdraw(folder: Path, cases: int) -> float:
    """Milliseconds of one withdrawal, the median of five."""
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
    return statistics.median(taken)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, run in (("save", save), ("unlock", unlock)):
            (folder / part).mkdir()
            run(folder / part)
        before = None
        for cases in (10, 100, 1000):
            taken = withdraw(folder, cases)
            growth = "" if before is None else f", {taken / before:.1f} x the row above"
            say(f"withdraw at {cases} cases: {taken:.1f} ms{growth}")
            before = taken


if __name__ == "__main__":
    main()
