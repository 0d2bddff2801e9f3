"""The consent letter of an instrument (Bijlage 3): its template as data, filled in for one case.

What a valid consent is, is judged in `consent`; a file in the municipality's own style is made in `storage.export`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import Field

from flows.instrument import (
    HEAD_FILE,
    INSTRUMENTS,
    Fault,
    FaultCode,
    InstrumentError,
    Source,
    read_table,
    shipped_instruments,
)
from flows.instrument_base import Model, Text
from flows.instrument_place import Place
from flows.instrument_readable import Table, tables_in, text_in

LETTER_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "municipality": "<INVULLEN>, <NAAM>, <NAAM GEMEENTE>: the municipality, without the word 'gemeente'",
        "organisation": "<GEMEENTE/WIJKTEAM/.....>, <WIJKTEAM/INSTANTIE/.....>: where the resident asked for help",
        "interviewer": "<NAAM>: who talks with the resident",
        "viewers": "<NAAM> en <NAAM>: everyone who may look, by name ('A, B en C')",
        "professional": "<NAAM PROFESSIONAL>: who is interviewed beside the resident",
        "processor": "<NAAM>: who puts the answers in the overview without names",
        "controller": "(het college van B&W): who answers for the law on personal data",
        "fg_name": "<FUNCTIONARIS GEGEVENSBESCHERMING, NAAM>",
        "fg_phone": "<TELEFOONNUMMER ...>",
        "fg_email": "<... EN E-MAIL>",
        "return_name": "<NAAM>: to whom the signed letter goes back",
        "return_address": "(+ ADRESGEGEVENS)",
        "sender": "<NAAM>: who signs for the municipality",
        "feedback_term": "(ours): how long a name is kept for telling the outcome ('een jaar', '90 dagen')",
    }
)
"""The names of the fields a letter can hold, each with the field of Bijlage 3 that it fills."""

LETTER_FILE: Final = "brief.toml"
_FIELD: Final = re.compile(r"(?P<before>\b(?:[Dd]e|gemeente) )?\{(?P<name>\w+)\}")
_ARTICLES: Final = ("de ", "het ")
_NEUTER: Final = ("team", "loket")
_LINE_TO_FILL_IN: Final = "_" * 30


class BlockKind(StrEnum):
    """What a part of the letter is, for whoever gives it a shape."""

    TITLE = "titel"
    HEADING = "kop"
    PARAGRAPH = "alinea"
    NUMBERED = "nummer"
    TOPICS = "onderwerpen"
    PERIOD = "periode"
    FILL_IN = "invulregel"
    BULLET = "punt"


class LetterFieldMissing(Exception):
    """The letter needs fields that are blank; `fields` names all of them, in the letter's order."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class LetterTopicMissing(Exception):
    """The letter has no line for these themes, so it cannot ask consent for them."""

    def __init__(self, themes: tuple[str, ...]) -> None:
        super().__init__(", ".join(themes))
        self.themes = themes


class Topic(Model):
    """What is looked at, in one line, for one theme; `addition` when the words are not the handbook's."""

    theme: Text
    text: Text
    addition: bool = False


class Block(Model):
    """One part of the letter, for the evaluations that ask all of `sources` and none of `without`."""

    kind: BlockKind
    text: str = ""
    sources: frozenset[Source] = frozenset()
    without: frozenset[Source] = frozenset()
    addition: bool = False


class LetterTemplate(Model):
    """A letter with its fields still open, as `{name}`."""

    title: Text
    period: Text
    topics: tuple[Topic, ...] = Field(min_length=1)
    blocks: tuple[Block, ...] = Field(min_length=1)

    @property
    def themes(self) -> frozenset[str]:
        """The themes that this letter can ask consent for."""
        return frozenset(topic.theme for topic in self.topics)


def load_letter(ref: str | Path) -> LetterTemplate:
    """Load the letter of a shipped instrument, of a folder, or of one .toml file (its table `letter`).

    A letter with `based_on = "zet"` takes over what it does not say itself, but never the topics.
    Raises InstrumentError with every fault: an instrument without a letter cannot ask anyone's consent.
    """
    template, faults = _read(_path_of(ref))
    if template is None:
        raise InstrumentError(faults)
    return template


def check_letter(path: Path) -> tuple[Fault, ...]:
    """List every fault of an own instrument's letter, also the themes of that instrument it has no line for.

    One fault, of a missing file `LETTER_FILE` or a missing field "letter", when there is no letter.
    """
    return _read(path, for_instrument=True)[1]


def _path_of(ref: str | Path) -> Path:
    shipped = isinstance(ref, str) and (INSTRUMENTS / ref / LETTER_FILE).is_file()
    return INSTRUMENTS / ref if shipped else Path(ref)


def _read(path: Path, *, for_instrument: bool = False) -> tuple[LetterTemplate | None, tuple[Fault, ...]]:
    file = path / LETTER_FILE if path.is_dir() else path
    place = Place({}, file.name)
    if not file.exists():
        place.report(FaultCode.MISSING_FILE, file.name)
        return None, tuple(place.faults)
    try:
        table: Any = read_table(file)
    except InstrumentError as error:
        return None, error.faults
    field = "" if path.is_dir() else "letter."
    if field and "letter" not in table:
        place.report(FaultCode.MISSING_FIELD, "letter")
        return None, tuple(place.faults)
    table = _on_its_base(place, table["letter"] if field else table, field)
    if isinstance(table, dict):
        place.steered(table, field)
    template = place.build(LetterTemplate, table, field)
    for text in _texts(table):
        for found in _FIELD.finditer(text):
            if found["name"] not in LETTER_FIELDS:
                place.report(FaultCode.UNKNOWN_FIELD, found["name"])
    if for_instrument and "topics" in table:
        _report_themes(place, _head_beside(path), table)
    return None if place.faults else template, tuple(place.faults)


def _on_its_base(place: Place, table: Any, field: str) -> Any:
    """Fill in what the letter leaves to a shipped one that stands by itself."""
    if not isinstance(table, dict) or "based_on" not in table:
        return table
    own = dict(table)
    name = str(own.pop("based_on"))
    if name not in _bases():
        place.report(FaultCode.UNKNOWN_VALUE, f"{field}based_on={name}")
        name = _bases()[0]  # the rest is judged as if it stood on a letter that is there
    base = read_table(INSTRUMENTS / name / LETTER_FILE)
    return {**{part: words for part, words in base.items() if part != "topics"}, **own}


def _bases() -> tuple[str, ...]:
    """The shipped letters that stand by themselves."""
    files = ((name, INSTRUMENTS / name / LETTER_FILE) for name in shipped_instruments())
    return tuple(name for name, file in files if file.is_file() and "based_on" not in read_table(file))


def _head_beside(path: Path) -> Table:
    """What the file with the themes says; nothing when it cannot be read, which its own check tells."""
    try:
        return read_table(path / HEAD_FILE if path.is_dir() else path)
    except InstrumentError:
        return {}


def _report_themes(place: Place, head: Table, table: Table) -> None:
    told = {text_in(topic, "theme") for topic in tables_in(table, "topics")}
    for theme in tables_in(head, "themes"):
        if text_in(theme, "id") not in {None, *told}:
            place.report(FaultCode.MISSING_TOPIC, text_in(theme, "title") or theme["id"])


def letter_text(
    template: LetterTemplate,
    fields: Mapping[str, str],
    themes: Collection[str],
    sources: Collection[Source] = tuple(Source),
) -> str:
    """Write the whole letter as plain text: paragraphs parted by an empty line, lists line by line.

    Only the themes in scope get a line, only the sources that are asked are named. Raises LetterFieldMissing
    with every blank field and LetterTopicMissing with every theme that the letter has no line for.
    """
    return text_of_blocks(letter_blocks(template, fields, themes, sources))


def text_of_blocks(blocks: Iterable[Block]) -> str:
    """Write the parts of a letter as plain text, the title first."""
    lines: list[str] = []
    listed = False
    for block in blocks:
        in_list = block.kind in (BlockKind.NUMBERED, BlockKind.BULLET)
        if lines and not (listed and in_list):
            lines.append("")
        lines.append(f"{block.text}: {_LINE_TO_FILL_IN}" if block.kind is BlockKind.FILL_IN else block.text)
        listed = in_list
    return "\n".join(lines) + "\n"


def letter_blocks(
    template: LetterTemplate,
    fields: Mapping[str, str],
    themes: Collection[str],
    sources: Collection[Source] = tuple(Source),
) -> tuple[Block, ...]:
    """Give the filled-in parts of the letter in order, for a document with a shape of its own.

    Numbered parts start with their number, topics have become bullets. Raises what `letter_text` raises.
    """
    unknown = tuple(theme for theme in themes if theme not in template.themes)
    if unknown:
        raise LetterTopicMissing(unknown)
    open_blocks = tuple(_chosen(template, frozenset(themes), frozenset(sources)))
    missing = {
        found["name"]: None
        for block in open_blocks
        for found in _FIELD.finditer(block.text)
        if not fields.get(found["name"], "").strip()
    }
    if missing:
        raise LetterFieldMissing(tuple(missing))
    return tuple(block.model_copy(update={"text": _filled(block.text, fields)}) for block in open_blocks)


def letter_period(template: LetterTemplate, fields: Mapping[str, str]) -> str:
    """Write the sentence that says which time is looked at; raises LetterFieldMissing."""
    missing = [f["name"] for f in _FIELD.finditer(template.period) if not fields.get(f["name"], "").strip()]
    if missing:
        raise LetterFieldMissing(tuple(dict.fromkeys(missing)))
    return _filled(template.period, fields)


def _chosen(template: LetterTemplate, themes: frozenset[str], sources: frozenset[Source]) -> Iterator[Block]:
    yield Block(kind=BlockKind.TITLE, text=template.title)
    number = 0
    for block in template.blocks:
        if not (block.sources <= sources and block.without.isdisjoint(sources)):
            continue
        if block.kind is BlockKind.TOPICS:
            yield from _bullets([topic for topic in template.topics if topic.theme in themes])
        elif block.kind is BlockKind.PERIOD:
            yield Block(kind=BlockKind.PARAGRAPH, text=template.period, addition=block.addition)
        elif block.kind is BlockKind.NUMBERED:
            number += 1
            yield block.model_copy(update={"text": f"{number}. {block.text}"})
        else:
            yield block


def _bullets(topics: list[Topic]) -> Iterator[Block]:
    """The list reads as one sentence: semicolons, and a full stop after whichever line is last."""
    for topic in topics:
        end = "." if topic is topics[-1] else ";"
        yield Block(kind=BlockKind.BULLET, text=f"- {topic.text}{end}", addition=topic.addition)


def _filled(text: str, fields: Mapping[str, str]) -> str:
    """Fill in every field; a word before it gives way when the value brings its own ("de" before "het wijkteam")."""

    def fill(found: re.Match[str]) -> str:
        before, value = found["before"] or "", " ".join(fields[found["name"]].split())
        article = before.lower() == "de "
        if article and value.lower().startswith(_ARTICLES):
            return value
        if before == "gemeente " and value.lower().startswith("gemeente "):
            return value
        if article and _is_neuter(value):
            return f"{'Het' if before[0] == 'D' else 'het'} {value}"
        return f"{before}{value}"

    return _FIELD.sub(fill, text)


def _is_neuter(value: str) -> bool:
    """Tell whether Dutch says "het" before it: het wijkteam, het sociaal team, het loket."""
    words = value.lower().split()
    return words[0] != "gemeente" and any(word.endswith(_NEUTER) for word in words)


def _texts(table: object) -> Iterator[str]:
    """Every text of a letter that is one, whatever else is wrong with it."""
    parts = (*tables_in(table, "topics"), *tables_in(table, "blocks"))
    found = (text_in(table, "title"), text_in(table, "period"), *(text_in(part, "text") for part in parts))
    return (text for text in found if text is not None)
