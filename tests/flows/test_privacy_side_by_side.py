"""Two Sessiebestanden of the same cases with different thresholds, side by side: together no more than the freer one.

`zet sessie --drempel` may be raised, the end writes with what the team agreed, and a reduced round keeps its own.
"""

import random
from dataclasses import replace

import pytest

from flows.privacy import Figure, SessionTable, session_table
from flows.results import CaseResult
from tests.flows.privacy_attack import ZET, Attack
from tests.flows.test_privacy import invented

Place = tuple[str, object, object]


def evaluation(seed: int) -> tuple[CaseResult, ...]:
    number = random.Random(seed).choice([5, 6, 7, 8, 10, 12])
    empty = random.Random(seed + 1).choice([0.03, 0.08, 0.2])
    return invented(number, seed, unsafe=number // 2, empty=empty)


def figures(cases: tuple[CaseResult, ...], threshold: int) -> dict[Place, Figure]:
    table = session_table(ZET, cases, threshold)
    return {
        (level.kind, level.key, source): figure
        for level in table.levels
        for source, figure in zip(table.columns, level.figures, strict=True)
        if figure is not None
    }


def tells_more(strict: Figure, free: Figure) -> bool:
    """Whether the figure of the higher threshold says something that the other does not."""
    return (
        (free.hidden and not strict.hidden)
        or (free.n is None and strict.n is not None)
        or (free.not_applicable is None and strict.not_applicable is not None)
        or (not strict.hidden and strict.decimals > free.decimals)
    )


def together(free: SessionTable, strict: SessionTable) -> SessionTable:
    """Everything that one of the two shows."""

    def both(one: Figure | None, other: Figure | None) -> Figure | None:
        if one is None or other is None:
            return None
        shown = [figure for figure in (one, other) if not figure.hidden]
        if not shown:
            return Figure()
        return Figure(
            mean=1.0,
            n=next((figure.n for figure in shown if figure.n is not None), None),
            not_applicable=next((f.not_applicable for f in shown if f.not_applicable is not None), None),
        )

    levels = tuple(
        one._replace(figures=tuple(map(both, one.figures, other.figures)))
        for one, other in zip(free.levels, strict.levels, strict=True)
    )
    return replace(free, levels=levels)


# of sixty such evaluations these are the ones where n or n.v.t. were once chosen for each threshold anew
@pytest.mark.parametrize(("seed", "threshold"), [(4, 4), (9, 4), (29, 4), (52, 4), (1, 5), (2, 6), (3, 10)])
def test_a_higher_threshold_shows_no_average_n_or_count_that_a_lower_one_hides(seed, threshold):
    cases = evaluation(seed)
    free, strict = figures(cases, 3), figures(cases, threshold)
    assert [place for place, figure in strict.items() if tells_more(figure, free[place])] == []


@pytest.mark.parametrize("seed", [4, 9, 52])
def test_two_files_together_single_out_nobody(seed):
    cases = evaluation(seed)
    free, strict = (session_table(ZET, cases, threshold) for threshold in (3, 4))
    for wanted in ("score", "n", "nvt"):
        assert Attack(cases, free).few(wanted) == []  # the control: one alone tells nothing
        assert Attack(cases, together(free, strict)).few(wanted) == []
