"""Two Word documents before the session: the agenda with the handbook's time table, and help for the invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Final

from flows.evaluation import LIFE_DOMAINS
from flows.handbook import AgendaItem
from storage.export.session_words import RULE, SessionContent, day

START: Final = time(9, 0)
PARTNERS: Final = {
    "wonen": ("beleid wonen", "woningcorporatie, opvang"),
    "geld": ("beleid inkomen en schulden", "schuldhulp, bewindvoering, W&I"),
    "werk en opleiding": ("beleid participatie", "werkgeversdienst, UWV, mbo"),
    "dagbesteding": ("beleid Wmo", "aanbieder van dagbesteding, welzijn"),
    "gezin en opvoeding": ("beleid jeugd", "jeugdhulp, jeugdgezondheidszorg, onderwijs"),
    "lichamelijke gezondheid": ("beleid gezondheid en Wmo", "huisarts, wijkverpleging"),
    "psychische gezondheid": ("beleid Wmo en gezondheid", "ggz, praktijkondersteuner"),
    "verslaving": ("beleid gezondheid", "verslavingszorg"),
    "zelfstandig leven": ("beleid Wmo", "aanbieder van begeleiding, thuiszorg"),
    "sociale contacten": ("beleid welzijn", "maatschappelijk werk, vrijwilligersorganisatie"),
    "veiligheid": ("beleid veiligheid", "Veilig Thuis, politie"),
    "justitie": ("beleid zorg en veiligheid", "reclassering, zorg- en veiligheidshuis"),
}
"""Ours: which policy and which kinds of organisations go with a life domain; the handbook gives examples only."""
_INVITATION: Final = (
    "Beste collega,\n\nDe gemeente {municipality} heeft met inwoners en professionals bekeken hoe de toegang tot "
    "zorg en ondersteuning verloopt, en hoe die samenhangt. Graag bespreken we met u wat goed gaat, wat beter kan "
    "en wat beter moet. We maken samen afspraken over verbeteringen.\n\n"
    "Wanneer: {when}\nWaar: …\n\n"
    "We bespreken alleen uitkomsten van alle casussen samen. Er komt geen casuïstiek aan de orde. Bent u of is uw "
    "directe collega zelf betrokken geweest bij iemand die meedeed? Vraag dan een collega om te komen. U hoeft niet "
    "te zeggen waarom."
)


class SessionTooLate(ValueError):
    """The session would end after midnight."""


def agenda(content: SessionContent, start: time = START, on: date | None = None) -> bytes:
    """Make the agenda; its times run from `start`. Raises SessionTooLate."""
    try:
        items = content.guide.agenda_from(start)
    except ValueError:
        raise SessionTooLate from None
    from storage.export.documents import Document  # python-docx: only for whoever wants a document

    page = Document("Agenda: sessie met partners")
    page.text(f"{content.title}, gemeente {content.municipality}")
    page.room("Datum:", 1) if on is None else page.text(f"Datum: {day(on)}")
    page.text(f"Tijd: {clock(items[0].start)} tot {clock(items[-1].end)}")
    for label in ("Plaats:", "Voorzitter:", "Toelichting op de inhoud:", "Notulist:"):
        page.room(label, 1)
    page.heading("Doel", 1)
    page.bullets(content.guide.goals)
    page.heading("Programma", 1)
    page.table(
        ("Tijd", "Onderdeel"),
        [row for item in items for row in _rows(item)],
        (0.24, 0.76),
        "Het programma: een rij per onderdeel, met de tijd en wat er gebeurt.",
    )
    page.text([(RULE, True)])
    page.text(content.guide.source, "Uitleg")
    return page.to_bytes()


def _rows(item: AgendaItem, inside: str = "") -> list[tuple[str, str]]:
    rows = [(f"{clock(item.start)} – {clock(item.end)}", f"{inside}{item.text}")]
    return rows + [row for part in item.parts for row in _rows(part, f"{inside}– ")]


def clock(moment: time) -> str:
    """A time as the handbook prints it: 09.15."""
    return f"{moment:%H.%M}"


def invitations(content: SessionContent, domains: Sequence[str] = (), on: date | None = None) -> bytes:
    """Make the help for inviting: who should be there and who should not, by the life domains of all cases together."""
    from storage.export.documents import Document  # as above

    who = content.guide.participants
    page = Document("Wie nodigt u uit?")
    page.text(f"Sessie met partners: {content.title}, gemeente {content.municipality}")
    page.text(who.text or "", together=True)
    page.bullets(who.points)
    page.heading("Wie niet", 1)
    page.bullets(
        (
            (
                "Mensen die zelf bij een van de casussen betrokken zijn geweest: de professional die u sprak, "
                "de regisseur, de consulent. Vraag hun organisatie om een collega."
            ),
            "Inwoners die meededen. Zij krijgen een eigen terugkoppeling, als zij dat wilden.",
            "Schrijf niet op wie om welke reden niet komt: dan is te zien wie bij een casus hoort.",
        )
    )
    if domains:
        page.heading("Bij deze leefgebieden", 1)
        page.text(
            "De casussen samen gaan over deze leefgebieden. Er staat niet bij welke casus welk gebied raakt."
        )
        page.table(
            ("Leefgebied", "Beleid", "Organisaties, bijvoorbeeld"),
            [(domain, *PARTNERS[domain]) for domain in LIFE_DOMAINS if domain in domains],
            (0.24, 0.3, 0.46),
            "Een rij per leefgebied, met beleid en organisaties om uit te nodigen.",
        )
    page.heading("Uw lijst", 1)
    page.table(
        ("Organisatie", "Functie", "Niet betrokken bij een casus: nagevraagd"),
        [("", "", "☐")] * 12,
        (0.4, 0.32, 0.28),
        "Een lege rij per genodigde: organisatie, functie, en een vakje om aan te kruisen.",
    )
    page.heading("Tekst voor de uitnodiging", 1)
    when = day(on) if on else "…"
    page.text(_INVITATION.format(municipality=content.municipality, when=when))
    if who.after:
        page.heading("Vooraf bedenken", 1)
        page.text(who.after)
    return page.to_bytes()
