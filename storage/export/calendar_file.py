"""The planning as an .ics file for people's own calendars: phases and hours, nothing of a case or a person.

What the dates are, `flows.planning` says.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flows.planning import Phase, Plan, PlannedStep
from storage.cases import OutsideKind, Register
from storage.export.ics import calendar_of, whole_days
from storage.export.listed_file import check_folder, put_listed
from storage.vault import Disk

if TYPE_CHECKING:
    from icalendar import Event

FILE_NAME: Final = "zet-planning.ics"
_NOTES: Final = {
    Phase.PREPARATION: "Handleiding 2.2: wie doet wat, begrippen samen uitleggen, de FG op de hoogte brengen.",
    Phase.SELECTION: (
        "Handleiding 2.3: minstens drie casussen. Casussen kiezen en toestemming vragen begint minstens een maand "
        "voor het eerste gesprek. Zonder handtekening begint er geen gesprek."
    ),
    Phase.CARRYING_OUT: "Handleiding 2.4: ongeveer 8 uur per casus. Loop de eerste casus samen door.",
    Phase.ANALYSIS: "Handleiding 2.5: ongeveer 8 uur. Eerst nalezen en afronden in ZET, dan analyseren.",
    Phase.SESSION: "Handleiding 2.6: de sessie met partners. Met het verslag samen ongeveer 10 uur.",
    Phase.REPORT: "Handleiding 2.2: het eindverslag.",
}


def calendar(plan: Plan, stamp: datetime, evaluation: str = "") -> bytes:
    """Make the calendar: one whole-day entry per phase. `stamp` is when it was made; the same input, the same bytes.

    A planning that is made anew for the same `evaluation` (its title, of which only a digest is written) replaces the
    entries of the one before in most calendars.
    """
    return calendar_of("Planning", (_entry(step, stamp, evaluation) for step in plan.steps))


def _entry(step: PlannedStep, stamp: datetime, evaluation: str) -> Event:
    hours = "" if step.hours is None else f" ({step.hours} uur)"
    return whole_days(
        f"{evaluation}\n{step.phase.name}",
        stamp,
        step.first,
        step.last,
        f"ZET: {step.phase.value}{hours}",
        _NOTES[step.phase],
    )


def write_calendar(register: Register, folder: Path, *, disk: Disk | None = None) -> Path | None:
    """Write `zet-planning.ics` into `folder` and list it; None when there is no start yet.

    Raises `FolderInVault`, `flows.planning.PlanImpossible`, and the errors of `safe_file`; then nothing was written.
    """
    plan = register.preparing.plan()
    if plan is None:
        return None
    disk = disk or Disk()
    check_folder(register, folder)
    path = folder.expanduser() / FILE_NAME
    made = calendar(plan, register.now(), _title(register))
    put_listed(register, [(OutsideKind.CALENDAR, path, made)], disk)
    return path


def _title(register: Register) -> str:
    evaluation = register.evaluation()
    return "" if evaluation is None else evaluation.title
