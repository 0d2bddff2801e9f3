"""The program is killed while it writes: what it said was saved is there, what it said was destroyed is not."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from storage.vault import KdfPolicy, create_vault, open_vault

ROOT = Path(__file__).resolve().parents[3]
SECRET = "zes woorden voor wie gestopt wordt"
WRITER = """
import sys
from pathlib import Path
from storage.vault import KdfPolicy, Survivor, open_vault
weak = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
vault = open_vault(Path(sys.argv[1]), policy=weak, force=True).unlock(sys.argv[2])
def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\\n")
    sys.stdout.flush()
say("open")
keeps = vault.compartments("keeps")[0]
number = len(vault.read(keeps, "journal"))
while True:
    with vault.transaction():
        case = vault.new_compartment("case")
        vault.append(case, "journal", b"van deze casus " + case.encode())
    say("made", case)
    for _ in range(20):
        number += 1
        vault.append(keeps, "journal", str(number).encode())
        say("saved", number)
    say("dropping", case)
    vault.drop_compartment(case)
    say("dropped", case)
"""


def kill_once(folder: Path, lines: int, after: float = 0.0) -> list[list[str]]:
    """Run the writer, kill it this long after it said so many lines, on whatever machine; what it had said by then."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), SECRET], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    said = "".join(writer.stdout.readline() for _ in range(lines))
    time.sleep(after)
    writer.kill()
    said += writer.stdout.read()
    writer.stdout.close()
    assert writer.wait() != 0  # killed at work, not ended
    return [
        line.split() for line in said.splitlines() if said.endswith("\n") or line != said.splitlines()[-1]
    ]


def run(folder: Path, weak: KdfPolicy, kills: int) -> int:
    """Kill that many times; how many answers were acknowledged in all."""
    random = Random(7)
    create_vault(folder, SECRET, policy=weak, force=True)
    with open_vault(folder, policy=weak, force=True).unlock(SECRET) as vault:
        keeps = vault.new_compartment("keeps")
    saved, standing, destroyed = 0, set(), set()
    for _ in range(kills):
        dropping = None
        for word, value in kill_once(folder, random.randrange(50), random.uniform(0.0, 0.004)):
            match word:
                case "made":
                    standing.add(value)
                case "saved":
                    saved = int(value)
                case "dropping":
                    dropping = value
                case "dropped":
                    standing.discard(value)
                    destroyed.add(value)
                    dropping = None
        with open_vault(folder, policy=weak, force=True).unlock(SECRET) as vault:
            read = [int(payload) for payload in vault.read(keeps, "journal")]
            assert read == list(range(1, len(read) + 1))
            assert len(read) in {saved, saved + 1}
            there = set(vault.compartments("case"))
            assert not destroyed & there
            assert standing - {dropping} <= there
            for case in there:
                assert vault.read(case, "journal") == [b"van deze casus " + case.encode()]
            assert vault.check().whole
            saved, standing = len(read), there
    return saved


def test_a_killed_program_loses_nothing_it_acknowledged(tmp_path: Path, weak: KdfPolicy, tally) -> None:
    assert run(tmp_path / "kluis", weak, 25) > 0
    tally("kills", 25)


@pytest.mark.long
def test_a_program_killed_very_often_loses_nothing_it_acknowledged(
    tmp_path: Path, weak: KdfPolicy, tally
) -> None:
    assert run(tmp_path / "kluis", weak, 250) > 1000
    tally("kills", 250)


def test_a_second_program_is_refused_and_a_killed_one_leaves_no_lock(tmp_path: Path, weak: KdfPolicy) -> None:
    folder = tmp_path / "kluis"
    create_vault(folder, SECRET, policy=weak, force=True)
    with open_vault(folder, policy=weak, force=True).unlock(SECRET) as vault:
        vault.new_compartment("keeps")
    with open_vault(folder, policy=weak, force=True):
        second = subprocess.run(
            [sys.executable, "-c", WRITER, str(folder), SECRET],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert second.returncode == 1
        assert second.stderr.strip().endswith("VaultInUse")
    kill_once(folder, 0)
    open_vault(folder, policy=weak, force=True).close()
