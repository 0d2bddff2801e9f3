"""Each text of rules is read once, and holds as Textual itself would have it."""

import pytest
from textual.css import stylesheet
from textual.css.stylesheet import Stylesheet, StylesheetParseError
from textual.screen import Screen

from zet_tui import theme
from zet_tui.parsed_once import ParsedOnce

RED, BLUE = {"ink": "red"}, {"ink": "blue"}
RULES = "Static { color: $ink; &:focus { text-style: bold; } }"


class Other(Screen[None]):
    CSS = "Static { color: $rating-rood; }"


def told(sheet):
    """What each rule is about and what it says."""
    return [(rule.selectors, repr(rule.styles.get_rules()), rule.tie_breaker) for rule in sheet.rules]


@pytest.mark.parametrize("colours", theme.NAMES)
async def test_the_rules_of_the_app_are_those_of_textual_in_every_colour(house, settle, colours):
    app = house.app(colours=colours)
    async with app.run_test() as pilot:
        await settle(pilot)
        await app.push_screen(Other())
        await settle(pilot)
        plain = Stylesheet(variables=app.get_css_variables())
        plain.source = dict(app.stylesheet.source)
        plain.parse()
        assert told(app.stylesheet) == told(plain)


async def test_a_second_start_reads_nothing_again(house, settle, monkeypatch):
    async def begin():
        async with house.app().run_test() as pilot:
            await settle(pilot)

    await begin()
    read = []
    parse = stylesheet.parse
    monkeypatch.setattr(
        stylesheet, "parse", lambda *given, **named: read.append(given) or parse(*given, **named)
    )
    await begin()
    assert read == []
    plain = Stylesheet(variables=RED)
    plain.add_source(RULES)
    plain.parse()
    assert len(read) == 1


def test_other_colours_give_other_rules():
    sheet = ParsedOnce(variables=RED)
    sheet.add_source(RULES)
    red = sheet.css
    sheet.set_variables(BLUE)
    sheet.reparse()
    assert "color: #0000ff" in sheet.css.lower() or "blue" in sheet.css
    assert sheet.css != red
    sheet.set_variables(RED)
    sheet.reparse()
    assert sheet.css == red


def test_a_text_that_cannot_be_read_leaves_the_rules_as_they_were():
    sheet = ParsedOnce(variables=RED)
    sheet.add_source(RULES)
    red = sheet.css
    sheet.add_source("Static { color: geenkleur; }", read_from=("", "fout"))
    with pytest.raises(StylesheetParseError):
        sheet.reparse()
    assert "\n\n".join(rule.css for rule in sheet._rules) == red
