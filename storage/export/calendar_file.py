"""The planning as an .ics file for people's own calendars: phases and hours, nothing of a case or a person.

What the dates are, `flows.planning` says; icalendar is imported late, for whoever wants a calendar.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flows.planning import Phase, Plan, PlannedStep
from storage.cases import OutsideKind, Register
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
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//ZET//Planning//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for step in plan.steps:
        made.add_component(_event(step, stamp, evaluation))
    return bytes(made.to_ical())


def _event(step: PlannedStep, stamp: datetime, evaluation: str) -> Event:
    from icalendar import Event as NewEvent

    event = NewEvent()
    digest = hashlib.sha256(f"{evaluation}\n{step.phase.name}".encode()).hexdigest()
    event.add("uid", f"{digest[:24]}@zet")
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", int(stamp.timestamp() // 60) % 2**31)
    event.add("dtstart", step.first)
    event.add("dtend", step.last + timedelta(days=1))  # RFC 5545: the end of a whole-day entry does not count
    hours = "" if step.hours is None else f" ({step.hours} uur)"
    event.add("summary", f"ZET: {step.phase.value}{hours}")
    event.add("description", _NOTES[step.phase])
    event.add("transp", "TRANSPARENT")
    return event


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
