"""The letter that tells residents what came of the evaluation: ours, in easy Dutch, and nothing of one case.

Only who asked for it gets it (Bijlage 3, DESIGN section 5). A file of it is made in `storage.export`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from flows.actions import ImprovementAction, Progress
from flows.conclusions import Conclusion, Verdict
from flows.letter import Block, BlockKind
from flows.text import clean_text, long_date

TITLE: Final = "Wat we leerden van de evaluatie"
MOST_POINTS: Final = 8
"""Points under one heading: more is no letter that people read."""
LONGEST_POINT: Final = 300
"""Characters in one point."""


class OutcomeIncomplete(Exception):
    """The letter lacks something, or says too much; `faults` are (field, code).

    Fields are those of `Outcome`; codes: empty, too_many, too_long.
    """

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__(", ".join(f"{field} {code}" for field, code in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the letter says. `well`, `better` and `actions` are points in the team's own words, over all cases.

    `contact` is who answers a question and how, `sender` who signs.
    """

    municipality: str
    well: tuple[str, ...]
    better: tuple[str, ...]
    actions: tuple[str, ...]
    contact: str
    sender: str

    @property
    def points(self) -> tuple[tuple[str, str], ...]:
        """(field, point) of everything that the team wrote about what it found."""
        return tuple((name, point) for name in _LISTS for point in getattr(self, name))


_BEFORE: Final = "gemeente "
_LISTS: Final = ("well", "better", "actions")
_LINES: Final = ("municipality", "contact", "sender")


def outcome(
    *,
    municipality: str,
    well: Iterable[str],
    better: Iterable[str],
    actions: Iterable[str],
    contact: str,
    sender: str,
) -> Outcome:
    """Take what was typed: blank points fall away. Raises `OutcomeIncomplete` with every fault.

    The letter needs what goes well or what can be better, and what happens with it.
    """
    made = Outcome(
        municipality=_line(municipality),
        well=_points(well),
        better=_points(better),
        actions=_points(actions),
        contact=_line(contact),
        sender=_line(sender),
    )
    faults = tuple(_faults(made))
    if faults:
        raise OutcomeIncomplete(faults)
    return made


def _faults(made: Outcome) -> Iterator[tuple[str, str]]:
    for name in _LINES:
        text = getattr(made, name)
        if not text or len(text) > LONGEST_POINT:
            yield name, "too_long" if text else "empty"
    for name in _LISTS:
        points = getattr(made, name)
        if len(points) > MOST_POINTS:
            yield name, "too_many"
        if any(len(point) > LONGEST_POINT for point in points):
            yield name, "too_long"
    if not made.well and not made.better:
        yield "well", "empty"
    if not made.actions:
        yield "actions", "empty"


def _points(texts: Iterable[str]) -> tuple[str, ...]:
    lines = (_line(text).lstrip("-•– ") for text in texts)
    return tuple(line for line in lines if line)


def _line(text: str) -> str:
    return " ".join(clean_text(text).split())


def _place(municipality: str) -> str:
    """The name alone, as the letter itself says "gemeente" before it."""
    return municipality[len(_BEFORE) :] if municipality.casefold().startswith(_BEFORE) else municipality


def suggested(
    conclusions: Iterable[Conclusion], actions: Iterable[ImprovementAction]
) -> dict[str, tuple[str, ...]]:
    """What the team concluded and agreed, as points by field; the team makes them easy to read."""
    found: dict[str, list[str]] = {name: [] for name in _LISTS}
    for conclusion in conclusions:
        found["well" if conclusion.verdict is Verdict.GOOD else "better"].append(conclusion.text)
    for action in actions:
        if action.progress is not Progress.DROPPED:
            found["actions"].append(_agreed(action))
    return {name: _points(texts) for name, texts in found.items()}


def _agreed(action: ImprovementAction) -> str:
    """An agreement with who does it and by when, where that was agreed."""
    what = action.what.strip().rstrip(".")
    owner = f" Dat doet: {action.owner.strip()}." if action.owner.strip() else ""
    by = f" Klaar op {long_date(action.by)}." if action.by else ""
    return f"{what}.{owner}{by}"


def outcome_blocks(told: Outcome) -> tuple[Block, ...]:
    """The letter in order, in the shape of `flows.letter`."""
    return (
        Block(kind=BlockKind.TITLE, text=TITLE),
        *_paragraphs(
            "Beste heer, mevrouw,",
            "U vertelde ons hoe u hulp kreeg in gemeente "
            f"{_place(told.municipality)}. Dank u wel! U wilde graag weten wat wij daarvan leerden. "
            "Dat leest u in deze brief.",
            "We schrijven over alle mensen samen die meededen. Er staat niets in over u of over een ander alleen.",
        ),
        *_list("Wat gaat goed?", told.well),
        *_list("Wat kan beter?", told.better),
        *_list("Wat gaan we doen?", told.actions),
        Block(kind=BlockKind.HEADING, text="Wat gebeurt er met uw gegevens?"),
        *_paragraphs(
            "Wij hebben uw antwoorden gebruikt zonder uw naam. Alles waar uw naam bij stond, is vernietigd. "
            "De brief met uw handtekening bewaart de gemeente.",
            "We weten alleen nog uw naam, en hoe we u kunnen bereiken. Dat vernietigen we nu ook.",
        ),
        Block(kind=BlockKind.HEADING, text="Heeft u een vraag?"),
        *_paragraphs(
            f"Neem contact op met {told.contact.rstrip('.')}.",
            "Met vriendelijke groet,",
            f"Namens gemeente {_place(told.municipality)},",
            told.sender,
        ),
    )


def points_as_blocks(points: Iterable[str]) -> tuple[Block, ...]:
    """Points as the letter's bullets, each a sentence with its end."""
    return tuple(
        Block(kind=BlockKind.BULLET, text=f"- {point}{'' if point[-1] in '.!?' else '.'}") for point in points
    )


def _list(heading: str, points: tuple[str, ...]) -> tuple[Block, ...]:
    return (Block(kind=BlockKind.HEADING, text=heading), *points_as_blocks(points)) if points else ()


def _paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts)
