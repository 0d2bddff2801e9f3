"""From the demo's three cases to a workbook, the session, agreed actions, and the round that comes back to them."""

import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from flows.actions import aims_of
from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Source, load_instrument
from flows.interview_state import needs_reason
from storage.anonymise import Review
from storage.cases import Register
from storage.export.actions_sheet import read_worksheet
from storage.export.analysis_reader import read_analysis
from storage.vault import KdfPolicy, create_vault, open_vault
from zet_tui.cli import main
from zet_tui.demo import fill
from zet_tui.setting import Setting

OLD, NEW = "oefenen met verzonnen mensen", "daarna een heel ander geheim"
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)


@pytest.fixture
def zet(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    def run(*words: object) -> str:
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words], obj=Setting(tmp_path / "kluis", force=True, policy=WEAK))
        said = capsys.readouterr()
        assert not left.value.code, said.err
        return said.out

    return run


def finished(folder: Path) -> None:
    """The demo's vault with its last conversation held and every text read."""
    create_vault(folder, OLD, policy=WEAK, force=True)
    with open_vault(folder, policy=WEAK, force=True).unlock(OLD) as vault:
        register = Register(vault)
        fill(register, load_instrument("zet"))
        register.sit_down("Anouk de Wit")
        case = register.cases()[2].id
        interview = register.open_interview(case, Source.RESIDENT)
        while (question := interview.next_open()) is not None:
            value = {"open": "tekst", "janee": "ja"}.get(question.kind.value, "rood")
            body = interview.answer(question.id, value, "Het kon sneller." if value == "tekst" else None)
            interview = interview.apply(register.append(case, Source.RESIDENT, body))
            if needs_reason(value):
                body = interview.give_reason(question.id, "Er kwam wekenlang helemaal niemand langs.")
                interview = interview.apply(register.append(case, Source.RESIDENT, body))
        register.append(case, Source.RESIDENT, interview.complete())
        review = Review(register)
        for text in review.texts():
            if text.decision is None:
                review.accept(text, text.suggested)


def words(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


def test_from_scores_to_improvement_and_coming_back(zet, tmp_path: Path) -> None:
    # given: the demo, finished and destroyed; only its workbook is left
    finished(tmp_path / "kluis")
    for name, text in (("oud", OLD), ("nieuw", NEW)):
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
    assert "wekenlang helemaal niemand" not in seen
    row = found["knelpunten"][0]["sleutel"]
    assert re.search(r"casus \d, inwoner, vraag", zet("analyse", book, "--rij", row))

    # and: holds the session, and agrees on something about the first criterion that is red
    zet("sessie", book, "--naar", tmp_path / "sessie", "--start", "13:00", "--datum", "30-11-2026")
    assert "17.00" in words(tmp_path / "sessie" / "Agenda.docx")
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
    spoken = "wekenlang helemaal niemand"
    for path in [*(tmp_path / "sessie").iterdir(), *(tmp_path / "verslag").iterdir()]:
        told = words(path) if zipfile.is_zipfile(path) else path.read_text()
        assert spoken not in told, path.name
    assert spoken in words(book)
    assert "Elk plan heeft doelen." in words(tmp_path / "verslag" / "Eindverslag.docx")

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
