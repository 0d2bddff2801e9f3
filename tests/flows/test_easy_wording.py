"""Every question to the resident in easy words: short, one thing a line, and not the handbook's words."""

import re

import pytest

from flows.easy_wording import easy_wording
from flows.instrument import Source, load_instrument

EASY = easy_wording(Source.RESIDENT)
HARD = (
    "professional",
    "afgestemd",
    "afstemmen",
    "cliëntondersteuner",
    "doelen",
    "situatie",
    "sociaal netwerk",
    "!",
)


def test_every_question_to_the_resident_has_an_easy_version():
    assert list(EASY) == [
        question.id for question in load_instrument("zet").questionnaire(Source.RESIDENT).questions
    ]


@pytest.mark.parametrize(("question", "lines"), EASY.items())
def test_it_is_short_plain_and_ours(question, lines):
    official = load_instrument("zet").questionnaire(Source.RESIDENT).question(question).text
    assert 1 <= len(lines) <= 3
    for line in lines:
        assert line != official
        assert not [word for word in HARD if word in line.casefold()]
        assert line[-1] in ".?"  # so that every sentence below is looked at, the last one too
        for sentence in re.findall(r"[^.?]+[.?]", line):
            assert len(sentence.split()) <= 13, sentence


def test_a_list_without_easy_words_has_none():
    assert easy_wording(Source.DOSSIER) == {}
    assert easy_wording(Source.RESIDENT, "eigen") == {}
