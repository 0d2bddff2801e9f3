"""Rounds that a vault keeps after names are gone, for the tests of the screens that look back at them."""

from datetime import date

from flows.actions import ImprovementAction
from flows.conclusions import Conclusion, Verdict
from flows.evaluation import Aim
from flows.improvement import Improvement, Quote, TeamAction, TeamConclusion, TeamQuote
from flows.instrument import QuestionKind, Source
from flows.interview import Status
from flows.results import ResultAnswer, Results
from storage.export.kept_results import keep_improvement, kept_results
from tests.invented import ZET, told_round
from zet_tui.screens.form import Form


def results(title: str, day: str) -> Results:
    colours = ("rood", "mint", "[/b]")

    def answers(number: int, source: Source):
        for question in ZET.questionnaire(source).questions:
            if question.kind is QuestionKind.YES_NO:
                value = "ja" if source is Source.RESIDENT and number == 1 else "nee"
                yield ResultAnswer(question=question.id, status=Status.ANSWERED, value=value)
            elif question.kind is QuestionKind.RATING and question.asked_if is None:
                value = colours[(source is not Source.DOSSIER)]
                yield ResultAnswer(
                    question=question.id,
                    status=Status.ANSWERED,
                    value=value,
                    reason=f"{colours[2]} niets gevonden",
                )

    return told_round(3, answers, of_source=lambda _number: {}, evaluation_title=title, exported_on=day)


async def kept(desk, *evaluations: Results) -> None:
    def work(register) -> None:
        for one in evaluations:
            compartment = register.vault.new_compartment("results")
            register.vault.append(compartment, "results", one.model_dump_json().encode())
            register.vault.append(compartment, "domains", b"geld")

    await desk.ask(work)


PLAN = Aim(criterion=6)
AN_ACTION = ImprovementAction(what="Elk plan krijgt doelen.", about=PLAN, by=date(2026, 1, 1))
TEAM = Improvement(
    conclusions=(
        TeamConclusion(
            key="c",
            step=1,
            conclusion=Conclusion(verdict=Verdict.CAN_BE_BETTER, text="Weinig doelen.", about=PLAN),
        ),
    ),
    actions=(TeamAction(key="a", action=AN_ACTION),),
    quotes=(TeamQuote(key="q", quote=Quote(text="Ik wist niet wat er in stond.", about=PLAN)),),
)


async def team_of(desk) -> Improvement:
    return (await desk.ask(lambda register: kept_results(register.vault)))[0].improvement


async def a_round(house, *, team: Improvement = TEAM, evaluation: bool = True):
    desk = await house.vault(evaluation=evaluation)
    await kept(desk, results("Ronde 1", "2026-01-01"))
    (found,) = await desk.ask(lambda register: kept_results(register.vault))
    await desk.ask(lambda register: keep_improvement(register.vault, found.key, team))
    return desk, found.key


async def fill(pilot, values: dict[str, str]) -> None:
    pilot.app.screen.query_one(Form).fill(values)
    await pilot.pause()
    await pilot.press("f10")
