"""The sealed interview journals: opening, appending, drafts, and the summaries derived from them.

What an event means is `flows.interview`'s business; who may touch a journal is the gate's.
"""

from flows.events import Body, Event, InterviewStarted, event_from_bytes, event_to_bytes
from flows.instrument import Source
from flows.interview import Interview, Status
from flows.interview_resumed import goes_on_with
from storage.cases.errors import InstrumentChanged
from storage.cases.gate import Gate
from storage.cases.records import CaseSummary, Draft, SourceSummary
from storage.cases.store import Store


class Journals:
    """Every public function passes the gate, in the same transaction as what it reads or writes."""

    def __init__(self, store: Store, gate: Gate) -> None:
        self._store = store
        self._gate = gate

    def open(self, case: str, source: Source) -> Interview:
        """The interview as its events add up; its first event is written when there is none yet."""
        with self._store.vault.transaction():
            self._gate.require(case, source)
            if not self._events(case, source):
                self._start(case, source)
            return self._replay(case, source)

    def read(self, case: str, source: Source) -> Interview:
        """The interview for reading only (review, what the file said); starts nothing."""
        with self._store.vault.transaction():
            self._gate.require(case, source)
            return self._replay(case, source)

    def append(self, case: str, source: Source, body: Body) -> Event:
        """Stamps, seals and appends; durable on disk when this returns."""
        with self._store.vault.transaction():
            self._gate.require(case, source)
            event = self._stamp(body)
            self._store.vault.append(case, _journal(source), event_to_bytes(event))
        return event

    def save_draft(self, case: str, source: Source, draft: Draft) -> None:
        with self._store.vault.transaction():
            self._gate.require(case, source)
            self._store.write(case, _draft(source), draft)

    def draft(self, case: str, source: Source) -> Draft | None:
        """What was being typed in this interview, and in no other."""
        with self._store.vault.transaction():
            self._gate.require(case, source)
            return self._store.read(case, _draft(source), Draft)

    def discard_draft(self, case: str, source: Source) -> None:
        with self._store.vault.transaction():
            self._gate.require(case, source)
            if _draft(source) in self._store.vault.streams(case):
                self._store.vault.remove_stream(case, _draft(source))

    def summary(self, case: str) -> CaseSummary:
        """Counts per source in scope; brought up to date only for a person who may read the case."""
        known = self._store.read(case, "summary", CaseSummary) or CaseSummary()
        if not self._gate.verdict(case).allowed:
            return known
        fresh = CaseSummary(
            sources=tuple(self._count(case, s, known) for s in self._store.evaluation().sources)
        )
        if fresh != known:
            self._store.write(case, "summary", fresh)
        return fresh

    def started(self, case: str) -> bool:
        """Whether any source of this case has a journal; says nothing of what is in it."""
        return any(_journal(source) in self._store.vault.streams(case) for source in Source)

    # -- inside, behind the gate ---------------------------------------------------------------------------

    def _events(self, case: str, source: Source) -> list[bytes]:
        return self._store.vault.read(case, _journal(source))

    def _stamp(self, body: Body) -> Event:
        store = self._store
        return Event(id=store.new_id(), author=store.author(), at=store.now(), body=body)

    def _start(self, case: str, source: Source) -> None:
        instrument = self._store.instrument()
        started = InterviewStarted(
            instrument=instrument.id, version=instrument.version, sha256=instrument.sha256, source=source
        )
        self._store.vault.append(case, _journal(source), event_to_bytes(self._stamp(started)))

    def _replay(self, case: str, source: Source) -> Interview:
        instrument = self._store.instrument()
        questionnaire = self._store.evaluation().questionnaire(instrument, source)
        events = [event_from_bytes(data) for data in self._events(case, source)]
        for event in events[:1]:
            pinned = event.body
            if not isinstance(pinned, InterviewStarted) or pinned.sha256 != instrument.sha256:
                raise InstrumentChanged(case)
        return Interview.replay(questionnaire, events, instrument.themes)

    def _count(self, case: str, source: Source, known: CaseSummary) -> SourceSummary:
        stored = self._store.vault.count(case, _journal(source))
        for summary in known.sources:
            if summary.source is source and summary.events == stored:
                return summary
        if not stored or not self._gate.verdict(case, source).allowed:
            return SourceSummary(source=source)
        interview = self._replay(case, source)
        following = goes_on_with(interview)
        return SourceSummary(
            source=source,
            events=stored,
            closure=interview.closure.value if interview.closure else None,
            answered=interview.answered_count,
            asked=interview.asked_count,
            reasons_missing=sum(interview.status(q.id) is Status.REASON_MISSING for q in interview.route()),
            next_question=following.printed if following else None,
        )


def _journal(source: Source) -> str:
    return f"journal/{source.value}"


def _draft(source: Source) -> str:
    return f"draft/{source.value}"
