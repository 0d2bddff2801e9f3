"""ZET speaks to no other machine: no module of ours can, and a whole end does not, whatever a library would like."""

import ast
import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documented import REPOSITORY
from tests.zet_tui.shell import NEW, PASSPHRASE, WEAK, make_demo_vault
from tests.zet_tui.test_cli import complete_everything
from zet_tui.app import ZetApp
from zet_tui.cli import main
from zet_tui.desk import Desk
from zet_tui.setting import Setting

SPEAKING = {
    "socket",
    "ssl",
    "http",
    "urllib",
    "ftplib",
    "smtplib",
    "telnetlib",
    "xmlrpc",
    "socketserver",
    "webbrowser",
}
SPEAKING |= {"requests", "httpx", "aiohttp", "urllib3"}
EVENTS = {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}


def imported(source: str) -> Iterator[str]:
    """The first name of everything that a module imports, also inside its functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def test_no_module_of_ours_can_speak_to_another_machine() -> None:
    modules = [
        path for floor in ("flows", "storage", "zet_tui") for path in (REPOSITORY / floor).rglob("*.py")
    ]
    assert len(modules) > 200
    assert {
        path.name for path in modules if SPEAKING & set(imported(path.read_text(encoding="utf-8")))
    } == set()


def test_the_control_an_import_of_the_network_is_noticed() -> None:
    assert SPEAKING & set(imported("def f():\n    from urllib.request import urlopen\n"))
    assert SPEAKING & set(imported("import http.client as h\n"))


def shut(event: str, _arguments: tuple[object, ...]) -> None:
    """Ends the program at once, so that nothing can catch it."""
    if event in EVENTS:
        import os

        os._exit(99)


def the_whole_end(place: Path) -> None:
    """From the app's first page to the files of the session, in a program that may not speak."""
    make_demo_vault(place / "kluis")
    complete_everything(place / "kluis")
    (place / "OUD").write_text(PASSPHRASE)
    (place / "NIEUW").write_text(NEW)
    setting = Setting(place / "kluis", force=True, policy=WEAK, ledgers=place / "logboek")

    async def look() -> None:
        async with ZetApp(Desk(place / "nieuw", policy=WEAK, force=True)).run_test() as pilot:
            await pilot.pause()

    asyncio.run(look())
    end = ["anonimiseer-en-vernietig", "--naar", str(place), "--bevestig", "3", "--wie", "Anouk de Wit"]
    end += ["--wachtwoord-bestand", str(place / "OUD"), "--nieuw-wachtwoord-bestand", str(place / "NIEUW")]
    for words in (end, ["sessie", str(place / "zet-analysebestand.xlsx"), "--naar", str(place)]):
        with pytest.raises(SystemExit) as left:
            main(words, obj=setting)
        assert not left.value.code


def alone(what: str, place: Path) -> int:
    """The exit code of a program of its own that does this after its mouth was shut."""
    code = (
        "import sys, socket\nfrom pathlib import Path\nfrom tests.zet_tui import test_no_network as here\n"
        f"place = Path({str(place)!r})\nsys.addaudithook(here.shut)\n{what}"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode in {0, 99}, done.stderr
    return done.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="Python's own loop speaks to 127.0.0.1 there")
def test_the_whole_end_and_the_session_speak_to_nobody(tmp_path: Path) -> None:
    assert alone("here.the_whole_end(place)", tmp_path) == 0
    assert (tmp_path / "zet-analysebestand.xlsx").exists()
    assert (tmp_path / "Sessiebestand.xlsx").exists()


def test_the_control_a_program_that_speaks_is_ended(tmp_path: Path) -> None:
    assert alone("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))", tmp_path) == 99
