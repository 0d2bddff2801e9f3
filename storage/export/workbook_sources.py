"""The tabs Dossier, Inwoner and Professional, and the tab Tijdlijn: what was answered, case by case."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from flows.scores import Averages
from storage.export.workbook_page import Page, mean_value
from storage.export.workbook_plan import SCORES, Entry, Line, Plan, Tab
from storage.export.workbook_text import Overflow

HEAD: Final = 4
"""The row of the headings; the row above it names the cases."""
FIRST: Final = HEAD + 1
FIXED: Final = ("nr", "Vraag", "Thema", "Crit.", "Rij", "Punten", "n", "Gemiddelde")
PER_CASE: Final = ("kleur of antwoord", "score", "reden of tekst", "opmerking")
SCORE: Final = "score"
THEME, CRITERION, ROW, POINTS, COUNT, MEAN = range(3, 9)
CASES_FROM: Final = len(FIXED) + 1
STEPS: Final = ("Casus", "Bron", "Stap", "Gebeurtenis", "Tijd sinds het begin")
TIMELINE: Final = "Tijdlijn"


def case_column(position: int) -> int:
    """Give the first of the four columns of the case at this position (from 0)."""
    return CASES_FROM + position * len(PER_CASE)


def column_of(tab: Tab, column: int) -> str:
    """Give one column of a source tab over all its lines, as formulas elsewhere name it."""
    name = letter(column)
    return f"{tab.name}!${name}${FIRST}:${name}${FIRST + len(tab.lines) - 1}"


def add_source(book: Workbook, plan: Plan, tab: Tab, overflow: Overflow) -> Page:
    """Write one source."""
    page = Page.add(book, tab.name, overflow)
    last_column = case_column(max(len(plan.numbers), 1)) - 1
    last_row = FIRST + len(tab.lines) - 1
    page.opening(
        f"{tab.name}: {tab.heading}",
        "Een lege score telt niet mee. Een gemiddelde onder 2,5 is rood en heeft een ▼.",
    )
    _headings(page, plan)
    means = plan.overview.of(tab.source)
    for row, line in enumerate(tab.lines, start=FIRST):
        _line(page, plan, row, line, means, last_column)
    page.red_under(f"{letter(MEAN)}{FIRST}:{letter(MEAN)}{last_row}", f"{letter(MEAN)}{FIRST}")
    first_case = letter(CASES_FROM)
    page.colours(f"{first_case}{FIRST}:{letter(last_column)}{last_row}", f"{first_case}{FIRST}")
    page.rule_lines(
        f"{first_case}{FIRST}:{letter(last_column)}{last_row}", first_column=CASES_FROM, every=len(PER_CASE)
    )
    page.widths((9, 46, 17, 6, 5, 7.5, 5, 11.5) + (14, 6.5, 38, 24) * max(len(plan.numbers), 1))
    page.freeze(f"C{FIRST}")
    breaks = tuple(case_column(position) - 1 for position in range(1, len(plan.numbers)))
    page.print_landscape(last_row, last_column, rows=f"{HEAD - 1}:{HEAD}", columns="A:B", breaks=breaks)
    return page


def _headings(page: Page, plan: Plan) -> None:
    page.heading(HEAD, FIXED + PER_CASE * len(plan.numbers), first_left=3)
    for position, number in enumerate(plan.numbers):
        page.text(HEAD - 1, case_column(position), f"Casus {number}", "tussenkop")


def _line(page: Page, plan: Plan, row: int, line: Line, means: Averages, last_column: int) -> None:
    if line.key.isdecimal():
        page.number(row, 1, int(line.key))
    else:
        page.text(row, 1, line.key, "stil")
    page.text(row, 2, line.text)
    page.text(row, THEME, plan.instrument.theme(line.theme).title if line.theme else "")
    for column, number in ((CRITERION, line.criterion), (ROW, line.row)):
        if number is None:
            page.text(row, column, "", "stil")
        else:
            page.number(row, column, number, "stil")
    if line.rated:
        _averages(page, row, line, means, last_column)
    else:
        for column in (POINTS, COUNT, MEAN):
            page.text(row, column, "", "stil")
    for position, entry in enumerate(line.entries):
        _entry(page, row, case_column(position), entry, rated=line.rated)


def _averages(page: Page, row: int, line: Line, means: Averages, last_column: int) -> None:
    mean = means.question(line.key)
    heads = f"${letter(CASES_FROM)}${HEAD}:${letter(last_column)}${HEAD}"
    cells = f"${letter(CASES_FROM)}{row}:${letter(last_column)}{row}"
    count, points = f"{letter(COUNT)}{row}", f"{letter(POINTS)}{row}"
    page.formula(row, POINTS, f'SUMIF({heads},"{SCORE}",{cells})', mean.total, "stil")
    page.formula(row, COUNT, f'COUNTIFS({heads},"{SCORE}",{cells},">0")', mean.n, "stil")
    page.formula(row, MEAN, f'IF({count}=0,"–",{points}/{count})', mean_value(mean), "gemiddelde")


def _entry(page: Page, row: int, column: int, entry: Entry, *, rated: bool) -> None:
    page.text(row, column, entry.word, "midden")
    if rated:
        cell = f"{letter(column)}{row}"
        tests = "".join(f'IF({cell}="{word}",{score},' for word, score in SCORES.items())
        page.formula(row, column + 1, f'{tests}""{")" * len(SCORES)}', SCORES.get(entry.word, ""), "stil")
    if entry.reason:
        page.text(row, column + 2, entry.reason)
    if entry.remark:
        page.text(row, column + 3, entry.remark)


def add_timeline(book: Workbook, plan: Plan, overflow: Overflow) -> Page:
    """Write the steps of every timeline, with classes instead of dates."""
    page = Page.add(book, TIMELINE, overflow)
    page.opening(
        "Tijdlijn", "De weg naar hulp, stap voor stap. Er staan geen datums in, alleen hoe lang na het begin."
    )
    page.heading(HEAD, STEPS, first_left=2)
    for row, step in enumerate(plan.steps, start=FIRST):
        page.number(row, 1, step.case)
        page.text(row, 2, step.source)
        page.number(row, 3, step.number)
        page.text(row, 4, step.text)
        page.text(row, 5, step.after, "midden")
    page.widths((8, 14, 8, 80, 24))
    page.freeze(f"A{FIRST}")
    page.print_landscape(HEAD + len(plan.steps), len(STEPS), rows=f"{HEAD}:{HEAD}")
    return page
