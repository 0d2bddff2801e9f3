"""The end report as a Word document: method, cases, what goes well or must be better per theme, quotes and actions.

It shows the same figures as the Sessiebestand; a quote only when it was rewritten and accepted one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from flows.actions import LookBack, look_backs, name_of
from flows.conclusions import Conclusion, Verdict
from flows.evaluation import theme_of
from flows.instrument import Instrument
from storage.export.handout import add_figures, add_findings, add_method
from storage.export.session_words import SessionContent, day, said

if TYPE_CHECKING:
    from storage.export.documents import Document


TITLE: Final = "Eindverslag van de zelfevaluatie"


def report(content: SessionContent, session: date | None = None, template: bytes | None = None) -> bytes:
    """Make the report; with the day of the session it names when to look back.

    `template` is a docx file of the municipality's own with `{{ verslag }}` where the report comes. Raises
    TemplateUnreadable or TemplateFaulty.
    """
    from storage.export.documents import Document  # python-docx: only for whoever wants a document

    if template is not None:
        from storage.export.report_template import in_template

        words = {"gemeente": content.municipality, "evaluatie": content.title}
        return in_template(template, TITLE, words, lambda page: _write(page, content, session))
    page = Document(TITLE)
    _write(page, content, session)
    return page.to_bytes()


def _write(page: Document, content: SessionContent, session: date | None) -> None:
    page.text(f"{content.title}, gemeente {content.municipality}")
    page.text(f"{content.instrument.title}, versie {content.instrument.version}", "Uitleg")
    page.heading("Wat we deden", 1)
    add_method(page, content)
    if session is not None:
        page.text(f"De uitkomsten zijn op {day(session)} besproken met partners, zonder casuïstiek.")
    page.heading("De uitkomsten in het kort", 1)
    add_findings(page, content)
    page.heading("Per thema", 1)
    _per_theme(page, content)
    page.heading("De cijfers", 1)
    add_figures(page, content)
    page.heading("Verbeteracties", 1)
    _actions(page, content)
    page.heading("Wanneer we terugkijken", 1)
    moments = look_backs(session, content.guide.follow_up) if session is not None else ()
    _look_backs(page, content, moments)
    page.heading("Terugkoppeling", 1)
    page.text(
        "Inwoners die hebben gezegd dat zij de uitkomsten willen horen, krijgen een terugkoppeling (Bijlage 6)."
    )


def _per_theme(page: Document, content: SessionContent) -> None:
    """Under each theme what goes well, can be better and must be better, and the quotes about it."""
    for theme in content.instrument.themes:
        found = [one for one in content.conclusions if theme_of(content.instrument, one.about) == theme.id]
        quotes = [one.text for one in content.quotes if theme_of(content.instrument, one.about) == theme.id]
        if found or quotes:
            page.heading([(theme.title, True)], 2)
            _verdicts(page, found, content.instrument)
            _quotes(page, quotes)
    rest = [one for one in content.conclusions if theme_of(content.instrument, one.about) is None]
    quotes = [one.text for one in content.quotes if theme_of(content.instrument, one.about) is None]
    if rest or quotes:
        page.heading([("Over alles samen", True)], 2)
        _verdicts(page, rest, content.instrument)
        _quotes(page, quotes)
    if not content.conclusions and not content.quotes:
        page.text("Het team heeft nog geen conclusies opgeschreven.")


def _verdicts(page: Document, found: Sequence[Conclusion], instrument: Instrument) -> None:
    for verdict in Verdict:
        texts = [said(one, instrument) for one in found if one.verdict is verdict]
        if texts:
            page.text([(f"Wat {verdict.value}", True)], together=True)
            page.bullets(texts)


def _quotes(page: Document, quotes: Sequence[str]) -> None:
    for text in quotes:
        page.text(f"‘{text.strip('‘’')}’", "Uitspreken")
    if quotes:
        page.text("Citaten zijn herschreven, zodat niet te zien is wie het zei.", "Uitleg")


def _actions(page: Document, content: SessionContent) -> None:
    if not content.actions:
        page.text("Er zijn nog geen verbeteracties afgesproken.")
        return
    page.table(
        ("Verbeteractie", "Over", "Eigenaar", "Klaar op", "Zo zien we dat het lukt", "Stand"),
        [
            (
                one.what,
                name_of(one.about, content.instrument),
                one.owner,
                day(one.by) if one.by else "",
                one.success,
                one.progress.value,
            )
            for one in content.actions
        ],
        (0.22, 0.2, 0.14, 0.14, 0.16, 0.14),
        "Een rij per verbeteractie: wat, waarover, wie, wanneer, hoe te zien, en hoe het ermee staat.",
    )


def _look_backs(page: Document, content: SessionContent, moments: Sequence[LookBack]) -> None:
    if moments:
        page.bullets(f"{day(one.day)}: {one.text}" for one in moments)
    else:
        page.bullets(one.text for one in content.guide.follow_up)
