"""The app as a whole: its first frame, the lock, the quiet time, the crash, leaving."""

import asyncio
import os
import signal
import subprocess
import sys
import threading

import pytest
from textual import events
from textual.color import Color
from textual.filter import NoColor
from textual.widgets import OptionList
from textual.worker import WorkerFailed

from tests.zet_tui.waiting import handled
from zet_tui import crash, theme
from zet_tui.screens.case import NewCasePage
from zet_tui.screens.form import Form
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


# -- the lock ------------------------------------------------------------------------------------------------


async def unlock(pilot, settle, passphrase):
    pilot.app.screen.query_one("#passphrase").value = passphrase
    await pilot.press("enter")
    await settle(pilot)


async def test_the_lock_blanks_wipes_and_comes_back_to_the_same_place(house, seen, settle, passphrase):
    desk = await house.vault()
    case = await house.case(desk, "Fatima el Amrani")
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        assert "Fatima el Amrani" in seen(pilot.app)

        await pilot.press("ctrl+l")
        await settle(pilot)
        assert "Fatima" not in seen(pilot.app)
        assert not desk.unlocked
        assert [type(screen).__name__ for screen in pilot.app.screen_stack[1:]] == ["UnlockPage"]

        await unlock(pilot, settle, passphrase)
        assert "Wie zit er achter de laptop?" in seen(pilot.app)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.place == Place("case", case)
        assert "Fatima el Amrani" in seen(pilot.app)


async def test_somebody_else_after_the_lock_starts_at_the_overview(house, settle, passphrase):
    desk = await house.vault()
    case = await house.case(desk)
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await pilot.press("ctrl+l")
        await settle(pilot)
        await unlock(pilot, settle, passphrase)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert desk.person == "Anne Visser"
        assert pilot.app.screen.place == Place("overview")


async def test_what_a_form_held_comes_back_after_the_lock(house, settle, passphrase):
    desk = await house.vault()
    async with house.app(desk).run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.app.go(Place("new-case"))
        await pilot.press(*"Jan")
        await pilot.press("ctrl+l")
        await settle(pilot)
        await unlock(pilot, settle, passphrase)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(Form).values()["name"] == "Jan"


async def test_the_lock_waits_behind_the_blank_screen_for_a_write_that_runs(house, settle):
    desk = await house.vault()
    done, go_on = [], threading.Event()

    def slow(_register):
        go_on.wait(60)
        done.append("written")

    async with house.app(desk).run_test() as pilot:
        await settle(pilot)
        running = asyncio.ensure_future(desk.ask(slow))
        await asyncio.sleep(0)
        pilot.app.post_message(events.Key("ctrl+l", None))  # `press` would wait for storage
        await handled(pilot.app)
        assert type(pilot.app.screen).__name__ == "LockedBlank"
        assert done == []
        go_on.set()
        await settle(pilot)
        assert done == ["written"]
        assert not desk.unlocked
        await running


async def test_a_failing_disk_closes_the_vault_says_so_and_asks_again(
    house, seen, settle, passphrase, monkeypatch
):
    from storage.vault import MustReopen

    def fail(_register):
        raise MustReopen

    desk = await house.vault()
    case = await house.case(desk, signed=False)
    async with house.app(desk).run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.app.go(Place("case", case))
        await settle(pilot)
        monkeypatch.setattr(desk, "set_approach", lambda *_: desk.ask(fail))
        await pilot.press("s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, UnlockPage)
        assert "halverwege gestopt" in seen(pilot.app)
        await unlock(pilot, settle, passphrase)
        assert desk.unlocked


async def test_a_vault_that_closes_while_the_first_page_is_sought_is_no_fault(house, settle, monkeypatch):
    desk = await house.vault()
    app = house.app(desk)
    async with app.run_test() as pilot:
        await settle(pilot)
        passed = desk.term_passed

        async def closed_meanwhile():
            await desk.lock()
            return await passed()

        monkeypatch.setattr(desk, "term_passed", closed_meanwhile)
        app.arrive()
        await settle(pilot)
        assert app.is_running
    assert app.return_code is None


async def test_a_closed_vault_excuses_no_other_fault(house, settle):
    desk = await house.vault()
    await desk.lock()

    async def broken():
        raise ValueError(MARKER)

    async def run_until_it_fails():
        async with house.app(desk).run_test() as pilot:
            await settle(pilot)
            pilot.app.run_worker(broken())
            await settle(pilot)

    with pytest.raises(WorkerFailed):
        await run_until_it_fails()


def test_every_interruption_has_words():
    from storage.vault import Pending
    from zet_tui.screens.unlock import INTERRUPTED

    assert {pending.value for pending in Pending} <= set(INTERRUPTED)


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
        written = []
        monkeypatch.setattr(app._driver, "write", written.append)
        app.copy_to_clipboard(MARKER)
        assert app.save_screenshot() == ""
        app.deliver_screenshot()
        assert not list(app.get_system_commands(app.screen))
        assert app.features == frozenset()
        assert app.clipboard == MARKER
        assert not any("]52" in str(text) for text in written)
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


async def test_a_window_that_is_too_small_says_so_and_comes_back(house, seen, settle):
    async with house.app(await house.vault()).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.resize_terminal(59, 24)
        await settle(pilot)
        assert "te klein" in seen(pilot.app)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
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


@pytest.mark.parametrize("name", [theme.DARK, theme.LIGHT, theme.CONTRAST])
def test_texts_and_ratings_stand_out_from_their_background(name):
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
            assert contrast(colour, ground) >= 4.5, (variable, ground)
    accent, field = Color.parse(found.accent), Color.parse(found.variables["field"])
    chosen = [Color.parse(ground).blend(accent, 0.18).hex for ground in (found.background, found.panel)]
    for ground in (
        field.hex,
        field.blend(accent, 0.15).hex,
        *chosen,
    ):  # a field, one with focus, a chosen row
        for text in (found.foreground, found.variables["quiet"]):
            assert contrast(text, ground) >= 4.5, (text, ground)
        for symbol in theme.RATING_VARIABLES:  # WCAG 2.2, 1.4.11: a symbol needs 3 to 1
            assert contrast(found.variables[symbol], ground) >= 3, (symbol, ground)
    assert contrast(found.variables["mark-text"], found.variables["mark"]) >= 4.5


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
    import threading

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
