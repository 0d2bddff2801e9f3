"""The `zet` command: opens the app, or does one thing from the shell without a screen.

Exit codes: 0 done, 1 refused with the reason on stderr, 2 wrong usage. The commands stand in `cli_commands`, which is
read in when one of them is asked for, so that the app's first frame does not wait for it.
"""

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from zet_tui import sweeping
from zet_tui.crash import panel, report
from zet_tui.dutch_click import DutchGroup, ReadInLater, usage_sentence
from zet_tui.refusal import Refused
from zet_tui.setting import Setting
from zet_tui.settings_file import COLOURS
from zet_tui.windows_console import heed_escapes

REFUSED = 1
WRONG_USAGE = 2


def _commands() -> Iterable[click.Command]:
    from zet_tui.cli_commands import COMMANDS

    return COMMANDS


@click.group(
    cls=DutchGroup,
    commands=ReadInLater(_commands),
    invoke_without_command=True,
    aliases={"anonymize-and-purge": "anonimiseer-en-vernietig"},
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
@click.option("--kluis", type=click.Path(path_type=Path), metavar="MAP", help="De map van de kluis.")
@click.option(
    "--toch-hier", is_flag=True, help="Ook als deze map wordt gesynchroniseerd of op een netwerkschijf staat."
)
@click.option(
    "--thema", type=click.Choice(COLOURS), metavar="NAAM", help="Voor deze keer: " + ", ".join(COLOURS) + "."
)
@click.version_option(package_name="zet-tui", message="zet %(version)s", help="Het versienummer tonen.")
@click.pass_context
def zet(ctx: click.Context, kluis: Path | None, toch_hier: bool, thema: str | None) -> None:
    """ZET: samen met inwoners bekijken hoe zorg en ondersteuning tot stand kwamen.

    Zonder opdracht opent het programma. Alles wat u invoert staat versleuteld op deze computer.

    \b
    Voorbeelden:
      zet                      het programma openen
      zet --thema licht        met lichte kleuren, voor deze keer
      zet demo                 alles uitproberen met verzonnen casussen
      zet status               waar de evaluatie staat
    """
    if "NO_COLOR" in os.environ:
        ctx.color = False
    given = ctx.obj if isinstance(ctx.obj, Setting) else Setting()
    ctx.obj = Setting(
        kluis or given.folder, toch_hier or given.force, given.policy, given.ledgers, thema or given.colours
    )
    if ctx.invoked_subcommand is None:
        sweeping.put_off()  # the app takes it up again when its first page stands there
        from zet_tui.commands.open import open_app

        open_app(ctx.obj)


def main(arguments: list[str] | None = None, *, obj: Setting | None = None) -> None:
    """Runs the command line and ends with its exit code; every refusal is one Dutch message on stderr."""
    heed_escapes()
    if isinstance(sys.stdout, io.TextIOWrapper):  # a name that the console cannot show must not end the work
        sys.stdout.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper) and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig")  # as a file is read: Windows takes a pipe for cp1252
    try:
        code = zet.main(args=arguments, prog_name="zet", standalone_mode=False, obj=obj)
    except click.UsageError as error:
        click.echo(usage_sentence(error), err=True)
        sys.exit(WRONG_USAGE)
    except click.Abort:
        click.echo("Afgebroken. Er is niets veranderd.", err=True)
        sys.exit(REFUSED)
    except Refused as refusal:
        click.echo(refusal.sentence, err=True)
        sys.exit(REFUSED)
    except Exception as error:  # noqa: BLE001 - a traceback's last line may hold what somebody said
        click.echo(panel(report(error), None), err=True)
        sys.exit(REFUSED)
    sys.exit(code if isinstance(code, int) else 0)
