"""The figures, terms and places that IT and the data protection officer read are those of the code."""

import os
import re
import stat
import sys
from pathlib import Path

import pytest
from platformdirs import user_cache_path, user_log_path
from platformdirs.macos import MacOS

from flows.checklist import ANSWER_TERM_DAYS, FEEDBACK_TERM_DAYS
from flows.evaluation import SESSION_LEAST
from flows.retention import FURTHEST_DAYS, MONTHS, WORKBOOK_MONTHS
from storage.vault import KdfPolicy, create_vault, open_vault
from storage.vault.passphrase import _GUESSES, WORDS
from storage.vault.recovery import GROUPS
from tests.documented import REPOSITORY
from tests.zet_tui.shell import PASSPHRASE, WEAK
from zet_tui.crash import REPORT_NAME
from zet_tui.idle import CONVERSATION_MINUTES, PAGE_MINUTES
from zet_tui.keys_file import FILE as KEYS
from zet_tui.keys_file import keys_path
from zet_tui.setting import Setting
from zet_tui.settings_file import LONGEST, SHORTEST, settings_path
from zet_tui.small_window import SMALLEST

ADMIN = " ".join((REPOSITORY / "docs" / "beheer.md").read_text(encoding="utf-8").split())
NUMBERS = {3: "drie", 4: "vier", 6: "zes", 8: "acht"}
A_YEAR = 365


def row(words: str) -> str:
    """The row of the first table that tells about this."""
    rows = (REPOSITORY / "docs" / "beheer.md").read_text(encoding="utf-8").splitlines()
    return next(line for line in rows if line.startswith("|") and words in line.split("|")[1])


@pytest.mark.parametrize(
    "told",
    [
        (
            f"na {PAGE_MINUTES:.0f} minuten stilte (in een gesprek {CONVERSATION_MINUTES:.0f}; "
            f"de gebruiker mag {SHORTEST} tot en met {LONGEST} kiezen)"
        ),
        f"Kleiner dan {SMALLEST[0]} bij {SMALLEST[1]}",
        f"Argon2id ({KdfPolicy().memory_kib // 1024} MiB, {KdfPolicy().iterations} rondes)",
        f"onder 10^{len(str(_GUESSES)) - 1} pogingen",
        f"{NUMBERS[WORDS].capitalize()} willekeurige woorden",
        f"een code van {NUMBERS[GROUPS]} groepen",
        f"gepland {NUMBERS[MONTHS]} maanden na de eerste casus",
        f"na {NUMBERS[ANSWER_TERM_DAYS // 7]} weken zonder antwoord",
        f"drempel van minstens {NUMBERS[SESSION_LEAST]} casussen",
    ],
)
def test_a_figure_of_the_page_is_the_codes(told: str) -> None:
    assert told in ADMIN


def test_what_the_page_calls_a_year_is_one() -> None:
    assert "hooguit een jaar na de handtekening" in row("uitkomst willen horen")
    assert "| een jaar, of" in row("Analysebestand")
    assert "hooguit een jaar vooruit" in row("Alles van een evaluatie")
    assert (FEEDBACK_TERM_DAYS, WORKBOOK_MONTHS) == (A_YEAR, 12)
    assert FURTHEST_DAYS - A_YEAR in {0, 1}


@pytest.mark.skipif(
    sys.platform != "linux", reason="what the program asks of Linux, beside what macOS would say"
)
def test_the_places_are_where_the_program_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    macos = MacOS("zet", appauthor=False)
    places = (
        ("De kluis", Setting().vault_folder, f"{macos.user_data_dir}/kluis"),
        (KEYS, keys_path().parent, macos.user_config_dir),
        (REPORT_NAME, user_log_path("zet", appauthor=False), macos.user_log_dir),
        ("Lijst van de", user_cache_path("zet", appauthor=False), macos.user_cache_dir),
    )
    for words, here, there in places:
        for folder in (here, there):
            assert f"`{str(folder).replace(str(tmp_path), '~')}`" in row(words)
    assert Setting().ledger_folder == Setting().vault_folder.with_name("logboek")
    assert settings_path().parent == keys_path().parent


@pytest.mark.skipif(os.name == "nt", reason="POSIX modes")
def test_vault_and_ledger_have_the_modes_that_the_page_tells(tmp_path: Path) -> None:
    folder, ledgers = tmp_path / "kluis", tmp_path / "logboek"
    create_vault(folder, PASSPHRASE, policy=WEAK, force=True)
    with open_vault(folder, policy=WEAK, force=True, ledgers=ledgers).unlock(PASSPHRASE):
        files = [*folder.iterdir(), *ledgers.iterdir()]
        modes = {path: f"{stat.S_IMODE(path.stat().st_mode):o}" for path in (folder, ledgers, *files)}
        names = {path.name for path in folder.iterdir()}
    assert names == set(re.findall(r"`(vault\.[^`]+)`", row("De kluis")))
    assert {modes[folder], modes[ledgers]} == {"700"}
    assert {modes[path] for path in files} == {"600"}
    assert "(700)" in ADMIN
    assert "(600)" in ADMIN
