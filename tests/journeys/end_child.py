"""Anonymise and destroy in a process of its own, saying each step aloud; made to be killed.

Run: python -m tests.journeys.end_child VAULT EXPORTS
"""

import sys
from pathlib import Path

from storage.cases import Register
from storage.destroy import Step, anonymise_and_destroy
from storage.vault import KdfPolicy, open_vault
from tests.journeys import story

WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)


def say(step: Step, _part: float) -> None:
    sys.stdout.write(step.value + "\n")
    sys.stdout.flush()


def main(folder: Path, exports: Path) -> None:
    with open_vault(folder, policy=WEAK, force=True).unlock(story.PASSPHRASE) as vault:
        register = Register(vault)
        register.sit_down(story.TEAM[0])
        anonymise_and_destroy(register, folder=exports, new_passphrase=story.NEW_PASSPHRASE, progress=say)
    sys.stdout.write("done\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
