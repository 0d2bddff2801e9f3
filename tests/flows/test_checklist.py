"""The preparation's own list: what follows from the agreements, and what a person ticks."""

from datetime import date

import pytest

from flows.checklist import DERIVED, Item, Preparation, Tick, UnknownTick, checklist, term_words
from flows.evaluation import ROLES, Evaluation, TeamMember
from flows.instrument import load_instrument

ON = date(2026, 3, 2)


@pytest.fixture(scope="module")
def zet():
    return load_instrument("zet")


def evaluation(**changes: object) -> Evaluation:
    given: dict[str, object] = {
        "title": "t",
        "municipality": "Oosterdam",
        "organisation": "wijkteam",
        "team": (TeamMember(name="Anouk", roles=ROLES[:3]), TeamMember(name="Bas")),
    }
    return Evaluation.model_validate({**given, **changes})


def point(item, evaluation, preparation, zet):
    return next(point for point in checklist(evaluation, preparation, zet) if point.item is item)


def test_nothing_is_done_at_first_and_everything_is_named(zet):
    points = checklist(evaluation(), Preparation(), zet)
    assert [p.item for p in points] == list(Item)
    assert not any(p.done for p in points)
    assert point(Item.ROLES, evaluation(), Preparation(), zet).open_for == ("analyse", "sessie")
    assert len(point(Item.TERMS, evaluation(), Preparation(), zet).open_for) == 6


def test_what_was_written_down_counts_by_itself(zet):
    full = evaluation(
        fg_name="Noor Jansen",
        fg_informed_on=ON,
        urgent_contact="112",
        team=(TeamMember(name="Anouk", roles=ROLES), TeamMember(name="Bas")),
        term_meanings={term.id: "zo" for term in zet.terms if term.question},
    )
    points = checklist(full, Preparation(start=ON), zet)
    assert {p.item for p in points if p.done} == DERIVED


def test_everyone_reads_the_instruction_for_himself(zet):
    preparation = Preparation().ticked(
        Tick(item=Item.INSTRUCTION, person="Bas", by="Anouk", on=ON), evaluation()
    )
    found = point(Item.INSTRUCTION, evaluation(), preparation, zet)
    assert (found.done, found.open_for) == (False, ("Anouk",))
    both = preparation.ticked(Tick(item=Item.INSTRUCTION, person="Anouk", by="Anouk", on=ON), evaluation())
    assert point(Item.INSTRUCTION, evaluation(), both, zet).done
    newcomer = evaluation(team=(*evaluation().team, TeamMember(name="Cem")))
    assert point(Item.INSTRUCTION, newcomer, both, zet).open_for == ("Cem",)


def test_a_tick_of_the_team_is_taken_back(zet):
    ticked = Preparation().ticked(Tick(item=Item.FIRST_TOGETHER, by="Anouk", on=ON), evaluation())
    again = ticked.ticked(Tick(item=Item.FIRST_TOGETHER, by="Bas", on=ON), evaluation())
    assert again == ticked
    assert point(Item.FIRST_TOGETHER, evaluation(), ticked, zet).done
    assert ticked.unticked(Item.FIRST_TOGETHER) == Preparation()


@pytest.mark.parametrize(
    ("item", "person"),
    [
        (Item.FG_INFORMED, ""),
        (Item.INSTRUCTION, ""),
        (Item.INSTRUCTION, "Dirk"),
        (Item.FIRST_TOGETHER, "Bas"),
    ],
)
def test_a_tick_that_means_nothing_is_refused(item, person):
    with pytest.raises(UnknownTick):
        Preparation().ticked(Tick(item=item, person=person, by="Anouk", on=ON), evaluation())


@pytest.mark.parametrize(
    ("days", "words"), [(365, "een jaar"), (366, "366 dagen"), (1, "een dag"), (90, "90 dagen")]
)
def test_the_letter_says_a_term_as_people_do(days, words):
    assert term_words(days) == words
