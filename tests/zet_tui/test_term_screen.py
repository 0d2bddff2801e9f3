"""The planned day on the screens: shown, warned about, binding, moved with a reason; with clocks that move."""

from datetime import date, time

import pytest
from textual.widgets import OptionList

from flows.instrument import Source
from tests.wall import on_the_wall
from tests.zet_tui.waiting import until
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place

REASON = "Het duurde lang."


@pytest.fixture
async def on_day(house, passphrase):
    """Opens the one vault on another day, with Sam at the laptop."""
    first = await house.vault()
    case = await house.case(first)
    await house.talk(first, case, Source.RESIDENT, until=6, reason=REASON)
    await first.close()

    async def open_on(year: int, month: int, day: int, person: str | None = "Sam de Boer"):
        for desk in house.desks:
            if not desk.closed:
                await desk.close()
        desk = house.desk()
        desk.now = lambda: on_the_wall(date(year, month, day))
        await desk.unlock(passphrase)
        if person is not None:
            await desk.sit_down(person)
        return desk

    return open_on


def ways(app) -> list[str]:
    listed = app.screen.query_one(OptionList)
    return [str(listed.get_option_at_index(at).prompt) for at in range(listed.option_count)]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_overview_says_until_when_and_warns_from_two_weeks_before(
    house, on_day, seen, settle, size
):
    async with house.app(await on_day(2026, 12, 1)).run_test(size=size) as pilot:
        await settle(pilot)
        assert "bewaren tot 22 maart 2027" in seen(pilot.app)
        assert "Let op" not in seen(pilot.app)
    async with house.app(await on_day(2027, 3, 13)).run_test(size=size) as pilot:
        await settle(pilot)
        assert "over 9 dagen, op 22 maart 2027" in " ".join(seen(pilot.app).split())
    async with house.app(await on_day(2027, 3, 22)).run_test(size=size) as pilot:
        await settle(pilot)
        assert "vandaag, op 22 maart 2027" in " ".join(seen(pilot.app).split())


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_after_the_day_the_app_opens_only_to_finish_destroy_move_or_withdraw(
    house, on_day, seen, settle, size
):
    async with house.app(await on_day(2027, 3, 23)).run_test(size=size) as pilot:
        await settle(pilot)
        assert pilot.app.screen.place == Place("passed")
        assert "22 maart 2027" in seen(pilot.app)
        assert [line.split(":")[0] for line in ways(pilot.app)] == [
            "Nalezen",
            "Afronden",
            "De dag verplaatsen, met een reden",
            "Inwoners de uitkomst vertellen",
            "Openen wat een collega stuurde",
            "Casus 1",
        ]
        await pilot.press("escape", "n", "c", "2")  # no way round
        await settle(pilot)
        assert pilot.app.screen.place == Place("passed")
        await pilot.press("enter")
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == "ReviewPage"
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen.place == Place("passed")


async def test_a_clock_that_goes_back_does_not_open_it_again(house, on_day, settle):
    async with house.app(await on_day(2027, 3, 23)).run_test() as pilot:
        await settle(pilot)
        assert pilot.app.screen.place == Place("passed")
    async with house.app(await on_day(2026, 11, 23)).run_test() as pilot:
        await settle(pilot)
        assert pilot.app.screen.place == Place("passed")


async def test_whoever_unlocks_comes_there_by_way_of_a_name(house, on_day, settle):
    async with house.app(await on_day(2027, 3, 23, person=None)).run_test() as pilot:
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == "PersonPage"
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.place == Place("passed")


async def test_moving_it_with_a_reason_opens_the_overview_again(house, on_day, seen, settle):
    desk = await on_day(2027, 3, 23)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("down", "down", "enter")
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == "TermPage"
        form = pilot.app.screen.query_one(Form)
        for typed, fault in (
            ({"after": "morgen", "reason": "ziekte"}, "kan ik niet lezen"),
            ({"after": "23-3-2027", "reason": "ziekte"}, "na vandaag"),
            ({"after": "1-4-2028", "reason": "ziekte"}, "binnen een jaar"),
            ({"after": "1-5-2027", "reason": ""}, "waarom de dag verschuift"),
        ):
            form.fill(typed)
            await pilot.press("f10")
            await settle(pilot)
            assert fault in " ".join(seen(pilot.app).split())
        form.fill({"after": "1-5-2027", "reason": "nog twee gesprekken"})
        await pilot.press("f10")
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")
        assert "bewaren tot 1 mei 2027" in seen(pilot.app)
        await pilot.press("d")
        await settle(pilot)
        shown = " ".join(seen(pilot.app).split())
        assert "op 23 maart 2027 door Sam de Boer: van 22 maart 2027 naar 1 mei 2027" in shown


async def test_after_the_day_a_consent_can_still_be_taken_back(house, on_day, settle):
    desk = await on_day(2027, 3, 23)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("end", "enter")
        await settle(pilot)
        await pilot.press("j")
        await settle(pilot)
        await until(pilot, lambda: type(pilot.app.screen).__name__ == "WithdrawnPage")
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: type(pilot.app.screen).__name__ != "WithdrawnPage")
        await settle(pilot)
        assert pilot.app.screen.place == Place("passed")
        assert await desk.cases() == ()


async def test_the_day_that_passes_while_the_overview_is_open_is_noticed_on_coming_back(
    house, on_day, settle
):
    desk = await on_day(2027, 3, 22)
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("d")
        await settle(pilot)
        later = on_the_wall(date(2027, 3, 23), time(0, 1))
        desk.now = lambda: later
        await desk.ask(lambda register: setattr(register._store, "now", lambda: later))
        await pilot.press("escape")
        await settle(pilot)
        await settle(pilot)
        assert pilot.app.screen.place == Place("passed")


async def test_without_a_case_there_is_no_day_yet(house, seen, settle):
    async with house.app(await house.vault()).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        assert "bewaren tot" not in seen(pilot.app)
        await pilot.press("d")
        await settle(pilot)
        assert "komt er met de eerste casus" in " ".join(seen(pilot.app).split())


async def test_the_settings_of_the_end_stand_with_the_agreements(house, settle, seen):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        form.fill({"two_readers": "ja", "two_confirm": "ja", "session_threshold": "11"})
        await pilot.press("f10")
        await settle(pilot)
        assert "Typ een getal van 3 tot en met 10." in seen(pilot.app)
        form.fill({"session_threshold": "5"})
        await pilot.press("f10")
        await settle(pilot)
        kept = await desk.evaluation()
        assert (kept.two_readers, kept.two_confirm, kept.session_threshold) == (True, True, 5)
