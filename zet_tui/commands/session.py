"""`zet sessie`: the documents for the session with partners, from exported workbooks; no vault is needed.

Before the session: agenda, invitations, handout, slides and an empty worksheet. With the worksheet filled in: the
same with the team's conclusions, and the end report and the days to look back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

import click

from flows.actions import ImprovementAction, aims_of
from flows.analysis import scoped
from flows.casuistry import CasuistryFound
from flows.evaluation import LIFE_DOMAINS, SESSION_MOST, criteria_of
from flows.instrument import Instrument, InstrumentError
from flows.results import Results
from storage.export.actions_sheet import Filled, read_worksheet
from storage.export.agenda import START, SessionTooLate
from storage.export.analysis_reader import AnalysisFileRefused
from storage.export.letter_errors import LetterFileError
from storage.export.session import TooFewCases
from storage.export.session_files import (
    SLIDES,
    Choices,
    FiguresStopped,
    session_files,
    write_session,
)
from storage.export.session_words import SessionContent, session_content
from storage.export.slides import SlidesUnavailable
from storage.export.team_words import IdentifierFound, check_words
from storage.export.workbook_read import WorkbookUnreadable
from zet_tui.commands.analyse import joined, read_files
from zet_tui.commands.destination import written_into
from zet_tui.commands.file_names import names_of
from zet_tui.commands.letter import read_template
from zet_tui.messages import explain
from zet_tui.refusal import Refused
from zet_tui.wording import analysis as wording


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was asked; `day` and `start` as typed."""

    files: tuple[Path, ...]
    folder: Path
    start: str | None = None
    day: str | None = None
    threshold: int | None = None
    domains: tuple[str, ...] = ()
    sheet: Path | None = None
    template: Path | None = None


def make_session(wanted: Wanted, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Writes the documents into the folder and prints where they are. Raises Refused; then nothing was written."""
    start, on = _time(wanted.start), _day(wanted.day)
    for domain in wanted.domains:
        if domain not in LIFE_DOMAINS:
            raise Refused(f"‘{domain}’ is geen leefgebied. Kies uit: {', '.join(LIFE_DOMAINS)}.")
    read = read_files(wanted.files)
    results = joined(read).results
    threshold = _threshold(wanted.threshold, results.session_threshold)
    instrument = scoped(results)
    filled = _filled(wanted.sheet, instrument, results)
    try:
        content = session_content(
            results,
            threshold=threshold,
            conclusions=filled.conclusions,
            actions=filled.actions,
            quotes=filled.quotes,
        )
        choices = Choices(
            now(),
            start,
            on,
            wanted.domains,
            with_worksheet=wanted.sheet is None,
            with_report=wanted.sheet is not None,
            template=_template(wanted.template),
        )
        files = session_files(results, content, choices)
    except (TooFewCases, InstrumentError, SessionTooLate, LetterFileError) as error:
        raise Refused(explain(error)) from None
    for path in _written(wanted.folder, files, results, content, choices):
        click.echo(path)
    for file, name in zip(read, names_of(wanted.files), strict=True):
        if not file.threshold_told:
            click.echo(wording.NO_THRESHOLD.format(name=name, used=threshold), err=True)
    for cell in filled.left_out:
        click.echo(wording.sheet_cell(cell), err=True)
    if SLIDES not in files:
        click.echo(explain(SlidesUnavailable()), err=True)
    if wanted.template is not None and wanted.sheet is None:
        click.echo("De huisstijl is voor het eindverslag. Dat komt erbij als u --werkblad geeft.", err=True)
    click.echo(wording.ONE_FILE, err=True)
    if filled.actions:
        click.echo(follow_up_words(filled.actions, instrument))


def _threshold(asked: int | None, agreed: int) -> int:
    """What the team agreed, or higher. Raises Refused."""
    if asked is None:
        return agreed
    if not agreed <= asked <= SESSION_MOST:
        raise Refused(wording.THRESHOLD.format(least=agreed, most=SESSION_MOST))
    return asked


def _template(path: Path | None) -> bytes | None:
    """Raises Refused and TemplateUnreadable."""
    if path is None:
        return None
    try:
        return read_template(path)
    except OSError as error:
        raise Refused(f"{path.name}: {explain(error)}") from None


def _time(typed: str | None) -> time:
    if typed is None:
        return START
    try:
        return time.fromisoformat(typed.replace(".", ":").zfill(5))
    except ValueError:
        raise Refused("Deze begintijd kan ik niet lezen. Schrijf hem als 13:00.") from None


def _day(typed: str | None) -> date | None:
    if typed is None:
        return None
    parts = typed.split("-")
    ordered = parts if len(parts[0]) == 4 else parts[::-1]
    try:
        return date.fromisoformat("-".join(part.zfill(2) for part in ordered))
    except ValueError:
        raise Refused("Deze datum kan ik niet lezen. Schrijf hem als 31-12-2026.") from None


def _filled(path: Path | None, instrument: Instrument, results: Results) -> Filled:
    """What the team filled in, checked for what residents and professionals said."""
    if path is None:
        return Filled()
    try:
        filled = read_worksheet(path, instrument)
    except (AnalysisFileRefused, OSError) as error:
        raise Refused(f"{path.name}: {explain(error)}") from None
    try:
        check_words(instrument, results.cases, filled.places)
    except (CasuistryFound, IdentifierFound) as error:
        raise Refused(f"{path.name}: {explain(error)}") from None
    return filled


def _written(
    folder: Path, files: Mapping[str, bytes], results: Results, content: SessionContent, choices: Choices
) -> Sequence[Path]:
    """Write all of them, or none."""
    try:
        with written_into(folder):
            return write_session(folder, files, results, content, choices)
    except (FiguresStopped, WorkbookUnreadable) as error:
        raise Refused(explain(error)) from None


def follow_up_words(actions: Iterable[ImprovementAction], instrument: Instrument) -> str:
    """Which criteria a follow-up asks about (Bijlage 6: "gericht uitvragen van die punten")."""
    criteria = criteria_of(instrument, aims_of(actions))
    if not criteria:
        return "De verbeteracties noemen geen criterium. Een vervolgevaluatie vraagt dan alles opnieuw."
    numbers = ", ".join(map(str, criteria))
    word = "criterium" if len(criteria) == 1 else "de criteria"
    return f"Een vervolgevaluatie over een jaar vraagt alleen naar {word} {numbers}."
