"""Screens that Windows Terminal saved are found, and only those."""

from pathlib import Path, PurePath

import pytest

from zet_tui.saved_screens import is_saved_screen, places, saved_screens
from zet_tui.wording.finish import saved_screens_lines


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("buffer_{0d3b1c4e-0000-0000-0000-000000000000}.txt", True),
        ("elevated_{0d3b1c4e-0000-0000-0000-000000000000}.txt", True),
        ("BUFFER_X.TXT", True),
        ("state.json", False),
        ("elevated-state.json", False),
        ("settings.json", False),
        ("buffer.txt", False),
    ],
)
def test_a_saved_screen_is_known_by_its_name(name, saved):
    assert is_saved_screen(PurePath(name)) is saved


def test_the_folders_of_every_edition_are_looked_at(tmp_path):
    folders = places({"LOCALAPPDATA": str(tmp_path)})
    assert len(folders) == 4
    for number, folder in enumerate(folders[:2]):
        folder.mkdir(parents=True)
        (folder / f"buffer_{number}.txt").write_text("x")
        (folder / "state.json").write_text("{}")
    assert [path.name for path in saved_screens(folders)] == ["buffer_0.txt", "buffer_1.txt"]


def test_a_machine_without_windows_terminal_has_none(tmp_path: Path):
    assert places({}) == ()
    assert saved_screens([tmp_path / "nergens"]) == ()
    assert saved_screens_lines(()) == ()


def test_the_warning_counts_and_says_where(tmp_path):
    lines = saved_screens_lines((tmp_path / "buffer_1.txt", tmp_path / "buffer_2.txt"))
    assert "2 bestanden" in lines[0]
    assert str(tmp_path) in lines[1]


def test_the_end_from_the_shell_gives_the_warning(run, tmp_path, monkeypatch):
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    place = places({"LOCALAPPDATA": str(tmp_path)})[0]
    place.mkdir(parents=True)
    (place / "buffer_1.txt").write_text("x")
    end = ("anonimiseer-en-vernietig", "--wachtwoord-bestand", "OUD", "--nieuw-wachtwoord-bestand", "NIEUW")
    said = run(*end, "--naar", tmp_path, "--wie", "Anouk de Wit", "--toch", "--bevestig", 99)
    assert "Windows Terminal heeft de tekst van schermen bewaard, in 1 bestand" in said.err
