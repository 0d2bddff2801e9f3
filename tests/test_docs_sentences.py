"""Every call of `zet` in a sentence, an overview or a help page, run on a vault of invented people.

What the documents leave to a keyboard (the passphrase, who is there, the confirmation) is answered by options.
"""

import io
import re
import shlex
import shutil
from pathlib import Path

import docx
import pytest

from tests.benchmarks.bench_export import invented
from tests.documented import lines
from tests.storage.export.books import write_analysis
from tests.test_docs import COMMANDS, LINES, examples
from tests.zet_tui.shell import NEW, PASSPHRASE, Run, complete_everything, make_demo_vault, runner
from tests.zet_tui.test_cli_letter import put_on_the_list
from tests.zet_tui.test_cli_questionnaires import LETTER, OWN

NAMED = {
    "MAP": "Documenten",
    "BRON": "inwoner",
    "CASUS": "2",
    "SLEUTEL": "zet-sleutel-fiets.txt",
    "BESTAND.xlsx": "Analysebestand.xlsx",
    "BESTAND.toml": "onze-vragen.toml",
}
SECRET = ("--wachtwoord-bestand", "geheim")
WHO = (*SECRET, "--wie", "Anouk de Wit")
RENEWED = ("--nieuw-wachtwoord-bestand", "nieuw")
ANSWERED = {  # by the first words of a line; the longest that fits
    "analyse": (),
    "sessie": (),
    "vragenlijst": (),
    "controleer-vragenlijst": (),
    "--version": (),
    "status": SECRET,
    "gesprek": WHO,
    "toestemmingsbrief": WHO,
    "intrekken": (*SECRET, "--bevestig", "1"),
    "verklaringen": SECRET,
    "overdragen": WHO,
    "ontvangen --sleutel": (*SECRET, "--naar", "Documenten"),
    "anonimiseer-en-vernietig": (*WHO, *RENEWED, "--bevestig", "3"),
    "anonimiseer-en-vernietig --controle": WHO,
    "kluis controleer": SECRET,
    "kluis wachtwoord": (*SECRET, *RENEWED),
    "kluis herstel --maak": SECRET,
    "--kluis MAP kluis controleer": SECRET,
}
OPENS_THE_APP = {"zet", "zet demo", "zet --kluis MAP", "zet --thema licht"}
EXAMPLES = {line.strip() for name in COMMANDS for line in examples(name)}
RUN_IN_BLOCKS = {re.sub(r"^\S*zet ", "zet ", line) for line in lines()}
TOLD = sorted({line.words for line in LINES} | EXAMPLES)
HERE = [
    line
    for line in TOLD
    if line not in OPENS_THE_APP | RUN_IN_BLOCKS and not re.match(r"zet ontvangen zet-casus", line)
]
"""Blocks are run by test_docs_run.py and test_docs_typed.py; the app is opened by tests/journeys/test_terminal.py."""


def answers(line: str) -> tuple[str, ...]:
    words = line.removeprefix("zet ")
    return ANSWERED[max((known for known in ANSWERED if words.startswith(known)), key=len)]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the documents speak of and a vault whose cases are ready for the end."""
    folder = tmp_path_factory.mktemp("zinnen")
    make_demo_vault(folder / "kluis")
    complete_everything(folder / "kluis")
    write_analysis(invented(4), folder / "Analysebestand.xlsx")
    (folder / "onze-vragen.toml").write_text(OWN + LETTER, encoding="utf-8")
    (folder / "geheim").write_text(PASSPHRASE)
    (folder / "nieuw").write_text(NEW)
    template = docx.Document()
    template.add_paragraph("{{ brief }}")
    template.save(str(folder / "huisstijl.docx"))
    (folder / "Documenten").mkdir()
    return folder


@pytest.fixture
def zet(
    furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs `zet` in a folder of the test's own, where nobody types."""
    place = shutil.copytree(furnished, tmp_path / "laptop")
    monkeypatch.chdir(place)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    return runner(place / "kluis", place, capsys)


@pytest.mark.parametrize("line", HERE)
def test_a_call_in_a_sentence_does_what_it_says(
    line: str,
    zet: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [NAMED.get(word, word) for word in shlex.split(line)[1:]]
    if "--kluis" in words:
        words[1] = "kluis"
    more: tuple[object, ...] = answers(line)
    if words[0] == "overdragen":
        make_demo_vault(tmp_path / "collega")
        asked = runner(tmp_path / "collega", tmp_path, capsys)("ontvangen", "--sleutel", *SECRET)
        next(Path.cwd().glob("zet-sleutel-*.txt")).rename(NAMED["SLEUTEL"])
        more = (*more, "--woorden", asked.words)
    if "--uitkomst" in words:
        put_on_the_list(Path("kluis"), "Henk Visser")
        monkeypatch.setattr("sys.stdin", io.StringIO("henk visser\n"))
    done = zet(*words, *more)
    assert done.code == 0, done.err
    assert done.out


def test_every_command_is_called_somewhere() -> None:
    called = {name for name in COMMANDS for line in TOLD if f"{line} ".startswith(f"{name} ")}
    assert set(COMMANDS) - called - {"zet kluis", "zet demo"} == set()
