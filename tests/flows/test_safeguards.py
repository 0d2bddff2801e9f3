"""Agreements that ask for two people: what counts as switching one off."""

import itertools

from flows.evaluation import Evaluation
from flows.safeguards import Safeguard, lifts

BASE = Evaluation(title="t", municipality="m", organisation="o")


def test_only_what_held_and_would_hold_no_more_is_lifted():
    for before in itertools.product((False, True), repeat=2):
        for after in itertools.product((False, True), repeat=2):
            known = BASE.model_copy(update=dict(zip(Safeguard, before, strict=True)))
            wanted = BASE.model_copy(update=dict(zip(Safeguard, after, strict=True)))
            expected = [
                what for what, was, is_ in zip(Safeguard, before, after, strict=True) if was and not is_
            ]
            assert list(lifts(known, wanted)) == expected


def test_each_one_is_a_field_of_the_agreements():
    assert {what.value for what in Safeguard} == {n for n in Evaluation.model_fields if n.startswith("two_")}
