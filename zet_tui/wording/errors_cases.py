"""The sentences of errors around selecting, preparing, letters and calendars; `error_sentences` chooses among them."""

from collections.abc import Mapping
from typing import Final

CASES: Final[Mapping[str, str]] = {
    "NotOverdue": "De tijd om te antwoorden is nog niet voorbij. De casus blijft staan.",
    "LetterFileError": "De brief kon niet worden gemaakt. Er is niets geschreven.",
    "FolderInVault": "Kies een andere map dan die van de kluis: die map wordt vernietigd.",
    "TemplateUnreadable": (
        "Dit sjabloon is geen Word-bestand (.docx), of het is beschadigd. Kies een ander bestand."
    ),
    "LetterDiffers": (
        "De tekst in het bestand is niet gelijk aan de brief. Er is niets geschreven. Probeer het opnieuw."
    ),
}

FACTS: Final[Mapping[str, str]] = {
    "household_too_long": "De tekst over het huishouden is te lang. Houd het bij een paar woorden.",
    "unknown_domain": "Een van deze levensdomeinen kent ZET niet. Kies uit de lijst.",
}
