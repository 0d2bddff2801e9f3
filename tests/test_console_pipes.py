"""What goes through a pipe on a computer whose console is cp1252: a passphrase in, JSON out."""

import json
import os
import subprocess
import sys
from pathlib import Path

from storage.vault import KdfPolicy, create_vault, open_vault

REPOSITORY = Path(__file__).parents[1]
ACCENTS = "één fietspomp, één walvis en een zolder"
OTHER = "ééndagsvlieg, kruidnagel en een drieënveertigste"


def test_json_is_utf8_or_ascii_whatever_the_console_writes() -> None:
    """Other programs read it: in cp1252 an é is no JSON."""
    words = ("-m", "zet_tui", "vragenlijst", "dossier", "--formaat", "json")
    made = {}
    for encoding in ("utf-8", "cp1252"):
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": encoding}
        done = subprocess.run([sys.executable, *words], capture_output=True, check=True, env=environment)
        made[encoding] = done.stdout
    assert "ë".encode() in made["utf-8"]
    assert json.loads(made["cp1252"].decode("utf-8")) == json.loads(made["utf-8"].decode("utf-8"))


def _typed_in(said: bytes, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """A command on a vault, with these bytes in a pipe, on a computer whose pipes are cp1252."""
    return subprocess.run(
        [sys.executable, "-m", "zet_tui", "--kluis", str(folder / "kluis"), "kluis", *words],
        input=said,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONIOENCODING": "cp1252"},
    )


def test_a_passphrase_with_accents_from_a_pipe_is_the_one_that_is_typed_later(tmp_path: Path) -> None:
    """Read as cp1252 it would be another passphrase, and a new one would open for nobody."""
    create_vault(tmp_path / "kluis", ACCENTS, policy=KdfPolicy(memory_kib=64 * 1024, iterations=1))
    (tmp_path / "oud").write_text(ACCENTS, encoding="utf-8")
    files = ("--wachtwoord-bestand", str(tmp_path / "oud"), "--nieuw-wachtwoord-bestand", "-")
    refused = _typed_in(f"{OTHER}\n".encode("cp1252"), tmp_path, "wachtwoord", *files)
    assert refused.returncode == 1
    assert "UTF-8" in refused.stderr.decode("utf-8", "replace")
    changed = _typed_in(f"\ufeff{OTHER}\r\n".encode(), tmp_path, "wachtwoord", *files)
    assert changed.returncode == 0, changed.stderr
    open_vault(tmp_path / "kluis").unlock(OTHER).close()
