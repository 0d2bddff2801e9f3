"""The receiving end: a key for one transfer, the case taken in through the consent gate, and the receipt."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flows.evaluation import Evaluation
from flows.instrument import Instrument, Source
from flows.retention import RetentionTerm, Standing
from storage.cases import CASE, EVALUATION, Register, TermPassed
from storage.cases.places import Link
from storage.transfer.contents import check_contents
from storage.transfer.errors import FileUnreadable, NotForThisVault, OtherEvaluation, TermPassedThere
from storage.transfer.giving import refuse_withdrawn
from storage.transfer.merge import Side, merge
from storage.transfer.messages import Message, MessageKind, message, sealed_term
from storage.transfer.package import Package
from storage.transfer.sealing import ReceivingKey, check_words, recipient_of
from storage.vault import DatabaseDamaged, Vault

RECEIVING = "receiving"


def make_key(vault: Vault) -> bytes:
    """A new receiving key for one transfer, sealed in a compartment of its own; gives the public half."""
    key = ReceivingKey.make()
    with vault.transaction():
        compartment = vault.new_compartment(RECEIVING)
        vault.append(compartment, "key", key.secret)
    return key.public


@dataclass(frozen=True, slots=True)
class Taken:
    """A case that was taken in: its id and number here, whether it was here before, and the receipt.

    `term` is what the other laptop knew about the planned day and `before` what this one did; None when there was none.
    """

    case: str
    number: int
    merged: bool
    receipt: Message
    term: RetentionTerm | None
    before: RetentionTerm | None


def take_in(
    register: Register,
    file: bytes,
    person: str,
    choices: Mapping[Source, Side] | None = None,
    *,
    deliver: Callable[[Taken], None] | None = None,
) -> Taken:
    """Opens the file, takes the case in behind the gate, then destroys the receiving key by an epoch.

    `deliver` writes the receipt before the key goes: when it fails, the same file can be taken in once more.

    A vault without an evaluation starts from the one in the file. Nothing is written when it raises: NotForThisVault,
    TransferAltered, FileUnreadable, TransferTooNew, OtherEvaluation, CaseWithdrawn, TermPassedThere, JournalsFork,
    `storage.vault.DatabaseDamaged` when a record of this vault cannot be read,
    and `storage.cases`' ConsentRefused, NotInTeam, NameTaken, TermPassed.
    """
    vault = register.vault
    compartment, key = _key_for(vault, file)
    package = Package.decode(key.open(file))
    taken = _take_in(register, package, check_words(key.public), person, choices or {})
    if deliver is not None:
        deliver(taken)
    vault.drop_compartment(compartment)
    return taken


def _key_for(vault: Vault, file: bytes) -> tuple[str, ReceivingKey]:
    wanted = recipient_of(file)
    for compartment in vault.compartments(RECEIVING):
        key = ReceivingKey(vault.read(compartment, "key")[0])
        if hashlib.sha256(key.public).digest() == wanted:
            return compartment, key
    raise NotForThisVault


def _take_in(
    register: Register, package: Package, label: str, person: str, choices: Mapping[Source, Side]
) -> Taken:
    places = register.places
    try:
        with register.vault.transaction():
            begins = not register.vault.compartments(EVALUATION)
            if begins:
                places.begin(package.evaluation_origin, package.evaluation)
            _same_evaluation(register, package)
            refuse_withdrawn(register, package)
            earlier, there = None if begins else register.term.read(), _term_of(package)
            if there is not None:
                register.term.agree(there)
            _within_term(register, earlier)
            places.sit_down(person)
            check_contents(package.case)
            before = places.here(package.origin)
            here = places.content(before) if before is not None else {}
            streams = {**merge(here, package.case, choices), "origin": (package.origin.encode(),)}
            case = places.keep(before, streams)
            number = register.case(case).number
            if all(link.transfer != package.transfer for link in places.links()):
                places.add(
                    Link(
                        transfer=package.transfer,
                        token=package.token,
                        origin=package.origin,
                        case=case,
                        number=number,
                        incoming=True,
                        label=label,
                        on=register.today,
                        kept=package.kept,
                    )
                )
    except BaseException as error:
        places.forget()
        if isinstance(error, ValueError | KeyError):  # sealed for us, and still not what ZET writes
            if not _readable(register):
                raise DatabaseDamaged("contents") from None
            raise FileUnreadable from None
        raise
    receipt = message(MessageKind.RECEIVED, [(package.transfer, package.token)])
    now = register.term.read()
    if now is not None:  # pragma: no branch — a signed case gives every evaluation a day
        receipt = replace(receipt, agreed=sealed_term(now, package.transfer, package.token))
    return Taken(case, number, before is not None, receipt, there, earlier)


def _readable(register: Register) -> bool:
    """Whether what this vault itself keeps can be read: else it is not the colleague's file that is damaged."""
    vault = register.vault
    try:
        if vault.compartments(EVALUATION):
            register.evaluation()
            register.instrument()
            register.term.read()
            register.places.known()
            register.places.heard()
        for case in vault.compartments(CASE):
            check_contents({stream: vault.read(case, stream) for stream in vault.streams(case)})
    except (ValueError, KeyError, FileUnreadable):
        return False
    return True


def _term_of(package: Package) -> RetentionTerm | None:
    """What the giving laptop knew about the planned day; None in a file of a vault that keeps none."""
    data = package.evaluation.get("term")
    return None if data is None else RetentionTerm.model_validate_json(data)


def _within_term(register: Register, before: RetentionTerm | None) -> None:
    """After the planned day nothing comes in; a day that came with the file is moved over there."""
    term = register.term.read()
    if term is not None and register.term.standing() is Standing.PASSED:
        ours = before is not None and before.until == term.until
        raise TermPassed(term.until) if ours else TermPassedThere(term.until)


def _same_evaluation(register: Register, package: Package) -> None:
    """By its id, or when both laptops were given the same agreements by hand."""
    if register.places.agreements()[0] == package.evaluation_origin:
        return
    theirs = Evaluation.model_validate_json(package.evaluation["evaluation"])
    instrument = Instrument.from_text(package.evaluation["instrument"].decode())
    ours = register.evaluation()
    if (
        ours is None
        or _identity(ours) != _identity(theirs)
        or instrument.sha256 != register.instrument().sha256
    ):
        raise OtherEvaluation


def _identity(evaluation: Evaluation) -> tuple[object, ...]:
    return (
        evaluation.title.casefold(),
        evaluation.municipality.casefold(),
        evaluation.sources,
        evaluation.themes,
        evaluation.criteria,
    )
