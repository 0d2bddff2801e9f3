"""A colour per kind of organisation, read from a remark: "wijkteam groen, schuldhulp rood".

The score stays the one the person chose "alles bij elkaar"; the spread stands beside it and is never averaged
(DESIGN section 4). Only kinds from the list below are read, so that a spread names no person and no organisation.
"""

import re
from typing import Final

from pydantic import BaseModel, ConfigDict

from flows.instrument import Rating

ORGANISATION_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "gemeente": (),
    "wijkteam": ("sociaal team", "sociaal wijkteam", "buurtteam", "gebiedsteam"),
    "huisarts": ("praktijkondersteuner",),
    "wijkverpleging": ("wijkverpleegkundige",),
    "thuiszorg": ("huishoudelijke hulp",),
    "begeleiding": ("ambulante begeleiding",),
    "dagbesteding": (),
    "maatschappelijk werk": (),
    "ggz": ("psycholoog", "psychiater"),
    "verslavingszorg": (),
    "ziekenhuis": (),
    "jeugdhulp": ("jeugdzorg",),
    "jeugdbescherming": (),
    "school": ("leerplicht",),
    "schuldhulp": ("schuldhulpverlening", "budgetbeheer"),
    "bewindvoering": ("bewindvoerder",),
    "werk en inkomen": ("uitkering", "bijstand", "participatie"),
    "uwv": (),
    "woningcorporatie": ("woningbouwvereniging", "corporatie", "verhuurder"),
    "opvang": ("maatschappelijke opvang",),
    "politie": ("wijkagent",),
    "reclassering": (),
    "veilig thuis": (),
    "cliëntondersteuning": ("cliëntondersteuner",),
    "vrijwilligers": ("vrijwilliger", "welzijn"),
}
"""Kind of organisation, as it is exported, and other words for it."""

_KIND_OF: Final = {word: kind for kind, words in ORGANISATION_KINDS.items() for word in (kind, *words)}
_FOUND: Final = re.compile(
    r"(?<!\w)({})\s*(?:(?:is|was|:|=|-|–)\s*)?({})(?!\w)".format(
        "|".join(sorted(map(re.escape, _KIND_OF), key=len, reverse=True)),
        "|".join(rating.value for rating in Rating),
    ),
    re.IGNORECASE,
)


class OrganisationColour(BaseModel):
    """One kind of organisation with the colour that was given to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    organisation: str
    colour: Rating


def read_spread(text: str) -> tuple[OrganisationColour, ...]:
    """The colours per kind of organisation in a remark, as told; a kind named twice has its last colour."""
    found: dict[str, Rating] = {}
    for organisation, colour in _FOUND.findall(text):
        found[_KIND_OF[organisation.lower()]] = Rating(colour.lower())
    return tuple(OrganisationColour(organisation=kind, colour=colour) for kind, colour in found.items())
