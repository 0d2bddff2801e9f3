"""The whole way with many cases: three conversations each, every text accepted, the end, and nothing left behind."""

import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest

from flows.instrument import QuestionKind, Source
from storage.anonymise import Review
from storage.cases import Register
from storage.destroy import Wanted, anonymise_and_destroy, preview
from tests.storage.kept import unread

NEW = "daarna een heel ander geheim"
SYLLABLES = ("bra", "dol", "kem", "lun", "mor", "nis", "pol", "ras", "sij", "tur")


def surname(number: int) -> str:
    """A name of its own for every case below 10,000, that no Dutch word looks like."""
    return "".join(SYLLABLES[int(digit)] for digit in f"{number:04}").capitalize()


def talk(register: Register, case: str, source: Source, number: int) -> None:
    """One rood with a reason that names the resident, a few other colours, and no answer to the rest."""
    interview, given = register.open_interview(case, source), 0
    while question := interview.next_open(None):
        rated = question.kind is QuestionKind.RATING and given < 8
        given += rated
        value = (
            ("rood" if given == 3 else ("groen", "mint")[(number + given) % 2]) if rated else "geen_antwoord"
        )
        interview = interview.apply(register.append(case, source, interview.answer(question.id, value)))
        if value == "rood":
            reason = interview.give_reason(question.id, f"{surname(number)} wachtte lang op bericht.")
            interview = interview.apply(register.append(case, source, reason))
    register.append(case, source, interview.complete())


@pytest.mark.parametrize("number", [10, pytest.param(1000, marks=pytest.mark.long)])
def test_many_cases_from_the_first_letter_to_the_certificate(
    register: Register, signed, tmp_path: Path, number: int, capfd: pytest.CaptureFixture[str]
) -> None:
    laps = [("", time.process_time())]

    def lap(name: str) -> None:
        laps.append((name, time.process_time()))

    for at in range(number):
        case = register.register_case(
            f"Fenna {surname(at)}", "06 12345678", "Karin Postma", "wijkteam De Schakel"
        )
        register.record_consent(case, signed(register, case))
        with register.vault.transaction():  # one save for a case: how quick a save is, is measured elsewhere
            for source in Source:
                talk(register, case, source, at)
    lap("build")
    review = Review(register)
    for text in review.texts():
        review.accept(text, text.suggested)
    assert unread(review) == 0
    lap("read")
    assert preview(register).texts == 3 * number
    lap("preview")
    outcome = anonymise_and_destroy(register, folder=tmp_path, new_passphrase=NEW, wanted=Wanted(table=True))
    lap("end")
    counts = outcome.certificate.counts
    assert (counts.cases, counts.cases_exported, counts.texts_accepted) == (number, number, 3 * number)
    assert register.vault.compartments("case") == ()
    assert register.vault.check().whole
    assert outcome.workbook is not None
    table = next(path for path in outcome.others if path.suffix == ".csv").read_text(encoding="utf-8-sig")
    assert table.count("[inwoner] wachtte lang op bericht.") == 3 * number
    assert not any(surname(at) in table for at in range(number))
    with capfd.disabled():
        told = ", ".join(f"{name} {now - before:.1f} s" for (_, before), (name, now) in pairwise(laps))
        sys.stdout.write(f"\n{number} cases, processor: {told}\n")
