"""Options that several commands have, with the same words everywhere."""

import click

passphrase = click.option(
    "--wachtwoord-bestand",
    metavar="PAD",
    help="Lees het wachtwoord uit dit bestand ('-' is standaardinvoer).",
)
person = click.option("--wie", metavar="NAAM", help="Wie er achter de laptop zit.")
