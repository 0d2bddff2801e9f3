"""A path as people give it: typed, copied from the file manager, dragged into the window."""

from pathlib import Path

import pytest

from zet_tui.screens.form import typed_file, typed_folder


@pytest.mark.parametrize("given", ["{}", " {} ", '"{}"', "'{}'", '"{}" '])
def test_a_path_is_found_with_the_quotes_that_came_along(tmp_path: Path, given: str) -> None:
    folder = tmp_path / "Mijn documenten"
    folder.mkdir()
    file = folder / "sleutel.txt"
    file.write_text("x")
    assert typed_folder(given.format(folder)) == folder
    assert typed_file(given.format(file)) == file


@pytest.mark.parametrize("given", ["", " ", '"', '""', "~niemand-van-die-naam", "a\0b", '"niet hier"'])
def test_what_is_no_place_on_this_computer_is_none(given: str) -> None:
    assert typed_folder(given) is None
    assert typed_file(given) is None


def test_a_place_that_may_not_be_looked_into_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refuse)
    monkeypatch.setattr(Path, "is_file", refuse)
    assert typed_folder(str(tmp_path)) is None
    assert typed_file(str(tmp_path)) is None
