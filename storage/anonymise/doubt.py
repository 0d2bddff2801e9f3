"""Finds what may point to a person and what only a reader can judge: everything here waits for a yes or no.

Capitals inside a sentence, names nobody listed, family or title words with a name, ages, larger numbers and local
organisations (DESIGN section 7). What is sure is found elsewhere and hidden before this looks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storage.anonymise.finding import Finding, settle
from storage.anonymise.names import PARTICLES
from storage.anonymise.text import Word, split
from storage.anonymise.words import words

_AGE: Final = re.compile(
    r"(?<![\w,.])(?P<plain>\d{1,3})(?:[ -]?jarigen?\b|[ -]?jaar oud\b|[ -]?jr\.? oud\b|[ -]jaar\b|[ -]?jr\b)"
    r"|\((?:leeftijd:? )?(?P<bracket>\d{1,3})(?: ?(?:jr|jaar|m|v|j))?\)"
    r"|\b(?:leeftijd|wordt|werd|geworden|is net|was toen|is nu|pas|bijna)(?: van)?:? (?P<after>\d{1,2})"
    r"(?![\w.,:/%]|\s?(?:uur|euro|keer|x|dag|week|wek|maand|jaar|minu|km|gespr|af))"
    r"|\b(?:baby|kindje|dochter|zoon|zoontje|dochtertje|kind|peuter|kleuter|jongen|meisje)(?: van| is)?"
    r" (?P<young>\d{1,2})\b(?: (?:jaar|maanden|weken|jr))?",
    re.IGNORECASE,
)
_COUNTED: Final = (
    r"(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien"
    r"|achttien|negentien|twintig|\w{2,8}entwintig|\w{2,8}ëntwintig|dertig|\w{2,8}[eë]ndertig|veertig|\w{2,8}[eë]nveertig"
    r"|vijftig|\w{2,8}[eë]nvijftig|zestig|\w{2,8}[eë]nzestig|zeventig|\w{2,8}[eë]nzeventig|tachtig|\w{2,8}[eë]ntachtig"
    r"|negentig|\w{2,8}[eë]nnegentig)"
)
_AGE_IN_WORDS: Final = re.compile(
    rf"\b(?:{_COUNTED}[ -]?jarigen?|{_COUNTED} jaar oud|(?:twin|der|veer|vijf|zes|zeven|tach|negen)tigers?|"
    rf"(?:begin|eind|midden) (?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig))\b",
    re.IGNORECASE,
)
_DURATION: Final = re.compile(
    r"(?:na|al|ruim|bijna|ongeveer|circa|ca|binnen|elke|iedere|per|om de|afgelopen|eerste|laatste|komende|duurde|duurt"
    r"|sinds|pas na|meer dan|minder dan|minstens|zeker|wel|over|gedurende|in totaal|totaal|heeft|geduurd|wachttijd"
    r"|wachten|wacht|gewacht|de|half|dan|nog|weer|voor)(?: van)?\s*$",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?<![\w])\d+(?:[.,:/-]\d+)*(?!\w)")
_NUMBERED: Final = re.compile(
    r"\b(?:vraag|vragen|stap|stappen|doel|doelen|groep|klas|bijlage|criterium|punt|artikel|fase|versie)\s"
    r"(?:\d{1,2}\s?(?:,|en|of|t/m|tot|-)\s?)*$",
    re.IGNORECASE,
)
_HARMLESS: Final = re.compile(
    r"\s?(?:uur|uren|dag|dagen|week|weken|maand|maanden|jaar|jaren|keer|x|maal|minuten|min|kwartier|%|procent|euro per"
    r"|gesprek|gesprekken|afspraak|afspraken|professional|professionals|hulpverlener|hulpverleners|organisatie"
    r"|organisaties|instantie|instanties|doel|doelen|werkdag|werkdagen|telefoontje|telefoontjes|mail|mails|e-mails"
    r"|brief|brieven|formulier|formulieren|loket|loketten|medewerker|medewerkers|vraag|vragen|stap|stappen|plan|plannen)"
    r"(?!\w)",
    re.IGNORECASE,
)
_IN_PLACE: Final = frozenset(
    {"in", "te", "uit", "naar", "nabij", "richting", "omgeving", "dorp", "stad", "plaats"}
)
_ADDRESS_FORMS: Final = frozenset({"mevrouw", "mevr", "mw", "meneer", "dhr", "fam"})
_JOIN: Final = re.compile(r"[ \-'’]{1,2}|\. ?")
_INITIAL_GAP: Final = re.compile(r"\.? ?")


@dataclass(frozen=True, slots=True)
class _Guess:
    kind: str
    token: str


_NAME: Final = _Guess("naam", "[naam]")
_PLACE: Final = _Guess("plaats", "[plaats]")
_ORGANISATION: Final = _Guess("organisatie", "[organisatie]")
_ORIGIN: Final = _Guess("herkomst", "[herkomst]")


def doubtful(text: str) -> tuple[Finding, ...]:
    """Find what a person must judge in a text whose sure findings are already hidden."""
    walk = _Walk(text)
    return settle((*_ages(text), *walk.organisations(), *walk.names(), *_numbers(text)))


def life_stage(age: int) -> str:
    """Give the token of an age: kind, jongere, volwassene or oudere (DESIGN section 7.2)."""
    for limit, stage in ((12, "kind"), (18, "jongere"), (67, "volwassene")):
        if age < limit:
            return f"[leeftijd: {stage}]"
    return "[leeftijd: oudere]"


def _ages(text: str) -> Iterator[Finding]:
    for match in _AGE.finditer(text):
        group = match.lastgroup or "plain"
        age = int(match[group])
        duration = group == "plain" and match[0].lower().rstrip(".").endswith(("jaar", "jr"))
        if age > 115 or (duration and (age < 12 or _DURATION.search(text[: match.start()]))):
            continue
        months = bool(re.search(r"maanden|weken", match[0]))
        start = match.start(group) if group in {"after", "young"} else match.start()
        yield Finding(start, match.end(), "leeftijd", False, life_stage(0 if months else age))
    for match in _AGE_IN_WORDS.finditer(text):
        yield Finding(match.start(), match.end(), "leeftijd", False, "[leeftijd]")


def _numbers(text: str) -> Iterator[Finding]:
    for match in _NUMBER.finditer(text):
        if len(match[0]) < 3 and _NUMBERED.search(text[max(0, match.start() - 60) : match.start()]):
            continue
        long = sum(char.isdigit() for char in match[0]) > 2
        clock = re.fullmatch(r"\d{1,2}[.:]\d{2}", match[0])
        if (long and not clock) or not (_HARMLESS.match(text, match.end()) or clock or len(match[0]) < 2):
            yield Finding(match.start(), match.end(), "getal", False, "[getal]")


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._words = split(text)
        self._known = words()
        self._allowed = self._allowed_words()

    def _allowed_words(self) -> frozenset[int]:
        longest = max(len(entry) for entry in self._known.allowed)
        folded = [word.folded for word in self._words]
        return frozenset(
            at
            for start in range(len(folded))
            for length in range(1, longest + 1)
            if tuple(folded[start : start + length]) in self._known.allowed
            for at in range(start, min(start + length, len(folded)))
        )

    def organisations(self) -> Iterator[Finding]:
        """Find "basisschool De Regenboog", and "basisschool de regenboog" behind a word that tells enough."""
        kinds, sure_kinds = self._known.organisation_kinds, self._known.sure_organisation_kinds
        for at, word in enumerate(self._words[:-1]):
            if word.folded not in kinds or self._words[at + 1].opens:
                continue
            last = self._capitals(at + 1)
            if last is None and word.folded in sure_kinds:
                last = self._small_name(at + 1)
            if last is not None and not self._all_allowed(at + 1, last):
                end = self._words[last].end
                yield Finding(self._words[at + 1].start, end, "organisatie", False, _ORGANISATION.token)

    def _small_name(self, at: int) -> int | None:
        if self._words[at].folded not in {"de", "het", "t"} or at + 1 >= len(self._words):
            return None
        word = self._words[at + 1]
        nothing_between = self._gap(at - 1) == " " == self._gap(at)
        return at + 1 if nothing_between and len(word.folded) > 3 and not self._function_word(word) else None

    def _function_word(self, word: Word) -> bool:
        return word.folded in self._known.titles or word.folded in self._known.kin

    def names(self) -> Iterator[Finding]:
        """Find runs of capitals, known first names, and a name behind a family or title word."""
        at = 0
        while at < len(self._words):
            last = self._name_at(at)
            if last is None:
                at += 1
                continue
            guess = self._guess(at, last)
            start, end = self._words[at].start, self._words[last].end
            if self._words[last].letter and self._text[end : end + 1] == ".":
                end += 1
            yield Finding(start, end, guess.kind, False, guess.token)
            at = last + 1

    def _name_at(self, at: int) -> int | None:
        word = self._words[at]
        if at in self._allowed or word.folded.isdigit():
            return None
        if word.folded in self._known.origins:
            return at
        last = self._capitals(at)
        if last is not None:
            if (word.opens and not self._strange(word)) or self._all_allowed(at, last):
                return None
            return last
        first_name = word.folded in self._known.first_names and word.folded not in self._known.ordinary
        if first_name and len(word.folded) > 2:
            return self._with_surname(at)
        if self._after_family(at) or self._unknown(at):
            return at
        return at + 1 if self._after_address_form(at) else None

    def _after_address_form(self, at: int) -> bool:
        """Whether "de boer" stands behind "mevrouw": there even an ordinary word is a name."""
        if at == 0 or at + 1 >= len(self._words) or self._words[at - 1].folded not in _ADDRESS_FORMS:
            return False
        particle = self._words[at].folded in PARTICLES and self._gap(at - 1).strip(".") == " " == self._gap(
            at
        )
        return particle and len(self._words[at + 1].folded) > 2

    def _strange(self, word: Word) -> bool:
        """Whether a word that opens a sentence may be a name."""
        if len(word.folded) < 2:
            return False
        listed = word.folded in self._known.first_names and word.folded not in self._known.ordinary
        return listed or not self._known.knows(word.folded)

    def _after_family(self, at: int) -> bool:
        """Whether this is a small unknown word behind a family or title word: "zoon daan", "mevrouw yilmaz"."""
        word = self._words[at]
        if at == 0 or len(word.folded) < 3 or not word.folded.isalpha() or self._gap(at - 1) != " ":
            return False
        before = self._words[at - 1].folded
        named = before in self._known.titles or before in self._known.kin
        return named and word.folded not in PARTICLES and not self._known.knows(word.folded)

    def _unknown(self, at: int) -> bool:
        """Whether this is a small word that no Dutch word list knows: "froukje", "leeuwarden", and typing errors."""
        word = self._words[at]
        if len(word.folded) < 4 or not word.folded.isalpha() or self._known.knows(word.folded):
            return False
        return not (self._text[word.end : word.end + 1] == "." and len(word.folded) < 8)

    def _with_surname(self, at: int) -> int:
        following = self._capitals(at + 1) if at + 1 < len(self._words) and self._gap(at) == " " else None
        return at if following is None else following

    def _capitals(self, at: int) -> int | None:
        """Walk a run of capitals, over tussenvoegsels and initials; give its last word."""
        if not self._words[at].capital:
            return None
        last, looking = at, at + 1
        while looking < len(self._words) and looking - last <= 3 and self._joined(looking - 1):
            word = self._words[looking]
            if word.capital and not word.opens:
                last = looking
            elif word.folded not in PARTICLES or word.folded in {"in", "op", "bij", "aan", "uit"}:
                break
            looking += 1
        return last

    def _joined(self, at: int) -> bool:
        gap = self._gap(at)
        if len(self._words[at].folded) <= 2 and _INITIAL_GAP.fullmatch(gap):
            return True
        return _JOIN.fullmatch(gap) is not None and "." not in gap

    def _gap(self, at: int) -> str:
        return self._text[self._words[at].end : self._words[at + 1].start]

    def _all_allowed(self, at: int, last: int) -> bool:
        if last == at and len(self._words[at].folded) < 2 and not self._dotted(at):
            return not (at > 0 and self._words[at - 1].folded in self._known.titles)
        return all(
            number in self._allowed or self._words[number].folded in PARTICLES
            for number in range(at, last + 1)
        ) or (last == at and self._plain(self._words[at].folded))

    def _plain(self, folded: str) -> bool:
        """Whether a capital tells nothing: "U", and the handbook's own words ("Veiligheid")."""
        return folded in {"u", "uw", "ik"} or (len(folded) > 3 and folded in self._known.handbook)

    def _dotted(self, at: int) -> bool:
        end = self._words[at].end
        return self._text[end : end + 1] == "." and not self._words[at].opens

    def _guess(self, at: int, last: int) -> _Guess:
        """Guess what it is from the word before it; the reader decides."""
        word = self._words[at]
        if word.folded in self._known.origins:
            return _ORIGIN
        before = self._words[at - 1].folded if at and self._gap(at - 1).strip(". ") == "" else ""
        if before in self._known.kin:
            return _Guess("naam", f"[{self._known.kin[before]}]")
        if self._known.titles.get(before) == "professional":
            return _Guess("naam", "[professional]")
        if before in self._known.titles or word.folded in self._known.first_names:
            return _NAME
        if before in _IN_PLACE:
            return _PLACE
        two_or_more_capitals = last == at and len(word.raw) > 1 and word.raw.isupper()
        if two_or_more_capitals or word.folded in {"de", "het", "t"}:
            return _ORGANISATION
        return _NAME
