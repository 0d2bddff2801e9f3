"""What every calendar file of ours has in common: whole days, for people's own calendars, the same bytes each time.

icalendar is imported late, for whoever wants a calendar.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event


def calendar_of(name: str, entries: Iterable[Event]) -> bytes:
    """An .ics file with these entries; `name` says in its product line which calendar of ours it is."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", f"-//ZET//{name}//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for entry in entries:
        made.add_component(entry)
    return bytes(made.to_ical())


def whole_days(key: str, stamp: datetime, first: date, last: date, summary: str, text: str) -> Event:
    """An entry from `first` up to and including `last`; `stamp` is when it was made.

    `key` says which entry it is, and only a digest of it is written: an entry that is made later with the same key
    replaces the one before in most calendars.
    """
    from icalendar import Event as NewEvent

    event = NewEvent()
    event.add("uid", f"{hashlib.sha256(key.encode()).hexdigest()[:24]}@zet")
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", int(stamp.timestamp() // 60) % 2**31)
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # RFC 5545: the end of a whole-day entry does not count
    event.add("summary", summary)
    event.add("description", text)
    event.add("transp", "TRANSPARENT")
    return event
