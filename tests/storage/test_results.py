"""What leaves of dates: classes since the first dated step; and the small parts that finding stands on."""

from datetime import date, timedelta

import pytest

from flows.approximate_date import parse
from storage.anonymise.find import find
from storage.anonymise.known_words import made_from
from storage.anonymise.names import NameList
from storage.anonymise.results import duration_class

FIRST = date(2023, 3, 10)
TODAY = date(2026, 1, 1)


def said(day: date | str) -> object:
    return parse(f"{day:%d-%m-%Y}" if isinstance(day, date) else day, today=TODAY)


@pytest.mark.parametrize(
    ("days", "since"),
    [
        (0, "dag 0"),
        (1, "< 1 week"),
        (6, "< 1 week"),
        (7, "1-4 weken"),
        (28, "1-4 weken"),
        (29, "1-3 maanden"),
        (91, "1-3 maanden"),
        (92, "3-6 maanden"),
        (182, "3-6 maanden"),
        (183, "6-12 maanden"),
        (365, "6-12 maanden"),
        (366, "> 12 maanden"),
        (4000, "> 12 maanden"),
    ],
)
def test_a_date_leaves_as_a_class_of_time_since_the_first(days: int, since: str) -> None:
    assert duration_class(said(FIRST), said(FIRST + timedelta(days=days))) == since


def test_an_approximate_date_is_placed_by_its_middle_and_an_unreadable_one_is_unknown() -> None:
    assert duration_class(said("maart 2023"), said("maart 2024")) == "> 12 maanden"
    assert duration_class(said("maart 2023"), said("zomer 2023")) == "3-6 maanden"
    assert duration_class(said(FIRST), said("toen het ging vriezen")) == "onbekend"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("hij woont op 1234 ab in een flat", {"postcode"}),
        ("dat kostte 12.30 uur en 3 weken", set()),
        ("ze belde 14 keer", set()),
        ("nummer 48213 stond erop", {"getal"}),
    ],
)
def test_numbers_that_say_something_are_told_from_numbers_that_do_not(text: str, kinds: set[str]) -> None:
    found = {finding.kind for finding in find(text, NameList.build(resident="Fatima el Amrani"))}
    assert found == kinds


@pytest.mark.parametrize(
    ("listed", "token"),
    [
        ("Sarah (professional)", "[professional]"),
        ("Gerritsen (buurman)", "[buur]"),
        ("Voorst (dorp)", "[plaats]"),
        ("De Regenboog (school)", "[organisatie]"),
    ],
)
def test_the_word_behind_a_listed_name_says_what_it_becomes(listed: str, token: str) -> None:
    name = listed.split(" (", maxsplit=1)[0]
    found = find(f"Toen kwam {name} langs.", NameList.build(resident="Fatima el Amrani", others=(listed,)))
    assert [finding.replacement for finding in found if finding.sure] == [token]


def test_the_file_of_known_words_knows_what_it_was_made_from_and_little_else() -> None:
    made = made_from(["fiets", "huis", "brief"] * 3)
    assert made == made_from(["brief", "fiets", "huis"])
    assert len(made) == (3 * 12 + 7) // 8
