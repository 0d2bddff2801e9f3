"""What stops the end before it begins, and what stops it half way: nothing had begun, or it is finished."""

import gc
import weakref
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from storage.anonymise import Review
from storage.anonymise.review import _FOUND
from storage.cases import NoEvaluation, Register
from storage.destroy import (
    DestinationInVault,
    NotReady,
    Readiness,
    anonymise_and_destroy,
    certificate_text,
    destroy_again,
    finish_interrupted,
    preview,
)
from storage.destroy.certificate_files import write_beside
from storage.destroy.exports import results_of
from storage.export.workbook import DestinationExists, DestinationMissing
from storage.vault.disk import Disk
from tests.storage.kept import undecided

NEW = "daarna een heel ander geheim"


class Stopped(Exception):
    """What a test throws in between."""


def stop_at(step: str):
    """Progress that stops everything at this step."""

    def tell(now: object, _part: float) -> None:
        if now == step:
            raise Stopped

    return tell


# -- before it begins ------------------------------------------------------------------------------------------


def test_an_unread_text_is_named_and_nothing_begins(three: Register, tmp_path: Path) -> None:
    review = Review(three)
    undecided(review, review.texts()[0])
    with pytest.raises(NotReady) as refused:
        anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    assert len(refused.value.readiness.unread) == 1
    assert list(tmp_path.glob("zet-*")) == []


def test_a_text_that_changed_since_counts_as_unread(three: Register) -> None:
    review = Review(three)
    text = review.texts()[0]
    record = three.review_record(text.case_id)
    assert record is not None
    three.keep_review_record(text.case_id, record.replace(text.decision.sha256.encode(), b"0" * 64))
    assert next(one.decision for one in Review(three).texts() if one.key == text.key) is None


def test_the_vaults_own_folder_and_one_that_is_not_there_are_refused(three: Register, tmp_path: Path) -> None:
    inside = three.vault.folder / "uit"
    inside.mkdir()
    for folder, refusal in (
        (three.vault.folder, DestinationInVault),
        (inside, DestinationInVault),
        (tmp_path / "nergens", DestinationMissing),
    ):
        with pytest.raises(refusal):
            anonymise_and_destroy(three, folder=folder, new_passphrase=NEW)
    assert len(three.cases()) == 3


def test_without_an_evaluation_there_is_nothing_to_end_or_to_look_at(open_register, tmp_path: Path) -> None:
    register = open_register()
    with pytest.raises(NoEvaluation):
        anonymise_and_destroy(register, folder=tmp_path, new_passphrase=NEW)
    with pytest.raises(NoEvaluation):
        preview(register)
    with pytest.raises(NoEvaluation):
        results_of(register, Readiness(0, 0, 0, (), (), ()))


# -- half way --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["collect", "write", "gate", "build", "destroy"])
def test_what_stops_before_the_point_of_no_return_leaves_no_file_and_can_be_done_again(
    three: Register, tmp_path: Path, step: str
) -> None:
    with pytest.raises(Stopped):
        anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW, progress=stop_at(step))
    assert list(tmp_path.glob("*zet-*")) == []
    assert len(three.cases()) == 3
    assert anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW).workbook is not None


@pytest.mark.parametrize("step", ["verify", "certificate"])
def test_what_stops_after_it_is_finished_later_and_says_so(
    three: Register, tmp_path: Path, step: str, weak_policy
) -> None:
    from storage.vault import open_vault

    folder = three.vault.folder
    with pytest.raises(Stopped):
        anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW, progress=stop_at(step))
    assert (tmp_path / "zet-analysebestand.xlsx").exists()
    three.vault.close()
    with open_vault(folder, policy=weak_policy, force=True).unlock(NEW) as vault:
        outcome = finish_interrupted(vault, three.now)
        assert outcome is not None
        assert vault.compartments("case") == ()
        tried_again = "is onderbroken en daarna verdergegaan" in certificate_text(outcome.certificate)
        assert tried_again is (step == "verify")  # later, everything had been checked already
        assert [file.name for file in outcome.certificate.exports] == [
            "zet-analysebestand.xlsx",
            "zet-sessiebestand.xlsx",
        ]
        assert outcome.certificate_file == tmp_path / "zet-verklaring-van-vernietiging.txt"
        assert len(outcome.more) == 2
        assert finish_interrupted(vault, three.now) is None


def test_a_file_that_appears_at_the_last_moment_takes_the_workbook_back(
    three: Register, tmp_path: Path
) -> None:
    def appear(step: object, _part: float) -> None:
        if step == "gate":
            (tmp_path / "zet-sessiebestand.xlsx").write_text("van mij")

    with pytest.raises(DestinationExists):
        anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW, progress=appear)
    assert [path.name for path in tmp_path.glob("*zet-*")] == ["zet-sessiebestand.xlsx"]
    assert (tmp_path / "zet-sessiebestand.xlsx").read_text() == "van mij"
    assert len(three.cases()) == 3


class CannotRename(Disk):
    def replace(self, source: Path, target: Path) -> None:  # noqa: ARG002 - the port's own
        raise OSError(5, "Input/output error")


def test_a_certificate_that_cannot_get_its_name_leaves_no_half_file(three: Register, tmp_path: Path) -> None:
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    for path in outcome.more:
        path.unlink()
    assert write_beside(outcome.certificate, outcome.certificate_file, disk=CannotRename()) == ()
    assert list(tmp_path.glob(".*onaf")) == []


def test_cases_on_other_laptops_are_counted_on_the_certificate(three: Register, tmp_path: Path) -> None:
    certificate = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW).certificate
    for count, words in ((1, "1 keer is een casus overgedragen"), (2, "2 keer is een casus overgedragen")):
        assert words in certificate_text(certificate.model_copy(update={"places_not_confirmed": count}))


def test_an_older_copy_destroys_what_is_still_there_and_passes_over_the_rest() -> None:
    dropped: list[str] = []
    vault = SimpleNamespace(
        ledger=SimpleNamespace(purged=False, withdrawn=("weg", "er nog")),
        compartments=lambda kind=None: ("er nog",) if kind is None else (),
        transaction=nullcontext,
        drop_compartment=dropped.append,
    )
    assert destroy_again(vault)  # type: ignore[arg-type]
    assert dropped == ["er nog"]


def test_what_was_found_is_forgotten_with_its_register_and_never_for_another_list(three: Register) -> None:
    def found(register: Register) -> int:
        return sum(len(text.findings) for text in Review(register).texts())

    before = found(three)
    case = three.cases()[0].id
    three.set_names(case, ("Bereikbaar (buurman)",))
    assert found(three) > before  # the same text, another list
    three.set_names(case, ())
    assert found(three) == before
    other = Register(three.vault, now=three.now)
    other.sit_down("Anouk")
    assert found(other) == before
    assert other in _FOUND
    gone = weakref.ref(other)
    del other
    gc.collect()
    assert gone() is None
