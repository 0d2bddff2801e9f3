"""The analysis against a second calculation, and against the situations that the handbook asks to look for."""

import random
from fractions import Fraction
from itertools import product

import pytest

from flows.analysis import (
    Analysis,
    Kind,
    Surprise,
    analyse,
    colour_of,
    open_answers,
    scoped,
    told,
)
from flows.analysis_walk import Look, walk
from flows.handbook import handbook
from flows.instrument import Instrument, QuestionKind, Rating, Source, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from flows.scores import Mean

COLOURS = {"groen": 4, "mint": 3, "oranje": 2, "rood": 1}
D, R, P = Source.DOSSIER, Source.RESIDENT, Source.PROFESSIONAL


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


def say(question: str, value: str, **more: object) -> ResultAnswer:
    states = {"nvt": Status.NOT_APPLICABLE, "geen_antwoord": Status.NO_ANSWER, "route": Status.OFF_ROUTE}
    status = states.get(value, Status.ANSWERED)
    return ResultAnswer(question=question, status=status, value=None if value == "route" else value, **more)


def case(number: int, **sources: list[ResultAnswer]) -> CaseResult:
    return CaseResult(
        number=number,
        sources=tuple(SourceResult(source=Source(name), answers=tuple(of)) for name, of in sources.items()),
    )


def invented(zet: Instrument, cases: int, seed: int) -> tuple[CaseResult, ...]:
    chance = random.Random(seed)
    values = [*COLOURS, *COLOURS, "nvt", "geen_antwoord"]
    return tuple(
        CaseResult(
            number=number,
            sources=tuple(
                SourceResult(
                    source=questionnaire.source,
                    answers=tuple(
                        say(
                            question.id,
                            chance.choice(values) if question.kind is QuestionKind.RATING else "ja",
                        )
                        for question in questionnaire.questions
                        if question.kind in {QuestionKind.RATING, QuestionKind.YES_NO}
                    ),
                )
                for questionnaire in zet.questionnaires
                if chance.random() < 0.9
            ),
        )
        for number in range(1, cases + 1)
    )


@pytest.mark.parametrize(("cases", "seed"), [(3, 1), (3, 2), (25, 3), (1000, 4)])
def test_every_figure_is_what_a_second_calculation_gives(zet: Instrument, cases: int, seed: int) -> None:
    # given: the framework once more, straight from the instrument's rows
    made = invented(zet, cases, seed)
    theme_of = {one.number: one.theme for one in zet.criteria}
    criterion_of = {one.number: one.criterion for one in zet.rows}
    row_of = {(one.source, q.id): q.row for one in zet.questionnaires for q in one.questions}
    points: dict[tuple[object, ...], list[int]] = {}
    for one in made:
        for source in one.sources:
            for answer in source.answers:
                if answer.value in COLOURS:
                    row = row_of[source.source, answer.question]
                    criterion = criterion_of[row]
                    places = (
                        ("totaal", None),
                        ("thema", theme_of[criterion]),
                        ("criterium", criterion),
                        ("vraag", row),
                    )
                    for place, column in product(places, (source.source, None)):
                        points.setdefault((*place, column), []).append(COLOURS[answer.value])
    # when
    found = analyse(zet, made)
    # then: every average and every n, and nothing besides
    seen = {
        (level.kind.value, level.key, column): (tally.mean.total, tally.mean.n)
        for level in found.levels
        for column, tally in zip(found.columns, level.tallies, strict=True)
        if tally.mean.n
    }
    assert seen == {place: (sum(of), len(of)) for place, of in points.items()}
    # and: the differences, flags and lists follow from those averages
    means = {place: Fraction(sum(of), len(of)) for place, of in points.items()}
    for difference in found.source_differences:
        at = difference.level.kind.value, difference.level.key
        of = [means[(*at, source)] for source in Source if (*at, source) in means]
        assert difference.gap == max(of) - min(of)
        assert difference.large == (max(of) - min(of) >= 1)
    rows = {key: mean for (kind, key, column), mean in means.items() if kind == "vraag" and column is None}
    assert {level.key for level in found.bottlenecks} == {key for key, mean in rows.items() if mean < 2.5}
    assert {level.key for level in found.strengths} == {key for key, mean in rows.items() if mean >= 3}
    firm = [rows[level.key] for level in found.bottlenecks if level.all.mean.n >= 3]
    assert [rows[level.key] for level in found.bottlenecks][: len(firm)] == firm == sorted(firm)
    assert len(found.bottlenecks) == len([m for m in rows.values() if m < 2.5])


@pytest.mark.parametrize("seed", range(5))
def test_the_lowest_and_highest_case_are_what_a_second_calculation_gives(zet: Instrument, seed: int) -> None:
    made = invented(zet, 12, seed)
    found = analyse(zet, made)
    scored = {level.key for level in found.levels if level.kind is Kind.CRITERION and level.all.mean.n}
    assert {one.level.key for one in found.case_differences if one.level.kind is Kind.CRITERION} == scored
    for difference in found.case_differences:
        of = {}
        atoms = set(difference.level.questions)
        for one in made:
            scores = [
                COLOURS[answer.value]
                for source in one.sources
                for answer in source.answers
                if answer.value in COLOURS and (source.source, answer.question) in atoms
            ]
            if scores:
                of[one.number] = Fraction(sum(scores), len(scores))
        extremes = difference.extremes
        assert difference.gap == max(of.values()) - min(of.values())
        assert of[extremes.lowest] == min(of.values())
        assert of[extremes.highest] == max(of.values())
        assert extremes.red == sum(mean < 2.5 for mean in of.values())
        assert extremes.cases == len(of)


# -- the handbook's own situation: three cases ---------------------------------------------------------------------


@pytest.fixture
def three(zet: Instrument) -> Analysis:
    """The file is red where people are content, one resident was unsafe and nobody wrote it down."""
    return analyse(
        zet,
        (
            case(
                1,
                dossier=[say("2", "rood", reason="Niets terug te vinden."), say("18", "nee")],
                inwoner=[say("3", "groen"), say("24", "ja"), say("4", "nvt", reason="Woont elders.")],
                professional=[say("2", "groen"), say("22", "nee")],
            ),
            case(
                2,
                dossier=[say("2", "rood"), say("18", "ja")],
                inwoner=[say("3", "groen"), say("24", "ja"), say("4", "nvt")],
                professional=[say("2", "mint"), say("22", "ja")],
            ),
            case(
                3,
                dossier=[say("2", "oranje"), say("18", "nee")],
                inwoner=[say("3", "groen"), say("24", "geen_antwoord"), say("4", "groen")],
            ),
        ),
    )


def test_safety_comes_with_who_said_what(three: Analysis) -> None:
    assert [(one.case, one.row, one.clear) for one in three.safety] == [(1, 27, True)]
    assert three.safety[0].answers == ((D, "nee"), (R, "ja"), (P, "nee"))


def test_yes_beside_no_answer_is_named_after_what_is_clear(zet: Instrument) -> None:
    unsure = case(1, dossier=[say("18", "geen_antwoord")], inwoner=[say("24", "ja")])
    clear = case(2, dossier=[say("18", "nee")], inwoner=[say("24", "ja")])
    found = analyse(zet, (unsure, clear)).safety
    assert [(one.case, one.clear) for one in found] == [(2, True), (1, False)]
    assert found[1].answers[0] == (D, "geen_antwoord")


def test_a_safety_question_off_the_route_is_no_difference(zet: Instrument) -> None:
    assert not analyse(zet, (case(1, dossier=[say("18", "route")], inwoner=[say("24", "ja")]),)).safety


def test_the_largest_difference_between_sources_comes_first(three: Analysis) -> None:
    first = next(one for one in three.source_differences if one.level.kind is Kind.ROW)
    assert (first.level.kind, first.level.key, first.high, first.low) == (Kind.ROW, 3, R, D)
    assert (first.high_mean, first.low_mean) == (Mean(12, 3), Mean(4, 3))
    assert first.large


def test_a_difference_of_exactly_one_is_flagged_and_less_is_not(zet: Instrument) -> None:
    exactly = analyse(zet, (case(1, dossier=[say("2", "mint")], inwoner=[say("3", "groen")]),))
    assert {one.large for one in exactly.source_differences} == {True}
    many = [case(n, dossier=[say("2", "mint")], inwoner=[say("3", "groen")]) for n in range(1, 1000)]
    many.append(case(1000, dossier=[say("2", "groen")], inwoner=[say("3", "groen")]))
    assert {one.large for one in analyse(zet, many).source_differences} == {False}


def test_missing_sources_and_one_sided_rows_are_named(three: Analysis) -> None:
    found = {(one.surprise, one.level.key if one.level else one.case, one.source) for one in three.unexpected}
    assert (Surprise.SOURCE_MISSING, 3, P) in found
    assert (Surprise.MANY_NOT_APPLICABLE, 4, None) in found


def test_a_row_with_green_and_red_and_nothing_between_is_divided(zet: Instrument) -> None:
    made = [case(n, inwoner=[say("3", "groen" if n % 2 else "rood")]) for n in range(1, 9)]
    found = [one for one in analyse(zet, made).unexpected if one.surprise is Surprise.DIVIDED]
    assert [(one.level.key, one.source, one.number, one.of) for one in found if one.level] == [(3, R, 4, 8)]


def test_from_a_cell_to_its_reasons_the_low_colours_first(zet: Instrument) -> None:
    made = (
        case(1, dossier=[say("2", "groen")], inwoner=[say("3", "oranje", reason="Lang gewacht.")]),
        case(2, dossier=[say("2", "rood", reason_declined=True)]),
    )
    level = analyse(zet, made).level(Kind.ROW, 3)
    found = told(zet, made, level.questions)
    assert [(one.case, one.source, one.value, one.reason) for one in found] == [
        (2, D, "rood", None),
        (1, R, "oranje", "Lang gewacht."),
        (1, D, "groen", None),
    ]
    assert [one.case for one in told(zet, made, level.questions, R)] == [1]


def test_open_answers_are_found(zet: Instrument) -> None:
    made = (case(1, inwoner=[say("32", "tekst", text="Eén loket."), say("33", "geen_antwoord")]),)
    assert [one.text for one in open_answers(zet, made)] == ["Eén loket."]


@pytest.mark.parametrize(
    ("mean", "colour"),
    [
        (Mean(35, 10), Rating.GROEN),
        (Mean(349, 100), Rating.MINT),
        (Mean(25, 10), Rating.MINT),
        (Mean(2499, 1000), Rating.ORANJE),
        (Mean(15, 10), Rating.ORANJE),
        (Mean(149, 100), Rating.ROOD),
        (Mean(), None),
    ],
)
def test_an_average_has_the_colour_it_is_nearest_to_and_red_stays_red(
    mean: Mean, colour: Rating | None
) -> None:
    assert colour_of(mean) is colour


def test_no_cases_and_one_case_give_an_analysis(zet: Instrument) -> None:
    assert analyse(zet, ()).level(Kind.TOTAL, None).all.mean == Mean()
    alone = analyse(zet, (case(1, dossier=[say("2", "rood")]),))
    assert not alone.case_differences
    assert not alone.source_differences
    assert [level.key for level in alone.bottlenecks] == [3]


def test_only_what_is_in_scope_is_analysed(zet: Instrument) -> None:
    made = (case(1, dossier=[say("2", "rood"), say("19", "rood")]),)
    results = Results(
        municipality="Oosterdam",
        evaluation_title="x",
        exported_on="2026-01-01",
        instrument_text=zet.text(),
        themes=("toegang",),
        cases=made,
    )
    found = analyse(scoped(results), made)
    assert [level.key for level in found.of(Kind.THEME)] == ["toegang"]
    assert found.level(Kind.TOTAL, None).all.mean == Mean(1, 1)


def test_an_unknown_level_is_a_key_error(three: Analysis) -> None:
    with pytest.raises(KeyError):
        three.level(Kind.ROW, 999)


def test_the_walk_asks_the_handbooks_questions_with_something_beside_each() -> None:
    book = handbook("zet")
    assert book is not None
    steps = walk(book.analysis)
    assert [step.number for step in steps] == list(range(1, 13))
    assert [step.question for step in steps] == [
        point for level in book.analysis.levels for point in level.points
    ]
    assert Look.NOTHING not in {step.look for step in steps}
    assert steps[0].look is Look.RED
    assert "verschillen tussen bronnen" in steps[1].question
    assert steps[1].look is Look.SOURCES
