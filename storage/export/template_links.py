"""What a template of somebody's own points to outside itself, taken away: such a path names an account or a server.

Word keeps the place of the template that a file was made from, of a mailing's list of addresses and of linked pictures.
What a reader clicks on stays: a web page, an e-mail address, a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn

_STAYS: Final = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_PATH: Final = re.compile(
    r"file:|(?<![A-Za-z])[A-Za-z]:[\\/]|\\\\\w|(?:^|[\s\"])/(?:home|Users|Volumes|media|mnt)/"
)
"""A place on a disk or a server, as it stands in the words of a field or under a picture."""
_SETTINGS: Final = tuple(map(qn, ("w:attachedTemplate", "w:mailMerge", "w:docVars")))
_WITHOUT: Final = frozenset({qn("w:hyperlink"), qn("a:blip"), "{urn:schemas-microsoft-com:vml}imagedata"})
"""Elements that may stand without their relation; what else needs one goes with it."""
_INSTRUCTION: Final = qn("w:instrText")
_SIMPLE_FIELD: Final = qn("w:instr")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ABOUT_PICTURES: Final = ("descr", "name", "title")


def take_links_away(document: Any) -> None:
    """Leave no relation to anything outside the file but what a reader clicks on, and no path of a picture or field."""
    for part in document.part.package.iter_parts():
        gone = _unrelated(part)
        if isinstance(part, XmlPart):
            _clean(part.element, gone)
        elif str(part.partname).endswith(".xml"):
            root = parse_xml(part.blob)
            if _clean(root, gone):
                part._blob = serialize_part_xml(root)  # noqa: SLF001 - python-docx has no door to it


def _unrelated(part: Any) -> frozenset[str]:
    """The ids of the relations of this part that were taken away."""
    gone = frozenset(
        key for key, relation in part.rels.items() if relation.is_external and not _stays(relation)
    )
    for key in gone:
        del part.rels[key]
    return gone


def _stays(relation: Any) -> bool:
    return relation.reltype == RELATIONSHIP_TYPE.HYPERLINK and bool(_STAYS.match(relation.target_ref))


def _clean(root: Any, gone: frozenset[str]) -> bool:
    """Whether something was taken away in the tree of one part."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    found = [taken for element in elements for taken in _taken(element, gone)]
    return bool(found)


def _taken(element: Any, gone: frozenset[str]) -> Iterator[str]:
    """Take from one element what points outside; yields the name of each thing that went."""
    pointing = [name for name in element.attrib if name.startswith(_RELATION) and element.get(name) in gone]
    if element.tag in _SETTINGS or (pointing and element.tag not in _WITHOUT):
        if element.getparent() is not None:
            element.getparent().remove(element)
        yield element.tag
        return
    paths = [name for name in (*_ABOUT_PICTURES, _SIMPLE_FIELD) if _PATH.search(element.get(name, ""))]
    for name in pointing:
        del element.attrib[name]
        yield name
    for name in paths:
        element.set(name, "")
        yield name
    if element.tag == _INSTRUCTION and _PATH.search(element.text or ""):
        element.text = ""
        yield element.tag
