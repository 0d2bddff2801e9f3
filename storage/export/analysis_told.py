"""What the tab Lees mij of a workbook says about the evaluation as a whole: days, agreements, meanings of terms."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from flows.evaluation import SESSION_LEAST, SESSION_MOST
from flows.instrument import Instrument
from storage.export.analysis_tabs import Readme
from storage.export.workbook_readme import THRESHOLD

_AGREED: Final = re.compile(r"minstens (\d{1,3}) casussen\b", re.IGNORECASE)


def threshold_of(told: Readme) -> int | None:
    """What the team agreed that partners may see; None where it is not there, or was made into something else."""
    found = _AGREED.match(told.get(THRESHOLD))
    return int(found[1]) if found and SESSION_LEAST <= int(found[1]) <= SESSION_MOST else None


def iso_day(written: str) -> str:
    """The day as ISO date; empty when it is something else."""
    try:
        return date.fromisoformat("-".join(reversed(written.split("-")))).isoformat()
    except ValueError:
        return ""


def meanings(told: Readme, instrument: Instrument) -> dict[str, str]:
    """What the team agreed; a meaning that the instrument itself fixes is no agreement."""
    names = {term.title: term for term in instrument.terms}
    found = {}
    for title, text in told.terms.items():
        term = names.get(title)
        if text.startswith("Hier heeft het team geen betekenis"):
            continue
        if term is None or text != term.meaning:
            found[title if term is None else term.id] = text
    return found
