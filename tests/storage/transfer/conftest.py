"""Other laptops, each with an empty vault and a ledger of its own."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.cases import Register
from storage.vault import KdfPolicy, create_vault, open_vault

PASSPHRASE = "zes gewone woorden voor de test"
MARCH = datetime(2026, 3, 5, tzinfo=UTC)


@pytest.fixture
def laptop(tmp_path: Path, weak_policy: KdfPolicy) -> Iterator[Callable[..., Register]]:
    """Makes one, by its name and the moment it is there; closed at the end of the test."""
    held: list[Register] = []

    def make(name: str, now: datetime = MARCH) -> Register:
        folder = tmp_path / name
        create_vault(folder, PASSPHRASE, policy=weak_policy, force=True)
        locked = open_vault(folder, policy=weak_policy, force=True, ledgers=tmp_path / f"{name}-logboek")
        held.append(Register(locked.unlock(PASSPHRASE), now=lambda: now))
        return held[-1]

    yield make
    for register in held:
        register.vault.close()


@pytest.fixture
def other(laptop: Callable[..., Register]) -> Register:
    return laptop("tweede")
