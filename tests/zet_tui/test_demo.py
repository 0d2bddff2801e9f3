"""The invented cases of `zet demo`: made through the real doors, in three different states."""

from collections.abc import Iterator

import pytest

from storage.anonymise import Review
from storage.cases import Register
from storage.vault import open_vault
from tests.zet_tui.shell import PASSPHRASE, WEAK, make_demo_vault
from zet_tui.demo_texts import TEAM


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    folder = tmp_path_factory.mktemp("demo") / "kluis"
    make_demo_vault(folder)
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        made = Register(vault)
        made.sit_down(TEAM[0])
        yield made


def test_two_cases_are_complete_and_the_third_is_in_the_middle_of_a_conversation(register):
    first, second, third = register.cases()
    assert (first.complete, second.complete, third.complete) == (True, True, False)
    resident = next(source for source in third.sources if source.source == "inwoner")
    assert (resident.answered, resident.asked, resident.next_question) == (11, 33, "12")


def test_the_first_case_was_read_and_the_others_wait(register):
    texts = Review(register).texts()
    waiting = {text.case_number for text in texts if text.decision is None}
    assert waiting == {2, 3}
    assert sum(text.case_number == 1 for text in texts) > 20


def test_every_demo_text_shows_what_a_finding_looks_like(register):
    findings = [finding for text in Review(register).texts() for finding in text.findings]
    assert {finding.sure for finding in findings} == {True, False}
