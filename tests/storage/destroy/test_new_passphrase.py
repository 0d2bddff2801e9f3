"""What is left opens with another passphrase than every copy from before; the certificate and the manual say so."""

import pytest

from storage.destroy import PassphraseNotNew, anonymise_and_destroy, certificate_text
from storage.vault import WeakPassphrase, WrongPassphrase
from tests.storage.conftest import PASSPHRASE

NEW = "daarna een heel ander geheim"


@pytest.mark.parametrize("same", [PASSPHRASE, f"  {PASSPHRASE.replace(' ', '   ')} "])
def test_the_end_does_not_take_the_passphrase_of_before(register, case, tmp_path, same):
    with pytest.raises(PassphraseNotNew):
        anonymise_and_destroy(register, folder=tmp_path, new_passphrase=same, without_workbook=True)
    assert not list(tmp_path.glob("zet-*"))
    assert [found.id for found in register.cases()] == [case]
    # the control: another one is taken, and then the sentence of the certificate is true
    made = anonymise_and_destroy(register, folder=tmp_path, new_passphrase=NEW, without_workbook=True)
    assert "onder een nieuwe sleutel en een nieuw wachtwoord" in certificate_text(made.certificate)
    with pytest.raises(WrongPassphrase):
        register.vault.check_passphrase(PASSPHRASE)


def test_a_new_passphrase_that_is_too_easy_is_called_that(register, case, tmp_path):
    with pytest.raises(WeakPassphrase):
        anonymise_and_destroy(register, folder=tmp_path, new_passphrase="geheim", without_workbook=True)
    assert [found.id for found in register.cases()] == [case]
