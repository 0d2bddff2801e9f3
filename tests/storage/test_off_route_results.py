"""What was answered and then passed by never leaves: not in the texts to read, not in the results, not in a score."""

import random
from datetime import UTC, date, datetime

import pytest

from flows.conditions import Condition
from flows.deadlines import judge_interview
from flows.events import Body, Event
from flows.instrument import Instrument, QuestionKind, Source, load_instrument
from flows.interview import Interview, Status
from flows.scores import overview
from flows.workdays import dutch_workdays
from storage.anonymise import Review, case_results, results
from storage.anonymise.review import ENTRY, Decision, ReviewText, free_texts

SECRET = "hij stond met een ladder voor het raam"


@pytest.fixture
def told(register, case):
    """Unsafe, then a red follow-up with its reason and a remark, both read and accepted for the export."""
    interview = register.open_interview(case, Source.DOSSIER)

    def say(question: str, value: str, reason: str | None = None) -> None:
        nonlocal interview
        answer = interview.answer(question, value)
        interview = interview.apply(register.append(case, Source.DOSSIER, answer))
        if reason is not None:
            given = interview.give_reason(question, reason)
            interview = interview.apply(register.append(case, Source.DOSSIER, given))

    say("2", "groen")
    say("18", "ja")
    say("21", "rood", SECRET)
    remark = interview.set_remark("21", SECRET)
    interview = interview.apply(register.append(case, Source.DOSSIER, remark))
    review = Review(register)
    for text in review.texts():
        review.accept(text, text.original)
    return say


def exported(register, case):
    return case_results(register, [case], chance=random.Random(1))


@pytest.mark.usefixtures("told")
def test_an_answer_on_the_route_leaves_with_what_was_accepted(register, case, zet):
    results = exported(register, case)
    answer = next(a for a in results[0].sources[0].answers if a.question == "21")
    assert (answer.value, answer.reason, answer.remark) == ("rood", SECRET, SECRET)
    assert overview(zet, results).of(Source.DOSSIER).question("21").n == 1


def test_passed_by_it_leaves_nothing_though_it_was_accepted_before(register, case, told, zet):
    told("18", "nee")
    results = exported(register, case)
    answer = next(a for a in results[0].sources[0].answers if a.question == "21")
    assert answer.status is Status.OFF_ROUTE
    assert (answer.value, answer.reason, answer.remark, answer.text) == (None,) * 4
    assert SECRET not in "".join(result.model_dump_json() for result in results)
    assert SECRET not in "".join(text.original for text in Review(register).texts())
    counted = overview(zet, results).of(Source.DOSSIER)
    assert (counted.question("21").n, counted.total.n) == (0, 1)


def test_when_the_question_is_asked_again_the_answer_and_its_reading_are_back(register, case, told):
    told("18", "nee")
    told("18", "geen_antwoord")
    answer = next(a for a in exported(register, case)[0].sources[0].answers if a.question == "21")
    assert (answer.value, answer.reason) == ("rood", SECRET)


# -- a timeline that is only asked after "ja", in an own instrument ------------------------------------------------

STEP = "e" * 32
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


def judged() -> tuple[Instrument, Interview, str]:
    """Regiestappen with a yes or no in front, on which the timeline hangs; one step was told, in "ja"."""
    regie, zet = load_instrument("regie"), load_instrument("zet")
    ask = next(q for q in zet.questionnaire(Source.DOSSIER).questions if q.kind is QuestionKind.YES_NO)
    ask = ask.model_copy(update={"id": "vooraf"})
    told = regie.questionnaire(Source.DOSSIER)
    gate = {"asked_if": Condition.model_validate({"question": ask.id, "is": "ja"}), "not_asked_reason": "nee"}
    questions = (q.model_copy(update=gate) if q.kind is QuestionKind.TIMELINE else q for q in told.questions)
    interview = Interview(told.model_copy(update={"questions": (ask, *questions)}), regie.themes)
    interview = happens(interview, interview.answer(ask.id, "ja"))
    return regie, happens(interview, interview.add_entry(SECRET, "2 maart 2025", STEP)), ask.id


def happens(interview: Interview, body: Body) -> Interview:
    count = len(interview.events)
    return interview.apply(Event(id=f"{count:032x}", author="Anouk", at=MOMENT, body=body))


def leaves(regie: Instrument, interview: Interview) -> tuple[list[str], int, int]:
    """The steps to read, the steps in the results, and the deadlines that are judged."""
    key = f"{Source.DOSSIER.value}/{STEP}/{ENTRY}"
    decision = Decision(sha256="", accepted=SECRET, by="Anouk", at=MOMENT)
    read = ReviewText("c", 1, Source.DOSSIER, key, ENTRY, None, None, SECRET, SECRET, (), decision)
    texts = [text for *_, kind, text in free_texts(interview) if kind == ENTRY]
    made = results._source_result(regie, interview, Source.DOSSIER, {key: read})
    verdicts = judge_interview(regie, interview, {STEP: date(2026, 3, 2)}, dutch_workdays())
    assert len(made.deadlines) == len(verdicts)
    return texts, len(made.timeline), len(verdicts)


def test_the_steps_of_a_timeline_that_is_not_asked_leave_nothing_and_come_back_with_it():
    regie, interview, ask = judged()
    texts, steps, verdicts = leaves(regie, interview)
    assert (texts, steps) == ([SECRET], 1)
    assert verdicts > 0
    interview = happens(interview, interview.answer(ask, "nee"))
    assert interview.timeline  # kept
    assert leaves(regie, interview) == ([], 0, 0)
    interview = happens(interview, interview.answer(ask, "ja"))
    assert leaves(regie, interview) == ([SECRET], 1, verdicts)
