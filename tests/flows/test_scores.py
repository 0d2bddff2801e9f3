"""Averages are pooled, count only what was really rated, and turn red before rounding."""

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.instrument import Instrument, Source, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, SourceResult
from flows.scores import Mean, case_overviews, overview

COLOURS = {"groen": 4, "mint": 3, "oranje": 2, "rood": 1}


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


def rated(question: str, value: str, status: Status = Status.ANSWERED) -> ResultAnswer:
    return ResultAnswer(question=question, status=status, value=value)


def case(number: int = 1, **answers: list[ResultAnswer]) -> CaseResult:
    sources = tuple(
        SourceResult(source=Source(name), answers=tuple(given_)) for name, given_ in answers.items()
    )
    return CaseResult(number=number, sources=sources)


def test_colours_score_four_to_one(zet: Instrument) -> None:
    answers = [rated(number, colour) for number, colour in zip("2345", COLOURS, strict=True)]
    total = overview(zet, [case(dossier=answers)]).of(Source.DOSSIER).total
    assert total == Mean(10, 4)
    assert total.value == 2.5
    assert not total.red


def test_red_is_decided_before_rounding() -> None:
    just_under = Mean(2496, 1000)
    assert f"{just_under.value:.2f}" == "2.50"
    assert just_under.red
    assert not Mean(5, 2).red
    assert not Mean().red
    assert Mean().value is None


def test_pooled_is_not_the_mean_of_the_means_per_source(zet: Instrument) -> None:
    # given: one dossier score of 1 and three resident scores of 4 in theme Toegang
    mixed = case(dossier=[rated("2", "rood")], inwoner=[rated(n, "groen") for n in ("2", "3", "4")])
    # then: 13 / 4, not (1 + 4) / 2
    assert overview(zet, [mixed]).of(None).theme("toegang") == Mean(13, 4)


@pytest.mark.parametrize(
    "status", [status for status in Status if status is not Status.ANSWERED], ids=lambda s: s.value
)
def test_only_answered_counts(zet: Instrument, status: Status) -> None:
    result = overview(zet, [case(dossier=[rated("2", "rood", status), rated("3", "mint")])])
    assert result.of(Source.DOSSIER).total == Mean(3, 1)


def test_yes_no_open_and_timeline_never_count(zet: Instrument) -> None:
    answers = [rated("1", "tijdlijn"), rated("18", "ja"), rated("18", "groen")]
    result = overview(zet, [case(dossier=answers, inwoner=[rated("32", "tekst")])])
    assert result.of(None).total == Mean()


def test_a_row_ties_the_three_lists_together(zet: Instrument) -> None:
    # given: row 3 is dossier 2, resident 3 and professional 2
    one = case(dossier=[rated("2", "groen")], inwoner=[rated("3", "rood")], professional=[rated("2", "mint")])
    row = overview(zet, [one])
    assert row.of(None).row(3) == Mean(8, 3)
    assert row.of(None).criterion(1) == Mean(8, 3)
    assert row.of(Source.RESIDENT).row(3) == Mean(1, 1)
    assert row.of(Source.RESIDENT).question("3") == Mean(1, 1)


def test_each_case_has_its_own_overview(zet: Instrument) -> None:
    cases = [case(7, dossier=[rated("2", "groen")]), case(2, inwoner=[rated("2", "rood")])]
    seven, two = case_overviews(zet, cases)
    assert (seven.number, seven.overview.all.total) == (7, Mean(4, 1))
    assert (two.number, two.overview.of(Source.DOSSIER).total.value) == (2, None)
    assert two.overview.of(Source.RESIDENT).total.red


def test_unknown_questions_are_left_out(zet: Instrument) -> None:
    assert overview(zet, [case(dossier=[rated("999", "groen")])]).all.total == Mean()


ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(list(Source)),
        st.integers(1, 34).map(str),
        st.sampled_from(["groen", "mint", "oranje", "rood", "nvt", "ja"]),
        st.sampled_from(list(Status)),
    ),
    max_size=60,
    unique_by=lambda answer: answer[:2],
)


@given(st.lists(ANSWERS, max_size=4))
def test_every_level_adds_up_to_the_same_total(
    given_cases: list[list[tuple[Source, str, str, Status]]],
) -> None:
    zet = load_instrument("zet")
    cases = [
        case(
            number,
            **{
                source.value: [rated(q, v, s) for src, q, v, s in answers if src is source]
                for source in Source
            },
        )
        for number, answers in enumerate(given_cases, 1)
    ]
    result = overview(zet, cases)
    for averages in (result.all, *result.sources.values()):
        for level in (averages.themes, averages.criteria, averages.rows):
            assert sum(mean.total for mean in level.values()) == averages.total.total
            assert sum(mean.n for mean in level.values()) == averages.total.n
        for mean in averages.themes.values():
            assert mean.value == float(Fraction(mean.total, mean.n))
            assert 1 <= mean.value <= 4


def test_a_thousand_cases_take_a_moment(zet: Instrument) -> None:
    questionnaires = {q.source: q.questions for q in zet.questionnaires}
    one = {
        source.value: [rated(q.id, "mint") for q in questions] for source, questions in questionnaires.items()
    }
    cases = [case(number, **one) for number in range(1, 1001)]
    started = time.process_time()
    assert overview(zet, cases).all.total.n == 84_000
    assert time.process_time() - started < 2
