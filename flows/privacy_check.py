"""What may still be recognised, counted before the point of no return; pure.

`privacy_check` tells the team what the session will not show and how easily one case is told from the others in the
Analysebestand. A sheet per case can never hide its cases from people who know one (R11 of the disclosure rules):
this counts how well, and names who. Saying it in words is left to the screen.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from typing import Final, NamedTuple

from flows.evaluation import MINIMUM_CASES
from flows.instrument import Instrument, QuestionKind, Source
from flows.interview import Status
from flows.privacy import LEAST, SessionTable, session_table
from flows.results import CaseResult, SourceResult

COMFORTABLE: Final = 5
"""Below this many cases insiders recognise so much that a warning is due."""
REMEMBERED: Final = (1, 2, 3, 5, 8)
"""How many answers somebody may remember of one conversation."""
_TRIES: Final = 40
_RATED: Final = frozenset({Status.ANSWERED, Status.NOT_APPLICABLE})


class Insider(StrEnum):
    """Who may recognise what, beyond any threshold; `number` in `Recognised` says of how many."""

    OWN_CONVERSATION = "own_conversation"
    """Somebody interviewed knows the own answers again: conversations (file research not counted)."""
    OTHER_SOURCE = "other_source"
    """Who knows one source of a case again reads the other sources of it: cases with more than one source."""
    RARE_ANSWER = "rare_answer"
    """A yes or no that fewer cases gave than the threshold: answers."""
    OWN_WORDS = "own_words"
    """Reasons, remarks and open answers keep somebody's way of speaking: texts."""
    ORDER_OF_EVENTS = "order_of_events"
    """A course of events is a story of its own: cases with a timeline."""


class Recognised(NamedTuple):
    """One thing that insiders may recognise, and of how many."""

    insider: Insider
    number: int


class Unique(NamedTuple):
    """Of `answers` remembered answers: how many cases they usually single out, and how often they do over all."""

    answers: int
    cases: int
    share: float


@dataclass(frozen=True, slots=True)
class PrivacyCheck:
    """`table` is what the session will show; `unique` is about the Analysebestand, which the session does not see."""

    cases: int
    table: SessionTable
    unique: tuple[Unique, ...]
    insiders: tuple[Recognised, ...]

    @property
    def too_few(self) -> bool:
        """Under the least number of cases there is no session file at all."""
        return self.cases < MINIMUM_CASES

    @property
    def warning(self) -> bool:
        """Under five cases: allowed, but insiders will recognise most of them."""
        return self.cases < COMFORTABLE


def privacy_check(
    instrument: Instrument,
    cases: Sequence[CaseResult],
    threshold: int = LEAST,
    *,
    chance: random.Random | None = None,
) -> PrivacyCheck:
    """Count what shows and what can be recognised; `instrument` holds what is in scope.

    Which answers somebody remembers is drawn: the same results give the same figures unless `chance` is given.
    Raises ThresholdOutOfRange.
    """
    return PrivacyCheck(
        len(cases),
        session_table(instrument, cases, threshold),
        tuple(_unique(instrument, cases, chance or random.Random(1))),  # noqa: S311 - a sample, not a secret
        tuple(found for found in _insiders(instrument, cases, threshold) if found.number),
    )


# -- singling out --------------------------------------------------------------------------------------------------


def _unique(instrument: Instrument, cases: Sequence[CaseResult], chance: random.Random) -> Iterator[Unique]:
    given = _given(instrument, cases)
    who: dict[tuple[str, str], int] = {}
    for at, answers in enumerate(given):
        for answer in answers.items():
            who[answer] = who.get(answer, 0) | 1 << at
    for remembered in REMEMBERED:
        singled = [_singled_out(answers, who, remembered, chance) for answers in given]
        share = sum(singled) / (_TRIES * len(cases)) if cases else 0.0
        yield Unique(remembered, sum(2 * times > _TRIES for times in singled), share)


def _given(instrument: Instrument, cases: Sequence[CaseResult]) -> list[Mapping[str, str]]:
    """Give the coloured answers of the source that is remembered best: the professional's, or the first there is."""
    sources = list(instrument.sources)
    source = Source.PROFESSIONAL if Source.PROFESSIONAL in sources else sources[0]
    rated = {
        question.id
        for question in instrument.questionnaire(source).questions
        if question.kind is QuestionKind.RATING
    }
    return [
        {
            answer.question: answer.value or ""
            for result in case.sources
            if result.source is source
            for answer in result.answers
            if answer.question in rated and answer.status in _RATED
        }
        for case in cases
    ]


def _singled_out(
    answers: Mapping[str, str], who: Mapping[tuple[str, str], int], remembered: int, chance: random.Random
) -> int:
    """How many of the tries point to one case alone."""
    known = sorted(answers.items())
    if not known:
        return 0
    return sum(
        reduce(
            int.__and__, (who[answer] for answer in chance.sample(known, min(remembered, len(known))))
        ).bit_count()
        == 1
        for _ in range(_TRIES)
    )


# -- insiders ------------------------------------------------------------------------------------------------------


def _insiders(instrument: Instrument, cases: Sequence[CaseResult], threshold: int) -> Iterator[Recognised]:
    held = [[result for result in case.sources if result.answers] for case in cases]
    yield Recognised(
        Insider.OWN_CONVERSATION, sum(result.source is not Source.DOSSIER for of in held for result in of)
    )
    yield Recognised(Insider.OTHER_SOURCE, sum(len(of) > 1 for of in held))
    yield Recognised(Insider.RARE_ANSWER, _rare(instrument, held, threshold))
    yield Recognised(Insider.OWN_WORDS, sum(_texts(result) for of in held for result in of))
    yield Recognised(
        Insider.ORDER_OF_EVENTS, sum(any(len(result.timeline) > 1 for result in of) for of in held)
    )


def _rare(instrument: Instrument, held: Sequence[Sequence[SourceResult]], threshold: int) -> int:
    yes_no = {(source, question.id) for source, question in instrument.asked(QuestionKind.YES_NO)}
    times: dict[tuple[Source, str, str], int] = {}
    for of in held:
        for result in of:
            for answer in result.answers:
                if (result.source, answer.question) in yes_no and answer.status is Status.ANSWERED:
                    key = result.source, answer.question, answer.value or ""
                    times[key] = times.get(key, 0) + 1
    return sum(given < threshold for given in times.values())


def _texts(result: SourceResult) -> int:
    of_answers = sum(
        bool(text) for answer in result.answers for text in (answer.reason, answer.remark, answer.text)
    )
    return of_answers + bool(result.closing_remark)
