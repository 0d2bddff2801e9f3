"""Files get their names all together or not at all, and what a failing disk leaves never stops the next try."""

import errno
from pathlib import Path

import pytest

from storage.export.safe_file import (
    DestinationExists,
    DestinationFailed,
    check_free,
    discard,
    publish,
    publish_all,
    temporary_of,
    write_aside,
)
from storage.vault import Disk

CONTENT = {"een": b"1", "twee": b"2", "drie": b"3"}


class Failing(Disk):
    """Fails the n-th time that it is to do `touch`; `stuck` when it removes nothing either from then on."""

    def __init__(self, touch: str, at: int, *, stuck: bool = False) -> None:
        self.touch, self.left, self.stuck = touch, at, stuck

    def _count(self, touch: str) -> None:
        if touch == self.touch:
            self.left -= 1
            if self.left == 0:
                raise OSError(errno.EIO, "made to fail")

    def replace(self, source: Path, target: Path) -> None:
        self._count("replace")
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self._count("sync_folder")

    def remove(self, path: Path) -> None:
        if self.stuck and self.left <= 0:
            raise OSError(errno.EROFS, "made to fail")
        super().remove(path)


def aside(folder: Path) -> list[Path]:
    paths = [folder / name for name in CONTENT]
    for path in paths:
        write_aside(path, CONTENT[path.name], Disk())
    return paths


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize("touch", ["replace", "sync_folder"])
def test_when_one_file_fails_none_has_its_name_and_a_second_try_is_free(
    touch: str, at: int, tmp_path: Path
) -> None:
    paths = aside(tmp_path)
    with pytest.raises(DestinationFailed) as failed:
        publish_all(paths, Failing(touch, at))
    assert failed.value.path == paths[at - 1]
    for path in paths:
        discard(temporary_of(path), Disk())
    assert list(tmp_path.iterdir()) == []
    assert publish_all(aside(tmp_path), Disk()) == tuple(paths)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == CONTENT


def test_what_cannot_be_taken_back_hides_neither_the_fault_nor_the_others(tmp_path: Path) -> None:
    paths = aside(tmp_path)
    with pytest.raises(DestinationFailed) as failed:
        publish_all(paths, Failing("replace", 3, stuck=True))
    assert failed.value.code == errno.EIO


def test_somebody_elses_file_is_left_as_it_is(tmp_path: Path) -> None:
    paths = aside(tmp_path)
    paths[1].write_bytes(b"van iemand")
    with pytest.raises(DestinationExists):
        publish_all(paths, Disk())
    assert [path.name for path in paths if path.exists()] == ["twee"]
    assert paths[1].read_bytes() == b"van iemand"


def test_one_file_that_fails_leaves_its_name_free(tmp_path: Path) -> None:
    path = aside(tmp_path)[0]
    with pytest.raises(DestinationFailed):
        publish(path, Failing("replace", 1))
    discard(temporary_of(path), Disk())
    check_free(path, Disk())
