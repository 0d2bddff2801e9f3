"""The Analysebestand: its figures are right, live and stored, and its words say what was answered."""

import io
import re
import shutil
import subprocess
import zipfile
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.instrument import Instrument, QuestionKind, Source, load_instrument
from flows.interview import Status
from flows.results import CaseResult, ResultAnswer, Results, SourceResult
from storage.export import workbook
from tests.storage.export.books import Cells, stored_cells

ZET = load_instrument("zet")
TABS = {Source.DOSSIER: "Dossier", Source.RESIDENT: "Inwoner", Source.PROFESSIONAL: "Professional"}
COLOURS = {"groen": 4, "mint": 3, "oranje": 2, "rood": 1}

# -- the figures ------------------------------------------------------------------------------------


def plain_averages(
    results: Results, instrument: Instrument
) -> dict[tuple[str, object, str], tuple[object, int]]:
    """Every average of the tab Overzicht, worked out with fractions: (level, key, column) -> (average, n)."""
    heap: dict[tuple[str, object, str], list[int]] = defaultdict(list)
    for case in results.cases:
        for result in case.sources:
            for answer in result.answers:
                question = instrument.questionnaire(result.source).question(answer.question)
                if question.kind is not QuestionKind.RATING or answer.status is not Status.ANSWERED:
                    continue
                score = COLOURS[str(answer.value)]
                theme = instrument.theme(str(question.theme)).title
                keys = (
                    ("Totaal", None),
                    ("Thema", theme),
                    ("Criterium", question.criterion),
                    ("Vraag", question.row),
                )
                for level, key in keys:
                    heap[level, key, TABS[result.source]].append(score)
                    heap[level, key, "Alle bronnen"].append(score)
    return {key: (float(Fraction(sum(scores), len(scores))), len(scores)) for key, scores in heap.items()}


def overview_cells(cells: Cells) -> dict[tuple[str, object, str], tuple[object, object]]:
    """Read the tab Overzicht into the same shape; averages without scores are left out."""
    found = {}
    heads = {cells["Overzicht", f"{column}4"]: column for column in "EGIK"}
    for row in range(5, 80):
        level = cells.get(("Overzicht", f"A{row}"))
        if level is None:
            continue
        key = {"Totaal": None, "Thema": cells.get(("Overzicht", f"C{row}"))}.get(
            str(level), cells.get(("Overzicht", f"B{row}"))
        )
        for head, column in heads.items():
            mean, n = cells["Overzicht", f"{column}{row}"], cells["Overzicht", f"{chr(ord(column) + 1)}{row}"]
            assert (n == 0) == (mean == "–")
            if n != 0:
                found[str(level), key, str(head)] = (mean, n)
    return found


@pytest.mark.parametrize("cases", [3, 10, 100])
def test_every_stored_average_is_the_one_worked_out_by_hand(
    cases: int, invented: Callable[[int], Results]
) -> None:
    results = invented(cases)
    cells = stored_cells(workbook.analysis_bytes(results))
    assert overview_cells(cells) == plain_averages(results, ZET)


@pytest.mark.parametrize("cases", [3, 10])
def test_the_averages_per_case_too(cases: int, invented: Callable[[int], Results]) -> None:
    results = invented(cases)
    cells = stored_cells(workbook.analysis_bytes(results))
    heads = {column: cells["Per casus", f"{column}4"] for column in "EFGHIJ"}
    for row in range(5, 5 + 4 * cases):
        number, source = cells["Per casus", f"A{row}"], cells["Per casus", f"B{row}"]
        alone = plain_averages(results.model_copy(update={"cases": (results.cases[(row - 5) // 4],)}), ZET)
        assert results.cases[(row - 5) // 4].number == number
        mean, n = alone.get(("Totaal", None, str(source)), ("–", 0))
        assert (cells["Per casus", f"C{row}"], cells["Per casus", f"D{row}"]) == (mean, n)
        for column, theme in heads.items():
            assert (
                cells["Per casus", f"{column}{row}"] == alone.get(("Thema", theme, str(source)), ("–", 0))[0]
            )


def test_every_formula_has_a_value_beside_it(invented: Callable[[int], Results]) -> None:
    data = workbook.analysis_bytes(invented(3))
    formulas = {
        place for place, value in stored_cells(data, formulas=True).items() if str(value).startswith("=")
    }
    empty = formulas - set(stored_cells(data))
    assert len(formulas) > 500
    # a score without a colour is an empty text, which openpyxl reads as nothing
    assert all(tab in TABS.values() for tab, _ in empty)


def test_averages_show_two_decimals_and_a_mark_under_two_and_a_half(
    invented: Callable[[int], Results],
) -> None:
    sheet = load_workbook(io.BytesIO(workbook.analysis_bytes(invented(3))))["Overzicht"]
    assert sheet["E6"].number_format == '[<2.5]"▼ "0.00;0.00'
    rules = [rule.formula for found in sheet.conditional_formatting for rule in found.rules]
    assert ["AND(ISNUMBER(E5),E5<2.5)"] in rules


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def recalculated(data: bytes, folder: Path) -> Cells:
    """What LibreOffice makes of the formulas when no value stands beside them."""
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb'( t="str")?><f>(.*?)</f><v>[^<]*</v>', rb"><f>\2</f>", content)
                assert not re.search(rb"</f><v>", content)
            new.writestr(name, content)
    (folder / "in.xlsx").write_bytes(bare.getvalue())
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")),
            str(folder / "in.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return stored_cells((folder / "out" / "in.xlsx").read_bytes())


@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not on this machine; the formulas are not recalculated"
)
@pytest.mark.parametrize("cases", [3, 10, 100])
def test_libreoffice_comes_to_the_same_values(
    cases: int, tmp_path: Path, invented: Callable[[int], Results]
) -> None:
    results = invented(cases)
    data = workbook.analysis_bytes(results)
    live, stored = recalculated(data, tmp_path), stored_cells(data)
    formulas = [
        place for place, value in stored_cells(data, formulas=True).items() if str(value).startswith("=")
    ]
    for place in formulas:
        if isinstance(stored.get(place), float):
            assert live[place] == pytest.approx(stored[place], abs=1e-9), place
        else:
            assert live.get(place) == stored.get(place), place
    by_hand = plain_averages(results, ZET)
    recalculated_means = overview_cells(live)
    assert recalculated_means.keys() == by_hand.keys()
    for key, (mean, n) in by_hand.items():
        assert recalculated_means[key] == (pytest.approx(mean, abs=1e-9), n), key


@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not on this machine; the formulas are not recalculated"
)
def test_a_changed_colour_changes_the_averages(tmp_path: Path, one: Callable[..., Results]) -> None:
    # given: one red answer, turned green in the file as the team would
    data = workbook.analysis_bytes(one(reason="Te laat."))
    book = load_workbook(io.BytesIO(data))
    assert book["Dossier"]["I6"].value == "rood"
    book["Dossier"]["I6"] = "groen"
    changed = io.BytesIO()
    book.save(changed)
    # then: score, average per question, theme and total follow
    live = recalculated(changed.getvalue(), tmp_path)
    assert [
        live["Dossier", "J6"],
        live["Dossier", "H6"],
        live["Overzicht", "E5"],
        live["Overzicht", "E6"],
    ] == [4] * 4


# -- what it says -----------------------------------------------------------------------------------


def test_the_states_stay_apart_in_words(one: Callable[..., Results]) -> None:
    words = {}
    for status, value in (
        (Status.ANSWERED, "rood"),
        (Status.NOT_APPLICABLE, "nvt"),
        (Status.OFF_ROUTE, None),
        (Status.NO_ANSWER, "geen_antwoord"),
        (Status.OPEN, None),
        (Status.REASON_MISSING, "oranje"),
    ):
        cells = stored_cells(workbook.analysis_bytes(one(status=status, value=value)))
        words[status] = cells["Dossier", "I6"], cells.get(("Dossier", "J6")), cells.get(("Dossier", "K6"))
    assert words == {
        Status.ANSWERED: ("rood", 1, None),
        Status.NOT_APPLICABLE: ("n.v.t.", None, None),
        Status.OFF_ROUTE: ("n.v.t. (route)", None, None),
        Status.NO_ANSWER: ("geen antwoord", None, None),
        Status.OPEN: ("open", None, None),
        Status.REASON_MISSING: ("open", None, "gekozen: oranje, de reden ontbreekt"),
    }


def test_a_declined_reason_is_said(one: Callable[..., Results]) -> None:
    cells = stored_cells(workbook.analysis_bytes(one(reason_declined=True)))
    assert cells["Dossier", "K6"] == "geen reden gegeven"


def test_the_route_gives_its_reason(results_of: Callable[..., Results]) -> None:
    answers = (
        ResultAnswer(question="18", status=Status.ANSWERED, value="nee"),
        ResultAnswer(question="19", status=Status.OFF_ROUTE),
    )
    case = CaseResult(number=1, sources=(SourceResult(source=Source.DOSSIER, answers=answers),))
    cells = stored_cells(workbook.analysis_bytes(results_of(case)))
    assert cells["Dossier", "I22"] == "nee"
    assert cells["Dossier", "I23"] == "n.v.t. (route)"
    assert "bij vraag 18 is 'nee' geantwoord" in str(cells["Dossier", "K23"])


def test_the_readme_says_what_the_file_is(invented: Callable[[int], Results]) -> None:
    cells = stored_cells(workbook.analysis_bytes(invented(3)))
    text = "\n".join(str(value) for (tab, _), value in cells.items() if tab == "Lees mij")
    for part in (
        "Vertrouwelijk",
        "Niet herleidbaar voor buitenstaanders",
        "22-11-2026",
        "Het loket en de wijkteams.",
    ):
        assert part in text
    assert "anoniem" not in " ".join(map(str, cells.values())).lower()


def test_only_what_is_in_scope_is_written(invented: Callable[[int], Results]) -> None:
    results = invented(3).model_copy(update={"themes": ("regie",), "criteria": None})
    cells = stored_cells(workbook.analysis_bytes(results))
    themes = {value for (tab, place), value in cells.items() if tab == "Dossier" and place.startswith("C")}
    assert themes == {"Thema", "Regie"}
    assert cells["Overzicht", "F5"] == cells["Overzicht", "F6"]


def test_a_source_that_was_never_used_has_no_tab(one: Callable[..., Results]) -> None:
    book = load_workbook(io.BytesIO(workbook.analysis_bytes(one())))
    assert book.sheetnames == ["Lees mij", "Overzicht", "Per casus", "Grafiek", "Dossier", "Tijdlijn"]


def test_it_prints_on_a4_landscape_with_fixed_headings(invented: Callable[[int], Results]) -> None:
    book = load_workbook(io.BytesIO(workbook.analysis_bytes(invented(3))))
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_area
    assert [book[tab].freeze_panes for tab in ("Overzicht", "Dossier", "Tijdlijn")] == ["D5", "C5", "A5"]


def test_no_case_at_all_still_makes_a_file(results_of: Callable[..., Results]) -> None:
    assert stored_cells(workbook.analysis_bytes(results_of()))["Overzicht", "E5"] == "–"


def test_more_cases_than_columns_are_refused(results_of: Callable[..., Results]) -> None:
    many = tuple(CaseResult(number=number) for number in range(1, workbook.MOST_CASES + 2))
    with pytest.raises(workbook.TooManyCases):
        workbook.analysis_bytes(results_of(*many))
