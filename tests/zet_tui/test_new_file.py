"""A file for a colleague or for the drawer: whole on the disk, or not there."""

import os
import stat
import sys

import pytest

from storage.vault import Disk
from zet_tui.new_file import write_again, write_new


def test_a_refusing_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    def refuse(_number):
        raise OSError(28, "No space left on device")

    target = tmp_path / "zet-ontvangst-1.txt"
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match="No space"):
            write_new(target, b"ontvangen")
    assert not target.exists()
    write_new(target, b"ontvangen")
    assert target.read_bytes() == b"ontvangen"


def test_the_name_is_flushed_as_well_as_what_is_in_it(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(Disk, "sync_folder", lambda _disk, folder: flushed.append(folder))
    write_new(tmp_path / "a.txt", b"een")
    assert flushed == [tmp_path]


def test_another_file_is_left_alone_and_the_same_is_no_second_one(tmp_path):
    target = tmp_path / "a.txt"
    write_new(target, b"een")
    assert write_again(target, b"een") == target
    with pytest.raises(FileExistsError):
        write_again(target, b"twee")
    assert target.read_bytes() == b"een"


@pytest.mark.skipif(sys.platform == "win32", reason="rights are asked differently there")
def test_only_this_user_reads_it(tmp_path):
    write_new(tmp_path / "a.txt", b"een")
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o600
