"""Dates on the timeline as the conversation shows them: the date parted from the event, read, and put in order."""

from collections.abc import Sequence

from flows.interview_state import TimelineEntry


def parted(line: str) -> tuple[str, str]:
    """One typed line as (when, what happened); when is "" where no date can be found."""
    return "", line


def reading(when: str) -> str:
    """How a date as said is understood ("maart–mei 2023"); "" where it cannot be read."""
    return when


def said_first(entries: Sequence[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """The steps in the order in which they happened; what cannot be read stays where it was said."""
    return tuple(entries)
