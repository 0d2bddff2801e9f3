"""Opening the app: on the team's own vault, or on a throw-away one with invented cases."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from platformdirs import user_log_path

from zet_tui import sweeping
from zet_tui.app import ZetApp
from zet_tui.crash import no_core_dumps
from zet_tui.desk import Desk
from zet_tui.setting import Setting
from zet_tui.settings_file import SettingsFileError, settings_or_usual, settings_path
from zet_tui.theme import BY_WORD

if TYPE_CHECKING:
    from storage.cases import Register

DEMO_PASSPHRASE = "oosterdam oefent samen met zet"  # noqa: S105 - of a vault with invented people
PREPARING = "ZET maakt een tijdelijke kluis met verzonnen casussen. Een paar tellen geduld."


def open_app(setting: Setting) -> None:
    """Runs the app until it is left, then the invented cases if the tour asked for them.

    Ends the program with the app's exit code when that is not 0.
    """
    sweeping.keep_what_is_read_in()
    desk = Desk(
        setting.vault_folder, policy=setting.policy, force=setting.force, ledgers=setting.ledger_folder
    )
    if _run(desk, setting).wants_practice:
        open_demo(setting)


def open_demo(setting: Setting) -> None:
    """Runs the app on invented cases in a temporary folder that is gone afterwards."""
    click.echo(PREPARING)
    with TemporaryDirectory(prefix="zet-demo-", ignore_cleanup_errors=True) as place:
        desk = Desk(Path(place) / "kluis", demo=DEMO_PASSPHRASE, force=True)
        asyncio.run(prepare_demo(desk))
        _run(desk, setting)


async def prepare_demo(desk: Desk) -> None:
    """A vault with the invented cases, unlocked, with someone of the invented team at the laptop."""
    await desk.create(DEMO_PASSPHRASE)
    await desk.ask(_fill)


def _fill(register: "Register") -> None:
    from flows.instrument import load_instrument
    from zet_tui.demo import fill

    fill(register, load_instrument("zet"))


def make_app(desk: Desk, setting: Setting) -> ZetApp:
    """The app with this laptop's settings; what is changed in a demo is gone afterwards."""
    path = settings_path()
    settings, fault = settings_or_usual(path)
    return ZetApp(
        desk,
        settings=settings,
        settings_file=None if desk.demo else path,
        colours=BY_WORD[setting.colours] if setting.colours else None,
        notice=_notice(fault, demo=desk.demo is not None),
        guide=not desk.demo,
        report_folder=None if desk.demo else user_log_path("zet", appauthor=False),
    )


def _notice(fault: SettingsFileError | None, *, demo: bool) -> str:
    """What is said on the first page; mostly nothing, so its words are read in only then."""
    if fault is not None:
        from zet_tui.wording.settings import sentence

        return sentence(fault)
    if demo:
        from zet_tui.wording.guide import DEMO_NOTICE

        return DEMO_NOTICE
    return ""


def _run(desk: Desk, setting: Setting) -> ZetApp:
    no_core_dumps()
    sweeping.put_off()
    app = make_app(desk, setting)
    app.run()
    if app.return_code:
        sys.exit(app.return_code)
    return app
