"""`zet kluis`, and what every command does with an older copy of the vault."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.cases import Register
from storage.destroy.certificate import DestroyedCounts, DestructionCertificate
from storage.vault import open_vault
from tests.zet_tui.shell import NEW, PASSPHRASE, WEAK
from zet_tui.commands.unlocked import sit_down
from zet_tui.refusal import Refused

NAMES = ("Fatima", "Henk", "Sanne", "Karin", "Anouk", "12345678")
OLD_FILE = ("--wachtwoord-bestand", "OUD")
NEW_FILE = ("--nieuw-wachtwoord-bestand", "NIEUW")


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A terminal at which somebody types these answers."""

    def types(*answers: str) -> None:
        waiting = list(answers)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        monkeypatch.setattr("click.prompt", lambda *_, **__: waiting.pop(0))

    return types


# -- controleer -----------------------------------------------------------------------------------


def test_a_whole_vault_is_said_to_be_whole(run):
    said = run("kluis", "controleer", *OLD_FILE)
    assert said.code == 0
    assert "Alles is heel." in said.out


def test_damage_is_named_without_a_name_and_the_exit_code_is_1(run, folder):
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute(
        "UPDATE records SET sealed = zeroblob(length(sealed)) WHERE (compartment, stream, sequence) IN "
        "(SELECT compartment, stream, sequence FROM records ORDER BY length(sealed) DESC LIMIT 3)"
    )
    connection.commit()
    connection.close()
    said = run("kluis", "controleer", *OLD_FILE)
    assert said.code == 1
    assert "3 plekken beschadigd" in said.err
    assert "gaat niet open" in said.err
    assert not any(name in said.out + said.err for name in NAMES)


def test_certificates_that_do_not_follow_each_other_are_named(run, folder):
    """As after a certificate was left out by somebody who knows the passphrase."""
    counts = DestroyedCounts(**dict.fromkeys(DestroyedCounts.model_fields, 3))
    day = datetime(2026, 3, 5, tzinfo=UTC)
    first = DestructionCertificate(
        number="een",
        program="ZET",
        municipality="Oosterdam",
        evaluation="2026",
        started_at=day,
        counts=counts,
        ground="",
        epoch_destroyed=1,
    )
    second = first.model_copy(update={"number": "twee", "previous": first.sha256})
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        for certificate in (first, second):
            vault.append(vault.new_compartment("results"), "certificates", certificate.to_json())
    said = run("kluis", "controleer", *OLD_FILE)
    assert (said.code, said.err) == (0, "")
    assert (
        "Verklaringen van vernietiging in deze kluis: 2. Elke volgt op de vorige.\nAlles is heel." in said.out
    )
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        vault.drop_compartment(vault.compartments("results")[0])
    said = run("kluis", "controleer", *OLD_FILE)
    assert said.code == 1
    assert "volgen niet op elkaar" in said.err
    assert "Alles is heel" not in said.out


def test_a_damaged_table_of_contents_is_named_and_made_anew(run, folder):
    connection = sqlite3.connect(folder / "vault.db")
    connection.execute("UPDATE vault SET root = zeroblob(length(root))")
    connection.commit()
    connection.close()
    said = run("status", *OLD_FILE)
    assert said.code == 1
    assert "zet kluis controleer" in said.err
    said = run("kluis", "controleer", *OLD_FILE)
    assert said.code == 1
    assert "de inhoudsopgave van de kluis gaat niet open" in said.err
    cases = int(said.err.split(" × casus")[0].split()[-1])
    assert cases > 0
    assert "1 × evaluatie" in said.err
    mend = ("kluis", "controleer", "--nieuwe-inhoudsopgave", *OLD_FILE)
    assert run(*mend, "--bevestig", str(cases + 1)).code == 1
    assert run("status", *OLD_FILE).code == 1
    assert run(*mend, "--bevestig", str(cases)).code == 0
    assert "Alles is heel." in run("kluis", "controleer", *OLD_FILE).out
    assert json.loads(run("status", "--json", *OLD_FILE).out)
    assert "is heel" in run(*mend, "--bevestig", str(cases)).out


# -- wachtwoord -----------------------------------------------------------------------------------


def test_a_new_passphrase_from_a_file_holds_from_then_on(run):
    assert run("kluis", "wachtwoord", *OLD_FILE, *NEW_FILE).code == 0
    assert run("status", *OLD_FILE).code == 1
    assert run("status", "--wachtwoord-bestand", "NIEUW").code == 0


@pytest.mark.parametrize(
    ("typed", "words"), [((NEW, "iets anders dan dat"), "niet gelijk"), (("kort",), "te kort")]
)
def test_a_passphrase_that_was_not_retyped_or_is_weak_changes_nothing(run, keyboard, typed, words):
    keyboard(PASSPHRASE, *typed)
    said = run("kluis", "wachtwoord")
    assert said.code == 1
    assert words in said.err
    assert run("status", *OLD_FILE).code == 0


def test_without_a_keyboard_the_new_passphrase_must_come_from_a_file(run):
    said = run("kluis", "wachtwoord", *OLD_FILE)
    assert said.code == 1
    assert "--nieuw-wachtwoord-bestand" in said.err


# -- herstel --------------------------------------------------------------------------------------


def code_on(sheet: str) -> str:
    lines = [line.split() for line in sheet.splitlines() if line.startswith("    ")]
    return " ".join(group for groups in lines for group in groups)


def test_the_sheet_is_a_private_file_and_opens_the_vault_once(run, tmp_path):
    assert run("kluis", "herstel", "--maak", "--naar", "BLAD", *OLD_FILE).code == 0
    sheet = tmp_path / "BLAD"
    assert sheet.stat().st_mode & 0o777 == 0o600
    (tmp_path / "CODE").write_text(code_on(sheet.read_text()).lower() + "\n")
    said = run("kluis", "herstel", "--code-bestand", "CODE", *NEW_FILE)
    assert said.code == 0, said.err
    assert "geldt niet meer" in said.out
    assert run("status", "--wachtwoord-bestand", "NIEUW").code == 0
    assert run("kluis", "herstel", "--code-bestand", "CODE", *NEW_FILE).code == 1


def test_the_file_of_the_sheet_is_read_as_it_was_made(run, tmp_path):
    run("kluis", "herstel", "--maak", "--naar", "BLAD", *OLD_FILE)
    sheet = tmp_path / "BLAD"
    sheet.write_text(sheet.read_text().replace("\n", "\r\n"), newline="")  # as an editor on Windows keeps it
    said = run("kluis", "herstel", "--code-bestand", "BLAD", *NEW_FILE)
    assert said.code == 0, said.err
    assert run("status", "--wachtwoord-bestand", "NIEUW").code == 0


def test_the_sheet_is_shown_on_a_terminal_and_nowhere_else(run, keyboard, tmp_path):
    said = run("kluis", "herstel", "--maak", *OLD_FILE)
    assert said.code == 1
    assert "--naar" in said.err
    keyboard(PASSPHRASE)
    (tmp_path / "CODE").write_text(code_on(run("kluis", "herstel", "--maak").out))
    assert run("kluis", "herstel", "--code-bestand", "CODE", *NEW_FILE).code == 0


def test_a_code_with_a_typing_error_says_which_group(run, tmp_path):
    run("kluis", "herstel", "--maak", "--naar", "BLAD", *OLD_FILE)
    groups = code_on((tmp_path / "BLAD").read_text()).split()
    groups[2] = "U" + groups[2][1:]
    (tmp_path / "CODE").write_text(" ".join(groups))
    said = run("kluis", "herstel", "--code-bestand", "CODE", *NEW_FILE)
    assert said.code == 1
    assert "Groep 3" in said.err
    assert run("status", *OLD_FILE).code == 0


def test_the_sheet_never_lands_in_the_vault_or_over_another_file(run, folder, tmp_path):
    assert run("kluis", "herstel", "--maak", "--naar", str(folder / "blad"), *OLD_FILE).code == 1
    (tmp_path / "BLAD").write_text("iets anders")
    assert run("kluis", "herstel", "--maak", "--naar", "BLAD", *OLD_FILE).code == 1
    assert (tmp_path / "BLAD").read_text() == "iets anders"


def test_a_new_passphrase_says_that_the_sheet_is_dead(run):
    run("kluis", "herstel", "--maak", "--naar", "BLAD", *OLD_FILE)
    assert (
        "Herstelblad geldt niet meer".lower() in run("kluis", "wachtwoord", *OLD_FILE, *NEW_FILE).out.lower()
    )


def test_the_end_says_that_the_sheet_is_dead_before_it_asks(run, tmp_path):
    run("kluis", "herstel", "--maak", "--naar", "BLAD", *OLD_FILE)
    end = ("anonimiseer-en-vernietig", *OLD_FILE, *NEW_FILE, "--naar", str(tmp_path), "--toch")
    said = run(*end, "--wie", "Anouk de Wit", "--bevestig", "9")
    assert said.code == 1
    assert "herstelblad van deze kluis geldt hierna niet meer" in said.err
    assert run(*end, "--wie", "Anouk de Wit", "--bevestig", "3").code == 0
    (tmp_path / "CODE").write_text(code_on((tmp_path / "BLAD").read_text()))
    assert run("kluis", "herstel", "--code-bestand", "CODE", "--nieuw-wachtwoord-bestand", "NIEUW").code == 1


# -- an older copy --------------------------------------------------------------------------------


def older_copy(run, folder: Path, tmp_path: Path) -> None:
    """Case 2 was withdrawn, and then somebody puts back a copy from before."""
    run("status", *OLD_FILE)
    shutil.copytree(folder, tmp_path / "kopie")
    assert run("intrekken", "2", *OLD_FILE, "--bevestig", "1").code == 0
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "kopie", folder)


def test_an_older_copy_does_not_open_before_the_case_is_destroyed_again(run, keyboard, folder, tmp_path):
    older_copy(run, folder, tmp_path)
    said = run("status", *OLD_FILE)
    assert said.code == 1
    assert "1 casus" in said.err
    keyboard("0")
    assert run("status", *OLD_FILE).code == 1
    keyboard("1")
    said = run("status", *OLD_FILE)
    assert said.code == 0, said.err
    assert "casus  2" not in said.out
    assert "casus  3" in said.out


def test_a_copy_from_before_the_end_is_destroyed_whole(run, keyboard, folder, tmp_path):
    run("status", *OLD_FILE)
    shutil.copytree(folder, tmp_path / "kopie")
    end = ("anonimiseer-en-vernietig", *OLD_FILE, *NEW_FILE, "--naar", str(tmp_path))
    assert run(*end, "--wie", "Anouk de Wit", "--bevestig", "3", "--toch").code == 0
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "kopie", folder)
    said = run("status", *OLD_FILE)
    assert said.code == 1
    assert "3 casussen" in said.err
    keyboard("3")
    assert "helemaal vernietigd" in run("status", *OLD_FILE).err
    assert not folder.exists()


def test_a_ledger_that_somebody_changed_is_named(run, tmp_path):
    run("status", *OLD_FILE)
    (file,) = (tmp_path / "logboek").iterdir()
    file.write_text("\nzet1|opened|7||" + "0" * 64 + "\n")
    said = run("status", *OLD_FILE)
    assert said.code == 0
    assert "1 regels van het logboek" in said.err


# -- who is there ---------------------------------------------------------------------------------


def test_a_name_is_taken_without_its_capitals_and_asked_again_when_nobody_has_it(folder, keyboard, capsys):
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        register = Register(vault)
        keyboard("Anouk de Witte", " anouk DE wit ")
        sit_down(register, None)
        assert register.person == "Anouk de Wit"
        assert capsys.readouterr().err.count("hoort niet bij het team") == 1
        with pytest.raises(Refused) as refused:
            sit_down(register, "Anouk de Witte")
        assert "hoort niet bij het team" in refused.value.sentence
