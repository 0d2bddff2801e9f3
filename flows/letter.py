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

from pydantic import Field, ValidationError

from flows.instrument import (
    INSTRUMENTS,
    Fault,
    FaultCode,
    InstrumentError,
    Source,
    read_table,
    shipped_instruments,
)
from flows.instrument_base import Model, Text
from flows.instrument_place import CODES

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
    Raises InstrumentError: an instrument without a letter cannot ask anyone's consent.
    """
    path = (
        INSTRUMENTS / ref
        if isinstance(ref, str) and (INSTRUMENTS / ref / LETTER_FILE).is_file()
        else Path(ref)
    )
    file = path / LETTER_FILE if path.is_dir() else path
    if not file.exists():
        raise _refusal(file, FaultCode.MISSING_FILE, file.name)
    table = read_table(file)
    if file is path:
        if "letter" not in table:
            raise _refusal(file, FaultCode.MISSING_FIELD, "letter")
        table = table["letter"]
    table = _on_its_base(file, table)
    try:
        template = LetterTemplate.model_validate(table)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        raise InstrumentError(
            tuple(
                Fault(
                    file.name,
                    None,
                    None,
                    CODES.get(fault["type"], FaultCode.WRONG_TYPE),
                    ".".join(str(step) for step in fault["loc"]),
                )
                for fault in faults
            )
        ) from None
    for text in _texts(template):
        for found in _FIELD.finditer(text):
            if found["name"] not in LETTER_FIELDS:
                raise _refusal(file, FaultCode.UNKNOWN_FIELD, found["name"])
    return template


def _on_its_base(file: Path, table: Any) -> Any:
    """Fill in what the letter leaves to a shipped one that stands by itself."""
    if not isinstance(table, dict) or "based_on" not in table:
        return table
    own = dict(table)
    name = str(own.pop("based_on"))
    base = {}
    if name in shipped_instruments() and (INSTRUMENTS / name / LETTER_FILE).is_file():
        base = read_table(INSTRUMENTS / name / LETTER_FILE)
    if not base or "based_on" in base:
        raise _refusal(file, FaultCode.UNKNOWN_VALUE, f"based_on={name}")
    return {**{part: words for part, words in base.items() if part != "topics"}, **own}


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


def _texts(template: LetterTemplate) -> Iterator[str]:
    yield from (template.title, template.period)
    yield from (topic.text for topic in template.topics)
    yield from (block.text for block in template.blocks)


def _refusal(file: Path, code: FaultCode, detail: str) -> InstrumentError:
    return InstrumentError((Fault(file.name, None, None, code, detail),))
