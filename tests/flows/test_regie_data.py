"""Regiestappen as it ships: the pilot's twelve steps, who does them, when they are asked, and by when."""

import json
from collections import Counter
from hashlib import sha256

import pytest

from flows.evaluation import Evaluation
from flows.instrument import (
    INSTRUMENTS,
    NO,
    NO_ANSWER,
    YES,
    Instrument,
    Limit,
    QuestionKind,
    Rating,
    Source,
    check_instrument,
    load_instrument,
    shipped_instruments,
)
from flows.letter import letter_text, load_letter


@pytest.fixture(scope="module")
def regie() -> Instrument:
    return load_instrument("regie")


STEPS = {
    "voorbereiding": (1, 2, 3, 4, 5),
    "startfase": (6, 7),
    "plan_van_aanpak": (8, 9),
    "voortgang": (10,),
    "afronding": (11, 12),
}
ACTORS = {
    1: ("sociaal_werker",),
    2: ("sociaal_werker",),
    3: ("sociaal_werker",),
    4: ("sociaal_werker",),
    5: ("backoffice",),
    6: ("begeleider", "sociaal_werker"),
    7: ("begeleider",),
    8: ("begeleider",),
    9: ("begeleider", "sociaal_werker"),
    10: ("sociaal_werker",),
    11: ("begeleider",),
    12: ("sociaal_werker",),
}
CHECKS = (
    "Is de indicatie passend?",
    "Zijn de doelen concreet en resultaatgericht?",
    "Is er aandacht voor: netwerk, voorveld en eigen kracht?",
    "Is er afstemming met eventuele andere zorgverleners?",
    "Hoe houden we (sociaal werker en begeleider) elkaar op de hoogte van de voortgang?",
    "Op welke manier wordt het bereiken van de doelen tussentijds geëvalueerd?",
    "Spreek data af waarop de sociaal werker door de begeleider geïnformeerd wilt worden.",
)
PILOT_QUESTIONS = (
    "Hoe verloopt de startfase (stap 6 - 7)?",
    "Hoe komt het plan van aanpak tot stand (stap 8 – 9)?",
    "Hoe verloopt de evaluatie (stap 10)?",
    "Hoe verloopt de algehele samenwerking/monitoring?",
)
WORDING = {
    Source.DOSSIER: "80e819ea442b3a3de41ab7022625a5da96fd573660a9e9262b86cd767caf1eff",
    Source.RESIDENT: "66fc418c92969ee0c0d1db4c06d7d350c01a8d132be119c7695ecfe20948a4ef",
    Source.PROFESSIONAL: "a1b843a31794c29c243a85324211f90891ecc5841f1889bcd0c2664e929f1b22",
}
FRAMEWORK_WORDING = "4f2d481afb138ffabf1e9d571967635b17e5497b95d0ff3bc2f0189a4b211fce"
LISTS = ((Source.DOSSIER, ""), (Source.PROFESSIONAL, "sw."), (Source.PROFESSIONAL, "b."))


def test_the_shipped_instrument_has_no_fault_and_is_found_by_its_name() -> None:
    assert "regie" in shipped_instruments()
    assert check_instrument(INSTRUMENTS / "regie") == ()


def test_five_themes_hold_the_twelve_steps(regie: Instrument) -> None:
    by_theme = {
        theme.id: tuple(c.number for c in regie.criteria if c.theme == theme.id) for theme in regie.themes
    }
    assert by_theme == STEPS


def test_each_step_names_who_does_it_and_its_questions_follow(regie: Instrument) -> None:
    assert {criterion.number: criterion.actors for criterion in regie.criteria} == ACTORS
    for questionnaire in regie.questionnaires:
        for question in questionnaire.questions:
            assert question.actors == ACTORS.get(question.criterion or 0, ())
    assert [actor.title for actor in regie.actors] == ["sociaal werker", "backoffice", "begeleider"]


def test_every_step_is_rated_in_the_file_and_by_a_professional(regie: Instrument) -> None:
    for source in (Source.DOSSIER, Source.PROFESSIONAL):
        rated = {
            question.number
            for question in regie.questionnaire(source).questions
            if question.kind is QuestionKind.RATING and question.part is None
        }
        assert rated == set(range(1, 13))


def test_the_resident_is_asked_every_step_a_resident_can_judge(regie: Instrument) -> None:
    asked = {
        question.number for question in regie.questionnaire(Source.RESIDENT).questions if question.number
    }
    assert asked == set(range(1, 13)) - {5}


@pytest.mark.parametrize(("source", "prefix"), LISTS)
def test_step_nine_has_the_pilots_seven_checks_as_sub_questions(
    regie: Instrument, source: Source, prefix: str
) -> None:
    questions = [regie.questionnaire(source).question(f"{prefix}9.{part}") for part in range(1, 8)]
    assert tuple(question.text for question in questions) == CHECKS
    assert [question.printed for question in questions] == [f"9.{part}" for part in range(1, 8)]
    assert {(question.number, question.kind, question.criterion) for question in questions} == {
        (9, QuestionKind.RATING, 9)
    }


@pytest.mark.parametrize(("source", "prefix"), LISTS)
def test_the_pilots_four_questions_are_open_questions(regie: Instrument, source: Source, prefix: str) -> None:
    ids = ("startfase", "plan_van_aanpak", "evaluatie", "samenwerking")
    questions = [regie.questionnaire(source).question(f"{prefix}{name}") for name in ids]
    assert tuple(question.text for question in questions) == PILOT_QUESTIONS
    assert {question.kind for question in questions} == {QuestionKind.OPEN}


def test_nothing_of_regiestappen_may_stay_open(regie: Instrument) -> None:
    """Timeline, "doet mee" and the pilot's four questions have no number and are asked all the same."""
    numberless = {q.id for one in regie.questionnaires for q in one.questions if q.number is None}
    assert {"tijdlijn", "sw", "b", "startfase", "sw.samenwerking", "b.evaluatie"} <= numberless
    assert not any(q.may_stay_empty for one in regie.questionnaires for q in one.questions)


def test_the_resident_hears_the_four_questions_in_plain_words(regie: Instrument) -> None:
    kinds = Counter(question.kind for question in regie.questionnaire(Source.RESIDENT).questions)
    assert kinds == {QuestionKind.RATING: 18, QuestionKind.YES_NO: 3, QuestionKind.OPEN: 4}


def test_the_file_has_its_own_labels_and_every_conversation_those_of_an_interview(regie: Instrument) -> None:
    labels = {q.source: tuple(q.labels[rating] for rating in Rating) for q in regie.questionnaires}
    spoken = ("heel tevreden", "tevreden", "ontevreden", "heel ontevreden")
    assert labels == {
        Source.DOSSIER: ("volledig", "redelijk volledig", "mager", "afwezig"),
        Source.RESIDENT: spoken,
        Source.PROFESSIONAL: spoken,
    }


@pytest.mark.parametrize(("gate", "asked"), [("2.1", ("3",)), ("7.1", ("7.2",)), ("11.1", ("11.2", "12.1"))])
@pytest.mark.parametrize(
    ("answer", "expected"), [(YES, True), (NO, False), (NO_ANSWER, False), (None, False)]
)
def test_plan_b_feedback_and_new_goals_are_asked_only_after_a_yes(
    regie: Instrument, gate: str, asked: tuple[str, ...], answer: str | None, *, expected: bool
) -> None:
    for source, prefix in ((Source.RESIDENT, ""), *LISTS):
        known = {question.id for question in regie.questionnaire(source).questions}
        for name in asked:
            if prefix + name not in known:
                continue  # the begeleider is not asked about plan B
            question = regie.questionnaire(source).question(prefix + name)
            assert question.asked_if is not None
            assert question.asked_if.holds({prefix + gate: answer}.get) is expected
            assert (
                question.not_asked_reason == f"niet van toepassing: bij vraag {gate} is geen 'ja' geantwoord"
            )


def test_sociaal_werker_and_begeleider_have_a_part_each_and_either_can_be_left_out(regie: Instrument) -> None:
    questionnaire = regie.questionnaire(Source.PROFESSIONAL)
    assert [respondent.title for respondent in questionnaire.respondents] == ["Sociaal werker", "Begeleider"]
    for prefix, respondent in (("sw", "sociaal_werker"), ("b", "begeleider")):
        part = [question for question in questionnaire.questions if question.id.startswith(f"{prefix}.")]
        assert {question.respondent for question in part} == {respondent}
        for question in part:
            assert question.asked_if is not None
            gates = {prefix, *(f"{prefix}.{number}" for number in ("2.1", "7.1", "11.1"))}
            assert question.asked_if.questions() <= gates
    assert questionnaire.question("b.6").printed == questionnaire.question("sw.6").printed == "6"


def test_a_row_ties_the_lists_together_and_ties_no_other_step(regie: Instrument) -> None:
    printed: dict[int, set[str]] = {}
    for questionnaire in regie.questionnaires:
        for question in questionnaire.questions:
            assert (question.row is not None) == (question.kind is QuestionKind.RATING)
            if question.row is not None:
                printed.setdefault(question.row, set()).add(question.printed)
    assert sorted(printed) == [row.number for row in regie.rows] == list(range(1, 23))
    assert all(len(names) == 1 for names in printed.values())


def test_the_preset_scope_of_the_pilot_holds_the_first_ten_steps(regie: Instrument) -> None:
    preset = regie.preset("pilot")
    evaluation = Evaluation(
        title="E", municipality="M", organisation="O", instrument="regie", themes=preset.themes
    )
    for source in Source:
        questions = evaluation.questionnaire(regie, source).questions
        assert {question.number for question in questions if question.number} <= set(range(1, 11))
        assert questions[-1].id.endswith("samenwerking")
    assert regie.preset("alles").themes is None


def test_every_note_is_a_step_as_the_pilot_printed_it(regie: Instrument) -> None:
    steps = {criterion.number: criterion.text for criterion in regie.criteria}
    for source in (Source.DOSSIER, Source.PROFESSIONAL):
        for question in regie.questionnaire(source).questions:
            if question.kind is QuestionKind.RATING and question.part is None:
                assert question.note == steps[question.number or 0]


def test_milestones_and_deadlines_are_data(regie: Instrument) -> None:
    assert [milestone.id for milestone in regie.milestones] == [
        "opdracht", "eerste_contact", "eerste_bezoek", "intake", "ondersteuningsplan", "tussenevaluatie",
        "verslag", "einde",
    ]  # fmt: skip
    assert {deadline.milestone: deadline.limits for deadline in regie.deadlines} == {
        "eerste_contact": (Limit(from_="opdracht", working_days=10), Limit(from_="eerste_bezoek")),
        "ondersteuningsplan": (Limit(from_="intake", weeks=2),),
        "tussenevaluatie": (Limit(halfway=("opdracht", "einde"), weeks=2),),
        "verslag": (Limit(from_="einde", weeks=-6),),
    }
    assert [deadline.id for deadline in regie.deadlines if deadline.unless] == ["ondersteuningsplan"]
    for questionnaire in regie.questionnaires:
        kinds = [question.kind for question in questionnaire.questions]
        assert (QuestionKind.TIMELINE in kinds) == (questionnaire.source is not Source.RESIDENT)


def test_the_letter_has_a_line_of_its_own_for_every_theme_and_a_period_of_its_own(regie: Instrument) -> None:
    letter, zet = load_letter("regie"), load_letter("zet")
    assert letter.themes == {theme.id for theme in regie.themes}
    assert all(topic.addition for topic in letter.topics)
    assert letter.period != zet.period
    assert letter.blocks == zet.blocks


def test_the_letter_names_only_the_themes_in_scope(regie: Instrument) -> None:
    fields = dict.fromkeys(
        ("municipality", "organisation", "interviewer", "viewers", "professional", "processor", "controller",
         "fg_name", "fg_phone", "fg_email", "return_name", "return_address", "sender",
         "feedback_term"),
        "invulling",
    )  # fmt: skip
    text = letter_text(load_letter("regie"), fields, regie.preset("pilot").themes or ())
    assert "- Of halverwege met u is besproken hoe het gaat." in text
    assert "afgesloten of verlengd" not in text


def test_the_canonical_text_brings_the_same_instrument_back(regie: Instrument) -> None:
    again = Instrument.from_text(regie.text())
    assert again == regie
    assert again.sha256 == regie.sha256


@pytest.mark.parametrize("source", Source)
def test_a_change_of_wording_is_made_on_purpose(regie: Instrument, source: Source) -> None:
    words = regie.questionnaire(source).model_dump_json(by_alias=True, exclude_defaults=True)
    assert sha256(words.encode()).hexdigest() == WORDING[source]


def test_a_change_of_the_framework_is_made_on_purpose(regie: Instrument) -> None:
    frame = json.loads(regie.text())
    frame.pop("questionnaires")
    words = json.dumps(frame, sort_keys=True, ensure_ascii=False)
    assert sha256(words.encode()).hexdigest() == FRAMEWORK_WORDING
