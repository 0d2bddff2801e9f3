"""Every Dutch sentence of the conversation screen in one place; which one is said when, the screen decides."""

from typing import Final

# -- the header and the rail ------------------------------------------------------------------------------
SAVED: Final = "bewaard"
NOT_SAVED: Final = "niet bewaard"
INTRODUCTION_SHORT: Final = "inleiding"
INTRODUCTION: Final = "Inleiding · lees voor"
CLOSING: Final = "Afsluiting"

# -- the composer -----------------------------------------------------------------------------------------
ENTER_KEEPS: Final = "Enter bewaart · Ctrl+J nieuwe regel"
ENTER_ADDS: Final = "Enter zet erbij · leeg = klaar"
F8_NO_ANSWER: Final = "F8 geen antwoord"
F8_SKIP: Final = "F8 overslaan"
F9_DECLINE: Final = "F9 geen reden gegeven"
EMPTY_REMOVES: Final = "leeg = weghalen"
DRAFT_SAVED: Final = "bewaard als concept"
NOT_SEALED: Final = "Wat u typte, is nog niet bewaard. ZET onthoudt het tot u ZET sluit."
SEALED_LATER: Final = "Wat u typte, kon eerst niet worden bewaard. Nu is het bewaard."
MEANT_O_OR_R: Final = "Bedoelt u o of r? N.v.t. is x."
HERE_YES_OR_NO: Final = "Hier is het j (ja), n (nee) of w (geen antwoord)."
ONE_AT_A_TIME: Final = "Eén toets per vraag. Lees eerst de vraag hierboven."
STILL_SAVING: Final = "Even wachten: het vorige antwoord wordt bewaard."
TYPE_FIRST: Final = "Typ eerst een antwoord. Geen antwoord? F8."
TYPE_REASON_FIRST: Final = "Typ eerst de reden. Geen reden gekregen? F9."
TYPE_ENTRY_FIRST: Final = "Typ eerst een gebeurtenis. Geen antwoord? F8."
INTRO_KEY: Final = "Enter begint met de vragen."

PLACEHOLDER_ANSWER: Final = "Typ hier het antwoord, zoveel mogelijk in eigen woorden"
PLACEHOLDER_REASON: Final = "Kort, zoveel mogelijk in eigen woorden"
PLACEHOLDER_REMARK: Final = "Een opmerking bij deze vraag"
PLACEHOLDER_ENTRY: Final = "bijvoorbeeld: voorjaar 2023 aangemeld bij wijkteam"
PLACEHOLDER_CLOSING: Final = "Wat de persoon zei (mag leeg blijven)"

START: Final = "Lees de inleiding voor en neem de tijd."
START_CHOICE: Final = "beginnen met de vragen"
START_PAGES: Final = "PgUp/PgDn bladert"
TIMELINE: Final = "Tijdlijn"
TIMELINE_ASK: Final = "Wat gebeurde er, en wanneer ongeveer?"
TIMELINE_HELP: Final = "↑ kiest een regel · F7 getekend"
ENTRY_CHOSEN: Final = "Enter wijzigt · Del haalt weg · Esc terug"
ENTRY_EDIT: Final = "U wijzigt een stap · Esc = terug"
NO_DATE: Final = "zonder datum"
UNREAD_DATE: Final = "niet gelezen"
AROUND: Final = "rond"
SINCE: Final = "vanaf"
UNTIL: Final = "tot"
MAYBE: Final = " (?)"
NO_TIMELINE: Final = "Deze vragenlijst heeft geen tijdlijn."
REMARK: Final = "Opmerking"
REMARK_PREFIX: Final = "opmerking: "
REMARK_ASK: Final = (
    "Wat wilt u erbij zetten? Een kleur per organisatie mag ook: wijkteam groen, schuldhulp rood."
)
CLOSING_HEADING: Final = "Afsluiting"
REASON_DECLINED: Final = "geen reden gegeven"
REASON_MISSING: Final = "reden nog nodig"
STILL_OPEN: Final = "nog open"
QUESTIONS: Final = "Vragen"
NVT_REASON: Final = "Waarom past deze vraag niet bij de situatie?"
LETTER_WHILE_CHOSEN: Final = "U kijkt terug. Enter wijzigt dit antwoord, Esc gaat terug naar de open vraag."
DONE: Final = "Alle vragen zijn beantwoord."
DONE_CHOICE: Final = "nakijken en afronden"
DONE_LOOK: Final = "↑ bekijkt eerdere antwoorden"
REOPEN: Final = "heropenen"
BACK_OUT: Final = "uit dit gesprek"
DRAFT_FOUND: Final = "Er staat nog tekst klaar die niet was afgemaakt"
DRAFT_GO_ON: Final = "verder met deze tekst"
DRAFT_THROW: Final = "weggooien"

# -- the answer card --------------------------------------------------------------------------------------
CARD_GOOD: Final = "goed"
CARD_NOT_GOOD: Final = "niet goed"
CARD_HOW_GOOD: Final = "U vond het goed.\nHoe goed?"
CARD_HOW_BAD: Final = "U vond het niet goed.\nHoe erg is dat voor u?"
CARD_UNKNOWN: Final = "weet ik niet"
CARD_SKIP: Final = "sla over"
CARD_PAUSE: Final = "pauze"
CARD_EASY: Final = "in makkelijke woorden (een voorstel, niet uit de handleiding):"
CARD_KEYS: Final = "t in twee stappen · e makkelijke woorden · Esc terug naar het gesprek"
CARD_KEYS_NO_EASY: Final = "t in twee stappen · Esc terug naar het gesprek"
CARD_NO_EASY: Final = "Makkelijke woorden zijn er alleen bij de vragen van ZET aan de inwoner."
CARD_NOT_HERE: Final = "De antwoordkaart is er voor vragen met kleuren of ja en nee."
CARD_NOT_FILE: Final = "De antwoordkaart is er voor een gesprek, niet voor het dossier."
SKIPPED: Final = "{name} is overgeslagen en blijft open."
PAUSE: Final = "Even pauze. Enter gaat verder."

# -- loose notes ------------------------------------------------------------------------------------------
NOTE_HEADING: Final = "Kladnotitie · gaat nooit mee"
NOTE_ASK: Final = "Wat wilt u onthouden?"
NOTE_LATER: Final = "Ctrl+O bekijkt de kladnotities"
NOTE_KEPT: Final = "Genoteerd. Ctrl+O zet de notitie later bij een vraag."
PLACEHOLDER_NOTE: Final = "Een losse notitie, nog bij geen vraag"
NOTES_TITLE: Final = "Kladnotities"
NOTES_NONE: Final = "Er zijn geen kladnotities. Ctrl+N schrijft er een."
NOTES_INTRO: Final = "Een kladnotitie gaat nooit mee in de export. Bij een vraag wordt het een opmerking."
NOTES_KEYS: Final = "Enter kiest er een · Esc terug"
NOTE_DO: Final = "Wat doet u met deze notitie?"
NOTE_DO_KEYS: Final = "↑↓ kiest · Enter doet het · Esc terug"
NOTE_DROP: Final = "weggooien"
NOTE_ELSEWHERE: Final = "bij een andere vraag zetten …"
NOTE_WHERE: Final = "Bij welke vraag?"
NOTE_ATTACHED: Final = "De notitie staat nu bij {name}, als opmerking."
NOTE_DROPPED: Final = "De notitie is weggegooid. Ctrl+Z brengt hem terug."
NOTE_ROW: Final = "kladnotitie"

# -- probing ----------------------------------------------------------------------------------------------
PROBE_TITLE: Final = "Doorvragen"
PROBE_NONE: Final = "Bij deze vraag zijn geen suggesties."
PROBE_NOTE: Final = "Suggesties in onze woorden, niet uit de handleiding. Kies er een, of geen."

# -- the timeline, drawn ----------------------------------------------------------------------------------
DRAWN_TITLE: Final = "Tijdlijn"
DRAWN_KEYS: Final = "Enter wijzigt · Del haalt weg · h hoger, l lager · Esc terug"
DRAWN_LOOK_KEYS: Final = "↑↓ kiest · Esc terug"
DRAWN_UNSURE: Final = "volgorde niet zeker"
DRAWN_LEGEND: Final = "● die dag   ├──┤ ergens in deze tijd   ○ zonder datum"
DRAWN_EMPTY: Final = "Er staat nog niets op de tijdlijn."
DRAWN_WHOLE: Final = "Van de eerste tot de laatste stap: {words}."
DRAWN_DATED: Final = "Deze stap heeft een datum en staat daarom hier. Enter wijzigt de datum."
DRAWN_REMOVED: Final = "Weggehaald. Terug in het gesprek zet Ctrl+Z de stap weer terug."
DRAWN_AT_END: Final = "Deze stap staat al helemaal aan het einde."

# -- deadlines, judged by the timeline --------------------------------------------------------------------
DEADLINE: Final = "Termijn"
DEADLINES: Final = "Termijnen"
DEADLINES_TITLE: Final = "Termijnen, volgens de tijdlijn"
AT_LATEST: Final = "Uiterlijk"
ON_TIMELINE: Final = "Op de tijdlijn staat {title}: {days}."
MISSING_DATES: Final = "Zonder leesbare datum op de tijdlijn: {names}."
TOO_WIDE: Final = "Die dagen zijn te ruim om het te kunnen zeggen."
HALFWAY: Final = "halverwege"
AFTER: Final = "na"
BEFORE: Final = "voor"
DAYS: Final = ("dag", "dagen")
WEEKS: Final = ("week", "weken")
WORKDAYS: Final = ("werkdag", "werkdagen")
LATE_REASON: Final = "Reden: {reason}"
LATE_ROOM: Final = "Later mag met een reden (“{unless}”). Zet die met F6 bij {where}."
DEADLINES_KEY: Final = " · t termijnen"

# -- the transcript ---------------------------------------------------------------------------------------
TRANSCRIPT_TITLE: Final = "Het gesprek, zoals het er zonder namen uitziet"
TRANSCRIPT_INTRO: Final = (
    "Zo staat het er nu voor. Wat zeker een naam of nummer is, is vervangen. "
    "Bij het nalezen kijkt u elke tekst nog één keer na; pas dan gaat hij mee."
)
TRANSCRIPT_READ: Final = "nagelezen"
TRANSCRIPT_UNREAD: Final = "nog na te lezen"
TRANSCRIPT_LEFT_OUT: Final = "(deze tekst gaat niet mee)"
TRANSCRIPT_KEYS: Final = "↑↓ PgUp PgDn bladert · Esc terug"
TRANSCRIPT_NOTHING: Final = "Er zijn nog geen antwoorden."

CLOSURES: Final = {
    "volledig": "Dit gesprek is afgerond.",
    "gestopt": "Dit gesprek is eerder gestopt.",
    "niet_beschikbaar": "Deze bron is niet beschikbaar.",
}
FIELDS: Final = {
    "antwoord": "antwoord",
    "reden": "reden",
    "opmerking": "opmerking",
    "tijdlijn": "tijdlijn",
    "slot": "afsluiting",
    "klad": "kladnotitie",
}

# -- messages after something happened --------------------------------------------------------------------
UNDONE: Final = "Ongedaan gemaakt{where}. Ctrl+Y zet het terug."
REDONE: Final = "Teruggezet{where}."
NO_TERM: Final = "Bij deze vraag is geen begrip vastgelegd."
NO_MEANING: Final = "Het team heeft hier nog geen betekenis voor opgeschreven."
DOSSIER_IS_HERE: Final = "U bent al in het dossier."
DOSSIER_NOTHING: Final = "Over dit onderwerp staat nog niets uit het dossier in ZET."
NO_ROW: Final = "Bij deze vraag hoort geen onderwerp uit het dossier."
TEXT_STANDS: Final = "Er staat nog tekst. Enter bewaart die. Maak het veld leeg als u dit toch wilt."
NOT_TEXT_HERE: Final = "F8 is voor open vragen en de tijdlijn. Hier is het w."
NOT_REASON_HERE: Final = "F9 is voor een reden. Die wordt nu niet gevraagd."
REMARK_FIRST: Final = "Bewaar eerst deze tekst met Enter, of ga terug met Esc."
CLOSED_FIRST: Final = "Dit gesprek is gesloten. Heropen het eerst met h."
NOT_ASKED: Final = "Deze vraag wordt nu niet gesteld."

# -- dialogs ----------------------------------------------------------------------------------------------
OK: Final = "Esc of Enter sluit"
OK_LONG: Final = "↑↓ PgUp PgDn bladert · Esc of Enter sluit"
HELP_TITLE: Final = "Hulp bij het gesprek"
HELP_CARD: Final = "Op de antwoordkaart"
HELP_CARD_KEYS: Final = (
    "  de letters van de antwoorden, of ←→ en Enter\n"
    "  w weet ik niet · s sla over · p pauze\n"
    "  t in twee stappen · Esc terug\n"
    "  e in makkelijke woorden (alleen bij de inwoner)"
)
HELP_SYMBOLS: Final = "De tekens"
GO_TO: Final = "Ga naar vraag"
GO_TO_FIELD: Final = "nummer of woord"
GO_TO_KEYS: Final = "Enter gaat erheen · ↑↓ kiest · Esc terug"
GO_TO_NOTHING: Final = "Geen vraag gevonden."
OPEN_TITLE: Final = "Nog open"
OPEN_NONE: Final = "Er staat niets meer open."
FINISH_TITLE: Final = "Afronden"
FINISH_READY: Final = "Alles is beantwoord. Na het afronden kunt u het gesprek nog heropenen, met een reden."
FINISH_WITHOUT_NOTES: Final = "afronden zonder deze notities"
FINISH_KEYS: Final = "Enter brengt u erheen · Esc terug"
FINISH_YES: Final = "afronden"
FINISH_NO: Final = "terug naar het gesprek"
MEANING_TITLE: Final = "Begrip"
NOTE: Final = "NB bij de vraag"
FOOTNOTE: Final = "Voetnoot bij de vraag"
URGENT_TITLE: Final = "Iemand is nú onveilig"
URGENT_ALWAYS: Final = "Direct gevaar: bel 112.\nVeilig Thuis: 0800-2000, gratis, dag en nacht."
URGENT_OWN: Final = "Afspraak van uw team:"
URGENT_NOTE: Final = "Het gesprek is bewaard. U kunt het op elk moment laten liggen."
DOSSIER_TITLE: Final = "Wat zei het dossier?"
CHANGE_TITLE: Final = "Deze wijziging haalt antwoorden weg uit het gesprek"
CHANGE_INTRO: Final = "Deze vragen worden dan niet meer gesteld:"
UNDO_TITLE: Final = "Dit haalt ook andere antwoorden uit het gesprek"
UNDO_YES: Final = "ongedaan maken"
REDO_YES: Final = "terugzetten"
REMOVE_YES: Final = "weghalen"
CHANGE_KEPT: Final = "De antwoorden blijven bewaard. Wijzigt u terug, dan zijn ze er weer."
CHANGE_YES: Final = "wijzigen"
CHANGE_NO: Final = "laten zoals het was"
STOP_TITLE: Final = "Pauze of stoppen"
STOP_NOT_WITHDRAW: Final = (
    "Stoppen is niet hetzelfde als intrekken. Bij stoppen blijven de antwoorden meetellen. "
    "Bij intrekken wordt alles van deze persoon vernietigd."
)
STOPS: Final = {
    "pause": "Pauze: uit dit gesprek, later verder",
    "stop": "Stoppen: dit gesprek eindigt hier, de antwoorden blijven",
    "unavailable": "Niet beschikbaar: deze bron kan niet",
    "withdraw": "Intrekken: de inwoner trekt de toestemming in",
}
STOP_KEYS: Final = "↑↓ kiest · Enter gaat verder · Esc terug"
WHY_STOP: Final = "Waarom stopt het gesprek hier?"
WHY_UNAVAILABLE: Final = "Waarom is deze bron niet beschikbaar?"
WHY_REOPEN: Final = "Waarom opent u dit gesprek opnieuw?"
WHY_KEYS: Final = "Enter bewaart · Esc terug"
WHY_EMPTY: Final = "Typ eerst kort de reden."


def editing(name: str) -> str:
    """The line above the composer while an earlier answer is changed."""
    return f"U wijzigt {name} · Esc = terug"


def looking_at(name: str) -> str:
    """What can be done with a chosen answer."""
    return f"U bekijkt {name} · Enter wijzigt · F6 opmerking · Esc terug"


def reason_question(label: str, *, is_file: bool) -> str:
    """The question for the reason behind oranje or rood, fitting the questionnaire's own label.

    The interviews rate with "ontevreden" and "heel ontevreden", the file with "mager" and "afwezig" (handbook,
    "Invullen van het format"); another instrument's label is quoted.
    """
    if is_file:
        return f"In het dossier is dit {label}. Wat mist u?"
    if "tevreden" in label:
        return f"Wat is de belangrijkste reden dat u {label} bent?"
    return f"Wat is de belangrijkste reden voor ‘{label}’?"


def open_count(count: int) -> str:
    """How many questions are open."""
    return f"{count} open" if count else "niets open"


def minutes(count: int) -> str:
    return f"{count} min"


def steps(count: int) -> str:
    """How long the timeline is."""
    return "tijdlijn: 1 stap" if count == 1 else f"tijdlijn: {count} stappen"


def notes(count: int) -> str:
    """How many loose notes wait for a question."""
    return "1 kladnotitie" if count == 1 else f"{count} kladnotities"


def not_asked(count: int) -> str:
    """Said before closing: what the route passed by."""
    if count == 1:
        return "1 vraag is niet gesteld, door een eerder antwoord."
    return f"{count} vragen zijn niet gesteld, door een eerder antwoord."


def notes_left(count: int) -> str:
    """Said before closing: a loose note never leaves."""
    if count == 1:
        return "1 kladnotitie staat nog bij geen vraag en gaat niet mee."
    return f"{count} kladnotities staan nog bij geen vraag en gaan niet mee."


def reasons_needed(count: int) -> str:
    return "1 reden nodig" if count == 1 else f"{count} redenen nodig"


def missing(open_: int, reasons: int) -> str:
    """What completing waits for, in one sentence."""
    parts = []
    if open_:
        parts.append("1 vraag is nog open" if open_ == 1 else f"{open_} vragen zijn nog open")
    if reasons:
        parts.append("bij 1 vraag mist de reden" if reasons == 1 else f"bij {reasons} vragen mist de reden")
    sentence = " en ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def shortened(left_out: int) -> str:
    """Says how much of a long text is not shown; a Dutch thousands point."""
    return f"… nog {left_out:,} tekens".replace(",", ".")
