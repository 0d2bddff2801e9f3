"""`zet sessie`: from exported workbooks to the session's documents, and back with the worksheet filled in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import icalendar
import openpyxl
import pytest

from flows.instrument import QuestionKind, Source
from flows.interview import Status
from flows.privacy import session_table
from flows.results import ResultAnswer, Results
from storage.export.gate import check_session
from tests.invented import ZET, told_round
from tests.storage.export.books import write_analysis
from tests.storage.export.session_story import BEFORE, texts_in
from tests.zet_tui.shell import call
from zet_tui.wording.analysis import ONE_FILE

SECRET = "drie keer gebeld en nooit teruggebeld door iemand"

Run = Callable[..., tuple[int, str, str]]


def results(cases: int) -> Results:
    colours = ("groen", "oranje", "rood", "mint")

    def answers(number: int, source: Source) -> Iterator[ResultAnswer]:
        for at, question in enumerate(ZET.questionnaire(source).questions):
            if question.kind is QuestionKind.RATING and question.asked_if is None:
                value = colours[(number + at) % 4]
                yield ResultAnswer(
                    question=question.id, status=Status.ANSWERED, value=value, reason=f"{SECRET} {number}"
                )

    return told_round(cases, answers)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Analysebestand.xlsx"
    write_analysis(results(4), path)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "sessie"
    folder.mkdir()
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_it(*arguments: object) -> tuple[int, str, str]:
        said = call(["sessie", *map(str, arguments)], None, capsys)
        return said.code, said.out, said.err

    return run_it


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def fill(path: Path, text: str) -> None:
    book = openpyxl.load_workbook(path)
    book["Conclusies"]["A5"], book["Conclusies"]["C5"] = "moet beter", text
    sheet = book["Verbeteracties"]
    about = next(c.value for c in book["Keuzes"]["B"] if str(c.value).startswith("Criterium 6"))
    sheet["A5"], sheet["B5"], sheet["C5"], sheet["D5"] = (
        "Elk plan krijgt doelen.",
        about,
        "teamleider",
        "1-3-2027",
    )
    book.save(path)


def test_before_the_session_everything_is_made_and_nothing_of_a_case_is_in_it(
    run: Run, book: Path, out: Path
) -> None:
    code, said, err = run(book, "--naar", out, "--start", "13.30", "--leefgebied", "geld")
    assert (code, err) == (0, f"{ONE_FILE}\n")
    assert names(out) == BEFORE
    assert {Path(line).name for line in said.splitlines()} == BEFORE
    assert "17.15 – 17.30" in texts_in((out / "Agenda.docx").read_bytes())
    assert "schuldhulp" in texts_in((out / "Uitnodigingen.docx").read_bytes())
    assert not [name for name in BEFORE if "teruggebeld" in texts_in((out / name).read_bytes())]


def test_that_a_second_file_of_other_cases_tells_of_those_cases_is_said(
    run: Run, tmp_path: Path, out: Path
) -> None:
    whole = results(8)
    tables = [
        session_table(ZET, cases) for cases in (whole.cases, whole.cases[:-1])
    ]  # somebody objected late, and the team took that row away
    follow = [
        (one, other)
        for before, after in zip(tables[0].levels, tables[1].levels, strict=True)
        for one, other in zip(before.figures, after.figures, strict=True)
        if before.kind == "vraag" and one and other and one.n and other.n == one.n - 1
    ]
    assert follow  # an answer of that case each: the program sees one table and cannot hide it
    write_analysis(whole, tmp_path / "A.xlsx")
    assert "teruggehaald en vernietigd" in run(tmp_path / "A.xlsx", "--naar", out)[2]
    told = openpyxl.load_workbook(tmp_path / "A.xlsx")["Lees mij"]
    assert "maak dan geen nieuw Sessiebestand" in " ".join(str(row[1].value) for row in told.iter_rows())


def test_after_the_session_the_report_and_the_days_to_look_back_are_made(
    run: Run, book: Path, out: Path, tmp_path: Path
) -> None:
    run(book, "--naar", out)
    fill(out / "Werkblad.xlsx", "In weinig plannen staat wat iemand zelf wil.")
    after = tmp_path / "verslag"
    after.mkdir()
    code, said, _ = run(book, "--naar", after, "--werkblad", out / "Werkblad.xlsx", "--datum", "30-11-2026")
    assert code == 0
    assert names(after) == (BEFORE - {"Werkblad.xlsx"}) | {"Eindverslag.docx", "Terugkijken.ics"}
    assert "wat iemand zelf wil" in texts_in((after / "Eindverslag.docx").read_bytes())
    assert "wat iemand zelf wil" in texts_in((after / "Handout.docx").read_bytes())
    assert "Een vervolgevaluatie over een jaar vraagt alleen naar criterium 6." in said
    events = icalendar.Calendar.from_ical((after / "Terugkijken.ics").read_bytes()).walk("VEVENT")
    assert len(events) == 4


def test_a_conclusion_that_repeats_a_resident_is_refused_by_its_place(
    run: Run, book: Path, out: Path, tmp_path: Path
) -> None:
    run(book, "--naar", out)
    fill(out / "Werkblad.xlsx", f"Iemand heeft {SECRET}.")
    after = tmp_path / "verslag"
    after.mkdir()
    code, said, err = run(book, "--naar", after, "--werkblad", out / "Werkblad.xlsx")
    assert (code, said) == (1, "")
    assert "Conclusies!C5" in err
    assert "teruggebeld" not in err
    assert names(after) == set()


def test_cells_that_cannot_be_used_are_said(run: Run, book: Path, out: Path, tmp_path: Path) -> None:
    run(book, "--naar", out)
    sheet = openpyxl.load_workbook(out / "Werkblad.xlsx")
    sheet["Conclusies"]["A5"], sheet["Conclusies"]["C5"] = "matig", "Iets."
    sheet.save(tmp_path / "w.xlsx")
    after = tmp_path / "verslag"
    after.mkdir()
    code, _, err = run(book, "--naar", after, "--werkblad", tmp_path / "w.xlsx")
    assert code == 0
    assert err.startswith("Conclusies!A5: kies gaat goed, kan beter of moet beter.")


def test_nothing_is_overwritten_and_nothing_is_left_half(run: Run, book: Path, out: Path) -> None:
    (out / "Handout.docx").write_text("van iemand anders")
    code, _, err = run(book, "--naar", out)
    assert code == 1
    assert "Handout.docx bestaat al" in err
    assert names(out) == {"Handout.docx"}
    assert (out / "Handout.docx").read_text() == "van iemand anders"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--start", "half twee"), "begintijd"),
        (("--start", "22:00"), "middernacht"),
        (("--datum", "morgen"), "datum"),
        (("--leefgebied", "hobby"), "geen leefgebied"),
        (("--drempel", "2"), "tussen 3 en 10"),
        (("--werkblad", "weg.xlsx"), "weg.xlsx: "),
    ],
)
def test_what_cannot_be_read_is_refused(
    run: Run, book: Path, out: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = run(book, "--naar", out, *arguments)
    assert code == 1
    assert said in err
    assert names(out) == set()


def test_the_threshold_that_the_team_agreed_holds_and_can_only_be_raised(
    run: Run, tmp_path: Path, out: Path
) -> None:
    book = tmp_path / "afgesproken.xlsx"
    write_analysis(results(6).model_copy(update={"session_threshold": 5}), book)
    code, _, err = run(book, "--naar", out, "--drempel", "4")
    assert code == 1
    assert "tussen 5 en 10 casussen. Het team sprak 5 af" in err
    assert names(out) == set()
    code, _, err = run(book, "--naar", out)
    assert (code, err) == (0, f"{ONE_FILE}\n")
    figures = openpyxl.load_workbook(out / "Sessiebestand.xlsx")["Overzicht"]
    assert "over minstens 5 casussen" in str(figures["A2"].value)


def test_of_workbooks_together_the_highest_threshold_holds(
    run: Run, book: Path, tmp_path: Path, out: Path
) -> None:
    strict = results(8).model_copy(update={"session_threshold": 6})
    later = strict.model_copy(update={"cases": strict.cases[5:]})
    write_analysis(later, tmp_path / "streng.xlsx")
    assert run(book, tmp_path / "streng.xlsx", "--naar", out)[0] == 0
    figures = openpyxl.load_workbook(out / "Sessiebestand.xlsx")["Overzicht"]
    assert "over minstens 6 casussen" in str(figures["A2"].value)


def test_an_older_workbook_without_a_threshold_is_used_and_it_is_said(
    run: Run, book: Path, out: Path
) -> None:
    found = openpyxl.load_workbook(book)
    sheet = found["Lees mij"]
    sheet.delete_rows(next(r for r in range(1, 60) if sheet.cell(r, 1).value == "Drempel voor partners"))
    found.save(book)
    code, _, err = run(book, "--naar", out)
    assert code == 0
    assert "ZET rekende met 3" in err
    assert book.name in err
    assert names(out) == BEFORE


def test_two_cases_and_a_missing_folder_are_refused(run: Run, book: Path, tmp_path: Path) -> None:
    write_analysis(results(2), tmp_path / "klein.xlsx")
    assert run(tmp_path / "klein.xlsx", "--naar", tmp_path)[0] == 1
    assert run(book, "--naar", tmp_path / "weg")[0] == 1
    assert run(book)[0] == 2


def test_without_python_pptx_the_rest_is_made_and_it_is_said(
    run: Run, book: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pptx", None)
    code, _, err = run(book, "--naar", out)
    assert code == 0
    assert names(out) == BEFORE - {"Presentatie.pptx"}
    assert "zet-tui[slides]" in err


# -- the figures for partners, and the municipality's own template ---------------------------------------------------


def test_the_figures_for_partners_are_a_workbook_that_passes_the_gate(
    run: Run, book: Path, out: Path
) -> None:
    run(book, "--naar", out)
    assert check_session(out / "Sessiebestand.xlsx", results(4), ()) == ()
    changed = openpyxl.load_workbook(out / "Sessiebestand.xlsx")
    changed.worksheets[0]["A3"] = "Bel 06 12345678."
    changed.save(out / "anders.xlsx")
    assert check_session(out / "anders.xlsx", results(4), ()) != ()


def template(path: Path, *paragraphs: str) -> Path:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Gemeente {{ gemeente }}"
    for text in paragraphs:
        made.add_paragraph(text)
    made.save(path)
    return path


def test_the_report_stands_in_the_municipalitys_own_template(
    run: Run, book: Path, out: Path, tmp_path: Path
) -> None:
    run(book, "--naar", out)
    fill(out / "Werkblad.xlsx", "In weinig plannen staat wat iemand zelf wil.")
    own = template(tmp_path / "huisstijl.docx", "Voorwoord over {{ evaluatie }}", "{{ verslag }}", "Colofon")
    after = tmp_path / "verslag"
    after.mkdir()
    code, _, err = run(book, "--naar", after, "--werkblad", out / "Werkblad.xlsx", "--sjabloon", own)
    assert (code, err) == (0, f"{ONE_FILE}\n")
    made = docx.Document(after / "Eindverslag.docx")
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[0] == "Voorwoord over Ronde 1"
    assert texts[1] == "Eindverslag van de zelfevaluatie"
    assert texts[-1] == "Colofon"
    assert made.sections[0].header.paragraphs[0].text == "Gemeente Oosterdam"
    assert any("wat iemand zelf wil" in text for text in texts)
    assert len(made.tables) > 2
    assert made.core_properties.author == ""


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("Geen plek.",), "{{ verslag }} ontbreekt"),
        (("{{ verslag }}", "{{ burgemeester }}"), "burgemeester"),
    ],
)
def test_a_template_that_does_not_fit_is_refused_with_what_is_wrong(
    run: Run, book: Path, out: Path, tmp_path: Path, paragraphs: tuple[str, ...], said: str
) -> None:
    run(book, "--naar", out)
    own = template(tmp_path / "fout.docx", *paragraphs)
    after = tmp_path / "verslag"
    after.mkdir()
    code, _, err = run(book, "--naar", after, "--werkblad", out / "Werkblad.xlsx", "--sjabloon", own)
    assert code == 1
    assert said in err
    assert names(after) == set()


def test_a_template_without_a_report_a_missing_one_and_no_docx_are_said(
    run: Run, book: Path, out: Path, tmp_path: Path
) -> None:
    own = template(tmp_path / "huisstijl.docx", "{{ verslag }}")
    code, _, err = run(book, "--naar", out, "--sjabloon", own)
    assert code == 0
    assert "De huisstijl is voor het eindverslag" in err
    code, _, err = run(book, "--naar", tmp_path, "--sjabloon", tmp_path)
    assert (code, "geen Word-bestand" in err) == (1, True)
    code, _, err = run(book, "--naar", tmp_path, "--sjabloon", tmp_path / "weg.docx")
    assert (code, err.startswith("weg.docx: ")) == (1, True)
    (tmp_path / "geen.docx").write_text("geen docx")
    after = tmp_path / "verslag"
    after.mkdir()
    arguments = ("--naar", after, "--werkblad", out / "Werkblad.xlsx", "--sjabloon", tmp_path / "geen.docx")
    assert run(book, *arguments)[0] == 1
    assert names(after) == set()


def test_a_phone_number_in_an_action_is_refused_by_its_place(
    run: Run, book: Path, out: Path, tmp_path: Path
) -> None:
    run(book, "--naar", out)
    fill(out / "Werkblad.xlsx", "Iedereen belt 06 12345678.")
    after = tmp_path / "verslag"
    after.mkdir()
    code, _, err = run(book, "--naar", after, "--werkblad", out / "Werkblad.xlsx")
    assert code == 1
    assert "Conclusies!C5" in err
    assert "12345678" not in err


def test_a_title_that_points_to_a_person_is_stopped_and_not_repeated(
    run: Run, out: Path, tmp_path: Path
) -> None:
    titled = results(4).model_copy(update={"evaluation_title": "Vragen? Bel 06 12345678"})
    write_analysis(titled, tmp_path / "titel.xlsx")
    code, said, err = run(tmp_path / "titel.xlsx", "--naar", out)
    assert (code, said) == (1, "")
    assert "iets dat daar niet hoort: Sessiebestand.xlsx bij Lees mij!B6 (telefoon)" in err
    assert "Agenda.docx in de tekst (telefoon)" in err
    assert "(telefoon)" in err
    assert "12345678" not in err
    assert names(out) == set()


def test_a_conclusion_may_name_a_day(run: Run, book: Path, out: Path, tmp_path: Path) -> None:
    run(book, "--naar", out)
    fill(out / "Werkblad.xlsx", "Sinds 1 maart 2026 staan in meer plannen doelen.")
    after = tmp_path / "verslag"
    after.mkdir()
    code, _, err = run(book, "--naar", after, "--werkblad", out / "Werkblad.xlsx")
    assert (code, err) == (0, f"{ONE_FILE}\n")
    assert "1 maart 2026" in texts_in((after / "Sessiebestand.xlsx").read_bytes())
