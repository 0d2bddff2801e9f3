"""Every command in a code block of a document is run in a folder that is thrown away, or named here with a reason."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.benchmarks.bench_export import invented
from tests.documented import BLOCKS, REPOSITORY, SHELLS, blocks_of, lines, typed, write_program
from tests.storage.export.books import write_analysis
from tests.zet_tui.test_cli_questionnaires import LETTER, OWN

DATA = {"toml": "read by tests/test_docs.py", "text": "parsed by tests/test_docs.py", "json": "data"}
ELSEWHERE: Mapping[str, str] = {
    r"zet (kluis herstel|ontvangen)": "tests/test_docs_typed.py",
    r"python3 -m venv |\.venv/bin/(pip|pytest|mutmut|python tests/benchmarks)\b|\.ci/run": "tests/test_docs_fresh.py",
    r"python3 packaging/build\.py": "tests/test_portability.py",
}
"""What is not run here, and where it is: what asks at a terminal, and what takes a package index and minutes."""
OTHER_LANGUAGES = {
    "powershell": "not tried: below it is held to be the shell's own line in Windows' words",
    "sql": "tests/test_docs_results.py",
    "r": "tests/test_docs_results.py",
    "python": "tests/test_docs_results.py",
}


def runnable(page: str) -> tuple[str, ...]:
    return tuple(line for line in lines(page) if not any(re.match(known, line) for known in ELSEWHERE))


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a `zet` for the path and the files that the documents speak of."""
    folder = tmp_path_factory.mktemp("ingericht")
    for bin_folder in (folder / "bin", folder / ".venv" / "bin"):
        bin_folder.mkdir(parents=True)
        write_program(bin_folder / "zet")
        (bin_folder / "python").symlink_to(sys.executable)
    results = invented(4)
    for name, title, town in (
        ("Analysebestand", "Meting", "Oosterdam"),
        ("Ronde-1", "Meting 2025", "Oosterdam"),
        ("Ronde-2", "Meting 2026", "Oosterdam"),
        ("Oosterdam", "Meting", "Oosterdam"),
        ("Westerdam", "Meting", "Westerdam"),
    ):
        named = results.model_copy(update={"evaluation_title": title, "municipality": town})
        write_analysis(named, folder / f"{name}.xlsx")
    for made in ("Documenten", "Sessie", "Verslag"):
        (folder / made).mkdir()
    (folder / "onze-vragen.toml").write_text(OWN + LETTER, encoding="utf-8")
    return folder


@pytest.fixture
def place(furnished: Path, tmp_path: Path) -> Path:
    """Such a folder, for one page."""
    shutil.copytree(furnished, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path


def run(line: str, place: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
        "HOME": str(place),
    }
    return typed(line, place, environment, by="bash")


@pytest.mark.parametrize("page", sorted({block.page for block in BLOCKS if runnable(block.page)}))
def test_every_command_of_a_page_does_what_it_says(page: str, place: Path) -> None:
    for line in runnable(page):
        before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
        if "Werkblad.xlsx" in line:
            (sheet,) = (path for path in (place / "Sessie").glob("*.xlsx") if "werkblad" in path.name.lower())
            shutil.copy(sheet, place / "Werkblad.xlsx")
        shows = " && complete -p zet" if line.startswith("eval ") else ""  # it says nothing of itself
        done = run(line + shows, place)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        written = [path for path in place.rglob("*") if before.get(path) != path.stat().st_mtime_ns]
        assert done.stdout or written, f"{line} says and does nothing"


def test_the_control_a_command_that_fails_is_noticed(place: Path) -> None:
    assert run("zet vragenlijst buurman", place).returncode == 2
    assert run("zet analyse Nergens.xlsx", place).returncode != 0


def test_every_block_is_run_or_has_a_reason() -> None:
    known = SHELLS | set(DATA) | set(OTHER_LANGUAGES)
    assert [block for block in BLOCKS if block.language not in known] == []


def test_what_is_run_elsewhere_names_files_that_are_there() -> None:
    named = {
        (line, path)
        for line in lines()
        if any(re.match(known, line) for known in ELSEWHERE)
        for path in re.findall(r"(?<![\w./-])(?!\.venv/)[\w.-]+/[\w./*-]+", line)
    }
    assert len(named) > 5
    assert {line for line, path in named if not [*REPOSITORY.glob(path)]} == set()


@pytest.mark.parametrize("pattern", ELSEWHERE)
def test_every_reason_is_about_a_command_that_stands_in_a_document(pattern: str) -> None:
    assert any(re.match(pattern, line) for line in lines())
    assert (REPOSITORY / ELSEWHERE[pattern]).exists()


# -- Windows ---------------------------------------------------------------------------------------------------------


def in_windows_words(line: str) -> str:
    """A line of the shell as PowerShell has it; its version 5.1 knows no `&&`."""
    words = line.replace("python3 ", "py -3 ").replace(".venv/bin/", ".venv/Scripts/").replace(" && ", "; ")
    return words.replace("/", "\\")


@pytest.mark.parametrize("page", sorted({block.page for block in BLOCKS if block.language == "powershell"}))
def test_what_powershell_is_told_is_a_line_of_the_shell_in_the_words_of_windows(page: str) -> None:
    told = {line for text in blocks_of(page, "powershell") for line in text.splitlines()}
    assert told <= {in_windows_words(line) for line in lines(page)}
    assert not any(re.search(r"&&|/|'|\bpython3\b|\bbin\b|\$", line) for line in told)


def test_the_control_a_line_for_windows_that_says_something_else_is_noticed() -> None:
    assert in_windows_words(".venv/bin/zet demo") == r".venv\Scripts\zet demo"
    assert in_windows_words(".venv/bin/zet demo") != r".venv\bin\zet demo"


# -- the shell's own completion ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shell", "marks"),
    [
        ("bash", ("_zet_completion()", "complete -o nosort -F _zet_completion zet")),
        ("zsh", ("#compdef zet", "compdef _zet_completion zet")),
        ("fish", ("complete --no-files --command zet",)),
    ],
)
def test_each_shell_gets_its_script(shell: str, marks: tuple[str, ...], place: Path) -> None:
    done = run(f"_ZET_COMPLETE={shell}_source zet", place)
    assert done.returncode == 0
    for mark in marks:
        assert mark in done.stdout
    found = shutil.which(shell)
    if found is not None:
        (place / "script").write_text(done.stdout, encoding="utf-8")
        assert subprocess.run([found, "-n", place / "script"], check=False).returncode == 0


@pytest.mark.parametrize(
    ("shell", "variables", "expected"),
    [
        ("bash", "COMP_WORDS='zet kluis ' COMP_CWORD=2", "plain,herstel"),
        ("zsh", "COMP_WORDS='zet kluis ' COMP_CWORD=2", "herstel"),
        ("fish", "COMP_WORDS='zet kluis ' COMP_CWORD=''", "plain,herstel"),
    ],
)
def test_each_shell_completes(shell: str, variables: str, expected: str, place: Path) -> None:
    done = run(f"{variables} _ZET_COMPLETE={shell}_complete zet", place)
    assert any(line.startswith(expected) for line in done.stdout.splitlines()), done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("zet", "kl"), ("kluis",)),
        (("zet", "kluis", ""), ("controleer", "herstel", "wachtwoord")),
        (("zet", "vragenlijst", ""), ("dossier", "inwoner", "professional")),
        (("zet", "sessie", "--d"), ("--datum", "--drempel")),
    ],
)
def test_a_real_bash_completes_what_was_typed(
    words: tuple[str, ...], expected: tuple[str, ...], place: Path
) -> None:
    """By the line of beheer.md, and the function that bash itself calls at Tab."""
    before = " ".join(f"'{word}'" for word in words)
    tab = f'COMP_WORDS=({before}); COMP_CWORD={len(words) - 1}; _zet_completion zet; echo "${{COMPREPLY[*]}}"'
    (line,) = (line for block in BLOCKS for line in block.lines if line.startswith("eval "))
    done = run(f"{line}; {tab}", place)
    assert done.stdout.split() == list(expected), done.stderr
