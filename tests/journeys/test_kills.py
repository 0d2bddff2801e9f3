"""kill -9 at sampled steps of the whole story: what was shown as saved is there, and the story goes on."""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from flows.events import Answered
from flows.instrument import Source
from storage.cases import Register
from storage.vault import KdfPolicy, open_vault
from tests.journeys import story

ROOT = Path(__file__).parent.parent.parent
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)


def run_until(folder: Path, exports: Path, lines: int | None, delay: float) -> list[str]:
    """The lines that the app told before it was killed after this many (None: at its end)."""
    command = [sys.executable, "-m", "tests.journeys.child", str(folder), str(exports)]
    told: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        for line in child.stdout:
            told.append(line.strip())
            if lines is not None and len(told) >= lines:
                try:
                    child.wait(delay)
                except subprocess.TimeoutExpired:
                    child.kill()
                told.extend(rest.strip() for rest in child.stdout)
                break
        errors = child.stderr.read()
    killed = child.returncode < 0 and lines is not None
    assert killed or child.returncode == 0, errors[-3000:]
    return told


def events_in(folder: Path) -> tuple[set[str], Counter[str]]:
    """The ids of every stored event, and how often each question was answered."""
    ids: set[str] = set()
    answers: Counter[str] = Counter()
    with open_vault(folder, policy=WEAK, force=True).unlock(story.PASSPHRASE) as vault:
        register = Register(vault)
        if register.evaluation() is None:
            return ids, answers
        register.sit_down(story.TEAM[0])
        for case in register.cases():
            if case.consent_on is None:
                continue
            for source in Source:
                for event in register.read_interview(case.id, source).events:
                    ids.add(event.id)
                    if isinstance(event.body, Answered):
                        answers[f"{case.number}/{source.value}/{event.body.question}"] += 1
        assert vault.check().whole
    return ids, answers


def tell_the_story_with_kills(tmp_path: Path, kills: int | None, seed: int) -> None:
    """`kills` None: after every line that is told."""
    chance = random.Random(seed)
    folder, exports = tmp_path / "kluis", tmp_path / "uit"
    exports.mkdir()
    told: list[str] = []
    killed = 0
    step = 1 if kills is None else 400 // kills
    while "read" not in told:
        after = step if kills is None else max(1, round(step * chance.uniform(0.4, 1.4)))
        lines = run_until(folder, exports, after, chance.uniform(0.0, 0.05))
        told += lines
        killed += 1
        if "read" in told:
            break
        stored, answers = events_in(folder)
        acknowledged = {line.split()[-1] for line in told if line.startswith("event")}
        assert acknowledged <= stored, "an acknowledged answer was lost"
        assert max(answers.values(), default=1) == 1, "a saved answer was asked again"
    assert killed >= (kills or 100)
    if "destroyed" not in told:
        told += run_until(folder, exports, None, 0.0)
    assert told[-1] == "destroyed"
    assert (exports / "zet-analysebestand.xlsx").exists()


@pytest.mark.long
def test_twenty_five_kills_in_one_story_lose_nothing(tmp_path):
    tell_the_story_with_kills(tmp_path, 25, seed=1)


@pytest.mark.long
def test_a_kill_after_every_step_loses_nothing(tmp_path):
    tell_the_story_with_kills(tmp_path, None, seed=2)
