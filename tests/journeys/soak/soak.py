"""The rest of the soak: keys and passphrases, crashes and clocks, the end of personal data, and two laptops."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from flows.instrument import Source
from flows.retention import Standing
from storage.cases import ConsentRefused, NameTaken, Register
from storage.destroy import anonymise_and_destroy, certificate_files, certificates, readiness, withdraw
from storage.destroy.exports import Wanted
from storage.export import session, tidy, workbook
from storage.transfer import (
    CaseChanged,
    CaseWithdrawn,
    MessageKind,
    NotForThisVault,
    Side,
    TermPassedThere,
    UnknownTransfer,
    act_on,
    hand_over,
    make_key,
    read_message,
    take_in,
    understand,
    withdrawals,
)
from storage.vault import LockedVault, WrongPassphrase
from tests.journeys.soak import model as m
from tests.journeys.soak.disk import Trouble
from tests.journeys.soak.laptop import CANARY, RESIDENTS, Laptop, next_passphrase
from tests.journeys.soak.machine import Talking, numbers, sides, troubles


@dataclass
class Post:
    """A file on its way to a laptop; it may come late, twice or never."""

    to: int
    data: bytes
    name: str = ""
    content: m.Model | None = None
    """The case as it was handed over, in the parcel and in its receipt."""
    parcel: bool = False


class Soak(Talking):
    """Everything."""

    def __init__(self) -> None:
        super().__init__()
        self.post: list[Post] = []

    @rule(what=st.integers(0, 3), side=sides, trouble=troubles, again=troubles)
    def keys(self, what: int, side: int, trouble: Trouble | None, again: Trouble | None) -> None:
        match what:
            case 0:
                self.change_passphrase(side, trouble, again)
            case 1:
                self.make_sheet(side, trouble)
            case 2:
                self.recover(side)
            case _:
                self.lock_and_unlock(side)

    @rule(what=st.integers(0, 3), side=sides, chance=st.integers(0, 9), trouble=troubles)
    def happens(self, what: int, side: int, chance: int, trouble: Trouble | None) -> None:
        match what:
            case 0:
                self.start_again(side, trouble)
            case 1:
                self.lose_power(side, chance, trouble)
            case 2:
                self.clock_jumps(chance)
            case _ if self.laptops[side].copy is None:
                self.keep_an_older_copy(side)
            case _:
                self.put_the_copy_back(side)

    # -- keys ------------------------------------------------------------------------------------------------

    def change_passphrase(self, side: int, trouble: Trouble | None, again: Trouble | None) -> None:
        laptop, secret = self.at(side), next_passphrase()
        self.count("change the passphrase")
        laptop.act(
            lambda register: register.vault.change_passphrase(secret),
            lambda model: model.update(passphrase=secret, sheet=None),
            trouble=trouble,
            again=again,
        )

    def make_sheet(self, side: int, trouble: Trouble | None) -> None:
        laptop = self.at(side)
        self.count("recovery sheet")
        code = laptop.act(
            lambda register: register.vault.make_recovery_sheet(),
            lambda model: model.update(sheet="never seen"),
            trouble=trouble,
        )
        if code is not None:
            laptop.model["sheet"] = code

    def recover(self, side: int) -> None:
        laptop = self.at(side)
        code, secret = laptop.model["sheet"], next_passphrase()
        if isinstance(code, bytes):
            self.count("recover")
            laptop.let_go()
            laptop._held = laptop._take().recover(code, secret)
            laptop.model = m.changed(laptop.model, lambda model: model.update(passphrase=secret, sheet=None))
            laptop.start([laptop.model])

    def lock_and_unlock(self, side: int) -> None:
        laptop = self.at(side)
        self.count("lock")
        laptop.lock()
        assert isinstance(laptop._held, LockedVault)
        with pytest.raises(WrongPassphrase):
            laptop._held.unlock("iets heel anders dan dat")
        laptop.start([laptop.model])

    def start_again(self, side: int, trouble: Trouble | None) -> None:
        laptop = self.at(side)
        self.count("restart")
        laptop.let_go()
        laptop.start([laptop.model], trouble)

    def lose_power(self, side: int, chance: int, trouble: Trouble | None) -> None:
        """Between two things: nothing that was acknowledged may go."""
        laptop = self.at(side)
        self.count("power cut")
        laptop.disk.arm(Trouble("cut", 0, chance))
        laptop.disk.cut()
        laptop.power_returns()
        laptop.start([laptop.model], trouble)

    def clock_jumps(self, chance: int) -> None:
        self.count("clock")
        days = (0, 0, 1, 1, 30, 400, -1, -70, 7, 3)[chance]
        moment = self.clock.moment + timedelta(days=days, hours=chance - 4)
        if date(1990, 1, 1) < moment.date() < date(2100, 1, 1):
            self.clock.moment = moment
        for laptop in self.laptops:
            begun = laptop.person is not None and laptop.model["evaluation"]
            if chance % 2 and begun and laptop.open.term.standing() is Standing.PASSED:
                self.count("planned day moved")
                laptop.open.term.move(self.clock.today + timedelta(days=60), "Het duurt langer.")

    # -- the end ---------------------------------------------------------------------------------------------

    @precondition(lambda self: self.cases())
    @rule(number=numbers, heard=st.booleans(), trouble=troubles, again=troubles)
    def withdraw(self, number: int, heard: bool, trouble: Trouble | None, again: Trouble | None) -> None:
        """`heard`: the news comes at once to the other laptop, if that has a copy."""
        laptop, name = self.pick(number)
        self.count("withdraw")
        case = self.id_of(laptop, name)
        laptop.act(
            lambda register: withdraw(register, case),
            m.drop(name, "withdrawn"),
            lambda model: model.update(papers=model["papers"] + 1),
            trouble=trouble,
            again=again,
        )
        before = len(self.post)
        self.tell_of_withdrawals(self.laptops.index(laptop))
        if heard:
            for _ in range(len(self.post) - before):
                self.post_comes(before, Side.FILE, twice=False, trouble=None)

    @rule(side=sides, number=numbers, trouble=troubles)
    def tell_the_outcome(self, side: int, number: int, trouble: Trouble | None) -> None:
        laptop = self.at(side)
        waiting = laptop.open.feedback.waiting()
        if waiting:
            self.count("feedback told")
            compartment, wish = waiting[number % len(waiting)]
            laptop.act(
                lambda register: register.feedback.told(compartment),
                lambda model: model["feedback"].remove(wish.name),
                trouble=trouble,
            )

    @rule(side=sides, table=st.booleans(), first=st.booleans(), trouble=troubles, again=troubles)
    def anonymise_and_destroy(
        self, side: int, table: bool, first: bool, trouble: Trouble | None, again: Trouble | None
    ) -> None:
        """`first`: three cases at least, all brought to their end and read before, so that there can be a workbook."""
        laptop = self.at(side)
        if first:
            self.bring_three(side)
        cases = laptop.model["cases"]
        signed = [name for name, case in cases.items() if case["consents"]]
        if not cases or laptop.person is None or not all(map(laptop.allowed, signed)):
            return
        if first:
            for number, name in enumerate(signed):
                self.finish(laptop, name, number)
            self.read_once_more(side, leave=False, most=500, trouble=None)
        ready = readiness(laptop.open).ready
        self.count("the end, with a workbook" if ready else "the end, without a workbook")
        folder, secret = laptop.out / str(laptop.ends), next_passphrase()
        folder.mkdir()
        laptop.ends += 1
        known = {certificate.number for certificate in certificates(laptop.open.vault)}

        def finish(register: Register) -> Any:
            with ExitStack() as patched:
                for module in (workbook, session, tidy, certificate_files):
                    patched.enter_context(patch.object(module, "Disk", lambda: laptop.disk))
                return anonymise_and_destroy(
                    register,
                    folder=folder,
                    new_passphrase=secret,
                    without_workbook=not ready,
                    wanted=Wanted(session=not table, table=table),
                )

        def secret_too(model: m.Model) -> None:
            m.end(results=ready)(model)
            model["passphrase"] = secret

        outcome = laptop.act(finish, secret_too, trouble=trouble, again=again)
        if outcome is not None:
            laptop.begin_anew()
            assert outcome.certificate.number not in known, "an old certificate for a new end"
            assert (outcome.workbook is not None) is ready
            assert outcome.certificate_file.exists()

    def bring_three(self, side: int) -> None:
        """Cases until there are three, and a signature of everybody who did not give one yet."""
        laptop = self.laptops[side]
        if not laptop.model["evaluation"] or laptop.person is None:
            return
        for number in range(len(RESIDENTS)):
            if len(laptop.model["cases"]) < 3:
                self.register(side, number, None)
        mine = [at for at, (where, _) in enumerate(self.cases(signed=False)) if where is laptop]
        for number in reversed(mine):
            self.sign(number, 0, feedback=False, trouble=None, again=None)

    # -- two laptops -----------------------------------------------------------------------------------------

    @precondition(lambda self: self.cases(signed=True))
    @rule(number=numbers, keep=st.booleans(), at_once=st.booleans(), trouble=troubles)
    def hand_over(self, number: int, keep: bool, at_once: bool, trouble: Trouble | None) -> None:
        laptop, name = self.pick(number, signed=True)
        side = self.laptops.index(laptop)
        other = self.laptops[1 - side]
        case = self.id_of(laptop, name)
        if not laptop.allowed(name):
            laptop.refused(lambda register: hand_over(register, case, b"x"), ConsentRefused)
            return
        key = other.act(
            lambda register: make_key(register.vault), lambda model: model.update(keys=model["keys"] + 1)
        )
        assert key is not None
        self.count("hand over")
        parcel = laptop.act(lambda register: hand_over(register, case, key, keep=keep), trouble=trouble)
        if parcel is not None:
            assert not any(word in parcel.data for word in (CANARY.encode(), name.split()[-1].encode()))
            content = m.changed(laptop.model["cases"][name], lambda _: None)
            self.post.append(Post(1 - side, parcel.data, name, content, parcel=True))
            if at_once:
                self.post_comes(len(self.post) - 1, Side.FILE, twice=False, trouble=None)

    @precondition(lambda self: self.post)
    @rule(number=numbers, choice=st.sampled_from(Side), twice=st.booleans(), trouble=troubles)
    def post_comes(self, number: int, choice: Side, twice: bool, trouble: Trouble | None) -> None:
        post = self.post[number % len(self.post)]
        if not twice:
            self.post.remove(post)
        laptop = self.at(post.to)
        if post.parcel:
            self.take_in(laptop, post, choice, trouble)
        else:
            self.hear(laptop, post, trouble)

    def take_in(self, laptop: Laptop, post: Post, choice: Side, trouble: Trouble | None) -> None:
        assert post.content is not None
        name, content = post.name, post.content
        laptop.person = laptop.person or m.TEAM[0]
        person, here = laptop.person, laptop.model["cases"].get(name)
        after = content if here is None else m.merge(here, content, choice.value)
        taken = {case["number"] for other, case in laptop.model["cases"].items() if other != name}
        number = max(taken) + 1 if content["number"] in taken else content["number"]

        def case_comes(model: m.Model) -> None:
            model["evaluation"] = True
            model["cases"][name] = {**after, "number": number}

        try:
            done = laptop.act(
                lambda register: take_in(register, post.data, person, dict.fromkeys(Source, choice)),
                case_comes,
                lambda model: model.update(keys=model["keys"] - 1),
                trouble=trouble,
            )
        except (NotForThisVault, CaseWithdrawn, NameTaken):
            self.count("taking in refused")
        except TermPassedThere:
            assert not laptop.model["evaluation"], "the day that counts here is this vault's own"
        except ConsentRefused:
            assert not m.may_read(after, person, self.clock.today)
        else:
            if done is not None:
                self.count("take in")
                assert m.may_read(after, person, self.clock.today), "taken in without a valid consent"
                receipt = done.receipt.text().encode()
                self.post.append(Post(1 - post.to, receipt, name, content))

    def hear(self, laptop: Laptop, post: Post, trouble: Trouble | None) -> None:
        """A receipt, a withdrawal, or the news that a case is gone elsewhere."""
        found = read_message(post.data)
        if not laptop.model["evaluation"]:
            return
        try:
            meaning = understand(laptop.open, found)
        except UnknownTransfer:
            return
        except CaseChanged:  # or it came back since: then a receipt of before must not destroy it
            return
        self.count(f"message: {found.kind.value}")
        changes = []
        if meaning.case is not None:
            (name,) = [name for name, case in m.ids(laptop.open).items() if case == meaning.case]
            moved = found.kind is MessageKind.RECEIVED
            if moved:
                assert laptop.model["cases"][name] == post.content, (
                    "what came after handing over would be lost"
                )
            changes.append(m.drop(name, None if moved else "withdrawn"))
        answer = laptop.act(lambda register: act_on(register, meaning), *changes, trouble=trouble)
        if answer is not None:
            self.post.append(Post(1 - post.to, answer.text().encode()))

    def tell_of_withdrawals(self, side: int) -> None:
        laptop = self.laptops[side]
        if laptop.model["evaluation"]:
            for _, message in withdrawals(laptop.open):
                self.count("tell of a withdrawal")
                self.post.append(Post(1 - side, message.text().encode()))

    def keep_an_older_copy(self, side: int) -> None:
        self.count("copy kept")
        self.at(side).keep_copy()

    def put_the_copy_back(self, side: int) -> None:
        self.count("copy put back")
        self.at(side).put_copy_back()
