"""The people, places and organisations of one case as somebody typed them, ready to be recognised.

Recognising goes by folded words (no accents, no case, ij as y): a whole name, a part of it, initials, with or
without its tussenvoegsels, spaced or joined in another way, with a genitive s, or with one typing error when the
part has more than three letters. Walking through a text is left to `listed`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from storage.anonymise.words import TOKEN, fold, phrase, words

PARTICLES: Final = frozenset(
    fold(word)
    for word in (
        *(
            "van",
            "de",
            "der",
            "den",
            "het",
            "t",
            "ten",
            "ter",
            "te",
            "op",
            "in",
            "aan",
            "bij",
            "uit",
            "v",
            "d",
            "vd",
        ),
        *(
            "vander",
            "vanden",
            "vande",
            "la",
            "le",
            "du",
            "da",
            "dos",
            "di",
            "el",
            "al",
            "bin",
            "ben",
            "bint",
            "ibn",
        ),
        *("abu", "abou", "oe", "von", "zu", "y", "e", "o"),
    )
)
_NEVER_A_NAME: Final = PARTICLES - {"ben", "al", "abu", "abou", "da", "bin"}
"""What is no first name either when it stands first."""

RESIDENT: Final = "[inwoner]"
PROFESSIONAL: Final = "[professional]"
INTERVIEWER: Final = "[interviewer]"
PLACE: Final = "[plaats]"
ORGANISATION: Final = "[organisatie]"
_NAMED: Final = {"inwoner": RESIDENT, "interviewer": INTERVIEWER, "onderzoeker": INTERVIEWER}
_PLACES: Final = frozenset({"plaats", "dorp", "stad", "straat"})
_IN_FULL: Final = {"v": ("van",), "d": ("de", "den", "der"), "vd": ("van", "de", "den", "der", "v", "d")}

Names = str | Iterable[str]


def _listed(names: Names) -> tuple[str, ...]:
    return tuple(name for name in ((names,) if isinstance(names, str) else names) if TOKEN.search(name))


@dataclass(frozen=True)
class NameList:
    """Who and what must not be named. `people` pairs a name with the token that replaces it.

    The printed form shows counts only, so that no log or traceback shows a name.
    """

    people: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    places: tuple[str, ...] = field(default=(), repr=False)
    organisations: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def build(
        cls,
        *,
        resident: Names = (),
        professional: Names = (),
        interviewers: Names = (),
        others: Names = (),
        places: Names = (),
        organisations: Names = (),
    ) -> "NameList":
        """Give everybody a token; the same person keeps the same one within the case.

        A name in `others` may say who it is: "Noor (dochter)" or "dochter Noor" becomes [kind], two of them
        [kind 1] and [kind 2]; "De Brug (school)" is an organisation, "Voorst (dorp)" a place. Without that a
        person becomes [persoon 1], [persoon 2] and so on.
        """
        people = [(name, RESIDENT) for name in _listed(resident)]
        people += [(name, PROFESSIONAL) for name in _listed(professional)]
        people += [(name, INTERVIEWER) for name in _listed(interviewers)]
        found_places, found_organisations = [*_listed(places)], [*_listed(organisations)]
        roles: list[tuple[str, str]] = []
        for entry in _listed(others):
            name, role = _role_of(entry)
            if role == "plaats":
                found_places.append(name)
            elif role == "organisatie":
                found_organisations.append(name)
            else:
                roles.append((name, role))
        people += _numbered(roles)
        return cls(tuple(people), tuple(found_places), tuple(found_organisations))

    @cached_property
    def entities(self) -> tuple["Entity", ...]:
        """Everything to recognise: people first, in their order."""
        return (
            *(Entity.person(name, token) for name, token in self.people),
            *(Entity.thing(name, PLACE, "plaats") for name in self.places if _telling(name)),
            *(
                Entity.thing(name, ORGANISATION, "organisatie")
                for name in self.organisations
                if _telling(name)
            ),
        )

    @cached_property
    def people_by_word(self) -> dict[str, frozenset[int]]:
        """Which people (places in `entities`) a folded word belongs to: parts and words written as one."""
        found: dict[str, frozenset[int]] = {}
        for at, entity in enumerate(self.entities):
            if not entity.whole:
                for word in {*entity.parts, *entity.joined}:
                    found[word] = found.get(word, frozenset()) | {at}
        return found


def _numbered(roles: list[tuple[str, str]]) -> list[tuple[str, str]]:
    totals: dict[str, int] = {}
    for _, role in roles:
        totals[role] = totals.get(role, 0) + 1
    seen: dict[str, int] = {}
    people = []
    for name, role in roles:
        seen[role] = seen.get(role, 0) + 1
        alone = totals[role] == 1 and role != "persoon"
        people.append((name, _NAMED.get(role, f"[{role}]" if alone else f"[{role} {seen[role]}]")))
    return people


def _telling(name: str) -> bool:
    """Whether a place or organisation is more than a general word such as "Wijkteam"."""
    return phrase(name) not in words().allowed


def _role_of(entry: str) -> tuple[str, str]:
    """Split "Noor (dochter)" or "dochter Noor" into the name and the word of its token."""
    name, bracket, rest = entry.partition("(")
    if bracket and TOKEN.search(name) and (role := _role_word(rest)):
        return name.strip(), role
    first = TOKEN.search(entry)
    if (
        first
        and first[0][0].islower()
        and TOKEN.search(entry, first.end())
        and (role := _role_word(first[0]))
    ):
        return (entry if role == "organisatie" else entry[first.end() :].strip(" :,-")), role
    return entry.strip(), "persoon"


def _role_word(text: str) -> str | None:
    known = words()
    for match in TOKEN.finditer(text):
        word = fold(match[0])
        if word in _PLACES:
            return "plaats"
        if word in known.organisation_kinds or word == "organisatie":
            return "organisatie"
        if word in known.kin:
            return known.kin[word]
        if word in known.titles:
            return known.titles[word]
        if word in _NAMED or word in {"professional", "persoon", *known.kin.values()}:
            return word
    return None


@dataclass(frozen=True)
class Entity:
    """One listed name, taken apart. `tokens` are all its words, folded; `parts` those that point to it alone."""

    token: str
    kind: str
    tokens: tuple[str, ...] = field(repr=False)
    parts: tuple[str, ...] = field(repr=False)
    whole: bool
    """A place or organisation counts only whole: "De Brug" is not every bridge's "de"."""

    @classmethod
    def person(cls, name: str, token: str) -> "Entity":
        tokens = tuple(fold(match[0]) for match in TOKEN.finditer(name))
        parts = tuple(
            part
            for at, part in enumerate(tokens)
            if len(part) > 1 and part not in (PARTICLES if at else _NEVER_A_NAME)
        )
        return cls(token, "naam", tokens, parts or tokens, whole=False)

    @classmethod
    def thing(cls, name: str, token: str, kind: str) -> "Entity":
        tokens = tuple(fold(match[0]) for match in TOKEN.finditer(name))
        kinds = words().organisation_kinds
        parts = tuple(part for part in tokens if part not in PARTICLES and part not in kinds)
        return cls(token, kind, tokens, parts or tokens, whole=True)

    @cached_property
    def joined(self) -> frozenset[str]:
        """Neighbouring words written as one: "annemarie", "vandenberg"; longer than three letters."""
        runs = {
            "".join(self.tokens[start:end])
            for start in range(len(self.tokens))
            for end in range(start + 2, len(self.tokens) + 1)
        }
        if self.tokens[-1] in self.surnames and self.particles & {"van", "v"}:
            runs |= {before + self.tokens[-1] for before in ("van", "vande", "vanden", "vander", "vd")}
        return frozenset(run for run in runs if len(run) > 3 and any(part in run for part in self.parts))

    @cached_property
    def initials(self) -> frozenset[str]:
        return frozenset(token[0] for token in self.tokens)

    @cached_property
    def monograms(self) -> frozenset[str]:
        """The initials in a row, with and without those of the tussenvoegsels."""
        return frozenset({"".join(t[0] for t in self.tokens), "".join(p[0] for p in self.parts)})

    @cached_property
    def particles(self) -> frozenset[str]:
        """What may stand before the name in a text and belongs to it."""
        own = {token for token in self.tokens if token not in self.parts}
        short = {token[0] for token in own} | ({"vd"} if "van" in own else set())
        return frozenset(own | short | {full for token in own for full in _IN_FULL.get(token, ())})

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The parts that follow a tussenvoegsel."""
        after = next(
            (at for at, token in enumerate(self.tokens) if token not in self.parts), len(self.tokens)
        )
        return frozenset(part for part in self.tokens[after:] if part in self.parts)


def one_typo(word: str, name: str) -> bool:
    """Whether one letter was left out, added, changed or swapped with its neighbour."""
    if abs(len(word) - len(name)) > 1:
        return False
    at = 0
    while at < min(len(word), len(name)) and word[at] == name[at]:
        at += 1
    if len(word) > len(name):
        return word[at + 1 :] == name[at:]
    if len(word) < len(name):
        return word[at:] == name[at + 1 :]
    return word[at + 1 :] == name[at + 1 :] or (
        word[at + 2 :] == name[at + 2 :] and word[at : at + 2] == name[at : at + 2][::-1]
    )
