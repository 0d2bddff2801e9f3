"""The commands of docs/beheer.md that ask for a passphrase, typed at a real terminal as they stand there."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.vault import create_vault
from tests.documented import lines, write_program
from tests.zet_tui.shell import NEW, PASSPHRASE, Run, make_demo_vault, runner, six_words

try:
    from tests.journeys.test_terminal import Terminal, terminal
except pytest.skip.Exception:
    pytest.skip("pseudo-terminals exist on POSIX alone", allow_module_level=True)

TYPED = tuple(line for line in lines("docs/beheer.md") if re.match(r"zet (kluis herstel|ontvangen)", line))


@pytest.fixture
def laptop(tmp_path: Path, own_user_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, `zet` on the path, and an empty vault where the program looks for it."""
    place = tmp_path / "laptop"
    (place / "bin").mkdir(parents=True)
    write_program(place / "bin" / "zet")
    create_vault(own_user_data / "zet" / "kluis", PASSPHRASE)
    monkeypatch.setenv("PATH", f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def colleague(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """The other laptop, with the three invented cases."""
    folder = tmp_path / "collega"
    make_demo_vault(folder / "kluis")
    return runner(folder / "kluis", folder, capsys)


@contextmanager
def typed(line: str, home: Path) -> Iterator[Terminal]:
    """This line in a shell in a terminal; it must end well."""
    with terminal("-c", line, home=home, program=("sh",), columns=200) as shown:
        yield shown
        assert shown.ends(60) == 0, shown.seen


def answer(shown: Terminal, question: str, words: str) -> None:
    """Wait for the question, and type: what is typed blind is never shown."""
    shown.until(question)
    shown.send(words.encode() + b"\r")


def test_the_sheet_is_made_and_opens_the_vault_as_the_page_tells(laptop: Path) -> None:
    make, recover = (line for line in TYPED if "herstel" in line)
    with typed(make, laptop) as shown:
        answer(shown, "Wachtwoord", PASSPHRASE)
    assert PASSPHRASE not in shown.seen
    sheet = (laptop / make.split()[-1]).read_text(encoding="utf-8")
    code = " ".join(line.strip() for line in sheet.splitlines() if line.startswith("    "))
    with typed(recover, laptop) as shown:
        answer(shown, "Code van het herstelblad", code)
        answer(shown, "Nieuw wachtwoord", NEW)
        answer(shown, "Nog een keer", NEW)
    assert "Het nieuwe wachtwoord geldt" in shown.seen
    assert code not in shown.seen
    with typed("zet kluis controleer", laptop) as shown:
        answer(shown, "Wachtwoord", NEW)
    assert "Alles is heel" in shown.seen


def test_a_case_comes_in_as_the_page_tells(laptop: Path, colleague: Run) -> None:
    make_key, receive = (line for line in TYPED if "ontvangen" in line)
    with typed(make_key, laptop) as shown:
        answer(shown, "Wachtwoord", PASSPHRASE)
    (key,) = laptop.glob("zet-sleutel-*.txt")
    said = ("--wachtwoord-bestand", "OUD", "--naar", laptop, "--wie", "Anouk de Wit")
    given = colleague("overdragen", "2", "--aan", key, *said, "--woorden", six_words(shown.seen))
    assert given.code == 0, given.err
    (case,) = laptop.glob("*.zet")
    case.rename(laptop / receive.split()[2])
    with typed(receive, laptop) as shown:
        answer(shown, "Wachtwoord", PASSPHRASE)
        answer(shown, "Typ ja", "ja")
    assert given.words in shown.seen
    with typed("zet status", laptop) as shown:
        answer(shown, "Wachtwoord", PASSPHRASE)
    assert "casus  2" in shown.seen


def test_each_of_them_is_typed_here() -> None:
    assert len(TYPED) == 4
