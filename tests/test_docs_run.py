"""Every command in a code block of a document is run in a folder that is thrown away, or named here with a reason."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.export.workbook import write_analysis
from tests.benchmarks.bench_export import invented
from tests.zet_tui.test_cli_questionnaires import LETTER, OWN

REPOSITORY = Path(__file__).parents[1]
PAGES = tuple(
    sorted(
        (
            *REPOSITORY.glob("*.md"),
            *(REPOSITORY / "docs").glob("*.md"),
            *(REPOSITORY / "packaging").glob("*.md"),
        )
    )
)
SHELLS = {"sh", "console", "bash"}
DATA = {"toml": "read by tests/test_docs.py", "text": "parsed by tests/test_docs.py", "json": "data"}
NOT_RUN: Mapping[str, str] = {
    r"python3 -m venv \.venv && \.venv/bin/pip install -e \. && \.venv/bin/zet demo": (
        "needs a network and a minute: the long test below does it"
    ),
    r"python3 -m venv .*\[test\]'? && \.venv/bin/pytest": "is what runs this",
    r"python3 -m venv .*\[dev\]'?$": "is what this runs in",
    r"\.venv/bin/pip install -e '": "is what this runs in",
    r"\.venv/bin/mutmut\b": "takes an hour",
    r"\.venv/bin/pytest\b": "is what runs this",
    r"\.venv/bin/python tests/benchmarks/": "takes minutes: tests/test_benchmarks.py tries the collecting",
    r"\.ci/run": "runs this",
    r"python3 packaging/build\.py": "takes minutes: the long test of tests/test_portability.py",
    r"zet kluis herstel": "asks for a passphrase at a terminal: tests/zet_tui/test_cli_vault.py",
    r"zet ontvangen": "asks for a passphrase at a terminal: tests/zet_tui/test_cli_transfer.py",
}
OTHER_LANGUAGES = {
    "powershell": "Windows: not tried",
    "sql": "DuckDB is not among what ZET is tested with",
    "r": "R is not among what ZET is tested with",
    "python": "pandas is not among what ZET is tested with",
}


@dataclass(frozen=True)
class Block:
    """One code block: the page it is on, its language, its lines."""

    page: str
    language: str
    lines: tuple[str, ...]


def blocks() -> Iterator[Block]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for _, language, body in re.findall(r"^( *)```(\w*)\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL):
            yield Block(
                page.name, language, tuple(line.strip() for line in body.splitlines() if line.strip())
            )


BLOCKS = tuple(blocks())


def bare(line: str) -> str:
    """The command without the comment behind it."""
    return re.split(r"\s+# ", line)[0]


def runnable(page: str) -> tuple[str, ...]:
    lines = (
        line for block in BLOCKS if block.page == page and block.language in SHELLS for line in block.lines
    )
    return tuple(bare(line) for line in lines if not any(re.match(known, line) for known in NOT_RUN))


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a `zet` for the path and the files that the documents speak of."""
    folder = tmp_path_factory.mktemp("ingericht")
    program = f"#!{sys.executable}\nfrom zet_tui.cli import main\nmain()\n"
    for bin_folder in (folder / "bin", folder / ".venv" / "bin"):
        bin_folder.mkdir(parents=True)
        (bin_folder / "zet").write_text(program, encoding="utf-8")
        (bin_folder / "zet").chmod(0o755)
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
    return subprocess.run(
        ["bash", "-c", line],
        cwd=place,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


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


def test_what_is_not_run_names_files_that_are_there() -> None:
    lines = [bare(line) for block in BLOCKS if block.language in SHELLS for line in block.lines]
    named = {
        (line, path)
        for line in lines
        if any(re.match(known, line) for known in NOT_RUN)
        for path in re.findall(r"(?<![\w./-])(?!\.venv/)[\w.-]+/[\w./-]+", line)
    }
    assert len(named) > 5
    assert {line for line, path in named if not (REPOSITORY / path).exists()} == set()


@pytest.mark.parametrize("pattern", NOT_RUN)
def test_every_reason_is_about_a_command_that_stands_in_a_document(pattern: str) -> None:
    lines = [line for block in BLOCKS if block.language in SHELLS for line in block.lines]
    assert any(re.match(pattern, line) for line in lines)


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
    typed = " ".join(f"'{word}'" for word in words)
    tab = f'COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; _zet_completion zet; echo "${{COMPREPLY[*]}}"'
    (line,) = (line for block in BLOCKS for line in block.lines if line.startswith("eval "))
    done = run(f"{line}; {tab}", place)
    assert done.stdout.split() == list(expected), done.stderr


# -- the lines of the README, on a machine of their own --------------------------------------------------------------


@pytest.mark.long
def test_the_first_line_of_the_readme_gives_a_program_that_starts(tmp_path: Path) -> None:
    """The install as it is written; `zet demo` itself is started in a terminal by tests/journeys/test_terminal.py."""
    copy_what_is_tracked(tmp_path)
    (line,) = (
        line
        for block in BLOCKS
        for line in block.lines
        if line.endswith("install -e . && .venv/bin/zet demo")
    )
    told = line.replace(
        "zet demo", "zet --version && .venv/bin/zet demo --help && .venv/bin/zet vragenlijst inwoner"
    )
    done = subprocess.run(
        ["sh", "-c", told], cwd=tmp_path, env=clean(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Voorbeeld" in done.stdout


@pytest.mark.long
@pytest.mark.parametrize("tool", ["uv", "pipx"])
def test_the_other_ways_in_the_readme_start_the_program_too(tool: str, tmp_path: Path) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"there is no {tool} here")
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    (told,) = re.findall(rf"`({tool} [^`]*zet demo)`", text)
    folder, home = tmp_path / "zet", tmp_path / "thuis"
    home.mkdir()
    copy_what_is_tracked(folder)
    path = f"{home / '.local' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", told.replace("zet demo", "zet --version")],
        cwd=folder,
        env={**clean(), "HOME": str(home), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("zet ")


def copy_what_is_tracked(folder: Path) -> None:
    """The repository as a fresh clone would have it, with what was changed here."""
    tracked = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, check=True, capture_output=True, text=True)
    for name in tracked.stdout.splitlines():
        if (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, folder / name)


def clean() -> dict[str, str]:
    """The environment without what belongs to this Python."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
