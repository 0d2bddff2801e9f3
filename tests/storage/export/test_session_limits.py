"""What somebody with patience can still work out from a Sessiebestand, and that the file does not promise otherwise."""

from collections.abc import Callable
from itertools import product

from flows.instrument import Source, load_instrument
from flows.interview import Status
from flows.privacy import session_table
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from storage.export.session import session_bytes
from tests.storage.export.books import stored_cells

ZET = load_instrument("zet")
TWO_QUESTIONS = ZET.model_copy(
    update={
        "questionnaires": tuple(
            one.scoped(None, frozenset({1}))
            for one in ZET.questionnaires
            if one.source is Source.PROFESSIONAL
        )
    }
)
WORDS = {4: "groen", 3: "mint", 2: "oranje"}
FIRST, SECOND = (2, 2, 0, 0, 2), (4, 4, 4, 3, 0)
"""What five professionals answered to the two questions of a criterion; 0: nothing."""


def answered(question: str, score: int) -> ResultAnswer:
    if not score:
        return ResultAnswer(question=question, status=Status.NO_ANSWER, value="geen_antwoord")
    return ResultAnswer(question=question, status=Status.ANSWERED, value=WORDS[score])


def test_a_hidden_n_follows_at_times_from_averages_times_n() -> None:
    # the limit itself: linear combinations are kept from telling, and this is none
    cases = tuple(
        CaseResult(
            number=number,
            sources=(
                SourceResult(
                    source=Source.PROFESSIONAL,
                    answers=tuple(answered(of, score) for of, score in zip("12", scores, strict=True)),
                ),
            ),
        )
        for number, scores in enumerate(zip(FIRST, SECOND, strict=True), start=1)
    )
    levels = session_table(TWO_QUESTIONS, cases).levels
    whole, first, second = (next(one.figures[0] for one in levels[at:]) for at in (-3, -2, -1))
    assert whole is not None
    assert (whole.mean, whole.n) == (3.0, 7)
    assert first is not None
    assert (first.mean, first.n) == (2.0, None)
    assert second is not None
    assert (second.band, second.n) == ("hoog", None)
    fitting = {
        (n, 7 - n)
        for n, total, other in product(range(3, 6), range(3, 21), range(3, 21))
        if total + other == 21
        and n <= 5
        and 7 - n in range(3, 6)
        and 1.95 <= total / n < 2.05
        and 3.5 <= other / (7 - n) <= 4
    }
    assert fitting == {(3, 4)}


def test_the_file_says_that_a_hidden_n_may_follow(invented: Callable[[int], Results]) -> None:
    cells = stored_cells(session_bytes(invented(5)))
    text = "\n".join(str(value) for (tab, _), value in cells.items() if tab == "Lees mij")
    assert "Een n die er niet staat, is soms wel uit te rekenen." in text
    assert "Ook niet uit te rekenen" not in text
