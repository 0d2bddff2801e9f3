"""All benchmarks, one after another, and one table of what they found: docs/benchmarks.md.

Run: .venv/bin/python tests/benchmarks/run.py [--snel] [--naar FILE]

`--snel` tries everything at small sizes and prints the table instead of writing it.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
LONGEST = 300  # seconds for one benchmark

INTRODUCTION = """Made by `.venv/bin/python tests/benchmarks/run.py`; nothing here is typed. Ratios are within
one run, because a machine is not twice as fast as yesterday in all things at once. The budgets are those that ZET
was made for."""

sys.path.insert(0, str(ROOT))

from tests.benchmarks.rows import Row, shown  # noqa: E402 - run as a script, only this folder is on the path


@dataclass(frozen=True)
class Part:
    """One benchmark: its script, its title, what stands above its rows, and options for a whole and a quick run."""

    script: str
    title: str
    told: str
    whole: tuple[str, ...] = ()
    quick: tuple[str, ...] = ("--snel",)


PARTS = (
    Part(
        "bench_conversation.py",
        "What a person waits for",
        "The real program in a terminal beside a bare Textual app; both take turns, compiled as an installed program "
        "is. The ratio is to the bare app; of a start, the median of the turns' own ratios.",
        ("--rounds", "3"),
        ("--rounds", "1", "--starts", "2"),
    ),
    Part("bench_engine.py", "The engine", "Questions, answers and the route, without disk or screen."),
    Part(
        "bench_vault.py",
        "The vault",
        "The ratio is to plain sqlite-utils, to Argon2id alone, or to the row above (growth).",
    ),
    Part(
        "bench_find.py",
        "Finding personal data",
        "The labelled notes of the tests; the ratio is growth per text.",
    ),
    Part("bench_analysis.py", "Analysis", "The ratio is to the row above: growth."),
    Part(
        "bench_export.py",
        "Export",
        "Each in a process of its own; the ratio is to bare openpyxl that writes the same cells. "
        "Memory is what came on top of the results themselves.",
    ),
)


def measured(part: Part, *, quick: bool) -> list[Row] | str:
    """The rows of one benchmark, or why there are none."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "rows.json"
        command = [sys.executable, str(HERE / part.script), *(part.quick if quick else part.whole)]
        try:
            subprocess.run(
                [*command, "--json", str(found)],
                cwd=ROOT,
                check=True,
                capture_output=True,
                text=True,
                timeout=LONGEST,
            )
            rows: list[Row] = json.loads(found.read_text(encoding="utf-8"))
        except subprocess.TimeoutExpired:
            return f"not measured: longer than {LONGEST} seconds"
        except subprocess.CalledProcessError as error:
            last = (error.stderr or "").strip().splitlines()[-1:]
            return f"not measured: {''.join(last)}"
        return rows


def machine() -> str:
    """Processor, cores, system and Python; no name of a machine or a person."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    except OSError:
        models = []
    model = models[0] if models else platform.processor() or platform.machine()
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def load() -> float:
    """How many programs want the processor, per core; 0 where nobody says so."""
    try:
        return os.getloadavg()[0] / (os.cpu_count() or 1)
    except (AttributeError, OSError):
        return 0.0


def table(rows: Sequence[Row]) -> Iterable[str]:
    """The rows as Markdown."""
    yield "| | | median | least | n | ratio | budget | |"
    yield "|---|---|---:|---:|---:|---:|---|---|"
    for row in rows:
        verdict = {None: "", True: "met", False: "**missed**"}[row["held"]]  # type: ignore[index]
        cells = (
            row["what"],
            row["who"],
            f"{shown(row['median'])} {row['unit']}",
            shown(row["min"]),
            row["n"],
            shown(row["ratio"]),
            row["budget"] or "",
            verdict,
        )
        yield f"| {' | '.join(map(str, cells))} |"


def page(found: Sequence[tuple[Part, list[Row] | str]], busy: float, taken: float, *, quick: bool) -> str:
    """The whole page."""
    rows = [row for _, part in found if not isinstance(part, str) for row in part]
    budgets = [row for row in rows if row["held"] is not None]
    missed = [row for row in budgets if row["held"] is False]
    told = [
        "# Benchmarks",
        "",
        INTRODUCTION,
        "",
        f"- Measured on {date.today().isoformat()} in {taken:.0f} seconds{', at small sizes only' if quick else ''}.",  # noqa: DTZ011 - the day here
        f"- On: {machine()}.",
        f"- Budgets: {len(budgets) - len(missed)} met, {len(missed)} missed.",
    ]
    if busy > 0.5:
        told.append(
            f"- **The machine was busy** ({busy:.1f} programs a core before it began): "
            "times are too long, ratios may be off."
        )
    for part, its in found:
        told += ["", f"## {part.title}", "", part.told, ""]
        told += [f"**{its}**"] if isinstance(its, str) else [*table(its)]
    return "\n".join(told) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--snel", action="store_true", help="small sizes; print the table")
    parser.add_argument("--naar", type=Path, help="write the table to this file (docs/benchmarks.md)")
    asked = parser.parse_args()
    busy, begun, found = load(), time.monotonic(), []
    for part in PARTS:
        sys.stderr.write(f"{part.title} ...\n")
        found.append((part, measured(part, quick=asked.snel)))
    text = page(found, busy, time.monotonic() - begun, quick=asked.snel)
    if asked.naar is None and asked.snel:
        sys.stdout.write(text)
    else:
        (asked.naar or PAGE).write_text(text, encoding="utf-8")
    if any(isinstance(rows, str) for _, rows in found):
        sys.exit(1)


if __name__ == "__main__":
    main()
