"""From a place to its page; a page's module is imported when somebody goes there for the first time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from textual.screen import Screen

from zet_tui.screens.page import Place

if TYPE_CHECKING:
    from zet_tui.desk import Desk

PAGES: Final = {
    "overview": ("overview", "OverviewPage"),
    "evaluation": ("evaluation", "EvaluationPage"),
    "terms": ("evaluation_terms", "TermsPage"),
    "new-case": ("case", "NewCasePage"),
    "edit-case": ("case", "NewCasePage"),
    "case": ("case", "CasePage"),
    "names": ("case_names", "NamesPage"),
    "suggested": ("case_suggested", "SuggestedPage"),
    "facts": ("case_facts", "FactsPage"),
    "letter": ("letter", "LetterPage"),
    "consent": ("consent", "ConsentPage"),
    "new-consent": ("consent", "NewConsentPage"),
    "preparing": ("preparing", "PreparingPage"),
    "feedback": ("feedback", "FeedbackPage"),
    "outcome": ("outcome", "OutcomePage"),
    "review": ("review", "ReviewPage"),
    "finish": ("finish", "FinishPage"),
    "interrupted": ("finish_interrupted", "InterruptedPage"),
    "settings": ("settings", "SettingsPage"),
    "passphrase": ("new_passphrase", "NewPassphrasePage"),
    "sheet": ("recovery_sheet", "SheetPage"),
    "give": ("give_case", "GivePage"),
    "receive": ("receive", "ReceivePage"),
    "analysis": ("analysis", "AnalysisPage"),
    "term": ("term", "TermPage"),
    "passed": ("passed", "PassedPage"),
    "cells": ("analysis_cells", "CellsPage"),
    "reasons": ("analysis_reasons", "ReasonsPage"),
    "improvement": ("improvement", "ImprovementPage"),
    "conclusion": ("improvement_forms", "ConclusionPage"),
    "action": ("improvement_forms", "ActionPage"),
    "quote": ("improvement_forms", "QuotePage"),
    "session": ("session", "SessionPage"),
    "worksheet": ("session", "WorksheetPage"),
    "withdrawals": ("withdrawn", "WithdrawalsPage"),
    "certificate": ("certificate", "CertificatePage"),
}
"""Per place its module under `zet_tui.screens` and its page."""


async def make_screen(desk: Desk, place: Place) -> Screen[Any]:
    """The screen for `place`. Raises what storage raises when the place may not be entered (`ConsentRefused`)."""
    if place.page == "interview":
        return await _conversation(desk, place)
    module, name = PAGES[place.page]
    page = getattr(import_module(f"zet_tui.screens.{module}"), name)
    screen: Screen[Any] = await page.open(desk, place)
    return screen


async def _conversation(desk: Desk, place: Place) -> Screen[Any]:
    from flows.instrument import Source
    from zet_tui.screens.interview import InterviewScreen

    return InterviewScreen(await desk.open_port(place.case or "", Source(place.source or "")))
