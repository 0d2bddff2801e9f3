"""The averages of Bijlage 5, worked out once more from the raw events, and as a workbook tells them."""

from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from openpyxl import load_workbook

from flows.events import Answered
from flows.instrument import Source
from storage.cases import Register

POINTS = {"groen": 4, "mint": 3, "oranje": 2, "rood": 1}
GATES = {  # per list: the safety question and what it guards (Bijlage 4)
    Source.DOSSIER: ("18", ("19", "20", "21", "22")),
    Source.RESIDENT: ("24", ("25", "26", "27")),
    Source.PROFESSIONAL: ("22", ("23", "24", "25", "26")),
}
NAMES = {Source.DOSSIER: "Dossier", Source.RESIDENT: "Inwoner", Source.PROFESSIONAL: "Professional"}
ALL = "Alle bronnen"
Place = tuple[str, str, str]


def averages_of(register: Register) -> dict[Place, tuple[float, int]]:
    """(level, which, source) -> (mean, n) over every score of every case."""
    instrument = register.instrument()
    rows = {row.number: row.criterion for row in instrument.rows}
    themes = {criterion.number: criterion.theme for criterion in instrument.criteria}
    titles = {theme.id: theme.title for theme in instrument.themes}
    points: dict[Place, list[int]] = defaultdict(list)
    for case in register.cases():
        for source, name in NAMES.items():
            interview = register.read_interview(case.id, source)
            last = {e.body.question: e.body.value for e in interview.events if isinstance(e.body, Answered)}
            gate, guarded = GATES[source]
            for question in interview.questionnaire.questions:
                value = last.get(question.id)
                if value not in POINTS or question.row is None:
                    continue
                if question.id in guarded and last.get(gate) == "nee":
                    continue
                criterion = rows[question.row]
                for column in (name, ALL):
                    points["Totaal", "", column].append(POINTS[value])
                    points["Thema", titles[themes[criterion]], column].append(POINTS[value])
                    points["Criterium", str(criterion), column].append(POINTS[value])
                    points["Vraag", str(question.row), column].append(POINTS[value])
    return {place: (float(Fraction(sum(found), len(found))), len(found)) for place, found in points.items()}


def averages_in(path: Path) -> dict[Place, tuple[float, int]]:
    """The same, as the stored values of the workbook's overview tell it."""
    sheet = load_workbook(path, data_only=True)["Overzicht"]
    table = [
        row for row in sheet.iter_rows(values_only=True) if row and any(cell is not None for cell in row)
    ]
    at = next(index for index, row in enumerate(table) if row[0] == "Niveau")
    columns = {str(name): index for index, name in enumerate(table[at]) if name in {*NAMES.values(), ALL}}
    found = {}
    for row in table[at + 1 :]:
        level, number, title = str(row[0]), row[1], str(row[2])
        which = "" if level == "Totaal" else title if level == "Thema" else str(number)
        for name, index in columns.items():
            if isinstance(row[index], int | float):
                found[level, which, name] = (row[index], row[index + 1])
    return found
