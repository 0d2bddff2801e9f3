"""Invented people and invented words for `zet demo`; nobody here exists."""

from typing import Final

MUNICIPALITY: Final = "Oosterdam"
TEAM: Final = ("Anouk de Wit", "Bas Verhoeven")
PROFESSIONAL_TEAM: Final = "wijkteam De Schakel"

# name, contact, professional
RESIDENTS: Final = (
    ("Fatima El Amrani", "bel na vier uur, 06 12345678", "Karin Postma"),
    ("Henk van der Laan", "per brief, Lindelaan 12", "Youssef Bakker"),
    ("Sanne Kowalska", "s.kowalska@voorbeeld.nl", "Karin Postma"),
)

ENTRIES: Final = (
    ("voorjaar 2024", "huisarts maakt zich zorgen en belt de gemeente"),
    ("begin juni 2024", "aangemeld bij het wijkteam"),
    ("zes weken later", "eerste gesprek thuis"),
    ("oktober 2024", "begeleiding gestart"),
)

# {inwoner} and {professional} are the first names of the case.
REASONS: Final = (
    "Er was al besloten dat het begeleiding thuis zou worden. Er is niet echt geluisterd.",
    "Drie maanden niemand gesproken en daarna steeds een ander aan de lijn.",
    "{professional} van De Brug belde nooit terug.",
    "Het plan lag klaar voordat er gevraagd was wat nodig was.",
    "Niemand heeft gevraagd naar de schulden.",
    "De buurvrouw helpt al jaren, daar is niet naar gekeken.",
    "Moest haar verhaal vijf keer opnieuw vertellen.",
    "{inwoner} wist niet wie ze moest bellen: 06 12345678 stond nergens.",
    "In het dossier staat alleen 'besproken', niet wat er is afgesproken.",
    "De brief van de gemeente was te moeilijk.",
    "School en wijkteam wisten niet van elkaar wat zij deden.",
    "Op 12 maart 2024 is er iets afgesproken waar niemand meer iets van weet.",
)

REMARKS: Final = (
    "De eerste keer bellen ging heel vlot.",
    "Vond de medewerker erg vriendelijk.",
    "Dit was fijn geregeld met de huisarts.",
)

NOT_APPLICABLE: Final = (
    "Er is geen andere hulp.",
    "Er zijn geen kinderen in het gezin.",
    "De hulp is nooit veranderd.",
)

OPEN_ANSWERS: Final = (
    "Eerder naast elkaar gaan zitten met iedereen erbij.",
    "Dat er één iemand is die je kunt bellen. Dat had maanden gescheeld.",
    "Nee, alles is besproken.",
    "Meer tijd in het begin, dan was het plan meteen goed geweest.",
)
