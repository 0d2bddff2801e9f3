"""A band instead of an average near an end of the scale: it must not say itself what everybody answered."""

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.instrument import Source
from flows.interview import Status
from flows.privacy import Figure, session_table
from flows.results import CaseResult, ResultAnswer, SourceResult
from tests.flows.privacy_attack import ZET, Attack
from tests.flows.test_privacy import SCORES, invented

WORDS = {score: word for word, score in SCORES.items()}
ONE_QUESTION = ZET.model_copy(
    update={
        "questionnaires": tuple(
            one.model_copy(update={"questions": tuple(q for q in one.questions if q.id == "2")})
            for one in ZET.questionnaires
            if one.source is Source.DOSSIER
        )
    }
)


def shown(scores: tuple[int | None, ...], threshold: int = 3) -> Figure:
    """The total of cases that each answered one question; None: no answer."""
    cases = tuple(
        CaseResult(
            number=number,
            sources=(
                SourceResult(
                    source=Source.DOSSIER,
                    answers=(
                        ResultAnswer(question="2", status=Status.ANSWERED, value=WORDS[score])
                        if score
                        else ResultAnswer(question="2", status=Status.NO_ANSWER, value="geen_antwoord"),
                    ),
                ),
            ),
        )
        for number, score in enumerate(scores, start=1)
    )
    total = session_table(ONE_QUESTION, cases, threshold).levels[0].figures[-1]
    assert total is not None
    return total


@pytest.mark.parametrize("number", range(3, 13))
def test_what_is_shown_of_all_the_same_colour_is_also_shown_of_others(number):
    green, red = shown((4,) * number), shown((1,) * number)
    assert green == shown((3, *(4,) * (number - 1))) == Figure(None, 2, "hoog", False, number)
    assert red == shown((2, *(1,) * (number - 1))) == Figure(None, 2, "laag", True, number)


@pytest.mark.parametrize("number", [3, 4])
def test_of_the_smallest_groups_no_average_near_an_end_is_given_in_figures(number):
    for scores in combinations_with_replacement(range(1, 5), number):
        mean, figure = Fraction(sum(scores), number), shown(scores)
        band = "hoog" if mean >= Fraction("3.5") else "laag" if mean <= Fraction("1.5") else None
        assert figure.band == band
        assert (figure.mean is None) == (band is not None)


@given(st.lists(st.sampled_from([1, 2, 3, 4, 4, 4, None]), min_size=3, max_size=14))
def test_an_average_that_is_given_lies_more_than_one_colour_from_the_ends(found):
    scores, figure = [score for score in found if score], shown(tuple(found))
    if figure.mean is not None:
        above, below = 4 * len(scores) - sum(scores), sum(scores) - len(scores)
        assert above > 1 or 2 * above > len(scores)
        assert below > 1 or 2 * below > len(scores)


def test_a_band_without_n_may_be_of_any_number_of_answers():
    # two of six have no answer: n would tell it, and the band is that of six as well
    few = shown((4, 4, 4, 3, None, None))
    assert few == shown((4, 4, 4, 4, 3, None)) == Figure(None, 1, "hoog", False, None, None)
    assert shown((4, 4, 4, 4, 4, 3)).band == "hoog"


def test_over_whole_evaluations_a_band_covers_more_than_one_set_of_answers():
    behind: dict[str, set[tuple[int, ...]]] = {"hoog": set(), "laag": set()}
    near = set()
    for seed in range(10):
        cases = invented(3 + seed % 4, seed, unsafe=1, empty=0)
        for atoms, figure in Attack(cases, session_table(ZET, cases)).cells.values():
            scores = [
                SCORES[str(answer.value)]
                for case in cases
                for result in case.sources
                for answer in result.answers
                if (result.source, answer.question) in atoms and answer.status is Status.ANSWERED
            ]
            if figure.band:
                behind[figure.band].add(tuple(sorted(scores)))
            elif figure.mean is not None and not 1.5 < figure.mean < 3.5:
                near.add(figure.mean)
    assert all({len(set(scores)) for scores in found} >= {1, 2} for found in behind.values())
    assert near  # the control: of larger groups averages in the same range do stand in figures
