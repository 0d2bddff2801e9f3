"""The consent gate: the one door through which the content of a case is written or read (DESIGN section 5)."""

from flows.consent import Verdict, judge
from flows.instrument import Source
from storage.cases.errors import ConsentRefused
from storage.cases.store import Store


class Gate:
    """Judges anew at every call, inside the caller's transaction; nothing is remembered between two calls."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def verdict(self, case: str, source: Source | None = None) -> Verdict:
        """May the person at the laptop open this source (None: this case) now, and if not why.

        Raises `UnknownCase`, `NoEvaluation`.
        """
        evaluation = self._store.evaluation()
        entry = self._store.read_entry(case) if source is Source.PROFESSIONAL else None
        return judge(
            self._store.consent(case),
            evaluation=evaluation,
            themes=evaluation.themes_in_scope(self._store.instrument()),
            source=source,
            person=self._store.person,
            today=self._store.today,
            professional=None if entry is None else entry.professional,
        )

    def require(self, case: str, source: Source | None = None) -> None:
        """Raises `ConsentRefused` unless the verdict is yes."""
        verdict = self.verdict(case, source)
        if not verdict.allowed:
            raise ConsentRefused(case, verdict)

    def require_once_signed(self, case: str) -> None:
        """Before consent the whole team, after it only who is named; raises `ConsentRefused`, `UnknownCase`."""
        if self._store.consent(case) is not None:
            self.require(case)
