"""A question with more behind it than the window shows: the keyboard alone reads all of it."""

import pytest

from zet_tui.screens.dialogs import MORE, Confirm, TypeToConfirm

LONG = "\n".join(f"regel {number:02}" for number in range(1, 30))


@pytest.mark.parametrize(
    "dialog",
    [lambda: Confirm("Zeker?", LONG), lambda: TypeToConfirm("Zeker?", LONG, expected="3")],
    ids=["Confirm", "TypeToConfirm"],
)
async def test_a_long_explanation_is_read_with_the_arrows(house, seen, settle, dialog):
    async with house.app(await house.vault()).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.app.push_screen(dialog())
        await settle(pilot)
        assert MORE in seen(pilot.app)
        assert "regel 29" not in seen(pilot.app)
        await pilot.press(*["down"] * 20)
        await settle(pilot)
        assert "regel 29" in seen(pilot.app)
        await pilot.press(*["up"] * 20)
        await settle(pilot)
        assert "regel 01" in seen(pilot.app)


async def test_a_short_one_says_nothing_of_more(house, seen, settle):
    async with house.app(await house.vault()).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.app.push_screen(Confirm("Zeker?", "Kort."))
        await settle(pilot)
        assert MORE not in seen(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert "Druk op j of n." in seen(pilot.app)
