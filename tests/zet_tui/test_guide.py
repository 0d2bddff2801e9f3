"""The tour for a first start: shown over an empty laptop, skipped with one key, found again by name, and practising."""

import pytest

from zet_tui.commands import open as opening
from zet_tui.screens.create import CreatePage
from zet_tui.screens.guide import GuidePage
from zet_tui.setting import Setting
from zet_tui.wording.guide import LEAVES


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_first_start_opens_on_the_tour_and_enter_leads_to_the_new_vault(house, seen, settle, size):
    app = house.app(guide=True)
    async with app.run_test(size=size) as pilot:
        for at, leaf in enumerate(LEAVES, start=1):
            await settle(pilot)
            shown = seen(app)
            assert f"{at} van {len(LEAVES)}" in shown
            assert leaf.title in shown
            for _key, line in leaf.lines:
                assert line in shown  # whole, on one line
            await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CreatePage)


async def test_escape_skips_it_and_left_goes_one_leaf_back(house, seen, settle):
    app = house.app(guide=True)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("right", "left", "left")
        assert LEAVES[0].title in seen(app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, CreatePage)
        assert app.focused is not None


async def test_a_laptop_with_a_vault_asks_for_the_passphrase_at_once(house, seen, settle):
    desk = await house.vault()
    await desk.close()
    app = house.app(guide=True)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "Wachtwoord" in seen(app)


async def test_the_tour_is_in_the_list_of_commands_and_offers_no_practice_over_an_open_vault(
    house, seen, settle
):
    app = house.app(await house.vault())
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"rondl", "enter")
        await settle(pilot)
        assert isinstance(app.screen, GuidePage)
        assert "nu oefenen" not in seen(app)
        await pilot.press("d", *["enter"] * (len(LEAVES) - 1))
        await settle(pilot)
        assert "zet demo" in seen(app)
        assert not app.wants_practice


async def test_practising_closes_zet_and_opens_the_invented_cases(house, settle, monkeypatch):
    app = house.app(guide=True)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("d")
        await settle(pilot)
    assert app.wants_practice
    assert not app.return_code

    opened: list[Setting] = []
    monkeypatch.setattr(opening, "_run", lambda _desk, _setting: app)
    monkeypatch.setattr(opening, "open_demo", opened.append)
    setting = Setting(house.folder, force=True)
    opening.open_app(setting)
    assert opened == [setting]
