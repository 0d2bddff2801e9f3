"""The workbook as a file: no text is lost or runs, no file is overwritten, no failing disk leaves half of one."""

import errno
import gc
import io
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from flows.instrument import Source
from flows.results import ResultEvent, Results
from storage.export import workbook
from storage.export.safe_file import temporary_of
from storage.export.workbook_save import book_bytes, many_cells
from storage.export.workbook_text import LIMIT, Overflow, clean, escape, rejoin, unescape
from storage.vault.disk import Disk
from tests.storage.export.books import published, read_back, write_analysis

# -- hostile texts ----------------------------------------------------------------------------------

HOSTILE = [
    "=1+1",
    "+31 6",
    "-1",
    "@SOM(A1)",
    '=HYPERLINK("http://x")',
    "#N/A",
    "TRUE",
    "12",
    " spatie ",
    "regel\n\ntwee",
    "_x0041_",
    "_x005F_x0041_",
    "a\x00b\x0bc",
    "\ud800",
    "\uffff",
    "<b>&amp;</b>]]>",
    "'tje",
    "😀 emoji",
    "[gaat verder op tab Vervolg, nummer 1]",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_a_text(text: str, tmp_path: Path, one: Callable[..., Results]) -> None:
    path = tmp_path / "a.xlsx"
    write_analysis(one(reason=text, remark=text), path)
    seen = read_back(path).answers[Source.DOSSIER, 6, 1]
    assert (seen.reason, seen.remark) == (clean(text), clean(text))
    sheet = load_workbook(path)["Dossier"]
    for cell in (sheet["K6"], sheet["L6"]):
        assert isinstance(cell.value, str | None)
        assert cell.data_type == ("n" if cell.value is None else "s")  # openpyxl's word for an empty cell


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_comes_back(text: str, one: Callable[..., Results]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_analysis(one(reason=text), path)
        assert read_back(path).answers[Source.DOSSIER, 6, 1].reason == clean(text)


@given(st.text())
def test_escaping_comes_back(text: str) -> None:
    assert unescape(escape(clean(text))) == clean(text)


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "😀" * 40_000, "x" * (LIMIT - 80), "x" * (LIMIT - 79), "é\n" * 20_000]
)
def test_a_text_longer_than_a_cell_goes_on_elsewhere(
    text: str, tmp_path: Path, one: Callable[..., Results]
) -> None:
    path = tmp_path / "lang.xlsx"
    write_analysis(one(reason=text, remark="kort"), path)
    assert read_back(path).answers[Source.DOSSIER, 6, 1].reason == text
    for sheet in load_workbook(path):
        for row in sheet.iter_rows(values_only=True):
            assert all(len(str(value).encode("utf-16-le")) // 2 <= LIMIT for value in row)


@settings(max_examples=20, deadline=None)
@given(
    st.integers(LIMIT - 200, 3 * LIMIT),
    st.sampled_from(
        ["a", "😀", "é", "ja, ", "en zo. ", "regel\n", "😀😀 ", "a" * 400 + " ", "😀" * 600 + "."]
    ),
)
def test_cutting_and_joining_loses_nothing(length: int, piece: str) -> None:
    overflow = Overflow()
    text = (piece * length)[:length]
    parts: dict[int, str] = defaultdict(str)
    cell = overflow.fit(text)
    for number, _, part in overflow.parts:
        parts[number] += part
    assert rejoin(cell, parts) == text


# -- the file ---------------------------------------------------------------------------------------


def test_the_same_results_give_the_same_bytes(invented: Callable[[int], Results]) -> None:
    assert workbook.analysis_bytes(invented(3)) == workbook.analysis_bytes(invented(3))


def test_the_file_tells_nothing_of_who_made_it_when(invented: Callable[[int], Results]) -> None:
    data = workbook.analysis_bytes(invented(3))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "<dc:creator></dc:creator>" in core
    assert core.count("1980-01-01T00:00:00Z") == 2
    assert b"openpyxl" not in everything.lower()
    book = load_workbook(io.BytesIO(data))
    assert (book.properties.creator or "", book.properties.lastModifiedBy or "") == ("", "")
    assert {sheet.sheet_state for sheet in book} == {"visible"}


def test_no_temporary_file_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one: Callable[..., Results]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nergens"))
    assert workbook.analysis_bytes(one())


def test_an_existing_file_is_never_overwritten(tmp_path: Path, one: Callable[..., Results]) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("van mij")
    with pytest.raises(workbook.DestinationExists) as caught:
        workbook.prepare_analysis(one(), path)
    assert caught.value.path == path
    assert path.read_text() == "van mij"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_appears_meanwhile_is_left_alone(tmp_path: Path, one: Callable[..., Results]) -> None:
    path = tmp_path / "a.xlsx"
    prepared = workbook.prepare_analysis(one(), path)
    path.write_text("van mij")
    with pytest.raises(workbook.DestinationExists):
        published(prepared)
    assert path.read_text() == "van mij"
    prepared.discard()
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_has_its_name_before_it_is_published(tmp_path: Path, one: Callable[..., Results]) -> None:
    path = tmp_path / "a.xlsx"
    prepared = workbook.prepare_analysis(one(), path)
    assert [file.name for file in tmp_path.iterdir()] == [prepared.temporary.name]
    assert published(prepared) == path
    assert list(tmp_path.iterdir()) == [path]
    prepared.discard()
    assert read_back(path).answers[Source.DOSSIER, 6, 1].word == "rood"


def test_what_an_interrupted_try_left_is_replaced(tmp_path: Path, one: Callable[..., Results]) -> None:
    path = tmp_path / "a.xlsx"
    temporary_of(path).write_text("half")
    path.touch()  # the name was reserved, then the power went
    write_analysis(one(), path)
    assert list(tmp_path.iterdir()) == [path]
    assert read_back(path).answers


def test_a_missing_folder_is_named(tmp_path: Path, one: Callable[..., Results]) -> None:
    with pytest.raises(workbook.DestinationMissing):
        workbook.prepare_analysis(one(), tmp_path / "weg" / "a.xlsx")


class FailingDisk(Disk):
    """Fails at one step with one error."""

    def __init__(self, step: str, code: int) -> None:
        self._step, self._code = step, code

    def _maybe(self, step: str) -> None:
        if step == self._step:
            raise OSError(self._code, "nee")

    def create(self, path: Path, data: bytes) -> None:
        if self._step == "create":
            super().create(path, data[: len(data) // 2])
        self._maybe("create")
        super().create(path, data)

    def sync(self, path: Path) -> None:
        self._maybe("sync")
        super().sync(path)

    def read(self, path: Path) -> bytes:
        self._maybe("read")
        return super().read(path)

    def replace(self, source: Path, target: Path) -> None:
        self._maybe("replace")
        super().replace(source, target)


@pytest.mark.parametrize("step", ["create", "sync", "read", "replace"])
@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, workbook.DestinationFull),
        (errno.EROFS, workbook.DestinationReadOnly),
        (errno.EIO, workbook.DestinationFailed),
    ],
)
def test_a_failing_disk_leaves_no_half_file(
    step: str, code: int, error: type[workbook.ExportError], tmp_path: Path, one: Callable[..., Results]
) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(error):
        write_analysis(one(), path, disk=FailingDisk(step, code))
    assert not temporary_of(path).exists()
    assert not path.exists() or path.stat().st_size == 0


class LyingDisk(Disk):
    """Gives back something else than was written."""

    def __init__(self, change: Callable[[bytes], bytes]) -> None:
        self._change = change

    def read(self, path: Path) -> bytes:
        return self._change(super().read(path))


def other_words(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as changed:
            for name in archive.namelist():
                changed.writestr(name, archive.read(name).replace(old, new))
        return out.getvalue()

    return change


def told_in_time(results: Results) -> Results:
    """The same with a step on its timeline."""
    (case,) = results.cases
    (source,) = case.sources
    told = source.model_copy(update={"timeline": (ResultEvent(text="Ging weg.", after="dag 0"),)})
    return results.model_copy(update={"cases": (case.model_copy(update={"sources": (told,)}),)})


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (other_words(b"<t>rood</t>", b"<t>groen</t>"), "Dossier 6 casus 1"),
        (other_words(b"Te laat.", b"Te vroeg."), "Dossier 6 casus 1"),
        (other_words(b"</f><v>1</v>", b"</f><v>2</v>"), "Dossier!J6"),
        (other_words(b"Casus 1", b"Casus 2"), "Dossier 5 casus 1"),
        (other_words(b'<v>2</v></c><c r="B6"', b'<v>3</v></c><c r="B6"'), "Dossier!A6"),
        (other_words(b"Ging weg.", b"Bleef."), "Tijdlijn"),
        (other_words(b'name="Tijdlijn"', b'name="Lijn"'), "Tijdlijn"),
        (other_words(b'name="Grafiek"', b'name="Professional"'), "Professional"),
        (other_words(b'name="Dossier"', b'name="Anders"'), "Dossier!A6"),
        (other_words(b"<worksheet", b"<kapot"), "xl/worksheets/sheet1.xml"),
        (lambda data: data[:-100], "zip"),
        (lambda _: b"", "zip"),
    ],
    ids=[
        "colour",
        "reason",
        "value",
        "case",
        "question",
        "step",
        "no steps",
        "a tab",
        "no tab",
        "part",
        "cut",
        "empty",
    ],
)
def test_a_file_that_reads_back_differently_is_thrown_away(
    change: Callable[[bytes], bytes], place: str, tmp_path: Path, one: Callable[..., Results]
) -> None:
    results = told_in_time(one(reason="Te laat."))
    with pytest.raises(workbook.ReadBackDiffers) as caught:
        workbook.prepare_analysis(results, tmp_path / "a.xlsx", disk=LyingDisk(change))
    assert place in caught.value.places
    assert "laat" not in " ".join(caught.value.places)
    assert list(tmp_path.iterdir()) == []


def test_numbers_that_became_words_are_no_steps_and_no_rest_of_a_text(
    tmp_path: Path, one: Callable[..., Results]
) -> None:
    results = told_in_time(one(reason="Te laat. " * 5000))
    path = tmp_path / "a.xlsx"
    write_analysis(results, path)
    whole = read_back(path)
    assert len(whole.steps) == 1
    assert whole.answers[Source.DOSSIER, 6, 1].reason.count("laat") == 5000
    number, word = b't="n"><v>1</v></c><c r="B5"', b't="inlineStr"><is><t>een</t></is></c><c r="B5"'
    path.write_bytes(other_words(number, word)(path.read_bytes()))
    changed = read_back(path)
    assert changed.steps == ()
    assert 0 < changed.answers[Source.DOSSIER, 6, 1].reason.count("laat") < 5000


def test_an_honest_disk_passes(tmp_path: Path, one: Callable[..., Results]) -> None:
    write_analysis(one(reason="Te laat."), tmp_path / "a.xlsx", disk=LyingDisk(lambda data: data))
    assert (tmp_path / "a.xlsx").exists()


def without(part: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as changed:
            for name in archive.namelist():
                if name != part:
                    changed.writestr(name, archive.read(name))
        return out.getvalue()

    return change


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda _: b"PK geen werkboek", "zip"),
        (without("xl/_rels/workbook.xml.rels"), "xl/workbook.xml"),
        (without("xl/worksheets/sheet1.xml"), "xl/workbook.xml"),
        (other_words(b"<worksheet", b"<!DOCTYPE x><worksheet"), "xl/worksheets/sheet1.xml"),
        (other_words(b"</worksheet>", b""), "xl/worksheets/sheet1.xml"),
        (other_words(b'<c r="A', b'<c r="7A'), "xl/worksheets/sheet1.xml"),
        (other_words(b"<v>1</v></c>", b"<v>een</v></c>"), ""),
        (other_words(b't="n"', b't="s"'), ""),
    ],
    ids=["no zip", "no links", "no tab", "doctype", "cut", "place", "no number", "kind"],
)
def test_reading_something_else_is_a_typed_error(
    change: Callable[[bytes], bytes], part: str, tmp_path: Path, one: Callable[..., Results]
) -> None:
    path = tmp_path / "a.xlsx"
    write_analysis(one(), path)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(workbook.WorkbookUnreadable) as caught:
        read_back(path)
    assert caught.value.part.startswith(part)


def test_a_cell_of_another_kind_is_never_written() -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = date(2026, 1, 1)  # openpyxl would write a number of days
    with pytest.raises(TypeError):
        book_bytes(book)


@pytest.mark.parametrize("collecting", [True, False])
def test_looking_for_garbage_goes_on_afterwards_only_where_it_was_on(*, collecting: bool) -> None:
    usual = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        with many_cells():
            assert not gc.isenabled()
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if usual else gc.disable)()
