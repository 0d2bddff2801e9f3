"""Every Dutch sentence of a conversation in plain lines; which one is said when, `line_mode` decides."""

from collections.abc import Mapping
from typing import Final

from flows.instrument import QuestionKind

START: Final = (
    "Gesprek in regels: {title}.",
    "Let op: wat hier staat, blijft in dit venster staan, ook als u klaar bent.",
    "ZET laat geen eerdere antwoorden en geen namen van inwoners zien. Wat u zelf typt, staat er wel.",
    "Typ leeg om het venster leeg te maken. Sluit het na afloop. Uw antwoorden staan versleuteld in de kluis.",
    "Typ ? voor hulp. Typ stop om te stoppen. Elk antwoord wordt meteen bewaard.",
)
_HELP_ANSWER: Final = {
    QuestionKind.RATING: (
        "Nu: typ g voor groen, m voor mint, o voor oranje, r voor rood, x voor niet van toepassing of w voor "
        "geen antwoord, en dan Enter."
    ),
    QuestionKind.YES_NO: "Nu: typ j voor ja, n voor nee of w voor geen antwoord, en dan Enter.",
    QuestionKind.OPEN: "Nu: typ wat er gezegd werd, of w als er geen antwoord is, en dan Enter.",
    QuestionKind.TIMELINE: (
        "Nu: typ één stap, bijvoorbeeld: voorjaar 2023 aangemeld bij wijkteam. Een lege regel: klaar. "
        "Verbeteren: stap 2 weg, stap 2 wordt TEKST, stap 2 na 3 of stap 2 eerst."
    ),
}
_HELP_TEXT: Final = (
    "Past een tekst niet op één regel? Eindig de regel met \\ en typ verder. Plakken mag ook: dat wordt één tekst.",
    "Verbeteren kan met Backspace tot u Enter geeft. Pijltjes werken hier niet.",
)
_MOST_USED: Final = (
    "Veel gebruikt: herhaal, terug, overslaan, ongedaan, open, stand, onveilig en stop. "
    "Typ opdrachten voor alle opdrachten met uitleg."
)
COMMANDS: Final = (
    "Opdrachten, elk op een eigen regel:",
    "herhaal: de vraag nog een keer",
    "terug: naar de vorige vraag",
    "ga 12: naar vraag 12",
    "zoek WOORDEN: naar een vraag met die woorden",
    "overslaan: naar de volgende vraag; deze blijft open",
    "open: welke vragen nog open zijn",
    "stand: hoe ver u bent, per thema",
    "ongedaan: het laatste terugnemen",
    "opnieuw: toch weer wel",
    "begrip: wat een woord in de vraag betekent",
    "doorvragen: suggesties om door te vragen",
    "makkelijk: de vraag in makkelijke woorden",
    "opmerking TEKST: een opmerking bij deze vraag, ook per organisatie: opmerking ggz rood, wijkteam groen",
    "klad TEKST: een losse notitie, die nooit mee gaat",
    "klad 1 hier: kladnotitie 1 bij deze vraag zetten; klad 1 weg gooit hem weg",
    "tijdlijn: naar de tijdlijn",
    "onveilig: wie u belt als iemand nú onveilig is",
    "leeg: het venster leegmaken en even pauze",
    "afronden: zien wat nog mist, en het gesprek afronden",
    "beëindig REDEN: het gesprek eerder beëindigen; de antwoorden blijven",
    "niet-beschikbaar REDEN: deze bron kan niet",
    "heropen REDEN: een gesloten gesprek weer openen",
    "intrekken: de inwoner trekt de toestemming in; alles van deze inwoner wordt vernietigd",
    "stop: stoppen en later verder; alles is bewaard en de kluis gaat dicht",
    "Wat het dossier zei en het verslag staan alleen op het scherm van zet.",
    "Is uw antwoord zelf zo'n woord? Zet er dan een punt voor: .stop",
)
HELP_REASON: Final = "Nu: typ de reden, of: geen reden, en dan Enter."


def help_lines(kind: QuestionKind | None, *, reason: bool) -> tuple[str, ...]:
    """How to answer what is asked now (None: no question), how to type, and the commands one needs most."""
    now = (HELP_REASON,) if reason else (_HELP_ANSWER[kind],) if kind else ()
    return (*now, *_HELP_TEXT, _MOST_USED)


INTRODUCTION: Final = "Inleiding, om voor te lezen:"
BEGIN: Final = "Enter begint met de vragen."
ASK: Final[Mapping[QuestionKind, str]] = {
    QuestionKind.RATING: "g, m, o, r, x of w?",
    QuestionKind.YES_NO: "j, n of w?",
    QuestionKind.OPEN: "Typ het antwoord, of w als er geen antwoord is.",
    QuestionKind.TIMELINE: "Typ één stap, met wanneer het ongeveer was. Een lege regel: klaar.",
}
BESIDE_LABELS: Final = "x is niet van toepassing, w is geen antwoord."
HAS_TERMS: Final = "Typ begrip voor de betekenis van: {words}."
STEPS: Final = "Aantal stappen op de tijdlijn: {count}."
ASK_REASON_REST: Final = "Typ de reden, of: geen reden."
ASK_DONE: Final = "Alle vragen zijn geweest. Typ afronden, of stop om later verder te gaan."
ASK_CLOSING: Final = "Typ wat de persoon zei. Een lege regel slaat dit over."
HAS_ANSWER: Final = "Deze vraag heeft al een antwoord. Een nieuw antwoord komt ervoor in de plaats."
SAVED: Final = "Bewaard."
SAVED_WITH_DATE: Final = "Bewaard als stap {number}. De datum is gelezen als: {reading}."
SAVED_WITHOUT_DATE: Final = "Bewaard als stap {number}. Er is geen datum in gelezen."
NOT_A_RATING: Final = "Dat is geen antwoord op deze vraag. Typ g, m, o, r, x of w, of ? voor hulp."
NOT_YES_NO: Final = "Dat is geen antwoord op deze vraag. Typ j, n of w, of ? voor hulp."
TYPE_TEXT: Final = "Er staat nog niets. Typ een antwoord, of w als er geen antwoord is."
TYPE_REASON: Final = "Er is nog een reden nodig. Typ die, of: geen reden."
TYPE_ENTRY: Final = "Er staat nog niets op de tijdlijn. Typ een stap, of w als er geen antwoord is."
TIMELINE_READY: Final = "Er staan al stappen op de tijdlijn. Een lege regel: klaar."
NO_QUESTION: Final = "Er is geen vraag {number}. Typ open om te zien wat er nog open is."
NOTHING_FOUND: Final = (
    "Er is geen vraag met die woorden. Was het een antwoord? Zet er dan een punt voor: .zoek en de rest."
)
GO_THERE: Final = "Typ ga en het nummer, of zoek met meer woorden."
ONE_LETTER: Final = "Hier hoort een tekst. Bedoelt u echt die ene letter? Zet er dan een punt voor: .{letter}"
NO_STEP: Final = "Er is geen stap {number} op de tijdlijn."
NO_PREVIOUS: Final = "Dit is de eerste vraag."
OPEN_MANY: Final = "Nog {count} vragen open: {names}. Met ga en het nummer hoort u de vraag."
OPEN_NONE: Final = "Er is niets meer open."
REASON_MISSING: Final = "(reden nog nodig)"
EASY_RESIDENT_ONLY: Final = "Makkelijke woorden zijn er alleen voor het gesprek met de inwoner."
NOTHING_HERE: Final = "Daar is bij deze vraag niets over."
WITH_TEXT: Final = "Typ de tekst erachter, bijvoorbeeld: {command} hier de tekst."
UNDONE: Final = "Teruggenomen: {what}."
REDONE: Final = "Weer teruggezet: {what}."
_WHAT: Final = {
    "answered": "het antwoord op {name}",
    "reason": "de reden bij {name}",
    "remark": "de opmerking bij {name}",
    "note_attached": "de kladnotitie bij {name}",
    "note_added": "een kladnotitie",
    "note_dropped": "het weggooien van een kladnotitie",
    "closing_remark": "wat er bij het slot gezegd werd",
    "entry_removed": "het weghalen van een stap van de tijdlijn",
}


def what_was(kind: str, name: str) -> str:
    """An event by its kind, in words; `name` is that of the question it is about."""
    return _WHAT.get(kind, "een stap van de tijdlijn").format(name=name)


LEAVES: Final = (
    "Dan worden deze beantwoorde vragen niet meer gesteld: {questions}. De antwoorden blijven bewaard."
)
SURE: Final = "Doorgaan? j of n"
LEFT_AS_IT_WAS: Final = "Er is niets veranderd."
NOTE_KEPT: Final = (
    "Bewaard als kladnotitie {number}. Met klad {number} hier zet u hem bij de vraag waar u dan bent."
)
NOTE_PLACED: Final = "De kladnotitie staat nu bij {name}."
NOTE_GONE: Final = "De kladnotitie is weg."
NOTES_NOW: Final = "Andere kladnotities: {count}, opnieuw genummerd vanaf 1."
NOTES_LEFT: Final = "Er staan nog kladnotities bij geen vraag: {count}. Die gaan niet mee."
ONE_TEXT: Final = "Er kwamen {count} regels tegelijk binnen. Samen zijn ze één tekst."
PASSED_OVER: Final = (
    "Er kwam nog een regel mee, voordat de volgende vraag er stond. Die is niet gebruikt: typ hem opnieuw."
)
PASSED_OVER_MORE: Final = (
    "Er kwamen nog {count} regels mee, voordat de volgende vraag er stond. "
    "Die zijn niet gebruikt: typ ze opnieuw."
)
RENUMBERED: Final = "De stappen zijn opnieuw genummerd."
STAND_OPEN: Final = "Nog open: {count}. Kladnotities: {notes}. Stappen op de tijdlijn: {steps}."
STAND_THEME: Final = "{title}: {done} van {total}."
EMPTIED: Final = (
    "Pauze. Het venster is leeg en alles is bewaard. Wat hoger stond, kan bij sommige vensters nog staan."
)
ENTER_GOES_ON: Final = "Enter gaat verder."
WITHDRAWING: Final = (
    "Alles van deze inwoner wordt nu vernietigd: naam, contactgegevens, toestemming en de antwoorden uit alle "
    "gesprekken. Dit kan niet terug."
)
NOT_COMPLETE: Final = "Afronden kan nog niet. Nog open: {questions}."
COMPLETED: Final = "Het gesprek is afgerond."
CLOSED: Final = "Dit gesprek is gesloten. Typ heropen met een reden, of stop."
REOPENED: Final = "Het gesprek is weer open."
DRAFT: Final = (
    "Er staat nog tekst klaar die niet was afgemaakt. Die laat ik hier niet zien. "
    "In het scherm van zet kunt u ermee verder."
)
DRAFT_HERE: Final = (
    "Er staat nog tekst klaar die niet was afgemaakt, bij {where}: {lines}. Die laat ik hier niet zien. "
    "Typ verder om hem af te maken, of weg om hem weg te gooien. Doet u iets anders, dan blijft hij staan."
)
AT_REASON: Final = "de reden van {name}"
AT_CLOSING: Final = "het slot"
GO_ON_WITH, THROW_AWAY = "verder", "weg"
GO_ON: Final = "Typ de volgende regel. Zonder \\ aan het eind is de tekst af. Een lege regel: hij was al af."
DRAFT_GONE: Final = "Die tekst is weg."
STOPPED: Final = "Gestopt. Alles is bewaard. Nog open: {count}."
QUIET: Final = (
    "Het was lang stil. De kluis is dicht en alles is bewaard. Start het gesprek opnieuw om verder te gaan."
)
INTERRUPTED: Final = "Afgebroken. Alles wat bewaard was, is bewaard."
