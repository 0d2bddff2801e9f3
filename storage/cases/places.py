"""Where else a case lives: the case as a whole on its way out or in, and the list of other laptops.

Sealing a case for another laptop and merging what comes back are `storage.transfer`'s business. A link outlives its
case, because whoever has a copy must still be told of a withdrawal; it holds no personal data.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from storage.cases import store as rooms
from storage.cases.errors import NameTaken, NotInTeam
from storage.cases.forget import forget_case
from storage.cases.gate import Gate
from storage.cases.records import CaseEntry
from storage.cases.store import Store
from storage.vault import WithdrawReport

Streams = Mapping[str, Sequence[bytes]]

AGREEMENTS = ("evaluation", "instrument", "letter", "term", "safeguards")
"""The streams of an evaluation that a second laptop starts from."""
_DERIVED = frozenset({"summary"})
_LINKS, _NEWS, _GONE, _HEARD, _ORIGIN = "links", "link-news", "gone", "heard", "origin"


class News(StrEnum):
    """What the other laptop let know."""

    RECEIVED = "received"
    DESTROYED = "destroyed"


class Link(BaseModel):
    """One handing over, at either end. `token` proves later messages about it (64 hex digits).

    `origin` is the case's id on its first laptop, `case` its compartment here, `kept` whether the giving laptop
    keeps its copy, `digest` what the case was when it was given, `label` the six words of the receiving key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    transfer: str
    token: str
    origin: str
    case: str
    number: int
    incoming: bool
    label: str
    on: date
    kept: bool = False
    digest: str = ""


class _LinkNews(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    transfer: str
    what: News


class Heard(BaseModel):
    """The proof of a withdrawal that came before its case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    transfer: str
    proof: str


class Place(BaseModel):
    """Another laptop on which a case is, may be or was; `news` is the last that was heard from it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    link: Link
    news: News | None

    @property
    def confirmed_gone(self) -> bool:
        return self.news is News.DESTROYED


class Places:
    """Cases as a whole, behind the gate, and where they went."""

    def __init__(self, store: Store, gate: Gate) -> None:
        self._store = store
        self._gate = gate

    # -- a whole case, behind the gate ---------------------------------------------------------------------

    def content(self, case: str) -> dict[str, tuple[bytes, ...]]:
        """Everything of a case by stream, without what is derived. Raises `ConsentRefused`, `UnknownCase`."""
        with self._store.vault.transaction():
            self._gate.require(self._store.known_case(case))
            return self._content(case)

    def keep(self, case: str | None, streams: Streams) -> str:
        """Writes a whole case, a new one for None; gives its id.

        The consent that comes with it must be valid and name the person at the laptop: else `ConsentRefused` and
        nothing is written. A new case gets a free number; raises `NameTaken` for a name that another case has.
        """
        vault = self._store.vault
        with vault.transaction():
            if case is not None:
                self._store.known_case(case)
            entry = CaseEntry.model_validate_json(streams["entry"][-1])
            others = [found for found in self._entries() if found[0] != case]
            for _, other in others:
                if other.name.casefold() == entry.name.casefold():
                    raise NameTaken(other.number)
            numbers = {other.number for _, other in others}
            if entry.number in numbers:
                entry = entry.model_copy(update={"number": max(numbers) + 1})
            written = {**streams, "entry": (entry.model_dump_json().encode(),)}
            here = vault.new_compartment(rooms.CASE) if case is None else case
            for stream in vault.streams(here):
                if list(written.get(stream, ())) != vault.read(here, stream):
                    vault.remove_stream(here, stream)
            for stream, payloads in written.items():
                if stream not in vault.streams(here):
                    for payload in payloads:
                        vault.append(here, stream, payload)
            self._gate.require(here)
        return here

    def moved(self, case: str) -> WithdrawReport:
        """The case lives on elsewhere: destroyed here, and counted nowhere, whatever was begun with it before."""
        with self._store.vault.transaction():
            self._store.uncount("withdrawn", self._store.known_case(case))
            forget_case(self._store, case)
        return self._store.vault.drop_compartment(case, handed_over=True)

    def digest(self, case: str) -> str:
        """What a case is now, in 64 hex digits, so that a change after handing it over is seen."""
        found = hashlib.sha256()
        for stream, payloads in sorted(self._content(self._store.known_case(case)).items()):
            for part in (stream.encode(), *payloads):
                found.update(len(part).to_bytes(8, "big") + part)
            found.update(b"|")
        return found.hexdigest()

    # -- the evaluation ------------------------------------------------------------------------------------

    def agreements(self) -> tuple[str, dict[str, bytes]]:
        """The evaluation's id on its first laptop, and the streams that a second one starts from."""
        here = self._store.evaluation_compartment()
        streams = {stream: self._store.vault.read_last(here, stream) for stream in AGREEMENTS}
        return self._origin(here), {stream: data for stream, data in streams.items() if data is not None}

    def begin(self, origin: str, streams: Mapping[str, bytes]) -> None:
        """Starts the evaluation of a vault that has none yet; nothing else may come in beside the agreements."""
        vault = self._store.vault
        with vault.transaction():
            here = vault.new_compartment(rooms.EVALUATION)
            for stream in AGREEMENTS:
                if stream in streams:
                    vault.replace(here, stream, streams[stream])
            vault.replace(here, _ORIGIN, origin.encode())

    def sit_down(self, person: str) -> None:
        """Who receives must be of the team that came with the file too; raises `NotInTeam`."""
        if person not in self._store.evaluation().names:
            raise NotInTeam
        self._store.person = person

    def forget(self) -> None:
        """What was read inside a transaction that failed holds no more."""
        self._store.forget()

    # -- identities ----------------------------------------------------------------------------------------

    def origin(self, case: str) -> str:
        """The id that this case had on its first laptop."""
        return self._origin(self._store.known_case(case))

    def here(self, origin: str) -> str | None:
        """The case with this origin, if it is in this vault."""
        return next((case for case in self._store.cases() if self._origin(case) == origin), None)

    # -- links ---------------------------------------------------------------------------------------------

    def add(self, link: Link) -> None:
        self._append(_LINKS, link)

    def links(self) -> tuple[Link, ...]:
        """Every handing over from or to here, in order."""
        return tuple(Link.model_validate_json(data) for data in self._read(_LINKS))

    def hear(self, transfer: str, what: News) -> None:
        self._append(_NEWS, _LinkNews(transfer=transfer, what=what))

    def known(self) -> tuple[Place, ...]:
        """Every other place, with the last that was heard from it."""
        news = [_LinkNews.model_validate_json(data) for data in self._read(_NEWS)]
        last = {item.transfer: item.what for item in news}
        return tuple(Place(link=link, news=last.get(link.transfer)) for link in self.links())

    def of_case(self, case: str) -> tuple[Place, ...]:
        """The other places of one case that did not confirm that it is gone there."""
        origin = self.origin(case)
        return tuple(p for p in self.known() if p.link.origin == origin and not p.confirmed_gone)

    # -- withdrawals ---------------------------------------------------------------------------------------

    def gone(self) -> tuple[str, ...]:
        """The origins of cases that were withdrawn and also lived elsewhere; they never come in again."""
        return tuple(dict.fromkeys(data.decode() for data in self._read(_GONE)))

    def say_gone(self, case: str) -> None:
        """Just before a case is destroyed: when it lives elsewhere too, it is never taken in again."""
        origin = self.origin(case)
        if any(link.origin == origin for link in self.links()):
            self.never_again(origin)

    def never_again(self, origin: str) -> None:
        if origin not in self.gone():
            self._store.vault.append(self._store.evaluation_compartment(), _GONE, origin.encode())

    def remember(self, heard: Heard) -> None:
        self._append(_HEARD, heard)

    def heard(self) -> tuple[Heard, ...]:
        """Withdrawals of cases that never came, or not yet."""
        return tuple(Heard.model_validate_json(data) for data in self._read(_HEARD))

    # -- inside --------------------------------------------------------------------------------------------

    def _content(self, case: str) -> dict[str, tuple[bytes, ...]]:
        vault = self._store.vault
        return {s: tuple(vault.read(case, s)) for s in vault.streams(case) if s not in _DERIVED}

    def _entries(self) -> list[tuple[str, CaseEntry]]:
        found = [(case, self._store.read_entry(case)) for case in self._store.cases()]
        return [(case, entry) for case, entry in found if entry is not None]

    def _origin(self, compartment: str) -> str:
        data = self._store.vault.read_last(compartment, _ORIGIN)
        return compartment if data is None else data.decode()

    def _append(self, stream: str, record: BaseModel) -> None:
        data = record.model_dump_json().encode()
        self._store.vault.append(self._store.evaluation_compartment(), stream, data)

    def _read(self, stream: str) -> list[bytes]:
        return self._store.vault.read(self._store.evaluation_compartment(), stream)
