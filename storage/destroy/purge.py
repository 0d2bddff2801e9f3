"""Anonymise, export, destroy: one command with one point of no return, and nothing personal behind it.

The order is DESIGN section 7.6: the workbook is written under a temporary name, read back, gated and renamed;
only then the vault is founded anew (VAULT section 4) with what survives, and the certificate is written.
"""

import os
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from flows.results import Results
from storage.anonymise import NameList, Review, case_results, names_of
from storage.cases import CASE, RESULTS, Register
from storage.cases.outside import STREAM as OUTSIDE_LIST
from storage.destroy.certificate import (
    DestroyedCounts,
    DestructionCertificate,
    ExportedFile,
    certificate_text,
    in_chain,
)
from storage.destroy.certificate_files import free_name, write_beside
from storage.destroy.certificate_places import folders_outside
from storage.destroy.errors import DestinationInVault, DestinationMissing, NamesLeft, NotReady
from storage.destroy.readiness import Choice, Readiness, readiness
from storage.export.gate import Hit, check_file, check_table
from storage.export.kept_results import current
from storage.export.tidy import NAME as TABLE
from storage.export.tidy import prepare_table
from storage.export.workbook import prepare_analysis
from storage.vault import NotUnlocked, RefoundReport, RefoundStep, Survivor, Vault, check_own

WORKBOOK = "zet-analysebestand.xlsx"
CERTIFICATE = "zet-verklaring-van-vernietiging"


class Step(StrEnum):
    """What is under way; the Dutch words are the screen's."""

    COLLECT = "collect"
    WRITE = "write"
    GATE = "gate"
    BUILD = "build"
    DESTROY = "destroy"
    VERIFY = "verify"
    CERTIFICATE = "certificate"


Progress = Callable[[Step, float], None]
_SHARE = {Step.COLLECT: 0.0, Step.WRITE: 0.15, Step.GATE: 0.35, Step.BUILD: 0.5, Step.DESTROY: 0.7}
_SHARE |= {Step.VERIFY: 0.85, Step.CERTIFICATE: 0.95}
_FROM_VAULT = {
    RefoundStep.BUILD: Step.BUILD,
    RefoundStep.DESTROY: Step.DESTROY,
    RefoundStep.VERIFY: Step.VERIFY,
    RefoundStep.CERTIFICATE: Step.CERTIFICATE,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What there is afterwards: the certificate, its text file, and the workbook if one was written.

    `more` are the other files that were written: the tidy table, and the certificate as .json and .docx. Those two
    can be missing when the disk refused: `certificate_files.write_beside` makes them again.
    """

    certificate: DestructionCertificate
    certificate_file: Path
    workbook: Path | None
    more: tuple[Path, ...] = ()


def anonymise_and_destroy(
    register: Register,
    *,
    folder: Path,
    new_passphrase: str,
    without_workbook: bool = False,
    choices: Mapping[int, Choice] | None = None,
    judged: Collection[Hit] = (),
    progress: Progress | None = None,
    chance: random.Random | None = None,
    with_table: bool = False,
) -> Outcome:
    """Writes the workbook into `folder`, then destroys everything personal; a crash is finished or had not begun.

    `without_workbook` destroys with a certificate alone, when a workbook cannot be written; when it can, it is.
    `judged` are occurrences that a person marked as no person. `with_table` writes `resultaten.csv` beside the
    workbook, gated as it. The vault writes the certificate as text; .json and .docx follow. Raises, with nothing
    destroyed: `NotReady`, `DestinationInVault`, `DestinationMissing`, `NamesLeft`, `storage.cases.ConsentRefused`,
    `storage.vault.WeakPassphrase`, and the errors of `storage.export`.
    """
    tell = _steps(progress)
    tell(Step.COLLECT, 0.0)
    check_own(new_passphrase)
    _check_folder(register.vault, folder)
    ready = readiness(register, choices)
    if not ready.ready and not without_workbook:
        raise NotReady(ready)
    results = _results(register, ready, chance) if ready.ready else None
    exports: tuple[Path, ...] = ()
    if results is not None:
        exports = _write_exports(register, ready, results, folder, judged, tell, with_table=with_table)
    started = register.now()
    draft = _draft(register, results, len(judged), started)
    certificate_file = free_name(folder, CERTIFICATE)
    now = register.now
    vault = register.vault
    try:
        vault.refound(
            _survivors(register, results, draft),
            new_passphrase,
            exports=exports,
            finish=partial(_finish, now=now),
            certificate=certificate_file,
            progress=lambda step, part: tell(_FROM_VAULT[step], part),
        )
    except BaseException:
        if exports and _as_before(vault):
            for export in exports:
                export.unlink(missing_ok=True)  # a second try must find its place free
        raise
    return _outcome(vault, certificate_file, exports)


def _as_before(vault: Vault) -> bool:
    """Nothing was destroyed, surely: once the vault had to close, the next opening decides, and needs the workbook."""
    try:
        return not vault.refound_pending
    except NotUnlocked:
        return False


def finish_interrupted(
    vault: Vault, now: Callable[[], datetime], folder: Path | None = None
) -> Outcome | None:
    """Finishes a destruction that was interrupted after its point of no return; None when there is none.

    `folder` takes the place of the one that was chosen then, when that one is gone.
    """
    target = None if folder is None else free_name(folder, CERTIFICATE)
    report = vault.finish_refound(partial(_finish, now=now), certificate=target)
    if report is None:
        return None
    outcome = _outcome(vault, target, ())
    said = certificate_text(outcome.certificate).encode()
    folders = dict.fromkeys(export.path.parent for export in report.exports) if target is None else {}
    texts = (path for place in folders for path in sorted(place.glob(f"{CERTIFICATE}*.txt")))
    text = next((path for path in texts if path.read_bytes() == said), None)
    if text is None:
        return outcome
    return replace(outcome, certificate_file=text, more=write_beside(outcome.certificate, text))


def certificates(vault: Vault) -> tuple[DestructionCertificate, ...]:
    """Every certificate that this vault keeps, the oldest first; `certificate.unbroken` follows their chain."""
    return in_chain(
        DestructionCertificate.model_validate_json(data)
        for compartment in current(vault)
        for data in vault.read(compartment, "certificates")
    )


# -- before the point of no return -----------------------------------------------------------------------------


def _check_folder(vault: Vault, folder: Path) -> None:
    place = folder.expanduser().resolve()
    if not place.is_dir():
        raise DestinationMissing
    if place == vault.folder.resolve() or vault.folder.resolve() in place.parents:
        raise DestinationInVault


def _results(register: Register, ready: Readiness, chance: random.Random | None) -> Results:
    evaluation = register.evaluation()
    assert evaluation is not None  # noqa: S101 - readiness has read its cases
    return Results(
        municipality=evaluation.municipality,
        evaluation_title=evaluation.title,
        exported_on=register.now().astimezone().date().isoformat(),
        instrument_text=register.instrument().text(),
        themes=evaluation.themes,
        criteria=evaluation.criteria,
        term_meanings=evaluation.term_meanings,
        cases=case_results(register, ready.cases, chance=chance),
    )


def _write_exports(
    register: Register,
    ready: Readiness,
    results: Results,
    folder: Path,
    judged: Collection[Hit],
    tell: Progress,
    *,
    with_table: bool,
) -> tuple[Path, ...]:
    """Write the workbook, and the table where it is wanted; both pass the gate before either gets its name."""
    names = sorted({name for case in ready.cases for name in _names(names_of(register, register.case(case)))})
    marks = {hit.mark for hit in judged}
    tell(Step.WRITE, 0.0)
    workbook = prepare_analysis(results, folder / WORKBOOK)
    prepared, published = [workbook], []
    try:
        tell(Step.GATE, 0.0)
        hits = check_file(workbook.temporary, results, names, judged=marks, file_name=WORKBOOK)
        if with_table:
            table = prepare_table(results, folder / TABLE)
            prepared.append(table)
            in_table = check_table(table.temporary, results, names, judged=marks, file_name=TABLE)
            hits += tuple(hit for hit in in_table if hit.mark not in {known.mark for known in hits})
        if hits:
            raise NamesLeft(hits)
        for one in prepared:
            published.append(one.publish())  # noqa: PERF401 - what was published before a failure is taken away again
    except BaseException:
        for path in published:
            path.unlink(missing_ok=True)
        for one in prepared:
            one.discard()
        raise
    return tuple(published)


def _names(listed: NameList) -> tuple[str, ...]:
    return (*(name for name, _ in listed.people), *listed.places, *listed.organisations)


def _draft(
    register: Register, results: Results | None, judged: int, started: datetime
) -> DestructionCertificate:
    evaluation = register.evaluation()
    assert evaluation is not None  # noqa: S101 - readiness has read its cases
    texts = Review(register).texts() if results is not None else ()
    earlier = certificates(register.vault)
    cases = register.cases()
    return DestructionCertificate(
        number=os.urandom(6).hex(),
        program=f"ZET {program_version()}",
        municipality=evaluation.municipality,
        evaluation=evaluation.title,
        started_at=started,
        ground=evaluation.ground,
        counts=DestroyedCounts(
            cases=len(cases),
            cases_exported=len(results.cases) if results else 0,
            conversations=sum(source.started for case in cases for source in case.sources),
            answers=sum(source.answered for case in cases for source in case.sources),
            texts_accepted=sum(t.decision is not None and t.decision.accepted is not None for t in texts),
            texts_left_out=sum(t.decision is not None and t.decision.accepted is None for t in texts),
            consents=sum(register.vault.count(case.id, "consents") for case in cases),
            refused_before=register.refused_count,
            withdrawn_before=register.withdrawn_count,
            no_reply_before=register.no_reply_count,
        ),
        feedback_waiting=len(register.feedback.survivors()),
        occurrences_judged=judged,
        files_outside=tuple(sorted((kind.value, n) for kind, n in register.outside.counts().items())),
        folders_outside=folders_outside(register),
        places_not_confirmed=sum(not place.confirmed_gone for place in register.places.known()),
        epoch_destroyed=register.vault.epoch,
        previous=earlier[-1].sha256 if earlier else None,
    )


def _survivors(
    register: Register, results: Results | None, draft: DestructionCertificate
) -> tuple[Survivor, ...]:
    """What goes on: earlier results and certificates, these results, and who waits for feedback.

    Places of files outside are not among them: this certificate counts those files, and they hold a user's name.
    """
    vault = register.vault
    earlier = tuple(
        Survivor(
            RESULTS,
            {
                stream: vault.read(compartment, stream)
                for stream in vault.streams(compartment)
                if stream != OUTSIDE_LIST
            },
        )
        for compartment in current(vault)
    )
    streams: dict[str, Sequence[bytes]] = {"draft": [draft.model_dump_json().encode()]}
    if results is not None:
        streams["results"] = [results.model_dump_json().encode()]
        streams["domains"] = [domain.encode() for domain in register.facts.selection().domains]
    return (*earlier, Survivor(RESULTS, streams), *register.feedback.survivors())


# -- after it --------------------------------------------------------------------------------------------------


def _finish(vault: Vault, report: RefoundReport, *, now: Callable[[], datetime]) -> bytes:
    """Completes the certificate inside the new vault; its text is what the vault writes into the folder."""
    compartment = next(c for c in vault.compartments(RESULTS) if "draft" in vault.streams(c))
    data = vault.read_last(compartment, "draft")
    assert data is not None  # noqa: S101 - the stream was found a line above
    draft = DestructionCertificate.model_validate_json(data)
    certificate = draft.model_copy(
        update={
            "finished_at": now(),
            "exports": tuple(ExportedFile(name=e.path.name, sha256=e.sha256) for e in report.exports),
            "verification": _verification(report),
        }
    )
    vault.append(compartment, "certificates", certificate.to_json())
    vault.remove_stream(compartment, "draft")
    return certificate_text(certificate).encode()


def _verification(report: RefoundReport) -> tuple[str, ...]:
    lines = [
        f"De nieuwe kluis heeft {report.kept} vakken met {report.kept_records} records; elk is teruggelezen.",
        (
            f"Vernietigd: {report.destroyed.get(CASE, 0)} casusvakken, {report.records} records in totaal, "
            f"{report.overwritten} bytes overschreven."
        ),
    ]
    if report.old_key_tried:
        lines.append("De oude sleutel opent niets meer en staat in geen bestand van de kluis.")
    else:
        lines.append(
            "Het programma is onderbroken en daarna verdergegaan. "
            "De oude sleutel was toen al overschreven en is niet meer geprobeerd."
        )
    for export in report.exports:
        state = {True: "ongewijzigd", False: "daarna gewijzigd", None: "daarna niet meer gevonden"}[
            export.now
        ]
        lines.append(f"{export.path.name}: gelijk aan wat was aangeboden vóór het vernietigen, {state}.")
    return tuple(lines)


def _outcome(vault: Vault, certificate_file: Path | None, exports: tuple[Path, ...]) -> Outcome:
    certificate = certificates(vault)[-1]
    if certificate_file is None:
        return Outcome(certificate, Path(), None)
    more = (*exports[1:], *write_beside(certificate, certificate_file))
    return Outcome(certificate, certificate_file, exports[0] if exports else None, more)


def _steps(progress: Progress | None) -> Progress:
    """Progress over the whole: each step has its share of the bar."""
    order = list(_SHARE)

    def tell(step: Step, part: float) -> None:
        if progress is not None:
            at = order.index(step)
            end = _SHARE[order[at + 1]] if at + 1 < len(order) else 1.0
            progress(step, _SHARE[step] + (end - _SHARE[step]) * part)

    return tell


def program_version() -> str:
    """The version of this program, as a certificate names it."""
    try:
        return version("zet-tui")
    except PackageNotFoundError:
        return "onbekende versie"
