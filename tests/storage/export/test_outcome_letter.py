"""The letter with the outcome as a Word file: for everybody who asked for it, and about nobody."""

import re
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from flows.actions import ImprovementAction
from flows.casuistry import CasuistryFound
from flows.conclusions import Conclusion, Verdict
from flows.improvement import Improvement, TeamAction, TeamConclusion
from flows.outcome import outcome
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from storage.cases import FEEDBACK, RESULTS, FeedbackWish, NoEvaluation, OutsideKind, Register
from storage.destroy import anonymise_and_destroy
from storage.export.actions_sheet import worksheet
from storage.export.kept_results import keep_improvement, kept_results
from storage.export.letter_document import text_of
from storage.export.letter_errors import FolderInVault, LetterDiffers, OutcomeNames, TemplateFaulty
from storage.export.outcome_letter import outcome_start, points_in_worksheet, write_outcome_letter
from storage.export.safe_file import DestinationExists
from storage.export.session_words import session_content
from tests.storage.export.letters import house_style

GIVEN = {
    "municipality": "Oosterdam",
    "well": ["Mensen worden snel geholpen"],
    "better": ["Niet iedereen heeft een plan"],
    "actions": ["Iedereen krijgt vanaf 1 juni 2027 een plan op papier"],
    "contact": "Noor Jansen, 088 000 00 00",
    "sender": "Anouk de Wit",
}
SAID = "drie maanden niemand gesproken en daarna steeds een ander"


def told(**changes):
    return outcome(**{**GIVEN, **changes})


def wait_for_it(register: Register, name: str = "Fatima El Amrani") -> None:
    kept = register.vault.new_compartment(FEEDBACK)
    wish = FeedbackWish(name=name, channel="per brief", asked_on=date(2026, 3, 1))
    register.vault.append(kept, "wish", wish.model_dump_json().encode())


def keep_results(register: Register, zet) -> Results:
    answer = ResultAnswer(question="3", status="beantwoord", value="rood", reason=SAID)
    results = Results(
        municipality="Oosterdam",
        evaluation_title="Evaluatie Oosterdam 2026",
        exported_on="2026-03-02",
        instrument_text=zet.text(),
        cases=tuple(
            CaseResult(number=n, sources=(SourceResult(source="inwoner", answers=(answer,)),))
            for n in (1, 2, 3)
        ),
    )
    kept = register.vault.new_compartment(RESULTS)
    register.vault.append(kept, "results", results.model_dump_json().encode())
    return results


def test_one_letter_without_a_name_is_written_and_listed(register, folder):
    wait_for_it(register)
    path = write_outcome_letter(register, folder, told())
    assert path == folder / "brief-uitkomst.docx"
    text = text_of(path.read_bytes())
    assert text.startswith("Wat we leerden van de evaluatie\n\nBeste heer, mevrouw,\n")
    assert "- Iedereen krijgt vanaf 1 juni 2027 een plan op papier." in text
    assert "Fatima" not in text
    assert [(f.kind, f.path) for f in register.outside.files()] == [(OutsideKind.OUTCOME, str(path))]


def test_a_screen_reader_finds_headings_lists_and_the_language(register, folder):
    document = docx.Document(str(write_outcome_letter(register, folder, told())))
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[0] == "Title"
    assert styles.count("Heading 1") == 5
    assert styles.count("List Bullet") == 3
    assert {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))} == {"nl-NL"}
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert document.core_properties.author == ""


def test_the_municipality_s_template_is_filled_in_both_ways(register, folder, tmp_path):
    whole = house_style("Gemeente {{ gemeente }}, {{ datum }}", "{{ brief }}")
    document = docx.Document(str(write_outcome_letter(register, folder, told(), template=whole)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Gemeente Oosterdam, 2 maart 2026"
    assert "Wat gaat goed?" in texts

    other = tmp_path / "eigen"
    other.mkdir()
    own = house_style(
        "{{ gemeente }}",
        "Goed:",
        "{{ goed }}",
        "{{ beter }}",
        "{{ acties }}",
        "{{ contact }}",
        "{{afzender}}",
    )
    path = write_outcome_letter(register, other, told(well=["Snel", "Aardig"]), template=own)
    text = text_of(path.read_bytes())
    assert "Goed:\n\n- Snel.\n- Aardig.\n- Niet iedereen heeft een plan.\n" in text
    with zipfile.ZipFile(path) as parts:
        assert "{{" not in parts.read("word/document.xml").decode()


def test_a_template_without_a_field_is_refused_and_the_field_named(register, folder):
    own = house_style("{{ gemeente }}", "{{ goed }}", "{{ acties }}", "{{ contact }}", "{{ inwoner }}")
    with pytest.raises(TemplateFaulty) as refused:
        write_outcome_letter(register, folder, told(), template=own)
    assert refused.value.missing == ("beter", "afzender")
    assert refused.value.unknown == ("inwoner",)
    assert list(folder.iterdir()) == []
    assert register.outside.files() == ()


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"well": ["Fatima is goed geholpen"]}, ("well",)),
        ({"better": ["bel 06 12345678"], "actions": ["brief naar Lindelaan 12"]}, ("better", "actions")),
    ],
)
def test_a_name_on_the_list_or_a_number_keeps_it_from_being_made(register, folder, changes, places):
    wait_for_it(register)
    with pytest.raises(OutcomeNames) as refused:
        write_outcome_letter(register, folder, told(**changes))
    assert refused.value.places == places
    assert "Fatima" not in str(refused.value)
    assert list(folder.iterdir()) == []


def test_what_somebody_said_does_not_go_along(register, folder, zet):
    keep_results(register, zet)
    with pytest.raises(CasuistryFound) as refused:
        write_outcome_letter(register, folder, told(better=[f"Mensen hebben {SAID}"]))
    assert refused.value.places == ("better",)
    assert list(folder.iterdir()) == []
    write_outcome_letter(register, folder, told())


def test_it_is_never_written_over_another_file_or_in_the_vault(register, folder):
    write_outcome_letter(register, folder, told())
    with pytest.raises(DestinationExists):
        write_outcome_letter(register, folder, told())
    with pytest.raises(FolderInVault):
        write_outcome_letter(register, register.vault.folder, told())
    assert len(register.outside.files()) == 1


def test_what_the_team_concluded_and_agreed_is_there_to_begin_with(register, zet):
    keep_results(register, zet)
    (kept,) = kept_results(register.vault)
    team = Improvement(
        conclusions=(TeamConclusion(key="c", conclusion=Conclusion(verdict=Verdict.GOOD, text="Snel hulp")),),
        actions=(TeamAction(key="a", action=ImprovementAction(what="Vaker bellen")),),
    )
    keep_improvement(register.vault, kept.key, team)
    assert outcome_start(register).points == {
        "well": ("Snel hulp",),
        "better": (),
        "actions": ("Vaker bellen.",),
    }


def test_the_points_come_from_the_worksheet_of_the_session(register, folder, zet):
    results = keep_results(register, zet)
    made = Conclusion(verdict=Verdict.GOOD, text="Snel hulp")
    (folder / "Werkblad.xlsx").write_bytes(worksheet(session_content(results, conclusions=[made])))
    points = points_in_worksheet(register, folder / "Werkblad.xlsx")
    assert points == {"well": ("Snel hulp",), "better": (), "actions": ()}


def test_after_the_end_it_is_still_known_for_whom_and_the_file_is_listed_until_the_next(
    register, folder, zet, evaluation
):
    anonymise_and_destroy(
        register, folder=folder, new_passphrase="daarna een heel ander geheim", without_workbook=True
    )
    after = Register(register.vault, now=register.now)
    assert outcome_start(after).municipality == ""  # without a workbook nothing but the certificate is left
    keep_results(after, zet)
    assert outcome_start(after).municipality == "Oosterdam"
    path = write_outcome_letter(after, folder, told())
    assert [file.path for file in after.outside.files()] == [str(path)]

    after.define_evaluation(evaluation, zet)
    after.sit_down("Anouk")
    start = outcome_start(after)
    assert (start.municipality, start.contact, start.sender) == (
        "Oosterdam",
        "Noor Jansen, 088 000 00 00 of fg@oosterdam.voorbeeld",
        "Anouk",
    )
    again = anonymise_and_destroy(
        after, folder=folder, new_passphrase="nog een heel ander geheim daarna", without_workbook=True
    )
    assert again.certificate.files_outside == (("brief met de uitkomst", 1),)
    assert Register(after.vault, now=register.now).outside.files() == ()


def test_a_file_that_does_not_say_the_letter_is_not_written(register, folder, monkeypatch):
    monkeypatch.setattr("storage.export.letter_document.text_of", lambda _: "iets anders\n")
    with pytest.raises(LetterDiffers):
        write_outcome_letter(register, folder, told())
    assert list(folder.iterdir()) == []


def test_a_vault_with_nothing_to_tell_about_writes_nothing(open_register, folder):
    with pytest.raises(NoEvaluation):
        write_outcome_letter(open_register(), folder, told())
    assert list(folder.iterdir()) == []


def test_the_page_about_this_letter_names_every_field(register, folder):
    page = Path(__file__).parents[3] / "docs" / "brief-uitkomst.md"
    named = set(re.findall(r"\{\{ (\w+) \}\}", page.read_text(encoding="utf-8"))) - {"brief"}
    own = house_style(*(f"{{{{ {name} }}}}" for name in sorted(named)))
    write_outcome_letter(register, folder, told(), template=own)
    for name in sorted(named - {"datum"}):
        with pytest.raises(TemplateFaulty) as refused:
            write_outcome_letter(
                register,
                folder,
                told(),
                template=house_style(*(f"{{{{ {other} }}}}" for other in named - {name})),
            )
        assert refused.value.missing == (name,)
