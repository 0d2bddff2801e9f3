"""`zet ontvangen` and `zet overdragen`; what they do stands in `zet_tui.commands.transfer`."""

from pathlib import Path

import click

from zet_tui.cli_options import passphrase, person
from zet_tui.dutch_click import DutchCommand
from zet_tui.setting import Setting

_words = click.option(
    "--woorden", metavar="ZES WOORDEN", help="De zes woorden die uw collega voorleest (zonder toetsenbord)."
)
_folder = click.option(
    "--naar",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="MAP",
    help="Waar het bestand komt (anders: deze map).",
)


@click.command(cls=DutchCommand)
@click.argument("bestand", type=click.Path(path_type=Path), metavar="[BESTAND]", required=False)
@click.option("--sleutel", is_flag=True, help="Een sleutel maken voor uw collega, om één casus te ontvangen.")
@_folder
@passphrase
@person
@_words
@click.option(
    "--bevestig", type=int, metavar="AANTAL", help="Bevestigen zonder toetsenbord: hoeveel casussen."
)
@click.option(
    "--vertakking",
    type=click.Choice(["hier", "bestand"]),
    help="Welk gesprek verdergaat als op beide laptops is verdergegaan.",
)
@click.pass_obj
def ontvangen(
    setting: Setting,
    *,
    bestand: Path | None,
    sleutel: bool,
    naar: Path,
    wachtwoord_bestand: str | None,
    wie: str | None,
    woorden: str | None,
    bevestig: int | None,
    vertakking: str | None,
) -> None:
    """Een casus, ontvangstbewijs of intrekking van een collega ontvangen.

    Eerst maakt u een sleutel en stuurt u die naar uw collega.

    \b
    Voorbeelden:
      zet ontvangen --sleutel
      zet ontvangen zet-casus-1a2b3c4d.zet --wie "Anouk de Wit"
    """
    if sleutel == (bestand is not None):
        raise click.UsageError("", ctx=click.get_current_context())
    if bestand is None:
        from zet_tui.commands.transfer import make_receiving_key

        make_receiving_key(setting, wachtwoord_bestand, naar)
        return
    from storage.transfer import Side
    from zet_tui.commands.transfer import receive

    side = Side(vertakking) if vertakking else None
    receive(setting, bestand, naar, wachtwoord_bestand, wie, woorden, bevestig, side)


@click.command(cls=DutchCommand)
@click.argument("casus", type=int, metavar="[CASUS]", required=False)
@click.option("--aan", type=click.Path(path_type=Path), metavar="SLEUTEL", help="De sleutel van uw collega.")
@_folder
@click.option(
    "--houden", is_flag=True, help="De casus ook hier houden; ZET noemt dan steeds de andere laptop."
)
@click.option(
    "--intrekkingen", is_flag=True, help="Berichten maken voor laptops die een ingetrokken casus nog hebben."
)
@passphrase
@person
@_words
@click.pass_obj
def overdragen(
    setting: Setting,
    *,
    casus: int | None,
    aan: Path | None,
    naar: Path,
    houden: bool,
    intrekkingen: bool,
    wachtwoord_bestand: str | None,
    wie: str | None,
    woorden: str | None,
) -> None:
    """Een casus overdragen aan de laptop van een collega.

    CASUS is het nummer van de casus. Het bestand is versleuteld: alleen die ene laptop kan het openen.

    \b
    Voorbeelden:
      zet overdragen 2 --aan zet-sleutel-fiets.txt
      zet overdragen --intrekkingen
    """
    if intrekkingen:
        from zet_tui.commands.transfer import withdrawal_files

        withdrawal_files(setting, wachtwoord_bestand, naar)
        return
    if casus is None or aan is None:
        raise click.UsageError("", ctx=click.get_current_context())
    from zet_tui.commands.transfer import give

    give(setting, casus, aan, naar, wachtwoord_bestand, wie, woorden, keep=houden)
