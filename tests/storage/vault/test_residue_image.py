"""After destroying, on a file system of its own: nothing of it in any block of the image, freed blocks included.

An image is formatted as ext4, mounted over a loop device, used, unmounted and read as raw bytes. Linux with root only.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from storage.vault import Disk, KdfPolicy, Survivor, Vault, create_vault, open_vault
from storage.vault.keyfile import SLOT, decode
from storage.vault.wal import LoggedDatabase

OLD, NEW = "oude zes woorden op de schijf", "nieuwe zes woorden op de schijf"
SIZE = 32 << 20
TEXTS = [b"mevrouw Verzonnen-Vrouwlief woont in Nergenshuizen nummer %d" % number * 8 for number in range(30)]


class Image:
    """A disk of one file; mounted only inside `mounted`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.vault = path.with_suffix(".mount") / "kluis"
        with path.open("wb") as file:
            file.truncate(SIZE)
        # lazily made tables would be written behind our back
        options = "lazy_itable_init=0,lazy_journal_init=0"
        subprocess.run(["mkfs.ext4", "-q", "-F", "-E", options, str(path)], check=True, capture_output=True)
        self.vault.parent.mkdir()

    @contextlib.contextmanager
    def mounted(self) -> Iterator[Path]:
        """Mounted here, and never after."""
        where = self.vault.parent
        done = subprocess.run(
            ["mount", "-o", "loop", str(self.path), str(where)], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            pytest.skip(f"no loop device here: {done.stderr.strip()}")
        try:
            yield where
        finally:
            if subprocess.run(["umount", str(where)], check=False).returncode != 0:
                subprocess.run(["umount", "--lazy", str(where)], check=True)
                pytest.fail("the image was still in use")

    def hits(self, needles: Iterable[bytes]) -> int:
        """How many of these stand anywhere in the raw image."""
        assert not os.path.ismount(self.vault.parent)
        raw = self.path.read_bytes()
        return sum(needle in raw for needle in needles)


@pytest.fixture
def image(tmp_path: Path) -> Image:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("needs root on Linux, to mount an image")
    for tool in ("mkfs.ext4", "mount", "umount"):
        if shutil.which(tool) is None:
            pytest.skip(f"needs {tool}")
    if not Path("/dev/loop-control").exists():
        pytest.skip("needs a loop device")
    return Image(tmp_path / "schijf.img")


class Known:
    """By kind, the bytes by which cases could be brought back, as they stood before destroying."""

    def __init__(self, vault: Vault, folder: Path, cases: Iterable[str]) -> None:
        raw = (folder / "vault.key").read_bytes()
        slots = [slot for at in (0, SLOT) if (slot := decode(raw[at : at + SLOT])) is not None]
        self.slots = {part for slot in slots for part in (slot.secret, slot.wrapped)}
        self.keys: set[bytes] = {bytes(vault._sealed._master), bytes(vault._keys.stretched)}
        self.wrapped: set[bytes] = set()
        self.blobs: set[bytes] = set()
        for case in cases:
            name = bytes.fromhex(case)
            key, manifest = vault._sealed.execute(
                "SELECT key, manifest FROM compartments WHERE id = ?", (name,)
            ).fetchone()
            rows = vault._sealed.execute("SELECT sealed FROM records WHERE compartment = ?", (name,))
            self.keys.add(bytes(vault._sealed.held(case).key))
            self.wrapped.add(bytes(key)[12:])
            for blob in (bytes(manifest), *(bytes(row[0]) for row in rows)):
                # a blob may lie over two pages: pieces of it are looked for, not the whole
                self.blobs |= {blob[at : at + 24] for at in range(0, len(blob) - 24, 96)}

    def kinds(self) -> dict[str, set[bytes]]:
        return {
            "plaintext": {text[:40] for text in TEXTS},
            "keys": self.keys,
            "slots": self.slots,
            "wrapped": self.wrapped,
            "blobs": self.blobs,
        }


def cases_with_texts(vault: Vault, number: int) -> list[str]:
    cases = [vault.new_compartment("case") for _ in range(number)]
    for case in cases:
        for text in TEXTS:
            vault.append(case, "journal", text)
        vault.replace(case, "draft", TEXTS[0])
    return cases


def begun(image: Image, weak: KdfPolicy) -> list[str]:
    """A vault on the image with three cases, closed and unmounted."""
    with image.mounted():
        create_vault(image.vault, OLD, policy=weak, force=True)
        with open_vault(image.vault, policy=weak, force=True).unlock(OLD) as vault:
            return cases_with_texts(vault, 3)


def withdraw(image: Image, weak: KdfPolicy, case: str, disk: Disk | None = None) -> Known:
    with image.mounted(), open_vault(image.vault, policy=weak, disk=disk, force=True).unlock(OLD) as vault:
        before = Known(vault, image.vault, [case])
        vault.drop_compartment(case)
    return before


def purge(image: Image, weak: KdfPolicy, cases: list[str]) -> Known:
    with image.mounted() as root:
        export = root / "analyse.xlsx"
        export.write_bytes(b"uitkomsten")
        with open_vault(image.vault, policy=weak, force=True).unlock(OLD) as vault:
            before = Known(vault, image.vault, cases)
            vault.refound(
                [Survivor("results", {"uitkomst": [b"1"]})], NEW, exports=[export], finish=lambda *_: None
            )
    return before


def left(image: Image, known: Known) -> dict[str, int]:
    return {kind: image.hits(needles) for kind, needles in known.kinds().items()}


def unlink(image: Image) -> None:
    with image.mounted():
        (image.vault / "vault.key").unlink()


class ReplacingDisk(Disk):
    """Writes the usual safe way: a new file, renamed over the old one, of which the blocks stay."""

    def write_at(self, file, offset, data):
        raw = bytearray(self.read_at(file, 0, 2 * SLOT))
        raw[offset : offset + len(data)] = data
        new = file.path.with_name("key.tmp")
        self.create(new, bytes(raw))
        self.sync(new)
        new.replace(file.path)
        fd = os.open(file.path, os.O_RDWR)
        os.dup2(fd, file.fd)
        os.close(fd)


READABLE = ("plaintext", "keys", "slots")  # with these, what is sealed could be opened
SEALED = ("wrapped", "blobs")


@pytest.mark.long
def test_nothing_that_opens_a_withdrawn_case_is_left_in_any_block(image: Image, weak: KdfPolicy) -> None:
    stays, goes, _ = begun(image, weak)
    with image.mounted(), open_vault(image.vault, policy=weak, force=True).unlock(OLD) as vault:
        before = Known(vault, image.vault, [goes])
    there = left(image, before)  # the search finds all that is written, and only that
    assert there == {
        kind: 0 if kind in {"plaintext", "keys"} else len(before.kinds()[kind]) for kind in there
    }
    withdraw(image, weak, goes)
    after = left(image, before)
    assert [after[kind] for kind in READABLE] == [0, 0, 0]
    with image.mounted(), open_vault(image.vault, policy=weak, force=True).unlock(OLD) as vault:
        assert vault.read(stays, "journal") == TEXTS


@pytest.mark.long
def test_nothing_that_opens_the_old_vault_is_left_in_any_block_after_refounding(
    image: Image, weak: KdfPolicy
) -> None:
    after = left(image, purge(image, weak, begun(image, weak)))
    assert [after[kind] for kind in READABLE] == [0, 0, 0]
    with image.mounted(), open_vault(image.vault, policy=weak, force=True).unlock(NEW) as vault:
        assert vault.read(vault.compartments("results")[0], "uitkomst") == [b"1"]


@pytest.mark.long
@pytest.mark.parametrize("ending", ["withdraw", "purge"])
def test_no_sealed_blob_is_left_in_any_block_either(ending: str, image: Image, weak: KdfPolicy) -> None:
    cases = begun(image, weak)
    before = withdraw(image, weak, cases[1]) if ending == "withdraw" else purge(image, weak, cases)
    after = left(image, before)
    assert [after[kind] for kind in SEALED] == [0, 0]


@pytest.mark.long
def test_control_a_log_that_is_not_overwritten_leaves_sealed_blobs(
    image: Image, weak: KdfPolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LoggedDatabase, "_overwrite_log", lambda _self: None)
    goes = begun(image, weak)[1]
    assert left(image, withdraw(image, weak, goes))["blobs"] > 0


@pytest.mark.long
def test_control_a_key_file_that_is_replaced_leaves_the_old_slot(image: Image, weak: KdfPolicy) -> None:
    goes = begun(image, weak)[1]
    before = withdraw(image, weak, goes, ReplacingDisk())
    assert left(image, before)["slots"] == len(before.slots)


@pytest.mark.long
def test_control_a_key_file_that_is_unlinked_leaves_both_slots(image: Image, weak: KdfPolicy) -> None:
    cases = begun(image, weak)
    with image.mounted(), open_vault(image.vault, policy=weak, force=True).unlock(OLD) as vault:
        before = Known(vault, image.vault, cases)
    unlink(image)
    assert left(image, before)["slots"] == len(before.slots)
