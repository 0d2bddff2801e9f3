"""What is asked: loads and checks instruments, the door to their models; answering is left to `interview`.

An instrument is a folder with `instrument.toml` (names, themes, criteria, rows, terms) and one file per
questionnaire, or one .toml file that holds everything, its lists under `[[questionnaires]]`.
"""

from __future__ import annotations

import errno
import re
import tomllib
from pathlib import Path
from typing import Any, Final

from flows.conditions import Condition
from flows.instrument_check import Part, check
from flows.instrument_faults import Fault, FaultCode, InstrumentError, UnknownQuestion
from flows.instrument_models import (
    NO,
    NO_ANSWER,
    NOT_APPLICABLE,
    TEXT,
    TIMELINE_DONE,
    VALUES,
    YES,
    Criterion,
    FrameworkRow,
    Instrument,
    Question,
    QuestionKind,
    Questionnaire,
    Rating,
    Respondent,
    Source,
    Term,
    TermUse,
    Theme,
)
from flows.instrument_plan import Actor, Deadline, Limit, Milestone, Preset

__all__ = [
    "HEAD_FILE",
    "INSTRUMENTS",
    "NO",
    "NOT_APPLICABLE",
    "NO_ANSWER",
    "TEXT",
    "TIMELINE_DONE",
    "VALUES",
    "YES",
    "Actor",
    "Condition",
    "Criterion",
    "Deadline",
    "Fault",
    "FaultCode",
    "FrameworkRow",
    "Instrument",
    "InstrumentError",
    "Limit",
    "Milestone",
    "Preset",
    "Question",
    "QuestionKind",
    "Questionnaire",
    "Rating",
    "Respondent",
    "Source",
    "Term",
    "TermUse",
    "Theme",
    "UnknownQuestion",
    "check_instrument",
    "load_instrument",
    "read_table",
    "shipped_instruments",
]

INSTRUMENTS: Final = Path(__file__).parent / "instruments"
"""The folder of the instruments that come with the program."""

HEAD_FILE: Final = "instrument.toml"
"""The file of a folder that holds what all its lists share."""

_LETTER: Final = "brief.toml"
_PLACE_IN_FILE: Final = re.compile(r"line (\d+), column (\d+)")


def shipped_instruments() -> tuple[str, ...]:
    """Give the names `load_instrument` knows by itself, sorted."""
    return tuple(sorted(folder.parent.name for folder in INSTRUMENTS.glob(f"*/{HEAD_FILE}")))


def load_instrument(ref: str | Path) -> Instrument:
    """Load a shipped instrument by its name, or an own one from a folder or a .toml file.

    Raises InstrumentError with every fault when it cannot be used.
    """
    instrument, faults = _read(_path_of(ref))
    if instrument is None:
        raise InstrumentError(faults)
    return instrument


def check_instrument(path: str | Path) -> tuple[Fault, ...]:
    """List every fault of an instrument, each with its place; empty when it can be used."""
    return _read(_path_of(path))[1]


def _path_of(ref: str | Path) -> Path:
    if isinstance(ref, str) and ref in shipped_instruments():
        return INSTRUMENTS / ref
    return Path(ref)


def _read(path: Path) -> tuple[Instrument | None, tuple[Fault, ...]]:
    faults: list[Fault] = []
    parts = [part for file in _files(path, faults) if (part := _part(file, faults, alone=file == path))]
    instrument, found = check(parts, whole=not faults)
    faults.extend(found)
    return (None if faults else instrument), tuple(faults)


def _files(path: Path, faults: list[Fault]) -> tuple[Path, ...]:
    if not path.is_dir():
        return (path,)
    files = tuple(sorted(file for file in path.glob("*.toml") if file.name != _LETTER))
    if path / HEAD_FILE not in files:
        faults.append(Fault(path.name, None, None, FaultCode.MISSING_FILE, HEAD_FILE))
    return files


def _part(file: Path, faults: list[Fault], *, alone: bool) -> Part | None:
    """Read one file; `alone` when it holds the whole instrument."""
    table = _table(file, faults)
    if table is None:
        return None
    if not alone and file.name != HEAD_FILE:
        return Part(file.name, None, (table,))
    table.pop("letter", None)  # read by `letter`
    lists = table.pop("questionnaires", [])
    found = tuple(one for one in lists if isinstance(one, dict)) if isinstance(lists, list) else ()
    if not isinstance(lists, list) or len(found) < len(lists):
        faults.append(Fault(file.name, None, None, FaultCode.WRONG_TYPE, "questionnaires"))
    return Part(file.name, table, found)


def _table(file: Path, faults: list[Fault]) -> dict[str, Any] | None:
    try:
        return read_table(file)
    except InstrumentError as error:
        faults.extend(error.faults)
        return None


def read_table(file: Path) -> dict[str, Any]:
    """Read one .toml file; raises InstrumentError with the one fault that keeps it from being read."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        code, detail = FaultCode.UNREADABLE_FILE, errno.errorcode.get(error.errno or 0, "EIO")
    except UnicodeDecodeError:
        code, detail = FaultCode.UNREADABLE_FILE, "utf-8"
    except tomllib.TOMLDecodeError as error:
        place = _PLACE_IN_FILE.search(str(error))
        code, detail = FaultCode.TOML_SYNTAX, f"{place[1]}:{place[2]}" if place else "end"
    except RecursionError:
        code, detail = FaultCode.TOML_SYNTAX, "deep"
    raise InstrumentError((Fault(file.name, None, None, code, detail),))
