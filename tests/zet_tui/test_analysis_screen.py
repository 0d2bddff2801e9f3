"""The walk through the analysis on the screen: from the results that the vault keeps, at 80 x 24, with keys alone."""

import pytest

from storage.export.kept_results import kept_results
from tests.zet_tui.rounds import kept, results
from zet_tui.screens.analysis import AnalysisPage
from zet_tui.screens.page import Place


async def test_the_latest_evaluation_is_walked_sheet_by_sheet(house, settle, seen):
    desk = await house.vault()
    await kept(desk, results("Ronde 1", "2025-01-01"), results("Ronde 2", "2026-01-01"))
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        first = seen(pilot.app)
        assert "Analyse: Ronde 2" in first
        assert "1 van 14" in first
        assert "casus 1    dossier nee · inwoner ja · professional nee" in first
        await pilot.press("left")
        assert "1 van 14" in seen(pilot.app)
        await pilot.press("right")
        await settle(pilot)
        assert "Waar zijn de rode scores" in seen(pilot.app)
        for _ in range(3):
            await pilot.press("right")
        await settle(pilot)
        assert "[/b] niets gevonden" in seen(pilot.app)
        for _ in range(20):
            await pilot.press("right")
        assert "14 van 14" in seen(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, AnalysisPage)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_no_line_is_wider_than_the_smallest_screen(house, size):
    desk = await house.vault()
    await kept(desk, results("Ronde 1", "2026-01-01"))
    async with house.at(desk, Place("analysis"), size=size) as pilot:
        page = pilot.app.screen
        assert isinstance(page, AnalysisPage)
        assert max(len(line) for sheet in page._view.sheets for line in sheet.lines) <= 80


async def test_before_anything_was_finished_it_says_what_to_do(house, settle, seen):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("a")
        await settle(pilot)
        assert "Er is nog niets om te analyseren." in seen(pilot.app)
        await pilot.press("right", "left", "escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, AnalysisPage)


async def test_what_a_vault_keeps_comes_back_latest_first(house):
    desk = await house.vault()
    assert await desk.ask(lambda register: kept_results(register.vault)) == ()
    one, two = results("Ronde 1", "2025-01-01"), results("Ronde 2", "2026-01-01")
    await kept(desk, one, two)
    found = await desk.ask(lambda register: kept_results(register.vault))
    assert [part.results for part in found] == [two, one]
    assert found[0].domains == ("geld",)
