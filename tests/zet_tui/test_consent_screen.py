"""Recording a signed consent: one prefilled page, every gap at its field."""

from datetime import date

import pytest

from flows.checklist import Item
from flows.consent import Signer
from zet_tui.screens.consent import read_consent
from zet_tui.screens.fields import Choice
from zet_tui.screens.form import FieldRow, Form, read_date
from zet_tui.screens.page import Place

SIGNED = {
    "talked_through_on": "vandaag",
    "signed_on": "22-11-2026",
    "told_in_easy_language": "ja",
    "told_back_in_own_words": "ja",
    "told_free_to_stop": "ja",
}


async def at_consent(house, pilot, settle, desk):
    found = await house.case(desk, signed=False)
    await settle(pilot)
    await pilot.app.go(Place("consent", found))
    await settle(pilot)
    return found


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_letter_is_there_with_its_hash_and_what_is_missing_is_named(house, text_of, settle, size):
    desk = await house.vault()
    async with house.app(desk).run_test(size=size) as pilot:
        await at_consent(house, pilot, settle, desk)
        page = pilot.app.screen
        draft = await desk.draft_consent(page.place.case)
        assert str(page.query_one("#letter Static").content) == draft.letter_text
        assert draft.letter_sha256 in text_of(pilot.app, "#hash")
        await pilot.press("f10")
        await settle(pilot)
        faulty = {row.row.key for row in page.query("FieldRow.-faulty")}
        assert faulty == set(SIGNED)
        assert await desk.consent(page.place.case) is None


async def test_one_prefilled_page_records_it(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        case = await at_consent(house, pilot, settle, desk)
        values = pilot.app.screen.query_one(Form).values()
        assert values["talked_through_by"] == "Sam de Boer"
        assert values["professional"] == "Karin Bakker"
        pilot.app.screen.query_one(Form).fill(SIGNED)
        await pilot.press("f10")
        await settle(pilot)
        consent = await desk.consent(case)
        assert consent.signed_on == date(2026, 11, 22)
        assert consent.recorded_by == "Sam de Boer"
        assert pilot.app.screen.place == Place("overview")


async def test_it_can_be_done_with_the_keyboard_alone(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        case = await at_consent(house, pilot, settle, desk)
        await pilot.press(
            "enter", "enter", *"vandaag", "enter", "space", "enter", "j", "enter", "space", "enter"
        )
        await pilot.press(*"vandaag", "enter", "enter", "enter", "enter", "space", "enter")
        await pilot.press("enter", "enter")
        await settle(pilot)
        consent = await desk.consent(case)
        assert consent is not None
        assert consent.feedback_channel == "06 0000 0000"


async def test_a_parent_signs_and_the_child_is_asked_too(house, settle):
    desk = await house.vault()
    await desk.ask(lambda register: register.preparing.tick(Item.MINORS))
    async with house.app(desk).run_test(size=(120, 50)) as pilot:
        case = await at_consent(house, pilot, settle, desk)
        page = pilot.app.screen
        assert not page.query_one("#row-child_asked", FieldRow).display
        page.query_one(Form).fill(SIGNED)
        page.query_one("#signer", Choice).value = Signer.PARENT.value
        await pilot.pause()
        assert page.query_one("#row-child_asked", FieldRow).display
        await pilot.press("f10")
        await settle(pilot)
        faulty = {row.row.key for row in page.query("FieldRow.-faulty")}
        assert faulty == {"representative", "representative_capacity", "child_asked"}
        page.query_one(Form).fill(
            {"representative": "Mies", "representative_capacity": "moeder", "child_asked": "ja"}
        )
        await pilot.press("f10")
        await settle(pilot)
        assert (await desk.consent(case)).representative == "Mies"


async def test_what_no_field_here_can_fill_is_named_as_well(house, text_of, settle):
    desk = await house.vault()
    await desk.define_evaluation((await desk.evaluation()).model_copy(update={"fg_informed_on": None}))
    async with house.app(desk).run_test(size=(120, 50)) as pilot:
        await at_consent(house, pilot, settle, desk)
        pilot.app.screen.query_one(Form).fill(SIGNED)
        await pilot.press("f10")
        await settle(pilot)
        assert "Voorbereiden" in text_of(pilot.app, "#rest")


async def test_a_letter_that_lacks_something_says_what(house, seen, settle):
    desk = await house.vault()
    await desk.define_evaluation((await desk.evaluation()).model_copy(update={"fg_name": ""}))
    case = await house.case(desk, signed=False)
    async with house.at(desk, Place("case", case), size=(120, 40)) as pilot:
        await pilot.press("t")
        await settle(pilot)
        assert "naam van de FG" in seen(pilot.app)
        assert pilot.app.screen.place == Place("case", case)


async def test_a_recorded_consent_is_shown_and_no_longer_changed(house):
    desk = await house.vault()
    case = await house.case(desk)
    async with house.at(desk, Place("consent", case), size=(120, 40)) as pilot:
        assert pilot.app.screen.query_one(Form).disabled
        assert not pilot.app.screen.query_one("#submit").display


async def test_the_letter_opens_over_the_form_on_a_narrow_screen(house, seen, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await at_consent(house, pilot, settle, desk)
        assert "Beste heer, mevrouw" not in seen(pilot.app)
        await pilot.press("f3")
        await settle(pilot)
        assert "Beste heer, mevrouw" in seen(pilot.app)
        await pilot.press("f3")
        await settle(pilot)
        assert "Doorgesproken" in seen(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_reading_the_letter_throws_nothing_away(house, settle, size):
    """Esc out of the letter is one step back: to the row that was being filled in."""
    desk = await house.vault()
    async with house.app(desk).run_test(size=size) as pilot:
        await at_consent(house, pilot, settle, desk)
        row = pilot.app.screen.query_one("#talked_through_on")
        row.focus()
        await pilot.press(*"vandaag", "f3")
        await settle(pilot)
        assert pilot.app.focused is pilot.app.screen.query_one("#letter")
        await pilot.press("escape")
        await settle(pilot)
        assert (pilot.app.focused, row.value) == (row, "vandaag")
        await pilot.press("escape")
        await settle(pilot)
        assert not pilot.app.screen.query("#talked_through_on")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3-11-2026", date(2026, 11, 3)),
        ("03/11/2026", date(2026, 11, 3)),
        ("3.11.26", date(2026, 11, 3)),
        (" Vandaag ", date(2026, 11, 22)),
        ("31-2-2026", None),
        ("gisteren", None),
        ("3-11", None),
    ],
)
def test_a_date_is_read_as_it_is_written_here(typed, day):
    assert read_date(typed, date(2026, 11, 22)) == day


async def test_a_date_that_cannot_be_read_is_named(house):
    desk = await house.vault()
    case = await house.case(desk, signed=False)
    draft = await desk.draft_consent(case)
    blank = dict.fromkeys(
        ("letter_dated", *SIGNED, "talked_through_by", "professional", "viewers", "representative"), ""
    )
    values = {
        **blank,
        "signer": "persoonlijk",
        "representative_capacity": "",
        "child_asked": "",
        "feedback_wanted": "",
        "feedback_channel": "",
    }
    _, faults, _ = read_consent(
        {**values, "letter_dated": "maart"}, draft, await desk.evaluation(), date(2026, 11, 22)
    )
    assert faults["letter_dated"].startswith("Deze datum kan ik niet lezen")
