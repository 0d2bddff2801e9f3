"""What leaves of dates: classes since the first dated step; and the small parts that finding stands on."""

from datetime import date, timedelta

import pytest

from flows.approximate_date import parse
from flows.deadlines import Verdict
from flows.instrument import Source, load_instrument
from flows.interview import TimelineEntry
from flows.timeline import placed
from storage.anonymise import case_results, known_words
from storage.anonymise.find import find
from storage.anonymise.known_words import is_known, made_from
from storage.anonymise.names import NameList
from storage.anonymise.results import duration_class, since_first

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
    ("whens", "since"),
    [
        (("voorjaar 2023", "6 weken later"), ["dag 0", "1-3 maanden"]),
        (("2022", "zomer 2024"), ["dag 0", "> 12 maanden"]),
        (("ooit", "10-03-2023", "11-03-2023"), ["onbekend", "dag 0", "< 1 week"]),
        (("ooit", "lang geleden"), ["onbekend", "onbekend"]),
        ((), []),
    ],
)
def test_the_first_step_that_can_be_read_is_the_beginning_however_roughly_it_was_told(
    whens: tuple[str, ...], since: list[str]
) -> None:
    told = [TimelineEntry(str(number), f"stap {number}", when) for number, when in enumerate(whens)]
    assert [after for _, after in since_first(placed(told, {}, TODAY))] == since


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("hij woont op 1234 ab in een flat", {"postcode"}),
        ("dat kostte 12.30 uur en 3 weken", set()),
        ("ze belde 14 keer", set()),
        ("nummer 48213 stond erop", {"getal"}),
        ("hij kreeg € 2015 terug", {"getal"}),
        ("hij kreeg het in 2015 terug", {"datum"}),
    ],
)
def test_numbers_that_say_something_are_told_from_numbers_that_do_not(text: str, kinds: set[str]) -> None:
    found = {finding.kind for finding in find(text, NameList.build(resident="Fatima el Amrani"))}
    assert found == kinds


@pytest.mark.parametrize(
    ("listed", "token"),
    [
        ("Sarah (professional)", "[professional]"),
        ("Sarah (huisarts)", "[professional]"),
        ("Gerritsen (buurman)", "[buur]"),
        ("Voorst (dorp)", "[plaats]"),
        ("De Regenboog (school)", "[organisatie]"),
    ],
)
def test_the_word_behind_a_listed_name_says_what_it_becomes(listed: str, token: str) -> None:
    name = listed.split(" (", maxsplit=1)[0]
    found = find(f"Toen kwam {name} langs.", NameList.build(resident="Fatima el Amrani", others=(listed,)))
    assert [finding.replacement for finding in found if finding.sure] == [token]


def test_the_file_of_known_words_knows_what_it_was_made_from_and_little_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = [f"woord{number}" for number in range(500)]
    made = made_from(words * 3)
    assert made == made_from(reversed(words))
    assert len(made) == 500 * 12 // 8
    monkeypatch.setattr(known_words, "_bits", lambda: made)
    assert all(map(is_known, words))
    assert sum(is_known(f"ander{number}") for number in range(2000)) < 30  # about one in three hundred


def test_of_the_dates_behind_a_deadline_only_the_verdict_leaves(open_register, evaluation, signed) -> None:
    register = open_register()
    register.define_evaluation(
        evaluation.model_copy(update={"instrument": "regie"}), load_instrument("regie")
    )
    register.sit_down("Anouk")
    case = register.register_case("Henk Visser", "per brief", "Karin Postma", "wijkteam De Schakel")
    register.record_consent(case, signed(register, case))
    interview = register.open_interview(case, Source.DOSSIER)
    for step, (text, when) in enumerate(
        (("Intake", "12 januari 2026"), ("Ondersteuningsplan gestuurd", "5 februari 2026"))
    ):
        entry = interview.add_entry(text, when, str(step))
        interview = interview.apply(register.append(case, Source.DOSSIER, entry))
    (left,) = case_results(register, [case])
    verdicts = {one.deadline: one.verdict for one in left.sources[0].deadlines}
    assert verdicts["ondersteuningsplan"] is Verdict.TOO_LATE
    assert set(verdicts.values()) == {Verdict.TOO_LATE, Verdict.UNKNOWN}
    assert not [said for said in ("januari", "februari", "2026") if said in left.model_dump_json()]
