"""What is the next sensible step: a pure reading of the evaluation, its cases and what was read once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flows.evaluation import MINIMUM_CASES, Evaluation
from storage.cases import CaseOverview, SourceOverview
from zet_tui.screens.page import Place
from zet_tui.wording import terms
from zet_tui.wording.counting import some_of

COUNTING: Final = "de teksten worden geteld"
LETTER_NEEDS: Final = ("fg_name", "fg_phone", "fg_email", "fg_informed_on", "return_address")


@dataclass(frozen=True, slots=True)
class ReviewCount:
    """How many texts there are to read once more, and how many are not done; of those `second` wait for another reader.

    `named` are the numbers of cases with words that look like a name and that nobody was asked about.
    """

    total: int = 0
    unread: int = 0
    named: tuple[int, ...] = ()
    second: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """The next step: what Enter does, and the place it goes to."""

    text: str
    place: Place
    step: int


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five lines on top: number, name, how it stands, and whether it is done."""

    number: int
    name: str
    state: str
    done: bool = False


def missing_for_letter(evaluation: Evaluation) -> tuple[str, ...]:
    """Which fields the letter needs and the team has not filled in yet; a phone number or an address is enough."""
    missing = [name for name in LETTER_NEEDS if not getattr(evaluation, name)]
    if evaluation.fg_phone or evaluation.fg_email:
        missing = [name for name in missing if name not in ("fg_phone", "fg_email")]
    return tuple(missing)


def short_date(day: date) -> str:
    """A day as the table shows it: 3 nov."""
    return f"{day.day} {terms.MONTHS[day.month - 1]}"


def case_next(case: CaseOverview) -> Next | None:
    """The next step within one case; None when it is complete."""
    if case.consent_on is None:
        return Next(f"casus {case.number}: toestemming vastleggen", Place("case", case.id), 2)
    started = [s for s in case.sources if s.started and s.closure is None]
    fresh = [s for s in case.sources if not s.started and s.closure is None]
    for source in started:
        name = terms.SOURCES[source.source.value]
        return Next(f"verder met casus {case.number}, {name}", _conversation(case, source), 3)
    for source in fresh:
        task = terms.SOURCE_TASKS[source.source.value]
        return Next(f"begin met casus {case.number}, {task}", _conversation(case, source), 3)
    return None


def case_state(case: CaseOverview) -> str:
    """How far one case is, in a few words: its approach, or each source with its symbol."""
    if case.consent_on is None:
        return consent_cell(case)
    if case.complete:
        return "✓ compleet"
    return " · ".join(f"{terms.SOURCES[s.source.value]} {source_cell(s)}" for s in case.sources)


def _conversation(case: CaseOverview, source: SourceOverview) -> Place:
    return Place("interview", case.id, source.source.value)


def next_step(evaluation: Evaluation, cases: Sequence[CaseOverview], review: ReviewCount | None) -> Next:
    """The one thing that asks for attention now; `review` is None while the texts are being counted."""
    if missing_for_letter(evaluation):
        return Next("voorbereiden: vul in wat de brief nodig heeft", Place("evaluation"), 1)
    if not cases:
        return Next("een eerste casus toevoegen", Place("new-case"), 2)
    visible = [case for case in cases if case.entry is not None]
    steps = [step for case in visible if (step := case_next(case)) is not None]
    running = [step for step in steps if step.step == 3]
    under_way = [step for step in running if step.text.startswith("verder")]
    for found in (under_way, running, steps):
        if found:
            return found[0]
    if len(cases) < MINIMUM_CASES:
        return Next(f"nog een casus toevoegen (advies: minstens {MINIMUM_CASES})", Place("new-case"), 2)
    if review is None:
        return Next("nalezen", Place("review"), 4)
    if review.unread:
        return Next(f"nalezen: nog {review.unread} {_texts(review.unread)}", Place("review"), 4)
    return Next("afronden: anonimiseer en vernietig", Place("finish"), 5)


def _texts(count: int) -> str:
    return "tekst" if count == 1 else "teksten"


def five_steps(
    evaluation: Evaluation, cases: Sequence[CaseOverview], review: ReviewCount | None
) -> tuple[Step, ...]:
    """The five lines on top of the overview; `review` is None while the texts are being counted."""
    missing = missing_for_letter(evaluation)
    complete = [case for case in cases if case.complete]
    ready = "✓ klaar" if not missing else "nog niet compleet voor de brief"
    return (
        Step(1, "Voorbereiden", ready, not missing),
        Step(2, "Casussen", _case_counts(cases), bool(cases) and all(c.consent_on for c in cases)),
        Step(3, "Gesprekken", _conversations(cases), bool(cases) and len(complete) == len(cases)),
        Step(4, "Nalezen", _reading(review), bool(review and review.total and not review.unread)),
        Step(5, "Afronden", _finishing(cases, review)),
    )


def _case_counts(cases: Sequence[CaseOverview]) -> str:
    if not cases:
        return "nog geen"
    consented = sum(case.consent_on is not None for case in cases)
    parts = [f"{consented} met toestemming"] if consented else []
    for value, words in terms.APPROACHES.items():
        count = sum(case.consent_on is None and case.approach.value == value for case in cases)
        if count:
            parts.append(f"{count} {words}")
    return " · ".join(parts)


def _conversations(cases: Sequence[CaseOverview]) -> str:
    for case in cases:
        for source in case.sources:
            if source.started and source.closure is None:
                return f"▸ casus {case.number}: {terms.SOURCES[source.source.value]} {_going_on(source)}"
    closed = sum(s.closure is not None for case in cases for s in case.sources)
    total = sum(len(case.sources) for case in cases if case.consent_on is not None)
    return f"{closed} van {total} afgesloten" if total else "nog geen"


def _going_on(source: SourceOverview) -> str:
    """What happens next in a conversation that was begun."""
    if source.next_question is None:
        return "afronden"
    return f"verder bij vraag {source.next_question}" if source.next_question else "verder"


def _reading(review: ReviewCount | None) -> str:
    if review is None:
        return COUNTING
    if not review.total:
        return "nog geen teksten"
    wait = "wacht" if review.second == 1 else "wachten"
    second = f" · {review.second} {wait} op een tweede lezer" if review.second else ""
    return f"{review.total - review.unread} van {review.total} teksten{second}"


def _finishing(cases: Sequence[CaseOverview], review: ReviewCount | None) -> str:
    open_cases = [case.number for case in cases if not case.complete]
    if open_cases:
        one = len(open_cases) == 1
        return f"nog niet: casus {some_of(open_cases)} {'is' if one else 'zijn'} niet compleet"
    if not cases:
        return "nog niet"
    if review is None:
        return COUNTING
    return f"nog niet: {review.unread} {_texts(review.unread)} nalezen" if review.unread else "▸ kan nu"


def consent_cell(case: CaseOverview) -> str:
    """The second column: the day of signing, or how far the approach is."""
    if case.consent_on is not None:
        return f"✓ {short_date(case.consent_on)}"
    return f"– {terms.APPROACHES[case.approach.value]}"


def source_cell(source: SourceOverview) -> str:
    """One source: done, how far, or not begun."""
    if source.closure == "volledig":
        return f"✓ {source.answered}/{source.asked}"
    if source.closure is not None:
        return f"– {terms.CLOSURES[source.closure]}"
    return f"▸ {source.answered}/{source.asked}" if source.started else "○"
