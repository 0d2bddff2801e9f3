"""What partners see gives nothing away about one or two people: a test that tries to work it out, exactly."""

import random
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.instrument import Instrument, Question, QuestionKind, Source
from flows.interview import Status
from flows.privacy import Figure, SessionTable, ThresholdOutOfRange, session_table
from flows.privacy_check import Insider, privacy_check
from flows.results import CaseResult, ResultAnswer, SourceResult
from flows.scores import overview
from flows.suppression import admissible
from tests.flows.privacy_attack import ZET, Attack, rank

SCORES = {"groen": 4, "mint": 3, "oranje": 2, "rood": 1}
FOLLOW_UP = {28, 29, 30, 31}


# -- invented cases ------------------------------------------------------------------------------------------------


def answer(question: Question, chance: random.Random, *, unsafe: bool, empty: float) -> ResultAnswer:
    if question.kind is QuestionKind.YES_NO:
        return ResultAnswer(question=question.id, status=Status.ANSWERED, value="ja" if unsafe else "nee")
    if question.asked_if and not unsafe:
        return ResultAnswer(question=question.id, status=Status.OFF_ROUTE)
    if chance.random() < empty:
        status = chance.choice([Status.NOT_APPLICABLE, Status.NO_ANSWER, Status.OPEN])
        return ResultAnswer(question=question.id, status=status, value="nvt")
    value = chance.choice([*SCORES, "groen"])
    return ResultAnswer(question=question.id, status=Status.ANSWERED, value=value)


def invented(number: int, seed: int, *, unsafe: int, empty: float = 0.1) -> tuple[CaseResult, ...]:
    """Cases of which the first `unsafe` were unsafe."""
    chance = random.Random(seed)
    return tuple(
        CaseResult(
            number=at + 1,
            sources=tuple(
                SourceResult(
                    source=questionnaire.source,
                    answers=tuple(
                        answer(question, chance, unsafe=at < unsafe, empty=empty)
                        for question in questionnaire.questions
                        if question.kind in {QuestionKind.RATING, QuestionKind.YES_NO}
                    ),
                )
                for questionnaire in ZET.questionnaires
            ),
        )
        for at in range(number)
    )


# -- the attack ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "unsafe", "threshold"),
    [(3, 0, 3), (3, 1, 3), (3, 2, 3), (3, 3, 3), (4, 1, 3), (5, 2, 3), (5, 1, 4), (6, 1, 3), (8, 7, 3)],
)
@pytest.mark.parametrize("empty", [0.0, 0.08])
def test_nothing_about_fewer_people_than_the_threshold_can_be_worked_out(number, unsafe, threshold, empty):
    cases = invented(number, number * 10 + unsafe, unsafe=unsafe, empty=empty)
    attack = Attack(cases, session_table(ZET, cases, threshold))
    for wanted in ("score", "n", "nvt"):
        assert attack.undone(wanted) == []
        assert attack.few(wanted) == []


def test_the_attack_works_when_every_figure_is_shown():
    # the control: without suppression the same attack finds the one unsafe case
    cases = invented(3, 1, unsafe=1)
    table = session_table(ZET, cases)
    everything = tuple(
        level._replace(figures=tuple(None if f is None else Figure(mean=1.0, n=1) for f in level.figures))
        for level in table.levels
    )
    attack = Attack(cases, SessionTable(3, 3, table.columns, everything))
    assert (0, 1) in attack.few("score")
    assert attack.few("n")


def test_the_attack_works_when_only_the_small_figures_are_hidden():
    # the control: hiding what is small, and nothing beside it, is undone by subtracting
    cases = invented(3, 1, unsafe=1, empty=0)
    table = session_table(ZET, cases)
    attack = Attack(cases, table)
    levels = tuple(
        level._replace(
            figures=tuple(
                None
                if figure is None
                else Figure()
                if len(
                    frozenset().union(
                        *(attack.scored[a] for a in attack.atoms(level.kind, level.key, source))
                    )
                )
                < 3
                else Figure(mean=1.0)
                for source, figure in zip(table.columns, level.figures, strict=True)
            )
        )
        for level in table.levels
    )
    assert Attack(cases, SessionTable(3, 3, table.columns, levels)).undone("score")


@pytest.mark.parametrize("unsafe", [0, 1, 2])
@pytest.mark.parametrize("seed", range(5))
def test_one_unsafe_case_of_three_shows_nothing_about_the_safety_questions(unsafe, seed):
    table = session_table(ZET, invented(3, seed, unsafe=unsafe))
    about = [
        level
        for level in table.levels
        if (level.kind == "vraag" and level.key in FOLLOW_UP) or (level.kind, level.key) == ("criterium", 10)
    ]
    assert len(about) == len(FOLLOW_UP) + 1
    for level in about:
        assert all(
            figure is None or (figure.hidden and figure.n is None and figure.not_applicable is None)
            for figure in level.figures
        ), level


def test_no_and_one_unsafe_case_hide_the_same_averages():
    # which averages are hidden does not tell whether there was an unsafe case
    hidden = [session_table(ZET, invented(3, 4, unsafe=unsafe, empty=0)).hidden for unsafe in (0, 1)]
    assert hidden[0] == hidden[1]


# -- what is shown -------------------------------------------------------------------------------------------------


def means(
    instrument: Instrument, cases: tuple[CaseResult, ...], kind: str, key: object, source: Source | None
):
    of = overview(instrument, cases).of(source)
    return {
        "totaal": lambda: of.total,
        "thema": lambda: of.theme(str(key)),
        "criterium": lambda: of.criterion(key),
        "vraag": lambda: of.row(key),
    }[kind]()


@pytest.mark.parametrize(("number", "seed"), [(3, 1), (10, 2), (30, 3)])
def test_what_is_shown_is_the_pooled_average(number, seed):
    cases = invented(number, seed, unsafe=number // 2)
    table = session_table(ZET, cases)
    shown = 0
    for level in table.levels:
        for source, figure in zip(table.columns, level.figures, strict=True):
            if figure is None or figure.hidden:
                continue
            mean = means(ZET, cases, level.kind, level.key, source)
            shown += 1
            assert figure.red == mean.red
            assert figure.n in {None, mean.n}
            assert figure.decimals == (1 if figure.n is None else 2)
            from_end = min(4 - mean.value, mean.value - 1)
            at_end = from_end <= 0.5 and (mean.n < 5 or round(from_end * mean.n) <= 1)
            assert (figure.mean is None) == at_end
            if figure.mean is not None:
                assert abs(figure.mean - mean.value) <= 0.5 * 10**-figure.decimals + 1e-9
    assert shown > 30


def test_all_the_same_colour_at_an_end_shows_as_a_band():
    cases = tuple(
        CaseResult(
            number=number,
            sources=(
                SourceResult(
                    source=Source.DOSSIER,
                    answers=(ResultAnswer(question="2", status=Status.ANSWERED, value="rood"),),
                ),
            ),
        )
        for number in (1, 2, 3)
    )
    total = session_table(ZET, cases).levels[0].figures[-1]
    assert total is not None
    assert (total.mean, total.band, total.red) == (None, "laag", True)


def test_many_cases_hide_nothing():
    table = session_table(ZET, invented(100, 1, unsafe=40))
    assert len(table.hidden) == 0


def test_a_higher_threshold_shows_less_and_nothing_new():
    cases = invented(12, 5, unsafe=5)
    hidden = [set(session_table(ZET, cases, threshold).hidden) for threshold in (3, 5, 10)]
    assert hidden[0] <= hidden[1]
    assert hidden[0] <= hidden[2]
    assert len(hidden[0]) < len(hidden[2])


@pytest.mark.parametrize("threshold", [0, 1, 2, 11])
def test_a_threshold_outside_three_to_ten_is_refused(threshold):
    with pytest.raises(ThresholdOutOfRange) as caught:
        session_table(ZET, (), threshold)
    assert caught.value.threshold == threshold


def test_no_cases_show_nothing():
    assert all(
        figure is None or figure.hidden for level in session_table(ZET, ()).levels for figure in level.figures
    )


# -- the algebra by itself -----------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(
    cases=st.dictionaries(st.sampled_from("abcdefg"), st.frozensets(st.integers(0, 4)), min_size=1),
    data=st.data(),
)
def test_the_shown_figures_never_single_out_a_small_group(cases, data):
    figures = data.draw(st.lists(st.frozensets(st.sampled_from(sorted(cases)), min_size=1), max_size=12))
    chosen = admissible(figures, cases, 3)
    shown = [dict.fromkeys(figure, Fraction(1)) for figure, fits in zip(figures, chosen, strict=True) if fits]
    whole = rank(shown)
    for group in combinations(range(5), 2):
        theirs = {atom for atom, people in cases.items() if people <= set(group)}
        assert rank({a: v for a, v in row.items() if a not in theirs} for row in shown) == whole


@settings(max_examples=100, deadline=None)
@given(
    cases=st.dictionaries(st.sampled_from("abcdefg"), st.frozensets(st.integers(0, 4)), min_size=1),
    data=st.data(),
)
def test_where_everybody_is_behind_everything_nothing_is_hidden(cases, data):
    everybody = {atom: frozenset(range(5)) for atom in cases}
    figures = data.draw(st.lists(st.frozensets(st.sampled_from(sorted(cases)), min_size=1), max_size=12))
    assert all(admissible(figures, everybody, 3))


def test_too_many_small_groups_are_protected_as_one():
    # 25 answers of a person each: over six thousand groups of at most four; what rests on such answers alone is hidden
    cases = {str(person): frozenset({person}) for person in range(25)} | {"allen": frozenset(range(25))}
    alone = frozenset(cases) - {"allen"}
    figures = [alone, frozenset(cases), frozenset({"allen"})]
    assert admissible(figures, cases, 5) == (False, True, False)  # the third would tell the first
    # the control: one group at a time may be followed where there are few of them
    assert admissible(figures, cases, 3) == (True, True, True)


# -- what may be recognised ----------------------------------------------------------------------------------------


def test_three_cases_are_told_apart_by_a_few_answers():
    check = privacy_check(ZET, invented(3, 1, unsafe=1))
    assert [unique.answers for unique in check.unique] == [1, 2, 3, 5, 8]
    shares = [unique.share for unique in check.unique]
    assert shares == sorted(shares)
    assert check.unique[-1].cases == 3
    assert check.warning
    assert not check.too_few


def test_more_cases_hide_better_but_not_for_who_remembers_much():
    few, many = (privacy_check(ZET, invented(number, 1, unsafe=1)) for number in (3, 100))
    assert many.unique[0].share < few.unique[0].share
    assert many.unique[-1].share > 0.9
    assert not many.warning


def test_equal_cases_are_not_told_apart():
    one = invented(1, 1, unsafe=0)[0]
    check = privacy_check(ZET, tuple(one.model_copy(update={"number": number}) for number in (1, 2, 3)))
    assert {unique.share for unique in check.unique} == {0.0}


def test_insiders_are_named_with_how_many():
    check = privacy_check(ZET, invented(4, 1, unsafe=1))
    found = dict(check.insiders)
    assert found[Insider.OWN_CONVERSATION] == 8
    assert found[Insider.OTHER_SOURCE] == 4
    assert found[Insider.RARE_ANSWER] == 3
    assert Insider.ORDER_OF_EVENTS not in found


def test_too_few_cases_are_said():
    assert privacy_check(ZET, invented(2, 1, unsafe=0)).too_few
    assert privacy_check(ZET, ()).unique[0].share == 0


def test_a_case_without_the_remembered_conversation_is_not_told_from_others_by_it():
    cases = invented(3, 1, unsafe=1)
    others = tuple(one for one in cases[0].sources if one.source is not Source.PROFESSIONAL)
    check = privacy_check(ZET, (cases[0].model_copy(update={"sources": others}), *cases[1:]))
    assert check.unique[-1] == (8, 2, 2 / 3)
