"""The vault's daily life: made, opened, written, read, locked, opened again."""

import contextlib
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.vault import (
    Disk,
    FolderNotEmpty,
    FolderNotOurs,
    InTransaction,
    KdfPolicy,
    NotUnlocked,
    TransactionAbandoned,
    UnknownCompartment,
    Vault,
    VaultInUse,
    VaultMissing,
    WrongPassphrase,
    create_vault,
    open_vault,
    vault_exists,
)
from storage.vault.kdf import stretch
from storage.vault.seal import SealBroken

Open = Callable[..., Vault]


def test_what_was_appended_is_read_back_after_opening_again(opened: Open) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    assert [vault.append(case, "journal", text) for text in (b"een", b"twee", b"")] == [1, 2, 3]
    vault.replace(case, "draft", b"concept")
    vault.close()

    again = opened()
    assert again.read(case, "journal") == [b"een", b"twee", b""]
    assert again.read_last(case, "journal") == b""
    assert again.read(case, "draft") == [b"concept"]
    assert [again.count(case, stream) for stream in ("journal", "draft", "niet")] == [3, 1, 0]
    assert again.streams(case) == ("journal", "draft")
    assert again.compartments() == again.compartments("case") == (case,)
    assert again.compartments("results") == ()
    assert again.kind_of(case) == "case"
    assert again.check().whole


def test_a_replaced_stream_keeps_one_record_and_a_removed_one_none(opened: Open) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    for text in (b"a", b"b", b"c"):
        vault.replace(case, "draft", text)
    assert vault.read(case, "draft") == [b"c"]
    assert vault.append(case, "draft", b"d") == 4
    assert vault.read(case, "draft") == [b"c", b"d"]
    vault.remove_stream(case, "draft")
    vault.remove_stream(case, "draft")
    assert vault.read(case, "draft") == []
    assert vault.read_last(case, "draft") is None
    assert vault.streams(case) == ()
    assert vault.check().records == 0


def test_a_transaction_that_fails_leaves_nothing_and_the_vault_goes_on(opened: Open) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    vault.append(case, "journal", b"voor")

    def fails_half_way() -> None:
        with vault.transaction():
            vault.append(case, "journal", b"weg")
            vault.new_compartment("case")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_half_way()
    assert vault.read(case, "journal") == [b"voor"]
    assert vault.compartments() == (case,)
    vault.append(case, "journal", b"na")
    assert vault.read(case, "journal") == [b"voor", b"na"]
    assert vault.check().whole


def test_an_inner_failure_that_was_swallowed_abandons_the_whole(opened: Open) -> None:
    vault = opened()
    case = vault.new_compartment("case")

    def swallows() -> None:
        with vault.transaction():
            vault.append(case, "journal", b"buiten")
            with contextlib.suppress(ZeroDivisionError), vault.transaction():
                vault.append(case, "journal", b"binnen")
                raise ZeroDivisionError

    with pytest.raises(TransactionAbandoned):
        swallows()
    assert vault.read(case, "journal") == []


def test_inside_a_transaction_its_own_writes_are_seen(opened: Open) -> None:
    vault = opened()
    with vault.transaction():
        case = vault.new_compartment("case")
        vault.append(case, "journal", b"een")
        with vault.transaction():
            vault.append(case, "journal", b"twee")
        assert vault.read(case, "journal") == [b"een", b"twee"]
    assert vault.read_last(case, "journal") == b"twee"


def test_a_locked_vault_gives_nothing_and_unlocks_again(opened: Open, passphrase: str) -> None:
    vault = opened()
    case = vault.new_compartment("case")
    vault.append(case, "journal", b"een")
    locked = vault.lock()
    for call in (
        lambda: vault.read(case, "journal"),
        lambda: vault.append(case, "journal", b"x"),
        lambda: vault.read_last(case, "journal"),
        lambda: vault.streams(case),
        vault.compartments,
        vault.check,
        lambda: vault.ledger_key,
    ):
        with pytest.raises(NotUnlocked):
            call()
    with pytest.raises(WrongPassphrase):
        locked.unlock("iets anders dan dit")
    with locked.unlock(passphrase) as again:
        assert again.read(case, "journal") == [b"een"]


def test_after_the_lock_no_key_in_memory_opens_anything(opened: Open) -> None:
    vault = opened()
    sealed = vault._sealed
    root, where = sealed._sealed_root(), sealed._root_place(sealed.epoch)
    assert sealed._sealer.open(root, where)
    vault.lock()
    assert not any(sealed._master)
    with pytest.raises(SealBroken):
        sealed._sealer.open(root, where)


def test_locking_waits_for_a_transaction_to_end(opened: Open) -> None:
    vault = opened()
    with vault.transaction(), pytest.raises(InTransaction):
        vault.lock()
    vault.lock().close()


def test_the_lock_is_held_from_opening_until_closing(folder: Path, weak: KdfPolicy, passphrase: str) -> None:
    locked = open_vault(folder, policy=weak, force=True)
    with pytest.raises(VaultInUse):
        open_vault(folder, policy=weak, force=True)
    vault = locked.unlock(passphrase)
    again = vault.lock()
    with pytest.raises(VaultInUse):
        open_vault(folder, policy=weak, force=True)
    again.close()
    open_vault(folder, policy=weak, force=True).close()


def test_a_passphrase_is_the_same_however_its_spaces_and_accents_are_typed(
    tmp_path: Path, weak: KdfPolicy, opened: Open
) -> None:
    create_vault(tmp_path / "k", "cafe\u0301 op  de hoek", policy=weak, force=True)
    opened(tmp_path / "k", secret="  caf\u00e9 op de hoek\n").close()


def test_an_unknown_compartment_is_named(opened: Open) -> None:
    with pytest.raises(UnknownCompartment):
        opened().append("00" * 16, "journal", b"x")


def test_a_vault_is_not_made_where_something_stands(folder: Path, weak: KdfPolicy, tmp_path: Path) -> None:
    assert vault_exists(folder)
    with pytest.raises(FolderNotEmpty):
        create_vault(folder, "x", policy=weak, force=True)
    empty = tmp_path / "leeg"
    empty.mkdir()
    assert not vault_exists(empty)
    create_vault(empty, "x", policy=weak, force=True)
    assert vault_exists(empty)


def test_what_an_interrupted_making_left_gives_way(tmp_path: Path, weak: KdfPolicy) -> None:
    (tmp_path / "kluis.new").mkdir()
    (tmp_path / "kluis.new" / "vault.key").write_bytes(b"half")
    create_vault(tmp_path / "kluis", "x", policy=weak, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["kluis"]


@pytest.mark.parametrize("own", ["kluis.new", "kluis.new/verslag.docx", "kluis.new/oud/vault.key"])
def test_what_is_somebodys_own_stays_beside_a_vault_that_is_not_made(
    tmp_path: Path, weak: KdfPolicy, own: str
) -> None:
    (tmp_path / own).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / own).write_bytes(b"van iemand")
    with pytest.raises(FolderNotOurs):
        create_vault(tmp_path / "kluis", "x", policy=weak, force=True)
    assert (tmp_path / own).read_bytes() == b"van iemand"
    assert not vault_exists(tmp_path / "kluis")


@pytest.mark.parametrize("gone", ["kluis", "vault.key", "vault.db"])
def test_a_missing_vault_says_what_is_missing(folder: Path, weak: KdfPolicy, gone: str) -> None:
    if gone == "kluis":
        Disk().remove_folder(folder)
    else:
        (folder / gone).unlink()
    with pytest.raises(VaultMissing) as caught:
        open_vault(folder, policy=weak, force=True)
    assert caught.value.missing == gone


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_folder_and_files_are_for_their_owner_only(folder: Path, opened: Open) -> None:
    vault = opened()
    vault.append(vault.new_compartment("case"), "journal", b"x")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == dict.fromkeys(
        ("vault.key", "vault.db", "vault.db-wal"), 0o600
    )


def test_the_file_shows_no_names_kinds_or_text(folder: Path, opened: Open) -> None:
    vault = opened()
    case = vault.new_compartment("soort-van-vak")
    vault.append(case, "naam-van-stroom", b"tekst-van-antwoord")
    vault.close()
    seen = (folder / "vault.db").read_bytes()
    for secret in (b"soort-van-vak", b"naam-van-stroom", b"tekst-van-antwoord"):
        assert secret not in seen
    assert bytes.fromhex(case) in seen  # the control: what is visible is found


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from("abc"), st.sampled_from(["append", "replace", "remove"]), st.binary(max_size=600)
        )
    )
)
@settings(max_examples=40, deadline=None)
def test_any_row_of_writes_reads_back_as_a_plain_dictionary_would(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, bytes]]
) -> None:
    weak = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
    folder = tmp_path_factory.mktemp("wet") / "kluis"
    create_vault(folder, "x", policy=weak, force=True)
    model: dict[str, list[bytes]] = {}
    with open_vault(folder, policy=weak, force=True).unlock("x") as vault:
        case = vault.new_compartment("case")
        for stream, what, payload in steps:
            match what:
                case "append":
                    vault.append(case, stream, payload)
                    model.setdefault(stream, []).append(payload)
                case "replace":
                    vault.replace(case, stream, payload)
                    model[stream] = [payload]
                case _:
                    vault.remove_stream(case, stream)
                    model.pop(stream, None)
    with open_vault(folder, policy=weak, force=True).unlock("x") as vault:
        assert {name: vault.read(case, name) for name in vault.streams(case)} == model
        assert vault.check().whole


def test_the_passphrase_of_now_is_told_from_any_other_and_nothing_changes(
    opened: Open, folder: Path, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    vault.change_passphrase("daarna een heel ander geheim")
    before = (folder / "vault.key").read_bytes(), vault.epoch
    stretched: list[bytearray] = []

    def watched(*asked):
        stretched.append(stretch(*asked))
        return stretched[-1]

    monkeypatch.setattr("storage.vault.keyfile.stretch", watched)
    vault.check_passphrase("  daarna een heel  ander geheim ")
    for wrong in (passphrase, "", "Daarna een heel ander geheim"):
        with pytest.raises(WrongPassphrase):
            vault.check_passphrase(wrong)
    assert len(stretched) == 4
    assert not any(any(buffer) for buffer in stretched)
    assert ((folder / "vault.key").read_bytes(), vault.epoch) == before
    vault.append(vault.new_compartment("case"), "journal", b"gaat door")
    vault.close()
    with pytest.raises(NotUnlocked):
        vault.check_passphrase("daarna een heel ander geheim")
    assert len(stretched) == 4
