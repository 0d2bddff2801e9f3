"""Dates told beside another event: "twee weken na de intake", "kort voor de verhuizing", "tegelijk met het plan".

Which event is meant is found by its words among the events that have a date; when two fit, none is taken. Dates that
lean on the one told before them are left to `date_relations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from flows.approximate_date import LONGEST, ApproximateDate, parse

_SIDES: Final = "na|voor|voordat|nadat|tijdens|bij|tegelijk met|dezelfde dag als|zelfde dag als"
_BESIDE: Final = re.compile(rf"(?P<before>.*?)\b(?P<side>{_SIDES})\s+(?P<event>.+)", re.IGNORECASE)
_SAME: Final = frozenset(("tijdens", "bij", "tegelijk met", "dezelfde dag als", "zelfde dag als"))
_SMALL: Final = frozenset((
    "de", "het", "een", "die", "dat", "deze", "dit", "mijn", "haar", "zijn", "hun", "ons", "onze", "er", "ik", "zij",
    "hij", "we", "wij", "ze", "was", "waren", "is", "werd", "had", "van", "voor", "met", "bij", "op", "in", "aan",
    "naar", "te", "en", "om",
))  # fmt: skip
"""Words that tell no event from another."""

_NEAR: Final = re.compile(r"(?:kort|vlak|net|even)\b", re.IGNORECASE)
_AT_ONCE: Final = re.compile(r"(?:meteen|direct|gelijk|onmiddellijk)\b", re.IGNORECASE)
_ALIKE: Final = 5
"""Words with so many first letters in common are taken for the same: verhuizing, verhuisd."""

_DAYS_NEAR: Final = timedelta(days=30)
_FIRST_DAY: Final = date(1900, 1, 1)


def read_beside(
    said: str, events: Sequence[tuple[str, ApproximateDate]], *, today: date
) -> ApproximateDate | None:
    """Read a date that is told beside one of these events (text, moment); None when it is not, or not surely.

    "na de intake" is open on one side, "drie weken na de intake" is as wide as the intake's own date allows.
    """
    found = _BESIDE.fullmatch(" ".join(said.split())) if len(said) <= LONGEST else None
    if found is None:
        return None
    anchor = _meant(found["event"], events)
    if anchor is None or anchor.earliest is None or anchor.latest is None:
        return None
    before, side = found["before"].strip(), found["side"].lower()
    if side in _SAME:
        return replace(anchor, said=said) if before.lower() in ("", "op", "op de") else None
    later = side in ("na", "nadat")
    if not before:
        return _open(said, anchor, later=later)
    near = _NEAR.match(before) is not None
    if not later and near:
        return _just_before(said, anchor)
    if later and (near or _AT_ONCE.match(before)):
        told = "kort daarna" if near else "meteen daarna"
    else:
        told = f"{before} {'later' if later else 'eerder'}"
    moment = parse(told, today=today, anchor=anchor)
    return replace(moment, said=said) if moment.readable else None


def _open(said: str, anchor: ApproximateDate, *, later: bool) -> ApproximateDate:
    if later:
        return ApproximateDate(said, f"{anchor.earliest}/..", anchor.earliest, None)
    return ApproximateDate(said, f"../{anchor.latest}", None, anchor.latest)


def _just_before(said: str, anchor: ApproximateDate) -> ApproximateDate:
    first = max(_FIRST_DAY, (anchor.earliest or _FIRST_DAY) - _DAYS_NEAR)
    return ApproximateDate(said, f"[{first}..{anchor.latest}]", first, anchor.latest)


def _meant(told: str, events: Sequence[tuple[str, ApproximateDate]]) -> ApproximateDate | None:
    """The one event whose text has all the words that were told."""
    wanted = _words(told)
    if not wanted:
        return None
    fits = [moment for text, moment in events if _all_in(wanted, _words(text))]
    return fits[0] if len(fits) == 1 else None


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.casefold()) if word not in _SMALL]


def _all_in(wanted: Iterable[str], words: Sequence[str]) -> bool:
    return all(any(_alike(one, other) for other in words) for one in wanted)


def _alike(one: str, other: str) -> bool:
    return one == other or (len(one) >= _ALIKE and one[:_ALIKE] == other[:_ALIKE])
