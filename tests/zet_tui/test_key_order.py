"""Keys that come faster than the screen: each does its work before the next, in a field and over a sheet."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic

import pytest
from textual import events
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input

from flows.instrument import Source
from tests.zet_tui.waiting import LONG, handled, until
from zet_tui import key_order
from zet_tui.key_order import OrderedKeys
from zet_tui.screens.interview_sheets import PickSheet
from zet_tui.screens.page import Place

LONGEST_SECONDS = key_order.LONGEST_SECONDS


def burst(app: OrderedKeys, keys: Iterable[str]) -> None:
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


async def soon(there: Callable[[], object]) -> None:
    """Until `there` holds, without letting the screen be drawn meanwhile."""
    end = monotonic() + LONG
    while not there():
        assert monotonic() < end
        await asyncio.sleep(0)


class Nervous(Input):
    """A field in which one key, x, works on something else."""

    def __init__(self, work: Callable[[], Awaitable[object] | None]) -> None:
        super().__init__()
        self._work = work

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "x":
            event.stop()
            event.prevent_default()
            if (work := self._work()) is not None:
                await work
        else:
            await super()._on_key(event)


class Small(OrderedKeys):
    """An app of one page with two fields; pages that come and go do so as `work` says."""

    def __init__(self, work: Callable[["Small"], Awaitable[object] | None]) -> None:
        super().__init__()
        self._work = work
        self.first = Nervous(lambda: self._work(self))
        self.second = Input()

    def compose(self) -> Iterable[Widget]:
        yield self.first
        yield self.second


def field_goes(app: Small) -> None:
    app.first.remove()


def page_comes_and_goes(app: Small) -> None:
    app.push_screen(Screen())
    app.pop_screen()


def page_comes_and_is_replaced(app: Small) -> None:
    app.push_screen(Screen())
    app.call_later(app.switch_screen, Screen())


def page_goes_before_it_is_drawn(app: Small) -> None:
    page = Screen()
    app.push_screen(page)

    async def go() -> None:
        await soon(lambda: page._callbacks)
        app.pop_screen()
        await page._close_messages()  # its end comes before the rest in which it would call back

    app.run_worker(go())


def page_is_covered_before_it_is_drawn(app: Small) -> None:
    page = Screen()
    app.push_screen(page)

    async def cover() -> None:
        await soon(lambda: page._callbacks)
        page._update_timer.pause()  # nothing wakes a page below another one that has nothing to do itself
        app.push_screen(ModalScreen())

    app.run_worker(cover())


@pytest.mark.parametrize(
    "work",
    [
        field_goes,
        page_comes_and_goes,
        page_comes_and_is_replaced,
        page_is_covered_before_it_is_drawn,
        page_goes_before_it_is_drawn,
    ],
)
async def test_a_field_or_page_that_goes_away_holds_no_key_up_and_none_is_lost(work):
    app = Small(work)
    async with app.run_test() as pilot:
        await pilot.pause()
        burst(app, "axbcd")
        await until(pilot, lambda: not app._under_way)
        typed = app.first.value + app.second.value
        assert app._waiting == deque()
        if work in {page_comes_and_is_replaced, page_is_covered_before_it_is_drawn}:
            assert typed == "a"  # the rest is that page's
        else:
            assert typed == "abcd"


class Sheet(Screen[None]):
    """Goes away at a key."""

    def compose(self) -> Iterable[Widget]:
        yield Nervous(lambda: self.dismiss() and None)


async def test_nothing_goes_on_looking_for_a_page_that_has_come():
    app = Small(lambda app: app.push_screen(Sheet()) and None)
    async with app.run_test() as pilot:
        await handled(app)
        page = app.screen
        burst(app, "xxxxxx")
        await until(pilot, lambda: not app._under_way)
        assert app.screen is page
        looking = [timer for timer in app._timers if timer.name == "page awaited"]
        await until(pilot, lambda: all(timer._task is None or timer._task.done() for timer in looking))


async def test_a_key_that_is_long_at_work_holds_each_next_one_up_only_shortly(monkeypatch, still_screens):
    assert LONGEST_SECONDS <= 0.5
    monkeypatch.setattr(key_order, "LONGEST_SECONDS", 0.02)
    enough = asyncio.Event()
    app = Small(lambda _app: enough.wait())
    async with app.run_test() as pilot:
        await handled(app)
        burst(app, "axbc")
        await soon(lambda: app._turn == 4 and not app._waiting)  # a pilot would wait for the field itself
        assert app.first.value == "a"
        enough.set()
        await until(pilot, lambda: app.first.value == "abc")
    assert len(still_screens) >= 2
    still_screens.clear()
