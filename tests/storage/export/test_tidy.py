"""The tidy table: one row per answer, as it was accepted, and nothing in it runs."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.instrument import load_instrument
from flows.interview import Status
from flows.results import Results
from flows.scores import overview
from storage.export.gate import check_table
from storage.export.safe_file import DestinationExists, ReadBackDiffers
from storage.export.tidy import COLUMNS, guarded, prepare_table, table_bytes, table_cells, unguarded
from storage.export.workbook_read import WorkbookUnreadable
from storage.export.workbook_text import clean
from storage.vault.disk import Disk
from tests.storage.export.books import published

ZET = load_instrument("zet")


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_there_is_a_row_for_every_question_of_every_source(invented: Callable[[int], Results]) -> None:
    rows = rows_of(table_bytes(invented(10)))
    per_case = sum(len(questionnaire.questions) for questionnaire in ZET.questionnaires)
    assert len(rows) == 10 * per_case
    assert len({(row["case"], row["source"], row["question"]) for row in rows}) == len(rows)


def test_the_averages_follow_from_the_rows(invented: Callable[[int], Results]) -> None:
    results = invented(10)
    scores: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows_of(table_bytes(results)):
        if row["score"]:
            scores[row["source"], row["theme"]].append(int(row["score"]))
    averages = overview(ZET, results.cases)
    for (source, theme), found in scores.items():
        mean = next(of for key, of in averages.sources.items() if key.value == source).theme(theme)
        assert (sum(found), len(found)) == (mean.total, mean.n)


def test_only_a_counted_answer_has_a_score(invented: Callable[[int], Results]) -> None:
    for row in rows_of(table_bytes(invented(10))):
        assert bool(row["score"]) == (row["kind"] == "waardering" and row["status"] == "beantwoord")
        if row["status"] == "nvt_route":
            said = [row[name] for name in ("value", "reason", "remark", "text", "reason_declined")]
            assert said == [""] * 5


@pytest.mark.parametrize(
    "text", ["=1+1", "+31", "-1", "@x", "\t=1", "'=1", "'gewoon", 'a,"b"\nc', "=cmd|' /C calc'!A0"]
)
def test_no_text_runs_and_none_is_lost(text: str, one: Callable[..., Results]) -> None:
    row = next(row for row in rows_of(table_bytes(one(reason=text))) if row["question"] == "2")
    assert not row["reason"].startswith(("=", "+", "-", "@", "\t"))
    assert unguarded(row["reason"]) == text


@given(st.text(max_size=50))
def test_guarding_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == clean(text)
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\n", "\r"))


def test_a_colour_without_its_reason_does_not_count(one: Callable[..., Results]) -> None:
    row = next(
        row for row in rows_of(table_bytes(one(status=Status.REASON_MISSING))) if row["question"] == "2"
    )
    assert (row["status"], row["value"], row["score"]) == ("reden_ontbreekt", "", "")


def test_the_columns_are_documented_in_their_order() -> None:
    page = (Path(__file__).parents[3] / "docs" / "resultaten-csv.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == COLUMNS


def test_it_is_written_whole_or_not_at_all(tmp_path: Path, invented: Callable[[int], Results]) -> None:
    path = tmp_path / "resultaten.csv"
    prepared = prepare_table(invented(3), path)
    assert not path.exists()
    assert published(prepared).read_bytes() == table_bytes(invented(3))
    with pytest.raises(DestinationExists):
        prepare_table(invented(3), path)


class LyingDisk(Disk):
    def read(self, path: Path) -> bytes:
        return super().read(path).replace(b"rood", b"mint", 1)


def test_what_reads_back_differently_is_thrown_away(
    tmp_path: Path, invented: Callable[[int], Results]
) -> None:
    with pytest.raises(ReadBackDiffers):
        prepare_table(invented(3), tmp_path / "resultaten.csv", disk=LyingDisk())
    assert list(tmp_path.iterdir()) == []


# -- the gate ------------------------------------------------------------------------------------------------------


def table_in(results: Results, folder: Path) -> Path:
    return published(prepare_table(results, folder / "resultaten.csv"))


def test_a_clean_table_passes(tmp_path: Path, invented: Callable[[int], Results]) -> None:
    results = invented(10)
    assert check_table(table_in(results, tmp_path), results, ("Fatima el Yousfi", "Voorst (dorp)")) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("toen belde Fatima", "naam"),
        ("=Fatima", "naam"),
        ("bel 06-12345678", "telefoon"),
        ("op 12 maart 2023", "datum"),
        ("111222333", "bsn"),
        ("0612345678", "telefoon"),
    ],
)
def test_a_name_or_number_stops_it(text: str, kind: str, tmp_path: Path, one: Callable[..., Results]) -> None:
    results = one(reason=text)
    hits = check_table(table_in(results, tmp_path), results, ("Fatima el Yousfi",))
    assert [(hit.place, hit.kind) for hit in hits] == [("rij 3, reason", kind)]
    assert (
        check_table(tmp_path / "resultaten.csv", results, ("Fatima el Yousfi",), judged={hits[0].mark}) == ()
    )


def test_what_is_no_table_never_passes(tmp_path: Path, one: Callable[..., Results]) -> None:
    path = tmp_path / "x.csv"
    for content in (b"a,b\n\xff", b"a,b\n", b'"a'):
        path.write_bytes(content)
        with pytest.raises(WorkbookUnreadable):
            check_table(path, one(), ())


def test_a_very_long_text_can_be_looked_through(tmp_path: Path, one: Callable[..., Results]) -> None:
    results = one(reason="a" * 200_000)
    assert len(dict(table_cells(table_in(results, tmp_path)))["rij 3, reason"]) == 200_000
