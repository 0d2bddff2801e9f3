"""Reading everything once more: every free text of every case, what was found in it, and what a person decided.

A text that was not accepted is not exported. Finding is `find`'s business; what is exported is made in `results`.
Everything here goes through the consent gate of `storage.cases`.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypedDict
from weakref import WeakKeyDictionary

from pydantic import BaseModel, ConfigDict, Field

from flows.instrument import Source
from flows.interview import Interview
from flows.interview_resumed import steps_on_route
from flows.text import clean_text
from storage.anonymise.candidates import names_in
from storage.anonymise.find import Finding, apply, beside, find
from storage.anonymise.names import NameList
from storage.cases import CaseOverview, Register

REASON, REMARK, OPEN_TEXT, ENTRY, CLOSING, CLOSURE = (
    "reden",
    "toelichting",
    "open",
    "tijdlijn",
    "slot",
    "afsluiting",
)


_FOUND: Final[WeakKeyDictionary[Register, dict[NameList, dict[str, tuple[Finding, ...]]]]] = (
    WeakKeyDictionary()
)
"""What was found in a text, by name list and SHA-256, as long as its register is open: the overview counts often."""


class Decision(BaseModel):
    """What a person decided about one text, as it stood then; `accepted` None means: left out of the export.

    `second_by` is another person who accepted the same wording, where the team wants two readers.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    accepted: str | None
    by: str
    at: datetime
    second_by: str = ""
    second_at: datetime | None = None


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    decisions: dict[str, Decision] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReviewText:
    """One free text to read: where it stands, how it was said, and how it would read with the sure findings replaced.

    `decision` is None while nobody decided, and again when the text changed since. Where two people read, a text that
    one of them accepted has that as `first`, and no decision yet.
    """

    case_id: str
    case_number: int
    source: Source
    key: str
    kind: str
    question: str | None
    value: str | None
    original: str
    suggested: str
    findings: tuple[Finding, ...]
    decision: Decision | None
    first: Decision | None = None

    def waits_for(self, person: str | None) -> bool:
        """Whether this person can still decide about it; whoever accepted it first cannot be the second reader."""
        return self.decision is None and (self.first is None or self.first.by != person)


class EmptyWording(Exception):
    """A text was accepted with nothing in it; leaving it out is another choice."""

    def __init__(self) -> None:
        super().__init__("empty wording")


class Review:
    """The review of all cases that the person at the laptop may read."""

    def __init__(self, register: Register, more: Callable[[str], tuple[Finding, ...]] | None = None) -> None:
        """`more` is another finder (`deduce_extra.DeduceFinder.find`); what it sees is doubtful."""
        self._register = register
        self._more = more

    def texts(self) -> tuple[ReviewText, ...]:
        """Every free text on the route, by case, source and question; raises `ConsentRefused`.

        Cases without a consent hold no text; a case of which this person is not named shuts the gate.
        """
        return tuple(text for case in self._cases() for text in self._case_texts(case))

    def accept(self, text: ReviewText, wording: str) -> ReviewText:
        """The text may leave in this wording; raises `EmptyWording`."""
        wording = clean_text(wording)
        if not wording:
            raise EmptyWording
        first = text.first
        if first is not None and first.accepted == wording and first.by != self._register.author():
            second = {"second_by": self._register.author(), "second_at": self._register.now()}
            return self._write(text, first.model_copy(update=second))
        return self._decide(text, wording)

    def leave_out(self, text: ReviewText) -> ReviewText:
        """The text stays behind and is destroyed with the rest."""
        return self._decide(text, None)

    def of_case(self, case: CaseOverview) -> dict[str, ReviewText]:
        """The texts of one case by key (`source/question/kind`)."""
        return {text.key: text for text in self._case_texts(case)}

    # -- inside --------------------------------------------------------------------------------------------

    def _cases(self) -> Iterator[CaseOverview]:
        return (case for case in self._register.cases() if case.consent_on is not None)

    def _case_texts(self, case: CaseOverview) -> Iterator[ReviewText]:
        names = names_of(self._register, case)
        decisions = self._record(case.id).decisions
        two = self._two
        found = _FOUND.setdefault(self._register, {}).setdefault(names, {})
        for overview in case.sources:
            if not overview.started:
                continue
            interview = self._register.read_interview(case.id, overview.source)
            for key, question, value, kind, original in free_texts(interview):
                full_key = f"{overview.source.value}/{key}/{kind}"
                sha256 = _hash(original)
                findings = found.get(sha256)
                if findings is None:
                    findings = found[sha256] = find(original, names)
                if self._more:
                    findings = beside(original, findings, self._more(original))
                known = decisions.get(full_key)
                if known is not None and known.sha256 != sha256:
                    known = None
                yield ReviewText(
                    case_id=case.id,
                    case_number=case.number,
                    source=overview.source,
                    key=full_key,
                    kind=kind,
                    question=question,
                    value=value,
                    original=original,
                    suggested=apply(original, tuple(f for f in findings if f.sure)),
                    findings=findings,
                    **_standing(known, two=two),
                )

    @property
    def _two(self) -> bool:
        """Whether the team wants two readers."""
        evaluation = self._register.evaluation()
        return evaluation is not None and evaluation.two_readers

    def _decide(self, text: ReviewText, wording: str | None) -> ReviewText:
        self._record(text.case_id)  # the gate says what is missing before anything else is asked
        decision = Decision(
            sha256=_hash(text.original),
            accepted=wording,
            by=self._register.author(),
            at=self._register.now(),
        )
        return self._write(text, decision)

    def _write(self, text: ReviewText, decision: Decision) -> ReviewText:
        known = self._record(text.case_id).decisions
        self._keep(text.case_id, {**known, text.key: decision})
        return replace(text, **_standing(decision, two=self._two))

    def _record(self, case: str) -> _Record:
        data = self._register.review_record(case)
        return _Record() if data is None else _Record.model_validate_json(data)

    def _keep(self, case: str, decisions: dict[str, Decision]) -> None:
        record = _Record(decisions=decisions)
        self._register.keep_review_record(case, record.model_dump_json().encode())


def free_texts(interview: Interview) -> Iterator[tuple[str, str | None, str | None, str, str]]:
    """(place, question id, value, kind, text) of every free text that could leave; off-route ones never do."""
    for question in interview.route():
        view = interview.view(question.id)
        for kind, text in ((REASON, view.reason), (OPEN_TEXT, view.text), (REMARK, view.remark)):
            if text:
                yield question.id, question.id, view.value, kind, text
    for entry in steps_on_route(interview):
        if entry.text:
            yield entry.id, None, None, ENTRY, entry.text
    if interview.closing_remark:
        yield CLOSING, None, None, CLOSING, interview.closing_remark
    if interview.closure_reason:
        yield CLOSURE, None, None, CLOSURE, interview.closure_reason


def names_of(register: Register, case: CaseOverview) -> NameList:
    """The case's own names: everybody in the letter, who may look, how the resident is reached, and the typed list."""
    consent = register.consent(case.id)
    entry = case.entry
    reached = (entry.contact if entry else "", consent.feedback_channel if consent else "")
    professionals = (consent.professional if consent else "", entry.professional if entry else "")
    named = (name for contact in dict.fromkeys(reached) for name in names_in(contact))
    return NameList.build(
        resident=entry.name if entry else "",
        professional=tuple(dict.fromkeys(professionals)),
        interviewers=consent.viewers if consent else (),
        organisations=(entry.organisation,) if entry else (),
        others=tuple(dict.fromkeys((*register.names(case.id), *named))),
    )


class _Standing(TypedDict):
    decision: Decision | None
    first: Decision | None


def _standing(known: Decision | None, *, two: bool) -> _Standing:
    """Whether what was decided counts already; leaving out takes one person, as nothing leaves by it."""
    if two and known is not None and known.accepted is not None and not known.second_by:
        return {"decision": None, "first": known}
    return {"decision": known, "first": None}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
