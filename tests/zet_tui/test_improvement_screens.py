"""From figures to actions on the screen: conclusions, actions, quotes, the session's files, and the round after it."""

from datetime import date

import pytest

from flows.actions import ImprovementAction, Progress
from flows.conclusions import Conclusion, Verdict
from flows.evaluation import Aim
from flows.improvement import Improvement, Quote, TeamAction
from flows.instrument import Source
from storage.export.kept_results import keep_improvement, kept_results
from tests.zet_tui.rounds import TEAM, a_round, fill, kept, results, team_of
from zet_tui.screens.analysis import AnalysisPage
from zet_tui.screens.analysis_cells import CellsPage, HeatMap
from zet_tui.screens.evaluation import EvaluationPage
from zet_tui.screens.fields import Line
from zet_tui.screens.fields_pick import Pick
from zet_tui.screens.form import Form
from zet_tui.screens.improvement import ImprovementPage
from zet_tui.screens.improvement_forms import ActionPage, ConclusionPage, QuotePage
from zet_tui.screens.page import Place


async def test_a_conclusion_is_written_at_a_question_of_the_walk_and_stays_there(
    house, settle, seen, text_of
):
    desk, _ = await a_round(house, team=Improvement())
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        await pilot.press("right", "right", "c")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ConclusionPage)
        await pilot.press("f10")
        assert "Schrijf hier iets op." in seen(pilot.app)
        await pilot.press(
            "shift+tab", "shift+tab", "right", "right", "enter", *"planv", "enter", *"Te vaag", "f10"
        )
        await settle(pilot)
        assert isinstance(pilot.app.screen, AnalysisPage)
        assert "Onze conclusies" in text_of(pilot.app, "#lines")
        assert "moet beter: Te vaag (Planvorming)" in text_of(pilot.app, "#lines")
        await pilot.press("right")
        assert "Onze conclusies" not in text_of(pilot.app, "#lines")
    (one,) = (await team_of(desk)).conclusions
    assert one.step == 2
    assert one.conclusion == Conclusion(
        verdict=Verdict.MUST_BE_BETTER, text="Te vaag", about=Aim(theme="planvorming")
    )


async def test_what_was_said_cannot_become_a_conclusion(house, settle, seen):
    desk, key = await a_round(house)
    async with house.at(desk, Place("conclusion", key), size=(80, 24)) as pilot:
        await fill(pilot, {"text": "Wij zagen: [/b] niets gevonden"})
        await settle(pilot)
        assert isinstance(pilot.app.screen, ConclusionPage)
        assert "Hier staat iets dat een inwoner of professional zei: de conclusie." in " ".join(
            seen(pilot.app).split()
        )
    assert await team_of(desk) == TEAM


async def test_an_identifier_is_refused_and_the_words_stay_on_the_form(house, settle, seen):
    desk, key = await a_round(house)
    async with house.at(desk, Place("action", key, "a"), size=(80, 24)) as pilot:
        await fill(pilot, {"owner": "Bel 06 12345678"})
        await settle(pilot)
        assert isinstance(pilot.app.screen, ActionPage)
        assert "de eigenaar" in seen(pilot.app)
        assert pilot.app.screen.query_one("#owner", Line).value == "Bel 06 12345678"
    assert await team_of(desk) == TEAM


async def test_an_action_is_added_changed_stepped_and_taken_away(house, settle, seen):
    desk, key = await a_round(house)
    async with house.at(desk, Place("improvement", key), size=(120, 40)) as pilot:
        page = seen(pilot.app)
        assert "kan beter: Weinig doelen." in page
        assert "afgesproken (! te laat) · nog geen eigenaar · klaar op 1-1-2026" in page
        assert "0 van 1 acties klaar" in page
        await pilot.press("k")
        await settle(pilot)
        assert "Kies eerst een verbeteractie." in seen(pilot.app)
        await pilot.press("down", "k", "k")
        await settle(pilot)
        assert "1 van 1 acties klaar" in seen(pilot.app)
        await pilot.press("v")
        await settle(pilot)
        await fill(pilot, {"by": "31-2-2027"})
        assert "Schrijf hier iets op." in seen(pilot.app)
        assert "Deze datum kan ik niet lezen" in seen(pilot.app)
        await fill(
            pilot, {"what": "Vaste medewerker.", "by": "1-3-2027", "owner": "teamleider", "success": "kort"}
        )
        await settle(pilot)
        assert isinstance(pilot.app.screen, ImprovementPage)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ActionPage)
        await fill(pilot, {"success": "steekproef"})
        await settle(pilot)
        actions = [one.action for one in (await team_of(desk)).actions]
        assert [one.progress for one in actions] == [Progress.DONE, Progress.AGREED]
        assert (actions[1].what, actions[1].success, actions[1].by) == (
            "Vaste medewerker.", "steekproef", date(2027, 3, 1),
        )  # fmt: skip
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        assert len((await team_of(desk)).actions) == 2
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("j")
        await settle(pilot)
        assert [one.key for one in (await team_of(desk)).actions] == ["a"]


async def test_a_quote_needs_two_people_and_other_words(house, settle, seen):
    desk, key = await a_round(house, team=Improvement())
    async with house.at(desk, Place("improvement", key), size=(80, 24)) as pilot:
        assert "nog niets" in seen(pilot.app)
        assert "F1 hulp" in seen(pilot.app).splitlines()[-1]
        await pilot.press("enter", "k", "x", "f")  # nothing to change yet
        await pilot.press("q")
        await settle(pilot)
        await pilot.press("f10")
        assert "Schrijf hier iets op." in seen(pilot.app)
        assert "twee mensen het hebben gelezen" in seen(pilot.app)
        await fill(pilot, {"text": "Ik wist niet bij wie ik moest zijn.", "agreed": "ja"})
        await settle(pilot)
        assert "‘Ik wist niet bij wie ik moest zijn.’" in seen(pilot.app)
        assert "F1 hulp" in seen(pilot.app).splitlines()[-1]
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, QuotePage)
        await pilot.press("escape", "c")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ConclusionPage)
    (one,) = (await team_of(desk)).quotes
    assert one.quote == Quote(text="Ik wist niet bij wie ik moest zijn.")


async def test_the_lock_keeps_what_was_typed_in_a_form(house, settle, passphrase):
    desk, key = await a_round(house, evaluation=False)
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f7")
        await settle(pilot)
        await pilot.app.go(Place("quote", key))
        await settle(pilot)
        pilot.app.screen.query_one(Form).fill({"text": "Half"})
        await pilot.press("ctrl+l")
        await settle(pilot)
        await pilot.press(*passphrase, "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, QuotePage)
        assert pilot.app.screen.query_one(Form).values()["text"] == "Half"
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AnalysisPage)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, EvaluationPage)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, EvaluationPage)


async def test_a_follow_up_comes_filled_in_with_one_key(house, settle):
    desk, _ = await a_round(house, evaluation=False)
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, EvaluationPage)
        await pilot.press("f7")
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("f")
        await settle(pilot)
        assert isinstance(pilot.app.screen, EvaluationPage)
        values = pilot.app.screen.query_one(Form).values()
        assert (values["title"], values["municipality"]) == ("Vervolg op Ronde 1", "Oosterdam")
        assert values["scope"] == "vervolg"
        told = {
            "organisation": "wijkteam", "fg_name": "Noor", "fg_phone": "088",
            "name-0": "Sam de Boer", "name-1": "Anne Visser",
        }  # fmt: skip
        await fill(pilot, told)
        await settle(pilot)
        evaluation = await desk.evaluation()
        assert evaluation is not None
        assert evaluation.criteria == (6,)
        instrument = await desk.instrument()
        assert evaluation.themes_in_scope(instrument) == ("planvorming",)
        asked = [len(evaluation.questionnaire(instrument, source).questions) for source in Source]
        assert all(0 < number < 8 for number in asked)


async def test_an_older_round_is_followed_up_by_its_own_criteria(house, settle):
    desk, _ = await a_round(house, evaluation=False)
    await kept(desk, results("Ronde 2", "2026-06-01"))
    (newer, older) = await desk.ask(lambda register: kept_results(register.vault))
    other = ImprovementAction(what="Anders.", about=Aim(theme="regie"))
    team = Improvement(actions=(TeamAction(key="a", action=other),))
    await desk.ask(lambda register: keep_improvement(register.vault, newer.key, team))
    async with house.at(desk, Place("improvement", older.key), size=(120, 40)) as pilot:
        await pilot.press("f")
        await settle(pilot)
        values = pilot.app.screen.query_one(Form).values()
        assert (values["title"], values["scope"]) == ("Vervolg op Ronde 1", "zelf")
        assert (values["themes"], values["criteria"]) == ("planvorming", "6")


async def test_while_an_evaluation_runs_or_nothing_is_about_a_criterion_there_is_no_follow_up(
    house, settle, seen
):
    desk, key = await a_round(house)
    async with house.at(desk, Place("improvement", key), size=(120, 40)) as pilot:
        await pilot.press("f")
        await settle(pilot)
        assert "In deze kluis loopt al een evaluatie." in seen(pilot.app)


async def test_actions_about_nothing_in_particular_give_no_follow_up(house, settle, seen):
    team = Improvement(actions=(TeamAction(key="a", action=ImprovementAction(what="Iets.")),))
    desk, key = await a_round(house, team=team, evaluation=False)
    async with house.at(desk, Place("improvement", key), size=(120, 40)) as pilot:
        await pilot.press("f")
        await settle(pilot)
        assert "niets om opnieuw te vragen" in seen(pilot.app)
        assert isinstance(pilot.app.screen, ImprovementPage)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_from_any_figure_to_what_was_said(house, settle, seen, size):
    desk, _ = await a_round(house)
    async with house.app(desk).run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("a", "r")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CellsPage)
        assert max(map(len, seen(pilot.app).splitlines())) <= size[0]
        chart = pilot.app.screen.query_one(HeatMap)
        await pilot.press("up", *["down"] * 4, "left", "left", "left", "left", "pagedown", "pageup")
        assert chart.column == 0
        level, source = chart.chosen
        assert source == "dossier"
        await pilot.press("enter")
        await settle(pilot)
        page = seen(pilot.app)
        assert "rood" in page
        assert "[/b] niets gevonden" in page
        assert ", inwoner, vraag" not in page
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press(*["pagedown"] * 9)
        assert chart.row == len(chart.levels) - 1
        assert level is not chart.chosen[0]


async def test_a_later_round_is_compared_with_every_earlier_one_and_claims_nothing(
    house, settle, seen, text_of
):
    desk = await house.vault(evaluation=False)
    await kept(
        desk, results("Ronde 1", "2024-01-01"), results("Ronde 2", "2025-01-01"), results("Nu", "2026-01-01")
    )
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f7")
        await settle(pilot)
        assert "Analyse: Nu" in seen(pilot.app)
        assert "1 van 15" in seen(pilot.app)
        for _ in range(13):
            await pilot.press("right")
        assert "Vergeleken met Ronde 2" in seen(pilot.app)
        assert "te weinig casussen om iets te zeggen" in text_of(pilot.app, "#lines")
        assert "(n " in text_of(pilot.app, "#lines")
        await pilot.press("right", "o")
        await settle(pilot)
        assert "Analyse: Ronde 2" in seen(pilot.app)
        assert "14 van 14" in seen(pilot.app)
        assert "Vergeleken met Ronde 1" in seen(pilot.app)
        await pilot.press("o")
        await settle(pilot)
        assert "13 van 13" in seen(pilot.app)
        await pilot.press("o")
        await settle(pilot)
        assert "Analyse: Nu" in seen(pilot.app)


async def test_a_choice_out_of_many_walks_and_searches(house, seen):
    desk, key = await a_round(house)
    async with house.at(desk, Place("conclusion", key), size=(80, 24)) as pilot:
        await pilot.press("tab")
        pick = pilot.app.screen.query_one(Pick)
        assert pick.value == "Alles samen"
        await pilot.press("left")
        assert pick.value.startswith("Vraag")
        await pilot.press("right", "right")
        assert pick.value.startswith("Thema")
        await pilot.press(*"criterium doelen")
        assert pick.value.startswith("Criterium")
        assert "doelen" in pick.value
        assert "zoekt ‘criterium doelen’ · 1 van" in seen(pilot.app)
        kept_value = pick.value
        await pilot.press(*"zzz")
        assert "0 gevonden" in seen(pilot.app)
        await pilot.press("right")
        assert pick.value == kept_value
        await pilot.press(*["backspace"] * 3)
        assert "0 gevonden" not in seen(pilot.app)
        await pilot.press("enter")
        assert pick.search == ""
        await pilot.press("shift+tab", *"x", "tab")
        assert pick.search == ""
