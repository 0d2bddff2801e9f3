"""Results of several laptops joined, and one round beside an earlier one without claiming too much."""

import pytest

from flows.analysis import analyse, scoped
from flows.analysis_levels import Kind
from flows.analysis_rounds import Change, JoinFault, JoinRefused, compare, different_terms, join
from flows.instrument import Instrument, Source, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from flows.scores import Mean
from tests.invented import told


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


def one(number: int, colour: str, reason: str | None = None) -> CaseResult:
    answer = ResultAnswer(question="2", status=Status.ANSWERED, value=colour, reason=reason)
    return CaseResult(number=number, sources=(SourceResult(source=Source.DOSSIER, answers=(answer,)),))


def results(zet: Instrument, *cases: CaseResult, **changes: object) -> Results:
    return told(cases, zet, **{"exported_on": "2026-01-01", **changes})


def rounds(zet: Instrument, before: list[str], now: list[str]) -> Change:
    def of(colours: list[str]) -> Results:
        return results(zet, *(one(number, colour) for number, colour in enumerate(colours, start=1)))

    old, new = (analyse(scoped(part), part.cases) for part in (of(before), of(now)))
    found = compare(old, new).deltas
    return next(d.change for d in found if d.level.kind is Kind.TOTAL and d.source is None)


def test_joined_cases_are_numbered_on_and_know_where_they_come_from(zet: Instrument) -> None:
    a, b = results(zet, one(1, "groen"), one(2, "mint")), results(zet, one(1, "rood", "Nooit gebeld."))
    found = join([a, b.model_copy(update={"municipality": "Westerdam", "exported_on": "2026-02-01"})])
    assert [case.number for case in found.results.cases] == [1, 2, 3]
    assert found.origins[3] == (1, 1)
    assert found.results.municipality == "Oosterdam + Westerdam"
    assert found.results.exported_on == "2026-02-01"
    assert analyse(zet, found.results.cases).level(Kind.TOTAL, None).all.mean == Mean(8, 3)


def test_one_file_stays_as_it_is(zet: Instrument) -> None:
    part = results(zet, one(4, "groen"), one(9, "mint"))
    assert join([part]).results == part


def test_the_same_file_twice_is_refused(zet: Instrument) -> None:
    part = results(zet, one(1, "rood", "Nooit gebeld."))
    other_number = results(zet, one(7, "rood", "Nooit gebeld."))
    for again in (part, other_number):
        with pytest.raises(JoinRefused) as caught:
            join([part, again])
        assert (caught.value.code, caught.value.at) == (JoinFault.SAME_CASES, 1)


def test_another_version_is_refused(zet: Instrument) -> None:
    newer = zet.model_copy(update={"version": "3.0"})
    with pytest.raises(JoinRefused) as caught:
        join([results(zet, one(1, "groen")), results(newer, one(1, "mint"))])
    assert caught.value.code is JoinFault.OTHER_INSTRUMENT
    with pytest.raises(JoinRefused) as caught:
        join([])
    assert caught.value.code is JoinFault.NOTHING


def test_terms_that_meant_something_else_are_told(zet: Instrument) -> None:
    a = results(zet, one(1, "groen"), term_meanings={"toegang": "Het loket.", "regie": "Wie  belt"})
    b = results(zet, one(1, "mint"), term_meanings={"toegang": "De wijkteams.", "regie": "wie belt"})
    assert different_terms([a, b]) == ("toegang",)
    assert join([a, b]).terms == ("toegang",)


def test_different_scopes_are_told_and_joined(zet: Instrument) -> None:
    a = results(zet, one(1, "groen"), themes=("toegang",), criteria=(1, 2))
    b = results(zet, one(1, "mint"), themes=("toegang", "regie"), criteria=(2, 10))
    found = join([a, b])
    assert found.scopes_differ
    assert found.results.criteria == (1, 2, 10)
    assert set(found.results.themes or ()) == {"toegang", "regie"}
    assert join([a, results(zet, one(1, "mint"))]).results.themes is None


def test_with_three_cases_nothing_is_claimed(zet: Instrument) -> None:
    assert rounds(zet, ["rood"] * 3, ["groen"] * 3) is Change.TOO_FEW
    assert rounds(zet, ["rood"] * 100, ["groen"] * 4) is Change.TOO_FEW


def test_what_chance_may_give_is_said_to_be_unsure(zet: Instrument) -> None:
    assert rounds(zet, ["rood", "groen"] * 5, ["mint", "oranje"] * 5) is Change.UNSURE
    assert rounds(zet, ["rood", "groen", "mint"] * 3, ["groen", "mint", "oranje"] * 3) is Change.UNSURE
    assert rounds(zet, ["mint"] * 9, ["mint"] * 9) is Change.UNSURE


def test_a_large_change_over_many_cases_is_said(zet: Instrument) -> None:
    assert rounds(zet, ["rood", "oranje"] * 10, ["groen", "mint"] * 10) is Change.HIGHER
    assert rounds(zet, ["groen", "mint"] * 10, ["rood", "oranje"] * 10) is Change.LOWER


def test_chance_alone_is_seldom_called_a_change(zet: Instrument) -> None:
    import random

    chance = random.Random(5)
    colours = ["groen", "mint", "oranje", "rood"]
    called = sum(
        rounds(zet, chance.choices(colours, k=8), chance.choices(colours, k=8)) is not Change.UNSURE
        for _ in range(300)
    )
    assert called < 30


def test_rounds_of_different_scope_compare_what_both_have(zet: Instrument) -> None:
    old = results(zet, one(1, "groen"), themes=("toegang",))
    new = results(zet, one(1, "rood"))
    found = compare(*(analyse(scoped(part), part.cases) for part in (old, new)))
    assert {d.level.key for d in found.deltas if d.level.kind is Kind.THEME} == {"toegang"}
    assert "regie" in {level.key for level in found.unmatched if level.kind is Kind.THEME}
    delta = next(d for d in found.deltas if d.level.kind is Kind.ROW)
    assert (delta.before, delta.now, delta.difference) == (Mean(4, 1), Mean(1, 1), -3.0)
    assert not found.other_version


def test_another_version_is_compared_by_its_words_and_that_is_told(zet: Instrument) -> None:
    renamed = zet.model_copy(update={"version": "3.0"})
    old, new = results(zet, one(1, "groen")), results(renamed, one(1, "rood"))
    found = compare(*(analyse(scoped(part), part.cases) for part in (old, new)), terms=("toegang",))
    assert found.other_version
    assert found.terms == ("toegang",)
    assert found.deltas
