"""Files of the first version keep opening: a vault, its recovery sheet, and a case on its way."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.instrument import Source
from storage.cases import Register
from storage.transfer import take_in
from storage.vault import KdfPolicy, KeyFileDamaged, WrongPassphrase, open_vault
from storage.vault.recovery import read

DATA = Path(__file__).parent / "data" / "1"
PASSPHRASE = "bevroren kluis voor de test"
NEW = "een heel nieuw geheim daarna"
NOW = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy, as opening a vault may write."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_the_frozen_vault_opens_with_everything_in_it(data, weak_policy):
    with open_vault(data / "kluis", policy=weak_policy, force=True).unlock(PASSPHRASE) as vault:
        assert vault.check().whole
        assert vault.epoch == 3
        register = Register(vault, now=lambda: NOW)
        register.sit_down("Anouk")
        (case,) = register.cases()
        assert case.entry is not None
        assert case.entry.name == "Fatima El Amrani"
        interview = register.read_interview(case.id, Source.RESIDENT)
        assert (interview.view("3").value, interview.view("4").reason) == ("groen", "Het duurde lang.")
        assert "Oosterdam" in register.consent(case.id).letter_text
        register.append(case.id, Source.RESIDENT, interview.answer("5", "mint"))
        vault.drop_compartment(case.id)


def test_the_frozen_recovery_sheet_opens_it(data, weak_policy):
    code = read((data / "herstelcode.txt").read_text())
    with open_vault(data / "kluis", policy=weak_policy, force=True).recover(code, NEW) as vault:
        assert vault.check().whole
    with pytest.raises(WrongPassphrase):
        open_vault(data / "kluis", policy=weak_policy, force=True).unlock(PASSPHRASE)


def test_the_frozen_case_is_taken_in(data, weak_policy):
    with open_vault(data / "ontvanger", policy=weak_policy, force=True).unlock(PASSPHRASE) as vault:
        register = Register(vault, now=lambda: NOW)
        taken = take_in(register, (data / "overdracht.zet").read_bytes(), "Bas")
        assert register.read_interview(taken.case, Source.RESIDENT).view("4").value == "rood"
        assert vault.compartments("receiving") == ()


def test_control_a_flipped_bit_of_the_frozen_key_file_is_seen(data, weak_policy: KdfPolicy):
    path = data / "kluis" / "vault.key"
    key = bytearray(path.read_bytes())
    for slot in (0, 4096):
        key[slot + 150] ^= 1
    path.write_bytes(key)
    with pytest.raises(KeyFileDamaged):
        open_vault(data / "kluis", policy=weak_policy, force=True)
