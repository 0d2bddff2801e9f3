"""The benchmarks are collected whole: every script has its place, and what cannot be measured is said."""

from pathlib import Path

import pytest

from tests.benchmarks import run
from tests.benchmarks.rows import Row, row, shown


def test_every_benchmark_is_collected() -> None:
    scripts = {path.name for path in run.HERE.glob("bench_*.py")}
    assert scripts == {part.script for part in run.PARTS}


@pytest.mark.parametrize(
    ("made", "budget", "held"),
    [
        (row("a", "", "ms", [1.0, 9.0, 2.0], most=2), "2 ms", True),
        (row("a", "", "ms", [1.0, 9.0, 3.0], most=2), "2 ms", False),
        (row("a", "", "ms", 50.0, ratio=1.1, most_ratio=(1.1, "plain")), "1.1 x plain", True),
        (row("a", "", "ms", 50.0, ratio=1.2, most_ratio=(1.1, "plain")), "1.1 x plain", False),
        (row("a", "", "ms", 50.0), None, None),
    ],
)
def test_a_budget_is_met_or_missed(made: Row, budget: str | None, held: bool | None) -> None:
    assert (made["budget"], made["held"]) == (budget, held)


def test_the_page_names_what_was_missed_and_what_could_not_be_measured() -> None:
    slow = row("step", "ZET", "ms", [40.0], ratio=2.0, most=33)
    found = [(run.PARTS[0], [slow]), (run.PARTS[1], "not measured: it broke")]
    text = run.page(found, busy=2.0, taken=10, quick=False)
    assert "| step | ZET | 40 ms | 40 | 1 | 2 | 33 ms | **missed** |" in text
    assert "0 met, 1 missed" in text
    assert "**not measured: it broke**" in text
    assert "The machine was busy" in text
    assert "The machine was busy" not in run.page(found, busy=0.1, taken=10, quick=False)


def test_a_script_that_breaks_is_told_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bench_x.py").write_text("raise SystemExit('no such luck')", encoding="utf-8")
    monkeypatch.setattr(run, "HERE", tmp_path)
    assert run.measured(run.Part("bench_x.py", "X", ""), quick=True) == "not measured: no such luck"


def test_three_figures_are_shown() -> None:
    assert [shown(number) for number in (0.01234, 1.5, 99.96, 1234.5, None)] == [
        "0.0123",
        "1.5",
        "100",
        "1,234",
        "",
    ]


def test_a_start_is_compared_within_its_turn_and_both_programs_come_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fcntl")  # the watched terminal is POSIX alone
    from tests.benchmarks.bench_conversation import ECHO, START, ratio_to_bare, surroundings

    halfway_busy = [100.0, 100.0, 400.0]
    assert ratio_to_bare(START, [130.0, 520.0, 520.0], halfway_busy) == 1.3
    assert ratio_to_bare(ECHO, [3.0, 9.0, 4.0], [2.0, 2.0, 8.0]) == 2.0
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    found = surroundings(str(tmp_path))
    assert "PYTHONDONTWRITEBYTECODE" not in found
    assert Path(found["PYTHONPYCACHEPREFIX"]).parent == tmp_path
