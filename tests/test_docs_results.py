"""What docs/resultaten-csv.md tells to type in DuckDB, pandas and R, typed there: the averages of the workbook."""

import csv
import json
import shutil
import subprocess
import venv
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from flows.instrument import load_instrument
from flows.results import Results
from storage.export.tidy import NAME, prepare_table
from storage.export.workbook import prepare_analysis
from tests.benchmarks.bench_export import invented
from tests.documented import REPOSITORY, blocks_of, clean
from tests.journeys.averages import ALL, NAMES, averages_in
from tests.storage.export.books import published
from tests.zet_tui.shell import complete_everything, make_demo_vault, runner
from tests.zet_tui.test_cli import FINISH

pytestmark = pytest.mark.long  # one environment with pandas and DuckDB is made, from a package index

PAGE = "docs/resultaten-csv.md"
LEVELS = {"theme": "Thema", "criterion": "Criterium", "framework_row": "Vraag"}
SOURCES = {source.value: name for source, name in NAMES.items()}
TITLES = {theme.id: theme.title for theme in load_instrument("zet").themes}
Averages = dict[tuple[str, str], tuple[float, int]]
Ask = Callable[[str, Path], Averages]
"""A column of the table and the folder it stands in; by (value of that column, source) the mean and the count."""

(SQL,), (PANDAS,), (R,) = (blocks_of(PAGE, language) for language in ("sql", "python", "r"))
IN_SQL = """
import duckdb, json, sys
for statement in duckdb.extract_statements(sys.stdin.read()):
    print(json.dumps(duckdb.execute(statement).fetchall()))
"""
IN_PANDAS = """
import ast, json, sys
typed = ast.parse(sys.stdin.read())
shown = ast.Expression(typed.body.pop().value)
exec(compile(typed, "page", "exec"))
print(json.dumps(eval(compile(shown, "page", "eval")).reset_index().values.tolist()))
"""
IN_R = """
shown <- do.call(data.frame, eval(parse(file("stdin"))))
shown[["score.mean"]] <- sprintf("%.17g", shown[["score.mean"]])
write.csv(shown, row.names = FALSE)
"""


def said(words: list[str], typed: str, folder: Path) -> str:
    done = subprocess.run(
        words, input=typed, cwd=folder, env=clean(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python with pandas and DuckDB and nothing of ZET."""
    folder = tmp_path_factory.mktemp("rekenen")
    venv.create(folder, with_pip=True)
    found = str(folder / "bin" / "python")
    subprocess.run([found, "-m", "pip", "install", "-q", "pandas", "duckdb"], env=clean(), check=True)
    return found


def by_level(rows: list[list[object]]) -> Averages:
    """Rows of (level, source, mean, count), without what has no score; numbers of criteria as the workbook has them."""
    found = {}
    for level, source, mean, count in rows:
        if count:
            name = str(level) if isinstance(level, str) and level in TITLES else str(int(float(str(level))))
            found[TITLES.get(name, name), SOURCES[str(source)]] = (float(str(mean)), int(str(count)))
    return found


def in_sql(python: str, level: str, folder: Path) -> Averages:
    shown = said([python, "-c", IN_SQL], SQL.replace("theme", level), folder)
    return by_level(json.loads(shown.splitlines()[0]))


def in_pandas(python: str, level: str, folder: Path) -> Averages:
    return by_level(json.loads(said([python, "-c", IN_PANDAS], PANDAS.replace("theme", level), folder)))


def in_r(level: str, folder: Path) -> Averages:
    if shutil.which("Rscript") is None:
        pytest.skip("there is no R here (on Debian: r-base-core)")
    shown = said(["Rscript", "-e", IN_R], R.replace("theme", level), folder)
    return by_level([list(row) for row in csv.reader(shown.splitlines()[1:])])


@pytest.fixture(params=["DuckDB", "pandas", "R"])
def ask(request: pytest.FixtureRequest) -> Ask:
    if request.param == "R":
        return in_r
    return partial({"DuckDB": in_sql, "pandas": in_pandas}[request.param], request.getfixturevalue("python"))


def of_workbook(path: Path, level: str) -> Averages:
    """The stored averages on the first sheet of the Analysebestand, per source."""
    found = averages_in(path)
    return {
        (which, source): value
        for (of, which, source), value in found.items()
        if of == LEVELS[level] and source != ALL
    }


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("duizend")
    results: Results = invented(1000)
    published(prepare_table(results, folder / NAME))
    published(prepare_analysis(results, folder / "Analysebestand.xlsx"))
    return folder


@pytest.mark.parametrize("level", LEVELS)
def test_with_a_thousand_cases_these_are_the_averages_of_the_workbook_to_the_last_decimal(
    ask: Ask, level: str, thousand: Path
) -> None:
    expected = of_workbook(thousand / "Analysebestand.xlsx", level)
    assert len(expected) > 20 or level == "theme"
    assert max(count for _, count in expected.values()) > 800
    assert ask(level, thousand) == expected


def test_what_the_program_writes_at_the_end_can_be_read_as_the_page_tells(
    ask: Ask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_demo_vault(tmp_path / "kluis")
    complete_everything(tmp_path / "kluis")
    words = ("--met-tabel", "--naar", str(tmp_path), "--wie", "Anouk de Wit", "--bevestig", "3")
    ended = runner(tmp_path / "kluis", tmp_path, capsys)(*FINISH, *words)
    assert ended.code == 0, ended.err
    (workbook,) = (path for path in tmp_path.glob("*.xlsx") if "sessie" not in path.name.lower())
    assert ask("theme", tmp_path) == of_workbook(workbook, "theme") != {}


def test_one_case_beside_another_and_files_that_are_joined(python: str, thousand: Path) -> None:
    shown = said([python, "-c", IN_SQL], SQL, thousand)
    assert len(json.loads(shown.splitlines()[1])) == 1000
    (told,) = (part for part in blocks_text().split("`") if part.startswith("read_csv('*.csv'"))
    shutil.copy(thousand / NAME, thousand / "vorige.csv")
    asked = f'SELECT filename, count(DISTINCT "case") FROM {told} GROUP BY ALL ORDER BY ALL'
    assert json.loads(said([python, "-c", IN_SQL], asked, thousand)) == [[NAME, 1000], ["vorige.csv", 1000]]


def blocks_text() -> str:
    return (REPOSITORY / PAGE).read_text(encoding="utf-8")


def test_the_version_is_given_as_text_because_it_is_read_as_a_number(python: str, tmp_path: Path) -> None:
    rows = [["instrument_version", "question", "theme", "source", "score"], ["2.10", "1", "t", "s", "4"]]
    with (tmp_path / NAME).open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    (types,) = {part.split("}")[0] for part in SQL.split("types = {")[1:]}
    for more, expected in (("", 2.1), (f", types = {{{types}}}", "2.10")):
        asked = f"SELECT instrument_version FROM read_csv('{NAME}'{more})"
        assert json.loads(said([python, "-c", IN_SQL], asked, tmp_path)) == [[expected]]
