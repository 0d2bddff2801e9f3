"""The story of a whole evaluation: who takes part and what everybody says; the same at every telling.

Everybody here is invented. What is typed is unlike anything in the program, so that a scan can look for it.
"""

from dataclasses import dataclass
from random import Random

from flows.instrument import NO, NO_ANSWER, NOT_APPLICABLE, TEXT, YES, Question, QuestionKind, Source
from flows.interview_state import needs_reason

PASSPHRASE = "lantaarn kompas otter zwaluw"
NEW_PASSPHRASE = "molen ijsvogel zadel peper"
TEAM = ("Anouk Zwanenveld", "Bas Uilenburg")
EVALUATION = {
    "title": "Evaluatie Oosterdam",
    "municipality": "Oosterdam",
    "organisation": "wijkteam De Kwartel",
    "fg_name": "Noor Leeuwerik",
    "fg_phone": "088 765 43 21",
    "fg_email": "fg@oosterdam.voorbeeld",
    "fg_informed_on": "1-1-2026",
    "return_address": "Postbus 12, 1234 ZZ Oosterdam",
    "urgent_contact": "Bel het wijkteam en bij gevaar 112",
    "name-0": TEAM[0],
    "function-0": "adviseur",
    "name-1": TEAM[1],
}


@dataclass(frozen=True)
class Person:
    name: str
    contact: str
    professional: str
    organisation: str


RESIDENTS = (
    Person("Fatima Ziyani", "bel 06 55512345", "Karin Meerkoet", "wijkteam De Kwartel"),
    Person("Henk Roodborst", "per brief Karperpad 7", "Youssef Aalscholver", "wijkteam De Kwartel"),
    Person("Sanne Kievitski", "sanne.kievitski@voorbeeld.nl", "Ilse Grutto", "wijkteam De Kwartel"),
)
CONSENT = {
    "talked_through_on": "vandaag",
    "signed_on": "vandaag",
    "told_in_easy_language": "j",
    "told_back_in_own_words": "j",
    "told_free_to_stop": "j",
}
TIMELINE = ("voorjaar 2024 aangemeld via zwaluwhuisarts", "zes weken later eerste gesprek met tuinbeker")
KEYS = {
    "groen": "g",
    "mint": "m",
    "oranje": "o",
    "rood": "r",
    NOT_APPLICABLE: "x",
    NO_ANSWER: "w",
    YES: "j",
    NO: "n",
}
_RATINGS = ("groen", "groen", "mint", "mint", "oranje", "rood", NOT_APPLICABLE, NO_ANSWER)


@dataclass(frozen=True)
class Line:
    """What is said to one question: a value, and the words that belong to it."""

    value: str
    words: str | None = None


def says(case: int, source: Source, question: Question) -> Line:
    """The line of this person at this question."""
    chance = Random(f"{case}/{source.value}/{question.id}")
    name = RESIDENTS[case - 1].name.split()[0]
    words = f"{name} zag kwikstaart{case}{source.value[:2]}{question.id} en wachtte lang"
    match question.kind:
        case QuestionKind.YES_NO:
            return Line(NO if case == 2 else YES)
        case QuestionKind.OPEN:
            return Line(TEXT, words)
        case QuestionKind.TIMELINE:
            return Line("tijdlijn")
        case _:
            value = chance.choice(_RATINGS)
            return Line(value, words if needs_reason(value) else None)


def canaries() -> set[bytes]:
    """Everything that may stand nowhere in plain sight, at any time."""
    names = [
        part for person in RESIDENTS for part in (*person.name.split(), person.professional, person.contact)
    ]
    return {
        word.encode() for word in (*names, *TEAM, "kwikstaart", "zwaluwhuisarts", "tuinbeker", "Karperpad")
    }
