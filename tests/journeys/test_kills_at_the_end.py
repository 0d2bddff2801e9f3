"""kill -9 while everything is being destroyed: afterwards nothing had begun, or the next start finishes it."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Source, load_instrument
from flows.interview_state import needs_reason
from storage.anonymise import Review
from storage.cases import Register
from storage.destroy import Step, certificates, finish_interrupted
from storage.vault import KdfPolicy, Pending, WrongPassphrase, create_vault, open_vault
from tests.journeys import story
from tests.storage.kept import unread

ROOT = Path(__file__).parent.parent.parent
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)


@pytest.fixture(scope="module")
def read_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three complete cases, every text read: one command away from the end."""
    folder = tmp_path_factory.mktemp("einde") / "kluis"
    create_vault(folder, story.PASSPHRASE, policy=WEAK, force=True)
    with open_vault(folder, policy=WEAK, force=True).unlock(story.PASSPHRASE) as vault:
        register = Register(vault)
        facts = {
            key: value
            for key, value in story.EVALUATION.items()
            if not key.startswith(("name-", "function-", "fg_informed"))
        }
        team = tuple(TeamMember(name=name) for name in story.TEAM)
        evaluation = Evaluation.model_validate({**facts, "team": team, "fg_informed_on": "2026-01-01"})
        register.define_evaluation(evaluation, load_instrument("zet"))
        register.sit_down(story.TEAM[0])
        for number, person in enumerate(story.RESIDENTS, start=1):
            case = register.register_case(
                person.name, person.contact, person.professional, person.organisation
            )
            sign(register, case)
            for source in Source:
                talk(register, case, number, source)
        review = Review(register)
        for text in review.texts():
            review.accept(text, text.suggested)
    return folder


def sign(register: Register, case: str) -> None:
    today = register.now().astimezone().date()
    ticks = dict.fromkeys(("told_in_easy_language", "told_back_in_own_words", "told_free_to_stop"), True)
    update = {**ticks, "talked_through_on": today, "signed_on": today}
    register.record_consent(case, register.draft_consent(case).model_copy(update=update))


def talk(register: Register, case: str, number: int, source: Source) -> None:
    interview = register.open_interview(case, source)
    while (question := interview.next_open()) is not None:
        line = story.says(number, source, question)
        if question.kind == "tijdlijn":
            for index, entry in enumerate(story.TIMELINE):
                body = interview.add_entry(entry, "2024", f"e{index}")
                interview = interview.apply(register.append(case, source, body))
        body = interview.answer(question.id, line.value, line.words)
        interview = interview.apply(register.append(case, source, body))
        if needs_reason(line.value):
            body = interview.give_reason(question.id, line.words or "")
            interview = interview.apply(register.append(case, source, body))
    register.append(case, source, interview.complete())


def killed_after(folder: Path, exports: Path, steps: int, delay: float) -> list[str]:
    command = [sys.executable, "-m", "tests.journeys.end_child", str(folder), str(exports)]
    told: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            told.append(line.strip())
            if len(told) >= steps:
                try:
                    child.wait(delay)
                except subprocess.TimeoutExpired:
                    child.kill()
                told.extend(rest.strip() for rest in child.stdout)
                break
    return told


def what_stands(folder: Path, exports: Path) -> str:
    """ "before" when nothing had begun, "after" when it was destroyed (finished here when that was needed)."""
    with open_vault(folder, policy=WEAK, force=True) as locked:
        pending = locked.pending
        try:
            vault = locked.unlock(story.PASSPHRASE)
        except WrongPassphrase:
            vault = locked.unlock(story.NEW_PASSPHRASE)
            if pending is Pending.REFOUND:
                finish_interrupted(vault, lambda: datetime.now(UTC))
            assert vault.compartments("case") == ()
            assert len(certificates(vault)) == 1
            assert vault.check().whole
            vault.close()
            assert (exports / "zet-analysebestand.xlsx").exists()
            assert (exports / "zet-verklaring-van-vernietiging.txt").exists()
            left = [path for path in folder.iterdir() if path.name not in ("vault.key", "vault.db")]
            assert left == []
            return "after"
        assert pending is not Pending.REFOUND
        register = Register(vault)
        register.sit_down(story.TEAM[0])
        assert sum(case.complete for case in register.cases()) == 3
        assert unread(Review(register)) == 0
        assert vault.check().whole
        vault.close()
        assert not (exports / "zet-verklaring-van-vernietiging.txt").exists()
        return "before"


def kill_many_times(read_vault: Path, place: Path, times: int, seed: int) -> Counter[str]:
    chance = random.Random(seed)
    seen: Counter[str] = Counter()
    for number in range(times):
        folder, exports = place / f"kluis{number}", place / f"uit{number}"
        shutil.copytree(read_vault, folder)
        exports.mkdir()
        killed_after(folder, exports, chance.randint(1, len(Step)), chance.uniform(0.0, 0.12))
        seen[what_stands(folder, exports)] += 1
        shutil.rmtree(folder)
    return seen


def test_a_kill_during_the_end_is_finished_or_had_not_begun(read_vault, tmp_path):
    seen = kill_many_times(read_vault, tmp_path, 14, seed=3)
    assert seen["before"]  # both sides of the point of no return were really met
    assert seen["after"]


@pytest.mark.long
def test_two_hundred_kills_during_the_end(read_vault, tmp_path, capsys):
    seen = kill_many_times(read_vault, tmp_path, 200, seed=4)
    with capsys.disabled():
        sys.stdout.write(
            f"\n200 kills during the end: {seen['before']} before it, {seen['after']} after it\n"
        )
    assert min(seen["before"], seen["after"]) > 20
