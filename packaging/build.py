"""Builds ZET for computers without Python: one folder, its checksums, and beside it an offline wheel set.

Run: python3 packaging/build.py [--naar MAP]. What is in the folder, `zet.spec` says; how it is handed out, README.md.
"""

# ruff: noqa: INP001 - a script, in no package

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
PINS = REPOSITORY / ".ci" / "pins.txt"
WHAT = f"{REPOSITORY}[slides]"  # nobody can add an extra to a finished folder
SUMS = "SHA256SUMS"
READ_ME = "LEESMIJ.txt"
TRIES = (("--version",), ("--help",), ("vragenlijst", "inwoner"))


def checksums(folder: Path) -> str:
    """A line per file under `folder`, sorted, in the form that `sha256sum -c` reads; the list itself left out."""
    lines = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != SUMS:
            with path.open("rb") as file:
                lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    return "".join(lines)


def target_name(version: str) -> str:
    """The name of the folder: version, system and processor."""
    system = {"Linux": "linux", "Windows": "windows", "Darwin": "macos"}.get(platform.system(), "anders")
    return f"zet-{version}-{system}-{platform.machine().lower()}"


def main() -> None:
    """Everything in a fresh virtual environment that is gone afterwards."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--naar", type=Path, default=REPOSITORY / "dist", metavar="MAP")
    options.add_argument("--zonder-wielen", action="store_true", help="leave the offline wheel set out")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="zet-bouwen-", ignore_cleanup_errors=True) as place:
        work = Path(place)
        python = _environment(work / "venv")
        built = _folder(python, work)
        version = _run([_program(built), "--version"]).split()[-1]
        target = given.naar.resolve() / target_name(version)
        if target.exists():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(built, target)
        _beside(target)
        if not given.zonder_wielen:
            _pip(python, "wheel", "--wheel-dir", str(target / "wheels"), WHAT)
    for words in TRIES:
        _run([_program(target), *words])
    with (target / SUMS).open("w", encoding="utf-8", newline="\n") as file:
        file.write(checksums(target))
    sys.stdout.write(f"{target}\n")


def _environment(folder: Path) -> Path:
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    _pip(python, "install", "-r", str(HERE / "requirements.txt"), WHAT)
    return python


def _pip(python: Path, *words: str) -> None:
    """Call pip with the versions that were tested."""
    _run(
        [str(python), "-m", "pip", "--disable-pip-version-check", "-q", words[0], "-c", str(PINS), *words[1:]]
    )


def _folder(python: Path, work: Path) -> Path:
    """PyInstaller's folder; run beside the repository, so that the installed ZET is taken and not the checkout."""
    out = work / "uit"
    words = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    words += ["--distpath", str(out), "--workpath", str(work / "werk"), str(HERE / "zet.spec")]
    _run(words, work)
    return out / "zet"


def _program(folder: Path) -> str:
    return str(folder / ("zet.exe" if os.name == "nt" else "zet"))


def _beside(target: Path) -> None:
    """What a person finds beside the program: the licence, a page to read, and on Windows a file to click."""
    shutil.copy(REPOSITORY / "LICENSE", target)
    names = [READ_ME, *(["ZET openen.cmd"] if os.name == "nt" else [])]
    for name in names:
        text = (HERE / name).read_text(encoding="utf-8")
        (target / name).write_text(text, encoding="utf-8", newline="\r\n")


def _run(words: Iterable[str], folder: Path | None = None) -> str:
    done = subprocess.run(  # noqa: S603 - our own programs, by their paths, with no shell
        [*words], cwd=folder, check=False, capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\n{' '.join(words)}: exit code {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    main()
