"""From the demo's three cases to a workbook, the session, agreed actions, and the round that comes back to them."""

import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from flows.actions import aims_of
from flows.evaluation import Evaluation, TeamMember
from flows.instrument import load_instrument
from storage.export.actions_sheet import read_worksheet
from storage.export.analysis_reader import read_analysis
from tests.storage.export.session_story import texts_in
from tests.zet_tui.shell import NEW, PASSPHRASE, WEAK, call, complete_everything, make_demo_vault
from zet_tui.setting import Setting

SPOKEN = "wekenlang helemaal niemand"


@pytest.fixture
def zet(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def run(*words: object) -> str:
        setting = Setting(tmp_path / "kluis", force=True, policy=WEAK)
        said = call([str(word) for word in words], setting, capsys)
        assert said.code == 0, said.err
        return said.out

    return run


def test_from_scores_to_improvement_and_coming_back(zet, tmp_path: Path) -> None:
    # given: the demo, finished and destroyed; only its workbook is left
    make_demo_vault(tmp_path / "kluis")
    complete_everything(tmp_path / "kluis", "Het kon sneller.", f"Er kwam {SPOKEN} langs.")
    for name, text in (("oud", PASSPHRASE), ("nieuw", NEW)):
        (tmp_path / name).write_text(text + "\n")
    for name in ("uit", "sessie", "verslag"):
        (tmp_path / name).mkdir()
    zet(
        "anonimiseer-en-vernietig", "--naar", tmp_path / "uit", "--bevestig", 3, "--wie", "Anouk de Wit",
        "--wachtwoord-bestand", tmp_path / "oud", "--nieuw-wachtwoord-bestand", tmp_path / "nieuw",
    )  # fmt: skip
    book = next(path for path in (tmp_path / "uit").glob("*.xlsx") if "nalyse" in path.name)
    assert read_analysis(book).left_out == ()

    # when: the team looks
    seen = zet("analyse", book)
    found = json.loads(zet("analyse", book, "--json"))
    assert found["casussen"] == 3
    assert "Knelpunten" in seen
    assert SPOKEN not in seen
    row = found["knelpunten"][0]["sleutel"]
    assert re.search(r"casus \d, inwoner, vraag", zet("analyse", book, "--rij", row))

    # and: holds the session, and agrees on something about the first criterion that is red
    zet("sessie", book, "--naar", tmp_path / "sessie", "--start", "13:00", "--datum", "30-11-2026")
    assert "17.00" in texts_in((tmp_path / "sessie" / "Agenda.docx").read_bytes())
    sheet_path = tmp_path / "sessie" / "Werkblad.xlsx"
    sheet = openpyxl.load_workbook(sheet_path)
    about = next(cell.value for cell in sheet["Keuzes"]["B"] if str(cell.value).startswith("Criterium 6"))
    for tab, values in (
        ("Conclusies", ("kan beter", about, "Plannen kunnen meer in eigen woorden.")),
        ("Verbeteracties", ("Elk plan heeft doelen.", about, "teamleider", "1-3-2027", "Steekproef")),
    ):
        for column, value in enumerate(values, start=1):
            sheet[tab].cell(5, column, value)
    sheet.save(sheet_path)
    said = zet(
        "sessie", book, "--naar", tmp_path / "verslag", "--werkblad", sheet_path, "--datum", "30-11-2026"
    )
    assert "alleen naar criterium 6" in said

    # then: nothing that was said is in anything that partners get
    for path in [*(tmp_path / "sessie").iterdir(), *(tmp_path / "verslag").iterdir()]:
        told = texts_in(path.read_bytes()) if zipfile.is_zipfile(path) else path.read_text()
        assert SPOKEN not in told, path.name
    assert SPOKEN in texts_in(book.read_bytes())
    assert "Elk plan heeft doelen." in texts_in((tmp_path / "verslag" / "Eindverslag.docx").read_bytes())

    # and: a year later only that criterion is asked again, and both rounds stand side by side
    instrument = load_instrument("zet")
    actions = read_worksheet(sheet_path, instrument).actions
    first = Evaluation(
        title="Ronde 1",
        municipality="Oosterdam",
        organisation="wijkteam",
        team=(TeamMember(name="Anouk"), TeamMember(name="Bas")),
    )
    assert first.follow_up(instrument, "Ronde 2", aims_of(actions)).criteria == (6,)
    again = openpyxl.load_workbook(book)
    for tab in ("Dossier", "Inwoner", "Professional"):
        for cells in again[tab].iter_rows(min_row=5):
            if cells[3].value == 6:
                for cell in cells[8::4]:
                    cell.value = "groen" if cell.value in {"groen", "mint", "oranje", "rood"} else cell.value
    again.save(tmp_path / "Ronde-2.xlsx")
    compared = json.loads(zet("analyse", tmp_path / "Ronde-2.xlsx", "--eerder", book, "--json"))[
        "vergelijking"
    ]
    delta = next(
        one
        for one in compared["verschillen"]
        if (one["niveau"], one["sleutel"], one["bron"]) == ("criterium", 6, "alle")
    )
    assert delta["nu"]["gemiddelde"] == 4
    assert delta["verschil"] > 0
    assert delta["oordeel"] == "too_few"
