"""`zet vragenlijst` and `zet controleer-vragenlijst`: files where they are wanted, every fault with its place."""

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from flows.instrument import INSTRUMENTS
from tests.own_list import LIST
from tests.zet_tui.shell import Said, call
from zet_tui.setting import Setting

OWN = (
    """
id = 'eigen'
version = '1'
title = 'Eigen'
citation = 'Zelf bedacht.'
themes = [{ id = 'a', title = 'Begin', rationale = 'Daarom.' }]
"""
    + LIST
    + """questions = [{ number = 1, kind = 'janee', theme = 'a', text = 'Was het zo?' }]
"""
)
LETTER = "[letter]\nbased_on = 'zet'\ntopics = [{ theme = 'a', text = 'Hoe het begon' }]\n"


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Said]:
    monkeypatch.chdir(tmp_path)

    def run_it(*words: str) -> Said:
        return call(list(words), Setting(tmp_path / "kluis"), capsys)

    return run_it


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "eigen.toml"
    file.write_text(OWN + LETTER, encoding="utf-8")
    return file


@pytest.mark.parametrize(("form", "suffix"), [("docx", "docx"), ("xlsform", "xlsx")])
def test_a_file_comes_in_the_folder_and_its_path_is_printed(
    run: Callable[..., Said], tmp_path: Path, form: str, suffix: str
) -> None:
    (tmp_path / "uit").mkdir()
    said = run("vragenlijst", "professional", "--instrument", "regie", "--formaat", form, "--naar", "uit")
    assert (said.code, said.err) == (0, "")
    assert Path(said.out.strip()) == Path("uit") / f"regie-professional.{suffix}"
    assert (tmp_path / "uit" / f"regie-professional.{suffix}").read_bytes().startswith(b"PK")


def test_without_a_folder_the_file_comes_here_and_text_goes_to_the_screen(
    run: Callable[..., Said], tmp_path: Path
) -> None:
    assert run("vragenlijst", "inwoner", "--formaat", "docx").out == "zet-inwoner.docx\n"
    assert run("vragenlijst", "inwoner").out.startswith("Interview inwoner\n=")
    assert run("vragenlijst", "inwoner", "--naar", ".").out == "zet-inwoner.txt\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["zet-inwoner.docx", "zet-inwoner.txt"]


def test_a_file_that_is_there_is_left_alone(run: Callable[..., Said], tmp_path: Path) -> None:
    (tmp_path / "zet-dossier.xlsx").write_text("van iemand")
    said = run("vragenlijst", "dossier", "--formaat", "xlsform")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "zet-dossier.xlsx bestaat al, en ZET overschrijft niets. "
        "Haal dat bestand weg, of kies met --naar een andere map.\n"
    )
    assert (tmp_path / "zet-dossier.xlsx").read_text() == "van iemand"


def test_a_folder_that_is_not_there_is_refused(run: Callable[..., Said]) -> None:
    said = run("vragenlijst", "dossier", "--formaat", "docx", "--naar", "weg")
    assert (said.code, said.out) == (1, "")
    assert said.err == "De map weg bestaat niet. Maak die map eerst, of kies met --naar een andere map.\n"


def test_an_own_instrument_prints_by_its_path_and_only_the_lists_it_has(
    run: Callable[..., Said], own: Path
) -> None:
    printed = json.loads(run("vragenlijst", "dossier", "--instrument", str(own), "--formaat", "json").out)
    assert (printed["instrument"], printed["vragen"][0]["tekst"]) == ("eigen", "Was het zo?")
    said = run("vragenlijst", "inwoner", "--instrument", str(own))
    assert (said.code, said.err) == (1, "Dit instrument heeft geen vragenlijst voor inwoner.\n")


def test_json_tells_parts_respondents_and_who_does_it_where_an_instrument_has_them(
    run: Callable[..., Said],
) -> None:
    printed = json.loads(run("vragenlijst", "professional", "--instrument", "regie", "--formaat", "json").out)
    check = next(question for question in printed["vragen"] if question.get("id") == "b.9.1")
    assert (check["nummer"], check["gevraagd_aan"]) == ("9.1", "Begeleider")
    assert check["wie"] == ["begeleider", "sociaal werker"]
    assert check["alleen_als"] == {"niet": {"vraag": "b", "is": "nee"}}


def test_an_instrument_that_does_not_exist_is_refused(run: Callable[..., Said]) -> None:
    said = run("vragenlijst", "dossier", "--instrument", "weg.toml")
    assert said.code == 1
    assert "weg.toml: dit bestand bestaat niet." in said.err


def test_a_sound_instrument_with_a_letter_is_in_order(run: Callable[..., Said], own: Path) -> None:
    assert run("controleer-vragenlijst", str(own)) == Said(0, "Deze vragenlijst is in orde.\n", "")
    for name in ("zet", "regie"):
        assert run("controleer-vragenlijst", str(INSTRUMENTS / name)).out == "Deze vragenlijst is in orde.\n"


def test_a_sound_instrument_without_a_letter_is_told_what_is_still_needed(
    run: Callable[..., Said], own: Path
) -> None:
    own.write_text(OWN, encoding="utf-8")
    said = run("controleer-vragenlijst", str(own))
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Deze vragenlijst is in orde. Er is nog geen toestemmingsbrief bij.")


def test_every_fault_is_listed_with_its_file_list_and_question(run: Callable[..., Said], own: Path) -> None:
    faulty = (
        OWN.replace("kind = 'janee'", "kind = 'keuze'")
        .replace("goal = 'Doel.'\n", "")
        .replace("citation = 'Zelf bedacht.'", "citatie = 'x'")
    )
    own.write_text(faulty + LETTER.replace("based_on = 'zet'", "based_on = 'kat'"), encoding="utf-8")
    said = run("controleer-vragenlijst", str(own))
    assert said.code == 1
    assert said.err.splitlines() == [
        "eigen.toml: het veld ‘citation’ ontbreekt.",
        "eigen.toml: het veld ‘citatie’ bestaat niet. Kijk de spelling na.",
        (
            "eigen.toml, dossier, vraag 1: deze waarde mag hier niet: kind=keuze. "
            "Kies uit: tijdlijn, waardering, janee, open."
        ),
        "eigen.toml, dossier: het veld ‘goal’ ontbreekt.",
        "eigen.toml: deze waarde mag hier niet: letter.based_on=kat.",
    ]


def test_a_letter_without_a_line_for_a_theme_is_a_fault(run: Callable[..., Said], tmp_path: Path) -> None:
    folder = tmp_path / "eigen"
    copytree(INSTRUMENTS / "regie", folder)
    letter = folder / "brief.toml"
    letter.write_text(
        letter.read_text("utf-8").replace("theme = 'voortgang'", "theme = 'halverwege'"), "utf-8"
    )
    said = run("controleer-vragenlijst", str(folder))
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "brief.toml: de toestemmingsbrief heeft geen regel (topics) voor het thema ‘Voortgang’.\n"
    )


def test_a_file_that_is_not_there_or_cannot_be_read_has_one_fault(
    run: Callable[..., Said], tmp_path: Path
) -> None:
    (tmp_path / "kapot.toml").write_text("id = \n")
    assert run("controleer-vragenlijst", "weg.toml").err.splitlines() == [
        "weg.toml: dit bestand bestaat niet. Kijk de naam en de map na."
    ]
    assert run("controleer-vragenlijst", "kapot.toml").err.splitlines() == [
        (
            "kapot.toml: de schrijfwijze klopt niet in regel 1, bij teken 6. "
            "Kijk naar aanhalingstekens, haakjes en komma’s."
        )
    ]
