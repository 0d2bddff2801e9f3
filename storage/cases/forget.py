"""Nobody stays behind by name: what an evaluation keeps besides its cases is covered before somebody goes.

Two texts stand outside every case: the places of files outside the vault, because people call a folder after somebody,
and the reason of a moved day. Covering is part of the transaction that says that a case goes, so before the case is
destroyed it is done, and a restart that finishes the destroying finds nothing left to cover.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from flows.retention import COVERED, RetentionTerm
from storage.cases.records import FeedbackWish, OutsideFile
from storage.cases.store import EVALUATION, FEEDBACK, RESULTS, Store
from storage.vault import RecordDamaged

FOLDER: Final = "[map met een naam]"
"""Stands where a folder was called after somebody: the place can be found up to there."""
OUTSIDE, TERM = "outside", "term"
_NAMED: Final = {
    "entry": ("name", "professional"),
    "consents": ("professional", "representative"),
    "letter": ("professional",),
}
_TOLD: Final = {"entry": ("contact",), "consents": ("feedback_channel",), "facts": ("household",)}
"""Fields in which a name may stand among other words: "via dochter Noor"."""
_NAMES: Final = "names"
_PARTICLES: Final = frozenset({
    "aan", "al", "bij", "bin", "da", "de", "del", "den", "der", "des", "di", "dos", "du", "el", "en", "het",
    "ibn", "in", "la", "le", "op", "te", "ten", "ter", "tot", "uit", "van", "vande", "vanden", "vander",
    "vd", "von", "zu", "mevrouw", "meneer", "mevr", "mw", "dhr", "hr",
})  # fmt: skip
_PLACES: Final = frozenset({"plaats", "dorp", "stad", "straat"})
_LONG: Final = 5
"""Letters from which on a name is also seen inside a longer word: "FamElAmrani"."""
_WORD: Final = re.compile(r"[^\W\d_]+")


class People:
    """The names of some people, taken apart into words; the printed form shows none."""

    def __init__(self, names: Iterable[str]) -> None:
        self._words = frozenset(word for name in names for word in _telling(name))
        self._inside = tuple(word for word in self._words if len(word) >= _LONG)

    def named_in(self, text: str) -> bool:
        """Whether a word of this text is a name, or holds a long one."""
        return any(
            word in self._words or any(name in word for name in self._inside) for word in _folded(text)
        )


def people_of(store: Store, case: str) -> People:
    """Resident, professionals, who signed beside, and everybody on the name list; what is damaged is passed over."""
    return People(_names_of(store, case))


def everybody(store: Store) -> People:
    """The people of all cases, and who waits for the outcome of an earlier evaluation."""
    vault = store.vault
    found = [name for case in store.cases() for name in _names_of(store, case)]
    for compartment in vault.compartments(FEEDBACK):
        for wish in _records(store, compartment, "wish"):
            found += [wish["name"], *_among(wish["channel"])]
    return People(found)


def forget_case(store: Store, case: str) -> None:
    """Before a case is destroyed, inside the caller's transaction: nobody of it is named outside it any more."""
    if case in store.cases():
        forget(store, people_of(store, case))


def forget_waiting(store: Store, wish: FeedbackWish) -> None:
    """Before somebody leaves the list of who waits for the outcome, inside the caller's transaction."""
    forget(store, People([wish.name, *_among(wish.channel)]))


def forget(store: Store, people: People) -> None:
    """Cover these people in what is kept besides cases, inside the caller's transaction."""
    vault = store.vault
    for home in (*vault.compartments(RESULTS), *vault.compartments(EVALUATION)):
        lines = _lines(store, home, OUTSIDE)
        kept = [_covered_line(line, people) for line in lines]
        if kept != lines:
            vault.remove_stream(home, OUTSIDE)
            for line in kept:
                vault.append(home, OUTSIDE, line)
    for home in vault.compartments(EVALUATION):
        for line in _lines(store, home, TERM)[-1:]:
            term = RetentionTerm.model_validate_json(line)
            moves = tuple(
                move.model_copy(update={"reason": covered_reason(move.reason, people)}) for move in term.moves
            )
            if moves != term.moves:
                store.write(home, TERM, term.model_copy(update={"moves": moves}))


def covered_path(path: str, people: People) -> str:
    """The place up to the first folder that names somebody, then a fixed phrase and the file's own name."""
    place = Path(path)
    named = next((at for at, part in enumerate(place.parts[:-1]) if people.named_in(part)), None)
    return path if named is None else str(Path(*place.parts[:named]) / FOLDER / place.name)


def covered_reason(reason: str, people: People) -> str:
    """The same words, each that names somebody covered, and what stands between two of those in a name."""
    words = [COVERED if people.named_in(word) else word for word in reason.split()]
    for at in range(1, len(words)):
        inside = words[at - 1] == COVERED and COVERED in words[at + 1 : at + 3]
        if inside and _PARTICLES.issuperset(_folded(words[at])):
            words[at] = COVERED
    return " ".join(words)


def _covered_line(line: bytes, people: People) -> bytes:
    file = OutsideFile.model_validate_json(line)
    path = covered_path(file.path, people)
    return line if path == file.path else file.model_copy(update={"path": path}).model_dump_json().encode()


# -- whose names -----------------------------------------------------------------------------------------------


def _names_of(store: Store, case: str) -> Iterator[str]:
    for stream, fields in _NAMED.items():
        for record in _records(store, case, stream):
            yield from (record.get(field) or "" for field in fields)
    for stream, fields in _TOLD.items():
        for record in _records(store, case, stream):
            for field in fields:
                yield from _among(record.get(field) or "")
    yield from (data.decode() for data in _lines(store, case, _NAMES))


def _records(store: Store, compartment: str, stream: str) -> list[dict[str, str]]:
    return [json.loads(data) for data in _lines(store, compartment, stream)]


def _lines(store: Store, compartment: str, stream: str) -> list[bytes]:
    try:
        return store.vault.read(compartment, stream)
    except RecordDamaged:  # it cannot be read any more, and stops nobody from destroying
        return []


def _among(text: str) -> Iterator[str]:
    """Names among other words: a capital after a plain word, and the capitals that follow it."""
    running = False
    for before, word in pairwise(text.split()):
        running = word[:1].isupper() and (running or (before.isalpha() and before.islower()))
        if running:
            yield word


def _telling(name: str) -> Iterator[str]:
    """The words of a name that point to somebody; of "Noor (dochter)" and "dochter Noor" only Noor."""
    own, bracket, role = name.partition("(")
    if bracket and _PLACES & set(_folded(role)):
        return
    words = _WORD.findall(own)
    capital = [word for word in words if word[:1].isupper()]
    telling = [
        word for word in _folded(" ".join(capital or words)) if len(word) > 1 and word not in _PARTICLES
    ]
    longer = [word for word in telling if len(word) > 2]
    yield from longer or telling


def _folded(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))
