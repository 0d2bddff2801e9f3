"""The lock and the vault that closes: what goes from the screen, what comes back, and for whom."""

import asyncio
import threading

import pytest
from textual import events
from textual.worker import WorkerFailed

from tests.zet_tui.waiting import handled
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place
from zet_tui.screens.unlock import UnlockPage

MARKER = "Mohammed-Zeldzaam"


async def unlock(pilot, settle, passphrase):
    pilot.app.screen.query_one("#passphrase").value = passphrase
    await pilot.press("enter")
    await settle(pilot)


async def test_the_lock_blanks_wipes_and_comes_back_to_the_same_place(house, seen, settle, passphrase):
    desk = await house.vault()
    case = await house.case(desk, "Fatima el Amrani")
    async with house.at(desk, Place("case", case), size=(120, 40)) as pilot:
        assert "Fatima el Amrani" in seen(pilot.app)

        await pilot.press("ctrl+l")
        await settle(pilot)
        assert "Fatima" not in seen(pilot.app)
        assert not desk.unlocked
        assert [type(screen).__name__ for screen in pilot.app.screen_stack[1:]] == ["UnlockPage"]

        await unlock(pilot, settle, passphrase)
        assert "Wie zit er achter de laptop?" in seen(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.place == Place("case", case)
        assert "Fatima el Amrani" in seen(pilot.app)


async def test_somebody_else_after_the_lock_starts_at_the_overview(house, settle, passphrase):
    desk = await house.vault()
    case = await house.case(desk)
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await pilot.press("ctrl+l")
        await settle(pilot)
        await unlock(pilot, settle, passphrase)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert desk.person == "Anne Visser"
        assert pilot.app.screen.place == Place("overview")


async def test_what_a_form_held_comes_back_after_the_lock(house, settle, passphrase):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.app.go(Place("new-case"))
        await pilot.press(*"Jan")
        await pilot.press("ctrl+l")
        await settle(pilot)
        await unlock(pilot, settle, passphrase)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(Form).values()["name"] == "Jan"


async def test_the_lock_waits_behind_the_blank_screen_for_a_write_that_runs(house, settle):
    desk = await house.vault()
    done, go_on = [], threading.Event()

    def slow(_register):
        go_on.wait(60)
        done.append("written")

    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        running = asyncio.ensure_future(desk.ask(slow))
        await asyncio.sleep(0)
        pilot.app.post_message(events.Key("ctrl+l", None))  # `press` would wait for storage
        await handled(pilot.app)
        assert type(pilot.app.screen).__name__ == "LockedBlank"
        assert done == []
        go_on.set()
        await settle(pilot)
        assert done == ["written"]
        assert not desk.unlocked
        await running


async def test_a_failing_disk_closes_the_vault_says_so_and_asks_again(
    house, seen, settle, passphrase, monkeypatch
):
    from storage.vault import MustReopen

    def fail(_register):
        raise MustReopen

    desk = await house.vault()
    case = await house.case(desk, signed=False)
    async with house.at(desk, Place("case", case), size=(100, 30)) as pilot:
        monkeypatch.setattr(desk, "set_approach", lambda *_: desk.ask(fail))
        await pilot.press("s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, UnlockPage)
        assert "halverwege gestopt" in seen(pilot.app)
        await unlock(pilot, settle, passphrase)
        assert desk.unlocked


async def test_a_vault_that_closes_while_the_first_page_is_sought_is_no_fault(house, settle, monkeypatch):
    desk = await house.vault()
    app = house.app(desk)
    async with app.run_test() as pilot:
        await settle(pilot)
        passed = desk.term_passed

        async def closed_meanwhile():
            await desk.lock()
            return await passed()

        monkeypatch.setattr(desk, "term_passed", closed_meanwhile)
        app.arrive()
        await settle(pilot)
        assert app.is_running
    assert app.return_code is None


async def test_a_closed_vault_excuses_no_other_fault(house, settle):
    desk = await house.vault()
    await desk.lock()

    async def broken():
        raise ValueError(MARKER)

    async def run_until_it_fails():
        async with house.app(desk).run_test() as pilot:
            await settle(pilot)
            pilot.app.run_worker(broken())
            await settle(pilot)

    with pytest.raises(WorkerFailed):
        await run_until_it_fails()


def test_every_interruption_has_words():
    from storage.vault import Pending
    from zet_tui.screens.unlock import INTERRUPTED

    assert {pending.value for pending in Pending} <= set(INTERRUPTED)
