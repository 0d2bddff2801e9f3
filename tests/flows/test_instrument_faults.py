"""What is wrong with an own instrument is said all at once, each fault with its place."""

from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.instrument import INSTRUMENTS, Fault, FaultCode, InstrumentError, check_instrument, load_instrument
from flows.instrument_check import Part, check
from tests.nested import nested
from tests.own_list import LABELS
from tests.own_list import LIST as OWN_LIST

HEAD = """
id = 'klein'
version = '1'
title = 'Klein'
citation = 'Zelf bedacht.'
themes = [{ id = 'a', title = 'A', rationale = 'Daarom.' }]
criteria = [{ number = 1, theme = 'a', text = 'Goed.' }]
rows = [{ number = 1, criterion = 1 }, { number = 2, criterion = 1 }]
terms = [{ id = 'snel', title = 'Snel', question = 'Hoe snel is snel?' }]
"""
LIST = f"\n{OWN_LIST}{LABELS}"
ONE = "{ number = 1, kind = 'waardering', text = 'Ging het snel?' }"


def faults(folder: Path, text: str) -> list[tuple[str | None, str | None, str, str]]:
    """Check one file; each fault as (questionnaire, question, code, detail)."""
    file = folder / "eigen.toml"
    file.write_text(text, encoding="utf-8")
    found = check_instrument(file)
    assert all(fault.file == "eigen.toml" for fault in found)
    return [(fault.questionnaire, fault.question, fault.code.value, fault.detail) for fault in found]


def with_questions(*questions: str) -> str:
    return HEAD + LIST + "questions = [\n" + ",\n".join(questions) + "\n]\n"


def open_one(identifier: str) -> str:
    return f"{{ id = '{identifier}', kind = 'open', text = 'Vraag?' }}"


def rated(number: int, more: str = "") -> str:
    return f"{{ number = {number}, kind = 'waardering', text = 'Vraag {number}?'{more and ', ' + more} }}"


def yes_no(number: int, more: str = "") -> str:
    return rated(number, more).replace("waardering", "janee")


def test_a_sound_instrument_has_no_faults(tmp_path: Path) -> None:
    assert (
        faults(tmp_path, with_questions(yes_no(1), rated(2, "asked_if = { question = 1, is = 'ja' }"))) == []
    )


@pytest.mark.parametrize(
    ("questions", "question", "code", "detail"),
    [
        # places in the framework
        ([rated(1, "row = 9")], "1", "unknown_row", "9"),
        ([rated(1, "criterion = 9")], "1", "unknown_criterion", "9"),
        ([rated(1, "theme = 'x'")], "1", "unknown_theme", "x"),
        ([rated(1, "row = 1, theme = 'x'")], "1", "place_conflict", "theme"),
        ([rated(1, "row = 1, criterion = 3")], "1", "place_conflict", "criterion"),
        # fields
        ([rated(1, "kleur = 'rood'")], "1", "unknown_field", "kleur"),
        (["{ number = 1, kind = 'waardering' }"], "1", "missing_field", "text"),
        (["{ number = 1, text = 'Vraag?' }"], "1", "missing_field", "kind"),
        (["{ kind = 'open', text = 'Vraag?' }"], "#1", "missing_field", "id"),
        (["{ number = 1, kind = 'open', text = '  ' }"], "1", "empty_text", "text"),
        (["{ number = 1, kind = 'open', text = 'Vraag?', note = '' }"], "1", "empty_text", "note"),
        (["{ number = 1, kind = 'keuze', text = 'Vraag?' }"], "1", "unknown_value", "kind=keuze"),
        (["{ number = 1, kind = 'open', text = 5 }"], "1", "wrong_type", "text"),
        (["{ number = 0, kind = 'open', text = 'Vraag?' }"], "0", "wrong_type", "number"),
        (["{ number = 'een', kind = 'open', text = 'Vraag?' }"], "#1", "wrong_type", "number"),
        (["'geen tabel'"], "#1", "wrong_type", ""),
        # numbers and ids
        ([rated(1), rated(1)], None, "duplicate_number", "1"),
        ([open_one("x"), open_one("x")], None, "duplicate_id", "x"),
        ([rated(1), open_one("1")], None, "duplicate_id", "1"),
        # terms
        ([rated(1, "terms = [{ words = 'Vraag', term = 'traag' }]")], "1", "unknown_term", "traag"),
        ([rated(1, "terms = [{ words = 'snel', term = 'snel' }]")], "1", "term_words_absent", "snel"),
        ([rated(1, "terms = [{ woord = 'x', words = 'V', term = 'snel' }]")], "1", "unknown_field", "terms.1.woord"),
        # conditions
        ([rated(1, "asked_if = { question = 7, is = 'ja' }")], "1", "unknown_question", "7"),
        ([rated(1, "asked_if = { question = 2, is = 'ja' }"), yes_no(2)], "1", "forward_reference", "2"),
        ([yes_no(1, "asked_if = { question = 1, is = 'ja' }")], "1", "cycle", "1 > 1"),
        ([rated(1), rated(2, "asked_if = { question = 1, is = 'ja' }")], "2", "impossible_value", "1=ja"),
        ([yes_no(1), rated(2, "asked_if = { question = 1, one_of = ['ja', 'r'] }")], "2", "impossible_value", "1=r"),
        ([yes_no(1), rated(2, "asked_if = { question = 1, is = 'nvt' }")], "2", "impossible_value", "1=nvt"),
        ([yes_no(1), rated(2, "asked_if = { question = 1 }")], "2", "condition_shape", "asked_if"),
        ([yes_no(1), rated(2, "asked_if = { not = { question = 1 } }")], "2", "condition_shape", "asked_if.not"),
        ([yes_no(1), rated(2, "asked_if = { als = 'ja' }")], "2", "unknown_field", "asked_if.als"),
    ],
)  # fmt: skip
def test_a_fault_in_a_question_is_named_with_that_question(
    tmp_path: Path, questions: list[str], question: str | None, code: str, detail: str
) -> None:
    found = faults(tmp_path, with_questions(*questions))
    assert ("dossier", question, code, detail) in found
    assert len(found) == 1 or code in {"cycle", "unknown_field"}


def test_a_circle_of_conditions_is_named_once_beside_the_forward_reference(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        with_questions(
            yes_no(1, "asked_if = { question = 3, is = 'ja' }"),
            yes_no(2, "asked_if = { question = 1, is = 'ja' }"),
            yes_no(3, "asked_if = { question = 2, is = 'ja' }"),
            yes_no(4, "asked_if = { question = 3, is = 'ja' }"),
        ),
    )
    assert found == [
        ("dossier", "1", "forward_reference", "3"),
        ("dossier", "1", "cycle", "1 > 3 > 2 > 1"),
    ]


def test_every_fault_is_listed_not_only_the_first(tmp_path: Path) -> None:
    text = (
        with_questions(
            rated(1, "row = 9"),
            "{ number = 2, kind = 'keuze', text = '' }",
            rated(3, "asked_if = { question = 2, is = 'ja' }, theme = 'x'"),
            rated(3),
        )
        .replace("rood = 'r' }", "paars = 'p' }")
        .replace("title = 'Klein'", "titel = 'Klein'")
    )
    assert faults(tmp_path, text) == [
        (None, None, "missing_field", "title"),
        (None, None, "unknown_field", "titel"),
        ("dossier", "1", "unknown_row", "9"),
        ("dossier", "2", "unknown_value", "kind=keuze"),
        ("dossier", "2", "empty_text", "text"),
        ("dossier", "3", "unknown_theme", "x"),
        ("dossier", None, "duplicate_number", "3"),
        ("dossier", None, "unknown_value", "labels.paars=paars"),
        ("dossier", None, "missing_label", "rood"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "detail"),
    [
        ("id = 'klein'", "", "missing_field", "id"),
        ("version = '1'", "version = 1", "wrong_type", "version"),
        ("rationale = 'Daarom.'", "rationale = ''", "empty_text", "themes.1.rationale"),
        ("theme = 'a'", "theme = 'z'", "unknown_theme", "z"),
        ("number = 2, criterion = 1", "number = 2, criterion = 8", "unknown_criterion", "8"),
        ("number = 2, criterion = 1", "number = 1, criterion = 1", "duplicate_row", "1"),
        ("question = 'Hoe snel is snel?'", "title = 'Dubbel'", "toml_syntax", "9:57"),
        (", question = 'Hoe snel is snel?'", "", "term_shape", "snel"),
        ("terms = [", "terms = 'geen' #", "wrong_type", "terms"),
        ("themes = [", "themas = [", "missing_field", "themes"),
        ("source = 'dossier'", "source = 'buurman'", "unknown_value", "source=buurman"),
        ("goal = 'Doel.'", "", "missing_field", "goal"),
        ("goal = 'Doel.'", "doel = 'Doel.'", "unknown_field", "doel"),
    ],
)
def test_a_fault_around_the_questions_is_named(
    tmp_path: Path, old: str, new: str, code: str, detail: str
) -> None:
    text = with_questions(rated(1))
    assert old in text
    assert (code, detail) in [fault[2:] for fault in faults(tmp_path, text.replace(old, new, 1))]


@pytest.mark.parametrize(
    ("more", "code", "detail"),
    [
        (LIST + f"questions = [{ONE}]", "duplicate_source", "dossier"),
        (LIST.replace("dossier", "inwoner"), "missing_field", "questions"),
        (LIST.replace("dossier", "inwoner") + "questions = []", "empty_text", "questions"),
        (LIST.replace("dossier", "inwoner") + "questions = 3", "wrong_type", "questions"),
    ],
)
def test_a_second_list_is_checked_like_the_first(tmp_path: Path, more: str, code: str, detail: str) -> None:
    found = faults(tmp_path, with_questions(rated(1)) + more)
    assert [fault[2:] for fault in found] == [(code, detail)]


def test_an_instrument_without_lists_is_none(tmp_path: Path) -> None:
    assert faults(tmp_path, HEAD) == [(None, None, "no_questionnaire", "")]


def test_lists_that_are_no_tables_are_refused(tmp_path: Path) -> None:
    assert (None, None, "wrong_type", "questionnaires") in faults(tmp_path, HEAD + "questionnaires = ['a']")


@pytest.mark.parametrize(
    ("text", "place"), [("id = 'a'\nid = 'b'\n", "2:9"), ("id = \n", "1:6"), ("x = 'open", "end")]
)
def test_a_slip_in_the_toml_is_named_with_its_line(tmp_path: Path, text: str, place: str) -> None:
    assert faults(tmp_path, text) == [(None, None, "toml_syntax", place)]


def test_a_file_that_windows_saved_with_a_mark_in_front_is_read(tmp_path: Path) -> None:
    copytree(INSTRUMENTS / "zet", tmp_path / "eigen")
    for file in (tmp_path / "eigen").glob("*.toml"):
        file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert check_instrument(tmp_path / "eigen") == ()


def test_a_file_that_is_no_text_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "eigen.toml"
    file.write_bytes(b"\xff\xfe\x00")
    assert check_instrument(file) == (Fault("eigen.toml", None, None, FaultCode.UNREADABLE_FILE, "utf-8"),)


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    assert check_instrument(tmp_path / "weg.toml") == (
        Fault("weg.toml", None, None, FaultCode.UNREADABLE_FILE, "ENOENT"),
    )


def test_a_folder_needs_its_first_file(tmp_path: Path) -> None:
    copytree(INSTRUMENTS / "zet", tmp_path / "eigen")
    (tmp_path / "eigen" / "instrument.toml").unlink()
    assert check_instrument(tmp_path / "eigen") == (
        Fault("eigen", None, None, FaultCode.MISSING_FILE, "instrument.toml"),
    )


def test_a_fault_in_a_folder_names_the_file_it_is_in(tmp_path: Path) -> None:
    copytree(INSTRUMENTS / "zet", tmp_path / "eigen")
    for name, slip in (("inwoner.toml", "row = 27"), ("dossier.toml", "number = 18")):
        file = tmp_path / "eigen" / name
        file.write_text(file.read_text(encoding="utf-8").replace(slip, slip + "00"), encoding="utf-8")
    assert check_instrument(tmp_path / "eigen") == (
        *(
            Fault("dossier.toml", "dossier", number, FaultCode.UNKNOWN_QUESTION, "18")
            for number in ("19", "20", "21", "22")
        ),
        Fault("inwoner.toml", "inwoner", "24", FaultCode.UNKNOWN_ROW, "2700"),
    )


def test_an_instrument_at_fault_is_not_loaded_and_the_error_carries_every_fault(tmp_path: Path) -> None:
    file = tmp_path / "eigen.toml"
    file.write_text(with_questions(rated(1, "row = 9"), rated(2, "row = 8")), encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        load_instrument(file)
    assert refused.value.faults == check_instrument(file)
    assert len(refused.value.faults) == 2


PLAN = """
actors = [{ id = 'wij', title = 'wij' }]
presets = [{ id = 'klein', title = 'Klein', explanation = 'Omdat.', themes = ['a'], criteria = [1] }]
milestones = [{ id = 'start', title = 'Start', words = ['Begin'] }, { id = 'einde', title = 'Einde' }]
deadlines = [
    { id = 'op_tijd', title = 'T', milestone = 'einde', limits = [{ from = 'start', weeks = 2 }], questions = [1] },
]
"""
TIMELINE = "{ id = 'lijn', kind = 'tijdlijn', text = 'Tijdlijn' }"
RESPONDENTS = "respondents = [{ id = 'ik', title = 'Ik' }, { id = 'jij', title = 'Jij' }]\n"


def planned(*questions: str) -> str:
    rows = ",\n".join((TIMELINE, rated(1), *questions))
    return HEAD + PLAN + LIST + RESPONDENTS + f"questions = [\n{rows}\n]\n"


def test_a_sound_plan_has_no_faults(tmp_path: Path) -> None:
    text = planned(
        rated(2, "actors = ['wij'], respondent = 'ik'"),
        rated(2, "part = 1, respondent = 'ik'"),
        rated(2, "id = 'jij.2', respondent = 'jij'"),
    )
    assert faults(tmp_path, text) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "detail"),
    [
        ("'wij' }]", "'wij' }, { id = 'wij', title = 'y' }]", "duplicate_actor", "wij"),
        ("themes = ['a'], c", "themes = ['q'], c", "unknown_theme", "q"),
        ("criteria = [1] }", "criteria = [7] }", "unknown_criterion", "7"),
        ("themes = ['a'], criteria = [1] }", "themes = [] }", "empty_text", "presets.1.themes"),
        ("title = 'Einde'", "title = 'begin!'", "duplicate_milestone", "begin"),
        ("'Einde' }]", "'Einde' }, { id = 'einde', title = 'Uit' }]", "duplicate_milestone", "einde"),
        ("milestone = 'einde'", "milestone = 'slot'", "unknown_milestone", "op_tijd=slot"),
        ("from = 'start'", "from = 'aanvang'", "unknown_milestone", "op_tijd=aanvang"),
        ("from = 'start'", "halfway = ['start', 'slot']", "unknown_milestone", "op_tijd=slot"),
        ("from = 'start', weeks = 2", "weeks = 2", "limit_shape", "deadlines.1.limits.1"),
        ("weeks = 2", "weeks = 2, days = 1", "limit_shape", "deadlines.1.limits.1"),
        ("weeks = 2", "weeks = 2.5", "wrong_type", "deadlines.1.limits.1.weeks"),
        ("[{ from = 'start', weeks = 2 }]", "[]", "empty_text", "deadlines.1.limits"),
        ("questions = [1] }", "questions = ['9'] }", "unknown_deadline_question", "op_tijd=9"),
        ("kind = 'tijdlijn'", "kind = 'open'", "no_timeline", ""),
        ("id = 'jij'", "id = 'ik'", "duplicate_respondent", "ik"),
        ("theme = 'a', text = 'Goed.'", "theme = 'a', text = 'Goed.', actors = ['zij']", "unknown_actor", "zij"),
    ],
)  # fmt: skip
def test_a_fault_in_the_plan_is_named(tmp_path: Path, old: str, new: str, code: str, detail: str) -> None:
    text = planned()
    assert old in text
    assert [fault[2:] for fault in faults(tmp_path, text.replace(old, new, 1))] == [(code, detail)]


@pytest.mark.parametrize(
    ("questions", "question", "code", "detail"),
    [
        ([rated(2, "actors = ['zij']")], "2", "unknown_actor", "zij"),
        ([rated(2, "respondent = 'zij'")], "2", "unknown_respondent", "zij"),
        ([rated(2, "part = 0")], "2.0", "wrong_type", "part"),
        (["{ id = 'x', part = 1, kind = 'open', text = 'Vraag?' }"], "x", "missing_field", "number"),
        ([rated(2, "part = 1"), rated(2, "part = 1")], None, "duplicate_number", "2.1"),
        (
            [rated(2, "id = 'a', respondent = 'ik'"), rated(2, "id = 'b', respondent = 'ik'")],
            None, "duplicate_number", "2",
        ),
    ],
)  # fmt: skip
def test_a_fault_in_a_part_or_a_respondent_is_named(
    tmp_path: Path, questions: list[str], question: str | None, code: str, detail: str
) -> None:
    assert faults(tmp_path, planned(*questions)) == [("dossier", question, code, detail)]


anything = nested(st.none() | st.booleans() | st.integers() | st.text(max_size=5))
FIELDS = [
    "source",
    "title",
    "labels",
    "questions",
    "id",
    "number",
    "kind",
    "text",
    "asked_if",
    "row",
    "terms",
    "part",
    "actors",
    "respondent",
    "respondents",
]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(FIELDS), anything | st.lists(st.dictionaries(st.sampled_from(FIELDS), anything))
    )
)
def test_whatever_a_list_holds_the_check_lists_faults_and_never_breaks(table: dict[str, object]) -> None:
    head = {"id": "x", "version": "1", "title": "X", "citation": "X", "themes": []}
    instrument, found = check([Part("a.toml", head, (table,)), Part("b.toml", None, (table,))])
    assert instrument is None
    assert found


def test_a_number_that_is_used_twice_is_told_once_and_not_as_a_circle(tmp_path: Path) -> None:
    twice = with_questions(yes_no(1), yes_no(1, "asked_if = { question = 1, is = 'ja' }"))
    assert faults(tmp_path, twice) == [("dossier", None, "duplicate_number", "1")]
