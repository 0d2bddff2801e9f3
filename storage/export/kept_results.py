"""The results that a vault keeps after names are gone, with the team's conclusions and actions beside them.

They are streams of one compartment per round, of a kind that every re-founding carries on (VAULT section 4). What the
team writes is one sealed record that a change replaces whole, in one transaction: a crash leaves the old or the new,
and what was taken away is not kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from flows.aggregates import Aggregates, aggregated, analysis_of_aggregates
from flows.analysis import Analysis, analyse, scoped
from flows.improvement import Improvement
from flows.instrument import Instrument
from flows.privacy import LEAST, SessionTable, session_table
from flows.results import Results
from storage.cases import RESULTS
from storage.export.team_words import check_words
from storage.vault import Vault

_RESULTS: Final = "results"
_DOMAINS: Final = "domains"
_IMPROVEMENT: Final = "improvement"
_AGGREGATES: Final = "aggregates"
_REPLACES: Final = "replaces"
_CERTIFICATES: Final = "certificates"
"""`storage.destroy`'s; a round and its certificate share a compartment."""


class AlreadyReduced(Exception):
    """Of this round only the averages are left already."""


class RoundUnknown(Exception):
    """There is no such round (any more); it may have been reduced meanwhile."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One finished evaluation. `aggregates` are there once its session was held; then `results` hold no case.

    `domains` are the life domains of its cases together. `key` changes when the round is reduced; the earlier one
    still finds it.
    """

    results: Results
    domains: tuple[str, ...] = ()
    key: str = ""
    improvement: Improvement = field(default_factory=Improvement)
    aggregates: Aggregates | None = None

    def instrument(self) -> Instrument:
        """What was in scope. Raises InstrumentError."""
        whole = scoped(self.results)
        if self.aggregates is None:
            return whole
        used = self.aggregates.sources
        kept = tuple(one for one in whole.questionnaires if one.source in used)
        return whole.model_copy(update={"questionnaires": kept})

    def table(self, threshold: int = LEAST) -> SessionTable:
        """What partners may see; once reduced, with the threshold of then. Raises ThresholdOutOfRange."""
        if self.aggregates is None:
            return session_table(self.instrument(), self.results.cases, threshold)
        return self.aggregates.table()

    def analysis(self) -> Analysis:
        """What the figures tell, as far as they are still there. Raises InstrumentError."""
        if self.aggregates is None:
            return analyse(self.instrument(), self.results.cases)
        return analysis_of_aggregates(self.instrument(), self.aggregates)


def current(vault: Vault) -> tuple[str, ...]:
    """The compartments of finished evaluations, without those that a reduction has replaced."""
    every = vault.compartments(RESULTS)
    replaced = {old for one in every for old in _replaced(vault, one)}
    return tuple(one for one in every if one not in replaced)


def kept_results(vault: Vault) -> tuple[Kept, ...]:
    """Every evaluation whose results are still there, the latest first; those that ended without a workbook have none.

    Which one is later, the certificates say: also of one day, and after a clock was set back. Finishes a reduction that
    was interrupted. Raises RecordDamaged when one cannot be read.
    """
    finish_reducing(vault)
    found = [one for compartment in current(vault) if (one := _read(vault, compartment)) is not None]
    turn = _turns(vault)
    return tuple(
        sorted(found, key=lambda kept: (turn.get(kept.key, -1), kept.results.exported_on), reverse=True)
    )


def _turns(vault: Vault) -> dict[str, int]:
    """Per round how many went before it: its certificate names, by SHA-256, the one of the round before."""
    after: dict[str | None, tuple[str, str]] = {}
    for compartment in current(vault):
        data = (
            vault.read_last(compartment, _CERTIFICATES)
            if _CERTIFICATES in vault.streams(compartment)
            else None
        )
        if data is not None:
            after[json.loads(data).get("previous")] = compartment, hashlib.sha256(data).hexdigest()
    turns: dict[str, int] = {}
    before: str | None = None
    while (following := after.pop(before, None)) is not None:
        turns[following[0]] = len(turns)
        before = following[1]
    return turns


def kept_round(vault: Vault, key: str) -> Kept:
    """One of them, by its key or by the one it had before it was reduced. Raises RoundUnknown, RecordDamaged."""
    known = current(vault)
    now = key if key in known else next((one for one in known if key in _replaced(vault, one)), None)
    found = None if now is None else _read(vault, now)
    if found is None:
        raise RoundUnknown
    return found


def keep_improvement(
    vault: Vault, key: str, improvement: Improvement, texts: Iterable[tuple[str, str]] = ()
) -> Kept:
    """Keep what the team wrote. `texts` are (place, text) of what is new; each may repeat nothing that was said.

    Durable when this returns. Raises CasuistryFound or IdentifierFound with the places, RoundUnknown, and what the
    vault raises.
    """
    kept = kept_round(vault, key)
    check_words(kept.instrument(), kept.results.cases, texts)
    vault.replace(kept.key, _IMPROVEMENT, improvement.model_dump_json().encode())
    return kept_round(vault, key)


def reduce_to_averages(vault: Vault, key: str, threshold: int = LEAST) -> Kept:
    """The session has been held: keep averages that may be shown, and destroy every row about one case.

    The round goes on in a compartment of its own; the old one goes by a new epoch, as when consent is withdrawn
    (VAULT section 3), so that an older copy of the database does not open either. Interrupted in between,
    `finish_reducing` goes on. Raises AlreadyReduced, RoundUnknown, and what `Vault.drop_compartment` raises.
    """
    kept = kept_round(vault, key)
    if kept.aggregates is not None:
        raise AlreadyReduced
    instrument = kept.instrument()
    aggregates = aggregated(instrument, kept.results.cases, threshold)
    results = kept.results.model_copy(update={"cases": ()})
    with vault.transaction():
        new = vault.new_compartment(RESULTS)
        for stream in vault.streams(kept.key):
            if stream != _RESULTS:
                for payload in vault.read(kept.key, stream):
                    vault.append(new, stream, payload)
        vault.append(new, _RESULTS, results.model_dump_json().encode())
        vault.append(new, _AGGREGATES, aggregates.model_dump_json().encode())
        vault.append(new, _REPLACES, kept.key.encode())
    finish_reducing(vault)
    return kept_round(vault, new)


def finish_reducing(vault: Vault) -> None:
    """Destroy what a reduction has replaced; nothing when there is nothing to finish."""
    for compartment in vault.compartments(RESULTS):
        for old in _replaced(vault, compartment):
            if old in vault.compartments(RESULTS):
                vault.drop_compartment(old)


def _replaced(vault: Vault, compartment: str) -> Iterator[str]:
    if _REPLACES in vault.streams(compartment):
        yield from (payload.decode() for payload in vault.read(compartment, _REPLACES))


def _read(vault: Vault, compartment: str) -> Kept | None:
    streams = vault.streams(compartment)
    stored = vault.read_last(compartment, _RESULTS) if _RESULTS in streams else None
    if stored is None:
        return None
    domains = vault.read(compartment, _DOMAINS) if _DOMAINS in streams else []
    team = vault.read_last(compartment, _IMPROVEMENT) if _IMPROVEMENT in streams else None
    averages = vault.read_last(compartment, _AGGREGATES) if _AGGREGATES in streams else None
    return Kept(
        Results.model_validate_json(stored),
        tuple(domain.decode() for domain in domains),
        compartment,
        Improvement() if team is None else Improvement.model_validate_json(team),
        None if averages is None else Aggregates.model_validate_json(averages),
    )
