"""The letter with the outcome: what it needs, what it says, and what it takes over from the session."""

from datetime import date

import pytest

from flows.actions import ImprovementAction, Progress
from flows.conclusions import Conclusion, Verdict
from flows.letter import BlockKind, text_of_blocks
from flows.outcome import LONGEST_POINT, MOST_POINTS, OutcomeIncomplete, outcome, outcome_blocks, suggested

GIVEN = {
    "municipality": "Oosterdam",
    "well": ["Mensen worden snel geholpen"],
    "better": ["Niet iedereen heeft een plan."],
    "actions": ["Iedereen krijgt een plan op papier"],
    "contact": "Noor Jansen, 088 000 00 00.",
    "sender": "Anouk de Wit",
}


def text_of(**changes) -> str:
    return text_of_blocks(outcome_blocks(outcome(**{**GIVEN, **changes})))


def test_every_point_is_a_sentence_under_its_heading():
    text = text_of(well=["Mensen worden snel geholpen", "  ", "- Veel mensen zijn tevreden!"])
    assert "Wat gaat goed?\n\n- Mensen worden snel geholpen.\n- Veel mensen zijn tevreden!\n" in text
    assert "Wat kan beter?\n\n- Niet iedereen heeft een plan.\n" in text
    assert "Wat gaan we doen?\n\n- Iedereen krijgt een plan op papier.\n" in text
    assert "Neem contact op met Noor Jansen, 088 000 00 00.\n" in text
    assert text.endswith("Namens gemeente Oosterdam,\n\nAnouk de Wit\n")


def test_it_says_that_everything_with_a_name_is_destroyed():
    text = text_of()
    assert "Alles waar uw naam bij stond, is vernietigd." in text
    assert "Dat vernietigen we nu ook." in text


@pytest.mark.parametrize(("left_out", "heading"), [("well", "Wat gaat goed?"), ("better", "Wat kan beter?")])
def test_a_heading_without_points_is_not_there(left_out, heading):
    assert heading in text_of()
    assert heading not in text_of(**{left_out: []})


def test_the_municipality_is_named_once_whatever_was_typed():
    assert "gemeente gemeente" not in text_of(municipality="gemeente Oosterdam")
    assert "gemeente Gemeente" not in text_of(municipality="Gemeente Oosterdam")


def test_the_sentences_are_short_enough_to_be_followed():
    for block in outcome_blocks(outcome(**GIVEN)):
        if block.kind is BlockKind.PARAGRAPH:
            for sentence in block.text.replace("!", ".").split(". "):
                assert len(sentence.split()) <= 15, sentence


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"well": [], "better": [" "]}, (("well", "empty"),)),
        ({"actions": []}, (("actions", "empty"),)),
        ({"contact": " ", "sender": ""}, (("contact", "empty"), ("sender", "empty"))),
        ({"municipality": "a" * (LONGEST_POINT + 1)}, (("municipality", "too_long"),)),
        ({"better": ["a" * LONGEST_POINT, "b" * (LONGEST_POINT + 1)]}, (("better", "too_long"),)),
        ({"actions": ["iets"] * (MOST_POINTS + 1)}, (("actions", "too_many"),)),
    ],
)
def test_what_is_missing_or_too_much_is_named_all_at_once(changes, faults):
    with pytest.raises(OutcomeIncomplete) as refused:
        outcome(**{**GIVEN, **changes})
    assert refused.value.faults == faults


def test_as_many_and_as_long_as_fits_is_accepted():
    told = outcome(**{**GIVEN, "well": ["a" * LONGEST_POINT] * MOST_POINTS})
    assert len(told.well) == MOST_POINTS
    assert ("well", "a" * LONGEST_POINT) in told.points


def test_conclusions_and_agreements_become_points():
    found = suggested(
        [
            Conclusion(verdict=Verdict.GOOD, text="Snel hulp"),
            Conclusion(verdict=Verdict.CAN_BE_BETTER, text="Het plan"),
            Conclusion(verdict=Verdict.MUST_BE_BETTER, text="De regie"),
        ],
        [
            ImprovementAction(what="Een plan voor iedereen.", owner="teamleider", by=date(2027, 6, 1)),
            ImprovementAction(what="Vaker bellen"),
            ImprovementAction(what="Een folder", progress=Progress.DROPPED),
        ],
    )
    assert found == {
        "well": ("Snel hulp",),
        "better": ("Het plan", "De regie"),
        "actions": (
            "Een plan voor iedereen. Dat doet: teamleider. Klaar op 1 juni 2027.",
            "Vaker bellen.",
        ),
    }
