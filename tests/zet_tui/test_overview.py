"""The overview: the next sensible step, and every case in one line."""

import asyncio
import re
from datetime import date

import pytest

from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Source
from storage.cases import Approach, CaseEntry, CaseOverview, SourceOverview
from tests.zet_tui.waiting import until
from zet_tui.screens.overview import CaseTable
from zet_tui.screens.overview_steps import (
    COUNTING,
    ReviewCount,
    case_next,
    consent_cell,
    five_steps,
    next_step,
    source_cell,
)
from zet_tui.screens.page import PATIENCE, Place
from zet_tui.wording.preparing import named_line


def a_source(source=Source.DOSSIER, *, started=False, closure=None, answered=0, asked=27, following=None):
    return SourceOverview(source, started, closure, answered, asked, 0, following)


def a_case(number=1, *, signed=True, sources=None, visible=True):
    entry = CaseEntry(number=number, name="X", contact="x", professional="x", organisation="x")
    return CaseOverview(
        id=f"case-{number}",
        number=number,
        entry=entry if visible else None,
        approach=Approach.APPROACHED,
        consent_on=date(2026, 11, 3) if signed else None,
        sources=tuple(sources or (a_source(source) for source in Source)),
    )


def closed(number):
    return a_case(
        number, sources=[a_source(s, started=True, closure="volledig", answered=27) for s in Source]
    )


@pytest.fixture
def evaluation():
    return Evaluation(
        title="E",
        municipality="O",
        organisation="w",
        fg_name="N",
        fg_phone="088",
        fg_informed_on=date(2026, 9, 1),
        return_address="P",
        team=(TeamMember(name="a"), TeamMember(name="b")),
    )


def test_preparing_comes_first(evaluation):
    bare = evaluation.model_copy(update={"fg_name": ""})
    assert next_step(bare, [a_case()], ReviewCount()).place == Place("evaluation")


def test_without_cases_the_next_step_is_a_case(evaluation):
    assert next_step(evaluation, [], ReviewCount()).place == Place("new-case")


def test_a_conversation_under_way_goes_before_one_that_must_begin(evaluation):
    under_way = a_case(
        2, sources=[a_source(Source.RESIDENT, started=True, answered=11, asked=33, following="12")]
    )
    following = next_step(evaluation, [a_case(1), under_way], ReviewCount())
    assert following.place == Place("interview", "case-2", "inwoner")
    assert following.text == "verder met casus 2, inwoner"


def test_a_case_that_this_person_may_not_see_is_no_next_step(evaluation):
    hidden = a_case(1, visible=False)
    assert next_step(evaluation, [hidden, a_case(2, signed=False)], ReviewCount()).place == Place(
        "case", "case-2"
    )


def test_then_three_cases_then_reading_then_the_end(evaluation):
    assert next_step(evaluation, [closed(1), closed(2)], ReviewCount()).place == Place("new-case")
    three = [closed(1), closed(2), closed(3)]
    assert next_step(evaluation, three, ReviewCount(9, 4)).text == "nalezen: nog 4 teksten"
    assert next_step(evaluation, three, ReviewCount(9, 0)).place == Place("finish")


def test_a_stopped_source_is_closed_and_not_ticked():
    stopped = a_case(1, sources=[a_source(started=True, closure="gestopt", answered=5)])
    assert case_next(stopped) is None
    assert source_cell(stopped.sources[0]) == "– gestopt"


def test_the_cells_of_the_table():
    assert consent_cell(a_case()) == "✓ 3 nov"
    assert consent_cell(a_case(signed=False)) == "– benaderd"
    assert source_cell(a_source()) == "○"
    assert source_cell(a_source(started=True, answered=11, asked=33)) == "▸ 11/33"
    assert source_cell(a_source(started=True, closure="volledig", answered=27)) == "✓ 27/27"


def test_the_five_lines_on_top(evaluation):
    under_way = a_case(
        2, sources=[a_source(Source.RESIDENT, started=True, answered=11, asked=33, following="12")]
    )
    states = [
        step.state
        for step in five_steps(
            evaluation, [closed(1), under_way, a_case(3, signed=False)], ReviewCount(96, 96)
        )
    ]
    assert states == [
        "✓ klaar",
        "2 met toestemming · 1 benaderd",
        "▸ casus 2: inwoner verder bij vraag 12",
        "0 van 96 teksten",
        "nog niet: casus 2 en 3 zijn niet compleet",
    ]


@pytest.mark.parametrize(
    ("following", "words"),
    [("12", "inwoner verder bij vraag 12"), ("", "inwoner verder"), (None, "inwoner afronden")],
)
def test_a_conversation_goes_on_at_a_number_or_just_goes_on(evaluation, following, words):
    under_way = a_case(1, sources=[a_source(Source.RESIDENT, started=True, asked=33, following=following)])
    assert five_steps(evaluation, [under_way], ReviewCount())[2].state == f"▸ casus 1: {words}"


def test_while_the_texts_are_counted_nothing_is_said_of_them(evaluation):
    three = [closed(number) for number in (1, 2, 3)]
    states = [step.state for step in five_steps(evaluation, three, None)]
    assert states[3:] == [COUNTING, COUNTING]
    assert not any(step.done for step in five_steps(evaluation, three, None)[3:])
    assert next_step(evaluation, three, None).place == Place("review")


async def test_the_page_says_that_it_counts_until_it_knows(house, seen, settle, monkeypatch):
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.DOSSIER, reason="Te laat.")
    count, go_on = desk.review_count, asyncio.Event()

    async def slowly():
        await go_on.wait()
        return await count()

    monkeypatch.setattr(desk, "review_count", slowly)
    async with house.app(desk).run_test() as pilot:
        for _ in range(2):  # at the start, and coming back from another page
            await until(pilot, lambda: COUNTING in seen(pilot.app))
            assert "teksten\n" not in seen(pilot.app)
            go_on.set()
            await settle(pilot)
            assert COUNTING not in seen(pilot.app)
            assert re.search(r"0 van \d+ teksten", seen(pilot.app))
            go_on.clear()
            await pilot.press("i")
            await settle(pilot)
            await pilot.press("escape")
        go_on.set()
        await settle(pilot)


async def test_a_page_that_takes_long_says_so_and_the_page_before_can_be_used_meanwhile(
    house, seen, settle, monkeypatch
):
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.DOSSIER, reason="Te laat.")
    texts, go_on = desk.review_texts, asyncio.Event()

    async def slowly():
        await go_on.wait()
        return await texts()

    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        monkeypatch.setattr(desk, "review_texts", slowly)
        await pilot.press("4")
        await until(pilot, lambda: PATIENCE in seen(pilot.app))
        # when: something else is asked for, that page comes and the long one does not
        await pilot.press("p")
        await settle(pilot)
        assert pilot.app.screen.place.page == "preparing"
        await pilot.press("escape")
        await settle(pilot)
        assert PATIENCE not in seen(pilot.app)
        await pilot.press("4")
        await until(pilot, lambda: PATIENCE in seen(pilot.app))
        go_on.set()
        await settle(pilot)
        assert pilot.app.screen.place.page == "review"
        await pilot.press("escape")
        await settle(pilot)
        assert PATIENCE not in seen(pilot.app)


def test_very_many_cases_are_named_by_their_first_and_counted():
    assert named_line(range(1, 44)) == (
        "Casus 1, 2, 3 en 40 andere: woorden die op een naam lijken (w op de bladzijde van een casus)."
    )
    assert named_line([4, 7]).startswith("Casus 4 en 7: ")
    assert named_line([]) == ""


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_page_shows_cases_and_enter_does_the_next_step(house, seen, settle, size):
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.DOSSIER)
    await house.talk(desk, case, Source.RESIDENT, until=12)
    await house.case(desk, "Jan Klaassen", signed=False)
    async with house.app(desk).run_test(size=size) as pilot:
        await settle(pilot)
        shown = seen(pilot.app)
        assert "✓ 23/23" in shown  # nee at 18: four questions are not asked
        assert "▸ 11/" in shown
        assert "– te benaderen" in shown
        assert "verder met casus 1, inwoner" in shown
        assert "Fatima" not in shown
        await pilot.press("enter")
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == "InterviewScreen"


async def test_another_case_is_chosen_with_the_arrows(house, seen, settle):
    desk = await house.vault()
    await house.case(desk)
    second = await house.case(desk, "Jan Klaassen", signed=False)
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        await pilot.press("down", "down", "down")
        assert pilot.app.screen.query_one(CaseTable).chosen.id == second
        assert "casus 2: toestemming vastleggen" in seen(pilot.app)
        await pilot.press("c")
        await settle(pilot)
        assert pilot.app.screen.place == Place("case", second)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("escape")
        assert "begin met casus 1" in seen(pilot.app)


async def test_more_cases_than_fit_scroll_with_the_choice(house, seen, settle):
    desk = await house.vault()

    def many(register):
        for number in range(30):
            register.register_case(f"Inwoner {number}", "x", "x", "x")

    await desk.ask(many)
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*["down"] * 30)
        await settle(pilot)
        assert "›  30" in seen(pilot.app)


async def test_the_steps_open_by_their_number(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        for key, page in (
            ("1", "EvaluationPage"),
            ("2", "NewCasePage"),
            ("4", "ReviewPage"),
            ("5", "FinishPage"),
            ("b", "TermsPage"),
        ):
            await pilot.press(key)
            await settle(pilot)
            assert type(pilot.app.screen).__name__ == page
            await pilot.press("escape")
            await settle(pilot)


async def test_what_the_team_means_by_a_word_is_kept(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("b")
        await settle(pilot)
        await pilot.press(*"het loket", "f10")
        await settle(pilot)
        assert "het loket" in (await desk.evaluation()).term_meanings.values()


# -- finding one case ---------------------------------------------------------------------------------------


def named(number, name):
    entry = CaseEntry(
        number=number, name=name, contact="06", professional="Karin Bakker", organisation="De Brug"
    )
    return CaseOverview(
        id=f"case-{number}",
        number=number,
        entry=entry,
        approach=Approach.APPROACHED,
        consent_on=None,
        sources=(),
    )


async def test_a_case_is_found_by_number_and_by_name_without_its_accents(house, seen, settle):
    desk = await house.vault()
    ids = [await house.case(desk, name) for name in ("Zoë Yılmaz", "Henk van der Laan", "Fatima el Amrani")]
    app = house.app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Zoë" not in seen(app)  # the overview itself names nobody
        await pilot.press("slash")
        await settle(pilot)
        assert "Henk van der Laan" in seen(app)
        await pilot.press(*"zoe")
        shown = seen(app)
        assert "Zoë" in shown
        assert "Henk" not in shown
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.place == Place("case", ids[0])
        await pilot.press("escape", "slash", "2", "enter")
        await settle(pilot)
        assert app.screen.place == Place("case", ids[1])
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("slash", *"niemand", "enter")
        await settle(pilot)
        assert "Geen casus gevonden." in seen(app)
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.place == Place("overview")
        assert app.screen.query_one(CaseTable).at == 1  # where the last one that was found stands


async def test_after_the_lock_the_search_and_its_names_are_gone(house, seen, settle):
    desk = await house.vault()
    await house.case(desk, "Zoë Yılmaz")
    app = house.app(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("slash", *"zo")
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert "Zo" not in seen(app)
        assert len(app.screen_stack) == 2


def test_a_case_of_which_the_name_is_hidden_is_found_by_its_number_alone():
    from zet_tui.screens.case_search import CaseSearch

    hidden = a_case(7, visible=False)
    assert CaseSearch([hidden])._rows[0].words == "7"


async def test_two_hundred_cases_are_walked_and_searched_without_waiting(house, settle):
    from time import process_time

    from zet_tui.screens.case_search import CaseSearch

    desk = await house.vault()
    app = house.app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        cases = [named(number, f"Inwoner {number}") for number in range(1, 201)]
        table = app.screen.query_one(CaseTable)
        table.show(cases)
        await pilot.press(*["pagedown"] * 30)
        assert table.at == 199
        before = process_time()
        app.push_screen(CaseSearch(cases))
        await pilot.pause()
        await pilot.press(*"inwoner 144")
        assert process_time() - before < 5  # 12 keys; a person would not wait
        sheet = app.screen
        assert isinstance(sheet, CaseSearch)
        assert [option.id for option in sheet._list.options] == ["case-144"]
