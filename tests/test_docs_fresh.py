"""What README, CONTRIBUTING and the pages for developers tell to type, typed in a fresh clone with its own environment.

Needs a package index and many minutes. What takes an hour by itself is only begun here (`--collect-only`, one part).
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.documented import PAGES, clean, fresh_clone, lines, run

README = lines("README.md")
TOLD = tuple(dict.fromkeys(line for line in lines() if line.startswith(".venv/bin/")))
PYTEST = tuple(line for line in TOLD if line.startswith(".venv/bin/pytest"))
HOURS = tuple(line for line in PYTEST if "-m long" in line or line.startswith(".venv/bin/pytest --cov"))
"""The long runs themselves, and everything under coverage."""
ONE_FILE = "tests/flows/test_scores.py"


def in_prose(pattern: str) -> list[str]:
    """What stands between backticks on any page and matches from its first letter."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    return sorted({code for code in re.findall(r"`([^`\n]+)`", text) if re.match(pattern, code)})


# -- the demo, as the README tells to start it -------------------------------------------------------------------------

DEMOS = (*(line for line in README if line.endswith("zet demo")), *in_prose(r"(uv|pipx) .*zet demo"))


@pytest.mark.long
@pytest.mark.parametrize("line", DEMOS)
def test_the_line_of_the_readme_opens_the_demo(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.journeys.test_terminal import terminal

    if shutil.which(line.split(maxsplit=1)[0]) is None:
        pytest.skip(f"there is no {line.split(maxsplit=1)[0]} here")
    home = tmp_path / "thuis"
    home.mkdir()
    monkeypatch.chdir(fresh_clone(tmp_path / "zet"))
    for name in set(os.environ) - set(clean()):
        monkeypatch.delenv(name)
    monkeypatch.setenv("PATH", f"{home / '.local' / 'bin'}{os.pathsep}{os.environ['PATH']}")
    with terminal("-c", line, home=home, program=("sh",)) as shown:
        shown.until("verder met casus 3", seconds=1800)
        shown.send(b"\x11")  # Ctrl+Q
        assert shown.ends() == 0
    assert not list(home.glob("zet-demo-*"))


def test_there_are_three_ways_to_the_demo() -> None:
    assert sorted(line.split()[0] for line in DEMOS) == ["pipx", "python3", "uv"]


# -- what a developer types --------------------------------------------------------------------------------------------


@pytest.mark.long
def test_the_tests_are_green_in_a_fresh_clone(tmp_path: Path) -> None:
    """The whole ordinary suite, by the README's line."""
    (line,) = (line for line in README if line.endswith("/pytest"))
    assert line in lines("docs/testen.md")
    told = run(line, fresh_clone(tmp_path), clean())
    assert re.search(r"^\d{4} passed", told, re.MULTILINE), told[-2000:]
    assert "failed" not in told


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone in which CONTRIBUTING was followed, with everything that docs/testen.md installs."""
    folder = fresh_clone(tmp_path_factory.mktemp("kloon"))
    for line in (*lines("CONTRIBUTING.md")[:1], *(line for line in TOLD if "/pip " in line)):
        run(line, folder, clean())
    return folder


@pytest.mark.long
def test_the_gate_is_green_there(clone: Path) -> None:
    """With one file of the suite, which the test above runs whole; the linters and contracts look at everything."""
    assert lines("CONTRIBUTING.md")[1:] == (".ci/run",)
    told = run(".ci/run", clone, clean(PYTEST_ADDOPTS=ONE_FILE))
    assert "Contracts:" in told
    assert "no issues found" in told


@pytest.mark.long
@pytest.mark.parametrize("line", [line for line in PYTEST if line not in HOURS])
def test_a_part_of_the_tests_is_run_as_the_page_tells(line: str, clone: Path) -> None:
    assert re.search(r"^\d+ passed", run(line, clone, clean()), re.MULTILINE)


@pytest.mark.long
@pytest.mark.parametrize("line", HOURS)
def test_a_run_of_hours_finds_what_it_would_run(line: str, clone: Path) -> None:
    told = run(line, clone, clean(PYTEST_ADDOPTS="--collect-only"))
    assert any("::" in found for found in told.splitlines())


@pytest.mark.long
@pytest.mark.parametrize(
    "line",
    dict.fromkeys((*(line for line in TOLD if "/python " in line), *in_prose(r"\.venv/bin/python .*bench_"))),
)
def test_a_benchmark_prints_its_figures(line: str, clone: Path) -> None:
    assert re.search(r"\d", run(line, clone, clean()))


@pytest.mark.long
def test_mutation_testing_begins_and_tells_what_survived(clone: Path) -> None:
    start, results = (line for line in TOLD if "/mutmut " in line)
    begun = run(f"{start} 'flows.scores.x_score_of*'", clone, clean())
    assert re.search(r"🎉 [1-9]", begun)
    assert "flows.scores.x_score_of" in run(f"{results} --all true", clone, clean())
    run(results, clone, clean())


def test_every_line_of_the_environment_is_run_by_one_of_these() -> None:
    tools = {"pip", "pytest", "python", "mutmut"}
    ordinary = {"zet"}  # by tests/test_docs_run.py
    assert {re.split(r"[ /]", line)[2] for line in TOLD} == tools | ordinary


# -- what IT types -----------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_every_install_in_a_sentence_works(tmp_path: Path) -> None:
    """In an environment of its own; none names a package that is not on the index, where somebody else may put it."""
    found = in_prose("pip install ")
    assert not [line for line in found if "zet-tui" in line]
    assert len(found) > 3
    clone = fresh_clone(tmp_path / "zet")
    run("python3 -m venv ../leeg", clone, clean())
    path = f"{tmp_path / 'leeg' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    for line in found:
        run(line, clone, clean(PATH=path))
        assert run("zet --version && python -m zet_tui --version", clone, clean(PATH=path))
