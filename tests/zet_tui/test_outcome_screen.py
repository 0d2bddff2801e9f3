"""From the list of who waits to a letter with the outcome: one Word file without a name."""

from datetime import date

import pytest
from textual.widgets import Static

from flows.conclusions import Conclusion, Verdict
from flows.instrument import load_instrument
from flows.results import CaseResult, Results
from storage.cases import FeedbackWish
from storage.export.actions_sheet import worksheet
from storage.export.letter_document import text_of as letter_in
from storage.export.session_words import session_content
from zet_tui.screens.finish_lines import elsewhere_lines
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place

POINTS = {
    "well": "Mensen worden snel geholpen",
    "better": "Niet iedereen heeft een plan",
    "actions": "Iedereen krijgt een plan\nWij bellen vaker",
}


async def waiting(desk, name: str = "Henk Visser") -> None:
    def work(register):
        kept = register.vault.new_compartment("feedback")
        wish = FeedbackWish(name=name, channel="per brief", asked_on=date(2026, 1, 1))
        register.vault.append(kept, "wish", wish.model_dump_json().encode())

    await desk.ask(work)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_letter_is_made_from_the_list_and_listed_for_the_end(house, settle, text_of, letters, size):
    desk = await house.vault()
    await waiting(desk)
    async with house.app(desk).run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        await pilot.press("b")
        await settle(pilot)
        page = pilot.app.screen
        assert page.place.page == "outcome"
        form = page.query_one(Form)
        assert form.values()["municipality"] == "Oosterdam"
        assert form.values()["contact"].startswith("Noor Jansen, 088")
        assert form.values()["sender"] == "Sam de Boer"
        form.fill({"folder": str(letters)})
        await pilot.press("f10")
        await settle(pilot)
        assert {row.row.key for row in page.query("FieldRow.-faulty")} == {"well", "actions"}
        assert list(letters.iterdir()) == []
        form.fill(POINTS)
        await pilot.press("f10")
        await settle(pilot)
        assert str(letters / "brief-uitkomst.docx") in text_of(pilot.app, "#done")
        assert "- Wij bellen vaker." in letter_in((letters / "brief-uitkomst.docx").read_bytes())
        (passage,) = [part for part in await desk.ask(elsewhere_lines) if "ZET maakte" in part]
        assert f"– brief met de uitkomst: {letters / 'brief-uitkomst.docx'}" in passage
        await pilot.press("escape")
        await settle(pilot)
        assert "Henk Visser" in text_of(pilot.app, "#names")


async def test_a_name_on_the_list_is_refused_with_its_field(house, settle, letters):
    desk = await house.vault()
    await waiting(desk)
    async with house.at(desk, Place("outcome"), size=(120, 40)) as pilot:
        page = pilot.app.screen
        page.query_one(Form).fill({**POINTS, "better": "Henk Visser had geen plan", "folder": str(letters)})
        await pilot.press("f10")
        await settle(pilot)
        said = str(page.query_one("#notice", Static).content)
        assert "wat kan beter" in said
        assert "Henk" not in said
        assert list(letters.iterdir()) == []
        page.query_one(Form).fill({"folder": str(letters / "weg"), "template": str(letters / "weg.docx")})
        await pilot.press("f10")
        await settle(pilot)
        assert {row.row.key for row in page.query("FieldRow.-faulty")} == {"folder", "template"}


async def test_the_worksheet_fills_what_is_still_empty(house, seen, settle, letters):
    desk = await house.vault()
    await waiting(desk)
    zet = load_instrument("zet")
    results = Results(
        municipality="Oosterdam",
        evaluation_title="x",
        exported_on="2026-03-02",
        instrument_text=zet.text(),
        cases=tuple(CaseResult(number=number) for number in (1, 2, 3)),
    )
    said = [
        Conclusion(verdict=Verdict.GOOD, text="Snel hulp"),
        Conclusion(verdict=Verdict.MUST_BE_BETTER, text="De regie"),
    ]
    (letters / "Werkblad.xlsx").write_bytes(worksheet(session_content(results, conclusions=said)))
    async with house.at(desk, Place("outcome"), size=(120, 40)) as pilot:
        form = pilot.app.screen.query_one(Form)
        form.fill({"well": "Iedereen was aardig", "sheet": str(letters / "weg.xlsx")})
        await pilot.press("f4")
        await settle(pilot)
        assert [row.row.key for row in pilot.app.screen.query("FieldRow.-faulty")] == ["sheet"]
        form.fill({"sheet": str(letters / "Werkblad.xlsx")})
        await pilot.press("f4")
        await settle(pilot)
        values = form.values()
        assert (values["well"], values["better"]) == ("Iedereen was aardig", "De regie")
        assert "2 punten in het werkblad" in seen(pilot.app)
        assert not list(pilot.app.screen.query("FieldRow.-faulty"))


async def test_names_whose_last_day_is_over_are_ended_together_after_one_question(house, settle, text_of):
    desk = await house.vault()
    await waiting(desk)

    def work(register):
        kept = register.vault.new_compartment("feedback")
        wish = FeedbackWish(name="Samira Bos", channel="x", asked_on=date(2026, 1, 1), until=date(2026, 2, 1))
        register.vault.append(kept, "wish", wish.model_dump_json().encode())

    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        await pilot.press("v")  # nothing is over yet
        await settle(pilot)
        assert "Henk Visser" in text_of(pilot.app, "#names")
        await pilot.press("escape")
        await desk.ask(work)
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert text_of(pilot.app, "#names").count("wacht te lang") == 1
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("enter")  # Enter alone keeps them
        await settle(pilot)
        assert len(await desk.ask(lambda register: register.feedback.waiting())) == 2
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("j")
        await settle(pilot)
        assert [w.name for _, w in await desk.ask(lambda r: r.feedback.waiting())] == ["Henk Visser"]
        assert "Samira" not in text_of(pilot.app, "#names")
        assert text_of(pilot.app, "#top-aside") == "1 wacht"


async def test_a_folder_may_be_typed_as_the_home_folder(house, settle, letters, monkeypatch):
    monkeypatch.setenv("HOME", str(letters))
    monkeypatch.setenv("USERPROFILE", str(letters))
    desk = await house.vault()
    await waiting(desk)
    async with house.at(desk, Place("outcome"), size=(120, 40)) as pilot:
        app = pilot.app
        app.screen.query_one(Form).fill({**POINTS, "folder": "~"})
        await pilot.press("f10")
        await settle(pilot)
        assert (letters / "brief-uitkomst.docx").exists()
