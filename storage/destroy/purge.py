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
from pathlib import Path

from flows.evaluation import Evaluation
from flows.results import Results
from flows.retention import RetentionTerm, workbook_until
from storage.anonymise import Review
from storage.anonymise.find import apply, find
from storage.anonymise.names import NameList
from storage.cases import CASE, RESULTS, OutsideKind, Register
from storage.cases.feedback import last_day
from storage.cases.forget import OUTSIDE as OUTSIDE_LIST
from storage.cases.outside import listed
from storage.cases.safeguards import both
from storage.destroy.certificate import (
    DestroyedCounts,
    DestructionCertificate,
    ExportedFile,
    MovedDay,
    certificate_text,
    in_chain,
)
from storage.destroy.certificate_files import free_name, write_beside
from storage.destroy.certificate_places import folders_outside
from storage.destroy.errors import DestinationInVault, NotReady
from storage.destroy.exports import Wanted, names_of_all, results_of, write_exports
from storage.destroy.new_passphrase import check_new
from storage.destroy.readiness import Choice, readiness
from storage.export.gate import Hit
from storage.export.kept_results import current
from storage.export.listed_file import in_vault, listed_first
from storage.export.safe_file import DestinationMissing, take_back
from storage.vault import Disk, NotUnlocked, RefoundReport, RefoundStep, Survivor, Vault
from storage.version import program_version

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

    `others` are what was written beside the workbook: the Sessiebestand, the tidy table. `more` is the certificate as
    .json and .docx; these can be missing when the disk refused: `certificate_files.write_beside` makes them again.
    """

    certificate: DestructionCertificate
    certificate_file: Path
    workbook: Path | None
    others: tuple[Path, ...] = ()
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
    wanted: Wanted | None = None,
    second: str = "",
) -> Outcome:
    """Writes the workbooks into `folder`, then destroys everything personal; a crash is finished or had not begun.

    `without_workbook` destroys with a certificate alone, when a workbook cannot be written; when it can, it is.
    `judged` are occurrences that a person marked as no person. `wanted` says what is written beside the
    Analysebestand, gated as it. `second` is who confirmed too, when the evaluation asks for two people. The vault
    writes the certificate as text; .json and .docx follow. Raises, with nothing destroyed: `NotReady`,
    `DestinationInVault`, `DestinationMissing`, `NamesLeft`, `PassphraseNotNew`, `storage.vault.WeakPassphrase`,
    `storage.cases.ConsentRefused` and `SecondPersonNeeded`, and the errors of `storage.export`.
    """
    wanted = wanted or Wanted()
    tell = _steps(progress)
    tell(Step.COLLECT, 0.0)
    check_new(register.vault, new_passphrase)
    _check_folder(register.vault, folder)
    evaluation = register.require_evaluation()
    people = _confirming(register, evaluation, second)
    ready = readiness(register, choices)
    if not ready.ready and not without_workbook:
        raise NotReady(ready)
    results: Results | None = None
    exports: tuple[Path, ...] = ()
    if ready.ready:
        wanted = replace(wanted, keep_until=wanted.keep_until or workbook_until(register.today))
        results = results_of(register, ready, keep_until=wanted.keep_until, chance=chance)
        names = names_of_all(register)
        tell(Step.WRITE, 0.0)
        with listed_first(register, [(OutsideKind.RESULTS, folder / name) for name in wanted.files]):
            exports = write_exports(
                results,
                names,
                folder,
                wanted,
                threshold=evaluation.session_threshold,
                judged=judged,
                at_gate=partial(tell, Step.GATE, 0.0),
            )
    vault = register.vault
    try:
        register.outside.take_back(len(exports))  # the certificate names them apart, with their hashes
        draft = _draft(register, evaluation, results, len(judged)).model_copy(
            update={
                "confirmed_by": tuple(map(evaluation.function_of, people)),
                "workbooks_until": wanted.keep_until if exports else None,
            }
        )
        certificate_file = free_name(folder, CERTIFICATE)
        vault.refound(
            _survivors(register, results, draft, exports),
            new_passphrase,
            exports=exports,
            finish=partial(_finish, now=register.now),
            certificate=certificate_file,
            progress=lambda step, part: tell(_FROM_VAULT[step], part),
        )
    except BaseException:
        if exports and _as_before(vault):
            take_back(exports, Disk())  # a second try must find its place free
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
    if report is None or report.certificate is None:
        return None
    return _outcome(vault, report.certificate, ())


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
        raise DestinationMissing(place)
    if in_vault(vault, place):
        raise DestinationInVault


def _confirming(register: Register, evaluation: Evaluation, second: str) -> tuple[str, ...]:
    """Who confirmed: the person at the laptop, and another one of the team where two are asked for."""
    first = register.author()
    if not evaluation.two_confirm:
        return (first,)
    return both(evaluation, first, second)


def _moves(register: Register, term: RetentionTerm | None) -> tuple[MovedDay, ...]:
    """Each time that the planned day was moved, by function; listed names and numbers in a reason are replaced."""
    if term is None or not term.moves:
        return ()
    names = NameList.build(others=names_of_all(register))
    return tuple(
        MovedDay(
            before=move.before,
            after=move.after,
            on=move.on,
            function=move.function,
            reason=apply(move.reason, [found for found in find(move.reason, names) if found.sure]),
        )
        for move in term.moves
    )


def _draft(
    register: Register, evaluation: Evaluation, results: Results | None, judged: int
) -> DestructionCertificate:
    term = register.term.read()
    texts = Review(register).texts() if results is not None else ()
    earlier = certificates(register.vault)
    cases = register.cases()
    waiting, days = register.feedback.kept(), register.feedback.term_days()
    return DestructionCertificate(
        number=os.urandom(6).hex(),
        program=f"ZET {program_version()}",
        municipality=evaluation.municipality,
        evaluation=evaluation.title,
        started_at=register.now(),
        planned_until=None if term is None else term.until,
        moved=_moves(register, term),
        two_readers=evaluation.two_readers,
        lifted=register.safeguards.lifted(),
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
        feedback_waiting=len(waiting),
        feedback_until=max(filter(None, (last_day(wish, days) for wish in waiting)), default=None),
        occurrences_judged=judged,
        files_outside=tuple(sorted((kind.value, n) for kind, n in register.outside.counts().items())),
        folders_outside=folders_outside(register),
        places_not_confirmed=sum(not place.confirmed_gone for place in register.places.known()),
        epoch_destroyed=register.vault.epoch,
        previous=earlier[-1].sha256 if earlier else None,
    )


def _survivors(
    register: Register,
    results: Results | None,
    draft: DestructionCertificate,
    exports: Sequence[Path] = (),
) -> tuple[Survivor, ...]:
    """What goes on: earlier results and certificates, these results, and who waits for feedback.

    Places of files outside are not among them: this certificate counts those files, and they hold a user's name. Only
    these exports are, for the next end, as far as their folder is called after nobody.
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
    if exports:
        streams[OUTSIDE_LIST] = [register.outside.as_kept(OutsideKind.RESULTS, path) for path in exports]
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
    if OUTSIDE_LIST not in vault.streams(compartment):  # an earlier program began this end
        for export in report.exports:
            vault.append(compartment, OUTSIDE_LIST, listed(OutsideKind.RESULTS, export.path, now()))
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


def _outcome(vault: Vault, certificate_file: Path, exports: tuple[Path, ...]) -> Outcome:
    certificate = certificates(vault)[-1]
    more = write_beside(certificate, certificate_file)
    return Outcome(certificate, certificate_file, exports[0] if exports else None, exports[1:], more)


def _steps(progress: Progress | None) -> Progress:
    """Progress over the whole: each step has its share of the bar."""
    order = list(_SHARE)

    def tell(step: Step, part: float) -> None:
        if progress is not None:
            at = order.index(step)
            end = _SHARE[order[at + 1]] if at + 1 < len(order) else 1.0
            progress(step, _SHARE[step] + (end - _SHARE[step]) * part)

    return tell
