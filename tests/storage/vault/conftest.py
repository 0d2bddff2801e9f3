"""A vault for tests: the key derivation is weak here and only here."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.vault import Disk, KdfPolicy, LockedVault, Vault, create_vault, open_vault

PASSPHRASE = "zes gewone woorden voor de test"


@pytest.fixture
def weak() -> KdfPolicy:
    """Argon2id that takes no time."""
    return KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def folder(tmp_path: Path, weak: KdfPolicy) -> Path:
    """A folder with a new, closed vault."""
    folder = tmp_path / "kluis"
    create_vault(folder, PASSPHRASE, policy=weak, force=True)
    return folder


@pytest.fixture
def opened(folder: Path, weak: KdfPolicy) -> Iterator[Callable[..., Vault]]:
    """Open and unlock the vault in `folder`, or another one; closed at the end."""
    given: list[Vault | LockedVault] = []

    def open_it(where: Path | None = None, secret: str = PASSPHRASE, disk: Disk | None = None) -> Vault:
        locked = open_vault(where or folder, policy=weak, disk=disk, force=True)
        given.append(locked)
        vault = locked.unlock(secret)
        given.append(vault)
        return vault

    yield open_it
    for held in given:
        held.close()
