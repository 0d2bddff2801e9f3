"""The planning as a calendar file, read back with the library."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from flows.handbook import handbook
from flows.planning import Phase, plan
from flows.workdays import dutch_workdays
from storage.cases import OutsideKind
from storage.export.calendar_file import FILE_NAME, calendar, write_calendar
from storage.export.letter_errors import FolderInVault
from storage.export.safe_file import DestinationExists, DestinationFull
from storage.vault import Disk

STAMP = datetime(2026, 3, 1, 9, 30, 15, 99, tzinfo=UTC)


@pytest.fixture(scope="module")
def planned():
    return plan(date(2026, 3, 2), 3, handbook("zet").preparation.planning, dutch_workdays())


def test_every_phase_is_a_whole_day_entry_that_ends_on_its_last_day(planned):
    events = Calendar.from_ical(calendar(planned, STAMP)).walk("VEVENT")
    assert len(events) == len(Phase)
    for event, step in zip(events, planned.steps, strict=True):
        assert event.decoded("dtstart") == step.first
        assert event.decoded("dtend") - timedelta(days=1) == step.last
        assert step.phase.value in str(event["summary"])
    assert "24 uur" in str(events[2]["summary"])


def test_the_same_planning_gives_the_same_bytes_and_a_later_one_replaces_it(planned):
    assert calendar(planned, STAMP) == calendar(planned, STAMP)
    one, other = (
        Calendar.from_ical(calendar(planned, stamp)).walk("VEVENT")
        for stamp in (STAMP, STAMP + timedelta(hours=1))
    )
    assert [event["uid"] for event in one] == [event["uid"] for event in other]
    assert all(a["sequence"] < b["sequence"] for a, b in zip(one, other, strict=True))


@pytest.mark.usefixtures("case")
def test_it_is_written_once_listed_and_names_no_one(register, tmp_path: Path):
    assert write_calendar(register, tmp_path) is None
    register.preparing.keep(register.preparing.read().model_copy(update={"start": date(2026, 3, 2)}))
    path = write_calendar(register, tmp_path)
    assert path == tmp_path / FILE_NAME
    text = path.read_bytes().decode()
    for name in ("Fatima", "Karin", "Anouk", "Bas", "Oosterdam"):
        assert name not in text
    assert register.outside.counts() == {OutsideKind.CALENDAR: 1}
    with pytest.raises(DestinationExists):
        write_calendar(register, tmp_path)
    with pytest.raises(FolderInVault):
        write_calendar(register, register.vault.folder)
    assert register.outside.counts() == {OutsideKind.CALENDAR: 1}
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == [FILE_NAME]


@pytest.mark.usefixtures("case")
def test_a_full_disk_leaves_no_file_and_nothing_on_the_list(register, tmp_path: Path):
    class Full(Disk):
        def replace(self, *_paths: Path) -> None:
            raise OSError(28, "vol")

    register.preparing.keep(register.preparing.read().model_copy(update={"start": date(2026, 3, 2)}))
    with pytest.raises(DestinationFull):
        write_calendar(register, tmp_path, disk=Full())
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []
    assert register.outside.files() == ()
