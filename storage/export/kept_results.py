"""The results that a vault keeps after names are gone: read back for the analysis, the latest evaluation first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flows.results import Results
from storage.vault import Vault

KIND: Final = "results"
_RESULTS: Final = "results"
_DOMAINS: Final = "domains"


@dataclass(frozen=True, slots=True)
class Kept:
    """One finished evaluation, and the life domains of its cases together."""

    results: Results
    domains: tuple[str, ...] = ()


def kept_results(vault: Vault) -> tuple[Kept, ...]:
    """Every evaluation whose results are still there; those that ended without a workbook have none.

    Raises RecordDamaged when one cannot be read.
    """
    found = []
    for compartment in vault.compartments(KIND):
        if _RESULTS in vault.streams(compartment):
            stored = vault.read_last(compartment, _RESULTS)
            if stored is not None:
                domains = vault.read(compartment, _DOMAINS) if _DOMAINS in vault.streams(compartment) else []
                found.append(
                    Kept(Results.model_validate_json(stored), tuple(domain.decode() for domain in domains))
                )
    return tuple(sorted(found, key=lambda kept: kept.results.exported_on, reverse=True))
