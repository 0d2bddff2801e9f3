"""The timeline's entries in order: each with the date that was said, read as far as it can be read.

Reading one date is `approximate_date`'s business; an entry without a readable date keeps its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows.approximate_date import ApproximateDate, parse
from flows.interview import TimelineEntry


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """An entry and the moment it was read as."""

    entry: TimelineEntry
    moment: ApproximateDate


def placed(
    entries: Sequence[TimelineEntry], said_on: Mapping[str, date], today: date | None = None
) -> tuple[PlacedEntry, ...]:
    """The entries by earliest day, then latest day; an unreadable one stays behind the entry it was typed after.

    `said_on` is the day on which each entry (by id) was typed, `today` for those not in it; "drie weken later"
    counts from the readable entry typed before it.
    """
    read: list[PlacedEntry] = []
    keys: list[tuple[date, date]] = []
    anchor: ApproximateDate | None = None
    for entry in entries:
        moment = parse(entry.when, today=said_on.get(entry.id, today or date.max), anchor=anchor)
        if moment.earliest is not None and moment.latest is not None:
            anchor = moment
            keys.append((moment.earliest, moment.latest))
        else:
            keys.append(keys[-1] if keys else (date.min, date.min))
        read.append(PlacedEntry(entry, moment))
    order = sorted(range(len(read)), key=keys.__getitem__)
    return tuple(read[index] for index in order)
