"""The user's words for the values in the data: sources, roles, approach, signers, closures."""

from typing import Final

SOURCES: Final = {"dossier": "dossier", "inwoner": "inwoner", "professional": "professional"}
SOURCE_TASKS: Final = {
    "dossier": "dossieronderzoek",
    "inwoner": "gesprek met inwoner",
    "professional": "gesprek met professional",
}
ROLES: Final = {
    "interviews": "gesprekken",
    "dossieronderzoek": "dossieronderzoek",
    "invoer": "invoer",
    "analyse": "analyse",
    "sessie": "sessie",
}
APPROACHES: Final = {
    "te_benaderen": "te benaderen",
    "benaderd": "benaderd",
    "geen_reactie": "geen reactie",
}
SIGNERS: Final = {
    "persoonlijk": "de inwoner zelf",
    "met_vertegenwoordiger": "de inwoner, samen met een wettelijk vertegenwoordiger",
    "ouder_voogd": "een ouder of voogd (inwoner jonger dan 16)",
}
CLOSURES: Final = {"volledig": "klaar", "gestopt": "gestopt", "niet_beschikbaar": "niet beschikbaar"}
RATING_SYMBOLS: Final = {
    "groen": "●",
    "mint": "◐",
    "oranje": "▲",
    "rood": "■",
    "nvt": "✕",
    "geen_antwoord": "?",
}
MONTHS: Final = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
