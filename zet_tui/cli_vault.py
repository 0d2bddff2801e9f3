"""`zet kluis` and its three commands; what they do stands in `zet_tui.commands.vault`."""

from pathlib import Path

import click

from zet_tui.cli_options import passphrase
from zet_tui.dutch_click import DutchGroup
from zet_tui.setting import Setting

_new_passphrase = click.option(
    "--nieuw-wachtwoord-bestand", metavar="PAD", help="Lees het nieuwe wachtwoord uit dit bestand."
)


@click.group(cls=DutchGroup)
def kluis() -> None:
    """De kluis nakijken, een nieuw wachtwoord, of een herstelblad.

    \b
    Voorbeeld:
      zet kluis controleer
    """


@kluis.command()
@click.option(
    "--nieuwe-inhoudsopgave",
    is_flag=True,
    help="Is de inhoudsopgave van de kluis beschadigd: maak er een van alles wat nog heel is.",
)
@click.option(
    "--bevestig", type=int, metavar="AANTAL", help="Bevestigen zonder toetsenbord: hoeveel casussen."
)
@passphrase
@click.pass_obj
def controleer(
    setting: Setting,
    *,
    nieuwe_inhoudsopgave: bool,
    bevestig: int | None,
    wachtwoord_bestand: str | None,
) -> None:
    """Nakijken of alles in de kluis heel is.

    Is er iets beschadigd, dan staat er waar, zonder persoonsgegevens. De rest blijft te lezen.

    \b
    Voorbeeld:
      zet kluis controleer
    """
    from zet_tui.commands.vault import check_vault, mend_root

    if nieuwe_inhoudsopgave:
        mend_root(setting, wachtwoord_bestand, bevestig)
    else:
        check_vault(setting, wachtwoord_bestand)


@kluis.command()
@passphrase
@_new_passphrase
@click.pass_obj
def wachtwoord(
    setting: Setting, wachtwoord_bestand: str | None, nieuw_wachtwoord_bestand: str | None
) -> None:
    """Een nieuw wachtwoord kiezen; het oude werkt daarna niet meer.

    \b
    Voorbeeld:
      zet kluis wachtwoord
    """
    from zet_tui.commands.vault import change_passphrase

    change_passphrase(setting, wachtwoord_bestand, nieuw_wachtwoord_bestand)


@kluis.command()
@click.option(
    "--maak", is_flag=True, help="Een nieuw herstelblad maken; een eerder blad geldt dan niet meer."
)
@click.option(
    "--naar", type=click.Path(path_type=Path), metavar="BESTAND", help="Waar het nieuwe herstelblad komt."
)
@click.option(
    "--code-bestand", metavar="PAD", help="Lees de code uit dit bestand; dat mag het blad zelf zijn."
)
@passphrase
@_new_passphrase
@click.pass_obj
def herstel(
    setting: Setting,
    *,
    maak: bool,
    naar: Path | None,
    code_bestand: str | None,
    wachtwoord_bestand: str | None,
    nieuw_wachtwoord_bestand: str | None,
) -> None:
    """Wachtwoord kwijt: openen met het herstelblad en een nieuw wachtwoord kiezen.

    Met --maak maakt u het herstelblad, zolang u het wachtwoord nog hebt.

    \b
    Voorbeelden:
      zet kluis herstel --maak --naar herstelblad.txt
      zet kluis herstel
    """
    from zet_tui.commands.vault import make_sheet, recover

    if maak:
        make_sheet(setting, wachtwoord_bestand, naar)
    else:
        recover(setting, code_bestand, nieuw_wachtwoord_bestand)
