"""The Sessiebestand: what partners see is what the rules allow, in every cell, and nothing of one case."""

import errno
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.conclusions import Conclusion, Verdict
from flows.evaluation import Aim
from flows.instrument import load_instrument
from flows.privacy import ThresholdOutOfRange, session_table
from flows.results import Results
from storage.export.gate import check_session
from storage.export.safe_file import DestinationExists, DestinationFailed, ReadBackDiffers
from storage.export.session import TooFewCases, prepare_session, session_bytes
from storage.vault.disk import Disk
from tests.storage.export.books import published, stored_cells

ZET = load_instrument("zet")
CONCLUSIONS = (
    Conclusion(verdict=Verdict.GOOD, text="Inwoners voelen zich gehoord.", about=Aim(theme="toegang")),
    Conclusion(verdict=Verdict.MUST_BE_BETTER, text="=1+1 Wie heeft de regie?", about=Aim(criterion=7)),
    Conclusion(verdict=Verdict.CAN_BE_BETTER, text="Brieven zijn te moeilijk."),
)


@pytest.mark.parametrize("cases", [3, 10, 100])
def test_every_figure_is_the_one_that_may_be_shown(cases: int, invented: Callable[[int], Results]) -> None:
    results = invented(cases)
    cells = stored_cells(session_bytes(results, CONCLUSIONS))
    table = session_table(ZET, results.cases)
    for row, level in enumerate(table.levels, start=5):
        for letters, figure in zip(("DEF", "GHI", "JKL", "MNO"), level.figures, strict=True):
            mean, n, nvt = (cells.get(("Overzicht", f"{letter}{row}")) for letter in letters)
            if figure is None:
                assert (mean, n, nvt) == (None, None, None)
            elif figure.hidden:
                assert (mean, n, nvt) == ("te weinig", "–", "–")
            else:
                band = {"hoog": "3,5 of hoger", "laag": "1,5 of lager", None: figure.mean}[figure.band]
                assert mean == band
                assert n == ("≥ 3" if figure.n is None else figure.n)
                assert nvt == ("–" if figure.not_applicable is None else figure.not_applicable)
    assert ("Overzicht", f"A{5 + len(table.levels)}") not in cells


def test_nothing_that_somebody_said_is_in_it(invented: Callable[[int], Results]) -> None:
    results = invented(10)
    with zipfile.ZipFile(io.BytesIO(session_bytes(results, CONCLUSIONS))) as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist())
    for said in (
        "drie maanden geen antwoord",
        "Er was geen plan",
        "Wijkteam groen",
        "Meer tijd",
        "Fijn gesprek",
        "Met pensioen",
        "Stap ",
        "Casus ",
        "Het loket en de wijkteams",
    ):
        assert said not in everything


def test_the_conclusions_stand_by_verdict_and_stay_texts(invented: Callable[[int], Results]) -> None:
    data = session_bytes(invented(3), CONCLUSIONS)
    sheet = load_workbook(io.BytesIO(data))["Conclusies"]
    told = [tuple(cell.value for cell in row) for row in sheet["A5:C7"]]
    assert told == [
        ("gaat goed", "Toegang", "Inwoners voelen zich gehoord."),
        ("kan beter", "Alles samen", "Brieven zijn te moeilijk."),
        ("moet beter", f"Criterium 7: {ZET.criterion(7).text}", "=1+1 Wie heeft de regie?"),
    ]
    assert sheet["C7"].data_type == "s"


def test_the_readme_states_the_threshold(invented: Callable[[int], Results]) -> None:
    cells = stored_cells(session_bytes(invented(10), threshold=5))
    text = "\n".join(str(value) for (tab, _), value in cells.items() if tab == "Lees mij")
    assert "minstens 5 verschillende casussen" in text
    assert "anoniem" not in text.lower()


def test_the_readme_does_not_say_what_a_band_hides(invented: Callable[[int], Results]) -> None:
    cells = stored_cells(session_bytes(invented(3)))
    label = next(place for (tab, place), value in cells.items() if value == "3,5 of hoger / 1,5 of lager")
    said = str(cells["Lees mij", label.replace("A", "B")])
    assert "hoeft niet precies 4 of 1 te zijn" in said
    assert "dezelfde kleur" not in said


def test_a_red_average_stays_red_after_rounding(invented: Callable[[int], Results]) -> None:
    results = invented(30)
    table = session_table(ZET, results.cases)
    sheet = load_workbook(io.BytesIO(session_bytes(results)))["Overzicht"]
    for row, level in enumerate(table.levels, start=5):
        for letter, figure in zip("DGJM", level.figures, strict=True):
            if figure is not None and not figure.hidden:
                assert sheet[f"{letter}{row}"].number_format.startswith('"▼ "') == figure.red


# -- the file ------------------------------------------------------------------------------------------------------


def test_it_appears_only_when_published(tmp_path: Path, invented: Callable[[int], Results]) -> None:
    path = tmp_path / "sessie.xlsx"
    prepared = prepare_session(invented(3), CONCLUSIONS, path)
    assert not path.exists()
    assert published(prepared) == path
    assert path.read_bytes() == session_bytes(invented(3), CONCLUSIONS)
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_of_that_name_is_left_alone(tmp_path: Path, invented: Callable[[int], Results]) -> None:
    path = tmp_path / "sessie.xlsx"
    path.write_text("van mij")
    with pytest.raises(DestinationExists):
        prepare_session(invented(3), (), path)
    assert path.read_text() == "van mij"


class LyingDisk(Disk):
    """Gives back something else than was written."""

    def __init__(self, old: bytes, new: bytes) -> None:
        self._old, self._new = old, new

    def read(self, path: Path) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(super().read(path))) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(self._old, self._new, 1))
        return out.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b"te weinig", b"1,00", "Lees mij!"),
        (b'name="Grafiek"', b'name="Andere"', "xl/workbook.xml"),
        (b"<worksheet", b"<kapot", "xl/worksheets/"),
    ],
    ids=["figure", "tab", "damaged"],
)
def test_a_file_that_reads_back_differently_is_thrown_away(
    old: bytes, new: bytes, place: str, tmp_path: Path, invented: Callable[[int], Results]
) -> None:
    path = tmp_path / "sessie.xlsx"
    with pytest.raises(ReadBackDiffers) as caught:
        prepare_session(invented(3), CONCLUSIONS, path, disk=LyingDisk(old, new))
    assert caught.value.places[0].startswith(place)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_does_not_give_it_back_leaves_nothing(
    tmp_path: Path, invented: Callable[[int], Results]
) -> None:
    class Failing(Disk):
        def read(self, path: Path) -> bytes:
            raise OSError(errno.EIO, path.name)

    with pytest.raises(DestinationFailed) as caught:
        prepare_session(invented(3), (), tmp_path / "sessie.xlsx", disk=Failing())
    assert caught.value.code == errno.EIO
    assert list(tmp_path.iterdir()) == []


def test_two_cases_are_too_few(tmp_path: Path, invented: Callable[[int], Results]) -> None:
    with pytest.raises(TooFewCases) as caught:
        prepare_session(invented(2), (), tmp_path / "sessie.xlsx")
    assert (caught.value.needed, caught.value.found) == (3, 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("threshold", [2, 11])
def test_a_threshold_outside_its_bounds_is_refused(
    threshold: int, tmp_path: Path, invented: Callable[[int], Results]
) -> None:
    with pytest.raises(ThresholdOutOfRange):
        prepare_session(invented(10), (), tmp_path / "sessie.xlsx", threshold=threshold)


def test_the_file_tells_nothing_of_who_made_it_when(invented: Callable[[int], Results]) -> None:
    data = session_bytes(invented(3))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"openpyxl" not in everything.lower()
    assert data == session_bytes(invented(3))


def test_a_smaller_scope_shows_only_that(invented: Callable[[int], Results]) -> None:
    results = invented(10).model_copy(update={"themes": ("regie",)})
    cells = stored_cells(session_bytes(results))
    themes = {
        cells["Overzicht", f"C{row}"]
        for row in range(5, 20)
        if cells.get(("Overzicht", f"A{row}")) == "Thema"
    }
    assert themes == {"Regie"}


# -- the gate ------------------------------------------------------------------------------------------------------


def written(results: Results, conclusions: tuple[Conclusion, ...], folder: Path, threshold: int = 3) -> Path:
    return published(prepare_session(results, conclusions, folder / "sessie.xlsx", threshold=threshold))


def test_a_clean_session_file_passes(tmp_path: Path, invented: Callable[[int], Results]) -> None:
    results = invented(10)
    path = written(results, CONCLUSIONS, tmp_path, 4)
    assert check_session(path, results, CONCLUSIONS, ("Fatima el Yousfi",), threshold=4) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Fatima wachtte te lang.", "naam"), ("Bel 06-12345678.", "telefoon"), ("Na 12 maart 2023.", "datum")],
)
def test_a_conclusion_that_names_somebody_stops_it(
    text: str, kind: str, tmp_path: Path, invented: Callable[[int], Results]
) -> None:
    conclusions = (Conclusion(verdict=Verdict.GOOD, text=text),)
    path = written(invented(3), conclusions, tmp_path)
    hits = check_session(path, invented(3), conclusions, ("Fatima el Yousfi",))
    assert [(hit.place, hit.kind) for hit in hits] == [("Conclusies!C5", kind)]


def test_a_figure_that_may_not_be_shown_stops_it(tmp_path: Path, invented: Callable[[int], Results]) -> None:
    path = written(invented(3), (), tmp_path)
    book = load_workbook(path)
    book["Overzicht"]["D8"] = 1.25
    book.save(path)
    hits = check_session(path, invented(3), ())
    assert "getal" in {hit.kind for hit in hits if hit.place == "Overzicht!D8"}
