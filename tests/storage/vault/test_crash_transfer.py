"""A crash while a case is given, taken in or its old copy destroyed: it is on at least one laptop, whole, and once."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.instrument import Source
from storage.cases import OutsideKind, Register
from storage.transfer import NotForThisVault, act_on, hand_over, make_key, take_in, understand
from storage.vault import create_vault, open_vault
from zet_tui import new_file
from zet_tui.handing import write_case_file

NOW = datetime(2026, 3, 5, tzinfo=UTC)
MINIMUM = {8: 30, 60: 90}


def opened(folder: Path, weak, passphrase: str, disk=None) -> Register:
    vault = open_vault(folder, policy=weak, disk=disk, force=True, ledgers=folder.parent / "logboek").unlock(
        passphrase
    )
    return Register(vault, now=lambda: NOW)


class WatchedCalls:
    """The operating system as `zet_tui.new_file` sees it: a crash may come after each of its calls."""

    def __init__(self, disk) -> None:
        self._disk = disk
        self._paths: dict[int, Path] = {}

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    def open(self, path: Path, flags: int, mode: int) -> int:
        number = os.open(path, flags, mode)
        self._paths[number] = path
        self._disk.mark(f"create {path.name}")
        return number

    def fsync(self, number: int) -> None:
        self._disk.mark("written")
        os.fsync(number)
        self._disk._flushed(self._paths[number])
        self._disk.mark("sync package")


def file_first(register: Register, case: str, key: bytes, folder: Path) -> None:
    """The order in which it must not be done."""
    parcel = hand_over(register, case, key)
    path = folder / f"zet-casus-{parcel.transfer[:8]}.zet"
    new_file.write_new(path, parcel.data)
    register.outside.add(OutsideKind.PACKAGE, path)


def note_first(register: Register, case: str, key: bytes, folder: Path) -> None:
    """The order of the product."""
    write_case_file(register, case, key, folder, keep=False)


@pytest.fixture
def given(
    recording, weak, passphrase, register, evaluation, zet, signed, monkeypatch
) -> Callable[..., tuple]:
    """A case with an answer, given to `register`'s laptop in one order; the disk's states and the case's journal."""

    def give(variants: int, order: Callable[..., None]) -> tuple:
        disk = recording(variants)
        kluis, out = disk.root / "kluis", disk.root / "uit"
        out.mkdir()
        create_vault(kluis, passphrase, policy=weak, force=True)
        giver = opened(kluis, weak, passphrase)
        giver.define_evaluation(evaluation, zet)
        giver.sit_down("Anouk")
        case = giver.register_case("Henk de Vries", "per brief", "Youssef", "wijkteam")
        giver.record_consent(case, signed(giver, case))
        giver.open_interview(case, Source.RESIDENT)
        journal = giver.read_interview(case, Source.RESIDENT).events
        key = make_key(register.vault)
        giver.vault.close()
        disk.begin()
        giver = opened(kluis, weak, passphrase, disk)
        giver.sit_down("Anouk")
        with monkeypatch.context() as patch:
            patch.setattr(new_file, "os", WatchedCalls(disk))
            patch.setattr("storage.vault.Disk", lambda: disk)
            order(giver, case, key, out)
        giver.vault.close()
        (package,) = out.iterdir()
        return disk, case, journal, package.read_bytes()

    return give


def packages(register: Register, out: Path) -> tuple[set[str], set[str], set[str]]:
    """Names of the packages that are there, that are listed, and of those the vault has a laptop for."""
    there = {path.name for path in out.iterdir()} if out.exists() else set()
    listed = {Path(file.path).name for file in register.outside.files() if file.kind is OutsideKind.PACKAGE}
    links = {f"zet-casus-{place.link.transfer[:8]}.zet" for place in register.places.known()}
    return there, listed, links


@pytest.mark.parametrize("variants", [20, pytest.param(120, marks=pytest.mark.long)])
def test_no_crash_while_giving_leaves_a_package_that_the_vault_does_not_know(
    variants, given, rebuilt, weak, passphrase, register, tally
):
    disk, case, journal, whole = given(variants, note_first)
    tally("crash states, giving", len(disk.states))
    assert len(disk.states) >= {20: 40, 120: 150}[variants]
    complete = 0
    for state in disk.states:
        rebuilt(disk.root, state.files)
        out = disk.root / "uit"
        again = opened(disk.root / "kluis", weak, passphrase)
        there, listed, links = packages(again, out)
        assert there <= listed == links, state.label
        again.sit_down("Anouk")
        assert again.read_interview(case, Source.RESIDENT).events == journal, state.label
        assert again.vault.check().whole
        again.vault.close()
        complete += whole in (path.read_bytes() for path in out.glob("*"))
    assert 0 < complete < len(disk.states)

    rebuilt(disk.root, next(state.files for state in disk.states if packages_in(state.files)))
    again = opened(disk.root / "kluis", weak, passphrase)
    again.sit_down("Anouk")
    second = hand_over(again, case, make_key(register.vault))  # after a crash it is simply given once more
    receipt = take_in(register, second.data, "Anouk").receipt
    act_on(again, understand(again, receipt))
    assert again.cases() == ()
    again.vault.close()


def packages_in(files: dict[str, bytes]) -> list[str]:
    return [name for name in files if name.endswith(".zet")]


def test_with_the_file_first_a_crash_does_leave_one(given, rebuilt, weak, passphrase):
    disk, *_ = given(6, file_first)
    forgotten = 0
    for state in disk.states:
        rebuilt(disk.root, state.files)
        again = opened(disk.root / "kluis", weak, passphrase)
        there, listed, _ = packages(again, disk.root / "uit")
        forgotten += not there <= listed
        again.vault.close()
    assert forgotten


@pytest.mark.parametrize("variants", [8, pytest.param(60, marks=pytest.mark.long)])
def test_no_crash_while_taking_in_loses_the_case_or_the_way_to_take_it_in(
    variants, recording, rebuilt, weak, passphrase, register, case, tally
):
    disk = recording(variants)
    kluis = disk.root / "kluis"
    register.open_interview(case, Source.RESIDENT)
    create_vault(kluis, passphrase, policy=weak, force=True)
    empty = opened(kluis, weak, passphrase)
    file = hand_over(register, case, make_key(empty.vault)).data
    empty.vault.close()
    disk.begin()

    receiver = opened(kluis, weak, passphrase, disk)
    done = len(disk.states)
    take_in(receiver, file, "Bas")
    receiver.vault.close()
    tally("crash states, taking in", len(disk.states))
    assert len(disk.states) - done >= MINIMUM[variants]
    for state in disk.states:
        rebuilt(disk.root, state.files)
        again = opened(kluis, weak, passphrase)
        there = again.cases() if again.evaluation() is not None else ()
        try:
            take_in(again, file, "Bas")
        except NotForThisVault:
            assert len(there) == 1, state.label
        assert len(again.cases()) == 1, state.label
        assert again.vault.check().whole
        again.sit_down("Bas")
        assert again.read_interview(again.cases()[0].id, Source.RESIDENT).events
        again.vault.close()


@pytest.mark.parametrize("variants", [6, pytest.param(60, marks=pytest.mark.long)])
def test_no_crash_while_the_receipt_destroys_the_old_copy_leaves_half_of_it(
    variants, recording, rebuilt, weak, passphrase, register, case, evaluation, zet, signed, tally
):
    disk = recording(variants)
    kluis = disk.root / "kluis"
    create_vault(kluis, passphrase, policy=weak, force=True)
    giver = opened(kluis, weak, passphrase)
    giver.define_evaluation(evaluation, zet)
    giver.sit_down("Anouk")
    given = giver.register_case("Henk de Vries", "per brief", "Youssef", "wijkteam")
    giver.record_consent(given, signed(giver, given))
    register.withdraw(case)
    receipt = take_in(register, hand_over(giver, given, make_key(register.vault)).data, "Anouk").receipt
    giver.vault.close()
    disk.begin()

    giver = opened(kluis, weak, passphrase, disk)
    act_on(giver, understand(giver, receipt))
    giver.vault.close()
    tally("crash states, receipt", len(disk.states))
    assert len(disk.states) >= {6: 30, 60: 75}[variants]
    gone = 0
    for state in disk.states:
        rebuilt(disk.root, state.files)
        again = opened(kluis, weak, passphrase)
        assert again.vault.ledger.withdrawn == (), state.label
        meaning = understand(again, receipt)
        gone += meaning.case is None
        act_on(again, meaning)
        assert again.cases() == (), state.label
        assert again.vault.check().whole
        again.vault.close()
    assert 0 < gone < len(disk.states)
    assert "withdrawn" not in next((disk.root / "logboek").iterdir()).read_text()
