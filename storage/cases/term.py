"""The planned day of destruction of this evaluation, sealed with it; what it means is `flows.retention`'s.

After that day nothing new is asked, recorded or taken in; reading once more, finishing and withdrawing go on.
"""

from datetime import date

from flows.retention import RetentionTerm, Standing, agreed, first_term
from storage.cases.errors import TermPassed
from storage.cases.forget import TERM as STREAM
from storage.cases.store import Store


class Retention:
    """One planned day per evaluation, known from the first case on."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._checked: date | None = None

    def read(self) -> RetentionTerm | None:
        """The term; None while there is no case. Raises `NoEvaluation`.

        An evaluation from before days were planned has one from the first day that is known of any of its cases.
        """
        kept = self._store.read(self._store.evaluation_compartment(), STREAM, RetentionTerm)
        if kept is not None:
            return kept
        days = [day for case in self._store.cases() for day in self._days(case)]
        return first_term(min(days)) if days else None

    def standing(self) -> Standing:
        """How things stand today."""
        term = self.read()
        return Standing.RUNNING if term is None else term.standing(self._store.today)

    def begin(self) -> None:
        """The first case came: from now on there is a day."""
        if self.read() is None:
            self._keep(first_term(self._store.today))

    def look(self) -> Standing:
        """How things stand; that the day is over is remembered, so that a clock that goes back changes nothing."""
        term = self.read()
        if term is None:
            return Standing.RUNNING
        seen = term.seen(self._store.today)
        if seen != term:
            self._keep(seen)
        return seen.standing(self._store.today)

    def move(self, after: date, reason: str) -> RetentionTerm:
        """Another day, in the name of the person at the laptop.

        Raises `flows.retention.MoveRefused`, `NobodyAtLaptop`, `NoEvaluation`; nothing changes then.
        """
        store = self._store
        by = store.author()
        function = store.evaluation().function_of(by)
        with store.vault.transaction():
            term = (self.read() or first_term(store.today)).moved(
                after, reason, by=by, function=function, today=store.today
            )
            self._keep(term)
        return term

    def agree(self, there: RetentionTerm) -> None:
        """Another laptop of this evaluation has this term: from now on the later agreement of both holds here."""
        ours = self.read()
        now = there if ours is None else agreed(ours, there)
        if now != ours:
            self._keep(now)

    def require(self) -> None:
        """Raises `TermPassed` once the day is over; looks at the vault once a day, so that saving stays quick."""
        today = self._store.today
        if self._checked == today:
            return
        term = self.read()
        if term is not None and term.standing(today) is Standing.PASSED:
            raise TermPassed(term.until)
        self._checked = today

    def _keep(self, term: RetentionTerm) -> None:
        self._checked = None
        self._store.write(self._store.evaluation_compartment(), STREAM, term)

    def _days(self, case: str) -> list[date]:
        entry, consent = self._store.read_entry(case), self._store.consent(case)
        days = (entry.approach_on if entry else None, consent.signed_on if consent else None)
        return [day for day in days if day is not None]
