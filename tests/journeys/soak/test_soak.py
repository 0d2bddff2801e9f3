"""The soak, short and long, and the controls: a bug that is planted must be found."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from flows.consent import Verdict
from flows.instrument import Source
from storage.cases import gate
from storage.cases.store import Store
from storage.vault import VaultError, epoch
from storage.vault.streams import Streams
from storage.vault.vault import Vault
from tests.journeys.soak.disk import SoakDisk
from tests.journeys.soak.everything import KINDS, LEAST, everything_once
from tests.journeys.soak.laptop import Laptop
from tests.journeys.soak.soak import Soak

FOUND = (AssertionError, pytest.fail.Exception, VaultError, OSError)
QUICK = settings(
    max_examples=5,
    report_multiple_bugs=False,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize=True,
    database=None,
)
LONG = settings(QUICK, max_examples=100, stateful_step_count=60, derandomize=False)
FIRST_SEED = int(os.environ.get("ZET_TEST_SOAK_SEED", "0"))


def test_whatever_happens_the_promises_hold() -> None:
    run_state_machine_as_test(Soak, settings=QUICK)


def test_every_kind_of_thing_is_done_once_and_the_promises_hold(soak: Soak) -> None:
    everything_once(soak)
    assert set(Soak.done) == KINDS


@pytest.mark.long
@pytest.mark.parametrize("number", range(FIRST_SEED, FIRST_SEED + 4))
def test_thousands_of_actions_break_no_promise(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    Soak.done.clear()

    class Seeded(Soak):
        """Each run its own way; a failure prints what was done."""

    run_state_machine_as_test(seed(number)(Seeded), settings=LONG)
    for what, times in Soak.done.items():
        record_property(f"tally soak: {what}", times)
    assert Soak.done.total() > 2_000
    assert set(Soak.done) <= KINDS
    assert set(Soak.done) >= LEAST


# -- the controls ----------------------------------------------------------------------------------------------------


@pytest.fixture
def soak() -> Iterator[Soak]:
    """Two laptops; on the first three signed cases."""
    Soak.done.clear()
    made = Soak()
    made.begin(cases=3)
    made.everything_holds()
    yield made
    made.teardown()


def a_day(soak: Soak) -> None:
    """A little of everything, without any trouble; then the power goes."""
    for what in range(6):
        soak.say(what % 3, Source.RESIDENT, what)
        soak.everything_holds()
    soak.list_names(0, 2, None)
    soak.type(1, Source.RESIDENT, drop=False, trouble=None)
    soak.everything_holds()
    soak.withdraw(2, heard=False, trouble=None, again=None)
    soak.everything_holds()
    for chance in range(3):
        soak.change_passphrase(0, None, None)
        soak.lose_power(0, chance, None)
    soak.everything_holds()


def someone_else_sits_down(soak: Soak) -> None:
    soak.register(0, 4, None)
    soak.sign(0, 3, feedback=False, trouble=None, again=None)  # for two of the three
    soak.sit(0, 2)
    for number in range(4):
        soak.say(number, Source.RESIDENT, 0)


def the_end(soak: Soak) -> None:
    soak.anonymise_and_destroy(0, table=False, first=True, trouble=None, again=None)
    soak.everything_holds()


def an_older_copy(soak: Soak) -> None:
    soak.keep_an_older_copy(0)
    soak.withdraw(0, heard=False, trouble=None, again=None)
    soak.put_the_copy_back(0)
    soak.everything_holds()


def the_end_and_then_the_power(soak: Soak) -> None:
    the_end(soak)
    soak.lose_power(0, 1, None)
    soak.everything_holds()


STORIES = (a_day, someone_else_sits_down, an_older_copy, the_end_and_then_the_power)


@pytest.mark.parametrize("story", STORIES)
def test_without_a_planted_bug_every_story_passes(soak: Soak, story: Callable[[Soak], None]) -> None:
    story(soak)
    soak.everything_holds()


Plant = Callable[[pytest.MonkeyPatch], None]


def lost_answer(patch: pytest.MonkeyPatch) -> None:
    honest = Streams.append

    def append(self: Streams, compartment: str, stream: str, payload: bytes) -> int:
        return 1 if b"answered" in payload else honest(self, compartment, stream, payload)

    patch.setattr(Streams, "append", append)


def words_in_a_log(patch: pytest.MonkeyPatch) -> None:
    honest = Streams.append

    def append(self: Vault, compartment: str, stream: str, payload: bytes) -> int:
        with (self.folder.parent / "debug.log").open("ab") as log:
            log.write(payload)
        return honest(self, compartment, stream, payload)

    patch.setattr(Vault, "append", append)


def copy_before_withdrawing(patch: pytest.MonkeyPatch) -> None:
    honest = Vault.drop_compartment

    def drop(self: Vault, *args: Any, **more: Any) -> object:
        self._files.disconnect()
        (self.folder.parent / "reserve").write_bytes((self.folder / "vault.db").read_bytes())
        self._sealed.use(self._files.connect())
        return honest(self, *args, **more)

    patch.setattr(Vault, "drop_compartment", drop)


def open_gate(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gate, "judge", lambda *_, **__: Verdict())


def silent_ledger(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(epoch, "tell", lambda *_: None)


def no_count(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Store, "count", lambda *_: None)


def keys_not_flushed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SoakDisk, "sync_file", lambda *_: None)


def exports_not_flushed(patch: pytest.MonkeyPatch) -> None:
    honest = SoakDisk.sync

    def sync(self: SoakDisk, path: Path) -> None:
        if path.suffix not in {".xlsx", ".onaf"}:
            honest(self, path)

    patch.setattr(SoakDisk, "sync", sync)


def flipped_bit(patch: pytest.MonkeyPatch) -> None:
    honest = Laptop.let_go

    def let_go(self: Laptop) -> None:
        honest(self)
        path = self.folder / "vault.db"
        data = bytearray(path.read_bytes())
        data[-40] ^= 1
        path.write_bytes(data)

    patch.setattr(Laptop, "let_go", let_go)


@pytest.mark.parametrize(
    ("plant", "story"),
    [
        (lost_answer, a_day),
        (words_in_a_log, a_day),
        (copy_before_withdrawing, a_day),
        (no_count, a_day),
        (keys_not_flushed, a_day),
        (flipped_bit, an_older_copy),
        (open_gate, someone_else_sits_down),
        (silent_ledger, an_older_copy),
        (exports_not_flushed, the_end_and_then_the_power),
    ],
)
def test_the_control_a_planted_bug_is_found(
    soak: Soak, plant: Plant, story: Callable[[Soak], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises(FOUND):
        story(soak)


def test_the_control_random_actions_find_a_lost_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    lost_answer(monkeypatch)
    with pytest.raises(FOUND):
        run_state_machine_as_test(Soak, settings=settings(QUICK, max_examples=100))
