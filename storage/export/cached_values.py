"""A finished workbook that says nothing of when or by whom it was made: no author, fixed times, the same bytes."""

import io
import zipfile
from typing import Any, Final

from storage.export.neutral_zip import neutral_part

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


class NeutralZip(zipfile.ZipFile):
    """A zip file being written whose parts have fixed times and whose properties name nobody."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,  # noqa: ARG002 - always deflated
        compresslevel: int | None = None,  # noqa: ARG002 - always the usual one
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        super().writestr(
            neutral_part(name), {"docProps/core.xml": _CORE, "docProps/app.xml": _APP}.get(name, data)
        )


def finish(book: bytes) -> bytes:
    """Give the same workbook, compressed, with fixed times and no author."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, NeutralZip(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()
