"""The tabs of the Sessiebestand: Lees mij, Overzicht, Grafiek and Conclusies.

They show what `flows.privacy` allows and say plainly what is not shown; deciding that is not done here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from flows.conclusions import Conclusion, Verdict, subject
from flows.instrument import Source
from flows.privacy import Figure, Level, SessionTable
from storage.export.workbook_chart import Bar, add_blocks, reference
from storage.export.workbook_page import NONE, Page, Value
from storage.export.workbook_plan import SCORES, TABS, Plan
from storage.export.workbook_readme import as_day
from storage.export.workbook_text import Overflow, clean

README: Final = "Lees mij"
FIGURES: Final = "Overzicht"
CHARTS: Final = "Grafiek"
CONCLUSIONS: Final = "Conclusies"
ALL: Final = "Alle bronnen"
TOO_FEW: Final = "te weinig"
BANDS: Final = {"hoog": "3,5 of hoger", "laag": "1,5 of lager"}

HEAD: Final = 4
FIRST: Final = HEAD + 1
_LEFT: Final = 3
_PER_COLUMN: Final = 3
_FOOTER: Final = "Sessiebestand"
_KINDS: Final = {"totaal": "Totaal", "thema": "Thema", "criterium": "Criterium", "vraag": "Vraag"}


def column_name(source: Source | None) -> str:
    return ALL if source is None else TABS[source]


def chart_label(level: Level) -> str:
    """What stands under its bars: a criterion by its number, as its words are long."""
    return f"Criterium {level.key}" if level.kind == "criterium" else level.title


def _column(position: int) -> int:
    """The first of the three columns of this source."""
    return _LEFT + 1 + _PER_COLUMN * position


# -- Lees mij ------------------------------------------------------------------------------------------------------


def add_readme(book: Workbook, plan: Plan, table: SessionTable, overflow: Overflow) -> Page:
    """Write what partners must know before reading the figures."""
    page = Page.add(book, README, overflow, footer=_FOOTER)
    page.opening(
        "Sessiebestand", "Voor de sessie met partners. Alleen gemiddelden en conclusies van het team."
    )
    row = 3
    for title, lines in _parts(plan, table):
        row += 1
        page.text(row, 1, title, "tussenkop")
        for label, text in lines:
            row += 1
            page.text(row, 1, label, "kop")
            page.text(row, 2, clean(text))
        row += 1
    page.widths((34, 104))
    page.print_landscape(row, 2)
    return page


def _parts(plan: Plan, table: SessionTable) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    results, instrument = plan.results, plan.instrument
    scores = ", ".join(f"{word} {score}" for word, score in SCORES.items())
    least = table.threshold
    yield (
        "Waar dit over gaat",
        (
            ("Gemeente", results.municipality),
            ("Evaluatie", results.evaluation_title),
            ("Instrument", f"{instrument.title}, versie {instrument.version}"),
            ("Gemaakt op", as_day(results.exported_on)),
            ("Bewaren tot", as_day(results.keep_until) or "(niet afgesproken)"),
            ("Aantal casussen", str(table.cases)),
            ("Bronnen", ", ".join(tab.name for tab in plan.tabs)),
        ),
    )
    yield (
        "Wat dit bestand is",
        (
            (
                "Geen casuïstiek",
                (
                    "Er staat niets in over één casus: geen redenen, geen antwoorden, geen namen. In de sessie "
                    "gaat het om wat goed gaat, wat beter kan en wat beter moet (Bijlage 5 en 6)."
                ),
            ),
            (
                "Drempel",
                (
                    f"Een gemiddelde staat er alleen als het over minstens {least} verschillende casussen gaat. "
                    "Hetzelfde geldt voor n en voor n.v.t.: "
                    "als die iets verklappen over minder casussen, staan ze er niet."
                ),
            ),
            (
                "Wat u kunt uitrekenen",
                (
                    "Soms is een gemiddelde weggelaten dat zelf groot genoeg is. Anders volgt een verborgen gemiddelde "
                    "uit optellen en aftrekken, bijvoorbeeld van het totaal min de thema’s. Een n die er niet staat, "
                    "is soms wel uit te rekenen. Die zegt hoeveel scores er zijn, niet van wie."
                ),
            ),
        ),
    )
    yield (
        "Hoe u de cijfers leest",
        (
            (
                "Gemiddelde",
                (
                    f"Alle scores bij elkaar opgeteld en gedeeld door hun aantal ({scores}). Er staan twee cijfers "
                    "achter de komma, of één als n niet getoond wordt."
                ),
            ),
            (
                "n",
                f"Het aantal scores achter het gemiddelde. ≥ {least}: genoeg, maar het precieze aantal staat er niet.",
            ),
            ("n.v.t.", f"Hoe vaak de vraag niet van toepassing was. {NONE}: wordt niet getoond."),
            (
                TOO_FEW,
                f"Gaat over minder dan {least} casussen, of verklapt zo’n cijfer. Of er is geen enkele score.",
            ),
            (
                f"{BANDS['hoog']} / {BANDS['laag']}",
                (
                    "Het gemiddelde ligt dicht bij 4 of bij 1; het hoeft niet precies 4 of 1 te zijn. "
                    "Het precieze cijfer zou te veel zeggen over wat iedereen antwoordde."
                ),
            ),
            ("Rood en ▼", "Het gemiddelde is lager dan 2,5, voordat het is afgerond."),
            ("Grootste verschil", "Het hoogste getoonde gemiddelde van een bron min het laagste."),
        ),
    )


# -- Overzicht -----------------------------------------------------------------------------------------------------


def add_figures(book: Workbook, plan: Plan, table: SessionTable, overflow: Overflow) -> Page:
    """Write every average that may be shown."""
    page = Page.add(book, FIGURES, overflow, footer=_FOOTER)
    page.opening(
        f"Overzicht: {plan.results.evaluation_title}",
        f"Gemiddelden van 1 (rood) tot 4 (groen), over minstens {table.threshold} casussen. "
        "Onder 2,5 is rood en heeft een ▼.",
    )
    means = tuple(name for source in table.columns for name in (column_name(source), "n", "n.v.t."))
    page.heading(HEAD, ("Niveau", "Nr", "Onderwerp", *means, "Grootste verschil"), first_left=3)
    row = HEAD
    for row, level in enumerate(table.levels, start=FIRST):
        _level(page, row, level, table)
    page.widths((11, 5, 62, *((12, 5.5, 6) * len(table.columns)), 10.5))
    page.freeze(f"D{FIRST}")
    page.print_landscape(row, _column(len(table.columns)), rows=f"{HEAD}:{HEAD}")
    return page


def _level(page: Page, row: int, level: Level, table: SessionTable) -> None:
    bold = "thema " if level.kind in {"totaal", "thema"} else ""
    page.text(row, 1, _KINDS[level.kind], bold.strip() or "tekst")
    if isinstance(level.key, int):
        page.number(row, 2, level.key, f"{bold}midden" if bold else "stil")
    else:
        page.text(row, 2, "", f"{bold}midden" if bold else "stil")
    title_style = {"criterium": "criterium", "vraag": "vraag"}.get(level.kind, "thema")
    page.text(row, 3, clean(level.title), title_style)
    for position, figure in enumerate(level.figures):
        _figure(page, row, _column(position), figure, bold, table.threshold)
    _difference(page, row, level, table, f"{bold}verschil")


def _figure(page: Page, row: int, column: int, figure: Figure | None, bold: str, threshold: int) -> None:
    quiet = f"{bold}midden" if bold else "stil"
    if figure is None:
        for offset in range(_PER_COLUMN):
            page.text(row, column + offset, "", quiet)
        return
    if figure.hidden:
        page.text(row, column, TOO_FEW, quiet)
        page.text(row, column + 1, NONE, quiet)
        page.text(row, column + 2, NONE, quiet)
        return
    style = f"{bold}sessie {'rood ' if figure.red else ''}{figure.decimals}"
    if figure.mean is None:
        page.text(row, column, BANDS[figure.band or ""], style)
    else:
        page.decimal(row, column, figure.mean, style)
    if figure.n is None:
        page.text(row, column + 1, f"≥ {threshold}", quiet)
    else:
        page.number(row, column + 1, figure.n, quiet)
    if figure.not_applicable is None:
        page.text(row, column + 2, NONE, quiet)
    else:
        page.number(row, column + 2, figure.not_applicable, quiet)


def _difference(page: Page, row: int, level: Level, table: SessionTable, style: str) -> None:
    sources = len(table.columns) - 1
    known = [f.mean for f in level.figures[:sources] if f is not None and f.mean is not None]
    value: Value = max(known) - min(known) if len(known) > 1 else NONE
    cells = ",".join(f"{letter(_column(position))}{row}" for position in range(sources))
    formula = f'IF(COUNT({cells})<2,"{NONE}",MAX({cells})-MIN({cells}))'
    page.formula(row, _column(len(table.columns)), formula, value, style)


# -- Grafiek -------------------------------------------------------------------------------------------------------


def add_charts(book: Workbook, table: SessionTable, overflow: Overflow) -> Page:
    """Write the averages once more as bars: one chart over the themes, and one per theme over its criteria."""
    page = Page.add(book, CHARTS, overflow, footer=_FOOTER)
    page.opening(
        "Grafiek",
        "Gemiddelden uit het tabblad Overzicht. Wat daar niet of in woorden staat, heeft hier geen staaf.",
    )
    sources = range(len(table.columns))
    blocks = [
        (title, [_bar(line, level, sources) for line, level in members]) for title, members in _charts(table)
    ]
    add_blocks(page, [column_name(source) for source in table.columns], blocks)
    return page


def _bar(line: int, level: Level, sources: range) -> Bar:
    figures = [(reference(FIGURES, _column(at), line), level.figures[at]) for at in sources]
    return Bar(
        chart_label(level),
        tuple(
            (cell, _shown(figure), f"sessie {figure.decimals if figure else 2}") for cell, figure in figures
        ),
    )


def _charts(table: SessionTable) -> Iterator[tuple[str, list[tuple[int, Level]]]]:
    lines = list(enumerate(table.levels, start=FIRST))
    themes = [(line, level) for line, level in lines if level.kind == "thema"]
    if themes:
        yield "Alle thema’s", themes
    for at, (line, theme) in enumerate(themes):
        end = themes[at + 1][0] if at + 1 < len(themes) else lines[-1][0] + 1
        members = [pair for pair in lines if line < pair[0] < end and pair[1].kind == "criterium"]
        if members:
            yield f"Thema {theme.title}", members


def _shown(figure: Figure | None) -> Value:
    """What a reference to the figure's cell comes to."""
    if figure is None:
        return ""
    if figure.hidden:
        return TOO_FEW
    return BANDS[figure.band] if figure.band else figure.mean or 0.0


# -- Conclusies ----------------------------------------------------------------------------------------------------


def add_conclusions(
    book: Workbook, plan: Plan, conclusions: Sequence[Conclusion], overflow: Overflow
) -> Page:
    """Write what the team concludes, by verdict: what goes well, what can be better, what must be better."""
    page = Page.add(book, CONCLUSIONS, overflow, footer=_FOOTER)
    page.opening("Conclusies", "In de woorden van het team. Er staat niets in over één casus.")
    page.heading(HEAD, ("Oordeel", "Over", "Conclusie"), first_left=3)
    row = HEAD
    for verdict in Verdict:
        for conclusion in conclusions:
            if conclusion.verdict is verdict:
                row += 1
                page.text(row, 1, verdict.value, "thema")
                page.text(row, 2, clean(subject(conclusion, plan.instrument)))
                page.text(row, 3, clean(conclusion.text))
    if row == HEAD:
        row += 1
        page.text(row, 1, "Het team heeft nog geen conclusies vastgelegd.", "uitleg")
    page.widths((14, 46, 84))
    page.freeze(f"A{FIRST}")
    page.print_landscape(row, 3, rows=f"{HEAD}:{HEAD}")
    return page
