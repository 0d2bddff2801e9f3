"""The end as a whole: what is written beside the workbook, who confirms, what was seen before, and bad destinations."""

import json
import os
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.instrument import Source
from flows.interview_errors import NotComplete
from flows.results import Results
from storage.anonymise import Review
from storage.cases import Register, SecondPersonNeeded
from storage.destroy import (
    Choice,
    DestructionCertificate,
    Wanted,
    anonymise_and_destroy,
    certificate_text,
    exports,
    preview,
)
from storage.destroy.certificate import unbroken
from storage.export.kept_results import kept_results
from storage.export.workbook import (
    DestinationExists,
    DestinationFull,
    DestinationMissing,
    DestinationReadOnly,
    Prepared,
    WorkbookUnreadable,
)
from storage.vault import Fault, RecordDamaged
from tests.storage.kept import undecided

NEW = "daarna een heel ander geheim"


def texts_of(path: Path) -> str:
    sheets = load_workbook(path).worksheets
    return "\n".join(
        str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row
    )


def test_all_three_files_leave_with_their_hashes_and_their_own_date(three: Register, tmp_path: Path) -> None:
    wanted = Wanted(table=True, keep_until=date(2028, 3, 14))
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW, wanted=wanted)
    assert outcome.workbook == tmp_path / "zet-analysebestand.xlsx"
    assert [path.name for path in outcome.others] == ["zet-sessiebestand.xlsx", "resultaten.csv"]
    assert [file.name for file in outcome.certificate.exports] == [
        path.name for path in (outcome.workbook, *outcome.others)
    ]
    for path in (outcome.workbook, outcome.others[0]):
        assert "14-03-2028" in texts_of(path)
    assert "bewaren tot 14-03-2028" in certificate_text(outcome.certificate)
    assert "Er was niemand bereikbaar" not in texts_of(outcome.others[0])


def test_the_threshold_of_the_evaluation_is_that_of_the_session_file(three: Register, tmp_path: Path) -> None:
    evaluation = three.evaluation()
    assert evaluation is not None
    three.change_evaluation(evaluation.model_copy(update={"session_threshold": 5}))
    assert preview(three).check.table.threshold == 5
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    assert "minstens 5 verschillende casussen" in texts_of(outcome.others[0])


@pytest.mark.parametrize("second", ["", "Anouk", "Iemand anders"])
def test_one_person_alone_destroys_nothing_where_two_confirm(
    three: Register, tmp_path: Path, second: str
) -> None:
    evaluation = three.evaluation()
    assert evaluation is not None
    three.change_evaluation(evaluation.model_copy(update={"two_confirm": True}))
    with pytest.raises(SecondPersonNeeded):
        anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW, second=second)
    assert list(tmp_path.glob("zet-*")) == []
    assert len(three.cases()) == 3


def test_both_who_confirm_stand_on_the_certificate_by_function(three: Register, tmp_path: Path) -> None:
    evaluation = three.evaluation()
    assert evaluation is not None
    team = (evaluation.team[0].model_copy(update={"function": "beleidsmedewerker"}), *evaluation.team[1:])
    three.change_evaluation(evaluation.model_copy(update={"two_confirm": True, "team": team}))
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW, second="Bas")
    assert outcome.certificate.confirmed_by == ("beleidsmedewerker", "teamlid")
    said = certificate_text(outcome.certificate)
    assert "beleidsmedewerker en teamlid" in said
    assert "Anouk" not in said
    assert "Bas" not in said


def test_what_two_people_switched_off_stands_on_the_certificate_by_function(
    three: Register, tmp_path: Path
) -> None:
    evaluation = three.evaluation()
    assert evaluation is not None
    three.change_evaluation(evaluation.model_copy(update={"two_confirm": True}))
    three.change_evaluation(evaluation, "Bas")
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    said = certificate_text(outcome.certificate)
    assert "twee mensen bevestigen het vernietigen; besloten door teamlid en teamlid" in said
    assert "Bas" not in outcome.certificate.to_json().decode()


def test_a_moved_day_stands_on_the_certificate_without_a_name(three: Register, tmp_path: Path) -> None:
    term = three.term.read()
    assert term is not None
    later = term.until + timedelta(days=30)
    three.term.move(later, "Fatima El Amrani lag in het ziekenhuis, bel 06-12345678")
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    assert outcome.certificate.planned_until == later
    (moved,) = outcome.certificate.moved
    assert (moved.before, moved.after, moved.function) == (term.until, later, "teamlid")
    said = certificate_text(outcome.certificate)
    assert "lag in het ziekenhuis" in said
    for word in ("Fatima", "Amrani", "06-12345678", "Anouk"):
        assert word not in said
        assert word not in outcome.certificate.to_json().decode()


def test_looking_beforehand_counts_and_changes_nothing(three: Register) -> None:
    before = {
        c: [three.vault.count(c, s) for s in three.vault.streams(c)] for c in three.vault.compartments()
    }
    seen = preview(three)
    assert seen.check.cases == 3
    assert seen.check.warning
    assert not seen.check.too_few
    assert seen.texts == sum(
        t.decision is not None and t.decision.accepted is not None for t in Review(three).texts()
    )
    assert seen.check.table.hidden  # nobody gave a score
    after = {c: [three.vault.count(c, s) for s in three.vault.streams(c)] for c in three.vault.compartments()}
    assert after == before


def test_a_text_left_out_is_counted_as_staying_behind(three: Register) -> None:
    review = Review(three)
    texts = review.texts()
    review.leave_out(texts[0])
    undecided(review, texts[1])
    seen = preview(three)
    assert (seen.texts, seen.left_out, len(seen.ready.unread)) == (len(texts) - 2, 1, 1)


# -- certificates of before ------------------------------------------------------------------------------------

FIRST_VERSION = """{
  "format": 1,
  "number": "0123456789ab",
  "program": "ZET 0.1.0",
  "municipality": "Oosterdam",
  "evaluation": "Evaluatie Oosterdam 2026",
  "started_at": "2026-03-02T09:00:01Z",
  "finished_at": "2026-03-02T09:00:05Z",
  "ground": "toestemming",
  "counts": {
    "cases": 3,
    "cases_exported": 3,
    "conversations": 9,
    "answers": 99,
    "texts_accepted": 6,
    "texts_left_out": 0,
    "consents": 3,
    "refused_before": 0,
    "withdrawn_before": 0
  },
  "exports": [],
  "feedback_waiting": 0,
  "occurrences_judged": 0,
  "places_not_confirmed": 0,
  "files_outside": [],
  "epoch_destroyed": 1,
  "verification": [],
  "previous": null
}
"""


def test_a_certificate_of_the_first_version_keeps_its_words_and_its_hash() -> None:
    certificate = DestructionCertificate.model_validate_json(FIRST_VERSION)
    assert certificate.to_json() == FIRST_VERSION.encode()
    later = certificate.model_copy(
        update={"previous": certificate.sha256, "confirmed_by": ("teamlid",), "number": "ba9876543210"}
    )
    assert unbroken((certificate, later))
    assert json.loads(later.to_json())["confirmed_by"] == ["teamlid"]


# -- destinations that do not work -------------------------------------------------------------------------------


def nothing_happened(register: Register, folder: Path) -> None:
    assert len(register.cases()) == 3
    assert (
        not folder.is_dir() or [path.name for path in folder.iterdir() if path.name.startswith("zet")] == []
    )
    assert register.vault.check().whole


@pytest.mark.parametrize("taken", ["zet-analysebestand.xlsx", "zet-sessiebestand.xlsx", "resultaten.csv"])
def test_a_file_that_stands_there_stays_and_nothing_is_destroyed(
    three: Register, tmp_path: Path, taken: str
) -> None:
    folder = tmp_path / "uit"
    folder.mkdir()
    (folder / taken).write_text("van mij")
    with pytest.raises(DestinationExists):
        anonymise_and_destroy(three, folder=folder, new_passphrase=NEW, wanted=Wanted(table=True))
    assert [path.name for path in folder.iterdir()] == [taken]
    assert (folder / taken).read_text() == "van mij"
    assert len(three.cases()) == 3


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk"
)
@pytest.mark.parametrize("kilobytes", [8, 40, 64])
def test_a_disk_that_is_full_destroys_nothing(three: Register, tmp_path: Path, kilobytes: int) -> None:
    folder = tmp_path / "klein"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        with pytest.raises(DestinationFull):
            anonymise_and_destroy(three, folder=folder, new_passphrase=NEW, wanted=Wanted(table=True))
        nothing_happened(three, folder)
        assert list(folder.iterdir()) == []
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a read-only disk"
)
def test_a_disk_that_is_read_only_destroys_nothing(three: Register, tmp_path: Path) -> None:
    folder = tmp_path / "vast"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "ro,size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no read-only disk can be mounted here")
    try:
        with pytest.raises(DestinationReadOnly):
            anonymise_and_destroy(three, folder=folder, new_passphrase=NEW)
        nothing_happened(three, folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("when", ["write", "gate"])
def test_a_folder_that_vanishes_destroys_nothing(three: Register, tmp_path: Path, when: str) -> None:
    folder = tmp_path / "weg"
    folder.mkdir()

    def vanish(step: object, _part: float) -> None:
        if step == when:
            shutil.rmtree(folder)

    with pytest.raises(DestinationMissing):
        anonymise_and_destroy(three, folder=folder, new_passphrase=NEW, progress=vanish)
    nothing_happened(three, folder)


def test_what_fails_once_the_files_are_written_takes_them_away(
    three: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "uit"
    folder.mkdir()

    def damaged(_register: Register) -> tuple[object, ...]:
        assert len(list(folder.iterdir())) == 3
        raise RecordDamaged("ab" * 16, None, None, Fault.UNREADABLE)

    monkeypatch.setattr("storage.destroy.purge.folders_outside", damaged)
    with pytest.raises(RecordDamaged):
        anonymise_and_destroy(three, folder=folder, new_passphrase=NEW, wanted=Wanted(table=True))
    nothing_happened(three, folder)
    assert list(folder.iterdir()) == []
    monkeypatch.undo()
    assert anonymise_and_destroy(three, folder=folder, new_passphrase=NEW).workbook is not None


def test_what_partners_may_see_is_kept_with_the_results(three: Register, tmp_path: Path) -> None:
    evaluation = three.evaluation()
    assert evaluation is not None
    three.change_evaluation(evaluation.model_copy(update={"session_threshold": 7}))
    anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    assert [kept.results.session_threshold for kept in kept_results(three.vault)] == [7]


# -- what slipped in ---------------------------------------------------------------------------------------------


def test_a_reason_that_looks_like_a_formula_leaves_as_text(three: Register, tmp_path: Path) -> None:
    review = Review(three)
    text = review.texts()[0]
    review.accept(text, '=HYPERLINK("daar","klik")')
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW, wanted=Wanted(table=True))
    book = load_workbook(outcome.workbook)
    found = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "HYPERLINK" in cell.value
    ]
    assert [cell.data_type for cell in found] == ["s"]


def test_a_colour_without_a_reason_in_a_stopped_conversation_is_told_and_not_counted(
    register: Register, signed, three: Register, tmp_path: Path
) -> None:
    case = register.register_case("Vera Smit", "06 12345678", "Youssef Bouzidi", "wijkteam De Schakel")
    register.record_consent(case, signed(register, case))
    interview = register.open_interview(case, Source.RESIDENT)
    event = register.append(case, Source.RESIDENT, interview.answer("3", "rood"))
    with pytest.raises(NotComplete):
        interview.apply(event).complete()
    register.append(case, Source.RESIDENT, interview.apply(event).stop("Het werd te veel."))
    review = Review(register)
    for text in review.texts():
        review.accept(text, text.suggested)
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    words = texts_of(tmp_path / "zet-analysebestand.xlsx")
    assert "gekozen: rood, de reden ontbreekt" in words
    assert outcome.certificate.counts.cases_exported == 4
    assert outcome.certificate.counts.cases == 4


def test_a_text_of_only_a_name_is_offered_as_a_token_alone(
    register: Register, signed, three: Register
) -> None:
    case = register.register_case("Vera Smit", "06 12345678", "Youssef Bouzidi", "wijkteam De Schakel")
    register.record_consent(case, signed(register, case))
    interview = register.open_interview(case, Source.RESIDENT)
    interview = interview.apply(register.append(case, Source.RESIDENT, interview.answer("3", "rood")))
    register.append(case, Source.RESIDENT, interview.give_reason("3", "Vera"))
    (text,) = [text for text in Review(three).texts() if text.case_id == case]
    assert text.suggested == "[inwoner]"


def test_a_case_that_is_destroyed_unexported_is_in_no_file(
    register: Register, signed, three: Register, tmp_path: Path
) -> None:
    case = register.register_case("Vera Smit", "06 12345678", "Youssef Bouzidi", "wijkteam De Schakel")
    register.record_consent(case, signed(register, case))
    number = register.case(case).number
    outcome = anonymise_and_destroy(
        three, folder=tmp_path, new_passphrase=NEW, choices={number: Choice.DESTROY}
    )
    assert (outcome.certificate.counts.cases, outcome.certificate.counts.cases_exported) == (4, 3)


def test_a_workbook_that_cannot_be_read_back_is_called_that_and_nothing_is_destroyed(
    three: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "uit"
    folder.mkdir()
    good = exports.prepare_analysis

    def cut(results: Results, path: Path) -> Prepared:
        book = good(results, path)
        book.temporary.write_bytes(book.temporary.read_bytes()[:-200])
        return book

    with monkeypatch.context() as broken:
        broken.setattr(exports, "prepare_analysis", cut)
        with pytest.raises(WorkbookUnreadable):
            anonymise_and_destroy(three, folder=folder, new_passphrase=NEW)
    nothing_happened(three, folder)
