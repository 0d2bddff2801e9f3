"""With Caps Lock on, a letter that answers a question answers it all the same."""

import pytest

from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.fields import YesNo


@pytest.mark.parametrize(("key", "answer"), [("j", True), ("J", True), ("n", False), ("N", False)])
async def test_a_question_hears_capitals_too(house, settle, key, answer):
    async with house.app(await house.vault()).run_test() as pilot:
        await settle(pilot)
        given = []
        await pilot.app.push_screen(Confirm("Zeker?"), given.append)
        await pilot.press(key)
        await settle(pilot)
        assert given == [answer]


async def test_a_tick_hears_capitals_too(house, settle):
    async with house.app(await house.vault()).run_test() as pilot:
        await settle(pilot)
        tick = YesNo("zeker weten")
        await pilot.app.screen.mount(tick)
        tick.focus()
        await pilot.press("J")
        assert tick.value == "ja"
        await pilot.press("N")
        assert tick.value == ""
