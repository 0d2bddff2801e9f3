"""The sentences of errors that need no more than a table; `error_sentences` chooses among them."""

from collections.abc import Mapping
from typing import Final

RESTART: Final = "Sluit ZET en start opnieuw. Wat als bewaard op het scherm stond, is bewaard."
ASK: Final = (
    "Laat de map zoals hij is en vraag uw beheerder om hulp. Lukt het niet, begin dan een nieuwe kluis."
)

MISSING: Final[Mapping[str, str]] = {
    "vault.key": (
        "Het sleutelbestand vault.key ontbreekt in de map van de kluis. Zet het terug: zonder dat bestand gaat de "
        f"kluis niet open. {ASK}"
    ),
    "vault.db": f"Het gegevensbestand vault.db ontbreekt in de map van de kluis. Zet het terug. {ASK}",
}
"""What is said of one of the vault's two files that is not there."""

PLAIN: Final[Mapping[str, str]] = {
    # storage.vault
    "VaultError": f"De kluis kan dit nu niet doen. {RESTART}",
    "WrongPassphrase": "Dit wachtwoord past niet op deze kluis. Let op hoofdletters en spaties, en typ het opnieuw.",
    "KeyFileDamaged": (
        f"Het sleutelbestand van de kluis is beschadigd. Zonder dat bestand gaat de kluis niet open. {ASK}"
    ),
    "DatabaseDamaged": f"Het gegevensbestand van de kluis is beschadigd. ZET verandert er niets aan. {ASK}",
    "KeysDoNotMatch": (
        "Het sleutelbestand en het gegevensbestand horen niet bij elkaar: een van de twee is een oudere kopie. "
        "ZET verandert niets. Zet de twee bestanden terug die bij elkaar horen."
    ),
    "FormatTooNew": (
        "Deze kluis is gemaakt met een nieuwere versie van ZET. Installeer die versie en probeer het opnieuw."
    ),
    "RecordDamaged": (
        "Een deel van de kluis is beschadigd of veranderd buiten ZET om. ZET laat het staan en toont het niet. "
        "Draai ‘zet kluis controleer’ om te zien wat er mis is."
    ),
    "VaultInUse": "De kluis is al open in een ander venster. Sluit dat eerst.",
    "VaultMissing": "In deze map staat geen kluis, of er ontbreekt een bestand. Kijk de map na.",
    "FolderNotEmpty": "In deze map staan al bestanden. Kies een lege of een nieuwe map.",
    "FolderNotOurs": (
        "Naast deze map staat al iets met dezelfde naam en ‘.new’ erachter. Dat is niet van ZET, dus het blijft staan. "
        "Geef het een andere naam, of kies een andere map voor de kluis."
    ),
    "FolderReadOnly": (
        "ZET mag in deze map niet schrijven. Misschien houdt een ander programma er even een bestand vast, zoals een "
        "virusscanner: probeer het opnieuw. Blijft het zo, kies een andere map, of vraag uw beheerder om "
        "schrijfrechten."
    ),
    "DiskFull": "De schijf is vol. Maak ruimte vrij en probeer het opnieuw. Wat eerder bewaard was, is bewaard.",
    "DiskFailed": (
        "De schijf meldt een fout. Wat eerder bewaard was, is bewaard. "
        "Controleer de schijf en start ZET opnieuw."
    ),
    "KdfRefused": (
        "Het sleutelbestand vraagt om een beveiliging die ZET niet toelaat. Het is veranderd of beschadigd. "
        f"{ASK}"
    ),
    "NotUnlocked": "De kluis is op slot. Ontgrendel hem eerst.",
    "VaultClosed": "De kluis is op slot. Ontgrendel hem eerst.",
    "MustReopen": f"Een schrijfactie is halverwege gestopt. {RESTART}",
    "UnknownCompartment": "Deze gegevens staan niet meer in de kluis. Ga terug naar het overzicht.",
    "TransactionAbandoned": (
        "Dit kon niet helemaal worden bewaard, en daarom is er niets van bewaard. Probeer het opnieuw."
    ),
    "InTransaction": f"Dit kan nu niet, omdat er nog iets wordt bewaard. {RESTART}",
    "RefoundPending": "Het vernietigen is nog niet klaar. Ontgrendel met het nieuwe wachtwoord, dan maakt ZET het af.",
    "NotDestroyed": (
        "Bij het nakijken bleek niet alles vernietigd. Start ZET opnieuw, dan probeert het programma het nog eens. "
        "Blijft deze melding komen, vraag dan uw beheerder."
    ),
    "ExportChanged": (
        "Het Analysebestand is weg of veranderd. Er is niets vernietigd. Laat het staan en probeer het opnieuw."
    ),
    "RecoveryRefused": (
        "Deze code opent deze kluis niet. Een herstelblad geldt tot er een nieuw wachtwoord komt. "
        "Kijk of dit het laatste blad is, en of het bij deze kluis hoort."
    ),
    "SealBroken": "Een deel van de kluis gaat niet open. Draai ‘zet kluis controleer’ om te zien wat er mis is.",
    # storage.cases
    "RegisterError": "Dit kan nu niet bij deze casus. Ga terug naar het overzicht.",
    "UnknownCase": "Deze casus bestaat niet meer. Ga terug naar het overzicht.",
    "NoEvaluation": "Er is nog geen evaluatie. Vul die eerst in.",
    "EvaluationExists": "In deze kluis loopt al een evaluatie. Rond die eerst af, of maak een nieuwe kluis.",
    "ScopeFixed": "De bronnen en thema's staan vast, omdat er al een gesprek is begonnen.",
    "NotInTeam": "Deze naam hoort niet bij het team. Kies een teamlid, of voeg deze collega toe bij Voorbereiden.",
    "NobodyAtLaptop": "Het is nog niet bekend wie achter de laptop zit. Doe het slot erop en ontgrendel opnieuw.",
    "ConsentOnRecord": (
        "Voor deze casus is toestemming vastgelegd. "
        "Kies ‘toestemming intrekken’ als de inwoner niet meer wil."
    ),
    "InstrumentChanged": (
        "Dit gesprek is begonnen met een andere vragenlijst dan nu in de kluis staat. Vraag uw beheerder."
    ),
    "EmptyWording": "Er staat geen tekst meer. Typ wat er mag staan, of kies w om de tekst weg te laten.",
    "DeduceFailed": "De extra naamzoeker (deduce) doet het niet. U kunt zonder die hulp verder met nalezen.",
    # storage.export and storage.destroy
    "ExportError": "Het bestand kon niet worden gemaakt. Kies een andere map.",
    "DestinationExists": "In deze map staat al een bestand met deze naam. Kies een andere map; ZET overschrijft niets.",
    "DestinationFull": "De schijf van deze map is vol. Maak ruimte, of kies een andere map. Er is niets vernietigd.",
    "DestinationReadOnly": "In deze map mag ZET niet schrijven. Kies een andere map. Er is niets vernietigd.",
    "DestinationMissing": "Deze map bestaat niet (meer). Kies een andere map. Er is niets vernietigd.",
    "DestinationFailed": "De schijf van deze map gaf een fout. Kies een andere map. Er is niets vernietigd.",
    "PassphraseNotNew": (
        "Dit is het wachtwoord van nu. Daarmee gaan oude kopieën van de kluis open. "
        "Kies een ander wachtwoord. Er is niets vernietigd."
    ),
    "DestinationInVault": "Kies een andere map dan die van de kluis: die map wordt vernietigd.",
    "ReadBackDiffers": (
        "Het bestand dat ZET teruglas, is niet gelijk aan wat u had goedgekeurd. "
        "Er is niets vernietigd. Probeer het opnieuw in een andere map."
    ),
    "TooManyCases": "In één werkboek passen niet zoveel casussen. Maak twee evaluaties.",
    "WorkbookUnreadable": "Dit bestand is geen Analysebestand van ZET, of het is beschadigd. Kies een ander bestand.",
    # storage.transfer
    "TransferError": "Het overdragen is niet gelukt. Er is niets veranderd.",
    "KeyUnreadable": (
        "Dit is geen sleutel van ZET, of hij is onderweg beschadigd. "
        "Vraag uw collega om een nieuwe: ‘zet ontvangen --sleutel’."
    ),
    "FileUnreadable": (
        "Dit bestand is niet van ZET, of het is onderweg beschadigd. Er is niets veranderd. "
        "Vraag uw collega om het opnieuw te sturen."
    ),
    "TransferTooNew": (
        "Dit bestand is gemaakt met een nieuwere versie van ZET. Installeer die versie en probeer het opnieuw."
    ),
    "NotForThisVault": (
        "Dit bestand is niet voor deze laptop gemaakt, of het is al een keer ontvangen. Er is niets veranderd. "
        "Maak een nieuwe sleutel en stuur die naar uw collega."
    ),
    "TransferAltered": (
        "Dit bestand is onderweg veranderd. ZET neemt er niets van over. Vraag uw collega om het opnieuw te sturen."
    ),
    "WordsDiffer": (
        "De zes woorden zijn niet gelijk. Er is niets veranderd. "
        "Bel uw collega: misschien is het bestand verwisseld."
    ),
    "OtherEvaluation": (
        "Deze casus hoort bij een andere evaluatie dan die in deze kluis. Gebruik voor elke evaluatie een eigen kluis."
    ),
    "CaseWithdrawn": (
        "De inwoner heeft de toestemming ingetrokken. Deze casus wordt niet meer opgenomen. Verwijder het bestand."
    ),
    "UnknownTransfer": (
        "Dit bericht gaat over een casus die niet via deze kluis is overgedragen. Er is niets veranderd."
    ),
    "DestroyError": "Het vernietigen is niet begonnen. Er is niets veranderd.",
    "NotReady": "Er zijn nog teksten te lezen of casussen af te maken. Er is niets vernietigd.",
    "NamesLeft": (
        "In het Analysebestand staat nog iets dat op een naam of nummer lijkt. Er is niets vernietigd. "
        "Pas de tekst aan bij Nalezen, of geef aan dat het geen persoon is."
    ),
    "TooFewCases": (
        "Voor het Sessiebestand zijn minstens drie casussen nodig. Met minder is te zien om wie het gaat."
    ),
    "SessionTooLate": ("Met deze begintijd is de sessie pas na middernacht klaar. Kies een eerdere tijd."),
    "AlreadyReduced": "Van deze ronde zijn alleen de gemiddelden nog bewaard. Er is niets veranderd.",
    "RoundUnknown": "Deze ronde staat niet (meer) in de kluis. Open de analyse opnieuw.",
    # flows
    "ThresholdOutOfRange": "De drempel ligt tussen 3 en 10 casussen. Kies een getal daartussen.",
    "InterviewError": "Dit kan nu niet in dit gesprek.",
    "InterviewClosed": "Dit gesprek is afgesloten. Heropen het eerst, met een reden.",
    "NothingToUndo": "Er is niets om ongedaan te maken.",
    "UnknownEventVersion": "Deze kluis bevat gegevens van een nieuwere versie van ZET. Installeer die versie.",
    "NothingToFollowUp": "Er zijn nog geen verbeteracties bij een criterium, dus er is niets om opnieuw te vragen.",
    "UnknownTick": "Dit punt volgt uit uw afspraken, of de naam hoort niet bij het team. Kijk het na bij Voorbereiden.",
    "Impossible": "Deze datum kan ik niet lezen. Ik bewaar hem zoals u hem typte.",
    "UnknownQuestion": "Deze vraag staat niet in de vragenlijst.",
}

LOCATIONS: Final[Mapping[str, str]] = {
    reason: (
        f"{where} ZET maakt hier geen kluis: kopieën zouden blijven bestaan nadat u de gegevens hebt vernietigd. "
        "Kies een map op deze laptop zelf."
    )
    for reason, where in {
        "onedrive": "Deze map wordt gekopieerd naar OneDrive.",
        "dropbox": "Deze map wordt gekopieerd naar Dropbox.",
        "google_drive": "Deze map wordt gekopieerd naar Google Drive.",
        "icloud": "Deze map wordt gekopieerd naar iCloud.",
        "other_sync": "Deze map wordt gekopieerd naar een andere plek.",
        "network": "Deze map staat op het netwerk.",
    }.items()
}

ROOT_DAMAGED: Final = (
    "De inhoudsopgave van de kluis is beschadigd. ZET verandert niets. Wat heel is, is nog te lezen: laat uw beheerder "
    "‘zet kluis controleer’ draaien."
)
WEAK: Final[Mapping[str, str]] = {
    "too_short": (
        "Dit wachtwoord is te kort. "
        "Neem minstens 12 tekens, liefst vier losse woorden, of de zes woorden die ZET voorstelt."
    ),
    "few_characters": "Dit wachtwoord herhaalt steeds dezelfde tekens. Neem losse woorden, of de zes woorden van ZET.",
    "row": "Dit wachtwoord is een rijtje dat snel te raden is. Neem losse woorden, of de zes woorden van ZET.",
    "date": "Dit wachtwoord is een datum. Neem losse woorden, of de zes woorden van ZET.",
    "one_word": "Dit wachtwoord is te makkelijk te raden. Neem losse woorden, of de zes woorden van ZET.",
    "known": (
        "Hierin staat een wachtwoord dat veel mensen kiezen. "
        "Neem vier losse woorden die niets met elkaar te maken hebben, of de zes woorden van ZET."
    ),
    "name": "Dit bestaat vooral uit namen. Die zijn snel te raden. Neem losse woorden, of de zes woorden van ZET.",
    "repeated": "Dit wachtwoord herhaalt zichzelf. Neem vier verschillende woorden, of de zes woorden van ZET.",
    "guessable": (
        "Dit wachtwoord is nog te raden. Maak het langer: minstens vier losse woorden die niets met elkaar te maken "
        "hebben, of de zes woorden van ZET."
    ),
}

ENTRY_FIELDS: Final[Mapping[str, str]] = {
    "name": "naam van de inwoner",
    "contact": "hoe u de inwoner bereikt",
    "professional": "professional",
    "organisation": "organisatie",
    "municipality": "gemeente",
    "interviewer": "wie met de inwoner praat",
    "viewers": "wie de gegevens mogen inzien",
    "processor": "wie de antwoorden verwerkt",
    "controller": "wie verantwoordelijk is",
    "fg_name": "naam van de FG",
    "fg_phone": "telefoon van de FG",
    "fg_email": "e-mail van de FG",
    "return_name": "aan wie de brief teruggaat",
    "return_address": "adres voor de getekende brief",
    "sender": "wie namens de gemeente tekent",
    "feedback_term": "hoe lang een naam bewaard blijft voor de uitkomst",
}

PLANS: Final[Mapping[str, str]] = {
    "no_cases": "Voor een planning is minstens één casus nodig.",
    "no_hours": "Met dit aantal uren per week is geen planning te maken. Vul meer uren in.",
    "date_out_of_reach": "Deze datum ligt te ver weg voor een planning. Kies een datum dichterbij.",
}

CODES: Final[Mapping[str, str]] = {
    "team_too_small": "Een team bestaat uit minstens twee mensen. Vul nog een naam in.",
    "names_double": "Twee teamleden hebben dezelfde naam. Geef ze elk een eigen naam.",
    "line_too_long": "Een van de gegevens is te lang voor de brief. Maak die korter.",
    "name_too_long": "Een naam in het team is te lang voor de brief. Maak die korter.",
    "no_sources": "Kies minstens één bron.",
    "no_themes": "Kies minstens één thema.",
    "no_criteria": "Kies minstens één criterium dat bij een gekozen thema hoort.",
    "off_route": "Deze vraag wordt nu niet gesteld, door een eerder antwoord.",
    "value_not_allowed": "Dit antwoord past niet bij deze vraag.",
    "empty_text": "Er staat nog niets. Typ een antwoord, of kies w als er geen antwoord is.",
    "no_entries": "De tijdlijn is nog leeg. Vul minstens één gebeurtenis in, of kies w als er geen antwoord is.",
    "empty_reason": "Er staat nog geen reden. Typ die, of kies F9 als er geen reden is gegeven.",
    "no_reason_needed": "Bij dit antwoord hoort geen reden. Gebruik een opmerking.",
    "empty_entry": "Er staat nog niets bij deze gebeurtenis. Typ wat er gebeurde.",
    "unknown_entry": "Deze gebeurtenis staat niet meer in de tijdlijn.",
    "unknown_note": "Deze kladnotitie is er niet meer.",
    "not_closed": "Dit gesprek is nog niet afgesloten.",
}
