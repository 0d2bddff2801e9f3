"""ZET as it ships: the handbook's counts, framework, routes and words."""

import json
from collections import Counter
from hashlib import sha256

import pytest

from flows.instrument import (
    INSTRUMENTS,
    NO,
    NO_ANSWER,
    YES,
    Instrument,
    Question,
    QuestionKind,
    Rating,
    Source,
    check_instrument,
    load_instrument,
)


@pytest.fixture(scope="module")
def zet() -> Instrument:
    return load_instrument("zet")


COUNTS = {
    Source.DOSSIER: {"tijdlijn": 1, "waardering": 25, "janee": 1, "open": 2},
    Source.RESIDENT: {"tijdlijn": 1, "waardering": 29, "janee": 1, "open": 2},
    Source.PROFESSIONAL: {"waardering": 30, "janee": 1, "open": 2},
}

# Bijlage 7: framework row -> number in the list of dossier, inwoner, professional.
FRAMEWORK = {
    1: (1, 1, None), 2: (None, 2, 1), 3: (2, 3, 2), 4: (None, 4, None), 5: (None, 5, None),
    6: (None, 6, None), 7: (None, 7, None), 8: (None, 8, 3), 9: (3, 9, 4), 10: (4, 10, 5),
    11: (5, 11, 6), 12: (6, 12, 7), 13: (7, 13, 8), 14: (8, 14, 9), 15: (9, 15, 10),
    16: (10, 16, 11), 17: (11, 17, 12), 18: (12, 18, 13), 19: (13, 19, 14), 20: (14, 20, 15),
    21: (None, 21, 16), 22: (None, 22, 17), 23: (None, 23, 18), 24: (15, None, 19), 25: (16, None, 20),
    26: (17, None, 21), 27: (18, 24, 22), 28: (19, 25, 23), 29: (20, None, 24), 30: (21, 26, 25),
    31: (22, 27, 26), 32: (23, 28, 27), 33: (24, 29, 28), 34: (25, 30, 29), 35: (26, 31, 30),
    36: (27, None, 31),
}  # fmt: skip
CRITERIA = {1: 3, 2: 4, 3: 5, 4: 2, 5: 2, 6: 2, 7: 4, 8: 2, 9: 5, 10: 2, 11: 2, 12: 3}
THEMES = {
    "toegang": (1, 2),
    "vraagverheldering": (3, 4),
    "planvorming": (5, 6),
    "regie": (7, 8),
    "veiligheid": (9, 10),
    "monitoring": (11, 12),
}
SAFETY = {Source.DOSSIER: (18, 22), Source.RESIDENT: (24, 27), Source.PROFESSIONAL: (22, 26)}
WORDING = {
    Source.DOSSIER: "c79a6f0ae0ca6d6dce3e72fe556924b9611b83b96b91bccabfc296ecd881da3c",
    Source.RESIDENT: "880c391fb7e0f6ab092cc11a3cc3c0316849602b2ca02548f82a57c13741ba18",
    Source.PROFESSIONAL: "a529faa0f34f9531b6013175e8ccf32159b2404f78a40dd5487051b00453fdc6",
}
FRAMEWORK_WORDING = "cbccf84bb0a0b7646adb3a1b03889a768936672a5c23ab5ab0a9ea015626d2bc"


def test_the_shipped_instrument_has_no_fault() -> None:
    assert check_instrument(INSTRUMENTS / "zet") == ()


@pytest.mark.parametrize("source", Source)
def test_each_list_has_the_handbooks_number_of_questions_per_kind(zet: Instrument, source: Source) -> None:
    questions = zet.questionnaire(source).questions
    assert Counter(question.kind.value for question in questions) == COUNTS[source]


@pytest.mark.parametrize(("source", "last"), [("dossier", 27), ("inwoner", 33), ("professional", 33)])
def test_numbers_run_from_one_without_a_gap(zet: Instrument, source: str, last: int) -> None:
    questions = zet.questionnaire(Source(source)).questions
    assert [question.number for question in questions if question.number] == list(range(1, last + 1))


def test_the_dossier_ends_with_two_open_fields_without_a_number(zet: Instrument) -> None:
    *_, other, extra = zet.questionnaire(Source.DOSSIER).questions
    assert [(q.number, q.kind) for q in (other, extra)] == [(None, QuestionKind.OPEN)] * 2
    assert (other.id, extra.id) == ("overig", "aanvulling")


@pytest.mark.parametrize("row", FRAMEWORK)
def test_each_framework_row_ties_the_lists_together_as_in_bijlage_7(zet: Instrument, row: int) -> None:
    numbers = tuple(
        next((q.number for q in zet.questionnaire(source).questions if q.row == row), None)
        for source in Source
    )
    assert numbers == FRAMEWORK[row]


@pytest.mark.parametrize("source", Source)
def test_no_list_uses_a_row_twice_and_open_questions_have_none(zet: Instrument, source: Source) -> None:
    questions = zet.questionnaire(source).questions
    rows = [question.row for question in questions if question.row is not None]
    assert len(rows) == len(set(rows))
    assert all((q.row is None) == (q.kind is QuestionKind.OPEN) for q in questions)
    assert all((q.theme is None) == (q.criterion is None) == (q.row is None) for q in questions)


def test_six_themes_twelve_criteria_thirty_six_rows_in_bijlage_7s_order(zet: Instrument) -> None:
    assert [row.number for row in zet.rows] == list(range(1, 37))
    assert Counter(row.criterion for row in zet.rows) == CRITERIA
    assert [row.criterion for row in zet.rows] == sorted(row.criterion for row in zet.rows)
    by_theme = {
        theme.id: tuple(c.number for c in zet.criteria if c.theme == theme.id) for theme in zet.themes
    }
    assert by_theme == THEMES


def test_a_question_gets_its_criterion_and_theme_from_its_row(zet: Instrument) -> None:
    question = zet.questionnaire(Source.PROFESSIONAL).question("3")
    assert (question.row, question.criterion, question.theme) == (8, 3, "vraagverheldering")


@pytest.mark.parametrize("source", Source)
def test_only_the_safety_follow_ups_depend_on_an_answer(zet: Instrument, source: Source) -> None:
    gate, last = SAFETY[source]
    conditional = [q.number for q in zet.questionnaire(source).questions if q.asked_if]
    assert conditional == list(range(gate + 1, last + 1))
    assert zet.questionnaire(source).question(str(gate)).kind is QuestionKind.YES_NO


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize(("answer", "asked"), [(YES, True), (NO, False), (NO_ANSWER, True), (None, True)])
def test_follow_ups_are_asked_unless_the_answer_is_no(
    zet: Instrument, source: Source, answer: str | None, *, asked: bool
) -> None:
    gate, _ = SAFETY[source]
    for question in _conditional(zet, source):
        assert question.asked_if is not None
        assert question.asked_if.questions() == {str(gate)}
        assert question.asked_if.holds(lambda _: answer) is asked
        assert question.not_asked_reason == f"niet van toepassing: bij vraag {gate} is 'nee' geantwoord"


def _conditional(zet: Instrument, source: Source) -> list[Question]:
    return [question for question in zet.questionnaire(source).questions if question.asked_if]


@pytest.mark.parametrize("source", Source)
def test_printed_routing_names_the_same_follow_ups(zet: Instrument, source: Source) -> None:
    gate, last = SAFETY[source]
    routing = zet.questionnaire(source).question(str(gate)).routing or ""
    assert [line[:10] for line in routing.splitlines()] == ["Indien ja:", "Indien nee"]
    for line in routing.splitlines():
        numbers = [int(word) for word in line.replace(",", " ").replace(".", " ").split() if word.isdigit()]
        assert numbers == list(range(gate + 1, last + 1))


def test_labels_are_those_of_the_list(zet: Instrument) -> None:
    satisfied = ["heel tevreden", "tevreden", "ontevreden", "heel ontevreden"]
    labels = {source: [zet.questionnaire(source).labels[rating] for rating in Rating] for source in Source}
    assert labels[Source.DOSSIER] == ["volledig", "redelijk volledig", "mager", "afwezig"]
    assert labels[Source.RESIDENT] == labels[Source.PROFESSIONAL] == satisfied


def test_six_terms_are_for_the_team_and_five_are_fixed(zet: Instrument) -> None:
    assert [term.title for term in zet.terms if term.question] == [
        "Toegang",
        "Snel geholpen",
        "Gemakkelijk bij de juiste zorg en ondersteuning terecht komen",
        "Medewerker van de gemeente",
        "Veiligheid en onveiligheid",
        "Regelmatig bespreken van (on)veiligheid",
    ]
    assert len([term for term in zet.terms if term.meaning]) == 5


@pytest.mark.parametrize("source", Source)
def test_every_bold_word_stands_in_its_question_and_leads_to_a_term_of_the_team(
    zet: Instrument, source: Source
) -> None:
    uses = [(q, use) for q in zet.questionnaire(source).questions for use in q.terms]
    assert uses
    for question, use in uses:
        assert use.words in question.text
        assert zet.term(use.term).question


def test_the_five_terms_that_stand_in_a_question_are_all_used(zet: Instrument) -> None:
    used = {use.term for one in zet.questionnaires for q in one.questions for use in q.terms}
    assert used == {term.id for term in zet.terms if term.question} - {"toegang"}


def test_no_layout_of_the_print_is_left_in_the_words(zet: Instrument) -> None:
    text = zet.text()
    for mark in ("**", "<b>", "<sup>", "[2]", r"\t", "  "):  # JSON writes a tab as these two signs
        assert mark not in text


@pytest.mark.parametrize("source", [Source.RESIDENT, Source.PROFESSIONAL])
def test_the_interviews_close_with_a_spoken_question(zet: Instrument, source: Source) -> None:
    questionnaire = zet.questionnaire(source)
    assert questionnaire.closing_question == "Hoe heeft u dit ervaren?"
    assert questionnaire.introduction is not None
    assert "<NAAM GEMEENTE>" in questionnaire.introduction or source is Source.PROFESSIONAL


def test_only_the_two_open_fields_of_the_file_may_stay_empty(zet: Instrument) -> None:
    empty = [q.id for source in Source for q in zet.questionnaire(source).questions if q.may_stay_empty]
    assert empty == ["overig", "aanvulling"]


def test_the_dossier_is_read_not_spoken(zet: Instrument) -> None:
    dossier = zet.questionnaire(Source.DOSSIER)
    assert (dossier.introduction, dossier.contact, dossier.closing, dossier.closing_question) == (None,) * 4


@pytest.mark.parametrize("source", Source)
def test_the_wording_of_each_list_is_untouched(zet: Instrument, source: Source) -> None:
    """Fails at any change of a word: compare with the handbook before the checksum is replaced."""
    assert _checksum(zet.questionnaire(source).model_dump(mode="json")) == WORDING[source]


def test_the_wording_of_framework_and_terms_is_untouched(zet: Instrument) -> None:
    parts = {name: getattr(zet, name) for name in ("themes", "criteria", "rows", "terms")}
    plain = {name: [part.model_dump(mode="json") for part in value] for name, value in parts.items()}
    assert _checksum(plain) == FRAMEWORK_WORDING


def _checksum(content: object) -> str:
    """Over every word, not over fields that are empty."""
    return sha256(json.dumps(_filled(content), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _filled(content: object) -> object:
    if isinstance(content, dict):
        return {key: _filled(value) for key, value in content.items() if value not in (None, [], {})}
    return [_filled(value) for value in content] if isinstance(content, list) else content
