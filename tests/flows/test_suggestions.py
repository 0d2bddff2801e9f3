"""Probing suggestions: there for every question, short and open, and never mistaken for the handbook's words."""

from pathlib import Path

import pytest

from flows.instrument import (
    INSTRUMENTS,
    InstrumentError,
    QuestionKind,
    Source,
    check_instrument,
    load_instrument,
)
from flows.suggestions import load_suggestions, suggestions

ALL = [
    pytest.param(source, question, texts, id=f"{source.value}-{question}")
    for source in Source
    for question, texts in suggestions(source).items()
]


@pytest.mark.parametrize("source", list(Source))
def test_every_question_has_two_or_three_suggestions_and_nothing_else_has(source):
    questions = load_instrument("zet").questionnaire(source).questions
    assert set(suggestions(source)) == {question.id for question in questions}
    for question in questions:
        assert len(suggestions(source)[question.id]) in (2, 3)
        if question.kind in (QuestionKind.RATING, QuestionKind.OPEN) and source is not Source.DOSSIER:
            assert len(suggestions(source)[question.id]) == 3


@pytest.mark.parametrize(("source", "question", "texts"), ALL)
def test_a_suggestion_is_short_friendly_and_in_our_own_words(source, question, texts):
    asked = load_instrument("zet").questionnaire(source).question(question)
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert text == text.strip()
        assert text[-1] in ".?"
        assert "!" not in text
        assert len(text) <= 90
        assert max(len(word) for word in text.split()) <= 22
        assert text not in asked.text
        assert not text.lower().startswith("waarom")  # sounds like a reproach
    assert sum(text.count("?") for text in texts) >= 1


def test_a_resident_is_spoken_to_politely_and_a_file_reader_as_a_colleague():
    for texts in suggestions(Source.RESIDENT).values():
        assert not [text for text in texts if {"je", "jij", "jouw"} & set(text.lower().rstrip("?.").split())]
    for texts in suggestions(Source.DOSSIER).values():
        assert not [text for text in texts if {"u", "uw"} & set(text.lower().rstrip("?.").split())]


def test_no_two_questions_of_a_list_have_the_same_set():
    for source in Source:
        sets = list(suggestions(source).values())
        assert len(set(sets)) == len(sets)


def test_the_instrument_does_not_change_with_the_suggestions():
    assert check_instrument("zet") == ()
    text = load_instrument("zet").text()
    assert suggestions(Source.RESIDENT)["26"][0] not in text
    assert (
        "onze eigen woorden"
        in (INSTRUMENTS / "zet" / "doorvragen" / "inwoner.toml").read_text("utf-8").lower()
    )


def test_an_instrument_without_suggestions_has_none_and_what_is_loaded_cannot_be_changed():
    assert suggestions(Source.DOSSIER, "eigen") == {}
    with pytest.raises(TypeError):
        suggestions(Source.DOSSIER)["2"] = ()  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "question", "code"),
    [
        ("", None, "missing_field"),
        ("vragen = 3", None, "missing_field"),
        ("[vragen]\n4 = 'Hoe ging dat?'", "4", "wrong_type"),
        ("[vragen]\n4 = ['Hoe ging dat?', '  ']", "4", "wrong_type"),
        ("[vragen]\n4 = [5]", "4", "wrong_type"),
        ("[vragen", None, "toml_syntax"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text, question, code):
    file = tmp_path / "inwoner.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        load_suggestions(file)
    fault = refused.value.faults[0]
    assert (fault.file, fault.question, fault.code) == ("inwoner.toml", question, code)
