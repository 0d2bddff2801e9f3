"""The Dutch words of approximate dates, and the cleaning that brings what people say into one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari jan", "februari febr feb", "maart mrt mar", "april apr", "mei", "juni jun",
            "juli jul", "augustus aug", "september sept sep", "oktober okt", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
SEASONS: Final = {"voorjaar": 1, "lente": 1, "zomer": 2, "najaar": 3, "herfst": 3, "winter": 4}
PARTS: Final = {
    "begin": 0, "start": 0, "vroege": 0, "half": 1, "halverwege": 1, "medio": 1, "midden": 1,
    "eind": 2, "einde": 2, "late": 2,
}  # fmt: skip
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        ("maandag ma", "dinsdag di", "woensdag wo", "donderdag do", "vrijdag vr", "zaterdag za", "zondag zo")
    )
    for name in names.split()
}
FEASTS: Final = (
    "kerstvakantie", "kerstmis", "kerst", "oud en nieuw", "jaarwisseling", "zomervakantie", "sinterklaas",
    "pasen", "pinksteren", "hemelvaart", "carnaval", "koningsdag", "bevrijdingsdag", "meivakantie",
    "herfstvakantie", "voorjaarsvakantie", "krokusvakantie",
)  # fmt: skip
ORDINALS: Final = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": -1}
UNITS: Final = {
    "dag": "day", "dagen": "day", "week": "week", "weken": "week", "weekje": "week",
    "maand": "month", "maanden": "month", "mnd": "month", "maandje": "month",
    "jaar": "year", "jaren": "year", "jaartje": "year",
}  # fmt: skip
COUNTS: Final = {
    "een": (1.0, 1.0), "twee": (2.0, 2.0), "drie": (3.0, 3.0), "vier": (4.0, 4.0), "vijf": (5.0, 5.0),
    "zes": (6.0, 6.0), "zeven": (7.0, 7.0), "acht": (8.0, 8.0), "negen": (9.0, 9.0), "tien": (10.0, 10.0),
    "elf": (11.0, 11.0), "twaalf": (12.0, 12.0), "dertien": (13.0, 13.0), "veertien": (14.0, 14.0),
    "vijftien": (15.0, 15.0), "twintig": (20.0, 20.0), "dertig": (30.0, 30.0), "half": (0.5, 0.5),
    "anderhalf": (1.5, 1.5), "anderhalve": (1.5, 1.5), "paar": (2.0, 4.0), "enkele": (2.0, 5.0),
    "aantal": (2.0, 5.0),
}  # fmt: skip
"""How many, as the least and the most that is meant."""

_APPROXIMATE: Final = re.compile(
    r"\b(?:ongeveer|circa|ca|rond|rondom|omstreeks|plusminus|plm|grofweg|ruwweg|naar schatting|zeg|pakweg"
    r"|zowat|zo'n|ruim|bijna|krap|dikke|kleine)\b|[±~]"
)
_UNCERTAIN: Final = re.compile(
    r"\b(?:waarschijnlijk|misschien|vermoedelijk|mogelijk|volgens mij|(?:denk|dacht|geloof|meen) ik|of zo|ofzo)\b"
    r"|\?"
)
_TIME_OF_DAY: Final = re.compile(
    r"(?:\bom )?\b\d{1,2}[:.]\d{2}(?: uur\b|$)|\bom \d{1,2} uur\b|'s (?:ochtends|morgens|middags|avonds|nachts)\b"
)
_ROUGHLY: Final = re.compile(r"\been (jaar|maand|week|dag) of (\w+)")  # een jaar of twee
_FROM_TO: Final = re.compile(r"\b(\w+) a (?=\w+ (?:dagen|weken|maanden|jaar)\b)")  # 2 a 3 weken
_FILLERS: Final = re.compile(r"\b(?:met ingang van|in de loop van|jl|jongstleden)\b")
_ONE_FORM: Final = str.maketrans("’‘`´é–—", "''''e--")
_ORDINAL_NUMBER: Final = re.compile(r"\b(\d{1,2})(?:e|ste|de)\b")
_DAY_NAME_FIRST: Final = re.compile(rf"^(?:{'|'.join(WEEKDAYS)}) (?=\d)")
NOISE: Final = frozenset(
    (
        "van",
        "de",
        "het",
        "in",
        "aan",
        "ergens",
        "zo",
        "op",
        "met",
        "sinds",
        "vanaf",
        "per",
        "tijdens",
        "gedurende",
    )
)
"""Words that change nothing about a date: a date may begin with them, never end."""

FINDERS: Final = frozenset(
    ("in", "op", "sinds", "vanaf", "per", "tijdens", "rond", "medio", "begin", "eind", "half")
)
"""Words after which one loose word (a year, a month) is surely a date."""


@dataclass(frozen=True)
class Cleaned:
    """What was said in one form, and how sure it was said."""

    words: str
    approximate: bool
    uncertain: bool


def clean(text: str) -> Cleaned:
    """Bring a date into one form: lower case, no filler words, no punctuation around it."""
    said = text.lower().translate(_ONE_FORM)
    said = said.replace("tot en met", "tot").replace("t/m", "tot").replace("à", "tot")
    said = re.sub(r"(?<=[a-z])\.", " ", said)
    said = re.sub(r"(?<=\d),(?=5\b)", ".", said)
    said = _FILLERS.sub(" ", said)
    said = _FROM_TO.sub(r"\1 tot ", said)
    said = _ROUGHLY.sub(r"ongeveer \2 \1", said)
    approximate, uncertain = bool(_APPROXIMATE.search(said)), bool(_UNCERTAIN.search(said))
    for pattern in (_APPROXIMATE, _UNCERTAIN, _TIME_OF_DAY):
        said = pattern.sub(" ", said)
    said = _ORDINAL_NUMBER.sub(r"\1", said)
    words = " ".join(word for word in re.split(r"[\s,;()]+", said) if word and word not in NOISE)
    words = _DAY_NAME_FIRST.sub("", words.strip(" .:-/"))
    return Cleaned(words, approximate, uncertain)
