"""Keys that come faster than the screen: each does its work before the next, in a field and over a sheet."""

from collections.abc import Iterable

from textual import events
from textual.widgets import Input

from flows.instrument import Source
from tests.zet_tui.waiting import until
from zet_tui import key_order
from zet_tui.app import ZetApp
from zet_tui.screens.interview_sheets import PickSheet
from zet_tui.screens.page import Place

LONGEST_SECONDS = key_order.LONGEST_SECONDS


def burst(app: ZetApp, keys: Iterable[str]) -> None:
    """All these keys at once, as a slow line or a screen that is behind delivers them."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_a_slip_that_is_put_right_quickly_is_put_right_in_the_passphrase(house, settle, passphrase):
    desk = await house.vault()
    await house.case(desk)
    app = house.app(desk)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+l")
        await settle(pilot)
        keys = [key.replace(" ", "space") for key in passphrase]
        typed = [events.Key(key, " " if key == "space" else key) for key in keys]
        for event in (events.Key("q", "q"), events.Key("backspace", None), *typed, events.Key("enter", "\r")):
            app.post_message(event)
        await settle(pilot)
        await until(pilot, lambda: desk.unlocked)


async def test_a_text_typed_in_a_burst_stands_as_it_was_typed(house, settle):
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.RESIDENT, until=3)
    async with house.at(desk, Place("interview", case, "inwoner"), size=(120, 40)) as pilot:
        app = pilot.app
        await pilot.press("o")
        await settle(pilot)
        burst(app, [*"teh", "backspace", "backspace", *"he", "left", "left", *"x", "end", *"e"])
        app.post_message(events.Paste("ft\nhulp"))
        burst(app, ["ctrl+j", *"en"])
        await settle(pilot)
        assert app.screen.composer.area.text == "txheeft\nhulp\nen"


async def test_letters_after_a_key_that_opens_a_sheet_land_in_its_field_and_rate_nothing(house, settle):
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.RESIDENT, until=3)
    async with house.at(desk, Place("interview", case, "inwoner"), size=(120, 40)) as pilot:
        app = pilot.app
        interview = app.screen
        before = interview.interview
        burst(app, ["ctrl+g", *"groomx"])
        await settle(pilot)
        sheet = app.screen
        assert isinstance(sheet, PickSheet)
        assert sheet.query_one(Input).value == "groomx"
        assert interview.interview == before


async def test_a_key_whose_field_went_away_holds_the_next_one_up_only_shortly(house, settle, monkeypatch):
    assert LONGEST_SECONDS <= 0.5
    monkeypatch.setattr(key_order, "LONGEST_SECONDS", 0.02)
    desk = await house.vault()
    await house.case(desk)
    app = house.app(desk)
    async with app.run_test() as pilot:
        await settle(pilot)
        app._under_way = app._turn = 7  # a key that will never say that it is done
        burst(app, ["f1"])
        await until(pilot, lambda: app.screen.__class__.__name__ == "HelpScreen")
