"""The timeline: order under uncertainty, and how long things took, in words that claim no more than is known."""

from datetime import date, datetime, time
from itertools import pairwise

import hypothesis.strategies as st
import pytest
from hypothesis import given

from flows import events as ev
from flows.approximate_date import ApproximateDate, parse
from flows.date_durations import duration_words, surely_before
from flows.interview import TimelineEntry
from flows.timeline import Since, durations, placed, said_on, whole_duration

TODAY = date(2024, 6, 14)


def told(*whens: str) -> list[TimelineEntry]:
    return [TimelineEntry(str(number), f"stap {number}", when) for number, when in enumerate(whens)]


def in_order(*whens: str) -> list[str]:
    return [entry.entry.when for entry in placed(told(*whens), {}, TODAY)]


@pytest.mark.parametrize(
    ("whens", "order"),
    [
        (("mei 2023", "maart 2023"), ["maart 2023", "mei 2023"]),
        (("12-05-2023", "11-05-2023", "10-05-2023"), ["10-05-2023", "11-05-2023", "12-05-2023"]),
        (("maart 2023", "begin maart 2023", "eind maart 2023"), ["begin maart 2023", "maart 2023", "eind maart 2023"]),
        (("najaar 2022", "voorjaar 2022", "2021"), ["2021", "voorjaar 2022", "najaar 2022"]),
        (("mei 2023", "mei 2023"), ["mei 2023", "mei 2023"]),
        # what cannot be read stays behind the one it was told after
        (("mei 2023", "ooit", "maart 2023"), ["maart 2023", "mei 2023", "ooit"]),
        (("ooit", "mei 2023", "maart 2023"), ["ooit", "maart 2023", "mei 2023"]),
        (("mei 2023", "", "toen", "maart 2023"), ["maart 2023", "mei 2023", "", "toen"]),
        (("30 februari 2024", "mei 2023"), ["30 februari 2024", "mei 2023"]),
        # relative to the entry told before it, not to the one that stands before it
        (("mei 2023", "januari 2022", "drie weken later"), ["januari 2022", "drie weken later", "mei 2023"]),
        (("mei 2023", "twee maanden eerder"), ["twee maanden eerder", "mei 2023"]),
        (("10-05-2023", "de week daarna", "kort daarna"), ["10-05-2023", "de week daarna", "kort daarna"]),
        # open ends
        (("2021", "voor 2020"), ["voor 2020", "2021"]),
        (("na 2022", "2021"), ["2021", "na 2022"]),
        ((), []),
    ],
)  # fmt: skip
def test_entries_stand_in_order_of_time(whens: tuple[str, ...], order: list[str]) -> None:
    assert in_order(*whens) == order


def test_last_month_is_the_month_before_it_was_last_typed() -> None:
    def typed(body: ev.EntryAdded | ev.EntryChanged | ev.EntryRemoved, day: date) -> ev.Event:
        at = datetime.combine(day, time(12)).astimezone()
        return ev.Event(id=f"{day.toordinal():032x}", author="Anouk", at=at, body=body)

    when = {"entry": "0", "text": "gebeld", "when": "vorige maand"}
    happened = [
        typed(ev.EntryAdded(**when), date(2024, 3, 5)),
        typed(ev.EntryAdded(**{**when, "entry": "1"}), date(2024, 3, 6)),
        typed(ev.EntryChanged(**when), date(2024, 5, 5)),
        typed(ev.EntryRemoved(entry="1"), date(2024, 6, 1)),
    ]
    days = said_on(happened)
    assert days == {"0": date(2024, 5, 5), "1": date(2024, 3, 6)}
    (entry,) = placed(told("vorige maand"), days, TODAY)
    assert (entry.moment.earliest, entry.moment.latest) == (date(2024, 4, 1), date(2024, 4, 30))


INTAKE = ("12-03-2023", "intake bij het wijkteam")
MOVE = ("mei 2023", "verhuisd naar Zuid")


@pytest.mark.parametrize(
    ("said", "edtf", "earliest", "latest"),
    [
        ("twee weken na de intake", "2023-03-26~", "2023-03-23", "2023-03-29"),
        ("een dag na de intake", "2023-03-13", "2023-03-13", "2023-03-13"),
        ("de dag voor de intake", "2023-03-11", "2023-03-11", "2023-03-11"),
        ("drie maanden voor het intakegesprek", "2022-12~", "2022-11-27", "2022-12-27"),
        ("kort na de intake", "[2023-03-12..2023-04-11]", "2023-03-12", "2023-04-11"),
        ("vlak voor de intake bij het wijkteam", "[2023-02-10..2023-03-12]", "2023-02-10", "2023-03-12"),
        ("meteen na de intake", "[2023-03-12..2023-03-19]", "2023-03-12", "2023-03-19"),
        ("na de intake", "2023-03-12/..", "2023-03-12", None),
        ("voordat de intake was", "../2023-03-12", None, "2023-03-12"),
        ("tegelijk met de intake", "2023-03-12", "2023-03-12", "2023-03-12"),
        ("op dezelfde dag als de intake", "2023-03-12", "2023-03-12", "2023-03-12"),
        ("bij de intake", "2023-03-12", "2023-03-12", "2023-03-12"),
        ("een maand na de verhuizing", "[2023-05-17..2023-07-15]", "2023-05-17", "2023-07-15"),
        ("Ongeveer twee weken na de Intake", "2023-03-26~", "2023-03-19", "2023-04-02"),
        # not surely one of them
        ("na de scheiding", None, None, None),
        ("na het", None, None, None),
        ("niet tegelijk met de intake", None, None, None),
        ("intake na de intake " + "na " * 80 + "de intake", None, None, None),
        ("lang na de intake", None, None, None),
        ("na de intake bij de huisarts", None, None, None),
    ],
)  # fmt: skip
def test_a_date_told_beside_another_entry_is_found_by_its_words(said, edtf, earliest, latest) -> None:
    for order in ((said, *INTAKE), (*INTAKE, said)):  # told before the intake or after it
        first = TimelineEntry("x", "brief van de gemeente", said)
        others = [TimelineEntry("i", INTAKE[1], INTAKE[0]), TimelineEntry("v", MOVE[1], MOVE[0])]
        entries = [first, *others] if order[0] == said else [*others, first]
        found = next(entry.moment for entry in placed(entries, {}, TODAY) if entry.entry.id == "x")
        assert found.edtf == edtf
        assert (found.earliest and str(found.earliest), found.latest and str(found.latest)) == (
            earliest,
            latest,
        )
        assert found.said == said


def test_two_entries_with_the_same_words_leave_it_open_which_one_is_meant() -> None:
    entries = [
        TimelineEntry("a", "gesprek op kantoor", "maart 2023"),
        TimelineEntry("b", "gesprek thuis", "mei 2023"),
        TimelineEntry("c", "brief", "een week na het gesprek"),
        TimelineEntry("d", "belletje", "een week na het gesprek thuis"),
    ]
    read = {entry.entry.id: entry.moment for entry in placed(entries, {}, TODAY)}
    assert not read["c"].readable
    assert read["d"].readable


def test_dates_that_lean_on_each_other_are_read_in_turn_and_a_circle_stays_as_said() -> None:
    entries = [
        TimelineEntry("a", "besluit", "een week na het plan"),
        TimelineEntry("b", "start van de hulp", "drie dagen later"),
        TimelineEntry("c", "plan gemaakt", "10-05-2023"),
        TimelineEntry("d", "klacht", "na het antwoord"),
        TimelineEntry("e", "antwoord", "na de klacht"),
    ]
    read = placed(entries, {}, TODAY)
    assert [entry.entry.id for entry in read] == ["c", "d", "e", "a", "b"]
    assert [entry.moment.readable for entry in read] == [True, False, False, True, True]


def test_last_month_counts_from_the_day_on_which_it_was_said() -> None:
    entries = told("vorige maand", "vorige maand")
    said = {"0": date(2024, 6, 14), "1": date(2023, 6, 14)}
    read = placed(entries, said)
    assert [entry.moment.edtf for entry in read] == ["2023-05", "2024-05"]
    assert [entry.entry.id for entry in read] == ["1", "0"]


def test_without_a_day_on_which_it_was_said_only_whole_dates_are_read() -> None:
    read = placed(told("vorige maand", "mei 2023"), {})
    assert [entry.moment.readable for entry in read] == [False, True]


def test_the_words_stay_as_they_were_said() -> None:
    read = placed(told("Ergens in mei, geloof ik"), {}, TODAY)
    assert (read[0].entry.when, read[0].moment.said) == ("Ergens in mei, geloof ik",) * 2


DURATIONS = [
    # two known days
    ("12-03-2023", "12-03-2023", "dezelfde dag"),
    ("12-03-2023", "13-03-2023", "1 dag"),
    ("12-03-2023", "17-03-2023", "5 dagen"),
    ("12-03-2023", "26-03-2023", "2 weken"),
    ("12-03-2023", "29-03-2023", "ongeveer 2 weken"),
    ("12-03-2023", "12-04-2023", "1 maand"),
    ("12-03-2023", "12-05-2023", "2 maanden"),
    ("12-03-2023", "24-05-2023", "ongeveer 2 maanden"),
    ("12-03-2023", "12-03-2024", "1 jaar"),
    ("12-03-2021", "12-03-2024", "3 jaar"),
    ("12-03-2022", "30-03-2024", "ongeveer 2 jaar"),
    ("29-02-2024", "28-03-2024", "4 weken"),
    ("31-01-2023", "28-02-2023", "4 weken"),
    # a range, outward to whole units
    ("12-03-2023", "mei 2023", "1 tot 3 maanden"),
    ("maart 2023", "mei 2023", "1 tot 3 maanden"),
    ("12-03-2023", "tussen 26 april 2023 en 13 mei 2023", "6 tot 9 weken"),
    ("maart 2023", "maart 2024", "11 tot 13 maanden"),
    ("2021", "2023", "1 tot 3 jaar"),
    ("voorjaar 2022", "najaar 2022", "3 tot 9 maanden"),
    ("eind maart 2023", "begin april 2023", "hooguit 3 weken"),
    # both ends come to the same
    ("12-03-2023", "tussen 6 mei 2023 en 16 mei 2023", "ongeveer 2 maanden"),
    ("2014", "maart 2023", "8 tot 10 jaar"),
    ("begin maart 2020", "begin maart 2023", "ongeveer 3 jaar"),
    ("maart 2022", "maart 2024", "ongeveer 2 jaar"),
    # they can be the same day
    ("maart 2023", "maart 2023", "hooguit 5 weken"),
    ("2023", "maart 2023", "hooguit 10 maanden"),
    ("maart 2023", "12-03-2023", "hooguit 3 weken"),
    ("maart 2023", "april 2023", "hooguit 9 weken"),
    # an end is open
    ("maart 2023", "na mei 2023", "minstens 8 weken"),
    ("voor 2020", "2022", "minstens 2 jaar"),
    ("na 2022", "mei 2023", None),
    ("voor 2020", "na 2010", None),
    # nothing is known
    ("ooit", "mei 2023", None),
    ("mei 2023", "ooit", None),
]


@pytest.mark.parametrize(("first", "second", "words"), DURATIONS)
def test_how_long_it_took_is_said_in_words(first: str, second: str, words: str | None) -> None:
    one, other = parse(first, today=TODAY), parse(second, today=TODAY)
    assert duration_words(one, other) == words
    assert duration_words(other, one) == words


def test_the_time_between_entries_skips_what_has_no_date_and_says_when_the_order_is_not_sure() -> None:
    read = placed(
        told("maart 2023", "ooit", "mei 2023", "begin mei 2023", "10-06-2023", "10-06-2023"), {}, TODAY
    )
    assert [entry.entry.when for entry in read] == [
        "maart 2023", "ooit", "begin mei 2023", "mei 2023", "10-06-2023", "10-06-2023",
    ]  # fmt: skip
    assert durations(read) == (
        None,
        None,
        Since("1 tot 3 maanden", sure=True),
        Since("hooguit 5 weken", sure=False),
        Since("1 tot 6 weken", sure=True),
        Since("dezelfde dag", sure=True),
    )
    assert whole_duration(read) == "2 tot 4 maanden"


def test_a_timeline_with_one_date_has_no_duration() -> None:
    read = placed(told("maart 2023", "ooit"), {}, TODAY)
    assert durations(read) == (None, None)
    assert whole_duration(read) is None


# --- laws ------------------------------------------------------------------------------------------

DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@st.composite
def spans(draw: st.DrawFn) -> ApproximateDate:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return ApproximateDate("x", "x", first, last)


@given(spans(), spans())
def test_words_are_never_wrong_about_who_can_be_first(one: ApproximateDate, other: ApproximateDate) -> None:
    assert not (surely_before(one, other) and surely_before(other, one))
    words = duration_words(one, other)
    assert words is not None
    assert words == duration_words(other, one)
    overlap = not surely_before(one, other) and not surely_before(other, one)
    if overlap and words != "dezelfde dag":
        assert words.startswith("hooguit ")


@given(DAYS, DAYS)
def test_two_known_days_are_never_said_as_a_range(one: date, other: date) -> None:
    words = duration_words(ApproximateDate("x", "x", one, one), ApproximateDate("x", "x", other, other))
    assert words is not None
    assert " tot " not in words
    assert not words.startswith(("hooguit", "minstens", "0"))


@given(
    st.lists(st.sampled_from(["mei 2023", "ooit", "2021", "", "drie weken later", "voor 2020", "10-05-2023"]))
)
def test_placing_keeps_every_entry_once_and_sure_order_never_turns_back(whens: list[str]) -> None:
    read = placed(told(*whens), {}, TODAY)
    assert sorted(entry.entry.id for entry in read) == sorted(str(number) for number in range(len(whens)))
    dated = [entry.moment for entry in read if entry.moment.readable]
    for earlier, later in pairwise(dated):
        assert not surely_before(later, earlier)
    assert len(durations(read)) == len(whens)
