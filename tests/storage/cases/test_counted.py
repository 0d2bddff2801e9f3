"""What leaves only a number is counted once: an interruption neither loses a count nor doubles it."""

from collections.abc import Callable

import pytest

from storage.cases import Register
from storage.vault import DiskFailed, epoch
from storage.vault.vault import Vault


def test_a_withdrawal_that_is_finished_at_the_next_start_is_counted(
    case: str, register: Register, open_register: Callable[[], Register], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "made to fail")

    with monkeypatch.context() as broken:
        broken.setattr(epoch, "verify", fail)
        with pytest.raises(DiskFailed):
            register.withdraw(case)
    again = open_register()
    assert again.cases() == ()
    assert again.withdrawn_count == 1


def test_a_case_that_is_still_here_is_not_counted_and_later_once(
    case: str, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Vault, "drop_compartment", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            register.withdraw(case)
    assert register.withdrawn_count == 0
    register.withdraw(case)
    assert register.withdrawn_count == 1


def test_counts_of_earlier_versions_have_no_id_and_still_count(register: Register) -> None:
    evaluation = register._store.evaluation_compartment()
    for _ in range(2):
        register.vault.append(evaluation, "refused", b"2026-03")
    register.refused(register.register_case("Henk Visser", "06 12345678", "Karin Postma", "wijkteam"))
    assert register.refused_count == 3


def test_a_case_that_went_another_way_after_all_is_not_counted_and_the_others_stay_counted(
    case: str, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.withdraw(register.register_case("Henk Visser", "06 12345678", "Karin Postma", "wijkteam"))
    with monkeypatch.context() as broken:
        broken.setattr(Vault, "drop_compartment", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            register.withdraw(case)
    register.places.moved(case)
    assert register.cases() == ()
    assert register.withdrawn_count == 1
