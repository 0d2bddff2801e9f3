"""The session's content from a round that the vault keeps: as from its workbook, with the team's words in it."""

from __future__ import annotations

from flows.privacy import LEAST
from storage.export.kept_results import Kept
from storage.export.session_words import SessionContent, content_of


def kept_content(kept: Kept, threshold: int = LEAST) -> SessionContent:
    """What the session's files may know. A round that was reduced keeps the threshold of then.

    Raises TooFewCases, ThresholdOutOfRange, InstrumentError.
    """
    team = kept.improvement
    return content_of(
        kept.results,
        kept.instrument(),
        kept.table(threshold),
        conclusions=[one.conclusion for one in team.conclusions],
        actions=[one.action for one in team.actions],
        quotes=[one.quote for one in team.quotes],
    )
