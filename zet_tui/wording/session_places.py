"""Where in a finished Word file or presentation something stands, as its reader would look for it."""

import re
from typing import Final

_PARTS: Final = (
    (re.compile(r"word/document\.xml"), "in de tekst"),
    (re.compile(r"word/header\d*\.xml"), "in de koptekst"),
    (re.compile(r"word/footer\d*\.xml"), "in de voettekst"),
    (re.compile(r"word/(?:foot|end)notes\.xml"), "in een voetnoot"),
    (re.compile(r"word/(?:comments\w*|people)\.xml"), "in een opmerking"),
    (re.compile(r"word/charts/.*|ppt/(?:charts|embeddings)/.*"), "in een grafiek"),
    (re.compile(r"ppt/slides/slide(\d+)\.xml"), "op dia {}"),
    (re.compile(r"ppt/notesSlides/notesSlide(\d+)\.xml"), "in de notities bij dia {}"),
    (re.compile(r"ppt/comments/.*"), "in een opmerking"),
    (re.compile(r"docProps/.*|customXml/.*"), "in de eigenschappen"),
)
_ELSEWHERE: Final = "in een ander deel van het bestand"


def place_in_file(place: str) -> str:
    """A document and its part as words, or a cell of the Sessiebestand."""
    name, _, part = place.partition("!")
    if not name.endswith((".docx", ".pptx")):
        return f"Sessiebestand.xlsx bij {place}"
    for known, words in _PARTS:
        found = known.fullmatch(part)
        if found:
            return f"{name} {words.format(*found.groups())}"
    return f"{name} {_ELSEWHERE}"
