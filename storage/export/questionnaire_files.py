"""Putting a form where the user wants it; what is in it is decided by `questionnaire`, `paper` and `xlsform`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from flows.instrument import Instrument, Source
from storage.export import safe_file
from storage.export.paper import paper_form
from storage.export.questionnaire import as_json, as_text
from storage.export.questionnaire_words import file_name
from storage.export.safe_file import ExportError
from storage.export.xlsform import xlsform
from storage.vault.disk import Disk


class Format(StrEnum):
    """How a questionnaire leaves."""

    TEXT = "tekst"
    JSON = "json"
    PAPER = "docx"
    XLSFORM = "xlsform"


def json_text(instrument: Instrument, source: Source) -> str:
    """Write what `as_json` describes; raises KeyError when the instrument has no list for this source."""
    return json.dumps(as_json(instrument, source), ensure_ascii=False, indent=2) + "\n"


_FORMS: Final[Mapping[Format, tuple[str, Callable[[Instrument, Source], bytes]]]] = MappingProxyType(
    {
        Format.TEXT: (".txt", lambda instrument, source: as_text(instrument, source).encode()),
        Format.JSON: (".json", lambda instrument, source: json_text(instrument, source).encode()),
        Format.PAPER: (".docx", paper_form),
        Format.XLSFORM: (".xlsx", xlsform),
    }
)


def write_form(
    instrument: Instrument, source: Source, form: Format, folder: Path, *, disk: Disk | None = None
) -> Path:
    """Write one list in `folder` under a name of its own, whole or not at all; give where it stands.

    Raises KeyError when the instrument has no list for this source, and an ExportError: DestinationExists when there
    is a file of that name, DestinationMissing when there is no such folder.
    """
    disk = disk or Disk()
    suffix, make = _FORMS[form]
    path = folder / file_name(instrument, source, suffix)
    safe_file.check_free(path, disk)
    temporary = safe_file.write_aside(path, make(instrument, source), disk)
    try:
        return safe_file.publish(path, disk)
    except ExportError:
        safe_file.discard(temporary, disk)
        raise
