"""Approximate Dutch dates as people say them: kept as said, and read as the days that can be meant.

The value is EDTF (ISO 8601-2): `2023-03`, `2023-21` (voorjaar), `2023-03~` (rond), `2023-03?` (the year was not
said), `[2022-06-01..2022-06-10]` (some day of these), `2022-03/2022-05` (from, to), `2022-09-01/..` (after). What
cannot be read is kept as text and never refused. How a timeline is shown or generalised is left to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice
from typing import Final

from flows.date_relations import read_relation, resolve_periods
from flows.date_rules import read_one
from flows.date_spans import DAY, Impossible, Now, Span, one_of
from flows.date_words import FINDERS, NOISE, PARTS, clean

LONGEST: Final = 200
"""More characters than this are not read as a date."""

_MOST_WORDS: Final = 12
_MOST_CONNECTORS: Final = 6
_SEPARATORS: Final = " \t\n,;:.-–—"
_BETWEEN: Final = re.compile(r"tussen (?P<first>.+?) en (?P<last>.+)")
_UNTIL: Final = re.compile(r" tot | - |-")
_EITHER: Final = re.compile(rf" of | en |/| (?=(?:{'|'.join(PARTS)}) )")
_RELATIVE: Final = re.compile(r"(?P<near>kort |vlak |net |even )?(?P<side>voor|na) (?P<rest>.+)")
_FOUR_DIGITS: Final = re.compile(r"\b\d{4}\b")
_NOT_LAST: Final = NOISE | frozenset(
    ("rond", "rondom", "circa", "ca", "omstreeks", "ongeveer", "tot", "en", "tussen", "na", "voor")
)


@dataclass(frozen=True)
class ApproximateDate:
    """A date as said; `edtf` is None when it cannot be read, a bound is None when that end is open."""

    said: str
    edtf: str | None = None
    earliest: date | None = None
    latest: date | None = None

    @property
    def readable(self) -> bool:
        """Whether the words were understood."""
        return self.edtf is not None


def parse(text: str, *, today: date, anchor: ApproximateDate | None = None) -> ApproximateDate:
    """Read a date; never raises. `anchor` is the date told before, for "drie weken later" and "in mei".

    Two-digit years are the latest that is not past next year. Without a year, the first fit after the anchor is
    taken, or the last one that has begun, and marked with "?".
    """
    said = text.strip()
    now = Now(today, _span_of(anchor))
    try:
        span = _read(said, now) if len(said) <= LONGEST else None
    except (ValueError, OverflowError):
        span = None
    return (
        ApproximateDate(said)
        if span is None
        else ApproximateDate(said, span.edtf, span.earliest, span.latest)
    )


def split_entry(text: str, today: date, anchor: ApproximateDate | None = None) -> tuple[str, str]:
    """Part the date words at the start or the end of an entry from what happened: (when, event).

    Without date words `when` is empty. A date that cannot exist ("30 februari 2024") counts as date words, so that
    it can be shown as unreadable.
    """
    words = [(found.start(), found.end()) for found in re.finditer(r"\S+", text)]
    told = _span_of(anchor)
    now = Now(today, told if told is not None and told.earliest and told.latest else _some_day_before(today))
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        phrase = text[words[0][0] : words[count - 1][1]]
        last = text[slice(*words[count - 1])].strip(_SEPARATORS).lower()
        if (last not in _NOT_LAST or count == len(words)) and _is_date(phrase, now):
            return phrase.strip(_SEPARATORS), text[words[count - 1][1] :].strip().lstrip(_SEPARATORS)
    for start in range(max(1, len(words) - _MOST_WORDS), len(words)):
        phrase = text[words[start][0] : words[-1][1]]
        if _is_surely_a_date(phrase) and _is_date(phrase, now):
            return phrase.strip(_SEPARATORS), text[: words[start][0]].strip().rstrip(_SEPARATORS)
    return "", text.strip()


def duration_range(first: ApproximateDate, second: ApproximateDate) -> tuple[int, int] | None:
    """Give the least and the most days from the first to the second; None when an end is unknown.

    Dates that can be the same day have a least of 0; both are negative when the second is surely earlier.
    """
    if first.earliest is None or first.latest is None or second.earliest is None or second.latest is None:
        return None
    least, most = (second.earliest - first.latest).days, (second.latest - first.earliest).days
    return (0, most) if least < 0 <= most else (least, most)


def sort_keys(dates: Sequence[ApproximateDate]) -> tuple[tuple[date, date], ...]:
    """Give a key per date, in the order told; one that cannot be read stays behind the one told before it."""
    keys: list[tuple[date, date]] = []
    for told in dates:
        earliest, latest = told.earliest or told.latest, told.latest or told.earliest
        if earliest is not None and latest is not None:
            keys.append((earliest, latest))
        else:
            keys.append(keys[-1] if keys else (date.min, date.min))
    return tuple(keys)


def chronological(dates: Sequence[ApproximateDate]) -> tuple[int, ...]:
    """Give the places of the dates in order of time; what starts at the same time stays in the order told."""
    keys = sort_keys(dates)
    return tuple(sorted(range(len(dates)), key=keys.__getitem__))


def _span_of(anchor: ApproximateDate | None) -> Span | None:
    return (
        None
        if anchor is None or anchor.edtf is None
        else Span(anchor.earliest, anchor.latest, anchor.edtf, "anchor")
    )


def _some_day_before(today: date) -> Span:
    told = today - timedelta(days=365) if today.year > 1 else today
    return Span(told, told, told.isoformat(), "day")


def _is_date(phrase: str, now: Now) -> bool:
    try:
        return _read(phrase, now) is not None
    except Impossible:
        return True
    except (ValueError, OverflowError):
        return False


def _is_surely_a_date(phrase: str) -> bool:
    """Refuse a loose word at the end ("gesprek met Mei", "postbus 2020") unless "in" or the like stands before it."""
    words = clean(phrase).words
    alone = " " not in words and not re.search(r"\d[-/.]\d|gisteren|vandaag|^van[^ ]", words)
    return not alone or phrase.split(maxsplit=1)[0].lower() in FINDERS


def _read(text: str, now: Now) -> Span | None:
    cleaned = clean(text)
    words = resolve_periods(cleaned.words, now)
    span = _read_words(words, now, approximate=cleaned.approximate)
    return span and span.loosened(approximate=cleaned.approximate, uncertain=cleaned.uncertain)


def _read_words(words: str, now: Now, *, approximate: bool) -> Span | None:
    words = words.removeprefix("tot ")
    if not words:
        return None
    between = _BETWEEN.fullmatch(words)
    if between:
        return _range(between["first"], between["last"], now, whole=False)
    span = _read_side(words, now, approximate=approximate)
    if span is not None:
        return span
    relative = _RELATIVE.fullmatch(words)
    if relative:
        return _beside(relative, now)
    for connector, whole in ((_UNTIL, True), (_EITHER, False)):
        for found in islice(connector.finditer(words), _MOST_CONNECTORS):
            span = _range(words[: found.start()].strip(), words[found.end() :].strip(), now, whole=whole)
            if span is not None:
                return span
    return None


def _read_side(words: str, now: Now, *, approximate: bool = False) -> Span | None:
    return read_relation(words, now, approximate=approximate) or read_one(words, now)


def _beside(found: re.Match[str], now: Now) -> Span | None:
    """Read "na de zomer van 2022" and "voor 2020": open on one side, a month wide with "kort"."""
    span = _read_side(found["rest"], now)
    bounds = None if span is None else _bounds(span)
    if bounds is None:
        return None
    month = timedelta(days=30)
    if found["side"] == "na":
        first = bounds[1] + DAY
        near = one_of(first, first + month, "relation")
        return near if found["near"] else Span(first, None, f"{first.isoformat()}/..", "relation")
    last = bounds[0] - DAY
    near = one_of(last - month, last, "relation")
    return near if found["near"] else Span(None, last, f"../{last.isoformat()}", "relation")


def _range(first: str, last: str, now: Now, *, whole: bool) -> Span | None:
    """Read two dates as the ends of a period (`whole`) or as the days between which it was.

    The first borrows what it lacks from the last: "maart" from "mei 2022", "3" from "10 mei 2022".
    """
    end = _quietly(last, now)
    start, borrowed = _start_of_range(first, last, now)
    if start is None or end is None:
        return None
    if end.guessed and not borrowed:
        end = _quietly(last, replace(now, anchor=start)) or end
    left, right = _bounds(start), _bounds(end)
    if (
        left is None or right is None
    ):  # pragma: no cover — an open end is not read inside a period; for the types
        return None
    if left[0] > right[1]:
        if not borrowed:
            raise Impossible
        start, end, left, right = end, start, right, left
    span = one_of(min(left[0], right[0]), max(left[1], right[1]), "range")
    if whole and left != right and "relation" not in (start.unit, end.unit):
        return replace(span, edtf=f"{_in_edtf(start, left[0])}/{_in_edtf(end, right[1])}")
    return replace(span, guessed=start.guessed or end.guessed)


def _bounds(span: Span) -> tuple[date, date] | None:
    return None if span.earliest is None or span.latest is None else (span.earliest, span.latest)


def _start_of_range(first: str, last: str, now: Now) -> tuple[Span | None, bool]:
    alone = _quietly(first, now)
    if alone is not None and not alone.guessed:
        return alone, False
    for words in _borrowing(first, last):
        span = _quietly(words, now)
        if span is not None and not span.guessed:
            end = _quietly(last, now)
            year = _FOUR_DIGITS.search(words)
            if year and end and end.latest and span.earliest and span.earliest > end.latest:
                before = _quietly(_FOUR_DIGITS.sub(str(int(year[0]) - 1), words), now)
                return before or span, True
            return span, True
    return alone, False


def _borrowing(first: str, last: str) -> Iterator[str]:
    tail = last.split()
    return (f"{first} {' '.join(tail[start:])}" for start in range(1, len(tail)))


def _quietly(words: str, now: Now) -> Span | None:
    """Read one side of a range; what cannot be a date makes no range."""
    try:
        return _read_side(words, now)
    except Impossible:
        return None


def _in_edtf(span: Span, outermost: date) -> str:
    """Write one end of a period: as it was said when that is a year, a month or a day, else its outermost day."""
    simple = re.fullmatch(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d{2})?)?", span.edtf)
    return span.edtf + "?" * span.guessed if simple else outermost.isoformat()
