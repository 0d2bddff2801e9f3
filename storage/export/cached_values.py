"""Stored values beside formulas, and a file that says nothing of when or by whom it was made.

openpyxl writes formulas without a value: phones, previews and pandas would show empty cells. The values are computed
in Python (they must be the ones a spreadsheet program comes to) and put beside each formula afterwards.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

_MADE: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can hold."""
_FORMULA: Final = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL
)
_CORE: Final = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    b' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator></dc:creator>'
    b"<cp:lastModifiedBy></cp:lastModifiedBy>"
    b'<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>'
    b'<dcterms:modified xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>'
)
_APP: Final = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Excel</Application></Properties>"
)


def finish(book: bytes, values: Mapping[str, Mapping[str, float | str]]) -> bytes:
    """Give the same workbook with `values` (part name -> cell -> value) stored, fixed times and no author."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _CORE
            elif name == "docProps/app.xml":
                content = _APP
            elif name in values:
                content = with_values(content, values[name])
            info = zipfile.ZipInfo(name, _MADE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3  # the same bytes on every platform
            new.writestr(info, content)
    return out.getvalue()


def with_values(sheet: bytes, values: Mapping[str, float | str]) -> bytes:
    """Store a value beside every formula of one sheet. Raises KeyError for a formula without one."""

    def stored(found: re.Match[bytes]) -> bytes:
        cell, style, formula = found[1], found[2] or b"", found[3]
        value = values[cell.decode()]
        if isinstance(value, str):
            kind, text = b' t="str"', escape(value)
        else:
            kind, text = b"", repr(value)
        return b'<c r="%s"%s%s><f>%s</f><v>%s</v></c>' % (cell, style, kind, formula, text.encode())

    return _FORMULA.sub(stored, sheet)
