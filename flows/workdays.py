"""Counting in working days; which days are holidays in the Netherlands is left to the `holidays` library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Workdays:
    """Monday to Friday, without the days that `is_holiday` names."""

    is_holiday: Callable[[date], bool]

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def after(self, day: date, count: int) -> date:
        """Give the day that is `count` working days later, or earlier when negative; the day itself never counts.

        Raises OverflowError outside the calendar.
        """
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day


@cache
def dutch_workdays() -> Workdays:
    """Working days by the Algemene termijnenwet, article 3 (decided: the law's list, not a labour agreement's).

    That is with Good Friday and with 5 May of every year, which the library calls optional.
    """
    # Late: it costs a calendar per year, and only whoever judges a deadline needs it.
    from holidays import country_holidays
    from holidays.constants import OPTIONAL, PUBLIC

    calendar = country_holidays("NL", categories=(PUBLIC, OPTIONAL))
    return Workdays(calendar.__contains__)
