"""Two copies of one case become one (VAULT section 7); pure, on streams of bytes.

Per conversation: identical, or one the beginning of the other, gives the longer one. Forked: a person chooses, and
the other one stays in the history. Consents are united, decisions about texts go by their moment, names are united;
of everything else what came in holds, because it was handed over last.
"""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from flows.instrument import Source
from storage.cases.places import Streams
from storage.transfer.errors import JournalsFork

_JOURNAL, _HISTORY, _DRAFT = "journal/", "history/", "draft/"


class Side(StrEnum):
    """Which of two forked conversations goes on."""

    HERE = "hier"
    FILE = "bestand"


def merge(here: Streams, file: Streams, choices: Mapping[Source, Side]) -> dict[str, tuple[bytes, ...]]:
    """The case as it goes on. Raises JournalsFork for the sources without a choice."""
    merged = {stream: tuple(payloads) for stream, payloads in {**here, **file}.items()}
    undecided = []
    for source in Source:
        name = _JOURNAL + source.value
        ours, theirs = tuple(here.get(name, ())), tuple(file.get(name, ()))
        if not ours or not theirs or _begins(ours, theirs) or _begins(theirs, ours):
            longer = max(ours, theirs, key=len)
            if longer:
                merged[name] = longer
        elif source not in choices:
            undecided.append(source.value)
        else:
            kept, other = (ours, theirs) if choices[source] is Side.HERE else (theirs, ours)
            merged[name] = kept
            merged |= _history(merged, source, other)
        draft = _DRAFT + source.value
        if draft in merged and merged.get(name) == ours:
            merged[draft] = tuple(here.get(draft, ())) or merged[draft]
    if undecided:
        raise JournalsFork(tuple(undecided))
    merged["consents"] = _united(here.get("consents", ()), file.get("consents", ()), "recorded_at")
    for listed in ("names", "names-declined"):
        merged[listed] = tuple(dict.fromkeys((*here.get(listed, ()), *file.get(listed, ()))))
    review = _decisions(here.get("review", ()), file.get("review", ()))
    if review is not None:
        merged["review"] = (review,)
    return {stream: payloads for stream, payloads in merged.items() if payloads}


def _begins(longer: Sequence[bytes], shorter: Sequence[bytes]) -> bool:
    return tuple(longer[: len(shorter)]) == tuple(shorter)


def _history(merged: Streams, source: Source, other: tuple[bytes, ...]) -> dict[str, tuple[bytes, ...]]:
    """The conversation that was not chosen, under the next free number."""
    known = [stream for stream in merged if stream.startswith(f"{_HISTORY}{source.value}/")]
    if any(tuple(merged[stream]) == other for stream in known):
        return {}
    return {f"{_HISTORY}{source.value}/{len(known) + 1}": other}


def _united(here: Sequence[bytes], file: Sequence[bytes], moment: str) -> tuple[bytes, ...]:
    """Every record once, by its moment; the last one holds."""
    both = dict.fromkeys((*here, *file))
    return tuple(sorted(both, key=lambda data: str(json.loads(data).get(moment) or "")))


def _decisions(here: Sequence[bytes], file: Sequence[bytes]) -> bytes | None:
    """Per text the decision that was taken last; of one decision the one that a second reader joined."""
    if not here or not file:
        return (here or file or (None,))[-1]
    decisions: dict[str, dict[str, str]] = json.loads(here[-1])["decisions"]
    for key, decision in json.loads(file[-1])["decisions"].items():
        if key not in decisions or _taken(decisions[key]) <= _taken(decision):
            decisions[key] = decision
    return json.dumps({"decisions": decisions}).encode()


def _taken(decision: Mapping[str, str | None]) -> tuple[str, str]:
    """When it was taken, and when somebody joined it."""
    return str(decision["at"]), str(decision.get("second_at") or "")
