"""What a conclusion is about, and rare corners of the analysis: nobody scored, one source, a source that stopped."""

import pytest

from flows.actions import subjects
from flows.analysis import Analysis, Surprise, analyse
from flows.analysis_levels import Kind
from flows.analysis_rounds import compare
from flows.conclusions import Conclusion, Verdict, subject
from flows.evaluation import Aim
from flows.instrument import Instrument, QuestionKind, Source, load_instrument, shipped_instruments
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, SourceResult


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


def case(zet: Instrument, number: int, colours: dict[Source, str | None], **changes: object) -> CaseResult:
    """A case in which every source answers everything with one colour; None gives no answer."""

    def answer(question: str, colour: str | None) -> ResultAnswer:
        if colour is None:
            return ResultAnswer(question=question, status=Status.NO_ANSWER)
        return ResultAnswer(question=question, status=Status.ANSWERED, value=colour)

    return CaseResult(
        number=number,
        sources=tuple(
            SourceResult(
                source=source,
                answers=tuple(
                    answer(question.id, colour)
                    for question in zet.questionnaire(source).questions
                    if question.kind is QuestionKind.RATING
                ),
                **changes,
            )
            for source, colour in colours.items()
        ),
    )


def surprises(analysis: Analysis, surprise: Surprise) -> list[Source | None]:
    return [one.source for one in analysis.unexpected if one.surprise is surprise]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (None, "Alles samen"),
        (Aim(theme="regie"), "Regie"),
        (Aim(criterion=6), "Criterium 6: In het plan van inwoners staan doelen."),
        (Aim(source=Source.RESIDENT, question="3"), "Vraag 3 (inwoner): Werd u snel geholpen"),
    ],
)
def test_a_conclusion_names_what_it_is_about(zet: Instrument, about: Aim | None, said: str) -> None:
    assert subject(Conclusion(verdict=Verdict.GOOD, text="Goed.", about=about), zet).startswith(said)


@pytest.mark.parametrize("ref", shipped_instruments())
def test_everything_has_a_name_of_its_own_without_an_id(ref: str) -> None:
    instrument = load_instrument(ref)
    named = subjects(instrument)
    rated = [q for one in instrument.questionnaires for q in one.questions if q.theme is not None]
    assert len(named) == 1 + len(instrument.themes) + len(instrument.criteria) + len(rated)
    ids = {q.id for q in rated if q.id != q.printed}
    assert not ids & {word for name in named for word in name.split(":")[0].split()}


def test_nobody_scored(zet: Instrument) -> None:
    found = analyse(zet, [case(zet, 1, dict.fromkeys(Source))])
    assert len(surprises(found, Surprise.NO_SCORES)) == len([*found.of(Kind.ROW)])
    assert surprises(found, Surprise.SOURCE_MISSING) == list(zet.sources)
    assert found.case_differences == ()


def test_one_source_scored_where_several_were_asked(zet: Instrument) -> None:
    answers = {Source.DOSSIER: None, Source.RESIDENT: "rood", Source.PROFESSIONAL: None}
    found = analyse(zet, [case(zet, 1, answers)])
    assert set(surprises(found, Surprise.ONE_SOURCE)) == {Source.RESIDENT}


def test_a_source_that_stopped_is_told_although_it_has_answers(zet: Instrument) -> None:
    stopped = case(zet, 1, dict.fromkeys(Source, "mint"), closure="gestopt", closure_reason="te zwaar")
    found = [one for one in analyse(zet, [stopped]).unexpected if one.surprise is Surprise.SOURCE_MISSING]
    assert [(one.source, one.closure) for one in found] == [(source, "gestopt") for source in zet.sources]


def test_cases_that_lie_a_whole_colour_apart_are_flagged(zet: Instrument) -> None:
    near = analyse(zet, [case(zet, n, dict.fromkeys(Source, "mint")) for n in (1, 2)])
    far = analyse(
        zet, [case(zet, 1, dict.fromkeys(Source, "mint")), case(zet, 2, dict.fromkeys(Source, "rood"))]
    )
    assert {one.large for one in near.case_differences} == {False}
    assert {one.large for one in far.case_differences} == {True}
    with pytest.raises(KeyError):
        far.level(Kind.ROW, 99)


def test_a_source_that_the_earlier_round_lacks_is_not_compared(zet: Instrument) -> None:
    two = zet.model_copy(update={"questionnaires": zet.questionnaires[1:]})
    answers = dict.fromkeys(Source, "mint")
    before = analyse(two, [case(zet, 1, dict.fromkeys(two.sources, "mint"))])
    compared = compare(before, analyse(zet, [case(zet, 1, answers)]))
    assert {one.source for one in compared.deltas} == {*two.sources, None}


def test_every_red_average_is_named_with_its_source(zet: Instrument) -> None:
    answers = {Source.DOSSIER: "groen", Source.RESIDENT: "rood", Source.PROFESSIONAL: "groen"}
    found = analyse(zet, [case(zet, 1, answers)])
    themes = [source for level, source in found.red if level.kind is Kind.THEME and level.key == "regie"]
    assert themes == [Source.RESIDENT]


def test_questions_without_a_criterion_count_under_their_theme_and_without_a_theme_in_the_total(
    zet: Instrument,
) -> None:
    first, *_ = zet.questionnaires
    rated = [question for question in first.questions if question.kind is QuestionKind.RATING][:2]
    bare = [
        rated[0].model_copy(update={"criterion": None, "row": None}),
        rated[1].model_copy(update={"criterion": None, "row": None, "theme": None}),
    ]
    lists = (first.model_copy(update={"questions": tuple(bare)}),)
    own = zet.model_copy(update={"questionnaires": lists})
    found = analyse(own, [case(zet, 1, {first.source: "mint"})])
    assert [(level.kind, level.all.mean.n) for level in found.levels] == [
        (Kind.TOTAL, 2), (Kind.THEME, 1), (Kind.ROW, 1),
    ]  # fmt: skip


def test_a_value_that_is_no_colour_counts_nowhere(zet: Instrument) -> None:
    found = analyse(zet, [case(zet, 1, dict.fromkeys(Source, "paars"))])
    assert found.levels[0].all.mean.n == 0
