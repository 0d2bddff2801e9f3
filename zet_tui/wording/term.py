"""The planned day of destruction in words; what the day means is `flows.retention`'s."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from flows.text import long_date

if TYPE_CHECKING:
    from flows.retention import Move, RetentionTerm


def until_words(term: "RetentionTerm | None") -> str:
    """For the top line of the overview; nothing while there is no case."""
    return f"bewaren tot {long_date(term.until)}" if term is not None else ""


def soon_line(until: date, today: date) -> str:
    """The warning from two weeks before."""
    days = (until - today).days
    when = "Vandaag" if days == 0 else "Morgen" if days == 1 else f"Over {days} dagen"
    return f"Let op: {when.lower()}, op {long_date(until)}, moeten de gegevens weg. Rond af met 5, of d voor de dag."


def other_laptop_lines(
    before: "RetentionTerm | None", there: "RetentionTerm | None", now: "RetentionTerm | None"
) -> tuple[str, ...]:
    """What two laptops made of the planned day: `before` here, `there` on the other one, `now` here."""
    if before is None or there is None or now is None:
        return ()
    day = long_date(now.until)
    if before.until != now.until:
        line = f"De dag van vernietigen is nu {day}. Hier stond {long_date(before.until)}. "
    elif there.until != now.until:
        line = (
            f"De dag van vernietigen blijft hier {day}. Op de andere laptop stond {long_date(there.until)}. "
        )
    else:
        return ()
    return (line + _because(now),)


def _because(term: "RetentionTerm") -> str:
    """Which agreement it is that holds."""
    move = next((move for move in reversed(term.moves) if move.after == term.until), None)
    if move is None:
        return "Dat is vier maanden na de eerste casus van beide laptops."
    return f"Dat is het laatst afgesproken: op {long_date(move.on)} door {move.by}, want: {move.reason}"


def moves_text(moves: "Sequence[Move]") -> str:
    """Each time that the day was moved, one line each."""
    return "\n".join(
        f"– op {long_date(move.on)} door {move.by}: van {long_date(move.before)} naar {long_date(move.after)}, "
        f"want: {move.reason}"
        for move in moves
    )
