"""How fast personal data is found in free text: the labelled notes of the tests, over and over.

Run: .venv/bin/python tests/benchmarks/bench_find.py [--snel]
"""

import sys
import time
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from storage.anonymise.find import find
from storage.anonymise.names import NameList
from tests.benchmarks.rows import Row, row, tell

NOTES = Path(__file__).parents[1] / "storage" / "notes.toml"


def notes() -> list[tuple[str, NameList]]:
    """Every note with its case's names; the labels stay in the text, which only makes it longer."""
    data = tomllib.loads(NOTES.read_text(encoding="utf-8"))
    found = []
    for case in data["cases"]:
        names = NameList.build(**{key: value for key, value in case.items() if key != "notes"})
        found += [(note, names) for note in case["notes"]]
    return found


def measure(quick: bool) -> list[Row]:
    made = notes()
    started = time.perf_counter()
    find(*made[0])
    rows: list[Row] = [
        row("find personal data: the first text", "", "ms", (time.perf_counter() - started) * 1e3)
    ]
    before: float | None = None
    for times in (1, 3) if quick else (1, 10):
        started = time.perf_counter()
        for _ in range(times):
            for text, names in made:
                find(text, names)
        taken = time.perf_counter() - started
        count = len(made) * times
        each = taken * 1e3 / count
        rows.append(
            row("find personal data: one text", f"of {count:,}", "ms", each, ratio=before and each / before)
        )
        before = each
    letters = sum(len(text) for text, _ in made)
    rows.append(
        row("find personal data: characters", "", "/ms", letters * (10 if not quick else 3) / taken / 1e3)
    )
    return rows


if __name__ == "__main__":
    tell(measure, __doc__)
