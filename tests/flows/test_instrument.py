"""Loading an instrument: shipped, a folder, one file; its canonical text; a smaller scope."""

import pickle
from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from flows.instrument import (
    INSTRUMENTS,
    Condition,
    Instrument,
    InstrumentError,
    Question,
    QuestionKind,
    Rating,
    Source,
    UnknownQuestion,
    load_instrument,
    shipped_instruments,
)
from tests.own_list import LABELS, LIST

ONE_FILE = (
    """
id = 'klein'
version = '1'
title = 'Klein'
citation = 'Zelf bedacht.'
themes = [{ id = 'a', title = 'A', rationale = 'Daarom.' }, { id = 'b', title = 'B', rationale = 'Ook.' }]
criteria = [{ number = 1, theme = 'a', text = 'Goed.' }, { number = 2, theme = 'b', text = 'Beter.' }]
rows = [{ number = 1, criterion = 1 }, { number = 2, criterion = 2 }]

"""
    + LIST
    + LABELS
    + """questions = [
    { number = 1, kind = 'janee', row = 1, text = 'Was het zo?' },
    { number = 2, kind = 'waardering', row = 2, text = 'Hoe?', asked_if = { question = 1, is = 'ja' } },
    { number = 3, kind = 'waardering', theme = 'a', text = 'Waarom?' },
    { number = 4, kind = 'waardering', criterion = 2, text = 'Wanneer?' },
    { id = 'slot', kind = 'open', text = 'Nog iets?' },
]
"""
)


@pytest.fixture
def klein(tmp_path: Path) -> Instrument:
    file = tmp_path / "klein.toml"
    file.write_text(ONE_FILE, encoding="utf-8")
    return load_instrument(file)


def test_zet_is_shipped_and_loads_by_its_name() -> None:
    assert "zet" in shipped_instruments()
    assert load_instrument("zet").id == "zet"


def test_a_copied_folder_is_the_same_instrument_wherever_it_stands(tmp_path: Path) -> None:
    copytree(INSTRUMENTS / "zet", tmp_path / "eigen")
    assert load_instrument(tmp_path / "eigen") == load_instrument("zet")


def test_one_file_holds_a_whole_instrument(klein: Instrument) -> None:
    assert klein.sources == (Source.DOSSIER,)
    assert [question.id for question in klein.questionnaire(Source.DOSSIER).questions] == [
        "1", "2", "3", "4", "slot",
    ]  # fmt: skip


def test_a_place_follows_from_row_or_criterion_or_is_the_theme_alone(klein: Instrument) -> None:
    questions = klein.questionnaire(Source.DOSSIER).questions
    assert [(q.criterion, q.theme) for q in questions] == [
        (1, "a"), (2, "b"), (None, "a"), (2, "b"), (None, None),
    ]  # fmt: skip


def test_a_sub_question_is_printed_with_its_part_and_called_by_it(tmp_path: Path) -> None:
    file = tmp_path / "klein.toml"
    part = (
        "{ number = 2, part = 1, kind = 'open', text = 'En?', asked_if = { question = '2', is = 'groen' } },"
    )
    file.write_text(ONE_FILE.replace("    { number = 3", f"    {part}\n    {{ number = 3"), encoding="utf-8")
    questions = load_instrument(file).questionnaire(Source.DOSSIER).questions
    assert [(q.id, q.number, q.printed) for q in questions][1:4] == [
        ("2", 2, "2"), ("2.1", 2, "2.1"), ("3", 3, "3"),
    ]  # fmt: skip
    assert questions[-1].printed == ""


def test_an_unknown_name_is_a_file_that_is_not_there() -> None:
    with pytest.raises(InstrumentError) as refused:
        load_instrument("bestaat-niet")
    assert [fault.code for fault in refused.value.faults] == ["unreadable_file"]


def test_lists_stand_in_the_order_of_the_sources_whatever_the_files_are_called(tmp_path: Path) -> None:
    folder = tmp_path / "eigen"
    copytree(INSTRUMENTS / "zet", folder)
    (folder / "dossier.toml").rename(folder / "z.toml")
    assert load_instrument(folder).sources == tuple(Source)


def test_canonical_text_brings_the_same_instrument_back(klein: Instrument) -> None:
    for instrument in (klein, load_instrument("zet")):
        again = Instrument.from_text(instrument.text())
        assert again == instrument
        assert again.text() == instrument.text()
        assert again.sha256 == instrument.sha256


def test_one_changed_word_changes_the_checksum(klein: Instrument) -> None:
    assert klein.model_copy(update={"title": "Anders"}).text() != klein.text()
    assert Instrument.from_text(klein.text().replace("Daarom", "Omdat")).sha256 != klein.sha256


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"id":"zet"}'])
def test_a_text_that_is_no_instrument_is_refused(text: str) -> None:
    with pytest.raises(InstrumentError):
        Instrument.from_text(text)


def test_models_cannot_be_changed(klein: Instrument) -> None:
    with pytest.raises(ValidationError):
        klein.questionnaires[0].questions[0].text = "Iets anders"  # type: ignore[misc]  # the point


def test_an_unknown_question_is_named(klein: Instrument) -> None:
    with pytest.raises(UnknownQuestion) as refused:
        klein.questionnaire(Source.DOSSIER).question("99")
    assert refused.value.question == "99"


@pytest.mark.parametrize(
    "lookup",
    [
        lambda i: i.theme("x"),
        lambda i: i.criterion(9),
        lambda i: i.row(9),
        lambda i: i.term("x"),
        lambda i: i.actor("x"),
        lambda i: i.preset("x"),
        lambda i: i.milestone("x"),
        lambda i: i.questionnaires[0].respondent("x"),
        lambda i: i.questionnaire(Source.RESIDENT),
    ],
)
def test_what_an_instrument_does_not_have_is_a_key_error(klein: Instrument, lookup: object) -> None:
    assert callable(lookup)
    with pytest.raises(KeyError):
        lookup(klein)


def test_scores_run_from_four_to_one() -> None:
    assert [rating.score for rating in Rating] == [4, 3, 2, 1]


# --- a smaller scope -------------------------------------------------------------------------------


def test_the_whole_scope_is_the_list_itself() -> None:
    questionnaire = load_instrument("zet").questionnaire(Source.DOSSIER)
    assert questionnaire.scoped(None, None) is questionnaire


def test_a_dropped_theme_takes_its_questions_and_leaves_the_open_ones() -> None:
    questionnaire = load_instrument("zet").questionnaire(Source.RESIDENT)
    scoped = questionnaire.scoped(frozenset({"regie", "monitoring"}), None)
    assert [question.number for question in scoped.questions] == [*range(19, 24), *range(28, 34)]
    assert scoped.question("33").text == questionnaire.question("33").text


def test_a_scoped_list_forgets_what_it_dropped_also_after_the_whole_list_was_used() -> None:
    questionnaire = load_instrument("zet").questionnaire(Source.DOSSIER)
    assert questionnaire.question("1").number == 1
    scoped = questionnaire.scoped(frozenset({"regie"}), None)
    with pytest.raises(UnknownQuestion):
        scoped.question("1")
    assert questionnaire.question("1").number == 1


def test_the_question_that_decides_stays_with_the_questions_it_decides_about() -> None:
    scoped = load_instrument("zet").questionnaire(Source.DOSSIER).scoped(None, frozenset({10}))
    assert [question.id for question in scoped.questions] == ["18", "21", "22", "overig", "aanvulling"]


def test_theme_and_criterion_must_both_be_in_scope() -> None:
    zet = load_instrument("zet").questionnaire(Source.DOSSIER)
    scoped = zet.scoped(frozenset({"toegang"}), frozenset({3}))
    assert [question.id for question in scoped.questions] == ["overig", "aanvulling"]


@given(st.frozensets(st.sampled_from([theme.id for theme in load_instrument("zet").themes])))
def test_scoping_twice_is_scoping_once_and_keeps_the_order(themes: frozenset[str]) -> None:
    for questionnaire in load_instrument("zet").questionnaires:
        scoped = questionnaire.scoped(themes, None)
        assert scoped.scoped(themes, None) == scoped
        assert [q for q in questionnaire.questions if q in scoped.questions] == list(scoped.questions)


# --- conditions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "answers", "expected"),
    [
        ({"question": "1", "is": "ja"}, {"1": "ja"}, True),
        ({"question": "1", "is": "ja"}, {"1": "nee"}, False),
        ({"question": "1", "is": "ja"}, {}, False),
        ({"question": "1", "one_of": ["oranje", "rood"]}, {"1": "rood"}, True),
        ({"question": "1", "one_of": ["oranje", "rood"]}, {"1": "groen"}, False),
        ({"not": {"question": "1", "is": "nee"}}, {}, True),
        ({"not": {"question": "1", "is": "nee"}}, {"1": "nee"}, False),
        ({"all": [{"question": "1", "is": "ja"}, {"question": "2", "is": "ja"}]}, {"1": "ja"}, False),
        (
            {"all": [{"question": "1", "is": "ja"}, {"question": "2", "is": "ja"}]},
            {"1": "ja", "2": "ja"},
            True,
        ),
        ({"any": [{"question": "1", "is": "ja"}, {"question": "2", "is": "ja"}]}, {"2": "ja"}, True),
        ({"any": [{"question": "1", "is": "ja"}, {"question": "2", "is": "ja"}]}, {"2": "nee"}, False),
        (
            {"not": {"any": [{"question": "1", "is": "ja"}, {"not": {"question": "2", "is": "ja"}}]}},
            {"2": "ja"},
            True,
        ),
    ],
)
def test_a_condition_holds_by_the_answers(
    table: Mapping[str, object], answers: dict[str, str], *, expected: bool
) -> None:
    assert Condition.model_validate(table).holds(answers.get) is expected


def test_a_condition_names_every_question_it_reads_however_deep() -> None:
    condition = Condition.model_validate(
        {
            "any": [
                {"question": 1, "is": "ja"},
                {"not": {"all": [{"question": "4", "one_of": ["rood", "mint"]}]}},
            ]
        }
    )
    assert condition.questions() == {"1", "4"}
    assert set(condition.comparisons()) == {("1", "ja"), ("4", "rood"), ("4", "mint")}


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"question": "1"},
        {"is": "ja"},
        {"question": "1", "is": "ja", "one_of": ["nee"]},
        {"question": "1", "all": [{"question": "2", "is": "ja"}]},
        {"question": "1", "is": "ja", "not": {"question": "2", "is": "ja"}},
        {"all": []},
        {"any": []},
        {"question": "1", "one_of": []},
        {"question": True, "is": "ja"},
        {"quesiton": "1", "is": "ja"},
    ],
)
def test_a_condition_has_exactly_one_form(table: Mapping[str, object]) -> None:
    with pytest.raises(ValidationError):
        Condition.model_validate(table)


def test_an_instrument_survives_being_passed_between_threads_and_processes(klein: Instrument) -> None:
    klein.questionnaires[0].question("1")
    assert pickle.loads(pickle.dumps(klein)) == klein  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("number", "optional", "may_stay_empty"),
    [(1, None, False), (None, None, True), (1, True, True), (None, False, False)],
)
def test_a_text_from_before_questions_said_so_keeps_its_meaning(number, optional, may_stay_empty):
    question = Question(id="a", number=number, kind=QuestionKind.OPEN, text="Nog iets?", optional=optional)
    assert question.may_stay_empty is may_stay_empty
    stored = question.model_dump_json(exclude_defaults=True)
    assert ("optional" in stored) is (optional is not None)
    assert Question.model_validate_json(stored).may_stay_empty is may_stay_empty
