"""Everything that `zet` does from the shell, with its options and its help; the app is opened without it.

What a command does stands in `zet_tui.commands`; heavy imports happen there.
"""

from pathlib import Path
from typing import Final

import click

from zet_tui.cli_options import passphrase, person
from zet_tui.cli_results import analyse, sessie
from zet_tui.cli_transfer import ontvangen, overdragen
from zet_tui.cli_vault import kluis
from zet_tui.dutch_click import DutchCommand
from zet_tui.setting import Setting


@click.command(cls=DutchCommand)
@click.pass_obj
def demo(setting: Setting) -> None:
    """Het programma uitproberen met drie verzonnen casussen.

    Er wordt een tijdelijke kluis gemaakt, die bij het afsluiten wordt vernietigd.

    \b
    Voorbeeld:
      zet demo
    """
    from zet_tui.commands.open import open_demo

    open_demo(setting)


@click.command(cls=DutchCommand)
@click.argument("bron", type=click.Choice(["dossier", "inwoner", "professional"]), metavar="BRON")
@click.option(
    "--instrument", default="zet", metavar="I", help="zet, regie, of het pad van een eigen vragenlijst."
)
@click.option(
    "--formaat",
    type=click.Choice(["tekst", "json", "docx", "xlsform"]),
    default="tekst",
    help="tekst (gewoon), json, docx (formulier op papier) of xlsform (voor ODK en Kobo).",
)
@click.option(
    "--naar", type=click.Path(path_type=Path), metavar="MAP", help="Waar het bestand komt (anders: deze map)."
)
def vragenlijst(bron: str, instrument: str, formaat: str, naar: Path | None) -> None:
    """Een vragenlijst tonen of bewaren: dossier, inwoner of professional.

    Bij docx en xlsform komt er een bestand; ZET zegt waar het staat.

    \b
    Voorbeelden:
      zet vragenlijst inwoner
      zet vragenlijst dossier --formaat json
      zet vragenlijst inwoner --formaat docx --naar Documenten
      zet vragenlijst professional --instrument regie --formaat xlsform
    """
    from zet_tui.commands.instruments import print_questionnaire

    print_questionnaire(bron, instrument, formaat, naar)


@click.command("controleer-vragenlijst", cls=DutchCommand)
@click.argument("bestand", type=click.Path(path_type=Path), metavar="BESTAND.toml")
def controleer_vragenlijst(bestand: Path) -> None:
    """Een eigen vragenlijst nakijken: elke fout met zijn plaats.

    \b
    Voorbeeld:
      zet controleer-vragenlijst onze-vragen.toml
    """
    from zet_tui.commands.instruments import check_questionnaire

    check_questionnaire(bestand)


_json = click.option("--json", "as_json", is_flag=True, help="Het resultaat als JSON.")
_confirm = click.option(
    "--bevestig", type=int, metavar="AANTAL", help="Bevestigen zonder toetsenbord: hoeveel casussen."
)


@click.command(cls=DutchCommand)
@passphrase
@_json
@click.pass_obj
def status(setting: Setting, wachtwoord_bestand: str | None, as_json: bool) -> None:
    """Waar de evaluatie staat, zonder persoonsgegevens.

    \b
    Voorbeeld:
      zet status --json
    """
    from zet_tui.commands.state import show_status

    show_status(setting, wachtwoord_bestand, as_json=as_json)


@click.command(cls=DutchCommand)
@click.argument("casus", type=int, metavar="CASUS")
@click.argument("bron", type=click.Choice(["dossier", "inwoner", "professional"]), metavar="BRON")
@click.option("--regel", is_flag=True, help="Als gewone regels, voor een schermlezer of brailleleesregel.")
@passphrase
@person
@click.pass_obj
def gesprek(
    setting: Setting, casus: int, bron: str, regel: bool, wachtwoord_bestand: str | None, wie: str | None
) -> None:
    """Een gesprek als gewone regels: één vraag tegelijk, zonder scherm.

    CASUS is het nummer van de casus, BRON is dossier, inwoner of professional.

    \b
    Voorbeeld:
      zet gesprek 2 inwoner --regel
    """
    from zet_tui.commands.talk import talk

    talk(setting, casus, bron, wachtwoord_bestand, wie, lines=regel)


@click.command(cls=DutchCommand)
@click.argument("casus", type=int, metavar="CASUS")
@click.option(
    "--sjabloon",
    type=click.Path(path_type=Path),
    metavar="HUISSTIJL.docx",
    help="Een Word-bestand van de gemeente met velden zoals {{ gemeente }}, of met {{ brief }}.",
)
@click.option(
    "--naar", type=click.Path(path_type=Path), required=True, metavar="MAP", help="Waar de brief komt."
)
@passphrase
@person
@click.pass_obj
def toestemmingsbrief(
    setting: Setting,
    casus: int,
    sjabloon: Path | None,
    naar: Path,
    wachtwoord_bestand: str | None,
    wie: str | None,
) -> None:
    """De brief voor de inwoner maken, met een uitleg in makkelijke taal, als Word-bestanden.

    CASUS is het nummer van de casus. ZET onthoudt de tekst van de brief: die wordt bij de toestemming vastgelegd.

    \b
    Voorbeelden:
      zet toestemmingsbrief 2 --naar Documenten
      zet toestemmingsbrief 2 --sjabloon huisstijl.docx --naar Documenten
    """
    from zet_tui.commands.letter import Wanted, write_letter_of

    write_letter_of(setting, Wanted(casus, sjabloon, naar, wachtwoord_bestand, wie))


def _case_or_list(ctx: click.Context, param: click.Parameter, value: int | None) -> int | None:
    """A case's number, or the list of who waits for the outcome, and not both."""
    if value is None and not ctx.params.get("uitkomst"):
        raise click.MissingParameter(ctx=ctx, param=param)
    if value is not None and ctx.params.get("uitkomst"):
        raise click.BadParameter("", ctx=ctx, param=param)
    return value


@click.command(cls=DutchCommand)
@click.argument("casus", type=int, metavar="CASUS", required=False, callback=_case_or_list)
@click.option(
    "--uitkomst", is_flag=True, is_eager=True, help="Haal iemand van de lijst die de uitkomst wil horen."
)
@passphrase
@person
@_confirm
@click.pass_obj
def intrekken(
    setting: Setting,
    casus: int | None,
    wachtwoord_bestand: str | None,
    wie: str | None,
    bevestig: int | None,
    *,
    uitkomst: bool,
) -> None:
    """Toestemming ingetrokken: alles van deze casus nu vernietigen.

    CASUS is het nummer van de casus. Na het afronden zijn er geen casussen meer; wie de uitkomst wilde horen, haalt u
    met --uitkomst van de lijst. ZET vraagt dan de naam.

    \b
    Voorbeelden:
      zet intrekken 2
      zet intrekken --uitkomst
    """
    from zet_tui.commands.state import end_feedback, withdraw_case

    if uitkomst or casus is None:
        end_feedback(setting, wachtwoord_bestand, bevestig)
    else:
        withdraw_case(setting, casus, wachtwoord_bestand, wie, bevestig)


@click.command(cls=DutchCommand)
@passphrase
@click.pass_obj
def verklaringen(setting: Setting, wachtwoord_bestand: str | None) -> None:
    """De verklaring van elke intrekking nog eens lezen, zonder namen.

    De nieuwste komt eerst. Na het afronden zijn ze er niet meer: dan weet ZET alleen nog hoeveel het er waren.

    \b
    Voorbeeld:
      zet verklaringen
    """
    from zet_tui.commands.state import read_again

    read_again(setting, wachtwoord_bestand)


@click.command("anonimiseer-en-vernietig", cls=DutchCommand)
@click.option(
    "--naar",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="MAP",
    help="Waar het werkboek komt (anders: deze map).",
)
@passphrase
@click.option(
    "--nieuw-wachtwoord-bestand",
    metavar="PAD",
    help="Lees het nieuwe wachtwoord van de kluis uit dit bestand.",
)
@person
@_confirm
@click.option("--tweede", metavar="NAAM", help="Wie als tweede bevestigt, als de evaluatie daarom vraagt.")
@click.option(
    "--toch", is_flag=True, help="Alles vernietigen zonder werkboek, als er geen werkboek kan komen."
)
@click.option("--zonder-sessiebestand", is_flag=True, help="Schrijf geen Sessiebestand voor partners.")
@click.option("--met-tabel", is_flag=True, help="Schrijf ook resultaten.csv, voor een ander rekenprogramma.")
@click.option(
    "--bestanden-tot", metavar="DD-MM-JJJJ", help="Tot wanneer u de bestanden bewaart (anders een jaar)."
)
@click.option("--controle", is_flag=True, help="Alleen de privacycontrole laten zien; er verandert niets.")
@_json
@click.pass_obj
def anonimiseer_en_vernietig(
    setting: Setting,
    naar: Path,
    wachtwoord_bestand: str | None,
    nieuw_wachtwoord_bestand: str | None,
    wie: str | None,
    bevestig: int | None,
    tweede: str | None,
    toch: bool,
    zonder_sessiebestand: bool,
    met_tabel: bool,
    bestanden_tot: str | None,
    controle: bool,
    as_json: bool,
) -> None:
    """De werkboeken zonder namen maken, en daarna alles van inwoners vernietigen.

    Er wordt niets vernietigd voordat de bestanden op de schijf staan en zijn teruggelezen.

    \b
    Voorbeelden:
      zet anonimiseer-en-vernietig --controle
      zet anonimiseer-en-vernietig --naar Documenten --met-tabel
    """
    from zet_tui.commands.finish import Request, finish

    finish(
        setting,
        Request(
            naar,
            wachtwoord_bestand,
            nieuw_wachtwoord_bestand,
            wie,
            bevestig,
            without_workbook=toch,
            as_json=as_json,
            session=not zonder_sessiebestand,
            table=met_tabel,
            keep_until=bestanden_tot,
            second=tweede,
            look_only=controle,
        ),
    )


COMMANDS: Final = (
    demo,
    vragenlijst,
    controleer_vragenlijst,
    status,
    gesprek,
    toestemmingsbrief,
    intrekken,
    verklaringen,
    anonimiseer_en_vernietig,
    analyse,
    sessie,
    kluis,
    ontvangen,
    overdragen,
)
