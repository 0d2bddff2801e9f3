"""The session with partners: its files from the vault, a worksheet taken in, and what is left afterwards."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl

from flows.actions import Progress
from storage.export.kept_results import kept_results
from tests.storage.export.session_story import texts_in
from tests.zet_tui.rounds import TEAM, a_round, fill, team_of
from zet_tui.screens.analysis import AnalysisPage
from zet_tui.screens.improvement import ImprovementPage
from zet_tui.screens.page import Place
from zet_tui.screens.session import SessionPage, WorksheetPage


async def test_the_sessions_files_come_from_the_vault(house, settle, seen, tmp_path: Path):
    desk, key = await a_round(house)
    out = tmp_path / "uit"
    out.mkdir()
    async with house.at(desk, Place("session", key), size=(120, 40)) as pilot:
        assert isinstance(pilot.app.screen, SessionPage)
        wrong = {
            "folder": str(tmp_path / "weg"),
            "day": "morgen",
            "start": "vroeg",
            "threshold": "2",
            "template": "weg",
        }
        await fill(pilot, wrong)
        page = seen(pilot.app)
        for word in ("Deze map bestaat niet", "Deze datum", "Deze tijd", "3 tot en met 10", "laat het leeg"):
            assert word in page
        right = {"folder": str(out), "day": "30-11-2026", "start": "13.30", "threshold": "3", "template": ""}
        await fill(pilot, right)
        await settle(pilot)
        assert "✓ Gemaakt:" in seen(pilot.app)
        await fill(pilot, right)
        await settle(pilot)
        assert "staat al een bestand met deze naam" in seen(pilot.app)
    assert {path.name for path in out.iterdir()} == {
        "Agenda.docx", "Uitnodigingen.docx", "Handout.docx", "Presentatie.pptx", "Sessiebestand.xlsx",
        "Werkblad.xlsx", "Eindverslag.docx", "Terugkijken.ics",
    }  # fmt: skip
    listed = await desk.ask(
        lambda register: [f.path for f in register.outside.files() if f.path.startswith(str(out))]
    )
    assert sorted(listed) == sorted(map(str, out.iterdir()))
    for path in out.iterdir():
        told = texts_in(path.read_bytes()) if zipfile.is_zipfile(path) else path.read_text()
        assert "niets gevonden" not in told
    assert "Ik wist niet wat er in stond." in texts_in((out / "Eindverslag.docx").read_bytes())
    assert "schuldhulp" in texts_in((out / "Uitnodigingen.docx").read_bytes())
    assert (await team_of(desk)).session_on == date(2026, 11, 30)
    sheet = openpyxl.load_workbook(out / "Werkblad.xlsx")
    assert sheet["Conclusies"]["C5"].value == "Weinig doelen."
    assert sheet["Citaten"]["C5"].value == "ja"


async def test_a_worksheet_that_was_filled_in_is_taken_in(house, settle, seen, tmp_path: Path):
    desk, key = await a_round(house)
    async with house.at(desk, Place("session", key), size=(120, 40)) as pilot:
        await fill(pilot, {"folder": str(tmp_path), "day": ""})
        await settle(pilot)
        book = openpyxl.load_workbook(tmp_path / "Werkblad.xlsx")
        book["Verbeteracties"]["F5"] = "klaar"
        book["Conclusies"]["A6"], book["Conclusies"]["C6"] = "gaat goed", "Mensen voelen zich gehoord."
        book["Conclusies"]["A7"], book["Conclusies"]["C7"] = "matig", "Onduidelijk."
        book.save(tmp_path / "in.xlsx")
        await pilot.press("f6")
        await settle(pilot)
        assert isinstance(pilot.app.screen, WorksheetPage)
        await fill(pilot, {"file": str(tmp_path / "weg.xlsx")})
        assert "Dit bestand bestaat niet" in seen(pilot.app)
        await fill(pilot, {"file": str(tmp_path / "Sessiebestand.xlsx")})
        await settle(pilot)
        assert "geen werkblad voor de sessie" in " ".join(seen(pilot.app).split())
        await fill(pilot, {"file": str(tmp_path / "in.xlsx")})
        await settle(pilot)
        assert "✓ Gelezen: 2 conclusies, 1 verbeteractie, 1 citaat." in seen(pilot.app)
        assert "Conclusies!A7: kies gaat goed" in seen(pilot.app)
    team = await team_of(desk)
    assert [one.conclusion.text for one in team.conclusions] == [
        "Weinig doelen.",
        "Mensen voelen zich gehoord.",
    ]
    assert [one.action.progress for one in team.actions] == [Progress.DONE]
    assert team.quotes == TEAM.quotes


async def test_after_the_session_only_averages_are_left_and_everything_else_goes_on(
    house, settle, seen, text_of, tmp_path: Path
):
    desk, key = await a_round(house)
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        await pilot.press("f5")
        await settle(pilot)
        assert "Dit kan niet terug." in seen(pilot.app)
        await pilot.press("enter")
        assert "Typ ja" in seen(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        (found,) = await desk.ask(lambda register: kept_results(register.vault))
        assert found.key == key
        await pilot.press("f5")
        await settle(pilot)
        await pilot.press("j", "a", "enter")
        await settle(pilot)
        assert "alleen de gemiddelden, conclusies en acties nog bewaard" in seen(pilot.app)
        assert "sessie is geweest" not in seen(pilot.app).splitlines()[-1]
        await pilot.press("f5")
        await settle(pilot)
        assert isinstance(pilot.app.screen, SessionPage)
        await fill(pilot, {"folder": str(tmp_path)})
        await settle(pilot)
        assert "✓ Gemaakt:" in seen(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ImprovementPage)
        await pilot.press("down", "k")
        await settle(pilot)
        assert "bezig" in seen(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AnalysisPage)
        assert "de sessie is geweest: alleen gemiddelden" not in text_of(pilot.app, "#lines")
        assert "casus 1" not in text_of(pilot.app, "#lines")
        await pilot.press("r")
        await settle(pilot)
        assert isinstance(pilot.app.screen, AnalysisPage)
        for _ in range(12):
            await pilot.press("right")
            assert "niets gevonden" not in text_of(pilot.app, "#lines")
    (found,) = await desk.ask(lambda register: kept_results(register.vault))
    assert found.results.cases == ()
    assert found.improvement.actions[0].action.progress is Progress.UNDER_WAY
    assert "Weinig doelen." in texts_in((tmp_path / "Eindverslag.docx").read_bytes())
    assert "niets gevonden" not in texts_in((tmp_path / "Eindverslag.docx").read_bytes())
