"""The privacy check before the point of no return: what would leave, who may recognise it, and what nobody will see.

Nothing is written or changed by looking; what the counts mean in words is the screen's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.analysis import scoped
from flows.privacy_check import PrivacyCheck, privacy_check
from storage.anonymise import Review
from storage.cases import Register
from storage.destroy.exports import results_of
from storage.destroy.readiness import Choice, Readiness, readiness


@dataclass(frozen=True, slots=True)
class Preview:
    """The counts, with how many texts leave, stay behind and wait; `ready` says whether a workbook can be written."""

    check: PrivacyCheck
    ready: Readiness
    texts: int
    left_out: int


def preview(register: Register, choices: Mapping[int, Choice] | None = None) -> Preview:
    """Look at what would leave now; texts that nobody decided about count as not leaving.

    Raises `storage.cases.ConsentRefused`, `NoEvaluation`.
    """
    evaluation = register.require_evaluation()
    ready = readiness(register, choices)
    results = results_of(register, ready)
    review = Review(register)
    decided = [
        text.decision
        for case in ready.cases
        for text in review.of_case(register.case(case)).values()
        if text.decision is not None
    ]
    return Preview(
        privacy_check(scoped(results), results.cases, evaluation.session_threshold),
        ready,
        texts=sum(decision.accepted is not None for decision in decided),
        left_out=sum(decision.accepted is None for decision in decided),
    )
