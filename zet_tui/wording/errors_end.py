"""The sentences of errors around the planned day and the end; `error_sentences` chooses among them."""

from collections.abc import Mapping
from datetime import date
from typing import Final

END: Final[Mapping[str, str]] = {
    "SecondPersonNeeded": (
        "In deze evaluatie bevestigen twee mensen. Laat een tweede lid van het team bevestigen. Er is niets veranderd."
    ),
}
MOVES: Final[Mapping[str, str]] = {
    "no_reason": "Typ waarom de dag verschuift. De reden komt op de verklaring van vernietiging.",
    "reason_too_long": "Deze reden is te lang. Houd het bij een paar zinnen.",
    "not_later": "Kies een dag na vandaag.",
    "too_far": "Kies een dag binnen een jaar.",
}


def term_passed(until: date) -> str:
    """What can still be done after the planned day."""
    from flows.text import long_date

    return (
        f"De gegevens mochten bewaard blijven tot {long_date(until)}. Rond nu af, vernietig, "
        "of verplaats de dag met een reden."
    )


def term_passed_there(until: date) -> str:
    """A case whose day is over came to a vault without an evaluation: the day is moved where the case is."""
    from flows.text import long_date

    return (
        f"De gegevens van deze casus mochten bewaard blijven tot {long_date(until)}. Er is niets opgenomen. "
        "Vraag uw collega om de dag te verplaatsen, met een reden, en de casus opnieuw over te dragen."
    )
