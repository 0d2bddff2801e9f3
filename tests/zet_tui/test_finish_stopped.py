"""Stopping the end of an evaluation while it runs: until something is destroyed, and not a moment later."""

import threading

import pytest

from tests.zet_tui.test_finish_screen import (
    at_finish,
    comes,
    confirm,
    own_passphrase,
    past_privacy,
    three_complete,
)
from tests.zet_tui.test_key_order import burst
from tests.zet_tui.waiting import until
from zet_tui.screens.certificate import CertificatePage
from zet_tui.screens.finish import FinishPage
from zet_tui.screens.finish_halt import Halt
from zet_tui.screens.form import Form
from zet_tui.wording.finish import HALTED, MAY_STOP, STOPPING, TOO_LATE


class Held:
    """The storage thread waits before one step until it may go on."""

    def __init__(self, monkeypatch, step):
        self.there, self.go_on = threading.Event(), threading.Event()
        heed = Halt.heed

        def wait(halt, now):
            if now == step:
                self.there.set()
                assert self.go_on.wait(60)
            heed(halt, now)

        monkeypatch.setattr(Halt, "heed", wait)


async def begin(pilot, settle, folder):
    """To where it runs; keys go past the pilot from here, which waits for storage."""
    own_passphrase(await at_finish(pilot, settle), folder)
    await pilot.press("f10")
    await past_privacy(pilot)
    await pilot.press("3")
    burst(pilot.app, ["enter"])
    await until(pilot, lambda: any(found.display for found in pilot.app.screen.query("#running")))


@pytest.mark.parametrize("step", ["collect", "write", "gate", "build", "destroy"])
async def test_until_something_is_destroyed_it_can_be_stopped_and_done_again(
    house, settle, seen, tmp_path, monkeypatch, step, passphrase
):
    desk = await three_complete(house)
    folder = tmp_path / "uit"
    folder.mkdir()
    held = Held(monkeypatch, step)
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await begin(pilot, settle, folder)
        await until(pilot, held.there.is_set)  # stopped at an earlier step, it would not be seen stopping
        await until(pilot, lambda: MAY_STOP in seen(pilot.app) and "F10" not in seen(pilot.app))
        burst(pilot.app, ["f10", "f4", "escape"])
        await until(pilot, lambda: STOPPING in seen(pilot.app))
        held.go_on.set()
        await until(pilot, lambda: HALTED in " ".join(seen(pilot.app).split()))
        await settle(pilot)
        assert isinstance(pilot.app.screen, FinishPage)
        assert pilot.app.screen.query_one(Form).display
        assert list(folder.iterdir()) == []
        assert len(await desk.cases()) == 3
        await desk.ask(lambda register: register.vault.check_passphrase(passphrase))
        # when: it is done after all
        await pilot.press("f10")
        await confirm(pilot, settle, "3")
        await comes(pilot, CertificatePage)


async def test_once_destroying_began_it_says_that_it_does_not_stop_any_more(
    house, settle, seen, tmp_path, monkeypatch
):
    desk = await three_complete(house)
    held = Held(monkeypatch, "verify")
    async with house.app(desk).run_test(size=(80, 24)) as pilot:
        await begin(pilot, settle, tmp_path)
        await until(pilot, lambda: TOO_LATE in seen(pilot.app))
        burst(pilot.app, ["escape"])
        await until(pilot, lambda: TOO_LATE in seen(pilot.app))
        assert STOPPING not in seen(pilot.app)
        held.go_on.set()
        await comes(pilot, CertificatePage)
