"""Dates that lean on another: "vorig jaar", "twee jaar geleden", "drie weken later", "kort daarna"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from flows.date_rules import read_one
from flows.date_spans import DAY, Now, Span, add_months, one_of
from flows.date_words import COUNTS, MONTHS, SEASONS, UNITS

_UNIT: Final = f"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})"
_NUMBER: Final = (
    rf"(?P<number>(?:een )?(?:{'|'.join(sorted(COUNTS, key=len, reverse=True))})|\d{{1,3}}(?:[.,]5)?)"
)
_AFTER: Final = "later|daarna|erna|nadien|verder|erop|daarop"
_BEFORE: Final = "eerder|ervoor|daarvoor|tevoren"
_AGO: Final = re.compile(rf"{_NUMBER} {_UNIT} (?:geleden|terug)")
_LATER: Final = re.compile(rf"(?:na )?(?:{_NUMBER} )?{_UNIT} (?:{_AFTER})")
_AFTER_SO_LONG: Final = re.compile(rf"na {_NUMBER} {_UNIT}")
_EARLIER: Final = re.compile(rf"(?:{_NUMBER} )?{_UNIT} (?:{_BEFORE})")
_WITHIN: Final = re.compile(rf"binnen {_NUMBER} {_UNIT}")
_NEXT: Final = re.compile(r"volgende (?P<unit>dag|week)")
_SAME_DAY: Final = re.compile(r"(?:die|zelfde|dezelfde|diezelfde) dag")
_NAMED: Final = "|".join((*MONTHS, *SEASONS))
_NAMED_AFTER: Final = re.compile(rf"(?:volgende? (?P<next>{_NAMED})|(?P<name>{_NAMED}) (?:{_AFTER}))")
_SOON: Final = re.compile(r"(?P<how>kort|vlak|meteen|direct|gelijk) (?:daarna|erna|daarop|erop)")
_PERIOD: Final = re.compile(
    r"(?<!\S)(?:(?P<number>\S+) )?"
    rf"(?:(?P<which>vorige?|afgelopen|dit|deze|dat|die|hetzelfde|datzelfde|dezelfde|diezelfde|volgende?) "
    rf"(?P<unit>jaar|maand)|(?P<bare>jaar|maand) (?P<relation>{_AFTER}|{_BEFORE}))(?= |$)"
)
_SLACK: Final = {"day": (0, 2), "week": (3, 7), "month": (15, 30), "year": (91, 183)}
_MONTH_NAMES: Final = {number: name for name, number in reversed(MONTHS.items())}


def resolve_periods(words: str, now: Now) -> str:
    """Write "vorig jaar", "deze maand" and "het jaar daarna" as the year or the month they are."""

    def name(found: re.Match[str]) -> str:
        before = found["number"]
        if before is not None and found["bare"] and (before in COUNTS or before[0].isdigit()):
            return found[0]
        start, steps = _period(found, now)
        if start is None:
            return found[0]
        unit = found["unit"] or found["bare"]
        month = add_months(start.replace(day=1), steps * (12 if unit == "jaar" else 1))
        said = str(month.year) if unit == "jaar" else f"{_MONTH_NAMES[month.month]} {month.year}"
        return f"{before} {said}" if before is not None else said

    return _PERIOD.sub(name, words)


def _period(found: re.Match[str], now: Now) -> tuple[date | None, int]:
    """Give the day to count from and how many years or months to go."""
    told = now.anchor.earliest if now.anchor is not None else None
    which, relation = found["which"], found["relation"]
    if which in ("vorig", "vorige", "afgelopen"):
        return now.today, -1
    if which in ("dit", "deze"):
        return now.today, 0
    if which in ("volgend", "volgende"):
        return told or now.today, 1
    if which is not None:
        return told, 0
    return told, -1 if relation in _BEFORE.split("|") else 1


def read_relation(words: str, now: Now, *, approximate: bool) -> Span | None:
    """Read a date that is told as so much time before today, or after or before the date told before it."""
    ago = _AGO.fullmatch(words)
    if ago:
        today = Span(now.today, now.today, now.today.isoformat(), "day")
        return _capped(_moved(today, ago, -1, approximate=approximate), now.today)
    if now.anchor is None or now.anchor.earliest is None or now.anchor.latest is None:
        return None
    anchor = now.anchor
    if _SAME_DAY.fullmatch(words):
        return anchor
    later = _LATER.fullmatch(words) or _AFTER_SO_LONG.fullmatch(words) or _NEXT.fullmatch(words)
    if later:
        return _moved(anchor, later, 1, approximate=approximate)
    earlier = _EARLIER.fullmatch(words)
    if earlier:
        return _moved(anchor, earlier, -1, approximate=approximate)
    named = _NAMED_AFTER.fullmatch(words)
    if named:
        return _named_after(named["next"] or named["name"], now.anchor.latest, now)
    within, soon = _WITHIN.fullmatch(words), _SOON.fullmatch(words)
    if within:
        _, most = _count(within)
        return one_of(now.anchor.earliest, _shift(now.anchor.latest, UNITS[within["unit"]], most), "relation")
    if soon:
        days = 30 if soon["how"] in ("kort", "vlak") else 7
        return one_of(now.anchor.earliest, now.anchor.latest + days * DAY, "relation")
    return None


def _named_after(name: str, told: date, now: Now) -> Span | None:
    """Read "de zomer daarna": the first that begins after what was told."""
    for year in range(told.year, told.year + 2):
        span = read_one(f"winter {year}-{year + 1}" if name == "winter" else f"{name} {year}", now)
        if span is not None and span.earliest is not None and span.earliest > told:
            return span
    return None  # pragma: no cover — the year after has one, unless the calendar ends


def _moved(start: Span, found: re.Match[str], direction: int, *, approximate: bool) -> Span | None:
    if (
        start.earliest is None or start.latest is None
    ):  # pragma: no cover — open ends were turned away; for the types
        return None
    unit = UNITS[found["unit"]]
    least, most = sorted(direction * count for count in _count(found))
    slack = timedelta(days=_SLACK[unit][approximate])
    earliest, latest = _shift(start.earliest, unit, least) - slack, _shift(start.latest, unit, most) + slack
    span = one_of(earliest, latest, "relation")
    if least != most or start.earliest != start.latest or not slack:
        return span
    middle = _shift(start.earliest, unit, least)
    edtf = f"{middle:%Y-%m}~" if unit in ("month", "year") else f"{middle.isoformat()}~"
    return Span(earliest, latest, edtf, "relation")


def _capped(span: Span | None, today: date) -> Span | None:
    """Cut off what lies after today: what was "geleden" has been."""
    if span is None or span.latest is None or span.latest <= today:
        return span
    return Span(span.earliest, today, span.edtf, span.unit)


def _count(found: re.Match[str]) -> tuple[float, float]:
    number = found.groupdict().get("number")
    if number is None:
        return 1.0, 1.0
    if number[0].isdigit():
        value = float(number.replace(",", "."))
        return value, value
    return COUNTS[number.removeprefix("een ")]


def _shift(start: date, unit: str, count: float) -> date:
    if unit == "day":
        return start + round(count) * DAY
    if unit == "week":
        return start + round(count * 7) * DAY
    months = count * 12 if unit == "year" else count
    whole = int(months // 1)
    return add_months(start, whole) + round((months - whole) * 30) * DAY
