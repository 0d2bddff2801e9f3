"""The files that are written before anything is destroyed: the workbooks and, where it is wanted, the tidy table.

Each is written under a temporary name and read back; when the gate has seen all of them, each gets its own name.
"""

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from flows.results import Results
from flows.retention import workbook_until
from storage.anonymise import NameList, case_results, names_of
from storage.anonymise.candidates import names_in
from storage.cases import CaseOverview, Register
from storage.destroy.errors import NamesLeft
from storage.destroy.readiness import Readiness
from storage.export.gate import Hit, check_file, check_session, check_table
from storage.export.safe_file import DestinationMissing, publish_all
from storage.export.session import prepare_session
from storage.export.tidy import NAME as TABLE
from storage.export.tidy import prepare_table
from storage.export.workbook import Prepared, WorkbookUnreadable, prepare_analysis

WORKBOOK: Final = "zet-analysebestand.xlsx"
SESSION: Final = "zet-sessiebestand.xlsx"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is written beside the Analysebestand, and until when such files are kept (None: a year)."""

    session: bool = True
    table: bool = False
    keep_until: date | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The names that the files get."""
        return (WORKBOOK, *[SESSION] * self.session, *[TABLE] * self.table)


def names_of_all(register: Register) -> tuple[str, ...]:
    """Everybody this vault knows, sorted: who did not sign, or whose case stays behind, may not be named either.

    That is the name list of every signed case, what the letter needs of one that is not signed, and who waits for the
    outcome of an earlier evaluation. Raises `storage.cases.ConsentRefused`.
    """
    found = {name for case in register.cases() for name in _names(_listed(register, case))}
    for _, wish in register.feedback.waiting():
        found |= {wish.name, *_names(NameList.build(others=names_in(wish.channel)))}
    return tuple(sorted(found))


def _listed(register: Register, case: CaseOverview) -> NameList:
    entry = case.entry
    if case.consent_on is not None or entry is None:
        return names_of(register, case)
    return NameList.build(
        resident=entry.name,
        professional=entry.professional,
        organisations=(entry.organisation,),
        others=names_in(entry.contact),
    )


def _names(listed: NameList) -> tuple[str, ...]:
    return (*(name for name, _ in listed.people), *listed.places, *listed.organisations)


def results_of(
    register: Register,
    ready: Readiness,
    *,
    keep_until: date | None = None,
    chance: random.Random | None = None,
) -> Results:
    """What was accepted of the cases that are exported, under fresh numbers.

    Raises `storage.cases.ConsentRefused`, `NoEvaluation`.
    """
    evaluation = register.require_evaluation()
    today = register.today
    return Results(
        municipality=evaluation.municipality,
        evaluation_title=evaluation.title,
        exported_on=today.isoformat(),
        keep_until=(keep_until or workbook_until(today)).isoformat(),
        instrument_text=register.instrument().text(),
        themes=evaluation.themes,
        criteria=evaluation.criteria,
        term_meanings=evaluation.term_meanings,
        session_threshold=evaluation.session_threshold,
        cases=case_results(register, ready.cases, chance=chance),
    )


def write_exports(
    results: Results,
    names: Collection[str],
    folder: Path,
    wanted: Wanted,
    *,
    threshold: int,
    judged: Collection[Hit] = (),
    at_gate: Callable[[], None],
) -> tuple[Path, ...]:
    """Write what is wanted into the folder, the Analysebestand first; all of it passes the gate, or none is left.

    `threshold` is the Sessiebestand's, in distinct cases. Raises NamesLeft and the errors of `storage.export`.
    """
    known, marks = sorted(names), {hit.mark for hit in judged}
    prepared: list[Prepared] = []
    try:
        book = prepare_analysis(results, folder / WORKBOOK)
        prepared.append(book)
        if wanted.session:
            session = prepare_session(results, (), folder / SESSION, threshold=threshold)
            prepared.append(session)
        if wanted.table:
            table = prepare_table(results, folder / TABLE)
            prepared.append(table)
        at_gate()
        hits = list(check_file(book.temporary, results, known, judged=marks, file_name=WORKBOOK))
        if wanted.session:
            hits += check_session(
                session.temporary, results, (), known, threshold=threshold, judged=marks, file_name=SESSION
            )
        if wanted.table:
            hits += check_table(table.temporary, results, known, judged=marks, file_name=TABLE)
        if hits:
            raise NamesLeft(tuple({hit.mark: hit for hit in reversed(hits)}.values())[::-1])
        return publish_all([one.path for one in prepared], book.disk)
    except WorkbookUnreadable:
        if folder.is_dir():
            raise
        raise DestinationMissing(folder) from None
    finally:
        for one in prepared:
            one.discard()
