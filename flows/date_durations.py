"""How much time lies between two approximate dates, in Dutch words that claim no more than both dates allow."""

from __future__ import annotations

from datetime import date
from math import ceil, floor
from typing import Final

from flows.approximate_date import ApproximateDate

_MONTH: Final = 365.2425 / 12
_UNITS: Final = (
    (365.2425, "jaar", "jaar"),
    (_MONTH, "maand", "maanden"),
    (7.0, "week", "weken"),
    (1.0, "dag", "dagen"),
)
_ROUGHLY: Final = 0.15
"""Both ends lie this close, as a part of the whole, to what "ongeveer" names."""

_UNEVEN: Final = 0.1
_DAYS_UNTIL: Final = 14
_WEEKS_UNTIL: Final = 70
_MONTHS_UNTIL: Final = 730
"""From so many days on, the next larger unit says it better."""


def duration_words(first: ApproximateDate, second: ApproximateDate) -> str | None:
    """Say how long after the first the second was: "dezelfde dag", "3 weken", "6 tot 9 weken".

    "ongeveer 2 maanden" where both ends round to it, "hooguit 3 weken" where it can be the same day, "minstens
    2 maanden" where an end is open. The order of the two does not matter; None where nothing is known.
    """
    least, most = _distance(first, second)
    if most is None:
        return f"minstens {_amount(least, up=False)}" if least else None
    if first.earliest == first.latest and second.earliest == second.latest:
        return _exact(*sorted(day for day in (first.earliest, second.earliest) if day is not None))
    if least == 0:
        return f"hooguit {_amount(most, up=True)}"
    return _roughly(least, most) or _range(least, most)


def surely_before(first: ApproximateDate, second: ApproximateDate) -> bool:
    """Tell whether no day that the first can mean lies on or after a day that the second can mean."""
    return first.latest is not None and second.earliest is not None and first.latest < second.earliest


def _distance(first: ApproximateDate, second: ApproximateDate) -> tuple[int, int | None]:
    """The least and the most days between the two; the least is 0 when they can be the same day."""
    if surely_before(second, first):
        first, second = second, first
    least = most = None
    if first.latest is not None and second.earliest is not None:
        least = max(0, (second.earliest - first.latest).days)
    if None not in (first.earliest, first.latest, second.earliest, second.latest):
        most = max(_days(first.earliest, second.latest), _days(second.earliest, first.latest))
    return least or 0, most


def _days(start: date | None, end: date | None) -> int:
    return 0 if start is None or end is None else (end - start).days


def _exact(start: date, end: date) -> str:
    """Two known days: whole months, years and weeks by the calendar, else the nearest unit."""
    days = (end - start).days
    if days == 0:
        return "dezelfde dag"
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day == end.day and months:
        return _counted(months // 12, 0) if months % 12 == 0 else _counted(months, 1)
    unit = _unit_for(days)
    count = round(days / _UNITS[unit][0])
    whole = unit == 3 or (unit == 2 and days % 7 == 0)
    return _counted(count, unit) if whole else f"ongeveer {_counted(count, unit)}"


def _roughly(least: int, most: int) -> str | None:
    """One count that both ends come close to, in the largest unit of which there are some."""
    for unit, (days, _, _) in enumerate(_UNITS[: min(_unit_for(most), 2) + 1]):
        count = round(least / days)
        if count >= 2 and all(abs(end / days / count - 1) <= _ROUGHLY for end in (least, most)):
            return f"ongeveer {_counted(count, unit)}"
    return None


def _range(least: int, most: int) -> str:
    """Outward to whole units, in the unit that suits the longer end."""
    unit = _unit_for(most)
    low, high = _whole(least, unit, up=False), _whole(most, unit, up=True)
    return f"{low} tot {_counted(high, unit)}" if low else f"hooguit {_counted(high, unit)}"


def _amount(days: int, *, up: bool) -> str:
    unit = _unit_for(days)
    return _counted(_whole(days, unit, up=up), unit)


def _whole(days: int, unit: int, *, up: bool) -> int:
    """Whole units outward; months and years are not all as long, so a little over does not count."""
    count, slack = days / _UNITS[unit][0], _UNEVEN if unit < 2 else 0.0
    return max(1, ceil(count - slack)) if up else floor(count + slack)


def _unit_for(days: int) -> int:
    return 3 - sum(days >= limit for limit in (_DAYS_UNTIL, _WEEKS_UNTIL, _MONTHS_UNTIL))


def _counted(count: int, unit: int) -> str:
    _, one, more = _UNITS[unit]
    return f"{count} {one if count == 1 else more}"
