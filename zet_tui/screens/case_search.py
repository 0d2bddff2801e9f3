"""Finding one case among many by number, name, professional or organisation; going there is the overview's.

It searches what the overview holds in memory anyway, and remembers nothing of what was looked for.
"""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.content import Content

from storage.cases import CaseOverview
from zet_tui.idle import PAGE_MINUTES
from zet_tui.screens.interview_sheets import PickSheet, Row
from zet_tui.screens.overview_steps import case_state

TITLE: Final = "Zoek een casus"
FIELD: Final = "nummer, naam of organisatie"
KEYS: Final = "Enter opent de casus · ↑↓ kiest · Esc terug"
NOTHING: Final = "Geen casus gevonden."
_NAME_WIDTH: Final = 26


class CaseSearch(PickSheet):
    """Every case in one line with its name, narrowed while one types; answers with the id of the case."""

    idle_minutes: ClassVar[float] = PAGE_MINUTES

    def __init__(self, cases: Sequence[CaseOverview]) -> None:
        super().__init__(TITLE, [_row(case) for case in cases], keys=KEYS, field=FIELD, nothing=NOTHING)


def _row(case: CaseOverview) -> Row:
    """A case of which this person may not see the name is found by its number alone."""
    entry = case.entry
    name = entry.name if entry is not None else ""
    words = (name, entry.professional, entry.organisation) if entry is not None else ()
    shown = Content.assemble(
        f"{case.number:>4}  ",
        (name if len(name) <= _NAME_WIDTH else f"{name[: _NAME_WIDTH - 1]}…").ljust(_NAME_WIDTH),
        "  ",
        (case_state(case), "$quiet"),
    )
    return Row(case.id, shown, " ".join((str(case.number), *words)))
