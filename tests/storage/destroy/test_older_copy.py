"""An older copy of a vault is put back: what was destroyed since is counted, and destroyed again."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.cases import OutsideKind, Register
from storage.destroy import check_ledger, destroy_again
from storage.destroy.again import OlderCopy
from storage.vault import Vault, open_vault
from tests.storage.conftest import PASSPHRASE

NOTHING = OlderCopy(older=False, ended=False, cases=0, feedback=0, other=0, ignored=0)


@pytest.fixture
def opened(vault_folder: Path, weak_policy, tmp_path: Path) -> Iterator[Callable[[], Vault]]:
    """Opens the vault beside its ledger; the one before is closed first."""
    held: list[Vault] = []

    def open_it() -> Vault:
        while held:
            held.pop().close()
        locked = open_vault(vault_folder, policy=weak_policy, force=True, ledgers=tmp_path / "logboek")
        held.append(locked.unlock(PASSPHRASE))
        return held[-1]

    yield open_it
    for vault in held:
        vault.close()


@pytest.fixture
def put_back(opened, vault_folder: Path, tmp_path: Path, evaluation, zet) -> Callable[..., Vault]:
    """Copies a vault with two cases, lets something happen to it, and puts the copy back."""

    def do(
        happens: Callable[[Register, str], object], before: Callable[[Register], object] = lambda _: None
    ) -> Vault:
        register = Register(opened())
        register.define_evaluation(evaluation, zet)
        register.sit_down("Anouk")
        cases = [
            register.register_case(name, "06 12345678", "Karin Postma", "wijkteam")
            for name in ("Henk", "Fatima")
        ]
        before(register)
        register.vault.close()
        shutil.copytree(vault_folder, tmp_path / "kopie")
        later = Register(opened())
        later.sit_down("Anouk")
        happens(later, cases[0])
        later.vault.close()
        shutil.rmtree(vault_folder)
        shutil.copytree(tmp_path / "kopie", vault_folder)
        return opened()

    return do


def test_a_case_that_was_withdrawn_since_is_destroyed_again_and_the_rest_stays(put_back, opened):
    vault = put_back(lambda register, case: register.withdraw(case))
    found = check_ledger(vault)
    assert found == OlderCopy(older=True, ended=False, cases=1, feedback=0, other=0, ignored=0)
    assert found.must_destroy
    assert destroy_again(vault)
    assert destroy_again(vault)  # again is safe
    again = opened()
    assert not check_ledger(again).must_destroy
    register = Register(again)
    register.sit_down("Anouk")
    assert [case.entry.name for case in register.cases()] == ["Fatima"]


def test_what_goes_again_from_an_older_copy_is_not_named_in_it_either(put_back, opened, tmp_path):
    def written(register: Register) -> None:
        register.outside.add(OutsideKind.LETTER, tmp_path / "Henk" / "b.docx")

    vault = put_back(lambda register, case: register.withdraw(case), written)
    assert "Henk" in Register(vault).outside.files()[0].path  # the control: this copy knows nothing of it
    assert destroy_again(vault)
    assert "Henk" not in Register(opened()).outside.files()[0].path


def test_a_copy_from_before_the_end_goes_as_a_whole(put_back, vault_folder):
    def end(register: Register, _: str) -> None:
        register.vault.refound([], "daarna zes heel andere woorden", exports=[], finish=lambda *_: None)

    vault = put_back(end)
    found = check_ledger(vault)
    assert (found.older, found.ended, found.cases, found.must_destroy) == (True, True, 2, True)
    assert not destroy_again(vault)
    assert not vault_folder.exists()


def test_a_vault_that_is_no_copy_has_nothing_to_ask(opened):
    assert check_ledger(opened()) == NOTHING
    assert not check_ledger(opened()).must_destroy
    assert destroy_again(opened())
