"""No name leaves of anybody whom the vault knows: exported or not, signed or not, waiting for an earlier outcome."""

from collections.abc import Callable
from pathlib import Path

import pytest

from flows.consent import Consent
from flows.instrument import Source
from storage.anonymise import Review
from storage.cases import OutsideKind, Register
from storage.cases.forget import FOLDER
from storage.cases.records import FeedbackWish
from storage.cases.store import FEEDBACK
from storage.destroy import Choice, NamesLeft, anonymise_and_destroy, purge

NEW = "daarna een heel ander geheim"


def tell(register: Register, text: str) -> None:
    """Case 1 says this, and somebody read it and let it go as it stands."""
    case = next(case.id for case in register.cases() if case.number == 1)
    interview = register.open_interview(case, Source.PROFESSIONAL)
    for step in (lambda i: i.reopen("nog iets"), lambda i: i.set_remark("2", text), lambda i: i.complete()):
        interview = interview.apply(register.append(case, Source.PROFESSIONAL, step(interview)))
    review = Review(register)
    for found in review.texts():
        if found.decision is None:
            review.accept(found, found.original)


def fourth(register: Register, contact: str = "06 12345678") -> str:
    return register.register_case("Wilhelmina Bontekoe", contact, "Sjoerd Hiemstra", "wijkteam De Schakel")


def stopped(register: Register, folder: Path, **choice: Choice) -> bool:
    """Whether the gate stops the end, with nothing destroyed and no file."""
    before = register.vault.epoch
    try:
        anonymise_and_destroy(
            register, folder=folder, new_passphrase=NEW, choices={4: choice.get("fourth", Choice.EXPORT)}
        )
    except NamesLeft as error:
        assert register.vault.epoch == before
        assert not list(folder.glob("*.xlsx"))
        return {hit.kind for hit in error.hits} == {"naam"}
    return False


@pytest.mark.parametrize("name", ["Henk Visser", "Sandra Pinas"])
def test_the_control_a_name_of_an_exported_case_is_stopped(
    three: Register, tmp_path: Path, name: str
) -> None:
    tell(three, f"Net als bij {name} ging het goed.")
    assert stopped(three, tmp_path)


def test_the_other_control_a_text_that_names_nobody_is_let_through(
    three: Register, signed: Callable[..., Consent], tmp_path: Path
) -> None:
    case = fourth(three)
    three.record_consent(case, signed(three, case))
    three.register_case("Aaltje Kuipers", "06 12345678", "Sjoerd Hiemstra", "wijkteam De Schakel")
    tell(three, "Net als bij een ander ging het goed.")
    assert not stopped(three, tmp_path, fourth=Choice.DESTROY)


@pytest.mark.parametrize("name", ["Wilhelmina Bontekoe", "Sjoerd Hiemstra", "Lobke"])
def test_a_name_of_a_case_that_is_destroyed_unexported_is_stopped(
    three: Register, signed: Callable[..., Consent], tmp_path: Path, name: str
) -> None:
    case = fourth(three)
    three.record_consent(case, signed(three, case))
    three.set_names(case, ("Lobke (dochter)",))
    tell(three, f"Net als bij {name} ging het goed.")
    assert stopped(three, tmp_path, fourth=Choice.DESTROY)


@pytest.mark.parametrize("name", ["Wilhelmina Bontekoe", "Sjoerd Hiemstra", "Lobke"])
def test_a_name_of_a_resident_who_did_not_sign_is_stopped(three: Register, tmp_path: Path, name: str) -> None:
    fourth(three, contact="via dochter Lobke")
    tell(three, f"Net als bij {name} ging het goed.")
    assert stopped(three, tmp_path)


@pytest.mark.parametrize("name", ["Wilhelmina Bontekoe", "Lobke"])
def test_a_name_of_who_still_waits_for_an_earlier_outcome_is_stopped(
    three: Register, tmp_path: Path, name: str
) -> None:
    vault = three.vault
    wish = FeedbackWish(name="Wilhelmina Bontekoe", channel="via dochter Lobke")
    vault.append(vault.new_compartment(FEEDBACK), "wish", wish.model_dump_json().encode())
    tell(three, f"Net als bij {name} ging het goed.")
    assert stopped(three, tmp_path)


@pytest.mark.parametrize("earlier_program", [False, True])
def test_after_the_end_the_folder_of_the_exports_names_nobody(
    three: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier_program: bool
) -> None:
    folder = tmp_path / "fam. Visser"
    folder.mkdir()
    if earlier_program:  # the control: it listed them afterwards, when nobody was known any more
        survivors = purge._survivors
        monkeypatch.setattr(purge, "_survivors", lambda *given: survivors(*given[:3]))
    anonymise_and_destroy(three, folder=folder, new_passphrase=NEW)
    kept = [Path(file.path) for file in Register(three.vault, now=three.now).outside.files()]
    shown = folder if earlier_program else tmp_path / FOLDER
    assert kept == [shown / "zet-analysebestand.xlsx", shown / "zet-sessiebestand.xlsx"]


def test_a_folder_of_family_or_of_a_case_that_nobody_here_may_see_is_not_on_the_certificate(
    three: Register, signed: Callable[..., Consent], tmp_path: Path
) -> None:
    three.set_names(three.cases()[0].id, ("Lobke (dochter)",))
    hidden = fourth(three)
    three.record_consent(hidden, signed(three, hidden, viewers=("Bas", "Cem")))
    assert three.case(hidden).entry is None
    for folder in ("Lobke", "Bontekoe", "brieven"):
        three.outside.add(OutsideKind.LETTER, tmp_path / folder / "toestemmingsbrief-casus-1.docx")
    places = dict(purge.folders_outside(three))["toestemmingsbrief"]
    assert places == ("met een naam erin, hier niet genoemd", str(tmp_path / "brieven"))
