"""A power cut during the whole end, workbook and certificate included: no certificate without the workbook it names."""

import hashlib
from pathlib import Path

import pytest

from storage.cases import Register
from storage.destroy import Wanted, anonymise_and_destroy, certificates, finish_interrupted
from storage.export import workbook
from storage.vault import KdfPolicy, WrongPassphrase, open_vault

PASSPHRASE = "zes gewone woorden voor de test"
NEW = "daarna een heel ander geheim"
BOOK, CERTIFICATE = "zet-analysebestand.xlsx", "zet-verklaring-van-vernietiging.txt"


def wrong_with(root: Path, weak: KdfPolicy, now) -> tuple[str, bool]:
    """What is broken on this disk ("" when nothing is), and whether everything was destroyed."""
    folder, book, certificate = root / "kluis", root / BOOK, root / CERTIFICATE
    with open_vault(folder, policy=weak, force=True) as locked:
        try:
            vault = locked.unlock(PASSPHRASE)
        except WrongPassphrase:
            vault = locked.unlock(NEW)
            before = certificate.exists()
            finish_interrupted(vault, now)
            (kept,) = certificates(vault)
            there = {book.name: hashlib.sha256(book.read_bytes()).hexdigest()} if book.exists() else {}
            named = {export.name: export.sha256 for export in kept.exports}
            vault.close()
            if named != there or list(named) != [BOOK]:
                return "a certificate without its workbook", before
            return ("" if certificate.exists() else "no certificate"), True
        whole = len(Register(vault, now=now).cases()) == 3 and vault.check().whole
        made = certificates(vault)
        vault.close()
        if certificate.exists() or made:
            return "a certificate, and nothing was destroyed", False
        return ("" if whole else "a case is gone"), False


def explore(three: Register, recording, rebuilt, monkeypatch, variants: int) -> tuple[int, int, list[str]]:
    """How many states there were, in how many everything was destroyed, and what was wrong in any of them."""
    disk = recording(variants)
    weak = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
    three.vault.close()
    (three.vault.folder).rename(disk.root / "kluis")
    disk.begin()
    vault = open_vault(disk.root / "kluis", policy=weak, disk=disk, force=True).unlock(PASSPHRASE)
    register = Register(vault, now=three.now)
    register.sit_down("Anouk")
    with monkeypatch.context() as patch:
        patch.setattr(workbook, "Disk", lambda: disk)
        anonymise_and_destroy(register, folder=disk.root, new_passphrase=NEW, wanted=Wanted(session=False))
    vault.close()
    ended, wrong = 0, []
    for state in disk.states:
        rebuilt(disk.root, state.files)
        what, destroyed = wrong_with(disk.root, weak, three.now)
        ended += destroyed
        wrong += [f"{state.label}: {what}"] if what else []
    return len(disk.states), ended, wrong


@pytest.mark.parametrize(("variants", "least"), [(1, 45), pytest.param(30, 200, marks=pytest.mark.long)])
def test_no_power_cut_leaves_a_certificate_without_its_workbook(
    variants: int, least: int, three: Register, recording, rebuilt, monkeypatch, tally
) -> None:
    count, ended, wrong = explore(three, recording, rebuilt, monkeypatch, variants)
    tally("crash states, the whole end", count)
    assert wrong == []
    assert count >= least
    assert 0 < ended < count


def test_control_a_workbook_that_is_not_flushed_is_found(
    three: Register, recording, rebuilt, monkeypatch
) -> None:
    def forgetful(variants: int):
        disk = recording(variants)
        honest = disk.sync
        disk.sync = lambda path: None if BOOK in path.name else honest(path)
        return disk

    _, _, wrong = explore(three, forgetful, rebuilt, monkeypatch, 0)
    assert any("without its workbook" in what for what in wrong)
