"""What the team agreed that partners may see holds for the session too, also when the evaluation itself is gone."""

from storage.cases import FeedbackWish
from storage.cases.feedback import survivor
from storage.export.kept_results import kept_results
from tests.zet_tui.rounds import kept, results
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place


async def test_the_agreed_threshold_is_filled_in_and_cannot_be_lowered(house, settle, seen, tmp_path):
    desk = await house.vault(evaluation=False)
    await kept(desk, results("Ronde", "2026-11-20").model_copy(update={"session_threshold": 5}))
    key = await desk.ask(lambda register: kept_results(register.vault)[0].key)
    async with house.at(desk, Place("session", key), size=(120, 40)) as pilot:
        form = pilot.app.screen.query_one(Form)
        assert form.values()["threshold"] == "5"
        form.fill({"folder": str(tmp_path), "threshold": "3"})
        await pilot.press("f10")
        await settle(pilot)
        assert "Typ een getal van 5 tot en met 10." in seen(pilot.app)
        assert list(tmp_path.glob("*.*")) == []


async def test_a_resident_who_still_waits_for_the_outcome_is_named_in_no_file(house, settle, seen, tmp_path):
    desk = await house.vault(evaluation=False)
    titled = results("Ronde", "2026-11-20").model_copy(update={"evaluation_title": "Samen met Fatima"})
    await kept(desk, titled)

    def waits(register):
        wish = FeedbackWish(name="Fatima el Amrani", channel="06 12345678")
        for stream, (record,) in survivor(wish).streams.items():
            compartment = register.vault.new_compartment("feedback")
            register.vault.append(compartment, stream, record)
        return kept_results(register.vault)[0].key

    key = await desk.ask(waits)
    async with house.at(desk, Place("session", key), size=(120, 40)) as pilot:
        pilot.app.screen.query_one(Form).fill({"folder": str(tmp_path)})
        await pilot.press("f10")
        await settle(pilot)
        said = " ".join(seen(pilot.app).split())
        assert "Agenda.docx in de tekst (naam)" in said
        assert "Er is niets geschreven" in said
    assert [path for path in tmp_path.glob("*.*") if path.suffix in {".docx", ".pptx", ".xlsx"}] == []
