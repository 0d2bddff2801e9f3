"""The team's own words beside the figures: adding, changing and taking away, and a worksheet that is taken in."""

from itertools import count

from flows.actions import ImprovementAction, Progress
from flows.conclusions import Conclusion, Verdict
from flows.evaluation import Aim
from flows.improvement import Improvement, Quote, TeamAction, TeamConclusion, TeamQuote, next_progress

PLAN = Aim(criterion=6)
ONE = Conclusion(verdict=Verdict.MUST_BE_BETTER, text="Plannen hebben geen doelen.", about=PLAN)
GOALS = ImprovementAction(what="Elk plan krijgt doelen.", about=PLAN)
SAID = Quote(text="Ik wist niet wat het plan was.", about=PLAN)


def whole() -> Improvement:
    return Improvement(
        conclusions=(TeamConclusion(key="c", conclusion=ONE, step=3),),
        actions=(TeamAction(key="a", action=GOALS),),
        quotes=(TeamQuote(key="q", quote=SAID),),
    )


def test_an_item_is_changed_in_its_place_and_found_by_its_key() -> None:
    before = whole().having(TeamConclusion(key="d", conclusion=ONE.model_copy(update={"text": "Anders."})))
    changed = before.having(TeamConclusion(key="c", conclusion=ONE.model_copy(update={"text": "Nieuw."})))
    assert [item.key for item in changed.items] == ["c", "d", "a", "q"]
    found = changed.find("c")
    assert isinstance(found, TeamConclusion)
    assert found.conclusion.text == "Nieuw."
    assert changed.find("e") is None
    assert [one.key for one in whole().at_step(3)] == ["c"]
    assert whole().at_step(4) == ()


def test_what_is_taken_away_is_gone_everywhere() -> None:
    for key in "caq":
        left = whole().without(key)
        assert f'"key":"{key}"' not in left.model_dump_json()
        assert {item.key for item in left.items} == set("caq") - {key}


def test_a_worksheet_changes_what_it_knows_adds_what_is_new_and_takes_nothing_away() -> None:
    numbers = count(1)
    better = ONE.model_copy(update={"verdict": Verdict.CAN_BE_BETTER})
    new = ONE.model_copy(update={"text": "Er is geen vaste medewerker."})
    done = GOALS.model_copy(update={"progress": Progress.DONE, "owner": "teamleider"})
    other = ImprovementAction(what="Elke inwoner krijgt een vaste medewerker.")
    taken = whole().taken_in(
        (better, new),
        (done, other),
        (SAID, Quote(text="Niemand belde.")),
        lambda: f"n{next(numbers)}",
    )
    assert [one.conclusion for one in taken.conclusions] == [better, new]
    assert taken.conclusions[0].step == 3
    assert [(one.key, one.action) for one in taken.actions] == [("a", done), ("n2", other)]
    assert [one.quote.text for one in taken.quotes] == [SAID.text, "Niemand belde."]
    assert whole().taken_in((), (), (), lambda: "x") == whole()
    again = taken.taken_in((better, new), (done, other), (SAID,), lambda: "x")
    assert again == taken


def test_the_states_go_round() -> None:
    state, seen = Progress.AGREED, []
    for _ in Progress:
        seen.append(state)
        state = next_progress(state)
    assert seen == list(Progress)
    assert state is Progress.AGREED
