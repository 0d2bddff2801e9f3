"""Nobody there for a while, or a laptop that slept: the lock closes by itself, and only then."""

from zet_tui.idle import CONVERSATION_MINUTES, IdleWatch, Moment
from zet_tui.screens.page import Place


async def test_five_quiet_minutes_close_the_lock_after_a_warning(house, seen, settle):
    desk = await house.vault()
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        house.time.later(4 * 60 + 35)
        await pilot.app._look()
        await pilot.pause()
        assert "Over een halve minuut" in seen(pilot.app)
        assert desk.unlocked
        house.time.later(30)
        await pilot.app._look()
        await settle(pilot)
        assert not desk.unlocked


async def test_a_key_stops_the_warning_and_does_nothing_else(house, seen, settle):
    desk = await house.vault()
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        house.time.later(4 * 60 + 45)
        await pilot.app._look()
        await pilot.pause()
        await pilot.press("n")  # would open a new case
        await settle(pilot)
        assert "halve minuut" not in seen(pilot.app)
        assert pilot.app.screen.place == Place("overview")
        house.time.later(4 * 60)
        await pilot.app._look()
        await settle(pilot)  # a lock only begins in `_look`
        assert desk.unlocked


async def test_while_something_runs_the_quiet_time_does_not_count(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        pilot.app.screen.busy = True
        house.time.later(3600)
        await pilot.app._look()
        await settle(pilot)
        assert desk.unlocked


def test_a_conversation_may_be_quiet_for_fifteen_minutes(house):
    watch = IdleWatch(house.time.clocks)
    house.time.later(14 * 60)
    assert watch.look(CONVERSATION_MINUTES) is Moment.CALM
    house.time.later(60)
    assert watch.look(CONVERSATION_MINUTES) is Moment.LOCK


def test_a_laptop_that_slept_locks_at_once_and_counts_that_sleep_once(house):
    watch = IdleWatch(house.time.clocks)
    house.time.later(10)
    house.time.sleep(60)
    assert watch.look(5) is Moment.LOCK
    watch.touch()
    assert watch.look(5) is Moment.CALM


async def test_a_sleep_behind_the_lock_does_not_lock_again_after_unlocking(house, settle, passphrase):
    desk = await house.vault()
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+l")
        await settle(pilot)
        house.time.sleep(8 * 3600)
        await pilot.app._look()
        pilot.app.screen.query_one("#passphrase").value = passphrase
        await pilot.press("enter")
        await settle(pilot)
        await pilot.app._look()
        await settle(pilot)
        assert desk.unlocked
        house.time.sleep(60)
        await pilot.app._look()
        await settle(pilot)
        assert not desk.unlocked


async def test_a_look_while_the_app_is_closing_finds_no_page_and_says_nothing(house, settle):
    desk = await house.vault()
    app = house.app(desk)
    async with app.run_test() as pilot:
        await settle(pilot)
    assert not app.screen_stack
    await app._look()  # the clock may still tick once
