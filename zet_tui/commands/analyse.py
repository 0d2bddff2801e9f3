"""`zet analyse`: reads exported workbooks, joins or compares them, and says what stands out; no vault is needed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from flows.analysis import Analysis, Kind, Level, analyse, scoped, told
from flows.analysis_rounds import Comparison, Joined, JoinRefused, compare, different_terms, join
from flows.analysis_walk import walk
from flows.deadline_counts import deadline_counts
from flows.handbook import handbook_beside
from flows.instrument import InstrumentError, Source
from flows.results import CaseResult
from storage.export.analysis_reader import NOTES, AnalysisFile, AnalysisFileRefused, read_analysis
from zet_tui.commands import analyse_json, analyse_lines, analyse_walk
from zet_tui.commands.file_names import names_of
from zet_tui.commands.json_output import echo_json
from zet_tui.messages import explain
from zet_tui.refusal import Refused
from zet_tui.wording import analysis as wording
from zet_tui.wording.counting import cases as cases_in_words

MOST_LEFT_OUT = 15


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked; `row`, `criterion` and `source` choose what to read the reasons of."""

    files: tuple[Path, ...]
    earlier: tuple[Path, ...] = ()
    apart: bool = False
    case: int | None = None
    row: int | None = None
    criterion: int | None = None
    source: str | None = None
    questions: bool = False
    as_json: bool = False


def read_files(paths: Sequence[Path]) -> tuple[AnalysisFile, ...]:
    """Read them all; raises Refused with the name of the file that cannot be used."""
    found = []
    for path, name in zip(paths, names_of(paths), strict=True):
        try:
            found.append(read_analysis(path))
        except (AnalysisFileRefused, OSError, InstrumentError) as error:
            raise Refused(f"{name}: {explain(error)}") from None
    return tuple(found)


def joined(files: Sequence[AnalysisFile]) -> Joined:
    """Put the cases of all files together; raises Refused."""
    try:
        return join([file.results for file in files])
    except JoinRefused as error:
        name = f"{_names(files)[error.at]}: " if files else ""
        raise Refused(f"{name}{explain(error)}") from None


def _names(files: Sequence[AnalysisFile]) -> tuple[str, ...]:
    return names_of([file.path for file in files])


def show_analysis(asked: Asked) -> None:
    """Prints the analysis on stdout. Raises Refused."""
    files = read_files(asked.files)
    if asked.apart:
        _show_apart(files, as_json=asked.as_json)
        return
    whole = joined(files)
    instrument = scoped(whole.results)
    cases = _chosen(whole.results.cases, asked.case)
    analysis = analyse(instrument, cases)
    compared = _compared(asked, whole, analysis) if asked.earlier else None
    if asked.as_json:
        content = {"bestanden": analyse_json.files_json(files), **analyse_json.analysis_json(analysis)}
        content["termijnen"] = analyse_json.deadlines_json(deadline_counts(instrument, cases))
        if compared is not None:
            content["vergelijking"] = analyse_json.comparison_json(compared)
        echo_json(content)
        return
    level = _level(analysis, asked)
    if level is not None:
        lines = _reasons(analysis, cases, level, asked.source)
    elif asked.questions:
        lines = _walked(analysis, cases)
    else:
        lines = _everything(analysis, whole, cases, files, compared)
    for line in lines:
        click.echo(line)


def _chosen(cases: tuple[CaseResult, ...], number: int | None) -> tuple[CaseResult, ...]:
    if number is None:
        return cases
    found = tuple(case for case in cases if case.number == number)
    if not found:
        raise Refused(f"Er is geen casus {number}. Dit bestand heeft {cases_in_words(len(cases))}.")
    return found


def _level(analysis: Analysis, asked: Asked) -> Level | None:
    """Which level's reasons are asked; raises Refused when there is none."""
    for kind, key, name in (
        (Kind.ROW, asked.row, "rij"),
        (Kind.CRITERION, asked.criterion, "criterium"),
    ):
        if key is not None:
            try:
                return analysis.level(kind, key)
            except KeyError:
                raise Refused(f"Er is geen {name} {key} in deze evaluatie.") from None
    return None


def _compared(asked: Asked, whole: Joined, now: Analysis) -> Comparison:
    before = joined(read_files(asked.earlier)).results
    terms = different_terms([before, whole.results])
    return compare(analyse(scoped(before), before.cases), now, terms)


def _show_apart(files: Sequence[AnalysisFile], *, as_json: bool) -> None:
    parts = [analyse(scoped(file.results), file.results.cases) for file in files]
    if as_json:
        told_ = [
            {**of_file, **analyse_json.analysis_json(part)}
            for of_file, part in zip(analyse_json.files_json(files), parts, strict=True)
        ]
        echo_json(told_)
        return
    names = [f"{file.results.municipality}, {file.results.evaluation_title}" for file in files]
    for line in (
        *analyse_walk.terms_lines(different_terms([file.results for file in files])),
        *analyse_lines.heading("Naast elkaar, alle bronnen samen"),
        *analyse_lines.side_by_side(names, parts),
        *_left_out(files),
    ):
        click.echo(line)


# -- lines ------------------------------------------------------------------------------------------------------------


def _everything(
    analysis: Analysis,
    whole: Joined,
    cases: Sequence[CaseResult],
    files: Sequence[AnalysisFile],
    compared: Comparison | None,
) -> Iterator[str]:
    lines = analyse_lines
    yield from _opening(analysis, whole, files)
    yield from _left_out(files)
    yield from lines.heading("Veiligheid: zeggen de bronnen hetzelfde?")
    yield from lines.safety(analysis)
    yield from lines.heading("Gemiddelden per thema en criterium, met n tussen haakjes (▼ onder 2,5)")
    yield from lines.overview(analysis)
    yield from lines.heading("Thema’s als balken, van 1 tot 4")
    yield from lines.bars(analysis)
    yield from lines.heading("Warmtekaart per vraag")
    yield from lines.heat_map(analysis)
    yield from lines.heading("Grootste verschillen tussen bronnen (! is 1,0 of meer)")
    yield from lines.source_differences(analysis)
    yield from lines.heading("Grootste verschillen tussen casussen")
    yield from lines.case_differences(analysis)
    yield from lines.heading("Gaat goed: vragen met gemiddeld mint of groen")
    yield from lines.ranked(analysis, analysis.strengths, "Er is geen vraag met gemiddeld mint of groen.")
    yield from lines.heading("Knelpunten: vragen met een gemiddelde onder 2,5")
    yield from lines.ranked(analysis, analysis.bottlenecks, "Er is geen vraag met een gemiddelde onder 2,5.")
    yield from lines.deadlines(deadline_counts(analysis.instrument, cases))
    yield from lines.heading("Wat opvalt")
    yield from lines.unexpected(analysis)
    if compared is not None:
        yield from lines.heading("Vergeleken met de eerdere ronde, alle bronnen samen")
        if compared.other_version:
            yield "  Let op: dit is een andere vragenlijst of versie. Vergeleken is wat dezelfde woorden heeft."
        yield from analyse_walk.terms_lines(compared.terms)
        yield from lines.comparison(compared)
    yield ""
    yield "Toelichtingen bij een vraag: zet analyse BESTAND --rij NUMMER"
    yield "De vragen van Bijlage 5, een voor een: zet analyse BESTAND --vragen"


def _opening(analysis: Analysis, whole: Joined, files: Sequence[AnalysisFile]) -> Iterator[str]:
    results = whole.results
    yield click.style(f"{results.evaluation_title}, {results.municipality}", bold=True)
    count = cases_in_words(analysis.cases)
    yield f"{analysis.instrument.title}, versie {analysis.instrument.version}"
    yield count
    yield "Vertrouwelijk: voor het team dat de analyse doet, niet voor partners."
    if analysis.cases == 1:
        yield "Eén casus zegt iets over die casus, niet over de gemeente."
    if len(files) > 1:
        for at, name in enumerate(_names(files)):
            numbers = [number for number, origin in whole.origins.items() if origin.at == at]
            yield f"  {name}: casus {numbers[0]} tot en met {numbers[-1]}"
        if whole.scopes_differ:
            yield "  Let op: deze bestanden gaan niet over dezelfde thema's en criteria."
        yield from analyse_walk.terms_lines(whole.terms)


def _left_out(files: Sequence[AnalysisFile]) -> Iterator[str]:
    lines = []
    for file, name in zip(files, _names(files), strict=True):
        before = f"{name}: " if len(files) > 1 else ""
        lines += [f"  {before}{wording.left_out(one)}" for one in file.left_out]
    if lines:
        only_notes = all(one.why in NOTES for file in files for one in file.left_out)
        yield from analyse_lines.heading("Let op bij dit bestand" if only_notes else "Niet meegeteld")
        yield from analyse_lines.bullets(lines, "", most=MOST_LEFT_OUT)


def _reasons(
    analysis: Analysis, cases: Sequence[CaseResult], level: Level, source: str | None
) -> Iterator[str]:
    wanted = Source(source) if source else None
    yield click.style(analyse_lines.named(level, 78), bold=True)
    for column, tally in zip(analysis.columns, level.tallies, strict=True):
        if wanted is None or column is wanted:
            yield f"  {analyse_lines.name_of(column):<13} {analyse_lines.shown(tally.mean)}"
    yield ""
    yield from analyse_lines.reasons(told(analysis.instrument, cases, level.questions, wanted))


def _walked(analysis: Analysis, cases: Sequence[CaseResult]) -> Iterator[str]:
    heading = ""
    for step in walk(handbook_beside(analysis.instrument.id).analysis):
        if step.level != heading:
            heading = step.level
            yield from analyse_lines.heading(heading)
        yield ""
        yield from analyse_lines.wrapped(f"{step.number}. {step.question}", "  ")
        for line in analyse_walk.beside(step, analysis, cases):
            yield from (f"  {part}" for part in line.split("\n"))
