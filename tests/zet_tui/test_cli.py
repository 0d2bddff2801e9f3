"""The `zet` command: what it prints, what it refuses and with which exit code."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage.anonymise import Review
from storage.cases import Register
from storage.vault import open_vault
from tests.zet_tui.shell import PASSPHRASE, WEAK, complete_everything
from zet_tui.cli import zet

FINISH = ("anonimiseer-en-vernietig", "--wachtwoord-bestand", "OUD", "--nieuw-wachtwoord-bestand", "NIEUW")


@pytest.mark.parametrize("command", [[], *([name] for name in zet.commands)])
def test_every_command_explains_itself_in_dutch(run, command):
    said = run(*command, "--help")
    assert said.code == 0
    assert "Gebruik: zet" in said.out
    assert "Options" not in said.out
    assert "Show this" not in said.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["bestaat-niet"], "Deze opdracht bestaat niet."),
        (["vragenlijst"], "Er ontbreekt iets: BRON."),
        (["vragenlijst", "kat"], "Kies uit: dossier, inwoner, professional."),
        (["status", "--nee"], "De optie --nee bestaat niet."),
        (["intrekken", "twee"], "De waarde voor CASUS kan niet."),
    ],
)
def test_wrong_usage_is_said_in_dutch_with_exit_code_2(run, words, sentence):
    said = run(*words)
    assert said.code == 2
    assert sentence in said.err
    assert said.out == ""


def test_a_questionnaire_prints_as_json_with_the_promised_keys(run):
    printed = json.loads(run("vragenlijst", "dossier", "--formaat", "json").out)
    assert (printed["instrument"], printed["bron"]) == ("zet", "dossier")
    numbered = [question for question in printed["vragen"] if question["nummer"] is not None]
    assert len(numbered) == 27
    assert list(numbered[0]) == [
        "nummer",
        "soort",
        "thema",
        "criterium",
        "rij",
        "tekst",
        "noot",
        "alleen_als",
    ]
    assert {question["soort"] for question in printed["vragen"]} == {
        "tijdlijn",
        "waardering",
        "janee",
        "open",
    }


def test_an_own_questionnaire_with_a_fault_is_refused_with_its_place(run, tmp_path):
    own = tmp_path / "eigen.toml"
    own.write_text('id = "eigen"\n[[questionnaires]]\nsource = "kat"\n')
    said = run("controleer-vragenlijst", str(own))
    assert said.code == 1
    assert "eigen.toml" in said.err


def test_status_tells_counts_and_no_names(run):
    said = run("status", "--wachtwoord-bestand", "OUD", "--json")
    state = json.loads(said.out)
    assert [case["compleet"] for case in state["casussen"]] == [True, True, False]
    for word in ("Fatima", "Henk", "Sanne", "Karin", "Anouk", "12345678"):
        assert word not in said.out


def test_a_passphrase_in_a_file_of_windows_is_the_same_passphrase(run, tmp_path):
    saved = tmp_path / "windows"
    saved.write_text(PASSPHRASE + "\r\n", encoding="utf-8-sig", newline="")
    assert run("status", "--wachtwoord-bestand", str(saved)).code == 0


def test_a_wrong_passphrase_and_a_missing_vault_are_refused(run, tmp_path):
    wrong = tmp_path / "fout"
    wrong.write_text("niet het goede wachtwoord")
    said = run("status", "--wachtwoord-bestand", str(wrong))
    assert (said.code, said.out) == (1, "")
    assert "wachtwoord" in said.err
    assert run("status", "--wachtwoord-bestand", "OUD", vault=tmp_path / "leeg").code == 1
    assert "kan ik niet lezen" in run("status", "--wachtwoord-bestand", str(tmp_path / "weg")).err
    wrong.write_text("\n")
    assert run("status", "--wachtwoord-bestand", str(wrong)).err == f"Het bestand {wrong} is leeg.\n"


@pytest.mark.parametrize("gone", ["vault.key", "vault.db"])
def test_a_file_of_the_vault_that_is_not_there_is_named(run, folder, gone):
    (folder / gone).unlink()
    said = run("status", "--wachtwoord-bestand", "OUD")
    assert (said.code, said.out) == (1, "")
    assert f"{gone} ontbreekt in de map van de kluis" in said.err
    assert [path.name for path in folder.iterdir()] == [
        {"vault.key": "vault.db", "vault.db": "vault.key"}[gone]
    ]


def test_two_programs_on_one_vault_the_second_is_told_so(run, folder):
    with open_vault(folder, policy=WEAK, force=True):
        said = run("status", "--wachtwoord-bestand", "OUD")
    assert said.code == 1
    assert "ander venster" in said.err


@pytest.mark.parametrize("file", ["vault.key", "vault.db"])
def test_a_damaged_vault_is_named_and_never_crashes(run, folder, file):
    (folder / file).write_bytes(b"\x00" * 9000)
    said = run("status", "--wachtwoord-bestand", "OUD")
    assert said.code == 1
    assert "beschadigd" in said.err


def test_withdrawing_asks_for_one_confirmation_and_then_the_case_is_gone(run):
    refused = run("intrekken", "2", "--wachtwoord-bestand", "OUD")
    assert refused.code == 1
    assert "er is niets veranderd" in refused.err
    done = run("intrekken", "2", "--wachtwoord-bestand", "OUD", "--bevestig", "1")
    assert done.code == 0
    state = json.loads(run("status", "--wachtwoord-bestand", "OUD", "--json").out)
    assert [case["nummer"] for case in state["casussen"]] == [1, 3]
    assert state["ingetrokken"] == 1
    assert run("intrekken", "2", "--wachtwoord-bestand", "OUD", "--bevestig", "1").code == 1


def test_the_end_is_refused_while_something_is_missing_and_says_what(run, tmp_path):
    said = run(*FINISH, "--naar", str(tmp_path), "--wie", "Anouk de Wit", "--bevestig", "3")
    assert said.code == 1
    assert "2 complete casussen" in said.err
    assert "casus 3: inwoner 11/33" in said.err
    assert "na te lezen" in said.err
    assert not list(tmp_path.glob("zet-*"))


def test_the_end_needs_a_new_passphrase_a_person_and_a_confirmation(run, folder, tmp_path):
    complete_everything(folder)
    naar = ("--naar", str(tmp_path))
    assert run(*FINISH[:3], *naar, "--wie", "Anouk de Wit", "--bevestig", "3").code == 1
    assert run(*FINISH, *naar, "--bevestig", "3").code == 1
    assert run(*FINISH, *naar, "--wie", "Dirk", "--bevestig", "3").code == 1
    assert run(*FINISH, *naar, "--wie", "Anouk de Wit", "--bevestig", "2").code == 1
    assert run(*FINISH, "--naar", str(tmp_path / "weg"), "--wie", "Anouk de Wit", "--bevestig", "3").code == 1
    assert run(*FINISH, "--naar", str(folder), "--wie", "Anouk de Wit", "--bevestig", "3").code == 1
    same = run(*FINISH[:4], "OUD", *naar, "--wie", "Anouk de Wit", "--bevestig", "3")
    assert same.code == 1
    assert "Dit is het wachtwoord van nu." in same.err
    assert "Kies een ander wachtwoord. Er is niets vernietigd." in same.err
    assert not list(tmp_path.glob("zet-*"))
    assert run("status", "--wachtwoord-bestand", "OUD").code == 0  # the old passphrase still opens everything


@pytest.mark.parametrize("name", ["anonimiseer-en-vernietig", "anonymize-and-purge"])
def test_the_end_writes_the_workbook_and_the_certificate_and_the_old_passphrase_is_dead(
    run, folder, tmp_path, name
):
    complete_everything(folder)
    said = run(
        name, *FINISH[1:], "--naar", str(tmp_path), "--wie", "Anouk de Wit", "--bevestig", "3", "--json"
    )
    assert said.code == 0, said.err
    result = json.loads(said.out)
    assert result["casussen_vernietigd"] == result["casussen_verwerkt"] == 3
    assert Path(result["werkboek"]).exists()
    certificate = Path(result["verklaring"]).read_text()
    for word in ("Fatima", "Henk", "Sanne", "Karin", "Anouk"):
        assert word not in certificate
    assert run("status", "--wachtwoord-bestand", "OUD").code == 1
    assert "nog geen evaluatie" in run("status", "--wachtwoord-bestand", "NIEUW").err


def test_without_enough_cases_toch_destroys_with_a_certificate_and_no_workbook(run, tmp_path):
    said = run(
        *FINISH, "--naar", str(tmp_path), "--wie", "Anouk de Wit", "--bevestig", "3", "--toch", "--json"
    )
    assert said.code == 0, said.err
    result = json.loads(said.out)
    assert result["werkboek"] is None
    assert (result["casussen_vernietigd"], result["casussen_verwerkt"]) == (3, 0)
    assert sorted(path.suffix for path in tmp_path.glob("zet-*")) == [".docx", ".json", ".txt"]


def test_a_name_that_was_accepted_all_the_same_stops_the_end_with_its_place(run, folder, tmp_path):
    complete_everything(folder)
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        register = Register(vault)
        register.sit_down("Anouk de Wit")
        review = Review(register)
        review.accept(review.texts()[0], "Fatima zei dat ze haar niet kenden.")
    said = run(*FINISH, "--naar", str(tmp_path), "--wie", "Anouk de Wit", "--bevestig", "3")
    assert said.code == 1
    assert "Analysebestand" in said.err
    assert "Fatima" not in said.err
    assert len(said.err.splitlines()) > 1
    assert not list(tmp_path.glob("zet-*"))
    assert run("status", "--wachtwoord-bestand", "OUD").code == 0


def test_an_existing_workbook_is_never_overwritten_and_nothing_is_destroyed(run, folder, tmp_path):
    complete_everything(folder)
    (tmp_path / "zet-analysebestand.xlsx").write_bytes(b"van vorig jaar")
    said = run(*FINISH, "--naar", str(tmp_path), "--wie", "Anouk de Wit", "--bevestig", "3")
    assert said.code == 1
    assert (tmp_path / "zet-analysebestand.xlsx").read_bytes() == b"van vorig jaar"
    assert run("status", "--wachtwoord-bestand", "OUD").code == 0


def test_the_privacy_check_is_shown_alone_and_changes_nothing(run, folder):
    complete_everything(folder)
    look = ("anonimiseer-en-vernietig", "--wachtwoord-bestand", "OUD", "--wie", "Anouk de Wit", "--controle")
    said = run(*look)
    assert said.code == 0, said.err
    assert "3 casussen, zonder naam" in said.out
    assert "Wat partners niet zien" in said.out
    for word in ("Fatima", "Henk", "Sanne", "Karin"):
        assert word not in said.out
    found = json.loads(run(*look, "--json").out)
    assert found["casussen"] == 3
    assert found["waarschuwing"]
    assert found["teksten"]["ongelezen"] == 0
    assert run("status", "--wachtwoord-bestand", "OUD").code == 0


def test_the_files_that_are_written_beside_the_workbook_are_a_choice(run, folder, tmp_path):
    complete_everything(folder)
    choice = ("--zonder-sessiebestand", "--met-tabel", "--bestanden-tot", "1-2-2040")
    said = run(
        *FINISH, "--naar", str(tmp_path), "--wie", "Anouk de Wit", "--bevestig", "3", "--json", *choice
    )
    assert said.code == 0, said.err
    assert [Path(path).name for path in json.loads(said.out)["ook_geschreven"]] == ["resultaten.csv"]
    assert not (tmp_path / "zet-sessiebestand.xlsx").exists()
    assert "Wat weggaat uit ZET" in said.err  # the check is told before the confirmation


@pytest.mark.parametrize("day", ["1-2-2020", "morgen", "31-2-2040"])
def test_a_day_for_the_files_that_is_none_refuses_before_anything(run, folder, tmp_path, day):
    complete_everything(folder)
    said = run(
        *FINISH, "--naar", str(tmp_path), "--wie", "Anouk de Wit", "--bevestig", "3", "--bestanden-tot", day
    )
    assert (said.code, "een dag na vandaag" in said.err) == (1, True)
    assert list(tmp_path.glob("zet-*")) == []


def test_where_two_confirm_the_shell_wants_the_second_name_too(run, folder, tmp_path):
    complete_everything(folder)
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        register = Register(vault)
        evaluation = register.evaluation()
        register.change_evaluation(evaluation.model_copy(update={"two_confirm": True}))
        second = next(name for name in evaluation.names if name != "Anouk de Wit")
    whole = (*FINISH, "--naar", str(tmp_path), "--wie", "Anouk de Wit", "--bevestig", "3")
    for extra in ((), ("--tweede", "Anouk de Wit"), ("--tweede", "Iemand anders")):
        said = run(*whole, *extra)
        assert said.code == 1
        assert "bevestigen twee mensen" in said.err
        assert list(tmp_path.glob("zet-*")) == []
    said = run(*whole, "--tweede", second)
    assert said.code == 0, said.err
    assert "Ook geschreven" in said.out
    assert (tmp_path / "zet-sessiebestand.xlsx").exists()


def test_status_says_until_when_the_data_may_stay(run, folder):
    said = run("status", "--wachtwoord-bestand", "OUD")
    assert "Bewaren tot" in said.out
    found = json.loads(run("status", "--wachtwoord-bestand", "OUD", "--json").out)
    assert found["bewaartermijn"] == "loopt"
    assert len(found["bewaren_tot"]) == 10
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        later = Register(
            vault,
            now=lambda: datetime.fromisoformat(found["bewaren_tot"] + "T12:00:00+00:00") + timedelta(days=2),
        )
        later.sit_down("Anouk de Wit")  # it was seen to be over
    assert "mochten bewaard blijven tot" in run("status", "--wachtwoord-bestand", "OUD").out
    refused = run(
        "gesprek", "3", "inwoner", "--regel", "--wachtwoord-bestand", "OUD", "--wie", "Anouk de Wit"
    )
    assert (refused.code, "verplaats de dag" in refused.err) == (1, True)
