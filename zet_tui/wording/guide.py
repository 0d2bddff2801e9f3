"""The tour of a minute for somebody who never saw ZET: what the road is, what is safe, which keys, practise first."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf: its title, a passage, and lines of a key or a number with what belongs to it."""

    title: str
    words: str
    lines: tuple[tuple[str, str], ...] = ()
    after: str = ""


PRACTISE_LINE: Final = "Druk op d om nu te oefenen."
LEAVES: Final = (
    Leaf(
        "Welkom bij ZET",
        "Met ZET vraagt uw team aan inwoners en professionals hoe de hulp is gegaan. Daar leert de gemeente van. "
        "Dat gaat in vijf stappen:",
        (
            ("1", "Voorbereiden   uw team en de afspraken"),
            ("2", "Casussen       de brief en de toestemming van de inwoner"),
            ("3", "Gesprekken     het dossier, de inwoner en de professional"),
            ("4", "Nalezen        namen uit de teksten halen"),
            ("5", "Afronden       de uitkomst bewaren en de rest vernietigen"),
        ),
        "U hoeft dit niet te onthouden. Het overzicht zegt steeds wat nu verstandig is, en met Enter doet u dat.",
    ),
    Leaf(
        "Wat veilig is",
        "Alles staat in een kluis op deze laptop, op slot met uw wachtwoord. Er gaat niets naar internet.",
        (
            ("·", "Elk antwoord is bewaard voordat de volgende vraag komt."),
            ("·", "Valt de laptop uit? U gaat verder waar u was, midden in een zin."),
            ("·", "Zonder toestemming begint geen gesprek. Intrekken mag altijd."),
            ("·", "Schrijf het wachtwoord op: zonder kan niemand in de kluis."),
        ),
        "Een toets te veel? In een gesprek neemt Ctrl+Z het laatste terug. Wat niet terug kan, vraagt ZET eerst.",
    ),
    Leaf(
        "Zes toetsen zijn genoeg",
        "U hebt geen muis nodig. Onderaan het scherm staat wat u kunt doen.",
        (
            ("Enter", "verder"),
            ("Esc", "een stap terug"),
            ("F1", "hulp bij dit scherm"),
            ("Ctrl+P", "alles wat hier kan, op naam. Ook deze rondleiding"),
            ("Ctrl+L", "het slot erop, bijvoorbeeld als u even wegloopt"),
            ("Ctrl+Q", "ZET sluiten. Alles is dan bewaard"),
        ),
    ),
    Leaf(
        "Eerst oefenen",
        "Oefenen kan met verzonnen mensen. U kunt niets stukmaken: als u afsluit, is alles weer weg.",
        (
            ("·", "Rond eens een gesprek af, en probeer de antwoordkaart (F5)."),
            ("·", "Doe het ook een keer samen, voordat u bij een inwoner zit."),
        ),
        PRACTISE_LINE,
    ),
)
PRACTISE_LATER: Final = "Oefenen begint u met de opdracht zet demo, als deze kluis dicht is."
PRACTISING: Final = "U bent nu aan het oefenen."
WHERE: Final = "{at} van {of}"
DEMO_NOTICE: Final = "Verzonnen mensen: na afsluiten is alles weg. Rondleiding: Ctrl+P."
