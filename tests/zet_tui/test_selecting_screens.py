"""From "we want to evaluate" to "we may start", and back: letters, ticks, dates, a new consent, taking back."""

from datetime import date

import docx
import pytest
from textual.widgets import Static

from flows.checklist import Item
from flows.evaluation import TeamMember
from flows.instrument import Source
from storage.cases import Approach, FeedbackWish
from storage.export.letter_document import text_of as letter_in
from tests.storage.kept import all_consents
from tests.wall import on_the_wall
from tests.zet_tui.conftest import ANNE, SAM
from zet_tui.screens.finish_lines import elsewhere_lines
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place
from zet_tui.screens.withdrawn import WithdrawnPage

SIGNED = {
    "talked_through_on": "vandaag",
    "signed_on": "vandaag",
    "told_in_easy_language": "ja",
    "told_back_in_own_words": "ja",
    "told_free_to_stop": "ja",
}


async def test_recording_takes_more_keys_than_taking_back(house, settle):
    """The fewest keys that record a consent on the prefilled page, counted, against those that withdraw it."""
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        case = await house.case(desk, signed=False)
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        giving = 0

        async def press(*keys: str) -> None:
            nonlocal giving
            giving += len(keys)
            await pilot.press(*keys)

        await press("t")
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        at = 0
        for key, keys in {
            "talked_through_on": list("vandaag"),
            "told_in_easy_language": ["space"],
            "told_back_in_own_words": ["space"],
            "told_free_to_stop": ["space"],
            "signed_on": list("vandaag"),
        }.items():
            where = [row.key for row in form.rows].index(key)
            await press(*["down"] * (where - at), *keys)
            at = where
        await press("f10")
        await settle(pilot)
        assert await desk.consent(case) is not None

        assert pilot.app.screen.place == Place("case", case)
        taking = ["x", "j", "enter"]
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("j")
        await settle(pilot)
        assert await desk.cases() == ()
        assert isinstance(pilot.app.screen, WithdrawnPage)
        words = str(pilot.app.screen.query_one("#words", Static).content)
        assert "november 2026" in words
        for secret in ("Fatima", "Karin", "Sam de Boer", "22-11"):
            assert secret not in words
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.place == Place("overview")
        assert len(taking) < giving


async def test_the_letter_is_made_from_the_consent_page_and_is_what_is_recorded(
    house, settle, letters, text_of
):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        case = await house.case(desk, signed=False)
        await settle(pilot)
        await pilot.app.go(Place("consent", case))
        await settle(pilot)
        await pilot.press("f4")
        await settle(pilot)
        assert pilot.app.screen.place.page == "letter"
        template = letters / "huisstijl.docx"
        house_style = docx.Document()
        house_style.add_paragraph("{{ brief }}")
        house_style.save(str(template))
        pilot.app.screen.query_one(Form).fill({"folder": str(letters), "template": str(template)})
        await pilot.press("f10")
        await settle(pilot)
        assert "toestemmingsbrief-casus-1.docx" in text_of(pilot.app, "#done")
        await pilot.press("escape")
        await settle(pilot)
        pilot.app.screen.query_one(Form).fill(SIGNED)
        await pilot.press("f10")
        await settle(pilot)
        consent = await desk.consent(case)
        assert consent.letter_text in letter_in((letters / "toestemmingsbrief-casus-1.docx").read_bytes())


async def test_the_closing_overview_names_every_file_with_its_place(house, letters):
    desk = await house.vault()
    case = await house.case(desk, signed=False)
    assert not any("ZET maakte" in part for part in await desk.ask(elsewhere_lines))
    await desk.write_letter(case, letters, None)
    (passage,) = [part for part in await desk.ask(elsewhere_lines) if "ZET maakte" in part]
    assert f"– toestemmingsbrief: {letters / 'toestemmingsbrief-casus-1.docx'}" in passage
    assert f"– uitleg in makkelijke taal: {letters / 'uitleg-casus-1.docx'}" in passage


async def test_a_template_without_a_field_is_said_on_the_page_and_nothing_is_written(house, settle, letters):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        case = await house.case(desk, signed=False)
        await settle(pilot)
        await pilot.app.go(Place("letter", case))
        await settle(pilot)
        template = letters / "huisstijl.docx"
        house_style = docx.Document()
        house_style.add_paragraph("Gemeente {{ gemeente }}")
        house_style.save(str(template))
        page = pilot.app.screen
        page.query_one(Form).fill({"folder": str(letters / "nergens"), "template": str(template)})
        await pilot.press("f10")
        await settle(pilot)
        assert [row.row.key for row in page.query("FieldRow.-faulty")] == ["folder"]
        page.query_one(Form).fill({"folder": str(letters)})
        await pilot.press("f10")
        await settle(pilot)
        assert "{{ fg_naam }} ontbreekt" in str(page.query_one("#notice", Static).content)
        assert [path.name for path in letters.iterdir()] == ["huisstijl.docx"]


async def test_a_new_person_who_will_look_is_asked_for_anew_and_the_old_consent_stays(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        case = await house.case(desk)
        known = await desk.evaluation()
        team = (*known.team, TeamMember(name="Nour Haddad"))
        await desk.define_evaluation(known.model_copy(update={"team": team}))
        await settle(pilot)
        await pilot.app.go(Place("consent", case))
        await settle(pilot)
        await pilot.press("f5")
        await settle(pilot)
        assert pilot.app.screen.place == Place(
            "new-consent", case, typed=tuple(pilot.app.screen.query_one(Form).values().items())
        )
        assert "Nour Haddad" in str(pilot.app.screen.query_one("#letter-text", Static).content)
        pilot.app.screen.query_one(Form).fill(SIGNED)
        await pilot.press("f10")
        await settle(pilot)
        history = await desk.ask(lambda register: all_consents(register, case))
        assert [consent.viewers for consent in history] == [(SAM, ANNE), (SAM, ANNE, "Nour Haddad")]
        assert pilot.app.screen.place == Place("case", case)


async def test_a_case_without_an_answer_is_offered_for_destruction_after_the_term(
    house, settle, text_of, seen
):
    desk = await house.vault()
    moment = on_the_wall(date(2026, 10, 1))
    desk.now = lambda: moment
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        case = await house.case(desk, signed=False)

        def approached(register):
            register._store.now = lambda: moment
            register.set_approach(case, Approach.APPROACHED)

        await desk.ask(approached)
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        assert "geen antwoord" not in text_of(pilot.app, "#gaps")
        await pilot.press("v")
        await settle(pilot)
        assert len(await desk.cases()) == 1

        def later(register):
            register._store.now = lambda: on_the_wall(date(2026, 11, 22))

        await desk.ask(later)
        await pilot.press("escape")
        await settle(pilot)
        assert "casus 1" in text_of(pilot.app, "#selection")
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        assert "Met v vernietigt u deze casus" in text_of(pilot.app, "#gaps")
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("enter")
        assert len(await desk.cases()) == 1
        await pilot.press("j")
        await settle(pilot)
        assert await desk.cases() == ()
        assert await desk.ask(lambda register: register.no_reply_count) == 1
        assert "1 gaf geen antwoord" in seen(pilot.app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_household_and_domains_are_noted_and_the_overview_reads_the_selection(
    house, settle, text_of, size
):
    desk = await house.vault()
    async with house.app(desk).run_test(size=size) as pilot:
        case = await house.case(desk)
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        await pilot.press("h")
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        form.fill({"household": "moeder met twee kinderen", "domains": "wonen\x1fgeld", "can_reflect": "ja"})
        await pilot.press("f10")
        await settle(pilot)
        kept = await desk.ask(lambda register: register.facts.read(case))
        assert (kept.domains, kept.can_reflect) == (("wonen", "geld"), True)
        await pilot.press("escape")
        await settle(pilot)
        assert "1 van 1 casus raakt meer levensdomeinen" in text_of(pilot.app, "#selection")


async def test_before_a_consent_there_is_no_page_for_household(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test() as pilot:
        case = await house.case(desk, signed=False)
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        await pilot.press("h")
        await settle(pilot)
        assert pilot.app.screen.place == Place("case", case)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_planning_gives_dates_a_calendar_and_a_list(house, settle, text_of, letters, size):
    desk = await house.vault()
    async with house.app(desk).run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("p")
        await settle(pilot)
        page = pilot.app.screen
        assert "✓ De FG weet van de evaluatie" in text_of(pilot.app, "#derived")
        page.query_one(Form).fill({"start": "30-2-2027", "planned_cases": "nul"})
        await pilot.press("f10")
        await settle(pilot)
        assert {row.row.key for row in page.query("FieldRow.-faulty")} == {"start", "planned_cases"}
        page.query_one(Form).fill(
            {
                "start": "4-1-2027",
                "planned_cases": "3",
                "folder": str(letters),
                "instructie_gelezen": f"{SAM}\x1f{ANNE}",
                "eerste_casus_samen": "ja",
            }
        )
        for wrong in ("", str(letters / "weg")):
            page.query_one(Form).fill({"folder": wrong})
            await pilot.press("f4")
            await settle(pilot)
            assert {row.row.key for row in page.query("FieldRow.-faulty")} == {"folder"}
        page.query_one(Form).fill({"folder": str(letters)})
        await pilot.press("f4")
        await settle(pilot)
        assert (letters / "zet-planning.ics").is_file()
        assert "Samen 42 uur" in text_of(pilot.app, "#plan")
        points = {p.item: p.done for p in await desk.ask(lambda register: register.preparing.checklist())}
        assert points[Item.PLANNING]
        assert points[Item.INSTRUCTION]
        assert points[Item.FIRST_TOGETHER]
        assert not points[Item.LISTS_READ]
        assert (await desk.ask(lambda register: register.preparing.read())).start == date(2027, 1, 4)


async def test_who_was_told_is_gone_from_the_list_also_after_an_evaluation(house, settle, text_of):
    desk = await house.vault(evaluation=False)

    def two_wait(register):
        for name in ("Henk Visser", "Samira Bos"):
            kept = register.vault.new_compartment("feedback")
            wish = FeedbackWish(name=name, channel="per brief", asked_on=date(2025, 1, 1))
            register.vault.append(kept, "wish", wish.model_dump_json().encode())

    await desk.ask(two_wait)
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        assert pilot.app.screen.place.page == "evaluation"
        await pilot.press("f5")
        await settle(pilot)
        assert pilot.app.screen.place.page == "feedback"
        before = text_of(pilot.app, "#names")
        assert before.count("wacht te lang") == 2
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("enter")
        assert len(await desk.ask(lambda register: register.feedback.waiting())) == 2
        await pilot.press("j")
        await settle(pilot)
        left = [wish.name for _, wish in await desk.ask(lambda register: register.feedback.waiting())]
        assert len(left) == 1
        assert left[0] in text_of(pilot.app, "#names")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("j")
        await settle(pilot)
        assert text_of(pilot.app, "#names") == "Er wacht niemand op de uitkomst."


async def test_the_professional_of_the_letter_is_the_one_who_is_interviewed(house, settle, text_of):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        case = await house.case(desk)
        entry = (await desk.case(case)).entry
        await desk.change_case(case, entry.model_copy(update={"professional": "Youssef Amari"}))
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert pilot.app.screen.place == Place("case", case)
        assert "Karin Bakker" in text_of(pilot.app, "#notice")
        assert (await desk.verdict(case, Source.RESIDENT)).allowed
