"""Three invented cases in different states, made through the same doors as real ones.

Case 1 is complete and read, case 2 is complete and waits to be read, case 3 is in the middle of the conversation
with the resident; so everything can be tried within a minute.
"""

import random
from datetime import timedelta
from secrets import token_hex

from flows.evaluation import COLLEGE, Evaluation, TeamMember
from flows.instrument import (
    NO,
    NO_ANSWER,
    NOT_APPLICABLE,
    TEXT,
    TIMELINE_DONE,
    YES,
    Instrument,
    Question,
    QuestionKind,
    Rating,
    Source,
)
from flows.interview import Interview
from flows.interview_state import needs_reason
from storage.anonymise import Review
from storage.cases import Register
from zet_tui import demo_texts as texts

_RATINGS = (Rating.GROEN, Rating.MINT, Rating.MINT, Rating.GROEN, Rating.ORANJE, Rating.ROOD)
LAST_ASKED = 12  # the resident of case 3 has answered the questions before this one


def fill(register: Register, instrument: Instrument) -> None:
    """Makes the evaluation and its cases in an empty register; the same words every time."""
    chance = random.Random(36)  # noqa: S311 - invented answers, the same each time
    today = register.today
    register.define_evaluation(
        Evaluation(
            title=f"Evaluatie {texts.MUNICIPALITY} {today.year}",
            municipality=texts.MUNICIPALITY,
            organisation=texts.PROFESSIONAL_TEAM,
            controller=COLLEGE,
            fg_name="Noor Jansen",
            fg_phone="088 000 00 00",
            fg_email="fg@oosterdam.voorbeeld",
            fg_informed_on=today - timedelta(days=40),
            return_address="Postbus 1, 0000 AA Oosterdam",
            team=tuple(
                TeamMember(name=name, function="beleidsmedewerker", roles=("interviews",))
                for name in texts.TEAM
            ),
            urgent_contact="Bel de dienstdoende gedragsdeskundige van het wijkteam, en bij direct gevaar 112.",
        ),
        instrument,
    )
    register.sit_down(texts.TEAM[0])
    for number, (name, contact, professional) in enumerate(texts.RESIDENTS, start=1):
        case = register.register_case(name, contact, professional, texts.PROFESSIONAL_TEAM)
        _sign(register, case)
        for source in Source:
            unfinished = number == 3 and source is Source.RESIDENT
            _talk(register, case, source, chance, stop_before=LAST_ASKED if unfinished else None)
    _read(register)


def _sign(register: Register, case: str) -> None:
    today = register.today
    register.record_consent(
        case,
        register.draft_consent(case).model_copy(
            update={
                "talked_through_on": today,
                "signed_on": today,
                "told_in_easy_language": True,
                "told_back_in_own_words": True,
                "told_free_to_stop": True,
                "feedback_wanted": True,
            }
        ),
    )


def _talk(
    register: Register, case: str, source: Source, chance: random.Random, stop_before: int | None
) -> None:
    interview = register.open_interview(case, source)
    while (question := interview.next_open()) is not None:
        if stop_before is not None and question.number == stop_before:
            return
        interview = _answer(register, case, source, interview, question, chance)
    interview = interview.apply(register.append(case, source, interview.complete()))


def _answer(
    register: Register,
    case: str,
    source: Source,
    interview: Interview,
    question: Question,
    chance: random.Random,
) -> Interview:
    if question.kind is QuestionKind.TIMELINE:
        for when, what in texts.ENTRIES:
            interview = interview.apply(
                register.append(case, source, interview.add_entry(what, when, token_hex(8)))
            )
    value = _value(question, chance)
    text = chance.choice(texts.OPEN_ANSWERS) if value == TEXT else None
    interview = interview.apply(register.append(case, source, interview.answer(question.id, value, text)))
    if needs_reason(value):
        reason = chance.choice(texts.NOT_APPLICABLE if value == NOT_APPLICABLE else texts.REASONS)
        entry = register.case(case).entry
        if entry is not None:
            first = {"inwoner": entry.name.split()[0], "professional": entry.professional.split()[0]}
            reason = reason.format_map(first)
        interview = interview.apply(register.append(case, source, interview.give_reason(question.id, reason)))
    elif value == Rating.GROEN and chance.random() < 0.1:
        remark = interview.set_remark(question.id, chance.choice(texts.REMARKS))
        interview = interview.apply(register.append(case, source, remark))
    return interview


def _value(question: Question, chance: random.Random) -> str:
    match question.kind:
        case QuestionKind.TIMELINE:
            return TIMELINE_DONE
        case QuestionKind.OPEN:
            return NO_ANSWER if question.may_stay_empty else TEXT
        case QuestionKind.YES_NO:
            return chance.choice((YES, NO))
        case QuestionKind.RATING:
            roll = chance.random()
            return (
                NOT_APPLICABLE if roll < 0.05 else NO_ANSWER if roll < 0.08 else chance.choice(_RATINGS).value
            )


def _read(register: Register) -> None:
    review = Review(register)
    for text in review.texts():
        if text.case_number == 1:
            review.accept(text, text.suggested)
