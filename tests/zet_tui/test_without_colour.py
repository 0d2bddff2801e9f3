"""Without colour, and with few: what is chosen differs from what is not, and four ratings never look like three."""

import pytest
from rich.color import Color, ColorSystem
from textual.color import Color as Shown
from textual.filter import NoColor
from textual.widgets import OptionList

from flows.instrument import Source
from zet_tui import theme
from zet_tui.screens.page import Place
from zet_tui.settings_file import Settings
from zet_tui.widgets.blocks import Block
from zet_tui.widgets.choices import Choices
from zet_tui.wording.settings import FEW_COLOURS, NO_COLOUR

FEW = {
    "the console of linux": {"TERM": "linux"},
    "an xterm that says no more": {"TERM": "xterm"},
    "screen": {"TERM": "screen"},
    "a terminal without a name": {"TERM": ""},
}

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
    async with house.at(desk, Place("interview", case, "inwoner"), size=(80, 24)) as pilot:
        app = pilot.app
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


# -- sixteen colours -----------------------------------------------------------------------------------------


@pytest.fixture
def few_colours(monkeypatch, request):
    monkeypatch.delenv("COLORTERM")
    for name, value in getattr(request, "param", FEW["the console of linux"]).items():
        monkeypatch.setenv(name, value)


def inks(widget):
    """The colour of every word and symbol that stands in these widgets, by what is written."""
    found = {}
    for row in range(widget.size.height):
        for segment in widget.render_line(row):
            for word in segment.text.split():
                found.setdefault(word, segment.style.color)
    return found


@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT])
@pytest.mark.parametrize("name", [theme.DARK, theme.LIGHT, theme.CONTRAST])
def test_four_ratings_are_four_colours_on_a_terminal_that_shows_them(name, system):
    found = next(each for each in theme.THEMES if each.name == name)
    ratings = {
        Shown.parse(found.variables[rating]).rich_color.downgrade(system) for rating in theme.RATING_VARIABLES
    }
    assert len(ratings) == len(theme.RATING_VARIABLES)


@pytest.mark.parametrize("few_colours", FEW.values(), ids=FEW, indirect=True)
@pytest.mark.parametrize("colours", theme.BY_WORD)
@pytest.mark.usefixtures("few_colours")
async def test_with_sixteen_colours_the_terminals_own_are_taken(house, colours):
    app = house.app(settings=Settings(colours))
    assert app.theme == theme.TERMINAL
    app.change_settings(Settings("licht"))
    assert app.theme == theme.TERMINAL


@pytest.mark.parametrize("term", ["xterm-256color", "screen-256color", "tmux-256color"])
async def test_with_256_colours_the_chosen_ones_are_kept(house, monkeypatch, term):
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", term)
    assert house.app(settings=Settings("licht")).theme == theme.LIGHT


@pytest.mark.usefixtures("few_colours")
async def test_four_ratings_are_four_colours_with_sixteen_too_and_their_words_are_plain(house, settle):
    desk = await house.vault()
    case = await house.case(desk)
    await house.talk(desk, case, Source.RESIDENT, until=3)
    async with house.at(desk, Place("interview", case, "inwoner"), size=(120, 40)) as pilot:
        app = pilot.app
        found = inks(app.screen.query_one(Choices))
        assert [found[each] for each in "●◐▲■"] == [Color.from_ansi(number) for number in (2, 6, 3, 1)]
        assert all(found[each].is_default for each in ("groen", "mint", "oranje", "rood", "tevreden", "✕"))
        await pilot.press("f5")
        await settle(pilot)
        blocks = [inks(block) for block in app.screen.query(Block)]
        assert [block["│"] for block in blocks] == [Color.from_ansi(number) for number in (2, 6, 3, 1)]
        assert all(block[word].is_default for block in blocks for word in block if word.isalpha())


@pytest.mark.usefixtures("few_colours")
async def test_who_asks_for_other_colours_is_told_why_they_do_not_come(house, settle, text_of, seen):
    async with house.app(await house.vault()).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"licht", "enter")
        await settle(pilot)
        assert pilot.app.theme == theme.TERMINAL
        assert text_of(pilot.app, "#notice") == FEW_COLOURS
        await pilot.press("i")
        await settle(pilot)
        assert FEW_COLOURS in " ".join(seen(pilot.app).split())


async def test_without_colour_the_settings_say_so(house, settle, seen, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with house.app(await house.vault()).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        assert NO_COLOUR in seen(pilot.app)
