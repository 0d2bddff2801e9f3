"""What is said about reading, joining and comparing Analysebestanden, and what was left out of one."""

from collections.abc import Mapping
from typing import Any, Final

FILES: Final[Mapping[str, str]] = {
    "encrypted": (
        "Dit bestand heeft een wachtwoord. Open het in Excel, haal het wachtwoord eraf en bewaar het opnieuw."
    ),
    "old_format": "Dit is een bestand van een oude Excel (.xls). Open het en bewaar het als .xlsx.",
    "open_document": "Dit is een ODS-bestand. Open het en bewaar het als Excel-werkmap (.xlsx).",
    "no_workbook": "Dit is geen Excel-bestand (.xlsx). Kies een Analysebestand van ZET.",
    "damaged": "Dit bestand is beschadigd en kan niet worden gelezen. Neem een kopie die nog goed is.",
    "too_large": "Dit bestand is veel groter dan een Analysebestand kan zijn. ZET leest het niet.",
    "session_file": (
        "Dit is een Sessiebestand: daar staan alleen gemiddelden in. Kies het Analysebestand van deze evaluatie."
    ),
    "not_ours": (
        "Dit is geen Analysebestand van ZET: de tabbladen Dossier, Inwoner en Professional staan er niet in."
    ),
    "not_a_worksheet": (
        "Dit is geen werkblad voor de sessie: de tabbladen Conclusies en Verbeteracties staan er niet in."
    ),
    "no_cases": "In dit bestand staat geen enkele casus. Kies een ander Analysebestand.",
    "no_answers": "In dit bestand staat geen enkel antwoord dat ZET kan lezen. Kies een ander Analysebestand.",
}

JOINING: Final[Mapping[str, str]] = {
    "other_instrument": (
        "Deze bestanden zijn gemaakt met verschillende vragenlijsten of versies. "
        "Die cijfers tellen niet bij elkaar op. Vergelijk ze met --eerder of zet ze naast elkaar met --naast."
    ),
    "same_cases": (
        "Dezelfde casussen staan in meer dan één bestand. Geef elk bestand één keer, anders tellen ze dubbel."
    ),
    "nothing": "Er is geen bestand om te analyseren. Geef minstens één Analysebestand.",
}

THRESHOLD: Final = (
    "De drempel ligt tussen {least} en {most} casussen. Het team sprak {least} af: hoger mag, lager niet."
)
NO_THRESHOLD: Final = (
    "{name}: hier staat niet in vanaf hoeveel casussen partners een cijfer mogen zien. ZET rekende met {used}. "
    "Sprak het team meer af? Geef dan --drempel."
)

ONE_FILE: Final = (
    "Let op: kregen partners al een Sessiebestand, van iets meer of minder casussen? Geef dit dan pas als u dat hebt "
    "teruggehaald en vernietigd. Wie er twee naast elkaar legt, kan antwoorden bij de casussen ertussen uitrekenen."
)
"""Said after writing: that there is an earlier file cannot be known."""

_LEFT_OUT: Final[Mapping[str, str]] = {
    "tab_missing": "Het tabblad {detail} ontbreekt. Die bron telt niet mee.",
    "tab_double": "Tabblad ‘{tab}’ gaat ook over {detail} en is niet gelezen.",
    "tab_renamed": "Tabblad ‘{tab}’ is gelezen als {detail}.",
    "case_unnamed": "{place}: boven deze kolom staat geen casusnummer. Die casus telt bij deze bron niet mee.",
    "case_double": "{place}: casus {detail} staat er twee keer. De tweede telt niet mee.",
    "question_unknown": "{place}: dit nummer hoort niet bij deze vragenlijst. De regel telt niet mee.",
    "question_double": "{place}: vraag {detail} staat er twee keer. De tweede telt niet mee.",
    "question_missing": "{place}: vraag {detail} ontbreekt en telt niet mee.",
    "not_an_answer": "{place}: dit is geen kleur of antwoord dat hier kan staan. Het telt niet mee (casus {detail}).",
    "off_route": (
        "{place}: deze vraag hoort niet gesteld te zijn na een eerder antwoord. Het telt niet mee (casus {detail})."
    ),
    "score_typed": "{place}: de score past niet bij de kleur. De kleur telt (casus {detail}).",
    "step_unread": "{place}: deze stap hoort bij geen casus of bron. Hij is niet gelezen.",
    "instrument_unknown": (
        "Deze vragenlijst of versie kent ZET niet. De vragen en thema's komen uit het bestand zelf."
    ),
}


SHEET: Final[Mapping[str, str]] = {
    "verdict": "{place}: kies gaat goed, kan beter of moet beter. Deze regel is niet gebruikt.",
    "about": "{place}: kies een onderwerp uit de lijst, of laat het leeg. Deze regel is niet gebruikt.",
    "day": "{place}: dit is geen datum. Schrijf hem als 31-12-2026.",
    "progress": "{place}: kies afgesproken, bezig, klaar of gestopt. Er is ‘afgesproken’ van gemaakt.",
    "empty": "{place}: hier staat nog niets. Deze regel is niet gebruikt.",
    "not_agreed": "{place}: zonder ‘ja’ gaat dit citaat niet mee.",
}


def sheet_cell(found: Any) -> str:
    """One line about a cell of the worksheet that could not be used."""
    return SHEET[found.code].format(place=f"{found.tab}!{found.cell}")


def left_out(found: Any) -> str:
    """One line about something that was not used: where it stands and why, never what stood there."""
    place = "!".join(part for part in (found.tab, found.cell) if part)
    sentence = _LEFT_OUT[found.why.value]
    return sentence.format(place=place, tab=found.tab, detail=found.detail)


def is_known(why: str) -> bool:
    """Whether there is a sentence for this reason."""
    return why in _LEFT_OUT
