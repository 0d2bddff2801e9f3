"""`zet sessie`: the documents for the session with partners, from exported workbooks; no vault is needed.

Before the session: agenda, invitations, handout, slides and an empty worksheet. With the worksheet filled in: the
same with the team's conclusions, and the end report and the days to look back.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

import click

from flows.actions import aims_of, look_backs, subjects
from flows.analysis import scoped
from flows.casuistry import CasuistryFound, Repetition
from flows.evaluation import LIFE_DOMAINS, criteria_of
from flows.instrument import Instrument, InstrumentError
from flows.privacy import ThresholdOutOfRange
from flows.results import Results
from storage.export import safe_file
from storage.export.actions_calendar import follow_up_calendar
from storage.export.actions_sheet import Filled, read_worksheet, worksheet
from storage.export.agenda import START, agenda, invitations
from storage.export.analysis_reader import AnalysisFileRefused
from storage.export.handout import handout
from storage.export.report import report
from storage.export.safe_file import DestinationExists, DestinationMissing, ExportError
from storage.export.session import TooFewCases
from storage.export.session_words import SessionContent, session_content
from storage.export.slides import SlidesUnavailable, slides
from storage.vault import Disk
from zet_tui.commands.analyse import joined, read_files
from zet_tui.messages import explain
from zet_tui.refusal import Refused
from zet_tui.wording import analysis as wording

AGENDA: Final = "Agenda.docx"
INVITATIONS: Final = "Uitnodigingen.docx"
HANDOUT: Final = "Handout.docx"
SLIDES: Final = "Presentatie.pptx"
WORKSHEET: Final = "Werkblad.xlsx"
REPORT: Final = "Eindverslag.docx"
CALENDAR: Final = "Terugkijken.ics"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command was asked; `day` and `start` as typed."""

    files: tuple[Path, ...]
    folder: Path
    start: str | None = None
    day: str | None = None
    threshold: int = 3
    domains: tuple[str, ...] = ()
    sheet: Path | None = None


def make_session(wanted: Wanted, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Writes the documents into the folder and prints where they are. Raises Refused; then nothing was written."""
    start, on = _time(wanted.start), _day(wanted.day)
    for domain in wanted.domains:
        if domain not in LIFE_DOMAINS:
            raise Refused(f"‘{domain}’ is geen leefgebied. Kies uit: {', '.join(LIFE_DOMAINS)}.")
    results = joined(read_files(wanted.files)).results
    instrument = scoped(results)
    filled = _filled(wanted.sheet, instrument, results)
    try:
        content = session_content(
            results,
            threshold=wanted.threshold,
            conclusions=filled.conclusions,
            actions=filled.actions,
            quotes=filled.quotes,
        )
        documents = dict(_documents(content, wanted, start, on, now()))
    except (TooFewCases, ThresholdOutOfRange, InstrumentError) as error:
        raise Refused(explain(error)) from None
    except ValueError:
        raise Refused(
            "Met deze begintijd is de sessie pas na middernacht klaar. Kies een eerdere tijd."
        ) from None
    for path in _written(wanted.folder, documents):
        click.echo(path)
    for cell in filled.left_out:
        click.echo(wording.sheet_cell(cell), err=True)
    if SLIDES not in documents:
        click.echo(explain(SlidesUnavailable()), err=True)
    if filled.actions:
        click.echo(_follow_up(filled, instrument))


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
    texts = [question.text for one in instrument.questionnaires for question in one.questions]
    try:
        Repetition(results.cases, (*texts, *subjects(instrument))).check(filled.places)
    except CasuistryFound as error:
        raise Refused(f"{path.name}: {explain(error)}") from None
    return filled


def _documents(
    content: SessionContent, wanted: Wanted, start: time, on: date | None, moment: datetime
) -> Iterator[tuple[str, bytes]]:
    yield AGENDA, agenda(content, start, on)
    yield INVITATIONS, invitations(content, wanted.domains, on)
    yield HANDOUT, handout(content)
    with contextlib.suppress(SlidesUnavailable):
        yield SLIDES, slides(content, on)
    if wanted.sheet is None:
        yield WORKSHEET, worksheet(content)
    else:
        yield REPORT, report(content, on)
    if on is not None:
        moments = look_backs(on, content.guide.follow_up)
        yield CALENDAR, follow_up_calendar(moments, content.actions, moment, content.title)


def _written(folder: Path, documents: dict[str, bytes]) -> Sequence[Path]:
    """Write all of them, or none: every name is tried before the first file gets its own."""
    disk = Disk()
    paths = [folder / name for name in documents]
    aside: list[Path] = []
    try:
        for path, data in zip(paths, documents.values(), strict=True):
            aside.append(safe_file.write_aside(path, data, disk))
        for path in paths:
            safe_file.publish(path, disk)
    except DestinationExists as error:
        raise Refused(
            f"{error.path} bestaat al, en ZET overschrijft niets. "
            "Haal dat bestand weg, of kies met --naar een andere map."
        ) from None
    except DestinationMissing:
        raise Refused(
            f"De map {folder} bestaat niet. Maak die map eerst, of kies met --naar een andere map."
        ) from None
    except ExportError:
        raise Refused(f"In de map {folder} kan ZET niet schrijven. Kies met --naar een andere map.") from None
    finally:
        for temporary in aside:
            safe_file.discard(temporary, disk)
    return paths


def _follow_up(filled: Filled, instrument: Instrument) -> str:
    """Which criteria a follow-up asks about (Bijlage 6: "gericht uitvragen van die punten")."""
    criteria = criteria_of(instrument, aims_of(filled.actions))
    if not criteria:
        return "De verbeteracties noemen geen criterium. Een vervolgevaluatie vraagt dan alles opnieuw."
    numbers = ", ".join(map(str, criteria))
    word = "criterium" if len(criteria) == 1 else "de criteria"
    return f"Een vervolgevaluatie over een jaar vraagt alleen naar {word} {numbers}."
