"""All files of the session with partners, made at once and written all or none: from results, by the app and the shell.

Which figures they may show `flows.privacy` decides; every file with words of the team passed `team_words` first, and
the finished Sessiebestand, Word files and slides pass a gate before anything gets its name.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from flows.actions import look_backs
from flows.privacy import session_table
from flows.results import Results
from storage.export import safe_file
from storage.export.actions_calendar import follow_up_calendar
from storage.export.actions_sheet import worksheet
from storage.export.agenda import START, agenda, invitations
from storage.export.document_gate import SessionGate, is_document
from storage.export.gate import Hit, check_session
from storage.export.handout import handout
from storage.export.report import report
from storage.export.session import bytes_of_table
from storage.export.session_words import SessionContent
from storage.export.slides import SlidesUnavailable, slides
from storage.vault import Disk

AGENDA: Final = "Agenda.docx"
INVITATIONS: Final = "Uitnodigingen.docx"
HANDOUT: Final = "Handout.docx"
SLIDES: Final = "Presentatie.pptx"
FIGURES: Final = "Sessiebestand.xlsx"
WORKSHEET: Final = "Werkblad.xlsx"
REPORT: Final = "Eindverslag.docx"
CALENDAR: Final = "Terugkijken.ics"


class FiguresStopped(Exception):
    """The gate stopped a finished file; `hits` say where and of what kind, never what.

    The place is a cell of the Sessiebestand, or a document and its part: "Handout.docx!word/footer1.xml".
    """

    def __init__(self, hits: Sequence[Hit]) -> None:
        super().__init__(len(hits))
        self.hits = tuple(hits)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the team chose. `moment` stamps the calendar; `template` is the municipality's own docx around the report.

    `with_report`: the session has been prepared or held, so that there is something to report.
    """

    moment: datetime
    start: time = START
    on: date | None = None
    domains: tuple[str, ...] = ()
    with_worksheet: bool = True
    with_report: bool = False
    template: bytes | None = None


def session_files(results: Results, content: SessionContent, choices: Choices) -> Mapping[str, bytes]:
    """Make them, by name; without python-pptx there are no slides. Of `results` no case is read.

    Raises SessionTooLate, TemplateUnreadable or TemplateFaulty.
    """
    return dict(_files(results, content, choices))


def _files(results: Results, content: SessionContent, choices: Choices) -> Iterator[tuple[str, bytes]]:
    yield AGENDA, agenda(content, choices.start, choices.on)
    yield INVITATIONS, invitations(content, choices.domains, choices.on)
    yield HANDOUT, handout(content)
    with contextlib.suppress(SlidesUnavailable):
        yield SLIDES, slides(content, choices.on)
    yield FIGURES, bytes_of_table(results, content.table, content.conclusions)
    if choices.with_worksheet:
        yield WORKSHEET, worksheet(content)
    if choices.with_report:
        yield REPORT, report(content, choices.on, choices.template)
    if choices.on is not None:
        moments = look_backs(choices.on, content.guide.follow_up)
        yield CALENDAR, follow_up_calendar(moments, content.actions, choices.moment, content.title)


def write_session(
    folder: Path,
    files: Mapping[str, bytes],
    results: Results,
    content: SessionContent,
    choices: Choices,
    names: Sequence[str] = (),
) -> Sequence[Path]:
    """Write what `session_files` made, or nothing: every file is read back from the disk and passes its gate.

    `names` are of people who are known still, such as residents who wait for the outcome: after the end of the
    evaluation no other name list is left. Every string that the program does not bring is searched for them and for
    structured identifiers, every figure is made once more from the cases (of a reduced round: from its averages), and
    nothing else may be in the files. Raises FiguresStopped, WorkbookUnreadable, ExportError.
    """

    def at_gate(asides: Mapping[str, Path]) -> None:
        hits = check_session(
            asides[FIGURES],
            results,
            content.conclusions,
            names,
            threshold=content.table.threshold,
            table=None if results.cases else content.table,
            dates=False,
            file_name=FIGURES,
        )
        finished = {name: path.read_bytes() for name, path in asides.items() if is_document(name)}
        hits += _gate(results, content, choices, names).check(finished)
        if hits:
            raise FiguresStopped(hits)

    return write_all(folder, files, at_gate)


def _gate(results: Results, content: SessionContent, choices: Choices, names: Sequence[str]) -> SessionGate:
    table = content.table
    if results.cases:
        table = session_table(content.instrument, results.cases, table.threshold)
    fresh = replace(content, table=table)
    nothing = replace(fresh, municipality="", title="", conclusions=(), actions=(), quotes=())
    plain = replace(choices, template=None)
    return SessionGate(
        fresh, results.cases, names, choices.template, lambda: session_files(results, nothing, plain)
    )


def write_all(
    folder: Path, files: Mapping[str, bytes], at_gate: Callable[[Mapping[str, Path]], None]
) -> Sequence[Path]:
    """Write all of them, or none: every name is tried before the first file gets its own.

    `at_gate` is given every unfinished file by its name, and stops all of them by raising. Raises ExportError.
    """
    disk = Disk()
    paths = [folder / name for name in files]
    aside: dict[str, Path] = {}
    try:
        for path, data in zip(paths, files.values(), strict=True):
            aside[path.name] = safe_file.write_aside(path, data, disk)
        at_gate(aside)
        return safe_file.publish_all(paths, disk)
    finally:
        for temporary in aside.values():
            safe_file.discard(temporary, disk)
