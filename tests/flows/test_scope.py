"""A smaller evaluation: fewer themes, criteria or sources, with the numbers as printed."""

from datetime import date

import pytest

from flows.evaluation import (
    Aim,
    Evaluation,
    NothingToFollowUp,
    TeamMember,
    criteria_of,
    selection_of,
    theme_of,
    themes_of,
)
from flows.instrument import Instrument, Source, UnknownQuestion, load_instrument
from flows.interview import Closure, Interview, Status


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


@pytest.fixture(scope="module")
def whole() -> Evaluation:
    team = (TeamMember(name="Anouk"), TeamMember(name="Bas"))
    return Evaluation(
        title="ZET 2026",
        municipality="Voorbeeldstad",
        organisation="Wijkteam Zuid",
        team=team,
        fg_informed_on=date(2026, 1, 5),
    )


def numbers(evaluation: Evaluation, zet: Instrument, source: Source) -> list[int]:
    return [q.number for q in evaluation.questionnaire(zet, source).questions if q.number is not None]


def test_without_a_scope_everything_is_asked(whole, zet):
    assert [len(numbers(whole, zet, source)) for source in Source] == [27, 33, 33]
    assert whole.themes_in_scope(zet) == tuple(theme.id for theme in zet.themes)


def test_fewer_themes_keep_the_printed_numbers_and_the_open_questions(whole, zet):
    regie = whole.model_copy(update={"themes": ("regie",)})
    assert numbers(regie, zet, Source.DOSSIER) == [13, 14, 15]
    assert numbers(regie, zet, Source.RESIDENT) == [19, 20, 21, 22, 23, 32, 33]
    assert numbers(regie, zet, Source.PROFESSIONAL) == [14, 15, 16, 17, 18, 19, 32, 33]
    assert regie.themes_in_scope(zet) == ("regie",)


def test_criterion_ten_brings_the_question_about_unsafety_that_decides_about_it(whole, zet):
    ten = whole.model_copy(update={"criteria": (10,)})
    assert numbers(ten, zet, Source.DOSSIER) == [18, 21, 22]
    assert numbers(ten, zet, Source.RESIDENT) == [24, 26, 27, 32, 33]
    assert ten.themes_in_scope(zet) == ("veiligheid",)


def test_theme_and_criteria_together_ask_what_is_in_both(whole, zet):
    both = whole.model_copy(update={"themes": ("toegang", "regie"), "criteria": (2, 3, 8)})
    assert numbers(both, zet, Source.RESIDENT) == [4, 5, 6, 7, 23, 32, 33]
    assert both.themes_in_scope(zet) == ("toegang", "regie")


def test_without_professionals_there_are_two_lists_and_no_theme_that_only_they_would_be_asked_about(
    whole, zet
):
    two = whole.model_copy(update={"sources": (Source.RESIDENT, Source.DOSSIER)})
    assert [q.source for q in two.questionnaires(zet)] == [Source.DOSSIER, Source.RESIDENT]
    assert two.themes_in_scope(zet) == tuple(theme.id for theme in zet.themes)

    # criterion 2 is asked of the resident alone: a round without residents has nothing to say about it
    nobody = whole.model_copy(update={"sources": (Source.DOSSIER,), "criteria": (2, 5)})
    assert nobody.themes_in_scope(zet) == ("planvorming",)


def test_progress_and_completion_follow_the_scope(whole, zet, speak):
    monitoring = whole.model_copy(update={"themes": ("monitoring",)})
    t = speak(Interview(monitoring.questionnaire(zet, Source.DOSSIER), zet.themes))
    assert [(p.title, p.done, p.total) for p in t.interview.progress()] == [("Monitoring", 0, 5)]
    for number in ("23", "24", "25", "26"):
        t.say(number, "groen")
    assert [q.id for q in t.interview.open_questions()] == ["27"]
    t.say("27", "mint")
    assert (t.interview.answered_count, t.interview.asked_count) == (5, 5)
    t.happens(t.interview.complete())
    assert t.interview.closure is Closure.COMPLETED


def test_the_route_works_within_a_scope_and_counts_only_what_is_asked(whole, zet, speak):
    ten = whole.model_copy(update={"criteria": (10,)})
    t = speak(Interview(ten.questionnaire(zet, Source.DOSSIER), zet.themes))
    assert t.interview.asked_count == 3
    t.say("18", "nee")
    assert t.interview.asked_count == t.interview.answered_count == 1
    assert t.interview.status("21") is Status.OFF_ROUTE
    t.happens(t.interview.complete())


def test_answers_from_before_the_scope_became_smaller_neither_count_nor_show(whole, zet, speak):
    t = (
        speak(Interview(whole.questionnaire(zet, Source.DOSSIER), zet.themes))
        .say("2", "groen")
        .say("9", "mint")
    )
    toegang = whole.model_copy(update={"themes": ("toegang",)})
    smaller = Interview.replay(toegang.questionnaire(zet, Source.DOSSIER), t.interview.events, zet.themes)
    assert (smaller.answered_count, smaller.asked_count) == (1, 2)
    assert "9" not in {view.question.id for view in smaller.views()}
    back = Interview.replay(whole.questionnaire(zet, Source.DOSSIER), smaller.events, zet.themes)
    assert back.view("9").value == "mint"


@pytest.mark.parametrize(
    ("aims", "criteria"),
    [
        ([Aim(criterion=7)], (7,)),
        ([Aim(theme="veiligheid")], (9, 10)),
        ([Aim(source=Source.RESIDENT, question="5")], (2,)),
        ([Aim(source=Source.DOSSIER, question="5")], (3,)),
        ([Aim(criterion=12), Aim(theme="toegang"), Aim(source=Source.RESIDENT, question="3")], (1, 2, 12)),
        ([Aim(source=Source.RESIDENT, question="32")], ()),
    ],
)
def test_improvement_actions_lead_to_their_criteria(zet, aims, criteria):
    assert criteria_of(zet, aims) == criteria


def test_a_follow_up_asks_only_the_criteria_with_improvement_actions(whole, zet):
    narrow = whole.model_copy(update={"themes": ("toegang",)})
    later = narrow.follow_up(zet, "ZET 2027", [Aim(criterion=8), Aim(source=Source.DOSSIER, question="21")])
    assert (later.title, later.criteria, later.themes) == ("ZET 2027", (8, 10), None)
    assert numbers(later, zet, Source.DOSSIER) == [15, 18, 21, 22]
    assert later.themes_in_scope(zet) == ("regie", "veiligheid")
    assert later.names == whole.names
    assert later.fg_informed_on is None  # who guards the data hears of every round beforehand


def test_an_instrument_without_criteria_is_followed_up_by_its_themes(whole, zet):
    """As an own instrument may be: themes, and no criteria under them."""
    bare = zet.model_copy(
        update={
            "criteria": (),
            "questionnaires": tuple(
                q.model_copy(
                    update={"questions": tuple(a.model_copy(update={"criterion": None}) for a in q.questions)}
                )
                for q in zet.questionnaires
            ),
        }
    )
    later = whole.follow_up(bare, "ZET 2027", [Aim(theme="regie"), Aim(source=Source.RESIDENT, question="2")])
    assert (later.themes, later.criteria) == (("toegang", "regie"), None)
    assert numbers(later, bare, Source.DOSSIER) == [1, 2, 13, 14, 15]
    with pytest.raises(KeyError):
        whole.follow_up(bare, "ZET 2027", [Aim(theme="geld")])
    with pytest.raises(NothingToFollowUp):
        whole.follow_up(bare, "ZET 2027", [Aim(source=Source.RESIDENT, question="33")])


def test_improvement_actions_lead_to_their_themes(zet):
    aims = [Aim(criterion=12), Aim(source=Source.DOSSIER, question="5"), Aim(theme="toegang")]
    assert themes_of(zet, aims) == ("toegang", "vraagverheldering", "monitoring")


def test_what_is_about_everything_belongs_to_no_theme(zet):
    assert theme_of(zet, None) is None
    assert theme_of(zet, Aim(source=Source.RESIDENT, question="32")) is None  # the closing questions neither
    assert theme_of(zet, Aim(criterion=10)) == "veiligheid"


def test_a_follow_up_of_nothing_is_refused(whole, zet):
    with pytest.raises(NothingToFollowUp):
        whole.follow_up(zet, "ZET 2027", [Aim(source=Source.RESIDENT, question="33")])
    with pytest.raises(UnknownQuestion):
        whole.follow_up(zet, "ZET 2027", [Aim(source=Source.DOSSIER, question="99")])
    with pytest.raises(KeyError):
        whole.follow_up(zet, "ZET 2027", [Aim(criterion=13)])


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"theme": "regie", "criterion": 7},
        {"question": "3"},
        {"source": "inwoner"},
        {"theme": "regie", "source": "inwoner"},
    ],
)
def test_an_aim_is_exactly_one_thing(fields):
    with pytest.raises(ValueError, match=r"exactly one|its source"):
        Aim.model_validate(fields)


@pytest.mark.parametrize("source", list(Source))
@pytest.mark.parametrize("criterion", range(1, 13))
def test_every_single_criterion_makes_a_list_that_holds_together(whole, zet, source, criterion):
    one = whole.model_copy(update={"criteria": (criterion,)}).questionnaire(zet, source)
    ids = {question.id for question in one.questions}
    for question in one.questions:
        assert question == zet.questionnaire(source).question(question.id)
        assert question.asked_if is None or question.asked_if.questions() <= ids


def test_a_selection_is_read_from_the_life_domains_of_its_cases():
    selection = selection_of([("geld", "wonen"), ("wonen",), ()])
    assert (selection.cases, selection.known, selection.across) == (3, 2, 1)
    assert selection.domains == ("wonen", "geld")
    assert selection_of([("geld",), ("wonen",)]).across == 0


def test_a_team_member_is_called_by_function_where_it_is_known():
    team = (TeamMember(name="Anouk", function="adviseur"), TeamMember(name="Bas"))
    agreed = Evaluation(title="t", municipality="m", organisation="o", team=team)
    assert [agreed.function_of(name) for name in ("Anouk", "Bas", "Cem")] == [
        "adviseur",
        "teamlid",
        "teamlid",
    ]
