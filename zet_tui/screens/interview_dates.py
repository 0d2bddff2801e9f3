"""The timeline as the conversation shows it: dates parted, put in order and read back in Dutch; reading is `flows`'."""

from calendar import monthrange
from datetime import date

from flows.approximate_date import ApproximateDate, split_entry
from flows.interview import Interview
from flows.text import MONTHS
from flows.timeline import PlacedEntry, placed, said_on
from zet_tui.screens import interview_text as text
from zet_tui.widgets.timeline import EntryLine


def parted(line: str, today: date) -> tuple[str, str]:
    """One typed line as (when as said, what happened); when is "" where no date was said."""
    return split_entry(line, today)


def entry_lines(interview: Interview) -> tuple[EntryLine, ...]:
    """The steps in the order in which they happened, each with its date as it was understood."""
    return tuple(
        EntryLine(
            step.entry.id,
            step.entry.text,
            step.entry.when,
            reading_of(step),
            is_read=step.moment.readable or not step.entry.when,
        )
        for step in placed(interview.timeline, said_on(interview.events))
    )


def reading_of(step: PlacedEntry) -> str:
    """The date of a step as it was understood, or that it has none or could not be read."""
    when = step.entry.when
    return reading(step.moment) or (f"{when} ({text.UNREAD_DATE})" if when else text.NO_DATE)


def reading(moment: ApproximateDate) -> str:
    """How a date was understood: "maart–mei 2023", "rond 12 maart 2024"; "" where it could not be read."""
    first, last = moment.earliest, moment.latest
    if not moment.readable:
        return ""
    if first is None or last is None:
        return days_in_words(first, last)
    around = f"{text.AROUND} " if "~" in (moment.edtf or "") else ""
    return f"{around}{_span(first, last)}{text.MAYBE if '?' in (moment.edtf or '') else ''}"


def days_in_words(first: date | None, last: date | None) -> str:
    """The days from first to last: "3–10 april 2026", "vanaf 3 april 2026"; "" when neither is known."""
    if first is not None and last is not None:
        return _span(first, last)
    end = first or last
    return "" if end is None else f"{text.SINCE if first else text.UNTIL} {_day(end)}"


def _span(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return _months(first, last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]}–{_day(last)}"
    return f"{_day(first)}–{_day(last)}"


def _months(first: date, last: date) -> str:
    if first.year != last.year:
        whole_years = first.month == 1 and last.month == 12
        return f"{first.year}–{last.year}" if whole_years else f"{_month(first)}–{_month(last)}"
    if (first.month, last.month) == (1, 12):
        return str(first.year)
    return _month(last) if first.month == last.month else f"{MONTHS[first.month - 1]}–{_month(last)}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _day(day: date) -> str:
    return f"{day.day} {_month(day)}"
