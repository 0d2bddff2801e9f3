"""The certificate as text, .json and .docx: the same words, a chain that shows what is missing, and no names."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from storage.anonymise import Review
from storage.cases import OutsideKind, Register
from storage.destroy import (
    Wanted,
    anonymise_and_destroy,
    certificate_text,
    certificates,
    finish_interrupted,
    purge,
)
from storage.destroy.certificate import (
    DestroyedCounts,
    DestructionCertificate,
    in_chain,
    parts,
    unbroken,
)
from storage.destroy.certificate_files import certificate_docx, free_name, write_beside
from storage.destroy.errors import NamesLeft
from storage.export.kept_results import kept_results, reduce_to_averages
from storage.export.safe_file import DestinationExists
from storage.export.tidy import table_cells
from storage.vault.disk import Disk

NEW = "daarna een heel ander geheim"


def test_the_three_files_say_the_same(three: Register, tmp_path: Path) -> None:
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    json_file, docx_file = outcome.more
    assert {path.name for path in tmp_path.glob("zet-*")} == {
        "zet-analysebestand.xlsx",
        "zet-sessiebestand.xlsx",
        *(f"zet-verklaring-van-vernietiging{suffix}" for suffix in (".txt", ".json", ".docx")),
    }
    said = json.loads(json_file.read_bytes())
    assert said["counts"]["cases"] == 3
    assert hashlib.sha256(json_file.read_bytes()).hexdigest() == outcome.certificate.sha256
    words = "\n".join(paragraph.text for paragraph in Document(str(docx_file)).paragraphs)
    for line in outcome.certificate_file.read_text(encoding="utf-8").splitlines():
        for part in line.removeprefix("- ").removeprefix("[ ] ").split(":", 1):
            if part.strip(" _") and not line.isupper():
                assert part.strip() in words, line
    assert outcome.certificate.sha256 in words


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, ""), (1, "1 plek gemerkt als geen persoon"), (3, "3 plekken gemerkt als geen persoon")],
)
def test_people_read_how_often_somebody_said_that_it_was_no_person(
    three: Register, tmp_path: Path, count: int, said: str
) -> None:
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    text = certificate_text(outcome.certificate.model_copy(update={"occurrences_judged": count}))
    assert said in text
    assert ("geen persoon" in text) == bool(said)


def test_no_file_names_anybody(three: Register, people, tmp_path: Path) -> None:
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    with zipfile.ZipFile(outcome.more[1]) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    everything += outcome.more[0].read_bytes() + outcome.certificate_file.read_bytes()
    for name in people:
        assert not any(word.encode() in everything for word in name.split() if len(word) > 3)
    assert b"python-docx" not in everything
    assert certificate_docx(outcome.certificate) == certificate_docx(outcome.certificate)


def test_the_table_goes_with_the_workbook_when_it_is_wanted(three: Register, tmp_path: Path) -> None:
    outcome = anonymise_and_destroy(
        three, folder=tmp_path, new_passphrase=NEW, wanted=Wanted(session=False, table=True)
    )
    assert [path.name for path in outcome.others] == ["resultaten.csv"]
    assert [file.name for file in outcome.certificate.exports] == [
        "zet-analysebestand.xlsx",
        "resultaten.csv",
    ]
    assert sum(place.endswith(", question") for place, _ in table_cells(tmp_path / "resultaten.csv")) > 100


def test_the_files_of_one_end_are_listed_with_their_place_at_the_next(
    three: Register, tmp_path: Path
) -> None:
    anonymise_and_destroy(
        three, folder=tmp_path, new_passphrase=NEW, wanted=Wanted(session=False, table=True)
    )
    after = Register(three.vault, now=three.now)
    assert [Path(file.path).name for file in after.outside.files()] == [
        "zet-analysebestand.xlsx",
        "resultaten.csv",
    ]
    assert {file.kind for file in after.outside.files()} == {OutsideKind.RESULTS}
    assert {Path(file.path).parent for file in after.outside.files()} == {tmp_path}


def test_a_name_keeps_both_files_back_and_destroys_nothing(three: Register, tmp_path: Path) -> None:
    review = Review(three)
    text = review.texts()[0]
    review.accept(text, "Fatima was niet thuis.")
    with pytest.raises(NamesLeft) as caught:
        anonymise_and_destroy(
            three, folder=tmp_path, new_passphrase=NEW, wanted=Wanted(session=False, table=True)
        )
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == []
    assert len(three.cases()) == 3
    # a person who judged it once has judged it in both files
    assert len({hit.mark for hit in caught.value.hits}) == len(caught.value.hits)


def test_an_earlier_file_of_that_name_keeps_the_table_back(three: Register, tmp_path: Path) -> None:
    (tmp_path / "resultaten.csv").write_text("van mij")
    with pytest.raises(DestinationExists):
        anonymise_and_destroy(
            three, folder=tmp_path, new_passphrase=NEW, wanted=Wanted(session=False, table=True)
        )
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["resultaten.csv"]
    assert len(three.cases()) == 3


def test_each_certificate_names_the_one_before_it(three: Register, evaluation, zet, tmp_path: Path) -> None:
    vault = three.vault
    first = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW).certificate
    later = Register(vault, now=three.now)
    later.define_evaluation(evaluation.model_copy(update={"title": "Tweede ronde"}), zet)
    later.sit_down("Anouk")
    outcome = anonymise_and_destroy(
        later, folder=tmp_path, new_passphrase=f"{NEW} nog eens", without_workbook=True
    )
    both = certificates(vault)
    assert both == (first, outcome.certificate)
    assert outcome.certificate.previous == first.sha256
    assert unbroken(both)
    assert not unbroken(both[1:])
    assert not unbroken((both[0].model_copy(update={"ground": "iets anders"}), both[1]))
    # the second stands beside the first, which is as it was
    assert outcome.certificate_file.name == "zet-verklaring-van-vernietiging-2.txt"
    assert (tmp_path / "zet-verklaring-van-vernietiging.txt").read_text(encoding="utf-8") == certificate_text(
        first
    )


def test_a_clock_that_was_set_back_leaves_the_last_certificate_the_last(
    three: Register, evaluation, zet, tmp_path: Path
) -> None:
    vault = three.vault
    first = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW).certificate
    later = Register(vault, now=lambda: first.started_at - timedelta(days=400))
    later.define_evaluation(evaluation, zet)
    later.sit_down("Anouk")
    outcome = anonymise_and_destroy(
        later, folder=tmp_path, new_passphrase=f"{NEW} nog eens", without_workbook=True
    )
    assert outcome.certificate.number != first.number
    assert outcome.certificate_file.read_text(encoding="utf-8") == certificate_text(outcome.certificate)
    both = (first, outcome.certificate)
    assert certificates(vault) == both
    assert unbroken(both)
    stranger = first.model_copy(update={"previous": "f" * 64})
    assert in_chain((stranger, *reversed(both))) == (*both, stranger)


@pytest.mark.parametrize("reduced", ["first", "second", "neither"])
@pytest.mark.parametrize("back", [0, 30], ids=["same day", "clock set back"])
def test_of_two_rounds_the_one_that_ended_last_stands_first_whatever_was_reduced_since(
    three: Register, three_cases: Callable[[Register], None], evaluation, zet, tmp_path: Path, reduced, back
) -> None:
    vault, day = three.vault, three.now()
    first = Register(vault, now=lambda: day + timedelta(days=back))
    first.sit_down("Anouk")
    anonymise_and_destroy(first, folder=tmp_path, new_passphrase=NEW)
    later = Register(vault, now=three.now)
    later.define_evaluation(evaluation.model_copy(update={"title": "Tweede ronde"}), zet)
    later.sit_down("Anouk")
    three_cases(later)
    (tmp_path / "twee").mkdir()
    anonymise_and_destroy(later, folder=tmp_path / "twee", new_passphrase=f"{NEW} nog eens")
    rounds = kept_results(vault)
    assert [kept.results.evaluation_title for kept in rounds] == ["Tweede ronde", evaluation.title]
    if reduced != "neither":  # a reduced round goes on in a compartment of its own, after all others
        reduce_to_averages(vault, rounds[reduced == "first"].key)
    assert [kept.results.evaluation_title for kept in kept_results(vault)] == [
        "Tweede ronde",
        evaluation.title,
    ]


def test_nothing_to_finish_is_nothing(three: Register) -> None:
    assert finish_interrupted(three.vault, three.now) is None


def test_an_end_without_a_workbook_that_was_interrupted_gives_every_file_of_its_certificate(
    register: Register, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_given: object, **_named: object) -> bytes:
        raise InterruptedError

    assert not register.case(case).complete
    with monkeypatch.context() as patch:
        patch.setattr(purge, "_finish", cut)
        with pytest.raises(InterruptedError):
            anonymise_and_destroy(register, folder=tmp_path, new_passphrase=NEW, without_workbook=True)
    outcome = finish_interrupted(register.vault, register.now)
    assert outcome is not None
    assert outcome.certificate_file == tmp_path / "zet-verklaring-van-vernietiging.txt"
    assert outcome.certificate_file.read_text(encoding="utf-8") == certificate_text(outcome.certificate)
    assert sorted(path.suffix for path in outcome.more) == [".docx", ".json"]


class FullDisk(Disk):
    def create(self, path: Path, data: bytes) -> None:
        super().create(path, data[:10])
        raise OSError(28, "No space left on device")


def test_a_full_disk_after_the_end_leaves_no_half_file_and_it_can_be_done_again(
    three: Register, tmp_path: Path
) -> None:
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    for path in outcome.more:
        path.unlink()
    assert write_beside(outcome.certificate, outcome.certificate_file, disk=FullDisk()) == ()
    assert write_beside(outcome.certificate, outcome.certificate_file) == outcome.more
    assert write_beside(outcome.certificate, outcome.certificate_file) == outcome.more


def test_a_file_of_somebody_else_is_left_alone(three: Register, tmp_path: Path) -> None:
    outcome = anonymise_and_destroy(three, folder=tmp_path, new_passphrase=NEW)
    json_file, docx_file = outcome.more
    json_file.write_text("van mij")
    assert write_beside(outcome.certificate, outcome.certificate_file) == (docx_file,)
    assert json_file.read_text() == "van mij"


def test_the_name_is_free_for_all_three(tmp_path: Path) -> None:
    assert free_name(tmp_path, "v") == tmp_path / "v.txt"
    (tmp_path / "v.docx").touch()
    assert free_name(tmp_path, "v") == tmp_path / "v-2.txt"


@pytest.mark.parametrize(
    ("waiting", "kept"),
    [
        (0, ""),
        (1, "de naam van 1 inwoner die terugkoppeling wil, apart en versleuteld, tot die deze heeft"),
        (
            2,
            (
                "de namen van 2 inwoners die terugkoppeling willen, apart en versleuteld, tot zij die hebben, "
                "uiterlijk tot 1 maart 2027"
            ),
        ),
    ],
)
def test_who_waits_for_an_outcome_is_counted_in_plain_words(waiting: int, kept: str) -> None:
    certificate = DestructionCertificate(
        number="0" * 12,
        program="ZET",
        municipality="Oosterdam",
        evaluation="Ronde 1",
        started_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
        ground="toestemming",
        counts=DestroyedCounts(**dict.fromkeys(set(DestroyedCounts.model_fields) - {"no_reply_before"}, 3)),
        epoch_destroyed=1,
        feedback_waiting=waiting,
        feedback_until=date(2027, 3, 1) if waiting > 1 else None,
    )
    stays = next(part.items for part in parts(certificate) if part.title == "Wat blijft bestaan")
    assert stays[1:] == ((kept,) if kept else ())
