"""What a vault keeps of a finished round: the team's words; rows about one case only until the session was held."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.actions import ImprovementAction
from flows.casuistry import CasuistryFound
from flows.conclusions import Conclusion, Verdict
from flows.evaluation import Aim
from flows.improvement import Improvement, TeamAction, TeamConclusion
from flows.instrument import QuestionKind, Source
from flows.interview import Status
from flows.results import ResultAnswer, Results
from storage.export import kept_results as kept_module
from storage.export.kept_results import (
    AlreadyReduced,
    RoundUnknown,
    current,
    keep_improvement,
    kept_results,
    kept_round,
    reduce_to_averages,
)
from storage.export.kept_session import kept_content
from storage.export.session import TooFewCases
from storage.vault import DiskFull, KdfPolicy, Survivor, Vault, create_vault, open_vault
from tests.invented import ZET, told_round

WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
WORDS, NEW = "drie vissen op een fiets", "vier vogels op een dak"
SAID = "niemand belde mij ooit een keer terug"


def results() -> Results:
    def answers(number: int, source: Source) -> Iterator[ResultAnswer]:
        for question in ZET.questionnaire(source).questions:
            if question.kind is QuestionKind.RATING:
                value = ("rood", "mint", "oranje")[number % 3]
                yield ResultAnswer(question=question.id, status=Status.ANSWERED, value=value, reason=SAID)

    return told_round(4, answers, of_source=lambda _number: {}, exported_on="2026-01-01")


def team() -> Improvement:
    about = Aim(criterion=6)
    return Improvement(
        conclusions=(
            TeamConclusion(
                key="c", conclusion=Conclusion(verdict=Verdict.CAN_BE_BETTER, text="Doelen.", about=about)
            ),
        ),
        actions=(TeamAction(key="a", action=ImprovementAction(what="Elk plan krijgt doelen.", about=about)),),
        session_on=date(2026, 3, 1),
    )


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    create_vault(tmp_path / "kluis", WORDS, policy=WEAK, force=True)
    with open_vault(tmp_path / "kluis", policy=WEAK, force=True).unlock(WORDS) as opened:
        yield opened


def a_round(vault: Vault) -> str:
    with vault.transaction():
        key = vault.new_compartment("results")
        vault.append(key, "results", results().model_dump_json().encode())
        vault.append(key, "domains", b"geld")
        vault.append(key, "certificates", b"{}")
    return key


def test_a_round_of_an_older_vault_has_no_words_of_the_team_yet(vault: Vault) -> None:
    key = a_round(vault)
    found = kept_round(vault, key)
    assert found.improvement == Improvement()
    assert found.aggregates is None
    assert found.domains == ("geld",)


def test_the_teams_words_are_kept_and_go_through_a_re_founding(vault: Vault) -> None:
    key = a_round(vault)
    assert keep_improvement(vault, key, team()).improvement == team()
    survivors = [
        Survivor("results", {stream: vault.read(one, stream) for stream in vault.streams(one)})
        for one in current(vault)
    ]
    vault.refound(survivors, NEW, exports=(), finish=lambda _vault, _report: None)
    (found,) = kept_results(vault)
    assert found.improvement == team()
    assert found.results == results()


def test_words_that_repeat_what_was_said_are_not_kept(vault: Vault) -> None:
    key = a_round(vault)
    keep_improvement(vault, key, team())
    with pytest.raises(CasuistryFound) as refused:
        keep_improvement(
            vault, key, Improvement(), (("de actie", "Doelen."), ("de conclusie", f"Dus: {SAID}."))
        )
    assert refused.value.places == ("de conclusie",)
    assert kept_round(vault, key).improvement == team()
    keep_improvement(vault, key, Improvement(), (("de conclusie", ZET.criterion(6).text),))
    assert kept_round(vault, key).improvement == Improvement()


def test_what_was_taken_away_stands_nowhere_in_the_stream(vault: Vault) -> None:
    key = a_round(vault)
    keep_improvement(vault, key, team())
    keep_improvement(vault, key, team().without("c"))
    assert vault.count(key, "improvement") == 1
    assert b"Doelen." not in b"".join(vault.read(key, "improvement"))


def test_after_the_session_no_row_about_a_case_is_left(vault: Vault) -> None:
    key = a_round(vault)
    keep_improvement(vault, key, team())
    before = kept_round(vault, key).analysis()
    epoch = vault.epoch
    found = reduce_to_averages(vault, key)
    assert vault.epoch == epoch + 1
    assert vault.compartments("results") == (found.key,)
    everything = b"".join(
        b"".join(vault.read(one, stream)) for one in vault.compartments() for stream in vault.streams(one)
    )
    assert SAID.encode() not in everything
    assert b'"number"' not in everything
    assert (found.improvement, found.domains) == (team(), ("geld",))
    assert vault.read(found.key, "certificates") == [b"{}"]
    assert found.results.cases == ()
    assert found.analysis().cases == 4
    assert found.analysis().levels[0].all.mean == before.levels[0].all.mean
    with pytest.raises(AlreadyReduced):
        reduce_to_averages(vault, found.key)
    assert kept_round(vault, key) == found
    with pytest.raises(RoundUnknown):
        kept_round(vault, "0" * 32)
    assert keep_improvement(vault, found.key, team().without("a"), (("x", SAID),)).improvement.actions == ()


def test_a_reduction_that_was_interrupted_is_finished_and_counts_once(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = a_round(vault)
    other = a_round(vault)
    with monkeypatch.context() as broken:
        broken.setattr(kept_module, "finish_reducing", lambda _vault: None)
        new = reduce_to_averages(vault, key).key
    assert set(vault.compartments("results")) == {key, other, new}
    assert set(current(vault)) == {other, new}
    assert {one.key for one in kept_results(vault)} == {other, new}
    assert set(vault.compartments("results")) == {other, new}
    assert {one.key for one in kept_results(vault)} == {other, new}
    assert kept_round(vault, key).key == new
    assert kept_round(vault, new).aggregates is not None


def test_a_full_disk_leaves_the_round_as_it_was(tmp_path: Path) -> None:
    create_vault(tmp_path / "k", WORDS, policy=WEAK, force=True)
    with open_vault(tmp_path / "k", policy=WEAK, force=True).unlock(WORDS) as vault:
        key = a_round(vault)

        def refuse(*_args: object) -> str:
            raise DiskFull

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(vault, "append", refuse)
            with pytest.raises(DiskFull):
                reduce_to_averages(vault, key)
        assert vault.compartments("results") == (key,)
        assert kept_round(vault, key).aggregates is None


# -- the session's content from a kept round ------------------------------------------------------------------------


def test_the_session_knows_the_same_before_and_after_the_rows_are_gone(vault: Vault) -> None:
    key = a_round(vault)
    keep_improvement(vault, key, team())
    before = kept_content(kept_round(vault, key))
    after = kept_content(reduce_to_averages(vault, key), threshold=7)
    assert after == before
    assert after.conclusions == (team().conclusions[0].conclusion,)
    assert after.actions == (team().actions[0].action,)


def test_a_round_of_two_cases_gives_no_session(vault: Vault) -> None:
    key = vault.new_compartment("results")
    few = results().model_copy(update={"cases": results().cases[:2]})
    vault.append(key, "results", few.model_dump_json().encode())
    with pytest.raises(TooFewCases):
        kept_content(kept_round(vault, key))


def test_a_round_that_ended_without_results_is_no_round_to_look_at(vault: Vault) -> None:
    key = vault.new_compartment("results")
    vault.append(key, "certificates", b"{}")
    assert kept_results(vault) == ()
    with pytest.raises(RoundUnknown):
        kept_round(vault, key)
