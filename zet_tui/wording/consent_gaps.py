"""What is missing in a consent, each gap as one sentence that says what to do; the rules are in `flows.consent`."""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from zet_tui.wording.terms import SOURCES


class GapLike(Protocol):
    """A gap by its code, and what it is about."""

    @property
    def code(self) -> str: ...
    @property
    def detail(self) -> str: ...


GAPS: Final[Mapping[str, str]] = {
    "no_consent": "Er is nog geen ondertekende toestemming vastgelegd.",
    "letter_missing": "De tekst van de brief ontbreekt. Maak de toestemming opnieuw aan.",
    "letter_changed": (
        "De tekst van de brief is niet meer dezelfde als bij het vastleggen. Maak de toestemming opnieuw aan."
    ),
    "not_talked_through": "Vul in op welke dag de brief met de inwoner is doorgesproken.",
    "talked_in_future": "De dag van het doorspreken ligt in de toekomst. Kijk de datum na, en die van de laptop.",
    "talked_by_missing": "Vul in wie de brief met de inwoner heeft doorgesproken.",
    "not_easy_language": "Bevestig dat de brief in makkelijke taal is doorgesproken.",
    "not_told_back": "Bevestig dat de inwoner in eigen woorden heeft verteld waar het om gaat.",
    "not_told_free": "Bevestig dat de inwoner weet dat nee zeggen en stoppen altijd mag.",
    "not_signed": "Vul in op welke dag de brief is ondertekend.",
    "signed_in_future": "De dag van ondertekenen ligt in de toekomst. Kijk de datum na, en die van de laptop.",
    "signed_before_letter": "De brief is ondertekend vóór de dag waarop deze tekst is gemaakt. Kijk de datum na.",
    "signed_before_talk": "De brief is ondertekend voordat hij was doorgesproken. Kijk beide datums na.",
    "talked_before_letter": "De brief is doorgesproken vóór de dag die op de brief staat. Kijk beide datums na.",
    "talker_not_in_team": "{detail} hoort niet bij het team. Vul in welk teamlid de brief heeft doorgesproken.",
    "viewer_not_in_team": "{detail} hoort niet meer bij het team. Vink deze naam uit.",
    "viewer_not_in_letter": "{detail} staat niet in de brief. Vink deze naam uit, of laat een nieuwe brief tekenen.",
    "professional_not_in_letter": "{detail} staat niet in de brief. Vul de professional in die de brief noemt.",
    "feedback_channel_missing": "Vul in hoe de inwoner de uitkomst wil horen, bijvoorbeeld: per post.",
    "professional_changed": (
        "De professional van deze casus is veranderd. De getekende brief noemt {detail}; "
        "voor een ander is een nieuwe handtekening nodig."
    ),
    "viewers_missing": "Kies wie de gegevens van deze inwoner mogen inzien.",
    "professional_missing": "Vul in welke professional wordt gesproken.",
    "representative_missing": "Vul de naam in van wie meetekende.",
    "representative_too_long": "Deze naam is te lang. Maak hem korter.",
    "capacity_too_long": "Dit is te lang. Houd het bij een paar woorden.",
    "channel_too_long": "Dit is te lang. Houd het bij een paar woorden.",
    "capacity_missing": "Vul in waarom deze persoon meetekende, bijvoorbeeld: curator, mentor of moeder.",
    "child_not_asked": "Vraag ook het kind zelf of het mee wil doen, en vink dat aan.",
    "minors_not_confirmed": (
        "Vraag eerst uw FG of bij inwoners onder de 16 een ouder of voogd mag tekenen. "
        "Vink dat daarna af bij Planning en lijst (p in het overzicht)."
    ),
    "fg_missing": "De naam van de functionaris gegevensbescherming (FG) ontbreekt. Vul die in bij Voorbereiden.",
    "fg_not_informed": "Vul bij Voorbereiden in wanneer de functionaris gegevensbescherming (FG) is geïnformeerd.",
    "fg_informed_in_future": "De dag waarop de FG is geïnformeerd, ligt in de toekomst. Kijk die na bij Voorbereiden.",
    "fg_informed_late": "De FG is pas na het ondertekenen geïnformeerd. Overleg met uw FG en kijk de datums na.",
    "controller_missing": "Vul bij Voorbereiden in wie verantwoordelijk is, meestal het college van B en W.",
    "nobody_at_laptop": "Het is nog niet bekend wie achter de laptop zit. Doe het slot erop en ontgrendel opnieuw.",
    "not_named": (
        "{detail} staat niet in de brief als iemand die deze gegevens mag inzien. "
        "Laat een genoemde collega dit doen."
    ),
    "not_in_team": (
        "{detail} hoort niet bij het team. "
        "Voeg deze collega toe bij Voorbereiden, of laat een teamlid dit doen."
    ),
    "source_not_in_scope": "De bron {detail} doet niet mee in deze evaluatie.",
    "source_not_signed": "De getekende brief noemt de bron {detail} niet. Daarvoor is een nieuwe handtekening nodig.",
    "theme_not_signed": "De getekende brief noemt het thema {detail} niet. Daarvoor is een nieuwe handtekening nodig.",
}

FIELDS: Final[Mapping[str, str]] = {
    "not_talked_through": "talked_through_on",
    "talked_in_future": "talked_through_on",
    "talked_by_missing": "talked_through_by",
    "not_easy_language": "told_in_easy_language",
    "not_told_back": "told_back_in_own_words",
    "not_told_free": "told_free_to_stop",
    "not_signed": "signed_on",
    "signed_in_future": "signed_on",
    "signed_before_letter": "signed_on",
    "signed_before_talk": "signed_on",
    "talked_before_letter": "talked_through_on",
    "talker_not_in_team": "talked_through_by",
    "viewer_not_in_team": "viewers",
    "viewer_not_in_letter": "viewers",
    "professional_not_in_letter": "professional",
    "feedback_channel_missing": "feedback_channel",
    "viewers_missing": "viewers",
    "professional_missing": "professional",
    "representative_missing": "representative",
    "capacity_missing": "representative_capacity",
    "representative_too_long": "representative",
    "capacity_too_long": "representative_capacity",
    "channel_too_long": "feedback_channel",
    "child_not_asked": "child_asked",
    "fg_missing": "fg_name",
    "fg_not_informed": "fg_informed_on",
    "fg_informed_in_future": "fg_informed_on",
    "fg_informed_late": "fg_informed_on",
    "controller_missing": "controller",
}
"""The field of the consent form at which each gap is named."""


def sentence(gap: GapLike, titles: Mapping[str, str] | None = None) -> str:
    """One gap in plain Dutch; `titles` gives the printed titles of themes by id."""
    found = GAPS.get(gap.code)
    if found is None:
        return "Er ontbreekt nog iets aan de toestemming. Loop het formulier na."
    detail = SOURCES.get(gap.detail) or (titles or {}).get(gap.detail) or gap.detail
    return found.format(detail=detail)


def sentences(gaps: Iterable[GapLike], titles: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Every gap as its sentence, in the order in which they were found."""
    return tuple(sentence(gap, titles) for gap in gaps)
