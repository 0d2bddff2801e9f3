"""The rules that read one cleaned Dutch date as a span of days; ranges and relations are left to others."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from flows.date_spans import (
    DAY,
    Impossible,
    Now,
    Span,
    add_months,
    checked_year,
    day,
    feast_of,
    last_of_month,
    month_of,
    one_of,
    season_of,
    winter_from,
    year_of,
)
from flows.date_words import FEASTS, MONTHS, ORDINALS, PARTS, SEASONS, WEEKDAYS


def _year(digits: str, now: Now) -> int:
    """Read a year; two digits are the latest year with these digits that is not past next year."""
    number = int(digits.removeprefix("'"))
    if len(digits.removeprefix("'")) == 4:
        return checked_year(number)
    this_century = now.today.year // 100 * 100 + number
    return this_century if this_century <= now.today.year + 1 else this_century - 100


def _part(span: Span, part: int) -> Span:
    """Begin, half or eind of a month, a season or a year."""
    earliest, latest = span.earliest, span.latest
    if (
        earliest is None or latest is None
    ):  # pragma: no cover — nothing with an open end has a part; for the types
        raise Impossible
    if span.unit == "month":
        bounds = ((1, 10), (11, 20), (21, latest.day))[part]
        return one_of(earliest.replace(day=bounds[0]), earliest.replace(day=bounds[1]), "part")
    if span.unit == "year":
        months = ((1, 3), (5, 8), (10, 12))[part]
        return one_of(
            date(earliest.year, months[0], 1), last_of_month(date(earliest.year, months[1], 1)), "month"
        )
    if span.edtf.endswith("-24"):  # either of two winters: its part is no narrower
        return span
    first = add_months(earliest, part)
    return one_of(first, last_of_month(first), "month")


# --- the rules -------------------------------------------------------------------------------------

_MONTH: Final = f"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_SEASON: Final = f"(?P<season>{'|'.join(SEASONS)})"
_PART: Final = f"(?P<part>{'|'.join(PARTS)})"
_YEAR: Final = r"(?P<year>\d{4}|'?\d{2})"
_FULL_YEAR: Final = r"(?P<year>\d{4}|'\d{2})"
_DAY: Final = r"(?P<day>\d{1,2})"
Rule = Callable[[re.Match[str], Now], Span | None]


def _day_month(found: re.Match[str], now: Now) -> Span:
    number, month = int(found["day"]), MONTHS[found["month"]]
    if found["year"] is not None:
        return day(_year(found["year"], now), month, number)
    if month == 2 and number == 29:
        return replace(_last_leap_day(now), guessed=True)
    return now.first_after(lambda year: day(year, month, number))


def _last_leap_day(now: Now) -> Span:
    year = now.today.year if (now.today.month, now.today.day) >= (2, 29) else now.today.year - 1
    while monthrange(year, 2)[1] < 29:
        year -= 1
    return day(year, 2, 29)


def _month(found: re.Match[str], now: Now) -> Span:
    month = MONTHS[found["month"]]
    if found["year"] is not None:
        return month_of(_year(found["year"], now), month)
    return now.first_after(lambda year: month_of(year, month))


def _whole_year(found: re.Match[str], now: Now) -> Span | None:
    """Read four digits as a year when they can be one; 1234 is a number."""
    try:
        return year_of(_year(found["year"], now))
    except Impossible:
        return None


def _season(found: re.Match[str], now: Now) -> Span:
    season = SEASONS[found["season"]]
    if found["year"] is not None:
        return season_of(_year(found["year"], now), season)
    if season == SEASONS["winter"]:
        return now.first_after(winter_from)
    return now.first_after(lambda year: season_of(year, season))


def _two_year_winter(found: re.Match[str], now: Now) -> Span:
    first, second = _year(found["year"], now), _year(found["second"], now)
    if second != first + 1:
        raise Impossible
    return winter_from(first)


def _part_of(found: re.Match[str], now: Now) -> Span | None:
    span = read_one(found["rest"], now)
    if span is None or span.unit not in ("month", "season", "year"):
        return None
    return replace(_part(span, PARTS[found["part"]]), guessed=span.guessed)


def _numbers(found: re.Match[str], now: Now) -> Span:
    return day(_year(found["year"], now), int(found["mm"]), int(found["day"]))


def _month_number(found: re.Match[str], now: Now) -> Span:
    return month_of(_year(found["year"], now), int(found["mm"]))


def _years_or_month(found: re.Match[str], now: Now) -> Span:
    """Read 2021-22 as two years in a row and 2021-12 as a month."""
    year, second = _year(found["year"], now), int(found["second"])
    if second <= 12:
        return month_of(year, second)
    if second != (year + 1) % 100:
        raise Impossible
    return one_of(date(year, 1, 1), date(checked_year(year + 1), 12, 31), "year")


def _decade(found: re.Match[str], _: Now) -> Span:
    words = {"tachtig": 80, "negentig": 90, "zeventig": 70, "zestig": 60, "vijftig": 50, "nul": 0, "tien": 10}
    digits = found["decade"].removeprefix("'")
    tens = words[digits] if digits in words else int(digits)
    first = tens if tens >= 100 else (1900 if tens > 20 else 2000) + tens
    if first % 10:
        raise Impossible
    first += {"begin": 0, "medio": 3, "half": 3, "eind": 7}.get(found["part"] or "", 0)
    last = first + 9 if found["part"] is None else first + 3 - (found["part"] == "eind")
    checked_year(last)
    span = one_of(date(checked_year(first), 1, 1), date(last, 12, 31), "decade")
    return span if found["part"] else replace(span, edtf=f"{first // 10}X")


def _quarter(found: re.Match[str], now: Now) -> Span:
    name = found["quarter"]
    number = ORDINALS[name] if name in ORDINALS else int(name)
    year = _year(found["year"], now)
    span = one_of(date(year, 3 * number - 2, 1), last_of_month(date(year, 3 * number, 1)), "season")
    return replace(span, edtf=f"{year}-{32 + number}")


def _half_year(found: re.Match[str], now: Now) -> Span:
    year, second = _year(found["year"], now), found["half"] in ("tweede", "2")
    span = one_of(
        date(year, 7 if second else 1, 1), date(year, 12, 31) if second else date(year, 6, 30), "season"
    )
    return replace(span, edtf=f"{year}-{41 if second else 40}")


def _half_month(found: re.Match[str], now: Now) -> Span:
    month = _month(found, now)
    if (
        month.earliest is None or month.latest is None
    ):  # pragma: no cover — a month has two ends; for the types
        raise Impossible
    middle = month.earliest + 15 * DAY
    second = found["half"] in ("tweede", "2")
    span = one_of(middle, month.latest, "part") if second else one_of(month.earliest, middle - DAY, "part")
    return replace(span, guessed=month.guessed)


def _week_of_month(found: re.Match[str], now: Now) -> Span:
    month = _month(found, now)
    number = ORDINALS[found["nth"]]
    if (
        month.earliest is None or month.latest is None
    ):  # pragma: no cover — a month has two ends; for the types
        raise Impossible
    first = month.latest - 6 * DAY if number == -1 else month.earliest + 7 * (number - 1) * DAY
    return replace(one_of(first, first + 6 * DAY, "part"), guessed=month.guessed)


def _week_number(found: re.Match[str], now: Now) -> Span:
    try:
        monday = date.fromisocalendar(_year(found["year"], now), int(found["week"]), 1)
    except ValueError:
        raise Impossible from None
    return one_of(monday, monday + 6 * DAY, "part")


def _near(found: re.Match[str], now: Now) -> Span:
    offsets = {"eergisteren": -2, "gisteren": -1, "gisteravond": -1, "morgen": 1}
    exact = now.today + offsets.get(found[0], 0) * DAY
    return Span(exact, exact, exact.isoformat(), "day")


def _week_near(found: re.Match[str], now: Now) -> Span:
    monday = now.today - now.today.weekday() * DAY
    monday += {"deze": 0, "volgende": 7}.get(found["which"], -7) * DAY
    weekday = found["weekday"] or found["weekday_first"]
    if weekday is None:
        return one_of(monday, monday + 6 * DAY, "part")
    exact = monday + WEEKDAYS[weekday] * DAY
    return Span(exact, exact, exact.isoformat(), "day")


def _weekday(found: re.Match[str], now: Now) -> Span:
    back = (now.today.weekday() - WEEKDAYS[found["weekday"]] - 1) % 7 + 1
    exact = now.today - back * DAY
    return Span(exact, exact, exact.isoformat(), "day", guessed=found["last"] is None)


def _last_one(found: re.Match[str], now: Now) -> Span:
    """Read "afgelopen zomer": the last one that has begun, whatever was told before."""
    span = read_one(found["rest"], replace(now, anchor=None))
    if (
        span is None
    ):  # pragma: no cover — the pattern lets through only months, seasons and feasts, all of them read
        raise Impossible
    return replace(span, guessed=False)


def _feast(found: re.Match[str], now: Now) -> Span:
    if found["year"] is not None:
        return feast_of(_year(found["year"], now), found["feast"])
    return now.first_after(lambda year: feast_of(year, found["feast"]))


def _rules(*rules: tuple[str, Rule]) -> tuple[tuple[re.Pattern[str], Rule], ...]:
    return tuple((re.compile(pattern), rule) for pattern, rule in rules)


_DAYS: Final = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_LAST: Final = "vorige|vorig|afgelopen|laatste|laatst"
_RULES: Final = _rules(
    (r"(?P<year>\d{4})-(?P<mm>\d{1,2})-" + _DAY, _numbers),
    (_DAY + r"([-/.])(?P<mm>\d{1,2})\2" + _YEAR, _numbers),
    (rf"{_DAY}[ -]?{_MONTH}(?:[ -]?{_YEAR})?", _day_month),
    (rf"{_MONTH}(?:[ -]?{_YEAR})?", _month),
    (rf"(?P<year>\d{{4}}) {_MONTH}", _month),
    (r"(?P<mm>\d{1,2})[-/](?P<year>\d{4})", _month_number),
    (r"(?P<year>\d{4})[-/](?P<second>\d{2})", _years_or_month),
    (r"winter (?P<year>\d{4}|'?\d{2})(?: ?[-/] ?| op | )(?P<second>\d{4}|'?\d{2})", _two_year_winter),
    (rf"{_SEASON}(?: {_YEAR})?", _season),
    (rf"(?P<year>\d{{4}}) {_SEASON}", _season),
    (rf"(?:jaar )?{_FULL_YEAR}", _whole_year),
    (rf"{_PART}[ -](?P<rest>.+)", _part_of),
    (r"(?:(?P<part>begin|medio|half|eind) )?jaren (?P<decade>'?\d{2}|\d{4}|[a-z]+tig|nul|tien)", _decade),
    (rf"(?P<quarter>eerste|tweede|derde|vierde|[1-4]) kwartaal {_FULL_YEAR}", _quarter),
    (rf"q(?P<quarter>[1-4]) {_FULL_YEAR}", _quarter),
    (rf"(?P<half>eerste|tweede|[12]) helft {_FULL_YEAR}", _half_year),
    (rf"(?P<half>eerste|tweede|[12]) helft {_MONTH}(?: {_YEAR})?", _half_month),
    (rf"(?P<nth>{'|'.join(ORDINALS)}) week {_MONTH}(?: {_YEAR})?", _week_of_month),
    (rf"week (?P<week>\d{{1,2}}) {_FULL_YEAR}", _week_number),
    (r"vandaag|vanochtend|vanmorgen|vanmiddag|vanavond|nu|gisteren|gisteravond|eergisteren|morgen", _near),
    (
        rf"(?:(?P<weekday_first>{_DAYS}) )?(?P<which>vorige|afgelopen|deze|volgende) week(?: (?P<weekday>{_DAYS}))?",
        _week_near,
    ),
    (rf"(?:(?P<last>{_LAST}) )?(?P<weekday>{'|'.join(d for d in WEEKDAYS if len(d) > 2)})", _weekday),
    (rf"(?:{_LAST}) (?P<rest>(?:{'|'.join((*MONTHS, *SEASONS, *FEASTS))}))", _last_one),
    (rf"(?P<feast>{'|'.join(FEASTS)})(?: {_YEAR})?", _feast),
)


def read_one(words: str, now: Now) -> Span | None:
    """Read one cleaned date; None when it is not one, Impossible when it only looks like one."""
    for pattern, rule in _RULES:
        found = pattern.fullmatch(words)
        span = rule(found, now) if found else None
        if span is not None:
            return span
    return None
