"""The app as a whole: its first frame, the crash, commands, window, leaving."""

import asyncio
import os
import signal
import subprocess
import sys
import threading

import pytest
from rich.color import ColorSystem
from textual.color import Color
from textual.filter import NoColor
from textual.widgets import OptionList

from zet_tui import crash, theme
from zet_tui.screens.case import NewCasePage
from zet_tui.screens.page import Place
from zet_tui.screens.unlock import UnlockPage
from zet_tui.worker import StorageThread

MARKER = "Mohammed-Zeldzaam"


def test_the_first_frame_imports_no_storage_and_no_models():
    heavy = "('pydantic', 'sqlite3', 'sqlite_utils', 'cryptography', 'openpyxl', 'storage', 'flows')"
    code = f"import sys, zet_tui.app, zet_tui.desk; print([m for m in {heavy} if m in sys.modules])"
    unmeasured = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=unmeasured
    )
    assert found.stdout.strip() == "[]"


async def test_a_new_laptop_is_offered_a_vault_and_a_known_one_asks_the_passphrase(house, seen, settle):
    async with house.app().run_test() as pilot:
        await settle(pilot)
        assert "Nieuwe kluis" in seen(pilot.app)
    desk = await house.vault()
    await desk.close()
    async with house.app().run_test() as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, UnlockPage)


# -- the crash -----------------------------------------------------------------------------------------------


def fail_with_a_secret():
    secret = MARKER
    raise ValueError(f"could not read {secret}")


async def test_a_crash_shows_a_friendly_panel_and_no_value(house, settle, capsys, tmp_path):
    app = house.app(await house.vault(), report_folder=tmp_path / "meldingen")

    async def run_until_it_fails():
        async with app.run_test() as pilot:
            await settle(pilot)
            pilot.app.call_later(fail_with_a_secret)
            await pilot.pause()

    with pytest.raises(ValueError, match="could not read"):
        await run_until_it_fails()
    printed = capsys.readouterr()
    report = (tmp_path / "meldingen" / crash.REPORT_NAME).read_text()
    assert app.return_code == 1
    assert "ZET is gestopt door een fout in het programma" in printed.err
    assert "ValueError" in printed.err
    assert "fail_with_a_secret" in report
    for text in (printed.out, printed.err, report):
        assert MARKER not in text
        assert "could not read" not in text


def test_a_report_that_cannot_be_written_is_not_promised(tmp_path):
    (tmp_path / "bestand").write_text("")
    found = crash.report(ValueError(MARKER))
    assert crash.save(found, tmp_path / "bestand", "1") is None
    assert "beheerder" not in crash.panel(found, None)


# -- nothing leaves the screen -------------------------------------------------------------------------------


async def test_no_screenshot_no_clipboard_no_log_no_listening_console(house, settle, tmp_path, monkeypatch):
    monkeypatch.setenv("TEXTUAL", "debug,devtools")
    monkeypatch.chdir(tmp_path)
    app = house.app(await house.vault())
    async with app.run_test() as pilot:
        await settle(pilot)
        written, delivered = [], []
        monkeypatch.setattr(app._driver, "write", written.append)
        monkeypatch.setattr(app._driver, "deliver_binary", lambda *given, **_: delivered.append(given))
        app.copy_to_clipboard(MARKER)
        assert app.save_screenshot() == ""
        app.deliver_screenshot()
        assert not list(app.get_system_commands(app.screen))
        assert app.features == frozenset()
        assert app.clipboard == MARKER
        assert not any("]52" in str(text) for text in written)
        assert delivered == []
    assert list(tmp_path.glob("*.svg")) == []


async def test_after_the_lock_nothing_can_be_pasted(house, settle):
    app = house.app(await house.vault())
    async with app.run_test() as pilot:
        await settle(pilot)
        app.copy_to_clipboard(MARKER)
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert app.clipboard == ""


# -- commands, help, window ----------------------------------------------------------------------------------


async def test_every_command_is_found_by_its_dutch_name(house, seen, settle):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p")
        await settle(pilot)
        names = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        assert not any(
            english in name for name in names for english in ("Quit", "Theme", "Focus", "Screenshot", "Copy")
        )
        await pilot.press(*"zzz")
        assert "Geen opdracht met deze letters" in seen(pilot.app)
        await pilot.press("backspace", "backspace", "backspace", *"nieuwe", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, NewCasePage)


async def test_help_tells_the_keys_of_this_page(house, seen, settle):
    async with house.app(await house.vault()).run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f1")
        await settle(pilot)
        shown = seen(pilot.app)
        assert "nieuwe casus" in shown
        assert "Focus" not in shown
        await pilot.press("escape")
        assert pilot.app.screen.place == Place("overview")


async def test_the_colours_change_from_the_list_of_commands(house, settle):
    async with house.app(await house.vault()).run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"licht", "enter")
        await settle(pilot)
        assert pilot.app.theme == theme.LIGHT


async def test_without_colour_the_terminals_own_are_used(house, settle, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with house.app().run_test() as pilot:
        await settle(pilot)
        assert pilot.app.theme == theme.TERMINAL
        assert NoColor in {type(each) for each in pilot.app.get_line_filters()}


@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT])
@pytest.mark.parametrize("name", [theme.DARK, theme.LIGHT, theme.CONTRAST])
def test_texts_and_ratings_stand_out_from_their_background(name, system):
    def shown(colour):
        """What a terminal with these colours makes of it; where there are 256, colours come out a little off."""
        red, green, blue = Color.parse(colour).rich_color.downgrade(system).get_truecolor()
        return Color(red, green, blue).hex

    def ratio(one, other):
        return contrast(shown(one), shown(other))

    found = next(each for each in theme.THEMES if each.name == name)
    colours = {variable: found.variables[variable] for variable in theme.TEXT_VARIABLES}
    colours |= {
        "foreground": found.foreground,
        "accent": found.accent,
        "error": found.error,
        "warning": found.warning,
    }
    for variable, colour in colours.items():
        for ground in (found.background, found.panel):
            assert ratio(colour, ground) >= 4.5, (variable, ground)
    for ground in (found.variables["field"], found.variables["here"]):
        for text in (found.foreground, found.variables["quiet"]):
            assert ratio(text, ground) >= 4.5, (text, ground)
        for symbol in theme.RATING_VARIABLES:  # WCAG 2.2, 1.4.11: a symbol needs 3 to 1
            assert ratio(found.variables[symbol], ground) >= 3, (symbol, ground)
    grounds = {shown(found.variables[each]) for each in ("field", "here")} | {shown(found.background)}
    assert len(grounds) == 3
    assert ratio(found.variables["mark-text"], found.variables["mark"]) >= 4.5


def contrast(one, other):
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    def channel(value):
        part = value / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * channel(colour.r) + 0.7152 * channel(colour.g) + 0.0722 * channel(colour.b)


# -- leaving -------------------------------------------------------------------------------------------------


async def test_ctrl_q_leaves_and_lets_go_of_the_vault(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+q")
        await settle(pilot)
    assert desk.closed
    again = house.desk()
    await again.open()


async def test_ctrl_c_closes_nothing_and_says_what_does(house, seen, settle):
    async with house.app(await house.vault()).run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+c")
        assert "Ctrl+Q sluit ZET" in seen(pilot.app)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to handle")
async def test_a_system_that_stops_ends_the_app_in_order(house, settle):
    desk = await house.vault()
    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        os.kill(os.getpid(), signal.SIGTERM)
        await settle(pilot)
    assert desk.closed


# -- the storage thread --------------------------------------------------------------------------------------


async def test_cancelling_a_call_does_not_abandon_its_write():

    thread = StorageThread()
    go, written = threading.Event(), []

    def write():
        go.wait(60)
        written.append("kept")

    task = asyncio.ensure_future(thread.run(write))
    await asyncio.sleep(0)
    task.cancel()
    go.set()
    thread.close()
    assert written == ["kept"]
    with pytest.raises(asyncio.CancelledError):
        await task
