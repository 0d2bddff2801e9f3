"""In the terminal's own colours, without any: what is chosen still differs from what is not."""

import pytest
from textual.filter import NoColor
from textual.widgets import OptionList

from flows.instrument import Source
from zet_tui.screens.page import Place

LISTS = {
    "the list of commands": ("ctrl+p",),
    "go to question": ("ctrl+g",),
    "pause or stop": ("ctrl+t",),
    "open questions": ("f4",),
    "the drawn timeline": ("f7", "f7"),
}


def looks(app, row):
    """How each row of the list looks once every colour is taken away: underlined and bold, or not."""
    lines = app.screen.query_one(OptionList).render_line(row)
    segments = NoColor().apply(list(lines), app.ansi_theme)
    return {(bool(s.style.bold), bool(s.style.underline)) for s in segments if s.style and s.text.strip()}


@pytest.mark.parametrize("keys", LISTS.values(), ids=LISTS)
async def test_the_chosen_row_of_every_list_stands_out(house, settle, monkeypatch, keys):
    monkeypatch.setenv("NO_COLOR", "1")
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.RESIDENT, until=3)
    app = house.app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await app.go(Place("interview", case, "inwoner"))
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        rows = app.screen.query_one(OptionList)
        assert rows.highlighted == 0
        assert (True, True) in looks(app, 0)
        assert rows.option_count == 1 or not any(
            underlined for _bold, underlined in looks(app, rows.size.height - 1)
        )


async def test_who_sits_at_the_laptop_is_chosen_visibly_too(house, settle, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    desk = await house.vault(person=None)
    app = house.app(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert (True, True) in looks(app, 0)
        assert (True, True) not in looks(app, 1)
