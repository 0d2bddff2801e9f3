"""The timeline's entries in order: each with the date that was said, read as far as it can be read.

Reading one date is `approximate_date`'s business, saying how much time lies between two is `date_durations`'.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows import events as ev
from flows.approximate_date import ApproximateDate, chronological, parse
from flows.date_beside import read_beside
from flows.date_durations import duration_words, surely_before
from flows.interview_state import TimelineEntry


@dataclass(frozen=True, slots=True)
class PlacedEntry:
    """An entry and the moment it was read as."""

    entry: TimelineEntry
    moment: ApproximateDate


@dataclass(frozen=True, slots=True)
class Since:
    """The time from the dated entry before to this one, in Dutch words.

    `sure` is False where the two dates overlap: what comes first is then only how it reads.
    """

    words: str
    sure: bool


def said_on(events: Iterable[ev.Event]) -> dict[str, date]:
    """The day on which each entry of the timeline was last typed, so that "vorige maand" keeps its meaning."""
    return {
        event.body.entry: event.at.astimezone().date()
        for event in events
        if isinstance(event.body, ev.EntryAdded | ev.EntryChanged)
    }


def placed(
    entries: Sequence[TimelineEntry], said_on: Mapping[str, date], today: date | None = None
) -> tuple[PlacedEntry, ...]:
    """The entries by earliest day, then latest day, then as told.

    An entry whose date cannot be read stays behind the one it was told after. `said_on` is the day on which each
    entry (by id) was typed, `today` for those not in it; without either, "vorige maand" cannot be read. "Drie weken
    later" counts from the readable entry told before it, "drie weken na de intake" from the entry with those words.
    """
    moments: list[ApproximateDate] = [ApproximateDate(entry.when.strip()) for entry in entries]
    days = [said_on.get(entry.id, today or date.max) for entry in entries]
    # What could not be read may lean on what was read since; what was read stays, so this comes to an end.
    while _read_more(entries, moments, days):
        pass
    read = tuple(map(PlacedEntry, entries, moments))
    return tuple(read[place] for place in chronological(moments))


def _read_more(
    entries: Sequence[TimelineEntry], moments: list[ApproximateDate], days: Sequence[date]
) -> bool:
    """Read in place what can be read now; tells whether that was anything."""
    more = False
    anchor: ApproximateDate | None = None
    for place, entry in enumerate(entries):
        if not moments[place].readable and entry.when.strip():
            moment = parse(entry.when, today=days[place], anchor=anchor)
            if not moment.readable:
                dated = [(e.text, m) for e, m in zip(entries, moments, strict=True) if m.readable]
                moment = read_beside(entry.when.strip(), dated, today=days[place]) or moment
            moments[place] = moment
            more = more or moment.readable
        anchor = moments[place] if moments[place].readable else anchor
    return more


def durations(entries: Sequence[PlacedEntry]) -> tuple[Since | None, ...]:
    """Per placed entry the time since the dated entry before it; None for the first and where nothing is known."""
    found: list[Since | None] = []
    before: ApproximateDate | None = None
    for entry in entries:
        words = None if before is None else duration_words(before, entry.moment)
        sure = before is not None and surely_before(before, entry.moment)
        found.append(None if words is None else Since(words, sure or words == "dezelfde dag"))
        before = entry.moment if entry.moment.readable else before
    return tuple(found)


def whole_duration(entries: Sequence[PlacedEntry]) -> str | None:
    """How long it took from the first dated entry to the last, in Dutch words; None without two of them."""
    dated = [entry.moment for entry in entries if entry.moment.readable]
    return duration_words(dated[0], dated[-1]) if len(dated) > 1 else None
