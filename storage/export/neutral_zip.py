"""An office file as ZET writes it: nothing of a moment, a person or a platform, so equal content is equal."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from storage.export.workbook_text import clean

LANGUAGE: Final = "nl-NL"
_MADE: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - the format has no zone; the earliest time a zip file can hold
_TITLE: Final = 255
_APP: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{program}</Application></Properties>"
)


def neutral_part(name: str) -> zipfile.ZipInfo:
    """The entry under which the part of this name is written."""
    info = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3  # the same bytes on every platform
    return info


def about_nobody(properties: Any, title: str) -> None:
    """The core properties of a python-docx or python-pptx file: its title and language, and of nobody and no moment."""
    for name in ("author", "comments", "last_modified_by", "keywords", "subject", "category"):
        setattr(properties, name, "")
    properties.title, properties.language, properties.revision = clean(title)[:_TITLE], LANGUAGE, 1
    properties.created = properties.modified = _MADE


def neutral_file(made: bytes, program: str, within: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The file with fixed times everywhere, and made by `program`, which word processors ask for.

    `within` gives what a part (its name, its bytes) becomes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/app.xml":
                data = _APP.format(program=program).encode()
            elif within is not None:
                data = within(name, data)
            new.writestr(neutral_part(name), data)
    return out.getvalue()
