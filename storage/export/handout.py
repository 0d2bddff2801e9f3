"""The handout for the session: averages that may be shown and the team's own conclusions, and nothing about a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.conclusions import Verdict
from storage.export.session_page import column_name
from storage.export.session_words import (
    RULE,
    SessionContent,
    figure_words,
    goes_badly,
    goes_well,
    name_of_level,
    said,
    themes,
    with_criteria,
)

if TYPE_CHECKING:
    from storage.export.documents import Document


def handout(content: SessionContent) -> bytes:
    """Make the handout as a docx file."""
    from storage.export.documents import Document  # python-docx: only for whoever wants a document

    page = Document("Uitkomsten voor de sessie met partners")
    page.text(f"{content.title}, gemeente {content.municipality}")
    page.text([(RULE, True)])
    page.heading("Waar de cijfers vandaan komen", 1)
    add_method(page, content)
    page.heading("Op een rij", 1)
    add_findings(page, content)
    for verdict in Verdict:
        add_conclusions(page, content, verdict, 1)
    page.heading("Per thema", 1)
    add_figures(page, content)
    page.heading("Om te bespreken", 1)
    page.bullets(
        (
            "Herkent u dit beeld? Wat ontbreekt er, of klopt niet?",
            "Wat zijn verklaringen voor wat goed gaat en voor de knelpunten?",
            "Wat gaat goed, wat kan beter en wat moet beter?",
            "Welke verbeteracties spreken we af, en waaraan zien we dat ze lukken?",
        )
    )
    page.room("Aantekeningen:", 6)
    return page.to_bytes()


def add_method(page: Document, content: SessionContent) -> None:
    """Tell how the figures came about and why some are not there."""
    sources = ", ".join(column_name(source).lower() for source in content.table.columns if source)
    page.bullets(
        (
            f"{content.table.cases} casussen, bekeken vanuit: {sources}.",
            (
                "Elke vraag kreeg een kleur: groen 4, mint 3, oranje 2, rood 1. "
                "Een gemiddelde is de som van alle scores, gedeeld door hun aantal. Onder 2,5 staat een ▼."
            ),
            (
                f"Een cijfer staat er alleen als het over minstens {content.table.threshold} verschillende casussen "
                "gaat, en er ook niets uit te rekenen is over minder casussen. Anders staat er: te weinig. "
                "Met één cijfer achter de komma laten we niet zien hoeveel scores erachter zitten."
            ),
        )
    )


def add_findings(page: Document, content: SessionContent) -> None:
    """List what is mint or better and what is under 2.5, as far as it may be shown."""
    well = [f"{name_of_level(level)} ({figure_words(figure)})" for level, figure in goes_well(content.table)]
    badly = [
        f"{name_of_level(level)} ({figure_words(figure)})" for level, figure in goes_badly(content.table)
    ]
    page.heading([("Gemiddeld mint of beter", True)], 2)
    page.bullets(well or ["Geen enkel criterium, of te weinig casussen om het te laten zien."])
    page.heading([("Gemiddeld onder 2,5 ▼", True)], 2)
    page.bullets(badly or ["Geen enkel criterium, of te weinig casussen om het te laten zien."])


def add_conclusions(page: Document, content: SessionContent, verdict: Verdict, level: int) -> None:
    """List the team's own conclusions of one verdict; nothing when there are none."""
    found = [one for one in content.conclusions if one.verdict is verdict]
    if found:
        page.heading(f"Wat {verdict.value}", level)
        page.bullets(said(one, content.instrument) for one in found)


def add_figures(page: Document, content: SessionContent) -> None:
    """Write a table per theme: the theme and its criteria, by source."""
    names = [column_name(source) for source in content.table.columns]
    width = 0.56 / len(names)
    for theme in themes(content.table):
        page.heading([(theme.title, True)], 2)
        page.table(
            ("Criterium", *names),
            [
                (name_of_level(level), *map(figure_words, level.figures))
                for level in (theme, *with_criteria(content.table, theme))
            ],
            (0.44, *(width for _ in names)),
            f"Gemiddelden van het thema {theme.title} en zijn criteria, per bron en over alle bronnen.",
            together=True,
        )
