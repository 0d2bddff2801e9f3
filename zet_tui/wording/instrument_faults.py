"""What is wrong with an instrument file, each fault as one sentence with its file and question."""

from collections.abc import Mapping
from typing import Final, Protocol


class FaultLike(Protocol):
    """A fault and its place, as `flows.instrument` reports it."""

    @property
    def file(self) -> str: ...
    @property
    def questionnaire(self) -> str | None: ...
    @property
    def question(self) -> str | None: ...
    @property
    def code(self) -> str: ...
    @property
    def detail(self) -> str: ...


FAULTS: Final[Mapping[str, str]] = {
    "unreadable_file": "dit bestand kan niet worden gelezen ({detail}).",
    "toml_syntax": "de schrijfwijze klopt niet {detail}. Kijk naar aanhalingstekens, haakjes en komma’s.",
    "missing_file": "het bestand {detail} ontbreekt in deze map.",
    "no_questionnaire": "er staat geen vragenlijst in.",
    "unknown_field": "het veld ‘{detail}’ bestaat niet. Kijk de spelling na.",
    "missing_field": "het veld ‘{detail}’ ontbreekt.",
    "wrong_type": "in het veld ‘{detail}’ staat een verkeerd soort waarde.{hint}",
    "empty_text": "het veld ‘{detail}’ is leeg.",
    "steering_character": (
        "in het veld ‘{detail}’ staat een teken dat niet te lezen is en het scherm kan verstoren. "
        "Typ die tekst opnieuw."
    ),
    "unknown_value": "deze waarde mag hier niet: {detail}.{hint}",
    "duplicate_id": "de vraag ‘{detail}’ staat er twee keer in.",
    "duplicate_number": "vraagnummer {detail} is twee keer gebruikt.",
    "duplicate_source": "er zijn twee vragenlijsten voor de bron {detail}.",
    "duplicate_theme": "het thema ‘{detail}’ staat er twee keer in.",
    "duplicate_criterion": "criterium {detail} staat er twee keer in.",
    "duplicate_row": "rij {detail} staat er twee keer in.",
    "duplicate_term": "het begrip ‘{detail}’ staat er twee keer in.",
    "duplicate_actor": "de betrokkene ‘{detail}’ staat er twee keer in.",
    "duplicate_respondent": "de gesprekspartner ‘{detail}’ staat er twee keer in.",
    "duplicate_preset": "de voorkeuze ‘{detail}’ staat er twee keer in.",
    "duplicate_milestone": "de mijlpaal ‘{detail}’ staat er twee keer in.",
    "duplicate_deadline": "de termijn ‘{detail}’ staat er twee keer in.",
    "missing_label": "er is geen woord voor de kleur {detail}.",
    "unknown_theme": "het thema ‘{detail}’ bestaat niet.",
    "unknown_criterion": "criterium {detail} bestaat niet.",
    "unknown_row": "rij {detail} bestaat niet.",
    "unknown_term": "het begrip ‘{detail}’ bestaat niet.",
    "unknown_actor": "de betrokkene ‘{detail}’ bestaat niet.",
    "unknown_respondent": "de gesprekspartner ‘{detail}’ bestaat niet.",
    "unknown_milestone": "een termijn noemt een mijlpaal die niet bestaat: {detail}.",
    "unknown_deadline_question": "een termijn noemt een vraag die in geen lijst staat: {detail}.",
    "no_timeline": "er zijn mijlpalen, maar geen enkele lijst heeft een tijdlijn om ze op te zetten.",
    "place_conflict": "het veld ‘{detail}’ zegt iets anders dan de rij van het basiskader.",
    "term_words_absent": "de woorden ‘{detail}’ staan niet in de tekst van de vraag.",
    "term_shape": "geef het begrip ‘{detail}’ óf een vraag óf een vaste betekenis, niet allebei.",
    "condition_shape": (
        "de voorwaarde bij {detail} klopt niet. Geef óf ‘question’ met ‘is’ of ‘one_of’, óf ‘all’, óf ‘any’, óf ‘not’."
    ),
    "limit_shape": (
        "de grens bij {detail} klopt niet. Geef óf ‘from’ óf ‘halfway’, en hooguit één van days, weeks en working_days."
    ),
    "missing_topic": "de toestemmingsbrief heeft geen regel (topics) voor het thema ‘{detail}’.",
    "unknown_question": "een voorwaarde noemt vraag ‘{detail}’, die bestaat niet.",
    "forward_reference": "een voorwaarde noemt vraag ‘{detail}’, die pas later wordt gesteld.",
    "cycle": "deze vragen wachten op elkaar: {detail}.",
    "impossible_value": "deze vraag kan die waarde nooit krijgen: {detail}.",
}


_KINDS: Final[Mapping[str, str]] = {
    "kind": "Kies uit: tijdlijn, waardering, janee, open.",
    "blocks.kind": "Kies uit: titel, kop, alinea, nummer, onderwerpen, periode, invulregel, punt.",
    **dict.fromkeys(("source", "sources", "without"), "Kies uit: dossier, inwoner, professional."),
    "labels": "Kies uit: groen, mint, oranje, rood.",
    **dict.fromkeys(
        ("number", "part", "row", "criterion", "days", "weeks", "working_days"),
        "Hier hoort een heel getal, zonder aanhalingstekens.",
    ),
    **dict.fromkeys(("optional", "addition"), "Hier hoort true of false, zonder aanhalingstekens."),
    **dict.fromkeys(("id", "text", "title", "theme", "note"), "Hier hoort tekst tussen aanhalingstekens."),
}
"""What may stand in a field, by its last name, or by its last two where one name means two things."""
_UNREADABLE: Final[Mapping[str, str]] = {
    "ENOENT": "dit bestand bestaat niet. Kijk de naam en de map na.",
    "EACCES": "dit bestand mag u niet lezen. Vraag uw beheerder.",
    "utf-8": "dit bestand is geen tekst (UTF-8). Bewaar het opnieuw als UTF-8.",
}


def sentence(fault: FaultLike) -> str:
    """The place of the fault, then what is wrong there; nothing of the file that would steer the screen."""
    return "".join(c for c in _sentence(fault) if c.isprintable())


def _sentence(fault: FaultLike) -> str:
    place = [fault.file or "vragenlijst"]
    if fault.questionnaire:
        place.append(str(fault.questionnaire))
    if fault.question:
        place.append(_question(fault.question))
    if str(fault.code) == "unreadable_file" and fault.detail in _UNREADABLE:
        return f"{', '.join(place)}: {_UNREADABLE[fault.detail]}"
    words = FAULTS.get(str(fault.code), "hier klopt iets niet ({detail}).")
    detail = _in_words(fault.detail) if str(fault.code) == "toml_syntax" else fault.detail
    return f"{', '.join(place)}: {words.format(detail=detail, hint=_hint(fault.detail))}"


def _question(question: str) -> str:
    """A question by its number; one without a usable number by its place in the list."""
    return f"de {question[1:]}e vraag in de lijst" if question.startswith("#") else f"vraag {question}"


def _hint(detail: str) -> str:
    parts = [part for part in detail.partition("=")[0].split(".") if not part.isdigit()]
    words = next((_KINDS[part] for part in (".".join(parts[-2:]), *reversed(parts)) if part in _KINDS), "")
    return f" {words}" if words else ""


def _in_words(place: str) -> str:
    """The place of a fault in the writing: "21:24" is its line and column."""
    line, _, column = place.partition(":")
    if column:
        return f"in regel {line}, bij teken {column}"
    return "aan het einde van het bestand" if place == "end" else "doordat er te veel haakjes in elkaar staan"
