"""Deadlines: op tijd, te laat or niet te zeggen, by exact and by approximate dates, with Dutch holidays."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.approximate_date import ApproximateDate, parse
from flows.deadlines import (
    Judgement,
    Verdict,
    judge_deadlines,
    judge_interview,
    milestone_days,
    milestone_of,
)
from flows.events import Body, Event
from flows.instrument import Deadline, Instrument, Limit, Source, load_instrument
from flows.interview import Interview, TimelineEntry
from flows.timeline import placed
from flows.workdays import Workdays, dutch_workdays

TODAY = date(2026, 6, 1)
IN_TIME, LATE, UNKNOWN = "op tijd", "te laat", "niet te zeggen"


@pytest.fixture(scope="module")
def regie() -> Instrument:
    return load_instrument("regie")


@pytest.fixture(scope="module")
def workdays() -> Workdays:
    return dutch_workdays()


def judged(
    regie: Instrument, said: Mapping[str, str], reasons: Mapping[str, str] | None = None
) -> dict[str, Judgement]:
    days = {milestone: parse(when, today=TODAY) for milestone, when in said.items()}
    found = judge_deadlines(regie.deadlines, days, dutch_workdays(), reasons)
    return {judgement.deadline.id: judgement for judgement in found}


# --- working days ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 2), True),  # a Monday
        (date(2026, 3, 7), False),
        (date(2026, 3, 8), False),
        (date(2026, 1, 1), False),
        (date(2026, 4, 3), False),  # Good Friday counts in the Algemene termijnenwet
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 27), False),  # King's day
        (date(2025, 4, 25), True),  # King's day was kept on Saturday the 26th
        (date(2026, 5, 5), False),  # every year in that law, not only every fifth
        (date(2026, 5, 14), False),  # Ascension day
        (date(2026, 5, 25), False),  # Whit Monday
        (date(2026, 12, 25), False),
        (date(2026, 12, 31), True),
    ],
)
def test_weekends_and_dutch_holidays_are_no_working_days(
    workdays: Workdays, day: date, *, works: bool
) -> None:
    assert workdays.is_workday(day) is works


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 2), 10, date(2026, 3, 16)),  # two plain weeks
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # over a weekend
        (date(2026, 4, 1), 10, date(2026, 4, 17)),  # over Easter: Good Friday and Monday
        (date(2026, 4, 24), 10, date(2026, 5, 12)),  # over King's day and 5 May
        (date(2025, 12, 22), 5, date(2025, 12, 31)),  # over Christmas
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # counted from a Saturday
        (date(2026, 4, 7), -1, date(2026, 4, 2)),  # backwards over Easter
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_working_days_are_counted_over_weekends_and_holidays(
    workdays: Workdays, start: date, count: int, end: date
) -> None:
    assert workdays.after(start, count) == end


def test_the_holidays_are_loaded_by_whoever_judges_and_by_nobody_else() -> None:
    code = "import flows.deadlines, sys; raise SystemExit('holidays' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode
        == 0
    )


# --- the four deadlines of Regiestappen ------------------------------------------------------------


@pytest.mark.parametrize(
    ("opdracht", "contact", "bezoek", "verdict"),
    [
        ("2-3-2026", "16-3-2026", "20-3-2026", IN_TIME),  # the tenth working day
        ("2-3-2026", "17-3-2026", "20-3-2026", LATE),
        ("1-4-2026", "17-4-2026", "20-4-2026", IN_TIME),  # Easter gives two days
        ("1-4-2026", "18-4-2026", "20-4-2026", LATE),
        ("2-3-2026", "6-3-2026", "5-3-2026", LATE),  # after the first visit
        ("2-3-2026", "6-3-2026", "6-3-2026", IN_TIME),  # that same day: the hour is not known
        ("2-3-2026", "6-3-2026", "", UNKNOWN),  # was there a visit, and when
        ("2-3-2026", "20-3-2026", "", LATE),  # late whatever the visit was
        ("begin maart 2026", "10 maart 2026", "april 2026", IN_TIME),
        ("begin maart 2026", "eind maart 2026", "april 2026", UNKNOWN),
        ("februari 2026", "april 2026", "mei 2026", LATE),
        ("maart 2026", "maart 2026", "april 2026", UNKNOWN),
        ("2-3-2026", "voor 12 maart 2026", "april 2026", IN_TIME),
        ("2-3-2026", "na de zomer van 2026", "oktober 2026", LATE),
        ("ooit", "16-3-2026", "20-3-2026", UNKNOWN),
        ("30 februari 2026", "16-3-2026", "20-3-2026", UNKNOWN),
    ],
)
def test_first_contact_within_ten_working_days_and_before_the_visit(
    regie: Instrument, opdracht: str, contact: str, bezoek: str, verdict: str
) -> None:
    said = {"opdracht": opdracht, "eerste_contact": contact, "eerste_bezoek": bezoek}
    assert judged(regie, said)["eerste_contact"].verdict == verdict


@pytest.mark.parametrize(
    ("intake", "plan", "verdict"),
    [
        ("2-3-2026", "16-3-2026", IN_TIME),
        ("2-3-2026", "17-3-2026", LATE),
        ("begin maart 2026", "half maart 2026", UNKNOWN),
        ("2-3-2026", "mei 2026", LATE),
        ("maart 2026", "begin maart 2026", IN_TIME),
        ("", "16-3-2026", UNKNOWN),
        ("2-3-2026", "", UNKNOWN),
    ],
)
def test_the_plan_within_two_weeks_after_the_intake(
    regie: Instrument, intake: str, plan: str, verdict: str
) -> None:
    assert (
        judged(regie, {"intake": intake, "ondersteuningsplan": plan})["ondersteuningsplan"].verdict == verdict
    )


@pytest.mark.parametrize(
    ("start", "evaluation", "end", "verdict"),
    [
        ("1-7-2019", "eind september 2019", "30-12-2019", IN_TIME),  # the pilot's own dates
        ("1-7-2019", "14-10-2019", "30-12-2019", IN_TIME),  # two weeks after the middle, 30 September
        ("1-7-2019", "15-10-2019", "30-12-2019", LATE),
        ("juli 2019", "oktober 2019", "december 2019", UNKNOWN),
        ("juli 2019", "november 2019", "december 2019", LATE),
        ("juli 2019", "augustus 2019", "december 2019", IN_TIME),
        ("1-7-2019", "1-9-2019", "", UNKNOWN),
        ("1-7-2019", "1-9-2019", "1-1-2018", UNKNOWN),  # an end before the start
    ],
)
def test_the_evaluation_halfway(
    regie: Instrument, start: str, evaluation: str, end: str, verdict: str
) -> None:
    said = {"opdracht": start, "tussenevaluatie": evaluation, "einde": end}
    assert judged(regie, said)["tussenevaluatie"].verdict == verdict


@pytest.mark.parametrize(
    ("report", "end", "verdict"),
    [
        ("18-11-2019", "30-12-2019", IN_TIME),
        ("19-11-2019", "30-12-2019", LATE),
        ("oktober 2019", "december 2019", UNKNOWN),
        ("september 2019", "december 2019", IN_TIME),
        ("eind december 2019", "december 2019", LATE),
    ],
)
def test_the_report_six_weeks_before_the_end(regie: Instrument, report: str, end: str, verdict: str) -> None:
    assert judged(regie, {"verslag": report, "einde": end})["verslag"].verdict == verdict


def test_each_limit_keeps_its_own_verdict_and_last_day(regie: Instrument) -> None:
    said = {"opdracht": "2-3-2026", "eerste_contact": "6-3-2026"}
    judgement = judged(regie, said)["eerste_contact"]
    assert [limit.verdict for limit in judgement.limits] == [Verdict.IN_TIME, Verdict.UNKNOWN]
    assert judgement.limits[0].last_day == (date(2026, 3, 16), date(2026, 3, 16))
    assert judgement.missing == ("eerste_bezoek",)


def test_too_late_with_a_reason_is_excused_only_where_the_text_says_tenzij(regie: Instrument) -> None:
    said = {
        "intake": "2-3-2026",
        "ondersteuningsplan": "1-5-2026",
        "verslag": "1-5-2026",
        "einde": "2-5-2026",
    }
    reasons = {"ondersteuningsplan": "De inwoner was ziek.", "verslag": "Vergeten."}
    found = judged(regie, said, reasons)
    assert (found["ondersteuningsplan"].verdict, found["ondersteuningsplan"].excused) == (
        Verdict.TOO_LATE,
        True,
    )
    assert (found["verslag"].verdict, found["verslag"].excused) == (Verdict.TOO_LATE, False)
    assert not judged(regie, said)["ondersteuningsplan"].excused


# --- typed timeline entries ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "milestone"),
    [
        ("Opdracht", "opdracht"),
        ("opdracht: via de backoffice verstuurd", "opdracht"),
        ("EERSTE CONTACT, telefonisch", "eerste_contact"),
        ("Eerste bezoek thuis", "eerste_bezoek"),
        ("Intakegesprek met de inwoner", "intake"),
        ("Ondersteuningsplan gestuurd per Zivver", "ondersteuningsplan"),
        ("Tussentijdse evaluatie (drie-gesprek)", "tussenevaluatie"),
        ("Einde indicatie", "einde"),
        ("Opdrachtgever gebeld", None),  # only whole words
        ("Gebeld over het verslag", None),  # only at the beginning
        ("Eerste", None),
        ("", None),
    ],
)
def test_an_entry_that_begins_with_the_words_is_that_milestone(
    regie: Instrument, text: str, milestone: str | None
) -> None:
    assert milestone_of(text, regie.milestones) == milestone


def test_of_several_entries_the_first_that_can_be_read_counts(regie: Instrument) -> None:
    entries = (
        TimelineEntry("a", "Intake", "ooit"),
        TimelineEntry("b", "Intake opnieuw", "april 2026"),
        TimelineEntry("c", "Intake", "maart 2026"),
    )
    days = milestone_days(regie.milestones, placed(entries, {}, TODAY))
    assert {name: day.edtf for name, day in days.items()} == {"intake": "2026-03"}


def test_a_conversation_is_judged_by_its_own_timeline_and_its_own_reasons(regie: Instrument) -> None:
    interview = Interview(regie.questionnaire(Source.DOSSIER))
    count = 0

    def happens(body: Body) -> None:
        nonlocal interview, count
        count += 1
        at = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(seconds=count)
        interview = interview.apply(Event(id=f"{count:032x}", author="Anouk", at=at, body=body))

    assert judge_interview(regie, interview, {}, dutch_workdays()) == ()
    happens(interview.add_entry("Intake", "2 maart 2026", "a"))
    happens(interview.add_entry("Ondersteuningsplan", "vijf weken later", "b"))
    happens(interview.answer("9", "oranje"))
    happens(interview.give_reason("9", "De begeleider was met verlof."))
    found = {
        j.deadline.id: j
        for j in judge_interview(regie, interview, {"a": TODAY, "b": TODAY}, dutch_workdays())
    }
    assert found["ondersteuningsplan"].verdict is Verdict.TOO_LATE
    assert found["ondersteuningsplan"].excused
    assert found["verslag"].verdict is Verdict.UNKNOWN


# --- laws ------------------------------------------------------------------------------------------

days_ = st.dates(date(2015, 1, 1), date(2030, 12, 31))
spans = st.tuples(days_, st.integers(0, 90)).map(lambda s: (s[0], s[0] + timedelta(days=s[1])))
shifts = st.one_of(
    st.builds(lambda n: {"days": n}, st.integers(-60, 60)),
    st.builds(lambda n: {"weeks": n}, st.integers(-8, 8)),
    st.builds(lambda n: {"working_days": n}, st.integers(-30, 30)),
)


def moment(first: date, last: date) -> ApproximateDate:
    return ApproximateDate("gezegd", "edtf", first, last)


@given(spans, spans, shifts, st.data())
def test_a_sure_verdict_holds_for_every_day_that_can_be_meant(
    happened: tuple[date, date], counted: tuple[date, date], shift: dict[str, int], data: st.DataObject
) -> None:
    limit = Limit.model_validate({"from": "a", **shift})
    deadline = Deadline(id="d", title="D", milestone="b", limits=(limit,))
    instrument = Instrument.model_construct(deadlines=(deadline,))

    def verdict(one: ApproximateDate, other: ApproximateDate) -> Verdict:
        return judge_deadlines(instrument.deadlines, {"a": other, "b": one}, dutch_workdays())[0].verdict

    rough = verdict(moment(*happened), moment(*counted))
    exact = verdict(
        moment(*[data.draw(st.dates(*happened))] * 2), moment(*[data.draw(st.dates(*counted))] * 2)
    )
    assert exact is not Verdict.UNKNOWN
    assert rough in (exact, Verdict.UNKNOWN)


@given(days_, st.integers(1, 40))
def test_working_days_forth_and_back_end_where_they_began(day: date, count: int) -> None:
    workdays = dutch_workdays()
    start = workdays.after(day, 1)
    assert workdays.after(workdays.after(start, count), -count) == start
