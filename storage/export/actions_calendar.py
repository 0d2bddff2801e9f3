"""The days to look back after the session, and the days on which actions are due, as an .ics file.

The dates come from `flows.actions`; what an action is about stays out of the calendar, only that it is due.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from flows.actions import ImprovementAction, LookBack, Progress
from storage.export.ics import calendar_of, whole_days

if TYPE_CHECKING:
    from icalendar import Event


def follow_up_calendar(
    moments: Sequence[LookBack], actions: Sequence[ImprovementAction], stamp: datetime, evaluation: str
) -> bytes:
    """Make the calendar: whole-day entries with a reminder a week ahead. The same input gives the same bytes."""
    return calendar_of(
        "Terugkijken",
        (
            _reminded(whole_days(f"{evaluation}\n{key}", stamp, day, day, summary, text), summary)
            for key, day, summary, text in _entries(moments, actions)
        ),
    )


def _reminded(event: Event, words: str) -> Event:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(days=-7))
    event.add_component(alarm)
    return event


def _entries(
    moments: Sequence[LookBack], actions: Sequence[ImprovementAction]
) -> list[tuple[str, date, str, str]]:
    found = [
        (
            f"{one.months}",
            one.day,
            f"ZET: terugkijken na {_months(one.months)}",
            "\n".join((one.text, *one.points)),
        )
        for one in moments
    ]
    due: dict[date, int] = {}
    for action in actions:
        if action.by is not None and action.progress in {Progress.AGREED, Progress.UNDER_WAY}:
            due[action.by] = due.get(action.by, 0) + 1
    for day, number in sorted(due.items()):
        word = "verbeteractie moet" if number == 1 else "verbeteracties moeten"
        found.append(
            (f"due {day}", day, f"ZET: {number} {word} klaar zijn", "Kijk in het werkblad van de sessie.")
        )
    return found


def _months(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{months} maanden" if rest else f"{years} jaar"
