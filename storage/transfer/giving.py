"""The giving end: a case sealed for one colleague, what is heard back, and the end of the copy that stays behind."""

import os
from dataclasses import dataclass

from flows.retention import RetentionTerm
from storage.cases import Register
from storage.cases.places import Heard, Link, News, Place
from storage.transfer.errors import CaseChanged, CaseWithdrawn, TransferAltered, UnknownTransfer
from storage.transfer.messages import Message, MessageKind, message, opened_term, proves
from storage.transfer.package import Package
from storage.transfer.sealing import check_words, seal


@dataclass(frozen=True, slots=True)
class Parcel:
    """A sealed case, ready to be written to a file; `words` are the file's six check words."""

    transfer: str
    data: bytes
    words: str


def hand_over(register: Register, case: str, key: bytes, *, keep: bool = False) -> Parcel:
    """Seals the case with its consents and evaluation for the receiving key `key` (1,216 bytes).

    Nothing is destroyed here before the receipt comes back; with `keep` not then either. Raises
    `storage.cases.ConsentRefused`, `UnknownCase`, KeyUnreadable.
    """
    places = register.places
    content = places.content(case)
    transfer, token, origin = os.urandom(16).hex(), os.urandom(32).hex(), places.origin(case)
    package = Package.make(
        transfer=transfer,
        token=token,
        kept=keep,
        agreements=places.agreements(),
        origin=origin,
        case=content,
    )
    data = seal(package.encode(), key)
    places.add(
        Link(
            transfer=transfer,
            token=token,
            origin=origin,
            case=case,
            number=register.case(case).number,
            incoming=False,
            label=check_words(key),
            on=register.today,
            kept=keep,
            digest=places.digest(case),
        )
    )
    return Parcel(transfer, data, check_words(data))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message asks of this vault, before it is done.

    `case` is the compartment that would be destroyed, with its `number` and how many `answers`; None when there is
    nothing (any more) to destroy. `places` are the handings over that it proves to be about. `term` is what the other
    laptop knows about the planned day, None when it does not say.
    """

    message: Message
    places: tuple[Place, ...]
    case: str | None
    number: int | None
    answers: int = 0
    term: RetentionTerm | None = None


def understand(register: Register, found: Message) -> Meaning:
    """What a message would do here.

    Raises UnknownTransfer, TransferAltered, CaseChanged (a receipt of a case that was changed here since).
    """
    known = {place.link.transfer: place for place in register.places.known()}
    about = [(known[transfer], shown) for transfer, shown in found.proofs if transfer in known]
    if not about and found.kind is not MessageKind.WITHDRAWN:
        raise UnknownTransfer
    proven = tuple(
        place for place, shown in about if proves(shown, found.kind, place.link.transfer, place.link.token)
    )
    if about and not proven:
        raise TransferAltered
    case, term = None, None
    if found.kind is MessageKind.WITHDRAWN and proven:
        case = register.places.here(proven[0].link.origin)
    elif found.kind is MessageKind.RECEIVED:
        case = _given(register, proven[0].link)
        if found.agreed:
            term = opened_term(found.agreed, proven[0].link.transfer, proven[0].link.token)
    if case is None:
        return Meaning(found, proven, None, proven[0].link.number if proven else None, term=term)
    overview = register.case(case)
    answers = sum(source.answered for source in overview.sources)
    return Meaning(found, proven, case, overview.number, answers, term)


def _given(register: Register, link: Link) -> str | None:
    """The copy that a receipt destroys: of a move, as it was when it was handed over, and not since it came back."""
    if link.incoming:
        raise UnknownTransfer
    if link.kept or link.case not in {case.id for case in register.cases()}:
        return None
    links = register.places.links()
    later = links[links.index(link) + 1 :]
    came_back = any(other.incoming and other.origin == link.origin for other in later)
    if came_back or register.places.digest(link.case) != link.digest:
        raise CaseChanged(register.case(link.case).number)
    return link.case


def act_on(register: Register, meaning: Meaning) -> Message | None:
    """Does what the message asks; gives the message that goes back, None when nothing needs to.

    Doing it again is safe. Raises what `Vault.drop_compartment` raises.
    """
    places, links = register.places, tuple(place.link for place in meaning.places)
    destroyed = message(MessageKind.DESTROYED, [(link.transfer, link.token) for link in links])
    match meaning.message.kind:
        case MessageKind.DESTROYED:
            for link in links:
                places.hear(link.transfer, News.DESTROYED)
            return None
        case MessageKind.RECEIVED:
            if meaning.term is not None:
                register.term.agree(meaning.term)
            for link in links:
                places.hear(link.transfer, News.RECEIVED)
            if meaning.case is not None:
                places.moved(meaning.case)
            return None if any(link.kept for link in links) else destroyed
        case MessageKind.WITHDRAWN:  # pragma: no branch — there are three kinds
            return destroyed if _withdraw(register, meaning) else None


def _withdraw(register: Register, meaning: Meaning) -> bool:
    places = register.places
    if not meaning.places:
        for transfer, shown in meaning.message.proofs:
            places.remember(Heard(transfer=transfer, proof=shown))
        return False
    for place in meaning.places:
        places.never_again(place.link.origin)
        register.vault.note_withdrawn(place.link.case)
    if meaning.case is not None:
        register.withdraw(meaning.case)
    for place in meaning.places:
        places.hear(place.link.transfer, News.DESTROYED)
    return True


def withdrawals(register: Register) -> tuple[tuple[int, Message], ...]:
    """(case number, message) for every withdrawn case that may still be on another laptop."""
    found = []
    for origin in register.places.gone():
        waiting = [
            p.link for p in register.places.known() if p.link.origin == origin and not p.confirmed_gone
        ]
        if waiting:
            pairs = [(link.transfer, link.token) for link in waiting]
            found.append((waiting[-1].number, message(MessageKind.WITHDRAWN, pairs)))
    return tuple(found)


def refuse_withdrawn(register: Register, package: Package) -> None:
    """Raises CaseWithdrawn for a case that was withdrawn, here or in a message that came before it."""
    if package.origin in register.places.gone():
        raise CaseWithdrawn
    for heard in register.places.heard():
        if heard.transfer == package.transfer and proves(
            heard.proof, MessageKind.WITHDRAWN, package.transfer, package.token
        ):
            raise CaseWithdrawn
