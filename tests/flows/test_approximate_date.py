"""What people say about when it was, read as days; and never a date refused or lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.approximate_date import (
    ApproximateDate,
    chronological,
    duration_range,
    parse,
    sort_keys,
    split_entry,
)
from tests.flows.dates_said import (
    AFTER_A_DAY,
    AFTER_A_MONTH,
    EXACT,
    MONTHS,
    NOT_READ,
    PARTS,
    RANGES,
    ROUGH,
    SEASONS,
    SEEN_FROM_TODAY,
    TODAY,
    WITHOUT_A_YEAR,
    YEARS,
    Case,
)


def days(when: ApproximateDate) -> tuple[str, str]:
    return str(when.earliest or ""), str(when.latest or "")


@pytest.mark.parametrize(
    "case", [*EXACT, *MONTHS, *PARTS, *SEASONS, *YEARS, *ROUGH, *RANGES, *SEEN_FROM_TODAY, *WITHOUT_A_YEAR]
)
def test_what_is_said_is_read(case: Case) -> None:
    said, edtf, earliest, latest = case
    when = parse(said, today=TODAY)
    assert (when.edtf, *days(when)) == (edtf, earliest, latest)
    assert when.said == said.strip()


@pytest.mark.parametrize("case", AFTER_A_DAY)
def test_what_is_said_after_a_day_is_read_from_that_day(case: Case) -> None:
    said, edtf, earliest, latest = case
    when = parse(said, today=TODAY, anchor=parse("12 maart 2024", today=TODAY))
    assert (when.edtf, *days(when)) == (edtf, earliest, latest)


@pytest.mark.parametrize("case", AFTER_A_MONTH)
def test_what_is_said_after_a_month_is_as_wide_as_that_month(case: Case) -> None:
    said, edtf, earliest, latest = case
    when = parse(said, today=TODAY, anchor=parse("maart 2023", today=TODAY))
    assert (when.edtf, *days(when)) == (edtf, earliest, latest)


@pytest.mark.parametrize("said", NOT_READ)
def test_what_cannot_be_read_is_kept_as_said(said: str) -> None:
    assert parse(said, today=TODAY) == ApproximateDate(said.strip())
    assert not parse(said, today=TODAY).readable


@pytest.mark.parametrize("anchor", ["vroeger", "na 2020"])
def test_an_anchor_that_cannot_be_counted_from_leaves_a_relation_unread(anchor: str) -> None:
    told = parse(anchor, today=TODAY)
    assert not parse("drie weken later", today=TODAY, anchor=told).readable
    assert parse("maart 2023", today=TODAY, anchor=told).edtf == "2023-03"


@pytest.mark.parametrize(("today", "said", "edtf"), [
    (date(2026, 2, 1), "12-3-27", "2027-03-12"),
    (date(2026, 2, 1), "12-3-28", "1928-03-12"),
    (date(2099, 12, 31), "'99", "2099"),
    (date(2024, 2, 29), "een jaar geleden", "2023-02~"),
    (date(2024, 2, 29), "29 februari", "2024-02-29?"),
    (date(2024, 1, 1), "gisteren", "2023-12-31"),
    (date(2024, 1, 1), "vorige maand", "2023-12"),
    (date(2024, 3, 31), "een maand geleden", "2024-02~"),
    (date(2024, 12, 5), "winter", "[2024-12?..2025-02?]"),
])  # fmt: skip
def test_today_decides_what_is_meant(today: date, said: str, edtf: str) -> None:
    assert parse(said, today=today).edtf == edtf


# --- an entry with a date in it --------------------------------------------------------------------


@pytest.mark.parametrize(("entry", "when", "event"), [
    ("voorjaar 2023 aangemeld bij wijkteam", "voorjaar 2023", "aangemeld bij wijkteam"),
    ("aangemeld bij wijkteam in voorjaar 2023", "in voorjaar 2023", "aangemeld bij wijkteam"),
    ("aangemeld bij wijkteam voorjaar 2023", "voorjaar 2023", "aangemeld bij wijkteam"),
    ("Drie weken later: gesprek met de huisarts", "Drie weken later", "gesprek met de huisarts"),
    ("12-03-2024 - intake", "12-03-2024", "intake"),
    ("12-03-2024", "12-03-2024", ""),
    ("In maart 2023 de huisarts gebeld", "In maart 2023", "de huisarts gebeld"),
    ("maart 2023, de huisarts gebeld", "maart 2023", "de huisarts gebeld"),
    ("tussen maart en mei 2022 wachtlijst", "tussen maart en mei 2022", "wachtlijst"),
    ("mei 2022 – juli 2022: begeleiding", "mei 2022 – juli 2022", "begeleiding"),
    ("eind 2021 begin 2022 geen hulp", "eind 2021 begin 2022", "geen hulp"),
    ("Rond kerst 2022 ging het mis", "Rond kerst 2022", "ging het mis"),
    ("ongeveer twee jaar geleden, toen ik ziek werd", "ongeveer twee jaar geleden", "toen ik ziek werd"),
    ("een paar weken later wijkteam gebeld", "een paar weken later", "wijkteam gebeld"),
    ("na 3 weken bericht", "na 3 weken", "bericht"),
    ("In 2020 3 keer gebeld", "In 2020", "3 keer gebeld"),
    ("dinsdag 3 mei 2022 huisbezoek", "dinsdag 3 mei 2022", "huisbezoek"),
    ("gisteren gebeld", "gisteren", "gebeld"),
    ("gebeld gisteren", "gisteren", "gebeld"),
    ("brief gekregen op 12 maart 2024", "op 12 maart 2024", "brief gekregen"),
    ("gesprek drie weken later", "drie weken later", "gesprek"),
    ("gesprek in mei", "in mei", "gesprek"),
    ("sinds 2018 bij de schuldhulp", "sinds 2018", "bij de schuldhulp"),
    ("bij de schuldhulp sinds 2018", "sinds 2018", "bij de schuldhulp"),
    ("30 februari 2024 aangemeld", "30 februari 2024", "aangemeld"),
    ("gesprek met Mei", "", "gesprek met Mei"),
    ("verhuisd naar postbus 2020", "", "verhuisd naar postbus 2020"),
    ("1234 euro schuld", "", "1234 euro schuld"),
    ("2 kinderen uit huis geplaatst", "", "2 kinderen uit huis geplaatst"),
    ("begin gemaakt met plan", "", "begin gemaakt met plan"),
    ("na aanmelding wachten", "", "na aanmelding wachten"),
    ("wachtlijst, 3 maanden", "", "wachtlijst, 3 maanden"),
    ("bij de huisarts geweest", "", "bij de huisarts geweest"),
    ("  bij de huisarts  ", "", "bij de huisarts"),
    ("", "", ""),
    ("   ", "", ""),
])  # fmt: skip
def test_date_words_are_parted_from_what_happened(entry: str, when: str, event: str) -> None:
    assert split_entry(entry, TODAY, None) == (when, event)


@given(
    st.sampled_from([*EXACT, *MONTHS, *PARTS, *SEASONS, *RANGES, *SEEN_FROM_TODAY]),
    st.sampled_from(["naar de huisarts", "aangemeld"]),
)
def test_every_readable_date_in_front_is_parted_whole(case: Case, event: str) -> None:
    when, rest = split_entry(f"{case[0].strip()} {event}", TODAY)
    assert rest == event
    assert parse(when, today=TODAY).edtf == case[1]


# --- how long between, and in which order ----------------------------------------------------------


@pytest.mark.parametrize(("first", "second", "expected"), [
    ("12-03-2024", "22-03-2024", (10, 10)),
    ("12-03-2024", "12-03-2024", (0, 0)),
    ("maart 2024", "april 2024", (1, 60)),
    ("maart 2024", "maart 2024", (0, 30)),
    ("12-03-2024", "maart 2024", (0, 19)),
    ("22-03-2024", "12-03-2024", (-10, -10)),
    ("2020", "2022", (366, 1095)),
    ("onbekend", "2022", None),
    ("2022", "na 2023", None),
    ("voor 2020", "2022", None),
])  # fmt: skip
def test_the_days_between_two_dates_are_a_range(
    first: str, second: str, expected: tuple[int, int] | None
) -> None:
    assert duration_range(parse(first, today=TODAY), parse(second, today=TODAY)) == expected


def test_dates_stand_in_order_and_the_unreadable_stay_behind_the_one_before() -> None:
    told = [
        "vroeger",
        "mei 2023",
        "toen ik ziek was",
        "2020",
        "maart 2023",
        "12-05-2023",
        "geen idee",
        "voor 2019",
    ]
    dates = [parse(said, today=TODAY) for said in told]
    assert [told[place] for place in chronological(dates)] == [
        "vroeger", "voor 2019", "2020", "maart 2023", "mei 2023", "toen ik ziek was", "12-05-2023", "geen idee",
    ]  # fmt: skip
    assert len(sort_keys(dates)) == len(dates)
