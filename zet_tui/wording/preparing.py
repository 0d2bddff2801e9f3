"""The words of the preparation's own list and of a selection of cases."""

from collections.abc import Mapping, Sequence
from typing import Final

from zet_tui.wording.counting import some_of

POINTS: Final[Mapping[str, str]] = {
    "fg_geinformeerd": "De FG weet van de evaluatie",
    "wie_bellen": "Afgesproken wie u belt als iemand nú onveilig is",
    "taken_verdeeld": "De taken zijn verdeeld",
    "begrippen": "De begrippen zijn samen uitgelegd",
    "planning": "Er is een planning",
    "instructie_gelezen": "Instructie gelezen: veilige plek, niets naar huis of naar privémail",
    "vragenlijsten_gelezen": "Vragenlijsten vooraf gelezen",
    "eerste_casus_samen": "De eerste casus samen doorlopen",
    "zelfde_mensen_per_casus": "Per casus steeds dezelfde mensen",
    "onder_16_bevestigd": "De FG is het eens: onder de 16 tekent een ouder of voogd, en het kind wordt zelf gevraagd",
    "uitleg_getoetst": "Uitleg in makkelijke taal getoetst met ervaringsdeskundigen",
}
MISSING: Final[Mapping[str, str]] = {
    "fg": "naam en dag ontbreken",
    "contact": "nog niet afgesproken",
    "start": "vul een begindatum in",
}


def point_line(item: str, missing: Sequence[str], *, done: bool) -> str:
    """One point with its mark, and what is still open."""
    words = ", ".join(MISSING.get(name, name.replace("_", " ")) for name in missing)
    return f"{'✓' if done else '–'} {POINTS[item]}" + (f": {words}" if words else "")


def selection_line(cases: int, known: int, across: int) -> str:
    """Whether the chosen cases show how people worked together; nothing while no case is signed."""
    if not cases:
        return ""
    noun, verb = "casus" if cases == 1 else "casussen", "raakt" if across == 1 else "raken"
    if known < cases:
        return f"Levensdomeinen bekend van {known} van {cases} {noun} (h op de bladzijde van een casus)."
    if not across:
        return "Geen casus raakt meer dan één levensdomein: samenwerking is dan niet goed te zien."
    return f"{across} van {cases} {noun} {verb} meer levensdomeinen: samenwerking is te zien."


def named_line(cases: Sequence[int]) -> str:
    """Which cases have words that look like a name; nothing when none has."""
    if not cases:
        return ""
    return f"Casus {some_of(cases)}: woorden die op een naam lijken (w op de bladzijde van een casus)."


def outside_lines(files: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """(kind, place) of every file that ZET wrote outside the vault, as one passage; nothing when there is none."""
    if not files:
        return ()
    head = "ZET maakte deze bestanden en kan ze niet vernietigen. Ruim op wat niet hoeft te blijven:"
    return ("\n".join((head, *(f"– {kind}: {path}" for kind, path in files))),)
