"""Laws of dates as people say them: never refused, never ending before they begin, in order."""

import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.approximate_date import (
    LONGEST,
    ApproximateDate,
    chronological,
    duration_range,
    parse,
    split_entry,
)
from tests.flows.dates_said import AFTER_A_DAY, MONTHS, PARTS, RANGES, SEASONS, SEEN_FROM_TODAY, TODAY

_SAID = (*MONTHS, *PARTS, *SEASONS, *RANGES, *SEEN_FROM_TODAY, *AFTER_A_DAY)
WORDS = sorted({word for case in _SAID for word in case[0].split()})
phrases = st.lists(st.sampled_from(WORDS) | st.integers(0, 3000).map(str), max_size=9).map(" ".join)
some_day = st.dates(date(1900, 1, 1), date(2099, 12, 31))
any_text = st.text(max_size=LONGEST + 20) | phrases


@st.composite
def dates_told(draw: st.DrawFn) -> ApproximateDate:
    return parse(draw(any_text), today=draw(some_day))


@given(any_text, st.dates(), st.none() | dates_told())
def test_a_date_is_never_refused_and_never_ends_before_it_begins(
    text: str, today: date, anchor: ApproximateDate | None
) -> None:
    when = parse(text, today=today, anchor=anchor)
    assert when.said == text.strip()
    assert when.readable == (when.edtf is not None)
    if not when.readable:
        assert when.earliest is when.latest is None
    if when.earliest is not None and when.latest is not None:
        assert when.earliest <= when.latest
    assert not when.readable or when.earliest is not None or when.latest is not None


EDTF_DATE = r"\d{4}(-\d{2}(-\d{2})?)?[~?%]?"
EDTF = re.compile(
    rf"\d{{3}}X[~?%]?|{EDTF_DATE}|\[{EDTF_DATE}\.\.{EDTF_DATE}\]|({EDTF_DATE}|\.\.)/({EDTF_DATE}|\.\.)"
)


@given(phrases, some_day, st.none() | dates_told())
def test_what_is_read_is_well_formed_edtf(text: str, today: date, anchor: ApproximateDate | None) -> None:
    when = parse(text, today=today, anchor=anchor)
    assert when.edtf is None or EDTF.fullmatch(when.edtf)


MONTH_NAMES = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


@given(some_day)
def test_a_day_written_in_any_form_is_that_day(day: date) -> None:
    forms = (
        f"{day:%d-%m-%Y}",
        f"{day:%d/%m/%Y}",
        f"{day}",
        f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}",
    )
    for form in forms:
        when = parse(form, today=TODAY)
        assert (when.earliest, when.latest, when.edtf) == (day, day, f"{day}")


@given(some_day, st.integers(0, 300))
def test_days_ago_and_days_later_are_exact(today: date, count: int) -> None:
    ago = parse(f"{count} dagen geleden", today=today)
    assert ago.earliest == ago.latest == today - timedelta(days=count)
    back = parse(f"{count} dagen later", today=today, anchor=ago)
    assert back.earliest == back.latest == today


@given(any_text, st.dates(), st.none() | dates_told())
def test_parting_an_entry_never_breaks_and_loses_no_word(
    text: str, today: date, anchor: ApproximateDate | None
) -> None:
    when, event = split_entry(text, today, anchor)
    kept = re.findall(r"\w+", f"{when} {event}")
    assert sorted(kept) == sorted(re.findall(r"\w+", text))
    assert when in text
    assert event in text


@given(dates_told(), dates_told())
def test_a_duration_never_ends_before_it_begins(first: ApproximateDate, second: ApproximateDate) -> None:
    found = duration_range(first, second)
    assert found is None or found[0] <= found[1]


@given(st.lists(dates_told(), max_size=6))
def test_ordering_keeps_every_date_and_is_stable(dates: list[ApproximateDate]) -> None:
    order = chronological(dates)
    assert sorted(order) == list(range(len(dates)))
    again = chronological([dates[place] for place in order if dates[place].readable])
    assert again == tuple(range(len(again)))
