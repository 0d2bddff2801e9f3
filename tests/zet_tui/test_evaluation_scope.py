"""What the team asks: the whole list, a ready part, its own choice of themes and criteria, or a follow-up."""

import pytest

from flows.actions import ImprovementAction, Progress
from flows.evaluation import Aim
from flows.improvement import Improvement, TeamAction
from flows.instrument import Source, load_instrument
from flows.results import Results
from storage.cases import RESULTS
from storage.export.kept_results import keep_improvement
from tests.zet_tui.conftest import SAM, an_evaluation
from tests.zet_tui.test_other_instrument import TYPED
from zet_tui.screens.evaluation import EvaluationPage
from zet_tui.screens.evaluation_scope import EarlierRound, Scope, explained, read_scope, scopes_of
from zet_tui.screens.fields import SEPARATOR, Choice, Several
from zet_tui.screens.form import Form
from zet_tui.screens.page import Place

ZET = load_instrument("zet")
REGIE = load_instrument("regie")
ALL_THEMES = SEPARATOR.join(theme.id for theme in ZET.themes)
ALL_CRITERIA = SEPARATOR.join(str(criterion.number) for criterion in ZET.criteria)


def chosen(scope: str, themes: str = ALL_THEMES, criteria: str = ALL_CRITERIA) -> dict[str, str]:
    return {"scope": scope, "themes": themes, "criteria": criteria}


def joined(*keys: object) -> str:
    return SEPARATOR.join(map(str, keys))


# -- rules ----------------------------------------------------------------------------------------------------


def test_every_instrument_can_be_asked_as_a_whole():
    assert [(scope.key, scope.themes, scope.criteria) for scope in scopes_of(ZET, None)] == [
        ("alles", None, None)
    ]
    assert [scope.key for scope in scopes_of(REGIE, None)] == ["pilot", "alles"]
    assert explained(scopes_of(REGIE, None), "pilot").startswith("Hier wilde de pilot vooral van leren")
    assert explained(scopes_of(REGIE, None), "zelf") == ""


@pytest.mark.parametrize(
    ("themes", "criteria", "expected"),
    [
        (ALL_THEMES, ALL_CRITERIA, (None, None)),
        (joined("toegang", "regie"), ALL_CRITERIA, (("toegang", "regie"), None)),
        (joined("toegang", "regie"), joined(1, 7, 8), (("toegang", "regie"), (1, 7, 8))),
        (joined("toegang", "regie"), joined(7), (("regie",), (7,))),  # a theme without a criterion falls out
        (
            joined("regie"),
            joined(1, 2, 7, 8),
            (("regie",), None),
        ),  # a criterion of another theme does not count
        (ALL_THEMES, joined(*range(2, 13)), (None, tuple(range(2, 13)))),
    ],
)
def test_ones_own_choice_of_themes_and_criteria(themes, criteria, expected):
    assert read_scope(chosen("zelf", themes, criteria), ZET, scopes_of(ZET, None)) == (*expected, {})


def test_a_choice_of_nothing_is_refused_at_its_field():
    faults = [
        read_scope(chosen("zelf", "", ALL_CRITERIA), ZET, ())[2],
        read_scope(chosen("zelf", "regie", joined(1)), ZET, ())[2],
    ]
    assert [list(fault) for fault in faults] == [["themes"], ["criteria"]]


def test_an_instrument_without_criteria_is_narrowed_by_theme():
    bare = ZET.model_copy(update={"criteria": (), "rows": ()})
    assert read_scope(chosen("zelf", joined("regie")), bare, ()) == (("regie",), None, {})
    assert read_scope(chosen("zelf"), bare, ()) == (None, None, {})


@pytest.mark.parametrize(
    ("instrument", "aims", "expected"),
    [
        (ZET, (Aim(criterion=8), Aim(source=Source.DOSSIER, question="21")), (None, (8, 10))),
        (ZET, (Aim(theme="toegang"),), (None, (1, 2))),
        (REGIE, (Aim(criterion=8),), None),  # the round was one of ZET
        (ZET, (Aim(criterion=99),), None),  # another version of the list, without that criterion
        (ZET, (), None),
    ],
)
def test_a_follow_up_asks_only_what_the_actions_are_about(instrument, aims, expected):
    scopes = scopes_of(instrument, EarlierRound("ZET 2026", "zet", aims))
    found = [(scope.themes, scope.criteria) for scope in scopes if scope.key == "vervolg"]
    assert found == ([] if expected is None else [expected])


def test_a_follow_up_of_an_instrument_without_criteria_asks_its_themes():
    bare = ZET.model_copy(update={"criteria": (), "rows": ()})
    (_, follow_up) = scopes_of(bare, EarlierRound("ZET 2026", "zet", (Aim(theme="regie"),)))
    assert follow_up == Scope(
        "vervolg",
        "Vervolg op ZET 2026",
        "Alleen waar verbeteracties over zijn: regie.",
        ("regie",),
        None,
    )


# -- the form -------------------------------------------------------------------------------------------------


async def test_themes_and_criteria_are_asked_only_of_who_chooses_them(house, settle):
    desk = await house.vault(evaluation=False)
    async with house.app(desk).run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        page = pilot.app.screen
        assert isinstance(page, EvaluationPage)
        rows = [page.query_one(f"#row-{key}") for key in ("themes", "criteria")]
        assert [row.display for row in rows] == [False, False]
        page.query_one("#scope", Choice).focus()
        await pilot.press("right")
        await settle(pilot)
        assert [row.display for row in rows] == [True, True]
        labels = page.query_one("#criteria", Several).options
        assert labels["6"] == "6 In het plan van inwoners staan doelen"
        assert all(len(label) <= 42 for label in labels.values())


async def test_one_criterion_narrows_lists_and_letter_and_keeps_the_printed_numbers(house, settle):
    desk = await house.vault(evaluation=False)
    async with house.app(desk).run_test(size=(120, 60)) as pilot:
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        form.fill({**TYPED, "scope": "zelf", "criteria": joined(6)})
        await settle(pilot)
        await pilot.press("f10")
        await settle(pilot)
    evaluation = await desk.evaluation()
    assert (evaluation.themes, evaluation.criteria) == (("planvorming",), (6,))
    questions = evaluation.questionnaire(ZET, Source.RESIDENT).questions
    whole = {q.id: q.number for q in ZET.questionnaire(Source.RESIDENT).questions}
    assert all(q.number == whole[q.id] for q in questions)
    assert {q.criterion for q in questions if q.theme} == {6}
    assert evaluation.themes_in_scope(ZET) == ("planvorming",)


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        ({"themes": ("regie",), "criteria": (7,)}, ("zelf", "regie", "7")),
        ({}, ("alles", ALL_THEMES, ALL_CRITERIA)),
    ],
)
async def test_what_was_agreed_stands_in_the_form_again(house, settle, agreed, expected):
    desk = await house.vault(evaluation=False)
    await desk.define_evaluation(an_evaluation(**agreed))
    await desk.sit_down(SAM)
    async with house.app(desk).run_test(size=(120, 60)) as pilot:
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        assert tuple(form.values()[key] for key in ("scope", "themes", "criteria")) == expected
        await pilot.press("f10")
        await settle(pilot)
    again = await desk.evaluation()
    assert (again.themes, again.criteria) == (agreed.get("themes"), agreed.get("criteria"))


async def with_earlier_round(house, *actions):
    """A vault in which one round of ZET was finished, with what its session agreed."""
    desk = await house.vault(evaluation=False)
    results = Results(
        municipality="Oosterdam",
        evaluation_title="Evaluatie 2025",
        exported_on="2025-11-22",
        instrument_text=ZET.text(),
    )

    def work(register):
        key = register.vault.new_compartment(RESULTS)
        register.vault.append(key, "results", results.model_dump_json().encode())
        team = tuple(TeamAction(key=str(number), action=action) for number, action in enumerate(actions))
        keep_improvement(register.vault, key, Improvement(actions=team))

    await desk.ask(work)
    return desk


async def test_a_follow_up_is_offered_in_a_vault_with_agreed_actions(house, settle, text_of):
    wanted = ImprovementAction(what="Eén contactpersoon per gezin.", about=Aim(criterion=7))
    dropped = ImprovementAction(what="Toch niet.", about=Aim(criterion=1), progress=Progress.DROPPED)
    desk = await with_earlier_round(house, wanted, dropped)
    async with house.app(desk).run_test(size=(120, 60)) as pilot:
        await settle(pilot)
        form = pilot.app.screen.query_one(Form)
        form.fill({**TYPED, "scope": "vervolg"})
        await settle(pilot)
        assert text_of(pilot.app, "#scope-explains") == "Alleen waar verbeteracties over zijn: criterium 7."
        assert "Vervolg op Evaluatie 2025" in form.query_one("#scope", Choice).options.values()
        await pilot.press("f10")
        await settle(pilot)
    evaluation = await desk.evaluation()
    assert (evaluation.themes, evaluation.criteria) == (None, (7,))
    assert evaluation.themes_in_scope(ZET) == ("regie",)


async def test_without_agreed_actions_there_is_nothing_to_follow_up(house):
    desk = await with_earlier_round(house)
    assert await desk.earlier_round() is None


async def test_half_a_path_typed_before_the_lock_leaves_the_form_usable(house):
    desk = await house.vault(evaluation=False)
    place = Place("evaluation", typed=(("instrument", "/half/een/pa"), ("title", "Regie")))
    page = await EvaluationPage.open(desk, place)
    assert page.typed["instrument"] == "/half/een/pa"
    chosen_before = Place("evaluation", typed=(("instrument", "regie"), ("scope", "alles")))
    assert (await EvaluationPage.open(desk, chosen_before))._instrument == REGIE
