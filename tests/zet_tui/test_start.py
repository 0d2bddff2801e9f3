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
from zet_tui.screens.unlock import UnlockPage

ALL = {"-wide", "-narrow", "-tall", "-low"}


@pytest.fixture
def swept_afterwards():
    """Whatever a test does to the search for rubbish, the next one finds it as it was."""
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("swept_afterwards")
async def test_rubbish_is_searched_for_again_from_the_first_page_on(house, settle):
    sweeping.put_off()
    assert not gc.isenabled()
    async with house.app().run_test() as pilot:
        await settle(pilot)
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0


@pytest.mark.usefixtures("swept_afterwards")
def test_only_the_app_puts_the_search_off_before_it_is_imported(monkeypatch):
    found = []
    opening = SimpleNamespace(
        open_app=lambda _: found.append(gc.isenabled()), open_demo=lambda _: found.append(gc.isenabled())
    )
    monkeypatch.setitem(sys.modules, "zet_tui.commands.open", opening)
    for arguments in (["demo"], []):
        with pytest.raises(SystemExit, match="0"):
            main(arguments)
    assert found == [True, False]


def test_the_first_page_waits_for_no_command_no_error_and_no_other_field():
    opened = """
import sys, types
import zet_tui.commands.open as opening
opening._run = lambda desk, setting: types.SimpleNamespace(wants_practice=False, made=opening.make_app(desk, setting))
from zet_tui.cli import main
sys.argv[1:] = []
try: main([])
finally: print(*(name for name in sys.modules if name.startswith("zet_tui.")))
"""
    found = subprocess.run([sys.executable, "-c", opened], capture_output=True, text=True, check=True)
    late = ("cli_", "wording.error", "wording.guide", "screens.fields_pick", "screens.form")
    names = [name.removeprefix("zet_tui.") for name in found.stdout.split()]
    assert "screens.unlock" in names
    assert not [name for name in names if name.startswith(late) or name == "screens.fields"]


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
