"""A part of an office file as ZET writes it: nothing of a moment, a person or a platform, so equal content is equal."""

import zipfile
from typing import Final

_MADE: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""


def neutral_part(name: str) -> zipfile.ZipInfo:
    """The entry under which the part of this name is written."""
    info = zipfile.ZipInfo(name, _MADE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    info.create_system = 3  # the same bytes on every platform
    return info
