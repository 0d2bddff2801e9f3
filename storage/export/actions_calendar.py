"""The days to look back after the session, and the days on which actions are due, as an .ics file.

The dates come from `flows.actions`; what an action is about stays out of the calendar, only that it is due.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from flows.actions import ImprovementAction, LookBack, Progress


def follow_up_calendar(
    moments: Sequence[LookBack], actions: Sequence[ImprovementAction], stamp: datetime, evaluation: str
) -> bytes:
    """Make the calendar: whole-day entries with a reminder a week ahead. The same input gives the same bytes."""
    from icalendar import Alarm, Calendar, Event

    made = Calendar()
    made.add("prodid", "-//ZET//Terugkijken//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for key, day, summary, text in _entries(moments, actions):
        event = Event()
        digest = hashlib.sha256(f"{evaluation}\n{key}".encode()).hexdigest()
        event.add("uid", f"{digest[:24]}@zet")
        event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
        event.add("sequence", int(stamp.timestamp() // 60) % 2**31)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))  # RFC 5545: the end of a whole-day entry does not count
        event.add("summary", summary)
        event.add("description", text)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", timedelta(days=-7))
        event.add_component(alarm)
        made.add_component(event)
    return bytes(made.to_ical())


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
