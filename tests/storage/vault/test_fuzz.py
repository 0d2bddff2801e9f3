"""Whatever bytes stand in the key file or in place of a sealed one: a named error, or all that was written."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.vault import KdfPolicy, Vault, VaultError, create_vault, open_vault

SECRET = "zes woorden voor willekeurige bytes"
SAID = [b"%d gezegd" % number * 20 for number in range(4)]
KEY_FILE = 8192
BLOBS = (
    ("vault", "root"),
    ("vault", "id"),
    ("compartments", "key"),
    ("compartments", "manifest"),
    ("compartments", "id"),
    ("records", "sealed"),
    ("records", "stream"),
)
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
fuzzed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed vault with one case."""
    folder = tmp_path_factory.mktemp("bron") / "kluis"
    create_vault(folder, SECRET, policy=WEAK, force=True)
    with open_vault(folder, policy=WEAK, force=True).unlock(SECRET) as vault:
        case = vault.new_compartment("case")
        for payload in SAID:
            vault.append(case, "journal", payload)
    return folder


def copy_of(made: Path, root: Path) -> Path:
    folder = root / "kluis"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made, folder)
    return folder


def outcome(folder: Path, look: Callable[[Vault], object]) -> object:
    """What looking gives, or the VaultError; anything else that is raised is a failed test."""
    try:
        with open_vault(folder, policy=WEAK, force=True) as locked, locked.unlock(SECRET) as vault:
            return look(vault)
    except VaultError as error:
        return error


def contents(vault: Vault) -> list[list[bytes]]:
    return [vault.read(case, "journal") for case in vault.compartments("case")]


@given(
    edits=st.lists(st.tuples(st.integers(0, KEY_FILE), st.binary(min_size=1, max_size=64)), max_size=4),
    keep=st.one_of(st.just(KEY_FILE), st.integers(0, KEY_FILE + 100)),
)
@fuzzed
def test_no_bytes_in_the_key_file_make_it_open_anything_else(
    made: Path, tmp_path: Path, edits: list[tuple[int, bytes]], keep: int
) -> None:
    folder = copy_of(made, tmp_path)
    raw = bytearray((folder / "vault.key").read_bytes())
    for at, data in edits:
        raw[at : at + len(data)] = data
    (folder / "vault.key").write_bytes(bytes(raw[:keep]))
    found = outcome(folder, contents)
    assert found == [SAID] or isinstance(found, VaultError)


@given(
    blob=st.sampled_from(BLOBS),
    row=st.integers(0, 3),
    change=st.one_of(
        st.binary(max_size=300).map(lambda data: lambda _: data),
        st.tuples(st.integers(0, 400), st.integers(1, 255)).map(lambda flip: lambda old: flipped(old, *flip)),
        st.integers(0, 400).map(lambda keep: lambda old: old[:keep]),
    ),
)
@fuzzed
def test_no_bytes_in_place_of_a_sealed_one_are_ever_read(
    made: Path, tmp_path: Path, blob: tuple[str, str], row: int, change: Callable[[bytes], bytes]
) -> None:
    folder = copy_of(made, tmp_path)
    table, column = blob
    with contextlib.closing(sqlite3.connect(folder / "vault.db", isolation_level=None)) as database:
        values = [bytes(value) for (value,) in database.execute(f"SELECT {column} FROM {table}")]
        old = values[row % len(values)]
        new = change(old)
        database.execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", (new, old))
    damaged = outcome(folder, lambda vault: vault.check().damaged)
    assert (new == old) == (damaged == ())
    read = outcome(folder, contents)
    assert read == [SAID] or isinstance(read, VaultError)


def flipped(old: bytes, at: int, mask: int) -> bytes:
    at %= len(old)
    return old[:at] + bytes([old[at] ^ mask]) + old[at + 1 :]
