"""One laptop of the soak: its disk, its vault, what it should hold, and all that must be true of it at any time."""

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from flows.evaluation import Evaluation, TeamMember
from flows.events import Event, event_to_bytes
from flows.retention import Standing
from storage.cases import Register, TermPassed
from storage.destroy import check_ledger, destroy_again, finish_interrupted
from storage.export.safe_file import ExportError
from storage.vault import (
    KdfPolicy,
    LockedVault,
    NotUnlocked,
    Vault,
    VaultError,
    WrongPassphrase,
    create_vault,
    open_vault,
)
from tests.journeys.soak import model as m
from tests.journeys.soak.disk import PowerCut, SoakDisk, Trouble

T = TypeVar("T")
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
CANARY = "kwikstaart"
RESIDENTS = ("Fatima Ziyani", "Henk Roodborst", "Sanne Kievitski", "Joris Bergeend", "Mo Putter")
PROFESSIONAL = "Karin Meerkoet"
PLAIN = tuple(
    word.encode() for name in (*RESIDENTS, PROFESSIONAL, *m.TEAM, CANARY) for word in name.split()[-1:]
)
EVALUATION = Evaluation(
    title="Evaluatie Oosterdam",
    municipality="Oosterdam",
    organisation="wijkteam De Schakel",
    fg_name="Noor Jansen",
    fg_phone="088 000 00 00",
    fg_email="fg@oosterdam.voorbeeld",
    fg_informed_on=m.FG_INFORMED,
    return_address="Postbus 1, 0000 AA Oosterdam",
    team=tuple(TeamMember(name=name) for name in m.TEAM),
    criteria=(9, 10),
    urgent_contact="Bel het wijkteam, en bij direct gevaar 112.",
)


class Clock:
    """Stands still while something is done; goes on, or jumps, in between."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    @property
    def today(self) -> date:
        """The day on the wall, as the program sees it."""
        return self.moment.astimezone().date()

    def tick(self) -> None:
        self.moment += timedelta(seconds=1)


class Laptop:
    """`model` is what was acknowledged; after an interruption it is whichever of the possible ones stands there."""

    def __init__(self, root: Path, clock: Clock, new_id: Iterable[str], done: Counter[str]) -> None:
        self.root, self.clock, self._ids = root, clock, iter(new_id)
        self.folder, self.ledgers, self.out = root / "kluis", root / "logboek", root / "uit"
        self.out.mkdir(parents=True)
        self.person: str | None = None
        self.needles: dict[bytes, str] = {}
        self.destroyed: set[str] = set()
        self.removed: set[str] = set()
        self.here: set[str] = set()
        self.looked: tuple[object, ...] = ()
        self.half_made = False  # a broken disk may keep a half-made new database until the next opening
        self.ends = 0
        self.copy: tuple[dict[str, bytes], m.Model, int] | None = None
        self.next_id = next(self._ids)
        self.disk = SoakDisk(root, done)
        self._held: LockedVault | Vault | None = None
        self.register: Register | None = None
        self.found(next_passphrase())

    # -- opening and closing -----------------------------------------------------------------------

    def found(self, passphrase: str) -> None:
        """A new vault where none stands."""
        create_vault(self.folder, passphrase, policy=WEAK, disk=self.disk, force=True)
        self.model = m.new(passphrase)

    def found_anew(self) -> None:
        """After an older copy was destroyed whole: somebody begins again, with a new folder for what is written."""
        self.copy = self.person = None
        self.out = self.root / f"uit-{self.ends}"
        self.out.mkdir()
        if self.folder.exists():
            self.folder.rmdir()
        self.found(next_passphrase())

    @property
    def open(self) -> Register:
        """The register, opened when it was not."""
        if self.register is None:
            self.start([self.model])
        assert self.register is not None
        return self.register

    def start(self, possible: list[m.Model], trouble: Trouble | None = None) -> None:
        """Open and unlock; what stands there must be one of the possible models."""
        self.disk.arm(trouble)
        try:
            self._start(possible)
        except PowerCut:
            self.power_returns()
            self._start(possible)
        except (VaultError, ExportError):
            assert self.disk.failed
            self.let_go()
            self.disk.arm(None)
            self._start(possible)
        finally:
            self.disk.arm(None)

    def _start(self, possible: list[m.Model]) -> None:
        if self._held is None:
            self._held = self._take()
        vault = self._unlock(self._held, possible)
        finish_interrupted(vault, self.clock)
        self._settle(vault, possible)

    def _take(self) -> LockedVault:
        self.half_made = False
        return open_vault(self.folder, policy=WEAK, disk=self.disk, force=True, ledgers=self.ledgers)

    def _unlock(self, held: LockedVault | Vault, possible: list[m.Model]) -> Vault:
        if isinstance(held, Vault):
            return held
        for secret in dict.fromkeys(model["passphrase"] for model in possible):
            with suppress(WrongPassphrase):
                self._held = vault = held.unlock(secret)
                possible[:] = [model for model in possible if model["passphrase"] == secret]
                return vault
        raise AssertionError("no passphrase that could hold opens this vault")

    def _settle(self, vault: Vault, possible: list[m.Model]) -> None:
        """Which of the possible models stands there."""
        assert not check_ledger(vault).must_destroy, "the ledger calls this vault an older copy"
        self.register = Register(vault, now=self.clock, new_id=self._new_id)
        found = m.seen(self.register)
        fitting = [model for model in possible if m.same(model, found)]
        assert fitting, f"nothing that could stand here: {difference(possible[-1], found)}"
        self.model = fitting[-1]
        if self.person is not None and self.model["evaluation"]:
            self.register.sit_down(self.person)

    def _new_id(self) -> str:
        used, self.next_id = self.next_id, next(self._ids)
        return used

    def begin_anew(self) -> None:
        """After the end nothing of the old register stays in memory; the app does the same."""
        self.register = Register(self.open.vault, now=self.clock, new_id=self._new_id)

    def let_go(self) -> None:
        """The program ends."""
        if self._held is not None:
            with suppress(PowerCut):  # without power its last flushes come to nothing
                self._held.close()
        self._held = self.register = None

    def lock(self) -> None:
        """The screen locks; the same program goes on later."""
        vault = self.open.vault
        self.register = None
        self._held = vault.lock()

    def power_returns(self) -> None:
        self.let_go()
        folders = [path for path in self.root.rglob("*") if path.is_dir()]
        self.disk.restore()
        for folder in folders:  # the rebuilt disk has files only
            folder.mkdir(parents=True, exist_ok=True)

    # -- doing something ---------------------------------------------------------------------------

    def act(
        self,
        do: Callable[[Register], T],
        *changes: Callable[[m.Model], None],
        trouble: Trouble | None = None,
        again: Trouble | None = None,
    ) -> T | None:
        """Do it; `changes` are what it makes durable, in order. None when it was interrupted.

        After an interruption any beginning of the changes may stand there, and nothing else. `again` is a trouble
        while opening after that.
        """
        possible = [self.model]
        for change in changes:
            possible.append(m.changed(possible[-1], change))
        register = self.open
        self._remember(possible[0], possible[-1])
        epoch = register.vault.epoch
        self.disk.arm(trouble)
        try:
            done = do(register)
        except PowerCut:
            self.power_returns()
            self.start(possible, again)
            return None
        except TermPassed:
            assert register.term.standing() is Standing.PASSED, "refused before the planned day"
            return None
        except (VaultError, ExportError):
            assert self.disk.failed, "refused, and nothing was wrong with the disk"
            self.disk.arm(None)
            self.half_made |= trouble is not None and trouble.kind == "broken"
            turned = register.vault.epoch > epoch  # a new passphrase holds with its epoch
            secret = possible[-1 if turned else 0]["passphrase"]
            try:
                self._settle(register.vault, [one for one in possible if one["passphrase"] == secret])
            except NotUnlocked:
                self.let_go()
                self.start(possible, again)
            return None
        finally:
            self.disk.arm(None)
        self.model = possible[-1]
        return done

    def _remember(self, before: m.Model, after: m.Model) -> None:
        """What goes is remembered, so that it can be looked for when it is gone."""
        register = self.open
        known = m.ids(register)
        counts = before["withdrawn"], before["refused"], before["certificates"]
        for name in set(before["cases"]) - set(after["cases"]):
            for piece in pieces(register.vault, known[name]):
                self.needles[piece] = known[name]
            if (after["withdrawn"], after["refused"], after["certificates"]) != counts:
                self.removed.add(name)
            if after["withdrawn"] + after["refused"] > before["withdrawn"] + before["refused"]:
                self.destroyed.add(known[name])

    def refused(self, do: Callable[[Register], object], *errors: type[Exception]) -> None:
        """It must be refused, and nothing may change."""
        with pytest.raises(errors):
            do(self.open)

    def stamped(self, body: Any) -> dict[str, Any]:
        """The event that would be sealed now."""
        event = Event(id=self.next_id, author=self.person or "", at=self.clock.moment, body=body)
        return dict(json.loads(event_to_bytes(event)))

    @property
    def now_text(self) -> str:
        return self.clock.moment.isoformat().replace("+00:00", "Z")

    def allowed(self, name: str) -> bool:
        return m.may_read(self.model["cases"][name], self.person, self.clock.today)

    def stands(self) -> tuple[object, ...]:
        """All that what may be seen here depends on: the disk, who sits here, the day, open or not."""
        return self.disk.touches, self.person, self.clock.today, self.register is None

    # -- an older copy -----------------------------------------------------------------------------

    def keep_copy(self) -> None:
        """Both files, as somebody could copy them while nothing runs."""
        self.let_go()
        files = {name: (self.folder / name).read_bytes() for name in ("vault.key", "vault.db")}
        self.copy = files, self.model, self.model["certificates"]

    def put_copy_back(self) -> None:
        """The ledger knows what was destroyed since; it is destroyed again, or the whole copy is."""
        assert self.copy is not None
        files, model, ends = self.copy
        ended = self.open.vault.vault_id, self.model["certificates"] > ends
        self.removed |= set(self.model["cases"])
        self.let_go()
        for path in self.folder.iterdir():
            path.unlink()
        for name, data in files.items():
            (self.folder / name).write_bytes(data)
        self.disk.begin()
        vault = self._unlock(self._take(), [model])
        assert check_ledger(vault).ended is ended[1]
        if not destroy_again(vault):
            assert ended[1]
            self.let_go()
            assert not list(self.folder.glob("*"))
            self.found_anew()
            return
        self.register = Register(vault, now=self.clock, new_id=self._new_id)
        found, known = m.seen(self.register), m.ids(self.register)
        assert not set(known.values()) & self.destroyed, "an older copy brought a destroyed case back"
        assert {name: model["cases"][name] for name in known} == found["cases"]
        self.model = {**model, **found, "sheet": model["sheet"], "passphrase": model["passphrase"]}
        self.copy = None
        self.let_go()
        self.start([self.model])


_PASSPHRASES = (f"molen zadel peper otter kompas {number}" for number in itertools.count())


def next_passphrase() -> str:
    return next(_PASSPHRASES)


def pieces(vault: Vault, case: str) -> list[bytes]:
    """Parts of everything by which a case could be brought back, as they stand in the database."""
    name = bytes.fromhex(case)
    sealed = vault._sealed
    rows = [*sealed.rows("SELECT key, manifest FROM compartments WHERE id = ?", (name,))]
    rows += sealed.rows("SELECT sealed FROM records WHERE compartment = ? LIMIT 12", (name,))
    return [bytes(value)[12:44] for row in rows for value in row]


def difference(model: m.Model, found: m.Model) -> str:
    """Where two models differ, without all that is the same."""
    return "; ".join(_differences({key: model[key] for key in found}, found, ""))


def _differences(model: Any, found: Any, place: str) -> Iterable[str]:
    if isinstance(model, dict) and isinstance(found, dict) and model.keys() == found.keys():
        for key in model:
            yield from _differences(model[key], found[key], f"{place}/{key}")
    elif model != found and place != "/sheet":
        yield f"{place}: {model!r} is not {found!r}"
