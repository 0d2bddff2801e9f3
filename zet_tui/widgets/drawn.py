"""A timeline in characters: a point for a day, a bar for "somewhere in this time"; reading dates is the engine's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from textual.content import Content

POINT, OPEN_POINT = "●", "○"
_NARROWEST: Final = 12


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """One step: the days between which it happened (None: open to that side), and the time since the one before.

    `dated` is False where no date could be read.
    """

    id: str
    text: str
    reading: str
    earliest: date | None = None
    latest: date | None = None
    dated: bool = False
    since: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The days that the width of the drawing stands for."""

    first: date
    last: date
    width: int

    def column(self, day: date) -> int:
        """Where a day stands, from 0 to width - 1."""
        days = max((self.last - self.first).days, 1)
        return round((day - self.first).days / days * (self.width - 1))


def scale_of(steps: Sequence[DrawnStep], width: int) -> Scale | None:
    """The scale on which all dates fit; None without dates or room."""
    days = [day for step in steps if step.dated for day in (step.earliest, step.latest) if day is not None]
    return Scale(min(days), max(days), width) if days and width >= _NARROWEST else None


def axis(scale: Scale) -> str:
    """The line above the drawing: a tick and the year at each new year, the two ends by month."""
    line = [" "] * scale.width
    ends = _month(scale.first), _month(scale.last)
    _put(line, 0, ends[0])
    _put(line, scale.width - len(ends[1]), ends[1])
    for year in range(scale.first.year + 1, scale.last.year + 1):
        label = f"|{year}"
        place = scale.column(date(year, 1, 1))
        if line[max(place - 1, 0) : place + len(label) + 1].count(" ") == len(label) + 2:
            _put(line, place, label)
    return "".join(line)


def bar(step: DrawnStep, scale: Scale) -> str:
    """The step on the scale; blank where it has no date."""
    line = [" "] * scale.width
    if not step.dated:
        return "".join(line)
    start = scale.column(step.earliest) if step.earliest else 0
    end = scale.column(step.latest) if step.latest else scale.width - 1
    if start == end:
        line[start] = POINT
        return "".join(line)
    line[start : end + 1] = ["─"] * (end - start + 1)
    line[start] = "├" if step.earliest else "◂"
    line[end] = "┤" if step.latest else "▸"
    return "".join(line)


def step_content(step: DrawnStep, scale: Scale | None, reading_width: int, width: int) -> Content:
    """The time since the step before, and the step itself with its bar, on lines of this width."""
    style = "$quiet" if step.dated else "italic $quiet"
    mark = "" if step.dated else f"{OPEN_POINT} "
    reading = Content.styled(f"{mark}{step.reading}", style).truncate(reading_width, ellipsis=True, pad=True)
    drawn = Content.styled(bar(step, scale), "$accent") if scale else Content("")
    row = Content.assemble(reading, " ", drawn, "  ", step.text.replace("\n", " "))
    row = row.truncate(width, ellipsis=True)
    if not step.since:
        return row
    return Content.assemble((f"{'':{reading_width}} ↓ {step.since}", "$quiet"), "\n", row)


def _put(line: list[str], place: int, words: str) -> None:
    place = max(place, 0)
    line[place : place + len(words)] = list(words)[: len(line) - place]


def _month(day: date) -> str:
    return f"{day.month}-{day.year}"
