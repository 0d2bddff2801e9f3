"""`zet analyse` and `zet sessie`: what the shell offers once there are workbooks; no vault is needed.

What they do stands in `zet_tui.commands`, imported there so that the app's first frame waits for nothing.
"""

from pathlib import Path

import click

from zet_tui.dutch_click import DutchCommand

_files = click.argument(
    "bestanden", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BESTAND.xlsx ..."
)


@click.command(cls=DutchCommand)
@_files
@click.option(
    "--eerder",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="BESTAND",
    help="Vergelijk met dit Analysebestand van een eerdere ronde (mag vaker).",
)
@click.option("--naast", is_flag=True, help="Zet de bestanden naast elkaar in plaats van bij elkaar.")
@click.option("--casus", type=int, metavar="N", help="Alleen deze casus.")
@click.option("--rij", type=int, metavar="N", help="De toelichtingen bij deze vraag van het basiskader.")
@click.option("--criterium", type=int, metavar="N", help="De toelichtingen bij dit criterium.")
@click.option(
    "--bron", type=click.Choice(["dossier", "inwoner", "professional"]), help="Toelichtingen van één bron."
)
@click.option("--vragen", is_flag=True, help="De vragen van Bijlage 5, stap 2, met wat erbij hoort.")
@click.option("--json", "as_json", is_flag=True, help="Het resultaat als JSON.")
def analyse(
    bestanden: tuple[Path, ...],
    eerder: tuple[Path, ...],
    naast: bool,
    casus: int | None,
    rij: int | None,
    criterium: int | None,
    bron: str | None,
    vragen: bool,
    as_json: bool,
) -> None:
    """Analysebestanden bekijken: gemiddelden, verschillen, wat goed gaat en knelpunten.

    Een kluis is niet nodig. Meer bestanden van dezelfde vragenlijst worden bij elkaar opgeteld.

    \b
    Voorbeelden:
      zet analyse Analysebestand.xlsx
      zet analyse Analysebestand.xlsx --rij 12 --bron inwoner
      zet analyse Ronde-2.xlsx --eerder Ronde-1.xlsx
      zet analyse Oosterdam.xlsx Westerdam.xlsx --naast
    """
    from zet_tui.commands.analyse import Asked, show_analysis

    show_analysis(Asked(bestanden, eerder, naast, casus, rij, criterium, bron, vragen, as_json))


@click.command(cls=DutchCommand)
@_files
@click.option(
    "--naar", type=click.Path(path_type=Path), required=True, metavar="MAP", help="Waar de bestanden komen."
)
@click.option("--start", metavar="UU:MM", help="Hoe laat de sessie begint (anders 09:00).")
@click.option(
    "--datum", metavar="DD-MM-JJJJ", help="De dag van de sessie; geeft ook een agenda om terug te kijken."
)
@click.option(
    "--drempel",
    type=int,
    metavar="N",
    help="Cijfers over minder casussen blijven weg: hoger dan het team afsprak mag, lager niet (hoogstens 10).",
)
@click.option(
    "--leefgebied", multiple=True, metavar="NAAM", help="Waar de casussen samen over gaan (mag vaker)."
)
@click.option(
    "--werkblad",
    type=click.Path(path_type=Path),
    metavar="BESTAND",
    help="Het ingevulde werkblad: conclusies, verbeteracties en citaten.",
)
@click.option(
    "--sjabloon",
    type=click.Path(path_type=Path),
    metavar="HUISSTIJL.docx",
    help="Word-bestand van uw gemeente met {{ verslag }} erin, voor het eindverslag.",
)
def sessie(
    bestanden: tuple[Path, ...],
    naar: Path,
    start: str | None,
    datum: str | None,
    drempel: int | None,
    leefgebied: tuple[str, ...],
    werkblad: Path | None,
    sjabloon: Path | None,
) -> None:
    """De sessie met partners voorbereiden: agenda, uitnodigingen, handout, dia's, Sessiebestand en werkblad.

    Er komt geen casuïstiek in: alleen gemiddelden die partners mogen zien. Met een ingevuld werkblad komen de
    conclusies erbij, en het eindverslag.

    \b
    Voorbeelden:
      zet sessie Analysebestand.xlsx --naar Sessie --start 13:00
      zet sessie Analysebestand.xlsx --naar Verslag --werkblad Werkblad.xlsx --datum 01-12-2026
    """
    from zet_tui.commands.session import Wanted, make_session

    make_session(Wanted(bestanden, naar, start, datum, drempel, leefgebied, werkblad, sjabloon))
