"""What can be filled into a template: the named fields of a letter, in Dutch, with their words.

The fields of the consent letter stand here; another letter makes a `Filling` of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from flows.letter import Block, BlockKind
from flows.text import long_date
from storage.cases.letters import Letter

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gemeente": "municipality",
        "organisatie": "organisation",
        "interviewer": "interviewer",
        "wie_kijken": "viewers",
        "professional": "professional",
        "verwerker": "processor",
        "verantwoordelijke": "controller",
        "fg_naam": "fg_name",
        "fg_telefoon": "fg_phone",
        "fg_email": "fg_email",
        "terug_naar": "return_name",
        "terug_adres": "return_address",
        "afzender": "sender",
        "bewaartermijn": "feedback_term",
    }
)
"""The fields of a template in Dutch, each with the letter's field that fills it."""
LETTER: Final = "brief"
TOPICS: Final = "onderwerpen"
PERIOD: Final = "periode"
DATE: Final = "datum"
RESIDENT: Final = "inwoner"


@dataclass(frozen=True, slots=True)
class Filling:
    """What a template may hold: `words` by field, within a line; `parts` by field, each on a line of its own.

    `parts` always holds the whole letter (`brief`); a template without it must hold every field of `needed`.
    """

    title: str
    words: Mapping[str, str]
    parts: Mapping[str, tuple[Block, ...]]
    needed: tuple[str, ...]


def of_letter(letter: Letter) -> Filling:
    """The fields of the consent letter; what a template needs not has no place in the printed one."""
    needed = [name for name, field in NAMES.items() if field in letter.needed]
    return Filling(
        title=letter.blocks[0].text,
        words={
            **{name: letter.fields[field] for name, field in NAMES.items()},
            PERIOD: letter.written.period,
            DATE: long_date(letter.written.dated),
            RESIDENT: letter.resident,
        },
        parts={
            LETTER: letter.blocks,
            TOPICS: tuple(block for block in letter.blocks if block.kind is BlockKind.BULLET),
        },
        needed=(*needed, TOPICS, PERIOD),
    )
