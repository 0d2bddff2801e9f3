"""`zet toestemmingsbrief` and `zet intrekken`: consent on paper and taken back, from the shell."""

import io
import shutil
from datetime import date
from pathlib import Path

import docx
import pytest

from storage.cases import FEEDBACK, FeedbackWish, Register
from storage.export.letter_document import text_of
from storage.vault import open_vault
from tests.zet_tui.shell import PASSPHRASE, WEAK

WHO = ("--wachtwoord-bestand", "OUD", "--wie", "Anouk de Wit")


@pytest.fixture
def folder(demo_vault: Path, tmp_path: Path) -> Path:
    """The invented cases, and one resident who has not signed."""
    copy = Path(shutil.copytree(demo_vault, tmp_path / "kluis"))
    register = opened(copy)
    register.register_case("Piet Zomer", "per brief", "Karin Postma", "wijkteam")
    register.vault.close()
    return copy


def opened(folder: Path) -> Register:
    return Register(open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE))


def test_a_letter_and_its_explanation_are_written_and_their_places_printed(run, letters, folder):
    said = run("toestemmingsbrief", 4, "--naar", letters, *WHO)
    assert (said.code, said.err) == (0, "")
    assert {path.name for path in letters.iterdir()} == {
        "toestemmingsbrief-casus-4.docx",
        "uitleg-casus-4.docx",
    }
    assert str(letters / "toestemmingsbrief-casus-4.docx") in said.out
    assert "Piet" not in said.out
    register = opened(folder)
    try:
        register.sit_down("Anouk de Wit")
        case = register.case_numbered(4)
        text = text_of((letters / "toestemmingsbrief-casus-4.docx").read_bytes())
        assert register.draft_consent(case.id).letter_text == text
        assert len(register.outside.files()) == 2
    finally:
        register.vault.close()


def test_a_house_style_is_filled_in(run, letters, tmp_path):
    template = docx.Document()
    template.add_paragraph("Gemeente {{ gemeente }}")
    template.add_paragraph("{{ brief }}")
    template.save(str(tmp_path / "huisstijl.docx"))
    said = run("toestemmingsbrief", 4, "--sjabloon", tmp_path / "huisstijl.docx", "--naar", letters, *WHO)
    assert (said.code, said.err) == (0, "")
    written = docx.Document(str(letters / "toestemmingsbrief-casus-4.docx"))
    assert written.paragraphs[0].text == "Gemeente Oosterdam"


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (["Gemeente {{ gemeente }}"], "het veld {{ fg_naam }} ontbreekt"),
        (["{{ brief }}", "{{ burgemeester }}"], "het veld {{ burgemeester }} kent ZET niet"),
        (["{{ brief }}", "{{ gemeente"], "{{ gemeente"),
    ],
)
def test_a_template_that_does_not_fit_is_refused_with_the_field_named(run, letters, tmp_path, lines, named):
    template = docx.Document()
    for line in lines:
        template.add_paragraph(line)
    template.save(str(tmp_path / "huisstijl.docx"))
    said = run("toestemmingsbrief", 4, "--sjabloon", tmp_path / "huisstijl.docx", "--naar", letters, *WHO)
    assert (said.code, said.out) == (1, "")
    assert named in said.err
    assert list(letters.iterdir()) == []


def test_what_goes_wrong_is_said_and_nothing_is_written(run, letters, tmp_path):
    (tmp_path / "tekst.docx").write_text("gewone tekst")
    for words, part in (
        ((9, "--naar", letters, *WHO), "Er is geen casus 9"),
        ((4, "--naar", letters / "nergens", *WHO), "Deze map bestaat niet"),
        ((4, "--sjabloon", tmp_path / "tekst.docx", "--naar", letters, *WHO), "geen Word-bestand"),
        ((4, "--sjabloon", tmp_path, "--naar", letters, *WHO), "geen Word-bestand"),
        ((4, "--sjabloon", tmp_path / "weg.docx", "--naar", letters, *WHO), "bestaat niet"),
        ((4, "--naar", letters, *WHO[:2], "--wie", "Dirk"), "hoort niet bij het team"),
        ((4, "--naar", letters, *WHO[:2]), "--wie NAAM"),
    ):
        said = run("toestemmingsbrief", *words)
        assert said.code == 1
        assert part in said.err
    assert list(letters.iterdir()) == []


def test_an_existing_letter_is_never_overwritten(run, letters):
    run("toestemmingsbrief", 4, "--naar", letters, *WHO)
    before = {path: path.read_bytes() for path in letters.iterdir()}
    said = run("toestemmingsbrief", 4, "--naar", letters, *WHO)
    assert said.code == 1
    assert "overschrijft niets" in said.err
    assert {path: path.read_bytes() for path in letters.iterdir()} == before


def test_withdrawing_prints_a_certificate_without_a_name(run, folder):
    said = run("intrekken", 2, "--wachtwoord-bestand", "OUD", "--bevestig", 1)
    assert said.code == 0
    assert "VERKLARING: TOESTEMMING INGETROKKEN" in said.out
    for name in ("Henk", "Fatima", "Sanne", "Karin", "Anouk"):
        assert name not in said.out
    register = opened(folder)
    try:
        assert [case.number for case in register.cases()] == [1, 3, 4]
    finally:
        register.vault.close()


def test_before_a_consent_only_a_count_is_left_and_nothing_is_certified(run, folder):
    said = run("intrekken", 4, "--wachtwoord-bestand", "OUD", "--bevestig", 1)
    assert said.code == 0
    assert "Er was nog geen toestemming" in said.out
    assert "VERKLARING" not in said.out
    assert "Piet" not in said.out
    register = opened(folder)
    try:
        assert [case.number for case in register.cases()] == [1, 2, 3]
        assert (register.refused_count, register.withdrawn_count) == (1, 0)
        assert register.withdrawal_records() == ()
    finally:
        register.vault.close()


def test_withdrawing_asks_for_one_confirmation_and_nothing_else(run, folder):
    refused = run("intrekken", 2, "--wachtwoord-bestand", "OUD")
    assert refused.code == 1
    assert "Bevestigen doet u met" in refused.err
    register = opened(folder)
    try:
        assert len(register.cases()) == 4
    finally:
        register.vault.close()


def put_on_the_list(folder: Path, *names: str) -> None:
    register = opened(folder)
    try:
        for name in names:
            kept = register.vault.new_compartment(FEEDBACK)
            wish = FeedbackWish(name=name, channel="per brief", asked_on=date(2026, 1, 1))
            register.vault.append(kept, "wish", wish.model_dump_json().encode())
    finally:
        register.vault.close()


def on_the_list(folder: Path) -> list[str]:
    register = opened(folder)
    try:
        return sorted(wish.name for _, wish in register.feedback.waiting())
    finally:
        register.vault.close()


def test_who_no_longer_wants_the_outcome_is_taken_off_the_list(run, folder, monkeypatch):
    put_on_the_list(folder, "Fatima El Amrani", "Henk Visser")
    for typed, words, part in (
        ("Piet Zomer\n", ("--bevestig", 1), "staat niet op de lijst"),
        ("henk  visser\n", (), "Bevestigen doet u met"),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        said = run("intrekken", "--uitkomst", "--wachtwoord-bestand", "OUD", *words)
        assert (said.code, said.out) == (1, "")
        assert part in said.err
        assert len(on_the_list(folder)) == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("henk  visser\n"))
    said = run("intrekken", "--uitkomst", "--wachtwoord-bestand", "OUD", "--bevestig", 1)
    assert (said.code, said.err) == (0, "")
    assert said.out == "De naam is vernietigd. Nog op de lijst: 1.\n"
    assert on_the_list(folder) == ["Fatima El Amrani"]


def test_with_nobody_on_the_list_there_is_nothing_to_take_off(run):
    said = run("intrekken", "--uitkomst", "--wachtwoord-bestand", "OUD")
    assert said.code == 1
    assert "wacht niemand" in said.err


@pytest.mark.parametrize("words", [(), (2, "--uitkomst")])
def test_a_case_or_the_list_and_not_both(run, words):
    said = run("intrekken", *words, "--wachtwoord-bestand", "OUD")
    assert said.code == 2
    assert "CASUS" in said.err
