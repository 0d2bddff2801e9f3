"""The house itself: floors, late imports, and nothing in the repository that belongs to one machine."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def modules_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter holds after this statement."""
    code = f"{statement}\nimport sys; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(run.stdout.split())


@pytest.mark.parametrize("floor", ["flows.interview", "flows.scores", "storage.vault", "storage.cases"])
def test_the_lower_floors_load_no_screen(floor):
    assert not {"textual", "rich"} & modules_after(f"import {floor}")


def test_the_first_frame_waits_for_no_heavy_library():
    loaded = modules_after("import zet_tui.cli, zet_tui.app, zet_tui.desk")
    assert (
        not {"pydantic", "sqlite_utils", "cryptography", "openpyxl", "flows.instrument", "storage.vault"}
        & loaded
    )


def test_the_vault_knows_nothing_of_questionnaires():
    assert not {name for name in modules_after("import storage.vault") if name.startswith("flows")}


def handed_on(name: str) -> bool:
    """Whether git gives this file to the next person; of an unpacked archive git knows nothing."""
    if shutil.which("git") is None:
        return False
    known = subprocess.run(["git", "ls-files", name], cwd=ROOT, capture_output=True, text=True, check=False)
    return bool(known.stdout.strip())


def test_no_lock_file_and_no_address_of_a_registry_in_the_pins():
    """`uv run zet demo` of the README leaves a `uv.lock` with the reader: it may lie there, and is never handed on."""
    assert "uv.lock" in (ROOT / ".gitignore").read_text().splitlines()
    assert not handed_on("uv.lock")
    assert "://" not in (ROOT / ".ci" / "pins.txt").read_text()
