"""Every cell of the Sessiebestand against a calculation of its own: averages, n, n.v.t., what is hidden."""

import io
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter as letter

from flows.analysis import scoped
from flows.instrument import load_instrument
from flows.interview import Status
from flows.results import CaseResult, Results
from storage.export.session import session_bytes
from tests.storage.export.books import Cells, stored_cells
from tests.storage.export.session_sums import Figures, figures_of
from tests.storage.export.test_workbook import recalculated

ZET = load_instrument("zet")
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def expected_overview(figures: Figures) -> Cells:
    """Every cell under the headings of the tab Overzicht, by its place."""
    found: Cells = {}
    for at, (line, difference) in enumerate(zip(figures.lines, figures.differences, strict=True)):
        row = 5 + at
        told: list[object] = list(line)
        for column in range(len(figures.columns)):
            told += figures.cells.get((at, column), (None,) * 4)[:3]
        told.append(difference)
        found |= {("Overzicht", f"{letter(c)}{row}"): cell for c, cell in enumerate(told, start=1)}
    return {place: cell for place, cell in found.items() if cell is not None}


def expected_chart(figures: Figures) -> set[tuple[object, ...]]:
    """Every line of the tab Grafiek: the block it stands in, its label and what stands behind it."""

    def behind(at: int) -> tuple[object, ...]:
        return tuple(
            figures.cells[at, column].mean if (at, column) in figures.cells else None
            for column in range(len(figures.columns))
        )

    found = set()
    for at, ((kind, number, title), theme) in enumerate(zip(figures.lines, figures.titles, strict=True)):
        if kind == "Thema":
            found.add(("Alle thema’s", title, *behind(at)))
        elif kind == "Criterium":
            found.add((f"Thema {theme}", f"Criterium {number}", *behind(at)))
    return found


def chart_of(cells: Cells, columns: int) -> set[tuple[object, ...]]:
    found, block = set(), None
    for row in range(4, 400):
        label = cells.get(("Grafiek", f"A{row}"))
        if label is None or str(label).startswith("Hier is niets"):
            continue
        if cells.get(("Grafiek", f"A{row + 1}")) == "Onderwerp":
            block = label
        elif label != "Onderwerp":
            found.add(
                (block, label, *(cells.get(("Grafiek", f"{letter(2 + c)}{row}")) for c in range(columns)))
            )
    return found


def close(found: Iterable[object], wanted: Iterable[object]) -> bool:
    return all(
        a == pytest.approx(b, abs=1e-9) if isinstance(b, float) else a == b
        for a, b in zip(found, wanted, strict=True)
    )


def compare(cells: Cells, figures: Figures) -> None:
    wanted = expected_overview(figures)
    told = {
        place: cell
        for place, cell in cells.items()
        if place[0] == "Overzicht" and int(place[1].lstrip("ABCDEFGHIJKLMNOP")) > 4
    }
    assert told.keys() == wanted.keys()
    wrong = [place for place, cell in wanted.items() if not close([told[place]], [cell])]
    assert wrong == []
    assert chart_of(cells, len(figures.columns)) == expected_chart(figures)


def one_unsafe(results: Results) -> Results:
    """Of these cases only the first was unsafe: of the others what follows on it is off the route."""

    def settled(at: int, case: CaseResult) -> CaseResult:
        sources = []
        for result in case.sources:
            questions = {q.id: q for q in ZET.questionnaire(result.source).questions}
            answers = tuple(
                answer.model_copy(update={"status": Status.OFF_ROUTE, "value": None})
                if at and questions[answer.question].asked_if
                else answer.model_copy(update={"status": Status.ANSWERED, "value": "rood"})
                if questions[answer.question].asked_if
                else answer
                for answer in result.answers
            )
            sources.append(result.model_copy(update={"answers": answers}))
        return case.model_copy(update={"sources": tuple(sources)})

    return results.model_copy(update={"cases": tuple(settled(at, c) for at, c in enumerate(results.cases))})


def changed(results: Results, colour: Callable[[int], str]) -> Results:
    def case_of(at: int, case: CaseResult) -> CaseResult:
        sources = tuple(
            result.model_copy(
                update={
                    "answers": tuple(
                        answer.model_copy(update={"status": Status.ANSWERED, "value": colour(at)})
                        for answer in result.answers
                    )
                }
            )
            for result in case.sources
        )
        return case.model_copy(update={"sources": sources})

    return results.model_copy(update={"cases": tuple(case_of(at, c) for at, c in enumerate(results.cases))})


@pytest.mark.parametrize(
    ("cases", "seed", "threshold"),
    [
        (3, 7, 3),
        (3, 1, 3),
        (4, 2, 3),
        (6, 3, 4),
        (10, 7, 3),
        (10, 5, 5),
        (7, 5, 5),
        (100, 7, 3),
    ],
)
def test_every_cell_is_the_one_worked_out_by_hand(
    cases: int, seed: int, threshold: int, invented: Callable[..., Results]
) -> None:
    results = invented(cases, seed)
    figures = figures_of(ZET, results, threshold)
    compare(stored_cells(session_bytes(results, threshold=threshold)), figures)


@pytest.mark.parametrize("cases", [3, 5])
def test_one_unsafe_case_leaves_nothing_about_what_followed(
    cases: int, invented: Callable[..., Results]
) -> None:
    results = one_unsafe(invented(cases, 11))
    figures = figures_of(ZET, results)
    compare(stored_cells(session_bytes(results)), figures)
    about = [
        at
        for at, (kind, number, _) in enumerate(figures.lines)
        if (kind, number) == ("Criterium", 10) or (kind == "Vraag" and number in {28, 29, 30, 31})
    ]
    assert len(about) == 5
    assert {figures.cells[at, c][:3] for at in about for c in range(4) if (at, c) in figures.cells} == {
        ("te weinig", "–", "–")
    }


@pytest.mark.parametrize(
    "colour", [lambda _: "groen", lambda _: "rood", lambda at: "groen" if at else "mint"]
)
def test_the_ends_of_the_scale_show_a_band(
    colour: Callable[[int], str], invented: Callable[..., Results]
) -> None:
    results = changed(invented(5, 3), colour)
    compare(stored_cells(session_bytes(results)), figures_of(ZET, results))


@pytest.mark.parametrize("scope", [{"themes": ("regie",)}, {"criteria": (3, 7)}])
def test_a_smaller_scope_has_the_same_figures(
    scope: dict[str, object], invented: Callable[..., Results]
) -> None:
    results = invented(8, 9).model_copy(update=scope)
    compare(stored_cells(session_bytes(results)), figures_of(scoped(results), results))


def test_red_is_decided_before_rounding_by_hand_too(invented: Callable[..., Results]) -> None:
    results = invented(30, 2)
    figures = figures_of(ZET, results)
    sheet = load_workbook(io.BytesIO(session_bytes(results)))["Overzicht"]
    for (line, column), figure in figures.cells.items():
        cell = sheet[f"{letter(4 + 3 * column)}{5 + line}"]
        assert cell.number_format.startswith('"▼ "') == figure.red


def test_control_one_wrong_answer_more_changes_what_is_expected(invented: Callable[..., Results]) -> None:
    results = invented(10, 7)
    other = changed(results.model_copy(update={"cases": results.cases[:1]}), lambda _: "rood").cases
    spoiled = results.model_copy(update={"cases": (*other, *results.cases[1:])})
    with pytest.raises(AssertionError):
        compare(stored_cells(session_bytes(spoiled)), figures_of(ZET, results))


@pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not on this machine; the formulas are not recalculated"
)
@pytest.mark.parametrize("cases", [3, 10, 100])
def test_libreoffice_comes_to_the_values_worked_out_by_hand(
    cases: int, tmp_path: Path, invented: Callable[..., Results]
) -> None:
    results = invented(cases, 7)
    live = recalculated(session_bytes(results), tmp_path)
    compare(live, figures_of(ZET, results))
