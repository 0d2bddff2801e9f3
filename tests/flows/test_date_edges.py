"""Dates at the edge: no calendar day, no end, no year to hang on to; read as nothing rather than as something else."""

from datetime import date

import pytest

from flows.approximate_date import ApproximateDate, parse, split_entry
from flows.deadlines import Verdict, deadlines_in, judge_deadlines
from flows.instrument import Deadline, Limit, Source, load_instrument
from flows.workdays import dutch_workdays

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    "said",
    [
        "Q5 2022",
        "5e kwartaal 2022",
        "jaren '85",
        "2021-50",
        "begin voor de zomer van 2020",
        "half na de zomer 2020",
        "van na de zomer 2020 tot mei 2022",
        "tussen voor de zomer 2020 en mei 2022",
        "afgelopen onzin",
        "99999 jaar geleden",
        "9999999999999 weken geleden",
        "eerste helft van 13-2022",
        "eerste week van vroeger",
        "vijf weken na toen",
        "begin 12345",
        "13-2022",
        "in dezelfde maand",
    ],
)
def test_what_cannot_be_a_date_stays_text(said):
    assert not parse(said, today=TODAY).readable


def test_a_date_that_hangs_on_an_open_end_stays_text():
    open_end = parse("na de zomer 2020", today=TODAY)
    assert (open_end.earliest, open_end.latest) == (date(2020, 9, 1), None)
    assert not parse("drie weken later", today=TODAY, anchor=open_end).readable


@pytest.mark.parametrize(
    ("said", "anchor", "first"),
    [
        ("in de winter daarna", "juni 2022", date(2022, 12, 1)),
        ("de zomer daarna", "juli 2022", date(2023, 6, 1)),
        ("het voorjaar daarna", "december 2022", date(2023, 3, 1)),
    ],
)
def test_the_first_season_after_what_was_told(said, anchor, first):
    moment = parse(said, today=TODAY, anchor=parse(anchor, today=TODAY))
    assert moment.earliest == first


def test_words_before_a_count_that_leaves_the_calendar_stay_words():
    when, text = split_entry("9999999999999 weken geleden aangemeld", TODAY)
    assert (when, text) == ("", "9999999999999 weken geleden aangemeld")


def test_the_list_without_a_timeline_has_no_deadlines():
    regie = load_instrument("regie")
    assert deadlines_in(regie, regie.questionnaire(Source.RESIDENT)) == ()
    assert len(deadlines_in(regie, regie.questionnaire(Source.DOSSIER))) == 4
    everywhere = Deadline(id="x", title="X", milestone="intake", limits=(Limit(from_="opdracht"),))
    general = regie.model_copy(update={"deadlines": (everywhere,)})
    assert deadlines_in(general, regie.questionnaire(Source.PROFESSIONAL)) == (everywhere,)


@pytest.mark.parametrize(
    "limit", [Limit(from_="opdracht", weeks=2), Limit(from_="opdracht", working_days=10)]
)
def test_a_limit_beyond_the_last_day_of_the_calendar_says_nothing(limit):
    deadline = Deadline(id="x", title="X", milestone="intake", limits=(limit,))
    last = date.max
    days = {name: ApproximateDate(name, "9999-12-31", last, last) for name in ("opdracht", "intake")}
    (judged,) = judge_deadlines((deadline,), days, dutch_workdays())
    assert (judged.verdict, judged.limits[0].last_day) == (Verdict.UNKNOWN, (None, None))


@pytest.mark.parametrize("said", ["ongeveer een dag geleden", "een paar dagen geleden"])
def test_what_was_ago_is_never_after_today(said):
    moment = parse(said, today=TODAY)
    assert moment.earliest is not None
    assert moment.latest is not None
    assert moment.earliest < moment.latest <= TODAY


def test_a_season_after_an_open_end_is_not_guessed():
    before = parse("voor 2001", today=TODAY)
    assert not parse("de winter daarna", today=TODAY, anchor=before).readable


@pytest.mark.parametrize("year", [2031, 2040])
def test_a_month_is_the_last_one_begun_when_what_was_told_lies_ahead(year):
    ahead = parse(f"mei {year}", today=date(year + 1, 1, 1))
    moment = parse("maart", today=TODAY, anchor=ahead)
    assert moment.earliest == date(2026, 3, 1)


@pytest.mark.parametrize("today", [date.min, date.max, TODAY])
def test_a_line_is_parted_on_the_first_and_the_last_day_of_the_calendar(today):
    for said in ("ongeveer een dag geleden", "vorige maand", "over een jaar", "maart"):
        when, text = split_entry(f"{said} aangemeld", today)
        assert f"{when} {text}".strip() == f"{said} aangemeld"


def test_a_part_of_one_of_two_winters_is_no_narrower_than_both():
    for part in ("begin", "eind"):
        read = parse(f"{part} winter 2023", today=TODAY)
        assert (read.earliest, read.latest) == (date(2022, 12, 1), date(2024, 2, 29))
