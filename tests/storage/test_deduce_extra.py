"""deduce as an extra: in a process of its own, quiet, and never the reason that reading stops."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from storage.anonymise import deduce_extra
from storage.anonymise.deduce_extra import DeduceFailed, DeduceFinder, available
from storage.anonymise.find import apply, find
from storage.anonymise.finding import Finding
from storage.anonymise.names import NameList
from tests.storage.test_find_notes import FILES, of_file

TEXT = "Gesprek met Jan Jansen over de aanvraag."
FAKE_DEDUCE = """
import logging, sys
logging.basicConfig(stream=sys.stdout, level=logging.DEBUG)

class One:
    def __init__(self, start, end, tag): self.start_char, self.end_char, self.tag = start, end, tag

class Found:
    def __init__(self, annotations): self.annotations = annotations

class Deduce:
    def __init__(self, cache_path):
        print("building")
        if (cache_path / "cache").exists() and not (cache_path / "cache").read_text(): raise EOFError
        (cache_path / "cache").write_text("whole")
    def deidentify(self, text):
        print("log:", text); logging.info(text)
        if "stuk" in text: raise ValueError(text)
        if "weg" in text: raise SystemExit
        start = text.find("Jan Jansen")
        return Found([One(start, start + 10, "persoon"), One(0, 2, "leeftijd")] if start >= 0 else [])
"""


@pytest.fixture
def finder(tmp_path: Path):
    """The real worker, with a noisy invented deduce beside it."""
    (tmp_path / "deduce.py").write_text(FAKE_DEDUCE)
    worker = Path(deduce_extra.__file__).with_name("deduce_worker.py")
    run = f"sys.path.insert(0, {str(tmp_path)!r}); runpy.run_path({str(worker)!r}, run_name='__main__')"
    start = f"import runpy, sys; {run}"
    with DeduceFinder(tmp_path / "cache", command=(sys.executable, "-c", start)) as running:
        yield running


def test_what_it_finds_is_doubtful(finder: DeduceFinder) -> None:
    found = finder.find(TEXT)
    assert {(one.kind, TEXT[one.start : one.end], one.sure) for one in found} >= {
        ("naam", "Jan Jansen", False)
    }
    assert all(not one.sure for one in found)
    assert finder.find("Niets aan de hand.") == ()


def test_a_text_it_stumbles_over_gives_nothing_and_it_goes_on(finder: DeduceFinder) -> None:
    assert finder.find("dit is stuk") == ()
    assert finder.find(TEXT)


def test_a_cache_that_was_left_half_written_is_made_anew(finder: DeduceFinder, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "cache").touch()
    assert finder.find(TEXT)
    assert (tmp_path / "cache" / "cache").read_text() == "whole"


def test_when_it_goes_away_that_is_a_typed_error_without_the_text(finder: DeduceFinder) -> None:
    with pytest.raises(DeduceFailed) as caught:
        finder.find("Fatima is weg")
    assert "Fatima" not in repr(caught.value)
    assert caught.value.__suppress_context__
    assert finder.find(TEXT)  # the next text starts it again


def test_it_writes_nothing_on_our_output(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], finder: DeduceFinder
) -> None:
    finder.find(TEXT)
    finder.close()
    assert capfd.readouterr() == ("", "")
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["cache"]


def test_a_line_end_in_a_text_does_not_confuse_it(finder: DeduceFinder) -> None:
    assert finder.find("een\ntwee\r\ndrie\u2028vier") == ()
    assert finder.find(TEXT)


@pytest.mark.parametrize(
    "command",
    [
        (sys.executable, "-c", "pass"),
        (sys.executable, "-c", "print('onzin')"),
        (sys.executable, "-c", "print('[]')"),
        (sys.executable, "-c", "import deduce_bestaat_niet"),
        ("/bestaat/niet",),
    ],
)
def test_one_that_does_not_start_is_a_typed_error(command: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(DeduceFailed):
        DeduceFinder(tmp_path, command=command).find(TEXT)


def test_one_that_does_not_answer_is_let_go(tmp_path: Path) -> None:
    silent = (sys.executable, "-c", "import time; print('\"ready\"', flush=True); time.sleep(60)")
    finder = DeduceFinder(tmp_path, command=silent)
    finder.start()
    with pytest.raises(DeduceFailed):
        finder.find(TEXT, timeout=0.2)
    assert finder._process is None


READY = (sys.executable, "-c", "print('\"ready\"', flush=True)")


def test_one_that_went_away_between_two_texts_is_let_go(tmp_path: Path) -> None:
    finder = DeduceFinder(tmp_path, command=READY)
    finder.start()
    assert finder._process is not None
    finder._process.wait()
    with pytest.raises(DeduceFailed) as caught:
        finder.find(TEXT)
    assert "Jansen" not in repr(caught.value)
    assert finder._process is None


@pytest.mark.parametrize("how", ["close", "pipe"])
def test_one_that_is_let_go_before_it_gets_the_text_is_a_typed_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    # a person leaves the page while the other thread has just started it
    finder = DeduceFinder(tmp_path, command=READY)
    start = finder.start

    def start_and_leave() -> None:
        start()
        assert finder._process is not None
        assert finder._process.stdin is not None
        if how == "close":
            finder.close()
        else:
            finder._process.stdin.close()

    monkeypatch.setattr(finder, "start", start_and_leave)
    with pytest.raises(DeduceFailed):
        finder.find(TEXT)


def test_the_worker_answers_line_by_line_and_ends_with_its_input(tmp_path: Path) -> None:
    (tmp_path / "deduce.py").write_text(FAKE_DEDUCE)
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "cache").touch()  # left half written
    run = subprocess.run(
        [sys.executable, deduce_extra._WORKER, tmp_path / "cache"],
        input="".join(json.dumps(text) + "\n" for text in (TEXT, "dit is stuk", "niets")),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert answers == ["ready", [[12, 22, "persoon"], [0, 2, "leeftijd"]], None, []]
    assert run.stderr == ""


def test_its_findings_stand_beside_ours_and_never_over_them() -> None:
    names = NameList.build(resident="Jan Jansen")
    more = (Finding(12, 22, "naam", True, "[naam]"), Finding(31, 39, "plaats", True, "[plaats]"))
    found = find(TEXT, names, more)
    assert [(one.replacement, one.sure) for one in found] == [("[inwoner]", True), ("[plaats]", False)]
    assert apply(TEXT, tuple(one for one in found if one.sure)) == "Gesprek met [inwoner] over de aanvraag."


def test_asking_whether_it_is_there_imports_nothing(tmp_path: Path) -> None:
    (tmp_path / "deduce.py").write_text(FAKE_DEDUCE)
    code = (
        f"import sys; from storage.anonymise.deduce_extra import available; sys.path.append({str(tmp_path)!r});"
        "print(available(), 'deduce' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "True False"


def files_under(*folders: Path) -> set[tuple[Path, int, int]]:
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {(path, path.stat().st_size, path.stat().st_mtime_ns) for path in found}


@pytest.mark.skipif(not available(), reason="the extra zet-tui[deduce] is not installed")
@pytest.mark.long
def test_the_real_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Over every labelled note; `ZET_TEST_DEDUCE_CACHE` is a folder where its lists stand already."""
    home, temporary = tmp_path / "thuis", tmp_path / "tijdelijk"
    for name, folder in (("HOME", home), ("TMPDIR", temporary)):
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    cache = Path(os.environ.get("ZET_TEST_DEDUCE_CACHE", tmp_path / "lijsten"))
    notes = [note for name in FILES for note in of_file(name)]
    text = " ".join(note.text for note in notes)
    started = time.monotonic()
    with DeduceFinder(cache) as finder:
        finder.start()
        seconds = time.monotonic() - started
        before = files_under(home, temporary, cache)
        found = finder.find("Gesprek met Jan Jansen uit Apeldoorn.")
        assert [one.kind for one in found] == ["naam", "plaats"]
        added = 0
        for note in notes:
            more, ours = finder.find(note.text), find(note.text, note.names)
            assert all(0 <= one.start < one.end <= len(note.text) and not one.sure for one in more)
            both = find(note.text, note.names, more)
            assert set(ours) <= set(both)
            added += len(both) - len(ours)
        assert finder.find("") == ()
        assert len(finder.find((text * 3)[:20_000])) > 50
        assert files_under(home, temporary, cache) == before
        ended: list[str] = []
        busy = threading.Thread(target=lambda: ended.append(_cancelled(finder, text * 100)))
        busy.start()
        time.sleep(0.3)
        finder.close()
        busy.join(timeout=5)
        assert ended == ["cancelled"]
    assert capfd.readouterr() == ("", "")
    with capfd.disabled():
        sys.stdout.write(
            f"\nreal deduce: started in {seconds:.1f} s; {added} doubts of its own in {len(notes)} notes\n"
        )


def _cancelled(finder: DeduceFinder, text: str) -> str:
    try:
        finder.find(text)
    except DeduceFailed:
        return "cancelled"
    return "answered"
