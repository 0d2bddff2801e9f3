"""One case as the overview shows it: names only for who may see them, counts for everyone in the team."""

from storage.cases.entries import Entries
from storage.cases.journals import Journals
from storage.cases.records import CaseOverview, SourceOverview
from storage.cases.store import Store


def overview(store: Store, entries: Entries, journals: Journals, case: str) -> CaseOverview:
    """The case with its counts, for the person at the laptop; raises `UnknownCase`."""
    entry, consent = entries.read(case), store.consent(case)
    visible = consent is None or store.person in consent.viewers
    known = {summary.source: summary for summary in journals.summary(case).sources}
    return CaseOverview(
        id=case,
        number=entry.number,
        entry=entry if visible else None,
        approach=entry.approach,
        consent_on=consent.signed_on if consent else None,
        sources=tuple(
            SourceOverview(
                source=source,
                started=source in known and known[source].events > 0,
                closure=known[source].closure if source in known else None,
                answered=known[source].answered if source in known else 0,
                asked=known[source].asked if source in known else 0,
                reasons_missing=known[source].reasons_missing if source in known else 0,
                next_question=known[source].next_question if source in known else None,
            )
            for source in store.evaluation().sources
        ),
    )
