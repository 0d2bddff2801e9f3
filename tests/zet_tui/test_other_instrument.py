"""Another questionnaire than ZET: chosen in the form of the evaluation, by name or by path."""

from typing import Any

import pytest

from flows.evaluation import TeamMember
from flows.instrument import Source
from tests.zet_tui.conftest import ANNE, SAM, an_evaluation
from zet_tui.screens.evaluation import EvaluationPage
from zet_tui.screens.form import Form
from zet_tui.screens.interview_views import heading

TYPED = {
    "title": "Regie Oosterdam",
    "municipality": "Oosterdam",
    "organisation": "wijkteam De Schakel",
    "fg_name": "Noor Jansen",
    "fg_phone": "088 000 00 00",
    "fg_email": "fg@oosterdam.voorbeeld",
    "fg_informed_on": "1-11-2026",
    "return_address": "Postbus 1, Oosterdam",
    "name-0": "Sam de Boer",
    "name-1": "Anne Visser",
}


async def offered(pilot: Any, settle: Any, ref: str) -> EvaluationPage:
    """The form filled in and offered with this questionnaire."""
    page = pilot.app.screen
    assert isinstance(page, EvaluationPage)
    page.query_one(Form).fill({**TYPED, "instrument": ref})
    await settle(pilot)
    await pilot.press("f10")
    await settle(pilot)
    return page


async def test_the_twelve_steps_are_chosen_by_name_and_their_themes_are_asked(house, settle, text_of):
    desk = await house.vault(evaluation=False)
    async with house.app(desk).run_test(size=(120, 60)) as pilot:
        await settle(pilot)
        page = await offered(pilot, settle, "regie")
        assert "Kies wat u vraagt" in text_of(pilot.app, "#notice")
        assert page.query_one(Form).values()["name-1"] == "Anne Visser"  # nothing that was typed is lost
        await pilot.press("f10")
        await settle(pilot)
        evaluation = await desk.evaluation()
        assert evaluation is not None
        assert evaluation.instrument == "regie"
        assert evaluation.themes == ("voorbereiding", "startfase", "plan_van_aanpak", "voortgang")
        assert (await desk.instrument()).id == "regie"


@pytest.mark.parametrize("ref", ["bestaat-niet", "/nergens/eigen.toml"])
async def test_a_questionnaire_that_is_not_there_is_named_and_nothing_typed_is_lost(
    house, settle, text_of, ref
):
    desk = await house.vault(evaluation=False)
    async with house.app(desk).run_test(size=(120, 60)) as pilot:
        await settle(pilot)
        page = await offered(pilot, settle, ref)
        assert "vragenlijst" in text_of(pilot.app, "#notice").lower()
        assert page.query_one(Form).values()["title"] == TYPED["title"]
        assert await desk.evaluation() is None


async def test_the_introduction_names_the_function_and_the_first_questions_stand_before_the_themes(house):
    desk = await house.vault(evaluation=False)
    team = (TeamMember(name=SAM, function="adviseur"), TeamMember(name=ANNE))
    await desk.define_evaluation(an_evaluation(instrument="regie", team=team))
    await desk.sit_down(SAM)
    case = await house.case(desk)
    port = await desk.open_port(case, Source.PROFESSIONAL)
    assert port.placeholders["FUNCTIE"] == "adviseur"
    interview = port.interview
    places = [interview.place(question) for question in interview.questionnaire.questions]
    assert (
        interview.place(interview.questionnaire.question("b")) == "Vooraf"
    )  # before the begeleider's own part
    assert places[0] == "Vooraf"
    assert places[-1] == "Tot slot"
    assert heading(interview, next(q for q in interview.questionnaire.questions if q.part == 1)).endswith(
        "2.1"
    )
