"""What the handbook says around the questionnaires: complete, typed, and its wording under a checksum."""

from datetime import time
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from shutil import copytree

import pytest
from pydantic import ValidationError

from flows.handbook import AgendaItem, Handbook, handbook, handbook_beside, load_handbook
from flows.instrument import INSTRUMENTS, FaultCode, InstrumentError, check_instrument

FOLDER = INSTRUMENTS / "zet" / "handleiding"
WORDING = {
    "preparation": "8b9bb4ced7f6b62c4e3c252b1900bc0b645ad1d2ac5d054b666415d99f393cc1",
    "consent": "07968e25c4bf6ec34922eaee023c57ae0359979002522b82b09e99ee2cd665f8",
    "analysis": "9622293f82b4962f883457ebd364d58e7359fb8eb356b9ba7d2be770139004eb",
    "session": "df805c0d821957cc3bb3a1cd076333c82859403ecc39fe74ed3c252b3f243474",
}


@pytest.fixture(scope="module")
def zet() -> Handbook:
    found = handbook("zet")
    assert found is not None
    return found


@pytest.mark.parametrize("part", list(WORDING))
def test_a_change_of_wording_fails_loudly(zet, part):
    text = getattr(zet, part).model_dump_json()
    assert sha256(text.encode()).hexdigest() == WORDING[part]


def test_preparation_names_the_agreements_the_tips_and_the_hours(zet):
    preparation = zet.preparation
    assert len(preparation.variations) == 3
    assert (
        len(preparation.team.points),
        len(preparation.agreements.points),
        len(preparation.tips.points),
    ) == (2, 5, 7)
    assert preparation.planning.months == (3, 4)
    assert preparation.planning.hours(3) == 3 * 8 + 8 + 10
    for hours in (preparation.planning.hours_per_case, preparation.planning.hours_session):
        assert any(f"ongeveer {hours} uur" in tip for tip in preparation.tips.points)


def test_consent_asks_for_three_things_to_be_shown_and_seven_of_the_form(zet):
    consent = zet.consent
    assert [requirement.id for requirement in consent.shown] == ["geinformeerd", "vrij", "intrekbaar"]
    assert len(consent.form) == 7
    assert len(consent.privacy) == 4
    ids = [requirement.id for requirement in (*consent.shown, *consent.form, *consent.privacy)]
    assert len(set(ids)) == len(ids)


def test_the_analysis_goes_from_the_whole_picture_down(zet):
    assert [len(level.points) for level in zet.analysis.levels] == [1, 5, 1, 2, 3]
    assert "geen casuïstiek" in (zet.analysis.for_session.text or "")


def test_the_printed_programme_is_four_hours_without_a_gap(zet):
    agenda = zet.session.agenda
    assert (agenda[0].start, agenda[-1].end) == (time(9, 0), time(13, 0))
    assert sum(item.minutes for item in agenda) == 240
    for earlier, later in pairwise(agenda):
        assert earlier.end == later.start
    discussed = agenda[1]
    assert sum(part.minutes for part in discussed.parts) == discussed.minutes


def test_the_programme_moves_to_another_hour_with_everything_in_it(zet):
    afternoon = zet.session.agenda_from(time(13, 30))
    assert [item.minutes for item in afternoon] == [item.minutes for item in zet.session.agenda]
    assert (afternoon[0].start, afternoon[-1].end) == (time(13, 30), time(17, 30))
    assert afternoon[1].parts[0].start == time(13, 45)
    assert zet.session.agenda_from(time(9, 0)) == zet.session.agenda
    with pytest.raises(ValueError, match="midnight"):
        zet.session.agenda_from(time(21, 0))


def test_looking_back_happens_after_three_months_a_year_and_three_years(zet):
    assert [step.months for step in zet.session.follow_up] == [3, 12, 36]
    assert len(zet.session.goals) == 5


def test_an_own_instrument_has_no_handbook_and_the_shipped_one_is_loaded_once():
    assert handbook("eigen") is None
    assert handbook("zet") is handbook("zet")
    assert check_instrument("zet") == ()  # the handbook's files are no questionnaires


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "detail"),
    [
        ("sessie.toml", "months = 12", "months = 0", FaultCode.WRONG_TYPE, "follow_up.1.months"),
        ("sessie.toml", "end = 09:45:00", "end = 09:10:00", FaultCode.WRONG_TYPE, "agenda.1.parts.0"),
        ("voorbereiding.toml", "hours_analysis = 8", "", FaultCode.WRONG_TYPE, "planning.hours_analysis"),
        ("toestemming.toml", "id = 'vrij'", "id = ''", FaultCode.WRONG_TYPE, "shown.1.id"),
        ("analyse.toml", "[[levels]]", "[[levels", FaultCode.TOML_SYNTAX, "8:9"),
    ],
)
def test_a_fault_is_named_with_its_file_and_place(tmp_path: Path, file, old, new, code, detail):
    folder = tmp_path / "handleiding"
    copytree(FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InstrumentError) as refused:
        load_handbook(folder)
    assert (file, code, detail) in [(fault.file, fault.code, fault.detail) for fault in refused.value.faults]


def test_beside_a_list_without_a_handbook_stands_that_of_zet():
    assert handbook_beside("zet") is handbook("zet")
    assert handbook_beside("eigen") == handbook("zet")


def test_times_that_run_back_are_no_programme():
    with pytest.raises(ValidationError):
        AgendaItem(start=time(10), end=time(9), text="Pauze")
