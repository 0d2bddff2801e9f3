"""The tidy table `resultaten.csv`: one row per answer, for R, pandas, Power BI or a data warehouse.

What each column holds is documented in docs/resultaten-csv.md. As confidential as the Analysebestand, with the same
accepted texts; a text can never run as a formula. The gate looks at the file before it gets its name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flows.deadlines import deadlines_in
from flows.instrument import Instrument, Question, QuestionKind, Questionnaire
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from flows.scores import score_of
from storage.export import safe_file
from storage.export.workbook import Prepared
from storage.export.workbook_plan import DEADLINE, plan, verdict_of
from storage.export.workbook_read import WorkbookUnreadable
from storage.export.workbook_text import clean
from storage.vault.disk import Disk

__all__ = ["COLUMNS", "NAME", "prepare_table", "table_bytes", "table_cells", "table_rows", "unguarded"]

NAME: Final = "resultaten.csv"
COLUMNS: Final = (
    "instrument",
    "instrument_version",
    "case",
    "source",
    "source_closure",
    "question",
    "question_number",
    "kind",
    "theme",
    "criterion",
    "framework_row",
    "status",
    "value",
    "score",
    "reason_declined",
    "reason",
    "remark",
    "text",
)
_LONGEST: Final = 2**31 - 1
_TEXTS: Final = ("reason", "remark", "text")
_RUNS: Final = ("=", "+", "-", "@", "\t", "\n", "\r", "'")
"""What a spreadsheet program takes for the start of a formula; and the mark that keeps it from that."""


def prepare_table(results: Results, path: Path, *, disk: Disk | None = None) -> Prepared:
    """Write the table beside `path`, flush it and read it back; the caller publishes or discards it.

    Raises InstrumentError or an ExportError; then nothing is left behind.
    """
    disk = disk or Disk()
    safe_file.check_free(path, disk)
    data = table_bytes(results)
    prepared = Prepared(path, safe_file.write_aside(path, data, disk), disk)
    return prepared.checked(lambda stored: () if stored == data else (NAME,))


def table_bytes(results: Results) -> bytes:
    """Give the file as UTF-8 with CRLF line ends (RFC 4180). Raises InstrumentError."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([COLUMNS, *table_rows(results)])
    return out.getvalue().encode()


def table_rows(results: Results) -> Iterator[tuple[str, ...]]:
    """Yield one row per question and deadline of every source of every case, in the order of the columns, guarded."""
    instrument = plan(results).instrument
    head = instrument.id, instrument.version
    for case in results.cases:
        for questionnaire in instrument.questionnaires:
            for cells in _rows(case, questionnaire):
                yield *head, *cells
            for cells in _deadlines(case, instrument, questionnaire):
                yield *head, *cells


def _result(case: CaseResult, questionnaire: Questionnaire) -> SourceResult | None:
    return next((found for found in case.sources if found.source is questionnaire.source), None)


def _deadlines(
    case: CaseResult, instrument: Instrument, questionnaire: Questionnaire
) -> Iterator[tuple[str, ...]]:
    """One row per deadline: the verdict is its value; a source that was not judged by it leaves it open."""
    result = _result(case, questionnaire)
    closure = (result.closure if result else None) or ""
    for deadline in deadlines_in(instrument, questionnaire):
        word = verdict_of(result, deadline.id) if result else ""
        status = Status.ANSWERED if word else Status.OPEN
        name = f"{DEADLINE}{deadline.id}"
        place = str(case.number), questionnaire.source.value, closure, name, "", DEADLINE.strip(), "", "", ""
        yield *place, status.value, word, "", "", "", "", ""


def _rows(case: CaseResult, questionnaire: Questionnaire) -> Iterator[tuple[str, ...]]:
    result = _result(case, questionnaire)
    answers = {answer.question: answer for answer in result.answers} if result else {}
    for question in questionnaire.questions:
        answer = answers.get(question.id) or ResultAnswer(question=question.id, status=Status.OPEN)
        yield (
            str(case.number),
            questionnaire.source.value,
            (result.closure if result else None) or "",
            question.id,
            "" if question.number is None else str(question.number),
            question.kind.value,
            question.theme or "",
            "" if question.criterion is None else str(question.criterion),
            "" if question.row is None else str(question.row),
            answer.status.value,
            *_said(question, answer),
        )


def _said(question: Question, answer: ResultAnswer) -> tuple[str, ...]:
    """The value, its score, and the texts; an answer that is off the route says nothing."""
    if answer.status is Status.OFF_ROUTE:
        return "", "", "", "", "", ""
    score = score_of(question, answer)
    counted = (
        answer.status in {Status.ANSWERED, Status.NOT_APPLICABLE} and question.kind is not QuestionKind.OPEN
    )
    return (
        (answer.value or "") if counted else "",
        "" if score is None else str(score),
        "yes" if answer.reason_declined else "no",
        guarded(answer.reason or ""),
        guarded(answer.remark or ""),
        guarded(answer.text or ""),
    )


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet program would run; `unguarded` takes it away."""
    text = clean(text)
    return f"'{text}" if text.startswith(_RUNS) else text


def unguarded(text: str) -> str:
    return text.removeprefix("'")


def table_cells(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every filled cell of a finished table with its place ("rij 2, reason"); raises WorkbookUnreadable."""
    usual = csv.field_size_limit(_LONGEST)
    try:
        stored = path.read_bytes().decode()
        rows = list(csv.reader(io.StringIO(stored, newline=""), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise WorkbookUnreadable(NAME) from None
    finally:
        csv.field_size_limit(usual)
    for at, row in enumerate(rows, start=1):
        if len(row) != len(COLUMNS):
            raise WorkbookUnreadable(NAME)
        for column, text in zip(COLUMNS, row, strict=True):
            if text:
                yield f"rij {at}, {column}", unguarded(text) if column in _TEXTS and at > 1 else text
