"""Three complete cases whose every text was read: one command away from the end."""

import pytest

from flows.instrument import Source
from storage.anonymise import Review
from storage.cases import Register

PEOPLE = (
    ("Fatima El Amrani", "Karin Postma"),
    ("Henk Visser", "Sandra Pinas"),
    ("Joris ten Kate", "Wietse Dijkstra"),
)


@pytest.fixture
def people() -> tuple[str, ...]:
    """Every resident and professional, by name."""
    return tuple(name for pair in PEOPLE for name in pair)


@pytest.fixture
def three(register: Register, signed) -> Register:
    """Three complete cases: one source without answers, the others not available; somebody read the reasons."""
    for name, professional in PEOPLE:
        case = register.register_case(name, "06 12345678", professional, "wijkteam De Schakel")
        register.record_consent(case, signed(register, case))
        for source in (Source.DOSSIER, Source.RESIDENT):
            interview = register.open_interview(case, source)
            register.append(case, source, interview.unavailable("Er was niemand bereikbaar."))
        interview = register.open_interview(case, Source.PROFESSIONAL)
        while question := interview.next_open(None):
            event = register.append(case, Source.PROFESSIONAL, interview.answer(question.id, "geen_antwoord"))
            interview = interview.apply(event)
        register.append(case, Source.PROFESSIONAL, interview.complete())
    review = Review(register)
    for text in review.texts():
        review.accept(text, text.original)
    return register
