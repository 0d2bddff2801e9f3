"""Choosing a passphrase, typed once more to be sure: six words that ZET offers, or one's own.

Used for a new vault and for the new passphrase after destroying. How strong it must be, storage decides.
"""

from collections.abc import Iterator

from zet_tui.screens.fields import Choice, Line
from zet_tui.screens.form import FieldRow, Form, Part, Passage, Row

WORDS = "words"
OWN = "own"


def parts() -> Iterator[Part]:
    """The rows that choose a passphrase, for use in any form."""
    yield Row(
        "kind",
        "Wachtwoord",
        Choice({WORDS: "zes woorden die ZET kiest (aangeraden)", OWN: "een eigen wachtwoord"}),
        hint="← en → kiezen",
    )
    yield Passage("", id="words")
    yield Row("own", "Eigen wachtwoord", Line(secret=True), hint="Minstens vier losse woorden.")
    yield Row("again", "Typ het over", Line())


def show(form: Form, words: str) -> None:
    """Show the rows that belong to the chosen kind."""
    own = form.query_one("#kind", Choice).value == OWN
    passage = form.query_one("#words")
    passage.display = not own
    form.query_one("#row-own", FieldRow).display = own
    again = form.query_one("#again", Line)
    again.password = own
    label = form.query_one("#row-again .label")
    if hasattr(label, "update"):
        label.update("Typ het nog een keer" if own else "Typ de zes woorden over")
    if hasattr(passage, "update"):
        passage.update(
            f"\n    {words}\n\nSchrijf deze woorden op en bewaar ze apart van de laptop." if words else ""
        )


def read(values: dict[str, str], words: str) -> tuple[str, dict[str, str]]:
    """The passphrase that was chosen, and the faults by field ({} when it may be used)."""
    wanted = values["own"] if values["kind"] == OWN else words
    if values["kind"] == OWN and not wanted:
        return "", {"own": "Typ een wachtwoord."}
    if " ".join(values["again"].split()) != " ".join(wanted.split()):
        kind = "wachtwoord" if values["kind"] == OWN else "voorstel"
        return "", {"again": f"Dit is niet hetzelfde als het {kind} hierboven. Typ het opnieuw."}
    return wanted, {}
