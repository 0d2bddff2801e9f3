"""Spans of days on the calendar: a month, a season, a holiday, "one of these days", each with its EDTF value."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from flows.date_words import SEASONS

FIRST_YEAR, LAST_YEAR = 1900, 2099
DAY: Final = timedelta(days=1)
_SLACK: Final = {"day": 7, "month": 15, "season": 30, "year": 183, "decade": 730}


class Impossible(ValueError):
    """It has the shape of a date and cannot be one: 30 februari."""


@dataclass(frozen=True)
class Span:
    """The days that can be meant; None is an open end. `guessed`: the year was not said."""

    earliest: date | None
    latest: date | None
    edtf: str
    unit: str = ""
    guessed: bool = False

    def loosened(self, *, approximate: bool, uncertain: bool) -> Span:
        """Widen what was said with "rond" and mark it as EDTF does: ~ approximate, ? uncertain, % both."""
        uncertain = uncertain or self.guessed
        mark = {(True, True): "%", (True, False): "~", (False, True): "?"}.get((approximate, uncertain), "")
        edtf = self.edtf
        if edtf.startswith("["):
            edtf = edtf.replace("..", f"{mark}..").replace("]", f"{mark}]")
        elif edtf[-1].isalnum() and "/" not in edtf:
            edtf += mark
        slack = timedelta(days=_SLACK.get(self.unit, 0)) if approximate else timedelta()
        if not slack or self.earliest is None or self.latest is None:
            return replace(self, edtf=edtf)
        return replace(self, edtf=edtf, earliest=self.earliest - slack, latest=self.latest + slack)


@dataclass(frozen=True)
class Now:
    """What a date is read against: today, and the date that was told before it."""

    today: date
    anchor: Span | None = None

    def first_after(self, candidates: Callable[[int], Span]) -> Span:
        """Give the span without a year the year that fits: after what was told before, else the last one begun."""
        years = range(self.today.year - 1, self.today.year + 1)
        if self.anchor is not None and self.anchor.earliest is not None:
            told = self.anchor.earliest
            for year in range(told.year - 1, told.year + 2):
                span = candidates(year)
                if span.latest is not None and told <= span.latest and _begun(span, self.today):
                    return replace(span, guessed=True)
        begun = [span for span in map(candidates, years) if _begun(span, self.today)]
        return replace(begun[-1] if begun else candidates(self.today.year - 1), guessed=True)


def _begun(span: Span, today: date) -> bool:
    return span.earliest is not None and span.earliest <= today


def day(year: int, month: int, number: int) -> Span:
    """One day; raises Impossible for a day that is not in the calendar."""
    try:
        exact = date(checked_year(year), month, number)
    except ValueError:
        raise Impossible from None
    return Span(exact, exact, exact.isoformat(), "day")


def month_of(year: int, month: int) -> Span:
    """One month of the calendar."""
    if not 1 <= month <= 12:
        raise Impossible
    first = date(checked_year(year), month, 1)
    return Span(first, last_of_month(first), f"{first:%Y-%m}", "month")


def year_of(year: int) -> Span:
    """One year of the calendar."""
    return Span(date(checked_year(year), 1, 1), date(year, 12, 31), f"{year}", "year")


def season_of(year: int, season: int) -> Span:
    """Three whole months, as the KNMI counts; "winter 2023" can be either winter that touches 2023."""
    checked_year(year)
    edtf = f"{year}-{20 + season}"
    if season == SEASONS["winter"]:
        return Span(date(year - 1, 12, 1), last_of_month(date(year + 1, 2, 1)), edtf, "season")
    first = date(year, 3 * season, 1)
    return Span(first, last_of_month(date(year, 3 * season + 2, 1)), edtf, "season")


def winter_from(year: int) -> Span:
    """The winter that begins in December of this year."""
    return one_of(date(checked_year(year), 12, 1), last_of_month(date(year + 1, 2, 1)), "season")


def one_of(earliest: date, latest: date, unit: str) -> Span:
    """Some day between two days: EDTF's "one of a set", in months or years where these fit."""
    if earliest == latest:
        return Span(earliest, latest, earliest.isoformat(), "day")
    whole_months = earliest.day == 1 and latest == last_of_month(latest)
    first, last = (f"{earliest:%Y-%m}", f"{latest:%Y-%m}") if whole_months else (f"{earliest}", f"{latest}")
    return Span(earliest, latest, first if first == last else f"[{first}..{last}]", unit)


def last_of_month(day_in_month: date) -> date:
    """The last day of the month this day is in."""
    return day_in_month.replace(day=monthrange(day_in_month.year, day_in_month.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, last_of_month(first).day))


def add_months(day_in_month: date, months: int) -> date:
    """As `months_later`, in years that can be meant; raises Impossible."""
    checked_year(day_in_month.year + (day_in_month.month - 1 + months) // 12)
    return months_later(day_in_month, months)


def checked_year(year: int) -> int:
    """Give the year back when it can be meant; raises Impossible."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Impossible
    return year


def feast_of(year: int, feast: str) -> Span:
    """The days of a feast or holiday that begins in this year; holidays as wide as the regions differ."""
    easter = _easter(checked_year(year))
    first, days = {
        "kerst": (date(year, 12, 25), 2),
        "kerstmis": (date(year, 12, 25), 2),
        "kerstvakantie": (date(year, 12, 19), 22),
        "oud en nieuw": (date(year, 12, 31), 2),
        "jaarwisseling": (date(year, 12, 31), 2),
        "zomervakantie": (date(year, 7, 5), 60),
        "sinterklaas": (date(year, 12, 5), 1),
        "pasen": (easter, 2),
        "pinksteren": (easter + 49 * DAY, 2),
        "hemelvaart": (easter + 39 * DAY, 1),
        "carnaval": (easter - 49 * DAY, 3),
        "koningsdag": (_kings_day(year), 1),
        "bevrijdingsdag": (date(year, 5, 5), 1),
        "meivakantie": (date(year, 4, 20), 21),
        "herfstvakantie": (date(year, 10, 10), 27),
        "voorjaarsvakantie": (date(year, 2, 10), 27),
        "krokusvakantie": (date(year, 2, 10), 27),
    }[feast]
    return one_of(first, first + (days - 1) * DAY, "day")


def _kings_day(year: int) -> date:
    """27 April, until 2013 the queen's 30 April; the day before where that is a Sunday."""
    day_off = date(year, 4, 27 if year >= 2014 else 30)
    return day_off - DAY if day_off.weekday() == 6 else day_off


def _easter(year: int) -> date:
    """Easter Sunday, by the method of Meeus, Jones and Butcher."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, before = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, before + 1)
