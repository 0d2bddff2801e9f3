"""The ledger outside the vault: an older copy says what it should not have any more, and destroys it again."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.vault import (
    Disk,
    DiskFull,
    KdfPolicy,
    Survivor,
    Vault,
    VaultError,
    VaultMissing,
    create_vault,
    open_vault,
)
from storage.vault.ledger import Ledger, LedgerKind, LedgerLine

PASSPHRASE, SECOND = "zes gewone woorden voor de test", "daarna zes heel andere woorden"
KEY = b"k" * 32
VAULT = b"v" * 16


@dataclass
class Place:
    """A vault with its ledger, and a way to keep and bring back older copies of the vault alone."""

    root: Path
    weak: KdfPolicy
    disk: Disk = field(default_factory=Disk)
    held: list[Vault] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return self.root / "kluis"

    @property
    def file(self) -> Path:
        (found,) = (self.root / "logboek").iterdir()
        return found

    def open(self, secret: str = PASSPHRASE) -> Vault:
        self.close()
        locked = open_vault(
            self.folder, policy=self.weak, force=True, ledgers=self.root / "logboek", disk=self.disk
        )
        self.held = [locked, locked.unlock(secret)]
        return self.held[1]

    def close(self) -> None:
        for held in self.held:
            held.close()
        self.held = []

    def copy(self) -> None:
        self.close()
        shutil.copytree(self.folder, self.root / "kopie")

    def bring_back(self) -> None:
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.root / "kopie", self.folder)


@pytest.fixture
def place(tmp_path: Path, weak: KdfPolicy) -> Iterator[Place]:
    create_vault(tmp_path / "kluis", PASSPHRASE, policy=weak, force=True)
    place = Place(tmp_path, weak)
    yield place
    place.close()


def with_cases(place: Place, count: int = 2) -> list[str]:
    vault = place.open()
    cases = [vault.new_compartment("case") for _ in range(count)]
    for case in cases:
        vault.append(case, "journal", b"gezegd")
    return cases


def test_a_copy_from_before_a_withdrawal_is_found_and_the_case_goes_again(place):
    first, second = with_cases(place)
    place.copy()
    place.open().drop_compartment(first)
    place.bring_back()
    vault = place.open()
    assert (vault.ledger.older, vault.ledger.withdrawn, vault.ledger.purged) == (True, (first,), False)
    vault.drop_compartment(first)
    assert place.open().ledger.withdrawn == ()
    assert place.open().compartments() == (second,)


def test_the_vault_that_withdrew_finds_nothing_at_its_next_opening(place):
    first, _ = with_cases(place)
    place.open().drop_compartment(first)
    vault = place.open()
    assert (vault.ledger.older, vault.ledger.withdrawn, vault.ledger.ignored) == (False, (), 0)


def test_a_copy_from_before_the_end_is_destroyed_whole_and_stays_gone(place):
    with_cases(place)
    place.copy()
    place.open().refound([Survivor("results", {"u": [b"1"]})], SECOND, exports=[], finish=lambda *_: None)
    assert not place.open(SECOND).ledger.purged
    place.bring_back()
    vault = place.open()
    assert vault.ledger.purged
    vault.destroy()
    assert not place.folder.exists()
    with pytest.raises(VaultMissing):
        place.open()


def test_what_was_handed_over_is_in_the_ledger_and_is_never_destroyed_in_a_copy(place):
    first, _ = with_cases(place)
    place.copy()
    place.open().drop_compartment(first, handed_over=True)
    assert f"handed_over|2|{first}" in place.file.read_text()
    place.bring_back()
    assert place.open().ledger.withdrawn == ()
    assert place.open().ledger.older


def test_the_ledger_follows_a_change_of_passphrase(place):
    with_cases(place)
    place.copy()
    place.open().change_passphrase(SECOND)
    place.open(SECOND)
    place.bring_back()
    assert place.open().ledger.older


def test_another_machine_has_no_ledger_and_opens_quietly(place):
    first, _ = with_cases(place)
    place.copy()
    place.open().drop_compartment(first)
    place.bring_back()
    shutil.rmtree(place.root / "logboek")
    assert place.open().ledger.withdrawn == ()


def test_the_ledger_is_private_and_names_nothing_but_random_ids(place):
    first, _ = with_cases(place)
    place.open().drop_compartment(first)
    assert place.file.stat().st_mode & 0o777 == 0o600
    assert place.file.parent.stat().st_mode & 0o777 == 0o700
    words = {word for line in place.file.read_text().split() for word in line.split("|")[:-1]}
    assert words == {"zet1", "opened", "withdrawn", "1", "2", "", first}


def test_changed_and_foreign_lines_are_ignored_and_counted(place):
    first, second = with_cases(place)
    place.copy()
    place.open().drop_compartment(first)
    place.bring_back()
    text = place.file.read_text()
    place.file.write_text(text.replace(first, second) + "\nzet1|purged|99|" + "|" + "0" * 64 + "\n\xff\n")
    vault = place.open()
    assert (vault.ledger.withdrawn, vault.ledger.purged, vault.ledger.ignored) == ((), False, 3)


def test_a_ledger_that_cannot_be_written_keeps_nobody_out_and_is_caught_up_later(place):
    first, second = with_cases(place)
    place.copy()

    class Full(Disk):
        def append(self, *_):
            raise OSError(28, "made to fail")

    place.disk = Full()
    place.open().drop_compartment(first)
    assert place.open().compartments() == (second,)
    assert first not in place.file.read_text()
    place.disk = Disk()
    place.open()
    assert first in place.file.read_text()
    place.bring_back()
    assert place.open().ledger.withdrawn == (first,)


def test_control_without_a_ledger_the_copy_brings_the_case_back(tmp_path, weak):
    folder = tmp_path / "kluis"
    create_vault(folder, PASSPHRASE, policy=weak, force=True)
    with open_vault(folder, policy=weak, force=True).unlock(PASSPHRASE) as vault:
        case = vault.new_compartment("case")
    shutil.copytree(folder, tmp_path / "kopie")
    with open_vault(folder, policy=weak, force=True).unlock(PASSPHRASE) as vault:
        vault.drop_compartment(case)
    with open_vault(tmp_path / "kopie", policy=weak, force=True).unlock(PASSPHRASE) as vault:
        assert vault.compartments() == (case,)
        assert vault.ledger.withdrawn == ()


# -- the file itself ------------------------------------------------------------------------------

LINES = st.builds(
    LedgerLine,
    st.sampled_from(LedgerKind),
    st.integers(0, 2**40),
    st.sampled_from(["", "ab" * 16, "cd" * 16]),
)


@settings(deadline=None)  # it flushes to a disk that others use too
@given(lines=st.lists(LINES, max_size=6, unique=True), cut=st.integers(0, 2000), more=LINES)
def test_a_torn_line_spoils_no_other(tmp_path_factory, lines, cut, more):
    path = tmp_path_factory.mktemp("logboek") / "x.ledger"
    ledger = Ledger(Disk(), path, VAULT, KEY)
    for line in lines:
        ledger.write(line)
    if lines:
        whole = path.read_bytes()
        path.write_bytes(whole[: max(len(whole) - cut % 80, 0)])
    ledger.write(more)
    read, _ = ledger.read()
    assert more in read
    assert set(lines[:-1]) <= set(read)


@given(line=LINES, flip=st.integers(0, 10_000))
def test_no_flipped_bit_is_believed(tmp_path_factory, line, flip):
    path = tmp_path_factory.mktemp("logboek") / "x.ledger"
    ledger = Ledger(Disk(), path, VAULT, KEY)
    ledger.write(line)
    data = bytearray(path.read_bytes())
    data[flip // 8 % len(data)] ^= 1 << flip % 8
    path.write_bytes(data)
    read, _ = ledger.read()
    assert set(read) <= {line}
    assert Ledger(Disk(), path, VAULT, b"x" * 32).read()[0] == ()


def test_the_same_thing_is_written_once(tmp_path):
    ledger = Ledger(Disk(), tmp_path / "map" / "x.ledger", VAULT, KEY)
    for _ in range(3):
        ledger.write(LedgerLine(LedgerKind.PURGED, 4))
    assert ledger.read() == ((LedgerLine(LedgerKind.PURGED, 4),), 0)


# -- crashes --------------------------------------------------------------------------------------


def explore(recording, rebuilt, weak, story: Callable, judge: Callable) -> tuple[int, list[str]]:
    disk = recording(6)
    place = Place(disk.root, weak, disk)
    facts = story(place)
    wrong = []
    for state in disk.states:
        rebuilt(disk.root, state.files)
        again = Place(disk.root, weak)
        wrong += [f"{state.label}: {what}" for what in judge(again, facts)]
        again.close()
    return len(disk.states), wrong


def tell_of_withdrawing(place: Place) -> str:
    create_vault(place.folder, PASSPHRASE, policy=place.weak, force=True)
    with open_vault(place.folder, policy=place.weak, force=True).unlock(PASSPHRASE) as vault:
        cases = [vault.new_compartment("case") for _ in range(2)]
    place.disk.begin()
    place.open().drop_compartment(cases[0])
    place.close()
    return cases[0]


def judge_withdrawing(place: Place, case: str) -> list[str]:
    gone = case not in place.open().compartments()
    place.close()
    told = (place.root / "logboek").exists() and case in place.file.read_text()
    return ["gone and not in the ledger"] if gone and not told else []


def test_no_crash_destroys_a_case_without_the_ledger_knowing(recording, rebuilt, weak):
    count, wrong = explore(recording, rebuilt, weak, tell_of_withdrawing, judge_withdrawing)
    assert wrong == []
    assert count >= 25


def test_control_a_ledger_written_after_the_intent_is_cleared_is_found(recording, rebuilt, weak, monkeypatch):
    from storage.vault import epoch

    honest_tell, honest_clear, late = epoch.tell, epoch.clear_intent, []
    monkeypatch.setattr(epoch, "tell", lambda *what: late.append(what))

    def clear(sealed):
        honest_clear(sealed)
        while late:
            honest_tell(*late.pop())

    monkeypatch.setattr(epoch, "clear_intent", clear)
    _, wrong = explore(
        recording,
        rebuilt,
        weak,
        tell_of_withdrawing,
        lambda place, case: undisturbed(place, case, monkeypatch),
    )
    assert wrong


def undisturbed(place: Place, case: str, monkeypatch) -> list[str]:
    with monkeypatch.context() as before:
        from storage.vault import epoch, ledger

        before.setattr(epoch, "tell", ledger.tell)
        return judge_withdrawing(place, case)


def tell_of_destroying(place: Place) -> str:
    create_vault(place.folder, PASSPHRASE, policy=place.weak, force=True)
    with open_vault(place.folder, policy=place.weak, force=True).unlock(PASSPHRASE) as vault:
        case = vault.new_compartment("case")
    place.disk.begin()
    place.open().destroy()
    return case


def judge_destroying(place: Place, case: str) -> list[str]:
    try:
        vault = place.open()
    except VaultMissing:
        left = list(place.folder.glob("*")) if place.folder.exists() else []
        return ["something left"] if left else []
    except VaultError as error:
        return [f"neither open nor gone: {error!r}"]
    return [] if vault.compartments() == (case,) and vault.check().whole else ["half destroyed"]


def test_no_crash_leaves_a_vault_half_destroyed(recording, rebuilt, weak):
    count, wrong = explore(recording, rebuilt, weak, tell_of_destroying, judge_destroying)
    assert wrong == []
    assert count >= 15


def test_a_full_disk_while_the_ledger_is_read_says_so_and_opens(place):
    with_cases(place)

    class Broken(Disk):
        def read(self, path):
            if path.suffix == ".ledger":
                raise OSError(5, "made to fail")
            return super().read(path)

    place.disk = Broken()
    assert place.open().ledger.withdrawn == ()


def test_the_errors_of_another_disk_stay_typed(place):
    class Full(Disk):
        def write_at(self, *_):
            raise OSError(28, "made to fail")

    first, _ = with_cases(place)
    place.disk = Full()
    with pytest.raises(DiskFull):
        place.open().destroy()
    place.disk = Disk()
    assert first in place.open().compartments()
