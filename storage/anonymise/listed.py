"""Finds the names somebody listed for a case in a text; names nobody listed are left to `doubt`.

Sure, unless the word as written is an ordinary Dutch one ("groen", "visser") and no capital says otherwise: then a
person decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storage.anonymise.finding import Finding
from storage.anonymise.known_words import is_known
from storage.anonymise.names import PARTICLES, Entity, NameList, one_typo
from storage.anonymise.text import Word
from storage.anonymise.words import words

_JOINS: Final = re.compile(r"[ \t\-'’]{0,2}|, ?")
_JOINS_INITIAL: Final = re.compile(r"\.? ?|\.?-")
_MONOGRAM_GAP: Final = re.compile(r"\. ?")


@dataclass(frozen=True, slots=True)
class _Hit:
    people: frozenset[int]
    sure: bool


def listed(text: str, found_words: tuple[Word, ...], names: NameList) -> tuple[Finding, ...]:
    """Find every listed name, place and organisation; the findings may overlap, people come first."""
    if not names.entities:
        return ()
    walk = _Walk(text, found_words, names)
    return (*walk.people(), *walk.monograms(), *walk.things())


class _Walk:
    def __init__(self, text: str, found_words: tuple[Word, ...], names: NameList) -> None:
        self._text = text
        self._words = found_words
        self._entities = names.entities
        self._by_word = names.people_by_word
        self._known = words()

    def people(self) -> Iterator[Finding]:
        hits = self._hits()
        at = 0
        while at < len(self._words):
            if at not in hits:
                at += 1
                continue
            last, people, sure = self._run(at, hits)
            entity = self._entities[min(people)]
            start = self._left(at, entity)
            end = self._right(last, entity)
            yield Finding(start, end, "naam", sure, entity.token)
            at = last + 1

    def _hits(self) -> dict[int, _Hit]:
        hits: dict[int, _Hit] = {}
        for at, word in enumerate(self._words):
            people = self._people_of(word)
            if people:
                hits[at] = _Hit(people, not self._ordinary(word) and not self._other_word(word))
        for at, (word, after) in enumerate(zip(self._words, self._words[1:], strict=False)):
            together = word.folded + after.folded
            if (
                len(together) > 3
                and self._gap(at, at + 1) in {" ", "-"}
                and not (at in hits and at + 1 in hits)
            ):
                people = self._by_word.get(together, frozenset())
                if people:
                    hits[at] = hits[at + 1] = _Hit(
                        people, not (self._ordinary(word) and self._ordinary(after))
                    )
        return hits

    def _people_of(self, word: Word) -> frozenset[int]:
        exact = self._by_word.get(word.folded)
        if exact:
            return exact
        if word.folded.endswith("s") and len(word.folded) > 3 and (of := self._by_word.get(word.folded[:-1])):
            return of
        if len(word.folded) < 3 or self._is_some_word(word):
            return frozenset()
        return frozenset(
            person for name, people in self._by_word.items() if _misspelt(word, name) for person in people
        )

    def _is_some_word(self, word: Word) -> bool:
        if word.capital and not word.opens:
            return word.folded in self._known.ordinary
        return self._known.is_plain(word.folded)

    def _ordinary(self, word: Word) -> bool:
        return (not word.capital or word.opens) and word.folded in self._known.ordinary

    def _other_word(self, word: Word) -> bool:
        """Whether this is nobody's name as written, but a Dutch word one letter away from one: a person decides."""
        exact = {word.folded, word.folded.removesuffix("s")} & self._by_word.keys()
        return not exact and not word.capital and is_known(word.folded)

    def _gap(self, left: int, right: int) -> str:
        return self._text[self._words[left].end : self._words[right].start]

    def _run(self, at: int, hits: dict[int, _Hit]) -> tuple[int, frozenset[int], bool]:
        """Join neighbouring words of one person; words between them must be tussenvoegsels or initials."""
        people, sure, last = hits[at].people, hits[at].sure, at
        looking = at + 1
        while looking < len(self._words) and looking - last <= 4:
            abbreviated = len(self._words[looking - 1].folded) <= 2
            join = _JOINS_INITIAL if abbreviated else _JOINS
            if not (
                join.fullmatch(self._gap(looking - 1, looking))
                or _JOINS.fullmatch(self._gap(looking - 1, looking))
            ):
                break
            hit = hits.get(looking)
            if hit is not None:
                if not people & hit.people:
                    break
                people, sure, last = people & hit.people, sure or hit.sure, looking
            elif self._words[looking].folded not in PARTICLES and len(self._words[looking].folded) > 1:
                break
            looking += 1
        return last, people, sure

    def _left(self, at: int, entity: Entity) -> int:
        start, before = self._words[at].start, at - 1
        while before >= 0 and before >= at - 4:
            word, gap = self._words[before], self._gap(before, before + 1)
            particle = word.folded in entity.particles and self._is_surname(self._words[at], entity)
            initial = word.letter and word.folded in entity.initials and not (word.opens and gap == " ")
            if not ((particle or initial) and (_JOINS_INITIAL.fullmatch(gap) or _JOINS.fullmatch(gap))):
                break
            start, before = word.start, before - 1
        return start

    def _is_surname(self, word: Word, entity: Entity) -> bool:
        return word.folded in entity.surnames or any(one_typo(word.folded, name) for name in entity.surnames)

    def _right(self, last: int, entity: Entity) -> int:
        end = self._words[last].end
        if last + 1 < len(self._words):
            word = self._words[last + 1]
            if word.letter and word.folded in entity.initials and self._gap(last, last + 1) == " ":
                end = word.end
                rest = self._text[end : end + 3]
                if rest.startswith(".,") or (rest.startswith(". ") and rest[2:].islower()):
                    end += 1
        return end

    def monograms(self) -> Iterator[Finding]:
        """Find "F.Y.", "FY" and "mevrouw Y.", where these are somebody's initials."""
        people = [entity for entity in self._entities if not entity.whole]
        at = 0
        while at < len(self._words):
            last = at
            if len(self._words[at].folded) == 1:
                while (
                    last + 1 < len(self._words)
                    and len(self._words[last + 1].folded) == 1
                    and _MONOGRAM_GAP.fullmatch(self._gap(last, last + 1))
                ):
                    last += 1
            letters = "".join(word.folded for word in self._words[at : last + 1])
            found = self._monogram(at, last, letters, people)
            if found:
                yield found
            at = last + 1

    def _monogram(self, at: int, last: int, letters: str, people: list[Entity]) -> Finding | None:
        start, end = self._words[at].start, self._words[last].end
        dotted = self._text[end : end + 1] == "."
        if last > at:
            owner = next((entity for entity in people if letters in entity.monograms), None)
            return Finding(start, end + dotted, "naam", True, owner.token) if owner else None
        word = self._words[at]
        if word.letter:
            owner = next((entity for entity in people if letters in entity.initials), None)
            titled = at > 0 and self._words[at - 1].folded in self._known.titles
            if owner and (titled or (dotted and not word.opens)):
                return Finding(start, end + dotted, "naam", titled, owner.token)
        elif 2 <= len(letters) <= 4 and word.raw.isupper() and (letters,) not in self._known.allowed:
            owner = next((entity for entity in people if letters in entity.monograms), None)
            return Finding(start, end, "naam", False, owner.token) if owner else None
        return None

    def things(self) -> Iterator[Finding]:
        """Find listed places and organisations, whole."""
        for entity in self._entities:
            if entity.whole:
                for at in range(len(self._words)):
                    found = self._thing(at, entity)
                    if found:
                        yield found

    def _thing(self, at: int, entity: Entity) -> Finding | None:
        last = at
        if self._words[at].folded not in entity.joined:
            last = self._through(at, entity)
            if last < at:
                return None
        start, before = self._words[at].start, at - 1
        others = [token for token in entity.tokens if token not in entity.parts]
        while (
            before >= 0
            and self._words[before].folded in others
            and self._gap(before, before + 1) in {" ", "-"}
        ):
            start, before = self._words[before].start, before - 1
        sure = not all(self._ordinary(word) for word in self._words[at : last + 1])
        return Finding(start, self._words[last].end, entity.kind, sure, entity.token)

    def _through(self, at: int, entity: Entity) -> int:
        """Walk the parts in their order from `at`; give the last word, or -1."""
        looking = at
        for number, part in enumerate(entity.parts):
            while number and looking < len(self._words) and self._words[looking].folded in PARTICLES:
                looking += 1
            if looking >= len(self._words):
                return -1
            word = self._words[looking]
            close = len(part) > 5 and not self._is_some_word(word) and one_typo(word.folded, part)
            if word.folded not in {part, part + "s"} and not close:
                return -1
            looking += 1
        return looking - 1


def _misspelt(word: Word, name: str) -> bool:
    """One typing error in a name of more than three letters; a short one keeps its first letter (Daan, Laan)."""
    if len(name) <= 3 or not one_typo(word.folded, name):
        return False
    return len(name) > (4 if word.capital else 5) or word.folded[0] == name[0]
