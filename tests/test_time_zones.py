"""Days are those of the wall where the laptop stands, moments are everybody's: zones played by the C library's own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.handbook import handbook
from flows.instrument import Source, load_instrument
from flows.planning import plan
from flows.workdays import dutch_workdays
from storage.cases import ConsentIncomplete, Register
from storage.export.calendar_file import calendar
from storage.vault import KdfPolicy, create_vault, open_vault
from zet_tui.demo import fill
from zet_tui.demo_texts import TEAM

if not hasattr(time, "tzset"):
    pytest.skip("this platform takes no zone from its environment", allow_module_level=True)

REPOSITORY = Path(__file__).parents[1]
PASSPHRASE = "zes gewone woorden voor de test"
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
SUMMER_BEGINS = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
PLAN = plan(date(2026, 3, 2), 3, handbook("zet").preparation.planning, dutch_workdays())
AMSTERDAM, BONAIRE, KIRITIMATI = (
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "AST4",
    "<+14>-14",
)  # rules, so that no list is needed
PLACES = (
    (AMSTERDAM, NEW_YEAR, date(2027, 1, 1)),
    (AMSTERDAM, SUMMER_BEGINS, date(2026, 3, 29)),
    (AMSTERDAM, datetime(2026, 7, 1, 22, 30, tzinfo=UTC), date(2026, 7, 2)),
    (BONAIRE, datetime(2026, 7, 1, 3, 30, tzinfo=UTC), date(2026, 6, 30)),
    (KIRITIMATI, datetime(2026, 7, 1, 10, 30, tzinfo=UTC), date(2026, 7, 2)),
)


@pytest.fixture
def be_in() -> Iterator[Callable[[str], None]]:
    """Moves the laptop to another zone; back home at the end."""
    home = os.environ.get("TZ")

    def move(zone: str | None) -> None:
        if zone is None:
            os.environ.pop("TZ", None)
        else:
            os.environ["TZ"] = zone
        time.tzset()

    yield move
    move(home)


@pytest.fixture
def open_at(tmp_path: Path) -> Iterator[Callable[[datetime], Register]]:
    """The demo's vault, opened at a moment; made and filled at the first."""
    folder, held = tmp_path / "kluis", list[Register]()

    def open_it(moment: datetime) -> Register:
        while held:
            held.pop().vault.close()
        fresh = not folder.exists()
        if fresh:
            create_vault(folder, PASSPHRASE, policy=WEAK, force=True)
        vault = open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE)
        held.append(Register(vault, now=lambda: moment))
        if fresh:
            fill(held[-1], load_instrument("zet"))
        else:
            held[-1].sit_down(TEAM[0])
        return held[-1]

    yield open_it
    for register in held:
        register.vault.close()


def sign(register: Register, on: date) -> None:
    """Record a consent that lacks nothing, signed on this day, for a new case."""
    number = len(register.cases()) + 1
    case = register.register_case(
        f"Joris Bergeend {number}", "per brief", "Karin Meerkoet", "wijkteam De Schakel"
    )
    told = dict.fromkeys(("told_in_easy_language", "told_back_in_own_words", "told_free_to_stop"), True)
    consent = register.draft_consent(case).model_copy(
        update={"talked_through_on": on, "signed_on": on, **told}
    )
    register.record_consent(case, consent)


@pytest.mark.parametrize(("zone", "moment", "day"), PLACES)
def test_today_is_the_day_on_the_wall_also_just_past_midnight(
    zone: str,
    moment: datetime,
    day: date,
    be_in: Callable[[str], None],
    open_at: Callable[[datetime], Register],
) -> None:
    be_in(zone)
    register = open_at(moment)
    sign(register, day)
    assert {case.consent_on for case in register.cases()} == {day}
    evaluation = register.evaluation()
    assert evaluation is not None
    assert str(day.year) in evaluation.title
    with pytest.raises(ConsentIncomplete) as refused:
        sign(register, day + timedelta(days=1))
    assert "signed_in_future" in {gap.code for gap in refused.value.gaps}


def test_what_was_said_keeps_its_moment_and_order_on_a_laptop_that_travels(
    be_in: Callable[[str], None], open_at: Callable[[datetime], Register]
) -> None:
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    be_in(AMSTERDAM)
    register = open_at(moment)
    third = register.cases()[2].id
    before = register.read_interview(third, Source.RESIDENT)
    be_in(BONAIRE)
    there = open_at(moment + timedelta(hours=9))
    now = there.read_interview(third, Source.RESIDENT)
    assert now.events == before.events
    assert now.views() == before.views()
    remark = now.set_remark(now.route()[0].id, "In het vliegtuig nagelezen")
    there.append(third, Source.RESIDENT, remark)
    be_in(AMSTERDAM)
    home = open_at(moment + timedelta(hours=20)).read_interview(third, Source.RESIDENT)
    moments = [event.at for event in home.events]
    assert moments == sorted(moments)
    assert moments[-1] - moments[-2] == timedelta(hours=9)


def test_a_planning_is_the_same_bytes_in_every_zone(be_in: Callable[[str], None]) -> None:
    made = set()
    for zone in (AMSTERDAM, BONAIRE, "UTC"):
        be_in(zone)
        made.add(calendar(PLAN, NEW_YEAR))
    assert len(made) == 1


def test_without_the_system_s_list_of_zones_a_calendar_is_made_as_on_windows() -> None:
    made = (
        "import sys; from tests.test_time_zones import NEW_YEAR, PLAN, calendar;"
        "sys.stdout.buffer.write(calendar(PLAN, NEW_YEAR))"
    )
    done = subprocess.run(
        [sys.executable, "-c", made],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == calendar(PLAN, NEW_YEAR)
