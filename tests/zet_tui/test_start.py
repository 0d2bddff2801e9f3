"""The start: what waits until the first page stands there, and what is not done twice on the way to it."""

import gc
import subprocess
import sys
from types import SimpleNamespace

import pytest
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

from zet_tui import sweeping
from zet_tui.cli import main
from zet_tui.commands import open as opening
from zet_tui.screens.unlock import UnlockPage
from zet_tui.setting import Setting

ALL = {"-wide", "-narrow", "-tall", "-low"}


@pytest.fixture
def swept_afterwards():
    """Whatever a test does to the search for rubbish, the next one finds it as it was."""
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    gc.enable()


@pytest.fixture
def searches(monkeypatch):
    """Every search through everything that ZET asks for."""
    found = []
    monkeypatch.setattr(gc, "collect", lambda: found.append("everything"))
    return found


@pytest.mark.usefixtures("swept_afterwards")
async def test_everything_is_searched_in_a_pause_and_after_the_lock_and_never_by_itself(
    house, settle, searches
):
    desk = await house.vault()
    sweeping.put_off()
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        await pilot.press("down")
        await pilot.app._look()
        assert gc.isenabled()
        assert gc.get_threshold()[2] == sweeping.NEVER
        assert not searches
        house.time.later(sweeping.PAUSE_SECONDS)
        await pilot.app._look()
        await pilot.app._look()
        assert len(searches) == 1
        await pilot.press("down")
        await pilot.app._look()
        house.time.later(sweeping.PAUSE_SECONDS)
        await pilot.app._look()
        assert len(searches) == 2
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert len(searches) == 3


async def test_a_program_that_put_nothing_off_is_left_alone(house, settle, searches):
    before = gc.get_threshold()
    async with house.app(await house.vault()).run_test() as pilot:
        await settle(pilot)
        await pilot.app._look()
        house.time.later(sweeping.PAUSE_SECONDS)
        await pilot.app._look()
    assert gc.get_threshold() == before
    assert not searches


@pytest.mark.usefixtures("swept_afterwards")
def test_the_app_is_imported_without_a_search_and_what_was_read_in_is_kept_before_there_is_a_page(
    monkeypatch,
):
    found = []
    monkeypatch.setattr(opening, "open_app", lambda _: found.append(gc.isenabled()))
    with pytest.raises(SystemExit, match="0"):
        main([])
    assert found == [False]
    monkeypatch.undo()
    monkeypatch.setattr(
        opening, "_run", lambda *_: SimpleNamespace(wants_practice=gc.get_freeze_count() == 0)
    )
    opening.open_app(Setting())
    assert gc.get_freeze_count() > 0


TYPING = """
import asyncio, sys
from zet_tui.app import ZetApp
from zet_tui.cli import main
from zet_tui.desk import Desk

async def nothing(desk): ...

async def type_a_letter(pilot):
    await pilot.press("a")
    loaded.extend([pilot.app.screen.query_one("#passphrase").value, *sys.modules])
    pilot.app.exit()

loaded, Desk.open = [], nothing
ZetApp.run = lambda app: asyncio.run(app.run_async(headless=True, auto_pilot=type_a_letter))
try: main(sys.argv[1:])
finally: print(*loaded)
"""


def test_the_first_letter_waits_for_no_command_no_error_and_no_other_field(tmp_path):
    (tmp_path / "vault.key").touch()
    found = subprocess.run(
        [sys.executable, "-c", TYPING, "--kluis", str(tmp_path)], capture_output=True, text=True, check=True
    )
    typed, *loaded = found.stdout.split()
    names = {name.removeprefix("zet_tui.") for name in loaded}
    assert typed == "a"
    late = (
        "cli_",
        "wording.error",
        "wording.guide",
        "screens.fields_pick",
        "screens.form",
        "storage",
        "flows",
    )
    assert not [name for name in names if name.startswith(late)]
    assert not names & {"screens.fields", "textual.widgets._text_area"}


def test_the_overview_waits_for_no_form():
    code = "import sys, zet_tui.screens.overview; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "zet_tui.screens.overview_steps" in loaded
    assert not {"zet_tui.screens.form", "zet_tui.screens.evaluation", "textual.widgets._text_area"} & set(
        loaded
    )


@pytest.mark.parametrize(
    ("size", "classes"), [((120, 40), {"-wide", "-tall"}), ((80, 24), {"-narrow", "-low"})]
)
async def test_the_first_page_is_styled_for_its_window_from_the_beginning(
    house, settle, monkeypatch, size, classes
):
    await (await house.vault()).close()
    worn = []
    apply = Stylesheet.apply

    def noted(self, node, **given):
        if isinstance(node, Widget) and any(isinstance(above, UnlockPage) for above in node.ancestors):
            worn.append(ALL & node.screen.classes)
        apply(self, node, **given)

    monkeypatch.setattr(Stylesheet, "apply", noted)
    async with house.app().run_test(size=size) as pilot:
        await settle(pilot)
    assert worn
    assert all(each == classes for each in worn)


async def test_a_page_carries_no_widgets_that_zet_never_shows(house, settle):
    kinds = set()

    async def look(pilot):
        await settle(pilot)
        kinds.update(type(widget).__name__ for widget in pilot.app.screen.walk_children())
        pilot.app.exit()

    await house.app().run_async(headless=True, auto_pilot=look)  # a Pilot takes both away by itself
    assert "KeyLine" in kinds
    assert not {"Tooltip", "ToastRack"} & kinds
