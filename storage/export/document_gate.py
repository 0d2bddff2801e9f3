"""The gate over finished Word files and slides of the session: read back whole, wherever something is written.

Body, heads and feet, notes, comments, properties, charts and the workbooks inside them. A name is looked for
everywhere; structured identifiers and figures where neither the program nor the municipality's template wrote them.
`gate` does the same for workbooks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from flows.results import CaseResult
from flows.scores import Averages, Mean, overview
from storage.anonymise.names import NameList
from storage.export.gate import Hit, Scan, mark
from storage.export.letter_template import FIELD
from storage.export.session_words import SessionContent, figure_words
from storage.export.workbook_read import MAIN, elements, parts_of

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PARAGRAPHS: Final = frozenset({f"{_WORD}p", f"{_DRAWING}p", f"{MAIN}si", f"{MAIN}is"})
_TEXTS: Final = frozenset({f"{_WORD}t", f"{_WORD}delText", f"{_WORD}instrText", f"{_DRAWING}t", f"{MAIN}t"})
_VALUES: Final = frozenset({f"{_CHART}v", f"{MAIN}v"})
_GAPS: Final = frozenset({f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr", f"{_DRAWING}br"})
_NAMED: Final = frozenset({"naam", "plaats", "organisatie"})
_INSIDE: Final = (".xlsx", ".docx", ".pptx")
_XML: Final = (".xml", ".rels", ".svg")
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".tif", ".tiff")
_FONTS: Final = (".odttf", ".fntdata")
_KNOWN: Final = (*_XML, *_INSIDE, *_PICTURES, *_FONTS, "ppt/printersettings/printersettings1.bin")
"""The last is in every file of python-pptx; it holds nobody's printer."""
_NEVER: Final = re.compile(
    r"/comments|/people\.xml|^customXml/|docProps/custom|thumbnail|vbaProject|activeX|/revision",
    re.IGNORECASE,
)
"""Notes of colleagues, macros and the like: never part of a file for partners, also not from a template."""
_EMPTY: Final = frozenset(
    {"creator", "lastModifiedBy", "subject", "description", "keywords", "category", "Company", "Manager"}
)
_UNITS: Final = "jaar|maand|week|weken|dag|uur|euro|procent|keer|km"
_FIGURE: Final = re.compile(rf"(?<![\d.,])([1-4][.,]\d{{1,2}})(?!\d|[.,]\d)(?!\s*(?:%|(?:{_UNITS})\b))")
"""An average as people write it: no part of a longer number or a time table, and no "1,5 jaar"."""
_FIXED: Final = re.compile(r"3,5 of hoger|1,5 of lager|≥ 3,5|≤ 1,5|onder 2,5", re.IGNORECASE)
"""Figures that the program writes as words, the same for every municipality."""
_BAND_VALUES: Final = frozenset({3.5, 1.5})


class _Text(NamedTuple):
    """One text with its part; `written`: words to read, else an attribute."""

    part: str
    text: str
    written: bool


@dataclass(frozen=True)
class _Document:
    """A finished file taken apart."""

    parts: Mapping[str, bytes]
    texts: tuple[_Text, ...]
    numbers: tuple[tuple[str, float], ...]
    signed: tuple[str, ...]
    """Parts that say who made or changed something."""

    @classmethod
    def of(cls, data: bytes) -> _Document:
        parts, texts, numbers, signed = parts_of(data), list[_Text](), list[tuple[str, float]](), list[str]()
        for part, content in parts.items():
            texts.append(_Text(part, part, written=False))
            if part.lower().endswith(_INSIDE):
                inside = cls.of(content)
                texts += [_Text(part, text, written) for _, text, written in inside.texts]
                numbers += [(part, number) for _, number in inside.numbers]
                signed += [part] * bool(inside.signed)
            elif part.lower().endswith(_XML):
                for element in elements(content, part):
                    texts += _said(element, part)
                    numbers += _plotted(element, part)
                    if _signs(element):
                        signed.append(part)
        return cls(parts, tuple(texts), tuple(numbers), tuple(signed))


def _said(element: Element, part: str) -> Iterator[_Text]:
    for value in element.attrib.values():
        if any(letter.isalpha() for letter in value):
            yield _Text(part, value, written=False)
    if element.tag in _PARAGRAPHS:
        text = "".join(
            " " if piece.tag in _GAPS else (piece.text or "") if piece.tag in _TEXTS else ""
            for piece in element.iter()
        )
        if text.strip():
            yield _Text(part, text.strip(), written=True)
    elif element.tag == f"{_CHART}strCache":
        for label in element.iter(f"{_CHART}v"):
            yield _Text(part, label.text or "", written=True)
    elif element.tag not in _TEXTS and element.tag not in _VALUES and element.text and element.text.strip():
        yield _Text(part, element.text.strip(), written=True)


def _plotted(element: Element, part: str) -> Iterator[tuple[str, float]]:
    """The numbers of a chart, and those of the workbook behind it."""
    if element.tag == f"{_CHART}numCache":
        for value in element.iter(f"{_CHART}v"):
            yield part, float(value.text or "nan")
    elif element.tag == f"{MAIN}c" and element.get("t", "n") == "n":
        for value in element.iter(f"{MAIN}v"):
            yield part, float(value.text or "nan")


def _signs(element: Element) -> bool:
    author = any(name.rpartition("}")[2] == "author" and value for name, value in element.attrib.items())
    return author or (element.tag.rpartition("}")[2] in _EMPTY and bool((element.text or "").strip()))


@dataclass(frozen=True)
class SessionGate:
    """What the finished files may say. `content` holds figures made anew from `cases`; a reduced round has no cases.

    `names` are of people who are known still; `template` is the municipality's own; `silent` makes all files once more
    without a word of the team, for what the program itself writes.
    """

    content: SessionContent
    cases: Sequence[CaseResult]
    names: Sequence[str]
    template: bytes | None
    silent: Callable[[], Mapping[str, bytes]] = field(repr=False)

    def check(self, files: Mapping[str, bytes]) -> tuple[Hit, ...]:
        """Look through them, by name; empty when they may leave. Raises WorkbookUnreadable."""
        found = [hit for name, data in files.items() for hit in self._check(name, _Document.of(data))]
        return tuple(dict.fromkeys(found))

    def _check(self, name: str, document: _Document) -> Iterator[Hit]:
        for part in document.parts:
            if _NEVER.search(part) or not part.lower().endswith(_KNOWN):
                yield Hit(f"{name}!{part}", "onderdeel", mark("onderdeel", 0, part))
        for part in document.signed:
            yield Hit(f"{name}!{part}", "eigenschap", mark("eigenschap", 0, part))
        for part, text, written in document.texts:
            if not written and not self.names:
                continue
            place = f"{name}!{part}"
            hits = self._scan(place, text, dates=False)
            if (
                not written or text in self._of_template
            ):  # a municipality's own telephone number may stand there
                hits = [hit for hit in hits if hit.kind in _NAMED]
            if hits and text not in self._own_words:
                yield from hits
            if written and text not in self._of_template and self._tells_figure(text):
                yield Hit(place, "getal", mark("getal", 0, text))
        for part, number in document.numbers:
            if number not in self._values:
                yield Hit(f"{name}!{part}", "getal", mark("getal", 0, f"{part} {number!r}"))

    def _tells_figure(self, text: str) -> bool:
        """A figure in words that partners may not see, or that is none of theirs."""
        found = {token.replace(".", ",") for token in _FIGURE.findall(_FIXED.sub("", text))} - self._shown
        if not found or text in self._own_words:
            return False
        return bool(found & self._hidden) or not all(
            any(token in said.replace(".", ",") for said in self._team) for token in found
        )

    # -- what may stand there ----------------------------------------------------------------------------------

    @cached_property
    def _scan(self) -> Scan:
        return Scan(NameList.build(others=self.names).entities)

    @cached_property
    def _own_words(self) -> frozenset[str]:
        """What the program itself writes; made only when something was found, because it costs as much as the files."""
        own = (_Document.of(data) for name, data in self.silent().items() if is_document(name))
        return frozenset(text for document in own for _, text, _ in document.texts)

    @cached_property
    def _of_template(self) -> frozenset[str]:
        if self.template is None:
            return frozenset()
        words = {"gemeente": self.content.municipality, "evaluatie": self.content.title}
        texts = (text for _, text, _ in _Document.of(self.template).texts)
        return frozenset(FIELD.sub(lambda found: words.get(found[1], found[0]), text) for text in texts)

    @cached_property
    def _team(self) -> tuple[str, ...]:
        content = self.content
        actions = (text for one in content.actions for text in (one.what, one.owner, one.success))
        said = (one.text for one in content.conclusions)
        quoted = (one.text for one in content.quotes)
        return (content.title, content.municipality, *actions, *said, *quoted)

    @cached_property
    def _shown(self) -> frozenset[str]:
        figures = (figure for level in self.content.table.levels for figure in level.figures)
        return frozenset(
            figure_words(figure).rpartition("\u00a0")[2] for figure in figures if figure is not None
        )

    @cached_property
    def _values(self) -> frozenset[float]:
        figures = (figure for level in self.content.table.levels for figure in level.figures)
        return _BAND_VALUES | {
            figure.mean for figure in figures if figure is not None and figure.mean is not None
        }

    @cached_property
    def _hidden(self) -> frozenset[str]:
        """The averages that are not shown, as people would write them."""
        found = overview(self.content.instrument, self.cases)
        means = (_mean(kind, key, found.of(source)) for kind, key, source in self.content.table.hidden)
        return frozenset(
            f"{mean.value:.{decimals}f}".replace(".", ",")
            for mean in means
            if mean.value is not None
            for decimals in (1, 2)
        )


def _mean(kind: str, key: str | int | None, averages: Averages) -> Mean:
    match kind:
        case "thema":
            return averages.theme(str(key))
        case "criterium":
            return averages.criterion(int(key or 0))
        case "vraag":
            return averages.row(int(key or 0))
    return averages.total


def is_document(name: str) -> bool:
    """Whether this gate looks at a file of this name."""
    return name.lower().endswith((".docx", ".pptx"))
