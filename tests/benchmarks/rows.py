"""One form for every figure, so that one table can hold them all: what, of whom, how much, against which budget."""

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Row = dict[str, object]
"""what, who, unit, median, min, n, ratio (to what stands in `beside`), budget, held."""


def row(
    what: str,
    who: str,
    unit: str,
    values: float | Sequence[float],
    *,
    ratio: float | None = None,
    most: float | None = None,
    most_ratio: tuple[float, str] | None = None,
) -> Row:
    """`most` is a budget in the row's own unit, `most_ratio` one for the ratio, with what it is a ratio to."""
    several = [values] if isinstance(values, int | float) else list(values)
    median = statistics.median(several)
    budget, held = None, None
    if most is not None:
        budget, held = f"{most:g} {unit}", median <= most
    if most_ratio is not None and ratio is not None:
        budget, held = f"{most_ratio[0]:g} x {most_ratio[1]}", ratio <= most_ratio[0]
    return {
        "what": what,
        "who": who,
        "unit": unit,
        "median": median,
        "min": min(several),
        "n": len(several),
        "ratio": ratio,
        "budget": budget,
        "held": held,
    }


def shown(number: object) -> str:
    """Three figures are enough."""
    if not isinstance(number, int | float):
        return ""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def tell(measure: Callable[[bool], list[Row]], description: str | None) -> None:
    """Measure, print the rows and, with --json, write them for the table of all benchmarks."""
    parser = argparse.ArgumentParser(description=(description or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--snel", action="store_true", help="small sizes only, to try the command")
    parser.add_argument("--json", type=Path, help="write the rows to this file as well")
    asked = parser.parse_args()
    rows = measure(asked.snel)
    for one in rows:
        verdict = {None: "", True: "held", False: "MISSED"}[one["held"]]  # type: ignore[index]
        sys.stdout.write(
            f"{one['what']:<42}{one['who']:<22}{shown(one['median']):>10} {one['unit']:<6}"
            f"{shown(one['ratio']):>8}  {one['budget'] or '':<16}{verdict}\n"
        )
    if asked.json:
        asked.json.write_text(json.dumps(rows), encoding="utf-8")
