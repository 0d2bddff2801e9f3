"""A certificate is kept for years and shown to others: of the places it names, none tells who used the computer."""

import os
from pathlib import Path, PureWindowsPath

import pytest

from storage.cases import OutsideKind, Register
from storage.destroy.certificate_places import NOT_NAMED, _folder, folders_outside

FILE = "zet-agenda.docx"


def shown(register: Register, folder: str) -> str:
    register.outside.add(OutsideKind.SESSION, Path(folder) / FILE)
    ((_, folders),) = folders_outside(register)
    return folders[-1]


POSIX = pytest.mark.skipif(os.name != "posix", reason="these are places of Linux and macOS")


@POSIX
@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/home/jan.devries/Documenten", "~/Documenten"),
        ("/home/jan.devries", "~"),
        ("/home/piet/Documenten", "~/Documenten"),
        ("/media/jan.devries/USB", "/media/[account]/USB"),
        ("/run/media/jan.devries/USB/zet", "/run/media/[account]/USB/zet"),
        ("/run/media/piet/USB", "/run/media/[account]/USB"),
        ("/Users/jan.devries/Documents", "~/Documents"),
        ("/Users/Piet", "~"),
        ("/System/Volumes/Data/Users/piet/zet", "~/zet"),
        ("/mnt/c/Users/piet/zet", "~/zet"),
        ("/srv/jan.devries/zet", NOT_NAMED),
        ("/srv/JAN.DEVRIES", NOT_NAMED),
    ],
)
def test_no_place_on_a_certificate_holds_the_name_of_an_account(
    register: Register, monkeypatch: pytest.MonkeyPatch, folder: str, expected: str
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/jan.devries"))
    assert shown(register, folder) == expected


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (r"C:\Users\piet\Documents\zet", r"~\Documents\zet"),
        (r"D:\gebruikers\PIET\zet", r"D:\gebruikers\PIET\zet"),
        (r"c:\users\piet", "~"),
        (r"\\server\Users\piet\zet", r"~\zet"),
        (r"D:\evaluatie", r"D:\evaluatie"),
    ],
)
def test_nor_does_one_of_windows(folder: str, expected: str) -> None:
    assert _folder(PureWindowsPath(folder)) == expected


@POSIX
def test_the_control_a_folder_of_nobody_is_named_in_full(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/"))  # as in a container: its name is blank
    for folder in ("/srv/evaluatie/media", "/mnt/home", "/opt/users"):
        assert shown(register, folder) == folder
