"""A window that is too small, and back: nothing typed is lost, and nothing that nobody sees is answered."""

import asyncio
from collections.abc import Iterable
from itertools import count
from time import monotonic

import pytest
from textual import events
from textual.geometry import Size
from textual.widgets import Input

from flows.instrument import Source
from tests.zet_tui.waiting import LONG, until
from zet_tui.app import ZetApp
from zet_tui.screens.dialogs import Confirm
from zet_tui.screens.page import Place
from zet_tui.screens.unlock import UnlockPage

ROOM, SMALL = (80, 24), (58, 14)
SAYS = "te klein"


def resize(app: ZetApp, size: tuple[int, int]) -> None:
    """The terminal tells of another size; what is sent after it comes in the same moment."""
    app._driver._size = Size(*size)
    app.post_message(events.Resize(Size(*size), Size(*size)))


def keys(app: ZetApp, pressed: Iterable[str]) -> None:
    for key in pressed:
        app.post_message(events.Key("space" if key == " " else key, key if len(key) == 1 else None))


async def asked(house, settle, pilot, desk, until=3):
    """The conversation of a new case, at this question."""
    case = await house.case(desk)
    await house.talk(desk, case, Source.RESIDENT, until=until)
    await pilot.app.go(Place("interview", case, "inwoner"))
    await settle(pilot)
    return pilot.app.screen


async def test_the_page_under_the_message_comes_back(house, seen, settle):
    async with house.app(await house.vault()).run_test(size=ROOM) as pilot:
        await settle(pilot)
        for size in ((59, 24), (80, 15), (40, 8), (30, 4)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            shown = [line.strip() for line in seen(pilot.app).splitlines() if line.strip()]
            assert shown == [
                "Dit venster is te klein.",
                "Maak het minstens 60 breed",
                "en 16 hoog.",
                "Wat u typte, blijft staan.",
            ]
            await pilot.resize_terminal(60, 16)
            await settle(pilot)
            assert SAYS not in seen(pilot.app)
        assert pilot.app.screen.place == Place("overview")


async def test_letters_around_a_change_of_size_all_land_in_the_field_they_were_meant_for(house, seen, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=ROOM) as pilot:
        interview = await asked(house, settle, pilot, desk)
        await pilot.press("r")
        await settle(pilot)
        app, before = pilot.app, interview.interview
        for size in (SMALL, ROOM, (1, 1), ROOM, (120, 40), (20, 40), SMALL, ROOM):
            keys(app, "ab x")
            resize(app, size)
            keys(app, ["backspace", *"cd"])
        await settle(pilot)
        app.post_message(events.Paste("."))
        resize(app, SMALL)
        app.post_message(events.Paste("!"))
        resize(app, ROOM)
        app.post_message(events.Paste("?"))
        await settle(pilot)
        assert interview.composer.area.text == "ab cd" * 8 + ".!?"
        assert interview.interview == before
        assert ".!?" in seen(app)


async def test_a_question_that_nobody_sees_is_not_answered_and_the_first_one_that_is_seen_is(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=ROOM) as pilot:
        interview = await asked(house, settle, pilot, desk)
        app, before, question = pilot.app, interview.interview, interview.asking.question
        resize(app, SMALL)
        keys(
            app, ["r", "g", "enter", "f8", "f6", "ctrl+z", "ctrl+g", "ctrl+t", "up", "escape", "f1", "ctrl+p"]
        )
        app.post_message(events.Paste("groen"))
        await settle(pilot)
        await pilot.click(offset=(10, 10))
        await settle(pilot)
        assert app.screen is interview
        assert interview.interview == before
        resize(app, ROOM)
        keys(app, "g")
        await settle(pilot)
        assert interview.interview.view(question).value == "groen"
        assert len(interview.interview.events) == len(before.events) + 1


async def test_a_key_that_was_pressed_before_the_message_counts_also_when_the_machine_was_behind(
    house, settle
):
    desk = await house.vault()
    async with house.app(desk).run_test(size=ROOM) as pilot:
        interview = await asked(house, settle, pilot, desk)
        app, before, question = pilot.app, interview.interview, interview.asking.question
        keys(app, "zr")
        resize(app, SMALL)
        keys(app, [*"g", "enter"])
        await settle(pilot)
        assert interview.interview.view(question).value == "rood"
        assert len(interview.interview.events) == len(before.events) + 1


async def test_enter_sends_nothing_that_cannot_be_read(house, settle, passphrase):
    desk = await house.vault()
    await house.case(desk)
    async with house.app(desk).run_test(size=ROOM) as pilot:
        await settle(pilot)
        app = pilot.app
        await pilot.press("ctrl+l")
        await settle(pilot)
        keys(app, passphrase[:5])
        resize(app, SMALL)
        keys(app, [*passphrase[5:9], "enter", "tab"])
        await settle(pilot)
        assert isinstance(app.screen, UnlockPage)
        assert app.screen.query_one("#said").content == "Enter opent de kluis."
        resize(app, ROOM)
        keys(app, [*passphrase[9:], "enter"])
        await settle(pilot)
        await until(pilot, lambda: desk.unlocked)


async def test_the_lock_and_leaving_work_without_room(house, seen, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=ROOM) as pilot:
        await settle(pilot)
        resize(pilot.app, SMALL)
        keys(pilot.app, ["ctrl+l"])
        await settle(pilot)
        assert not desk.unlocked
        assert SAYS in seen(pilot.app)
        keys(pilot.app, ["ctrl+q"])
        await until(pilot, lambda: pilot.app._exit)


async def test_what_comes_and_goes_under_the_message_is_there_afterwards_and_no_more(house, seen, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=SMALL) as pilot:
        await settle(pilot)
        app, told = pilot.app, []
        assert SAYS in seen(app)
        for sheet in (
            Confirm("Eerst", "een", yes="ja", no="nee"),
            Confirm("Dan", "twee", yes="ja", no="nee"),
        ):
            app.push_screen(sheet, told.append)
        await settle(pilot)
        assert SAYS in seen(app)
        keys(app, ["enter", "escape", "j", "n"])
        await settle(pilot)
        assert told == []
        app.screen.dismiss(True)  # as work does that has come to its end
        await settle(pilot)
        assert told == [True]
        assert SAYS in seen(app)
        resize(app, ROOM)
        await settle(pilot)
        assert SAYS not in seen(app)
        assert "Eerst" in seen(app)
        app.screen.dismiss(False)
        await settle(pilot)
        assert SAYS not in seen(app)
        assert app.screen.place == Place("overview")


async def test_the_warning_before_the_lock_is_seen_over_the_message(house, seen, settle):
    desk = await house.vault()
    app = house.app(desk)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        house.time.later(60 * app.settings.minutes(5) - 10)
        await app._look()
        await settle(pilot)
        assert "halve minuut" in seen(app)
        assert SAYS in seen(app)
        keys(app, "x")
        await settle(pilot)
        assert "halve minuut" not in seen(app)


async def test_a_new_size_is_drawn_also_by_a_machine_that_had_no_time_for_it(house, settle, monkeypatch):
    async with house.app(await house.vault()).run_test(size=ROOM) as pilot:
        await settle(pilot)
        ticks = count()
        monkeypatch.setattr(
            "textual._time.get_time", lambda: float(next(ticks))
        )  # a second goes by at every look
        resize(pilot.app, (100, 30))
        end = monotonic() + LONG
        while pilot.app.screen.outer_size != (100, 30):  # a pilot would draw it itself
            assert monotonic() < end
            await asyncio.sleep(0.001)


@pytest.mark.parametrize("page", ["overview", "new-case", "case", "help", "interview"])
async def test_no_size_breaks_a_page_or_takes_the_cursor_out_of_its_field(house, settle, page):
    desk = await house.vault()
    async with house.app(desk).run_test(size=ROOM) as pilot:
        await settle(pilot)
        app = pilot.app
        if page == "interview":
            await asked(house, settle, pilot, desk)
        elif page == "help":
            await pilot.press("f1")
        else:
            await app.go(Place(page, await house.case(desk) if page == "case" else None))
        await settle(pilot)
        field, top = app.focused, app.screen
        for size in ((1, 1), (59, 16), (7, 10), (2, 60), (60, 1), (20, 8), (200, 2), (61, 17), (300, 100)):
            resize(app, size)
            await settle(pilot)
            assert app.focused is field
        resize(app, ROOM)
        await settle(pilot)
        assert app.screen is top
        if isinstance(field, Input):
            keys(app, "x")
            await settle(pilot)
            assert field.value == "x"
