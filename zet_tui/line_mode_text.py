"""Every Dutch sentence of a conversation in plain lines; which one is said when, `line_mode` decides."""

from typing import Final

START: Final = (
    "Gesprek in regels: {title}.",
    "Let op: wat hier staat, blijft in dit venster staan, ook als u klaar bent.",
    "ZET laat geen eerdere antwoorden en geen namen zien. Wat u zelf typt, staat er wel.",
    "Sluit na afloop dit venster. Uw antwoorden staan versleuteld in de kluis.",
    "Typ ? voor hulp. Typ stop om te stoppen. Elk antwoord wordt meteen bewaard.",
)
HELP: Final = (
    "Antwoorden bij een kleurvraag: g groen, m mint, o oranje, r rood, x niet van toepassing, w geen antwoord.",
    "Antwoorden bij een ja-neevraag: j, n of w. Bij een open vraag typt u de tekst, of w.",
    "Bij de vraag naar een reden: typ de reden, of: geen reden.",
    "Past een tekst niet op één regel? Eindig de regel met \\ en typ verder. Elke regel wordt meteen bewaard.",
    "Opdrachten, elk op een eigen regel:",
    "  herhaal           de vraag nog een keer",
    "  terug             naar de vorige vraag",
    "  ga 12             naar vraag 12",
    "  open              welke vragen nog open zijn",
    "  overslaan         naar de volgende vraag; deze blijft open",
    "  ongedaan          het laatste terugnemen",
    "  opnieuw           toch weer wel",
    "  begrip            wat een woord in de vraag betekent",
    "  doorvragen        suggesties om door te vragen",
    "  makkelijk         de vraag in makkelijke woorden",
    "  opmerking TEKST   een opmerking bij deze vraag",
    "  klad TEKST        een losse notitie, die nooit mee gaat",
    "  tijdlijn          naar de tijdlijn",
    "  onveilig          wie u belt als iemand nú onveilig is",
    "  afronden          het gesprek afronden",
    "  beëindig REDEN    het gesprek eerder beëindigen",
    "  heropen REDEN     een gesloten gesprek weer openen",
    "  stop              stoppen en later verder; alles is bewaard",
    "Is uw antwoord zelf zo'n woord? Zet er dan een punt voor: .stop",
)
INTRODUCTION: Final = "Inleiding, om voor te lezen:"
BEGIN: Final = "Enter begint met de vragen."
ASK_RATING: Final = "g, m, o, r, x of w?"
ASK_YES_NO: Final = "j, n of w?"
ASK_TEXT: Final = "Typ het antwoord, of w als er geen antwoord is."
ASK_TIMELINE: Final = "Typ één stap per regel, met wanneer het ongeveer was. Een lege regel: klaar."
ASK_REASON_REST: Final = "Typ de reden, of: geen reden."
ASK_DONE: Final = "Alle vragen zijn beantwoord. Typ afronden, of stop om later verder te gaan."
ASK_CLOSING: Final = "Typ wat de persoon zei. Een lege regel slaat dit over."
HAS_ANSWER: Final = "Deze vraag heeft al een antwoord. Een nieuw antwoord komt ervoor in de plaats."
SAVED: Final = "Bewaard."
SAVED_WITH_DATE: Final = "Bewaard. De datum is gelezen als: {reading}."
SAVED_WITHOUT_DATE: Final = "Bewaard. Er is geen datum in gelezen."
NOT_A_RATING: Final = "Dat is geen antwoord op deze vraag. Typ g, m, o, r, x of w, of ? voor hulp."
NOT_YES_NO: Final = "Dat is geen antwoord op deze vraag. Typ j, n of w, of ? voor hulp."
TYPE_TEXT: Final = "Er staat nog niets. Typ een antwoord, of w als er geen antwoord is."
TYPE_REASON: Final = "Er is nog een reden nodig. Typ die, of: geen reden."
TYPE_ENTRY: Final = "Er staat nog niets op de tijdlijn. Typ een stap, of w als er geen antwoord is."
TIMELINE_READY: Final = "Er staan al stappen op de tijdlijn. Een lege regel: klaar."
NO_QUESTION: Final = "Er is geen vraag {number}. Typ open om te zien wat er nog open is."
NO_PREVIOUS: Final = "Dit is de eerste vraag."
OPEN_NONE: Final = "Er is niets meer open."
REASON_MISSING: Final = "(reden nog nodig)"
EASY_RESIDENT_ONLY: Final = "Makkelijke woorden zijn er alleen voor het gesprek met de inwoner."
NOTHING_HERE: Final = "Daar is bij deze vraag niets over."
WITH_TEXT: Final = "Typ de tekst erachter, bijvoorbeeld: {command} hier de tekst."
UNDONE: Final = "Teruggenomen."
REDONE: Final = "Weer teruggezet."
LEAVES: Final = (
    "Dan worden deze beantwoorde vragen niet meer gesteld: {questions}. De antwoorden blijven bewaard."
)
SURE: Final = "Doorgaan? j of n"
LEFT_AS_IT_WAS: Final = "Er is niets veranderd."
NOTES_LEFT: Final = "Er staan nog kladnotities bij geen vraag: {count}. Die gaan niet mee."
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
