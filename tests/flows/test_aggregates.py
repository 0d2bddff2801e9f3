"""What stays after the session: what partners could see and no more, and comparisons that claim too little sooner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.aggregates import Aggregates, aggregated, analysis_of_aggregates, widest
from flows.analysis import analyse, scoped
from flows.analysis_levels import Tally
from flows.analysis_rounds import Change, compare
from flows.instrument import Instrument, QuestionKind, Source, load_instrument
from flows.interview import Status
from flows.privacy import session_table
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from flows.scores import Mean


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


def cases(zet: Instrument, *colours: str) -> tuple[CaseResult, ...]:
    """One case per colour; the dossier is one colour darker at every third question."""
    order = ("groen", "mint", "oranje", "rood")

    def answer(colour: str, source: Source, at: int) -> str:
        darker = source is Source.DOSSIER and at % 3 == 0
        return order[min(3, order.index(colour) + darker)]

    return tuple(
        CaseResult(
            number=number,
            sources=tuple(
                SourceResult(
                    source=one.source,
                    answers=tuple(
                        ResultAnswer(
                            question=question.id,
                            status=Status.ANSWERED,
                            value=answer(colour, one.source, at),
                            reason="een verhaal van iemand",
                        )
                        for at, question in enumerate(one.questions)
                        if question.kind is QuestionKind.RATING
                    ),
                )
                for one in zet.questionnaires
            ),
        )
        for number, colour in enumerate(colours, start=1)
    )


def close(left: Mean, whole: Mean) -> bool:
    """The same to two decimals, of as many scores, and red when it was red."""
    apart = abs((left.value or 0) - (whole.value or 0))
    return left.n == whole.n and left.red == whole.red and apart <= 0.005 + 0.5 / whole.n


def test_what_is_kept_is_the_table_that_partners_see(zet: Instrument) -> None:
    told = cases(zet, "groen", "mint", "rood", "mint")
    kept = Aggregates.model_validate_json(aggregated(zet, told).model_dump_json())
    assert kept.table() == session_table(zet, told)
    assert "verhaal" not in kept.model_dump_json()
    assert '"case"' not in kept.model_dump_json()


def test_figures_that_may_not_be_shown_are_not_kept(zet: Instrument) -> None:
    two = aggregated(zet, cases(zet, "groen", "rood"))
    assert two.cases == 2
    assert all(figure.mean is None and figure.n is None for level in two.levels for figure in level.figures)
    assert all(not level.all.mean.n for level in analysis_of_aggregates(zet, two).levels)


def test_an_average_that_is_kept_is_the_average_that_was(zet: Instrument) -> None:
    told = cases(zet, "groen", "mint", "rood", "mint", "oranje")
    full, left = analyse(zet, told), analysis_of_aggregates(zet, aggregated(zet, told))
    assert (left.columns, left.cases) == (full.columns, 5)
    assert [(one.kind, one.key, one.title) for one in left.levels] == [
        (one.kind, one.key, one.title) for one in full.levels
    ]
    compared = 0
    for before, after in zip(full.levels, left.levels, strict=True):
        for was, is_ in zip(before.tallies, after.tallies, strict=True):
            if is_.mean.n:
                compared += 1
                assert close(is_.mean, was.mean)
    assert compared > 100
    assert (left.safety, left.case_differences, left.unexpected) == ((), (), ())


def test_a_kept_round_can_be_compared_with_and_claims_no_more_than_the_whole_one(zet: Instrument) -> None:
    before, now = cases(zet, *["oranje", "mint"] * 4), cases(zet, *["mint", "groen"] * 4)
    whole = compare(analyse(zet, before), analyse(zet, now)).deltas
    left = compare(analysis_of_aggregates(zet, aggregated(zet, before)), analyse(zet, now)).deltas
    full = {(one.level.kind, one.level.key, one.source): one for one in whole}
    sure = {Change.HIGHER, Change.LOWER}
    for one in left:
        as_whole = full[one.level.kind, one.level.key, one.source]
        assert close(one.before, as_whole.before)
        assert one.now == as_whole.now
        assert one.change not in sure or one.change is as_whole.change
    assert sum(one.change in sure for one in whole) > sum(one.change in sure for one in left) > 0


@given(st.lists(st.integers(1, 4), min_size=1, max_size=60))
def test_the_widest_scores_have_the_same_sum_and_never_lie_closer(scores: list[int]) -> None:
    told = Tally(rood=scores.count(1), oranje=scores.count(2), mint=scores.count(3), groen=scores.count(4))
    wide = widest(sum(scores), len(scores))
    assert wide.mean == told.mean
    assert min(wide) >= 0
    assert wide.variance >= told.variance - 1e-9


def test_a_smaller_scope_keeps_its_sources(zet: Instrument) -> None:
    told = cases(zet, "groen", "mint", "rood")
    told = tuple(
        case.model_copy(update={"sources": tuple(s for s in case.sources if s.source is not Source.DOSSIER)})
        for case in told
    )
    results = Results(
        municipality="M", evaluation_title="E", exported_on="2026-01-01", instrument_text=zet.text(),
        criteria=(6,), cases=told,
    )  # fmt: skip
    kept = aggregated(scoped(results), told)
    assert kept.sources == (Source.RESIDENT, Source.PROFESSIONAL)
    assert {level.kind for level in kept.levels} >= {"totaal", "criterium"}
    assert len([level for level in kept.levels if level.kind == "criterium"]) == 1
