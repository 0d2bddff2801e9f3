"""Dutch text for every typed error of `flows` and `storage`: what is wrong and what to do; `zet_tui.messages` chooses.

What an error carries (a reason, a place, the gaps of a consent) ends in the sentence, what was typed or sealed never
does.
"""

import errno
from collections.abc import Callable, Mapping
from typing import Any, Final

from zet_tui.wording import analysis, consent_gaps, instrument_faults, outcome
from zet_tui.wording.errors import CODES, ENTRY_FIELDS, LOCATIONS, MISSING, PLAIN, PLANS, ROOT_DAMAGED, WEAK
from zet_tui.wording.errors_cases import CASES, FACTS
from zet_tui.wording.errors_end import END, MOVES, term_passed, term_passed_there
from zet_tui.wording.session_places import place_in_file

UNKNOWN: Final = (
    "Er ging iets mis dat ZET niet kent. Wat bewaard was, is bewaard. "
    "Sluit ZET en start opnieuw; blijft het gebeuren, vraag dan uw beheerder."
)

Sentence = str | Callable[[Any], str]


def _joined(lines: tuple[str, ...]) -> str:
    return lines[0] if len(lines) == 1 else "\n".join(f"– {line}" for line in lines)


def _gaps(error: Any) -> str:
    gaps = error.verdict.gaps if hasattr(error, "verdict") else error.gaps
    return _joined(consent_gaps.sentences(gaps)) or UNKNOWN


def _faults(error: Any) -> str:
    lines = tuple(instrument_faults.sentence(fault) for fault in error.faults)
    return "De vragenlijst kan niet worden gebruikt.\n" + _joined(lines or ("De reden is niet bekend.",))


def _by(table: Mapping[str, str], attribute: str, fallback: str) -> Callable[[Any], str]:
    """A sentence chosen by a code that the error carries."""

    def choose(error: Any) -> str:
        code = getattr(error, attribute, "")
        return table.get(str(getattr(code, "value", code)), fallback)

    return choose


def _codes(error: Any) -> str:
    return _joined(
        tuple(CODES.get(code, "Er ontbreekt nog iets. Loop het formulier na.") for code in error.codes)
    )


def _refused(error: Any) -> str:
    words = CODES.get(error.code, "Dit antwoord past niet bij deze vraag.")
    return f"Vraag {error.question}: {words[:1].lower()}{words[1:]}" if error.question else words


def _not_complete(error: Any) -> str:
    questions = [question for question, _status in error.missing]
    shown = ", ".join(questions[:6]) + (" en meer" if len(questions) > 6 else "")
    if len(questions) == 1:
        return f"Nog 1 vraag staat open: {shown}. Enter brengt u erheen."
    return f"Nog {len(questions)} vragen staan open: {shown}. Enter brengt u naar de eerste."


def _fields(error: Any) -> str:
    names = [ENTRY_FIELDS.get(name, name) for name in error.fields]
    where = " Dat kan bij Voorbereiden." if type(error).__name__ == "LetterFieldMissing" else ""
    return f"Vul nog in: {', '.join(names)}.{where}"


def _too_long(error: Any) -> str:
    names = ", ".join(ENTRY_FIELDS.get(name, name) for name in error.fields)
    return f"Dit is te lang voor de brief: {names}. Maak het korter."


def _template(error: Any) -> str:
    lines = [
        *(f"het veld {{{{ {name} }}}} ontbreekt" for name in error.missing),
        *(f"het veld {{{{ {name} }}}} kent ZET niet" for name in error.unknown),
        *map(_broken, error.broken),
    ]
    return "Het sjabloon kan zo niet worden gebruikt. Er is niets geschreven.\n" + _joined(tuple(lines))


def _broken(piece: str) -> str:
    if piece.startswith("bijgehouden wijzigingen"):
        return f"er zijn nog {piece}: neem ze in Word aan, of haal ze weg"
    return f"dit klopt niet, of moet op een eigen regel staan: {piece}"


def _topics(error: Any) -> str:
    return (
        f"De brief heeft geen regel voor: {', '.join(error.themes)}. Kies die thema's uit bij Voorbereiden."
    )


def _mistyped(error: Any) -> str:
    where = (
        f"Groep {error.group} klopt niet." if error.group else "De code heeft acht groepen van vijf tekens."
    )
    return f"{where} Kijk op het herstelblad en typ de code opnieuw."


def _casuistry(error: Any) -> str:
    return (
        f"Hier staat iets dat een inwoner of professional zei: {', '.join(outcome.repeated(error.places))}. "
        "Er komt geen casuïstiek naar buiten. Schrijf het in uw eigen woorden, over alle casussen samen."
    )


def _identifier(error: Any) -> str:
    return (
        f"Hier staat iets dat op een nummer, adres of e-mailadres lijkt: {', '.join(error.places)}. "
        "Noem functies, geen mensen. Haal het weg en bewaar opnieuw."
    )


def _stopped(error: Any) -> str:
    places = dict.fromkeys(f"{place_in_file(hit.place)} ({hit.kind})" for hit in error.hits)
    return (
        f"In de bestanden voor de sessie staat iets dat daar niet hoort: {', '.join(places)}. Er is niets geschreven. "
        "Kijk de titel van de evaluatie, de conclusies, de acties en uw sjabloon na: noem geen naam, nummer, adres of "
        "e-mailadres, en geen cijfer dat partners niet mogen zien."
    )


def _os_error(error: Any) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return PLAIN["DiskFull"]
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return PLAIN["FolderReadOnly"]
        case errno.ENOENT:
            return "Deze map of dit bestand bestaat niet. Kijk de naam na."
        case errno.EEXIST:
            return "Er staat al een bestand met deze naam. Kies een andere map."
        case errno.ENOTDIR | errno.EISDIR:
            return "Dit is geen map waarin ZET kan schrijven. Kies een andere map."
    return "De computer kon dit bestand niet lezen of schrijven. Controleer de schijf en probeer het opnieuw."


SENTENCES: Final[Mapping[str, Sentence]] = {
    **PLAIN,
    **CASES,
    **END,
    "DatabaseDamaged": lambda error: ROOT_DAMAGED if error.part == "root" else PLAIN["DatabaseDamaged"],
    "MoveRefused": _by(MOVES, "code", "De dag kan zo niet worden verplaatst. Kijk de gegevens na."),
    "TermPassed": lambda error: term_passed(error.until),
    "TermPassedThere": lambda error: term_passed_there(error.until),
    "VaultMissing": _by(MISSING, "missing", PLAIN["VaultMissing"]),
    "UnsafeLocation": _by(LOCATIONS, "reason", LOCATIONS["other_sync"]),
    "WeakPassphrase": _by(WEAK, "reason", WEAK["one_word"]),
    "PlanImpossible": _by(PLANS, "code", "Deze planning kan niet worden gemaakt. Kijk de gegevens na."),
    "ConsentRefused": _gaps,
    "ConsentIncomplete": _gaps,
    "InstrumentError": _faults,
    "EvaluationIncomplete": _codes,
    "EntryIncomplete": _fields,
    "LetterFieldMissing": _fields,
    "LetterTopicMissing": _topics,
    "EntryTooLong": _too_long,
    "TemplateFaulty": _template,
    "FactsRefused": _by(FACTS, "code", "Dit kan niet worden bewaard. Kijk de gegevens na."),
    "CasuistryFound": _casuistry,
    "OutcomeIncomplete": lambda error: _joined(outcome.incomplete(error.faults)),
    "OutcomeNames": lambda error: outcome.named(error.places),
    "IdentifierFound": _identifier,
    "FiguresStopped": _stopped,
    "SlidesUnavailable": (
        "Dia’s maken kan hier nog niet. Laat uw beheerder dit installeren: pip install 'zet-tui[slides]'."
    ),
    "JoinRefused": _by(analysis.JOINING, "code", analysis.JOINING["nothing"]),
    "AnalysisFileRefused": _by(analysis.FILES, "reason", analysis.FILES["damaged"]),
    "NameTaken": lambda error: (
        f"Casus {error.number} heeft deze naam al. Kies een naam die het verschil laat zien."
    ),
    "AnswerRefused": _refused,
    "RecoveryMistyped": _mistyped,
    "JournalsFork": lambda error: (
        f"Op beide laptops is verdergegaan met hetzelfde gesprek: {', '.join(error.sources)}. "
        "Kies welk gesprek verdergaat; het andere blijft bewaard. Er is niets veranderd."
    ),
    "CaseChanged": lambda error: (
        f"Casus {error.number} is hier veranderd nadat u hem overdroeg. Er is niets vernietigd. "
        "Draag de casus opnieuw over, dan gaat er niets verloren."
    ),
    "NotComplete": _not_complete,
    "OSError": _os_error,
}
"""Per class name its sentence, or what makes the sentence from what the error carries."""
