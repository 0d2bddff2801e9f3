"""The analysis as sheets to turn: the whole picture, the questions of Bijlage 5 (step 2), and earlier rounds.

The lines on a sheet are `analyse_lines`', the same in the app and in the shell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from flows.analysis import Analysis, Kind, open_answers, told
from flows.analysis_rounds import Comparison
from flows.analysis_walk import Look, Step, walk
from flows.deadline_counts import deadline_counts
from flows.handbook import handbook_beside
from flows.results import CaseResult
from zet_tui.commands import analyse_lines

REDUCED: Final = "  Dit is niet meer te zien: na de sessie zijn alleen de gemiddelden bewaard."
_ABOUT_CASES: Final = {Look.REASONS, Look.CASES, Look.UNEXPECTED, Look.OPEN_ANSWERS}


class Sheet(NamedTuple):
    """A heading, a question of the handbook (empty where there is none), the lines beside it; `step` 0: no step."""

    heading: str
    question: str
    lines: tuple[str, ...]
    step: int = 0


def sheets(analysis: Analysis, cases: Sequence[CaseResult]) -> Iterator[Sheet]:
    """First the whole picture, then every question of Bijlage 5; without cases only what averages tell."""
    lines = analyse_lines
    yield Sheet(
        "Veiligheid en het totaalbeeld" if cases else "Het totaalbeeld",
        "",
        (
            *((*lines.safety(analysis), "") if cases else ()),
            *lines.overview(analysis),
            "",
            *lines.bars(analysis),
            "",
            *lines.heat_map(analysis),
            *lines.deadlines(deadline_counts(analysis.instrument, cases)),
        ),
    )
    for step in walk(handbook_beside(analysis.instrument.id).analysis):
        yield Sheet(
            step.level,
            f"{step.number}. {step.question}",
            tuple(_on_sheet(step, analysis, cases)),
            step.number,
        )


def compared_sheet(title: str, compared: Comparison) -> Sheet:
    """One round beside an earlier one, with n on both sides."""
    return Sheet(
        f"Vergeleken met {title}",
        "Wat is er veranderd sinds de eerdere ronde?",
        (
            *(
                (
                    "  Let op: dit is een andere vragenlijst of versie. Vergeleken is wat dezelfde woorden heeft.",
                )
                if compared.other_version
                else ()
            ),
            *terms_lines(compared.terms),
            *analyse_lines.comparison(compared),
        ),
    )


def terms_lines(terms: Sequence[str]) -> Iterator[str]:
    """Words that did not mean the same in both."""
    if terms:
        names = ", ".join(terms)
        yield f"  Let op: deze begrippen betekenden niet overal hetzelfde: {names}. Vergelijk met zorg."


def _on_sheet(step: Step, analysis: Analysis, cases: Sequence[CaseResult]) -> Iterator[str]:
    if not cases and step.look in _ABOUT_CASES:
        yield REDUCED
    elif not cases and step.look is Look.SOURCES:
        yield from analyse_lines.source_differences(analysis)
    else:
        yield from beside(step, analysis, cases)


def beside(step: Step, analysis: Analysis, cases: Sequence[CaseResult]) -> Iterator[str]:
    """What the figures say to one question of the walk."""
    lines = analyse_lines
    match step.look:
        case Look.RED:
            yield from lines.red_scores(analysis)
        case Look.SOURCES:
            yield from lines.safety(analysis)
            yield from lines.source_differences(analysis)
        case Look.STRENGTHS:
            yield from lines.ranked(
                analysis, analysis.strengths, "Er is geen vraag met gemiddeld mint of groen."
            )
        case Look.REASONS:
            red = [level for level in analysis.of(Kind.ROW) if level.all.rood]
            for level in sorted(red, key=lambda level: level.all.mean.value or 0)[:3]:
                yield f"  {lines.named(level, 70)}"
                yield from lines.bullets(
                    lines.reasons(told(analysis.instrument, cases, level.questions)), "", most=30
                )
        case Look.CASES:
            yield from lines.case_differences(analysis)
        case Look.UNEXPECTED:
            yield from lines.unexpected(analysis)
        case Look.THEMES | Look.CRITERIA:
            kind = Kind.THEME if step.look is Look.THEMES else Kind.CRITERION
            for level in analysis.of(kind):
                yield f"  {lines.symbol(level.all.mean)} {lines.shown(level.all.mean)}  {lines.named(level, 54)}"
        case Look.ROWS:
            yield from lines.bullets(
                (
                    f"  {lines.named(one.level, 70)}"
                    for one in analysis.source_differences
                    if one.large and one.level.kind is Kind.CRITERION
                ),
                "Bij geen enkel criterium liggen de bronnen een hele kleur uit elkaar.",
            )
        case Look.OPEN_ANSWERS:
            yield from lines.bullets(lines.reasons(open_answers(analysis.instrument, cases)), "", most=40)
        case Look.THREADS | Look.LEVEL | Look.NOTHING:
            yield "  Hier denkt u samen over na; er is geen cijfer voor."
