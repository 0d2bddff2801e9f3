"""What the vault keeps of a case, as tests must see it and no screen asks for it."""

from flows.consent import Consent
from storage.anonymise.review import Review, ReviewText
from storage.cases import Register


def all_consents(register: Register, case: str) -> tuple[Consent, ...]:
    """Every consent that was recorded, the first one first."""
    return tuple(Consent.model_validate_json(data) for data in register.vault.read(case, "consents"))


def unread(review: Review) -> int:
    """How many texts wait for a decision."""
    return sum(text.decision is None for text in review.texts())


def undecided(review: Review, text: ReviewText) -> None:
    """As if nobody had decided about this text yet."""
    decisions = review._record(text.case_id).decisions
    review._keep(text.case_id, {key: known for key, known in decisions.items() if key != text.key})
