"""The words around the letter with the outcome; what stands in the letter is `flows.outcome`'s."""

from collections.abc import Mapping
from typing import Final

POINTS: Final[Mapping[str, str]] = {
    "well": "Wat gaat goed",
    "better": "Wat kan beter",
    "actions": "Wat we gaan doen",
}
FIELDS: Final[Mapping[str, str]] = {
    "municipality": "Gemeente",
    "contact": "Bij wie met een vraag",
    "sender": "Wie de brief tekent",
}
FAULTS: Final[Mapping[str, str]] = {
    "empty": "Vul dit in.",
    "too_many": "Dit zijn te veel punten voor een brief. Kies er hooguit acht.",
    "too_long": "Dit is te lang. Maak het korter.",
}
INTRODUCTION: Final = (
    "Schrijf kort, en over alle casussen samen: geen namen, geen voorbeelden waarin iemand zichzelf of een ander "
    "herkent. De tekst om uw punten heen is nog niet met ervaringsdeskundigen getoetst."
)
NO_SHEET: Final = "Dit bestand bestaat niet. Het is het ingevulde werkblad van zet sessie."
TAKEN: Final = "{found} in het werkblad. Maak de zinnen kort en makkelijk."
SENT: Final = (
    "Geef de brief of vertel het zelf. Kies daarna de naam op de lijst en druk op Enter: dan wordt die vernietigd. "
    "Het bestand kan ZET niet vernietigen."
)


def incomplete(faults: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """A line per fault, with the field before it."""
    labels = {**POINTS, **FIELDS}
    return tuple(f"{labels[field]}: {FAULTS[code][:1].lower()}{FAULTS[code][1:]}" for field, code in faults)


def named(places: tuple[str, ...]) -> str:
    """A name or number of a person stands in these fields."""
    where = ", ".join(POINTS[place].lower() for place in places)
    return (
        f"Hier staat een naam van iemand op de lijst, of een nummer of adres: {where}. "
        "De brief gaat over alle casussen samen. Schrijf het zonder namen."
    )


def repeated(places: tuple[str, ...]) -> tuple[str, ...]:
    """How these fields are called; a place that is no field stays as it is."""
    return tuple(POINTS[place].lower() if place in POINTS else place for place in places)
