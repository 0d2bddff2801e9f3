"""JSON on standard output, for another program."""

import codecs
import json
import sys

import click


def echo_json(content: object) -> None:
    """Prints `content`, indented; letters outside ASCII are escaped where the output is not UTF-8.

    A pipe on Windows has the console's own characters, and JSON between programs is UTF-8 (RFC 8259, 8.1).
    """
    utf8 = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    click.echo(json.dumps(content, ensure_ascii=not utf8, indent=2))
