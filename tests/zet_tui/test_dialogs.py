"""A question with more behind it than the window shows: the keyboard alone reads all of it."""

import pytest

from zet_tui.screens.dialogs import MORE, Confirm, SecondConfirms, TypeToConfirm

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


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
@pytest.mark.parametrize(
    ("dialog", "words"),
    [
        (lambda: Confirm("Zeker?", LONG), ("j  ja", "n  nee, terug")),
        (lambda: TypeToConfirm("Zeker?", LONG, expected="3"), ("typ 3", "Enter  verder", "Esc  nee, terug")),
        (
            lambda: SecondConfirms(("Sam", "Anne"), "Sam", expected="3", why=LONG),
            ("naam", "aantal casussen", "Enter  verder", "Esc  nee, terug"),
        ),
    ],
    ids=["Confirm", "TypeToConfirm", "SecondConfirms"],
)
async def test_what_to_press_stays_in_sight_in_a_low_window(house, seen, settle, dialog, words, size):
    async with house.app(await house.vault()).run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.app.push_screen(dialog())
        await settle(pilot)
        shown = seen(pilot.app)
        assert MORE in shown
        assert not [word for word in words if word not in shown]


async def test_a_short_one_says_nothing_of_more(house, seen, settle):
    async with house.app(await house.vault()).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.app.push_screen(Confirm("Zeker?", "Kort."))
        await settle(pilot)
        assert MORE not in seen(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert "Druk op j of n." in seen(pilot.app)
