"""ZET on other people's machines, as far as Linux can play them: no POSIX modules, a cp1252 console, awkward paths,
synchronised folders, an empty environment, a build. Nothing here replaces trying it there.
"""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import ModuleType

import pytest

from storage.vault import KdfPolicy, UnsafeLocation, create_vault, open_vault
from storage.vault.errors import UnsafeReason
from storage.vault.location import check_location, network_type, synced

REPOSITORY = Path(__file__).parents[1]
PASSPHRASE = "zes gewone woorden voor de test"
WEAK = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
AWKWARD = (
    "Mijn documenten",
    "José van 't Ünal",
    "ключ łódź 東京",
    "zorg & co #1 100%",
    "vraag?=ja",
    "a" * 120,
)

# -- a machine without POSIX ---------------------------------------------------------------------------------

WITHOUT_POSIX = """
import sys, importlib, pkgutil, os
ABSENT = {"fcntl", "resource", "pty", "termios", "tty", "pwd", "grp", "syslog", "curses", "readline"}
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in ABSENT:
            raise ModuleNotFoundError(name)
for name in ABSENT:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Absent())
del os.fork, os.forkpty
import flows, storage, zet_tui
count = 0
for house in (flows, storage, zet_tui):
    for found in pkgutil.walk_packages(house.__path__, house.__name__ + "."):
        if not found.name.endswith("deduce_worker"):
            importlib.import_module(found.name)
            count += 1
assert not ABSENT & set(sys.modules), ABSENT & set(sys.modules)
assert count > 100, count
from zet_tui.cli import main
main(["vragenlijst", "inwoner", "--formaat", "json"])
"""


def test_every_module_is_imported_and_a_command_runs_without_a_posix_module_or_fork() -> None:
    done = _python("-c", WITHOUT_POSIX)
    assert done.returncode == 0, done.stderr
    assert '"bron": "inwoner"' in done.stdout


def test_the_control_a_posix_module_at_import_would_be_noticed() -> None:
    done = _python("-c", WITHOUT_POSIX.replace("import flows,", "import fcntl, flows,"))
    assert done.returncode == 1


# -- a console with its own character set ---------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii"])
@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("vragenlijst", "inwoner"),
        ("vragenlijst", "dossier", "--formaat", "json"),
        ("vragenlijst", "professional", "--instrument", "regie"),
        ("vragenlijst", "onzin"),
    ],
    ids=" ".join,
)
def test_a_console_with_another_character_set_never_crashes_a_command(
    words: tuple[str, ...], encoding: str
) -> None:
    done = _python("-m", "zet_tui", *words, PYTHONIOENCODING=encoding)
    assert done.returncode == (2 if "onzin" in words else 0)
    assert "Traceback" not in done.stderr


def test_a_path_that_the_console_cannot_show_is_still_reported_after_the_file_was_written(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "łódź"
    folder.mkdir()
    words = ("vragenlijst", "inwoner", "--formaat", "docx", "--naar", str(folder))
    done = _python("-m", "zet_tui", *words, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    assert "inwoner.docx" in done.stdout
    assert [path.suffix for path in folder.iterdir()] == [".docx"]


# -- paths ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", AWKWARD)
def test_a_vault_stands_in_any_folder_whatever_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "kluis"
    create_vault(folder, PASSPHRASE, policy=WEAK, force=True)
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        case = vault.new_compartment("case")
        vault.append(case, "gesprek", b"een")
    with open_vault(folder, policy=WEAK, force=True).unlock(PASSPHRASE) as vault:
        assert vault.read(case, "gesprek") == [b"een"]
        assert vault.check().whole


@pytest.mark.parametrize(
    "path",
    [
        r"C:\Users\j.jansen\OneDrive - Gemeente Oosterdam\zet",
        r"C:\Users\j.jansen\OneDrive\Documenten\zet",
        r"D:\ONEDRIVE\zet",
        r"C:\Users\j.jansen\OneDrive-Gemeente\zet",
    ],
)
def test_every_spelling_of_an_onedrive_folder_is_known(path: str) -> None:
    assert synced(PureWindowsPath(path)) is UnsafeReason.ONEDRIVE


@pytest.mark.parametrize("path", [r"C:\Users\onedriver\zet", r"C:\Users\j.jansen\AppData\Local\zet\kluis"])
def test_a_local_windows_folder_is_not_taken_for_a_synchronised_one(path: str) -> None:
    assert synced(PureWindowsPath(path)) is None


def test_a_vault_under_onedrive_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Gemeente Oosterdam" / "kluis"
    with pytest.raises(UnsafeLocation) as refused:
        create_vault(folder, PASSPHRASE, policy=WEAK)
    assert refused.value.reason is UnsafeReason.ONEDRIVE
    assert not folder.parent.exists()


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_an_onedrive_root_with_another_name_is_known_by_the_variable_that_windows_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    root = tmp_path / "Gemeente Oosterdam"
    monkeypatch.setenv(variable, str(root))
    with pytest.raises(UnsafeLocation) as refused:
        check_location(root / "team" / "kluis")
    assert refused.value.reason is UnsafeReason.ONEDRIVE
    check_location(tmp_path / "Gemeente Oosterdam 2" / "kluis")


def test_a_synchronised_sharepoint_library_is_known_by_the_name_of_the_organisation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "OneDrive - Gemeente Oosterdam"))
    with pytest.raises(UnsafeLocation) as refused:
        check_location(tmp_path / "Gemeente Oosterdam" / "Sociaal Domein - Documenten" / "kluis")
    assert refused.value.reason is UnsafeReason.ONEDRIVE
    check_location(tmp_path / "Gemeente Westerdam" / "kluis")
    check_location(tmp_path / "kluis")


def test_a_unc_path_is_another_machine() -> None:
    with pytest.raises(UnsafeLocation) as refused:
        check_location(Path("//server/team/kluis"))
    assert refused.value.reason is UnsafeReason.NETWORK
    assert network_type(PurePosixPath("/mnt/team share/kluis"), "//srv/t /mnt/team\\040share cifs rw 0 0\n")


# -- an empty environment --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wiel")
    _must(sys.executable, "-m", "pip", "-q", "wheel", "--no-deps", "-w", str(folder), str(REPOSITORY))
    (made,) = folder.glob("zet_tui-*.whl")
    return made


def _python_of(minor: int) -> str:
    """A Python of this version that starts: from the path, or from pyenv's folder. Skips where there is none."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = (shutil.which(f"python3.{minor}"), *versions.glob(f"3.{minor}.*/bin/python"))
    for name in (str(path) for path in found if path is not None):
        if subprocess.run([name, "-c", ""], capture_output=True, check=False).returncode == 0:
            return name
    pytest.skip(f"there is no Python 3.{minor} here")


def _with_pip(python: str, wheel: Path, place: Path) -> Path:
    _must(python, "-m", "venv", str(place))
    _must(str(place / "bin" / "python"), "-m", "pip", "-q", "install", str(wheel))
    return place / "bin"


def _with_uv(python: str, wheel: Path, place: Path) -> Path:
    places = {"UV_TOOL_DIR": str(place), "UV_TOOL_BIN_DIR": str(place / "opdrachten")}
    _must("uv", "tool", "install", "-q", "--python", python, str(wheel), **places)
    return place / "opdrachten"


def _with_pipx(python: str, wheel: Path, place: Path) -> Path:
    places = {"PIPX_HOME": str(place), "PIPX_BIN_DIR": str(place / "opdrachten")}
    _must("pipx", "install", "-q", "--python", python, str(wheel), **places)
    return place / "opdrachten"


@pytest.mark.long
@pytest.mark.parametrize("tool", ["pip", "uv", "pipx"])
@pytest.mark.parametrize("minor", [11, 12, 13])
def test_the_wheel_installs_into_an_empty_environment_and_starts(
    minor: int, tool: str, wheel: Path, tmp_path: Path
) -> None:
    if tool != "pip" and shutil.which(tool) is None:
        pytest.skip(f"there is no {tool} here")
    install = {"pip": _with_pip, "uv": _with_uv, "pipx": _with_pipx}[tool]
    commands = install(_python_of(minor), wheel, tmp_path / "leeg huis")
    beside = (commands / "zet").resolve().with_name("python")
    assert _must(str(beside), "--version").startswith(f"Python 3.{minor}.")
    assert _must(str(commands / "zet"), "--version").startswith("zet ")
    _must(str(commands / "zet"), "vragenlijst", "inwoner", "--formaat", "docx", "--naar", str(tmp_path))
    assert len([*tmp_path.glob("*.docx")]) == 1


@pytest.mark.long
def test_the_one_folder_build_starts_from_a_folder_with_spaces_and_its_checksums_agree(
    tmp_path: Path,
) -> None:
    target = tmp_path / "Mijn programma's é"
    told = _must(sys.executable, str(REPOSITORY / "packaging" / "build.py"), "--naar", str(target))
    (built,) = target.iterdir()
    assert told.splitlines()[-1] == str(built)
    zet = str(built / "zet")
    assert _must(zet, "--version").startswith("zet ")
    assert "Voorbeelden" in _must(zet, "--help")
    _must(zet, "vragenlijst", "inwoner", "--formaat", "docx", "--naar", str(tmp_path))
    home = tmp_path / "thuis é"
    home.mkdir()
    _a_vault_is_made_by_hand(zet, home)
    venv.create(tmp_path / "leeg", with_pip=True)
    python = str(tmp_path / "leeg" / "bin" / "python")
    for line in _commands_to_read(built):
        words = [python if word == "python3" else word for word in shlex.split(line)]
        if shutil.which(words[0]):
            subprocess.run(words, cwd=built, check=True, capture_output=True)
    assert _must(str(tmp_path / "leeg" / "bin" / "zet"), "--version").startswith("zet ")


def _commands_to_read(built: Path) -> list[str]:
    """What the page beside the program tells to type, for checking the folder and for the offline wheel set."""
    found = re.findall(r"(?:sha256sum|python3) .*", (built / "LEESMIJ.txt").read_text(encoding="utf-8"))
    assert len(found) == 2
    return found


def _a_vault_is_made_by_hand(zet: str, home: Path) -> None:
    """An own passphrase is judged and taken, the vault locks and opens: lists of known passwords came along."""
    from tests.journeys.test_terminal import terminal

    good, shift_tab, right, f10 = b"fietspomp walvis zolder kruidnagel", b"\x1b[Z", b"\x1b[C", b"\x1b[21~"
    with terminal("--kluis", str(home / "kluis"), home=home, program=(zet,)) as shown:
        shown.until("Welkom bij ZET")
        shown.send(b"\x1b")
        shown.until("Typ de zes woorden over")
        shown.send(shift_tab + right)
        shown.until("Eigen wachtwoord")
        shown.send(b"\tpassword1234\tpassword1234" + f10)
        shown.until("te makkelijk te raden")
        shown.send(b"\x7f" * 12 + good + b"\t" + b"\x7f" * 12 + good + f10)
        shown.until("De evaluatie")
        shown.send(b"\x0c")  # Ctrl+L
        shown.until("Ontgrendelen")
        shown.raw = b""
        shown.send(good + b"\r")
        shown.until("De evaluatie")
        shown.send(b"\x11")  # Ctrl+Q
        assert shown.ends() == 0
    (home / "wachtwoord").write_bytes(good)
    words = ("--kluis", str(home / "kluis"), "kluis", "herstel", "--maak", "--naar", str(home / "blad"))
    _must(zet, *words, "--wachtwoord-bestand", str(home / "wachtwoord"))
    (home / "nieuw").write_bytes(good[::-1])
    words = ("--kluis", str(home / "kluis"), "kluis", "herstel", "--code-bestand", str(home / "blad"))
    _must(zet, *words, "--nieuw-wachtwoord-bestand", str(home / "nieuw"))
    words = (
        "--kluis",
        str(home / "kluis"),
        "kluis",
        "controleer",
        "--wachtwoord-bestand",
        str(home / "nieuw"),
    )
    assert "Alles is heel." in _must(zet, *words)


def test_the_checksums_name_every_file_and_change_with_one_byte(tmp_path: Path) -> None:
    checksums = _build_script().checksums
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "één bestand").write_bytes(b"a")
    (tmp_path / "SHA256SUMS").write_text("oud")
    before = checksums(tmp_path)
    assert before.endswith("  map/één bestand\n")
    assert len(before.splitlines()) == 1
    (tmp_path / "map" / "één bestand").write_bytes(b"b")
    assert checksums(tmp_path) != before


def test_every_data_file_of_the_house_goes_into_the_wheel_and_the_folder() -> None:
    """Both take whole packages; a data file outside them would be left behind."""
    kinds = {
        path.suffix for house in ("flows", "storage", "zet_tui") for path in (REPOSITORY / house).rglob("*.*")
    }
    assert kinds - {".py", ".pyc", ".toml", ".tcss", ".txt", ".bloom", ".typed"} == set()


def test_the_file_to_click_is_read_alike_in_every_character_set_of_a_console() -> None:
    """It is read before its own `chcp`; and a program that Windows ends has an exit code below zero."""
    text = (REPOSITORY / "packaging" / "ZET openen.cmd").read_bytes()
    assert text.isascii()
    assert b'if not "%errorlevel%"=="0" pause' in text
    assert b"\ngoto" not in text  # a label is not found where lines end otherwise


def _build_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_zet", REPOSITORY / "packaging" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _python(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), **settings}
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
        env=environment,
        cwd=REPOSITORY,
    )


def _must(*words: str, **settings: str) -> str:
    done = subprocess.run(
        [*words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **settings},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
