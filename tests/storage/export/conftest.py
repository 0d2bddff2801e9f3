"""Invented results to export: many cases, one answer, or cases of one's own."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.instrument import Question, QuestionKind, Source, load_instrument
from flows.interview import Status
from flows.results import DURATIONS, CaseResult, ResultAnswer, ResultEvent, Results, SourceResult
from tests.storage.export.books import write_analysis
from tests.storage.export.letters import HENK

ZET = load_instrument("zet")
COLOURS = ("groen", "mint", "oranje", "rood")
REASONS = ("[inwoner] kreeg drie maanden geen antwoord.", "Er was geen plan.", "Niet besproken.")


def _invented_answer(question: Question, chance: random.Random, *, unsafe: bool) -> ResultAnswer:
    if question.kind is QuestionKind.TIMELINE:
        return ResultAnswer(question=question.id, status=Status.ANSWERED, value="tijdlijn")
    if question.kind is QuestionKind.YES_NO:
        return ResultAnswer(question=question.id, status=Status.ANSWERED, value="ja" if unsafe else "nee")
    if question.kind is QuestionKind.OPEN:
        return ResultAnswer(question=question.id, status=Status.ANSWERED, value="tekst", text="Meer tijd.")
    if question.asked_if and not unsafe:
        return ResultAnswer(question=question.id, status=Status.OFF_ROUTE)
    value = chance.choice([*COLOURS, *COLOURS, "nvt", "geen_antwoord", "open", "zonder"])
    states = {
        "nvt": Status.NOT_APPLICABLE,
        "geen_antwoord": Status.NO_ANSWER,
        "open": Status.OPEN,
        "zonder": Status.REASON_MISSING,
    }
    needs = value in {"oranje", "rood", "nvt"}
    declined = needs and chance.random() < 0.2
    return ResultAnswer(
        question=question.id,
        status=states.get(value, Status.ANSWERED),
        value={"open": None, "zonder": "rood"}.get(value, value),
        reason=chance.choice(REASONS) if needs and not declined else None,
        reason_declined=declined,
        remark="Wijkteam groen, schuldhulp rood." if chance.random() < 0.1 else None,
    )


def _invented(cases: int, seed: int = 7) -> Results:
    """Invented results of this many cases; one conversation was stopped and one source was not available."""
    chance = random.Random(seed)
    made = []
    for number in range(1, cases + 1):
        sources = []
        for questionnaire in ZET.questionnaires:
            unsafe = chance.random() < 0.5
            gone = number == 2 and questionnaire.source is Source.PROFESSIONAL
            answers = (
                _invented_answer(question, chance, unsafe=unsafe) for question in questionnaire.questions
            )
            sources.append(
                SourceResult(
                    source=questionnaire.source,
                    closure="niet_beschikbaar" if gone else "volledig",
                    closure_reason="Met pensioen." if gone else None,
                    answers=() if gone else tuple(answers),
                    timeline=tuple(ResultEvent(text=f"Stap {step}", after=step) for step in DURATIONS[:3]),
                    closing_remark="Fijn gesprek." if questionnaire.closing_question else None,
                )
            )
        made.append(CaseResult(number=number, sources=tuple(sources)))
    return _results_of(*made)


def _results_of(*cases: CaseResult, **changes: object) -> Results:
    results = Results(
        municipality="Oosterdam",
        evaluation_title="Evaluatie Oosterdam 2026",
        exported_on="2026-11-22",
        instrument_text=ZET.text(),
        term_meanings={"toegang": "Het loket en de wijkteams."},
        cases=cases,
    )
    return results.model_copy(update=changes)


def _one(**answer: object) -> Results:
    """One case with one answer, to dossier question 2."""
    told = ResultAnswer.model_validate(
        {"question": "2", "status": Status.ANSWERED, "value": "rood", **answer}
    )
    return _results_of(CaseResult(number=1, sources=(SourceResult(source=Source.DOSSIER, answers=(told,)),)))


@pytest.fixture(scope="session")
def invented() -> Callable[[int], Results]:
    return _invented


@pytest.fixture(scope="session")
def results_of() -> Callable[..., Results]:
    return _results_of


@pytest.fixture(scope="session")
def one() -> Callable[..., Results]:
    return _one


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, invented: Callable[[int], Results]) -> Path:
    path = tmp_path_factory.mktemp("uit") / "Analysebestand.xlsx"
    write_analysis(invented(4), path)
    return path


@pytest.fixture
def henk(register) -> str:
    return register.register_case(*HENK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "brieven"
    made.mkdir()
    return made
