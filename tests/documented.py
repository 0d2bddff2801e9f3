"""The code blocks of every document, and ways to run what stands in them."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parents[1]
PAGES: Final = tuple(
    sorted(
        (
            *REPOSITORY.glob("*.md"),
            *(REPOSITORY / "docs").glob("*.md"),
            *(REPOSITORY / "packaging").glob("*.md"),
        )
    )
)
SHELLS: Final = {"sh", "console", "bash"}
LISTED: Final = ("git", "ls-files", "--cached", "--others", "--exclude-standard")


@dataclass(frozen=True)
class Block:
    """One code block: the page it is on, from the top of the repository; its language; its text and its lines."""

    page: str
    language: str
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


def _blocks() -> Iterator[Block]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for _, language, body in re.findall(r"^( *)```(\w*)\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL):
            yield Block(page.relative_to(REPOSITORY).as_posix(), language, body)


BLOCKS: Final = tuple(_blocks())


def bare(line: str) -> str:
    """The command without the comment behind it."""
    return re.split(r"\s+# ", line)[0]


def lines(page: str | None = None) -> tuple[str, ...]:
    """The shell's commands in the blocks of every page or of one."""
    chosen = (block for block in BLOCKS if block.language in SHELLS and page in (None, block.page))
    return tuple(bare(line) for block in chosen for line in block.lines)


def blocks_of(page: str, language: str) -> tuple[str, ...]:
    """The text of each block in this language."""
    return tuple(block.text for block in BLOCKS if (block.page, block.language) == (page, language))


def clean(**more: str) -> dict[str, str]:
    """The environment of somebody else: without what belongs to this Python and this test run."""
    ours = ("PYTHON", "VIRTUAL", "PYTEST", "COV_")
    return {**{name: value for name, value in os.environ.items() if not name.startswith(ours)}, **more}


def write_program(file: Path) -> None:
    """A `zet` that runs this Python, as pip writes one: `#!` alone cannot hold a path with a space in it."""
    file.write_text(
        f"#!/bin/sh\n'''exec' \"{sys.executable}\" \"$0\" \"$@\"\n' '''\nfrom zet_tui.cli import main\nmain()\n",
        encoding="utf-8",
    )
    file.chmod(0o755)


def typed(
    line: str, place: Path, environment: dict[str, str], *, by: str = "sh"
) -> subprocess.CompletedProcess[str]:
    """The line as this shell runs it where nobody is at the keyboard."""
    return subprocess.run(
        [by, "-c", line],
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def run(line: str, place: Path, environment: dict[str, str]) -> str:
    """What the line says on standard output. AssertionError with all it said when it fails."""
    done = typed(line, place, environment)
    assert done.returncode == 0, f"{line}\n{done.stdout[-5000:]}\n{done.stderr[-5000:]}"
    return done.stdout


def fresh_clone(folder: Path) -> Path:
    """The repository as somebody else has it after `git clone`, with what was changed here."""
    tracked = subprocess.run([*LISTED], cwd=REPOSITORY, check=True, capture_output=True, text=True)
    for name in tracked.stdout.splitlines():
        if (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, folder / name)
    return folder
