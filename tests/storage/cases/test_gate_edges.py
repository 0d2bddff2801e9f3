"""What the gate looks at when it judges, and what a refusal carries."""

from datetime import UTC, datetime

import pytest

from flows.instrument import Source
from storage.cases import ConsentRefused, Register


def test_a_refusal_says_of_which_case(register, case):
    register.sit_down("Cem")
    with pytest.raises(ConsentRefused) as refused:
        register.read_interview(case, Source.RESIDENT)
    assert refused.value.case == case


def test_on_a_day_before_the_signing_the_gate_is_shut(register, case):
    early = Register(register.vault, now=lambda: datetime(2026, 3, 1, 10, 30, tzinfo=UTC))
    early.sit_down("Anouk")
    assert [gap.code for gap in early.verdict(case).gaps] == ["signed_in_future"]


@pytest.mark.parametrize(("source", "reads"), [(None, 0), (Source.RESIDENT, 0), (Source.PROFESSIONAL, 1)])
def test_who_would_be_interviewed_is_looked_up_only_to_judge_that_conversation(
    register, case, source, reads, monkeypatch
):
    looked: list[str] = []
    honest = register._store.read_entry
    monkeypatch.setattr(register._store, "read_entry", lambda one: looked.append(one) or honest(one))
    assert register.verdict(case, source).allowed
    assert looked == [case] * reads
