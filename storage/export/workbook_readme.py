"""The tabs Lees mij and Vervolg: what the file is, what its figures and words mean, and texts that did not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from openpyxl import Workbook

from flows.instrument import QuestionKind, Rating
from storage.export.workbook_page import Page
from storage.export.workbook_plan import DEADLINE, NO_ANSWER, NOT_APPLICABLE, OFF_ROUTE, OPEN, SCORES, Plan
from storage.export.workbook_text import Overflow, clean

README: Final = "Lees mij"
OVERFLOW: Final = "Vervolg"
THRESHOLD: Final = "Drempel voor partners"
"""Its text starts with "Minstens 5 casussen": what the team agreed goes along with the workbook."""
_NOT_AGREED: Final = "Hier heeft het team geen betekenis voor vastgelegd."


class _Row(NamedTuple):
    label: str
    text: str = ""


class _Part(NamedTuple):
    title: str
    rows: tuple[_Row, ...]


def add_readme(book: Workbook, plan: Plan, overflow: Overflow) -> Page:
    """Write what somebody must know before reading the figures."""
    page = Page.add(book, README, overflow)
    page.opening("Analysebestand", "Vertrouwelijk. Niet herleidbaar voor buitenstaanders.")
    row = 3
    for part in _parts(plan):
        row += 1
        page.text(row, 1, part.title, "tussenkop")
        for label, text in part.rows:
            row += 1
            page.text(row, 1, clean(label), "kop")
            page.text(row, 2, clean(text))
        row += 1
    page.colours(f"A4:A{row}", "A4")
    page.widths((34, 104))
    page.print_landscape(row, 2)
    return page


def as_day(iso: str) -> str:
    """An ISO date as people write it, "" for none: 22-11-2026."""
    return "-".join(reversed(iso.split("-")))


def _parts(plan: Plan) -> Iterator[_Part]:
    results, instrument = plan.results, plan.instrument
    yield _Part(
        "Waar dit over gaat",
        (
            _Row("Gemeente", results.municipality),
            _Row("Evaluatie", results.evaluation_title),
            _Row("Instrument", f"{instrument.title}, versie {instrument.version}"),
            _Row("Gemaakt op", as_day(results.exported_on)),
            _Row("Aantal casussen", str(len(plan.numbers))),
            _Row("Bronnen", ", ".join(tab.name for tab in plan.tabs)),
        ),
    )
    yield _Part(
        "Wat dit bestand is",
        (
            _Row(
                "Vertrouwelijk",
                "Dit bestand is voor de teamleden die de analyse doen. Deel het niet met partners: "
                "in de sessie komt geen casuïstiek aan de orde (Bijlage 5 en 6).",
            ),
            _Row(
                "Niet herleidbaar",
                "Namen, adressen, datums en nummers zijn weggehaald, en iemand heeft elke tekst nagelezen. Een "
                "buitenstaander ziet niet om wie het gaat. Wie de casus kent, kan die nog wel herkennen.",
            ),
            _Row(
                "Casusnummers",
                "De nummers zijn bij het maken van dit bestand geloot. Nergens staat welk nummer bij wie hoort.",
            ),
            _Row(
                THRESHOLD,
                f"Minstens {results.session_threshold} casussen. Zo sprak het team het af: een cijfer over minder "
                "casussen zien partners niet.",
            ),
            _Row(
                "Eén Sessiebestand",
                "Haalt u een casus uit dit bestand, maak dan geen nieuw Sessiebestand. Of haal eerst elk eerder "
                "Sessiebestand terug en vernietig het. Wie er twee heeft, kan antwoorden bij die casus uitrekenen.",
            ),
            _Row(
                "Bewaren tot",
                f"{as_day(results.keep_until) or '(niet afgesproken)'}. Vernietig dit bestand daarna, ook uit de "
                "prullenbak en uit kopieën.",
            ),
        ),
    )
    yield _Part("Hoe de cijfers werken", (*_figures(), *_deadlines(plan)))
    for tab in plan.tabs:
        labels = instrument.questionnaire(tab.source).labels
        if labels:
            rows = tuple(_Row(rating.value, labels[rating]) for rating in Rating if rating in labels)
            yield _Part(f"De kleuren bij {tab.name}", rows)
    yield _Part("De tabbladen", tuple(_tabs(plan)))
    yield _Part("Begrippen", tuple(_terms(plan)))


def _figures() -> Iterator[_Row]:
    scores = ", ".join(f"{word} {score}" for word, score in SCORES.items())
    yield _Row(
        "Scores", f"{scores}. De formules rekenen zelf om: verandert een kleur, dan verandert alles mee."
    )
    yield _Row(
        "Gemiddelde",
        "Alle scores onder een thema, criterium of vraag bij elkaar opgeteld en gedeeld door hun aantal. Het is dus "
        "geen gemiddelde van gemiddelden. Bij alle bronnen samen telt elke score even zwaar.",
    )
    yield _Row("n", "Het aantal scores achter een gemiddelde. Bij een kleine n zegt een gemiddelde weinig.")
    yield _Row(
        "Rood en ▼",
        "Het gemiddelde is lager dan 2,5, voordat het is afgerond. Daarom kan er 2,50 staan en toch ▼.",
    )
    yield _Row("–", "Er zijn geen scores.")
    yield _Row(
        "Grootste verschil",
        "Het hoogste gemiddelde van een bron min het laagste, als minstens twee bronnen scoorden.",
    )
    yield _Row(
        NOT_APPLICABLE, "Gekozen: de vraag past niet bij de situatie. Telt niet mee; de reden staat erbij."
    )
    yield _Row(OFF_ROUTE, "Niet gesteld, door een eerder antwoord. Telt niet mee.")
    yield _Row(
        NO_ANSWER, "Weet niet, wil niet zeggen, niet vast te stellen of niet aan toegekomen. Telt niet mee."
    )
    yield _Row(OPEN, "Gesteld maar niet (helemaal) beantwoord. Telt niet mee.")
    yield _Row("ja / nee", "De vraag naar onveiligheid krijgt geen score.")


def _deadlines(plan: Plan) -> Iterator[_Row]:
    """What the words of a deadline mean, where an instrument has them."""
    if any(line.key.startswith(DEADLINE) for tab in plan.tabs for line in tab.lines):
        yield _Row(
            "op tijd / te laat",
            "Het oordeel over een termijn, uit de datums van de tijdlijn toen die er nog waren. Bij 'te laat met "
            "reden' gaf iemand een reden waar de termijn ruimte voor laat. 'Niet te zeggen': een datum ontbreekt of is "
            "te ruim.",
        )


def _tabs(plan: Plan) -> Iterator[_Row]:
    yield _Row("Overzicht", "Gemiddelden: totaal, per thema, per criterium en per vraag van het basiskader.")
    yield _Row("Per casus", "Gemiddelden per casus, per bron en per thema.")
    yield _Row("Grafiek", "De gemiddelden per thema als staven.")
    for tab in plan.tabs:
        kinds = {q.kind for q in plan.instrument.questionnaire(tab.source).questions}
        opened = ", open antwoorden" if QuestionKind.OPEN in kinds else ""
        yield _Row(tab.name, f"Per vraag en per casus: kleur, score, reden en opmerking{opened}.")
    yield _Row(
        "Tijdlijn", "De stappen op weg naar hulp. In plaats van datums staat er hoe lang na het begin."
    )


def _terms(plan: Plan) -> Iterator[_Row]:
    agreed = plan.results.term_meanings
    for term in plan.instrument.terms:
        yield _Row(term.title, agreed.get(term.id) or term.meaning or _NOT_AGREED)
    for name in sorted(set(agreed) - {term.id for term in plan.instrument.terms}):
        yield _Row(name, agreed[name])


def add_overflow(book: Workbook, overflow: Overflow) -> Page | None:
    """Write what did not fit in its cell; None when everything did."""
    if not overflow.parts:
        return None
    page = Page.add(book, OVERFLOW, Overflow())
    page.opening(
        "Vervolg", "Teksten die te lang waren voor één cel. Het nummer staat aan het eind van die cel."
    )
    page.heading(4, ("Nummer", "Deel", "Tekst"))
    for row, (number, part, text) in enumerate(overflow.parts, start=5):
        page.number(row, 1, number)
        page.number(row, 2, part)
        page.text(row, 3, text)
    page.widths((9, 7, 120))
    page.print_landscape(4 + len(overflow.parts), 3, rows="4:4")
    return page
