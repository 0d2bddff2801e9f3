"""Words of a case's texts that look like a name, place or organisation and stand on no list yet, to be asked about.

They are read from the findings of the texts themselves, never stored; what a person says of them is kept in the case:
yes puts the word on its name list, so that it is surely found everywhere, no keeps it from being asked again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from storage.anonymise.candidates import BARE, Candidate, candidates
from storage.anonymise.review import Review, ReviewText, names_of
from storage.anonymise.words import phrase, words
from storage.cases import CaseOverview, Register


@dataclass(frozen=True, slots=True)
class SuggestedName:
    """One word or run of words, as typed first; `entry` is how it goes on the list ("Noor (kind)").

    `key` is what is remembered of a no: the words folded. `count` says how often it occurs in the case.
    """

    key: str = field(repr=False)
    word: str = field(repr=False)
    entry: str = field(repr=False)
    count: int


def suggested(
    texts: Iterable[ReviewText], listed: Collection[str], declined: Collection[str]
) -> tuple[SuggestedName, ...]:
    """What to ask about these texts of one case, the most frequent first.

    `listed` are the folded words of every name that is known already, `declined` keys that somebody said no to.

    A word in small letters that occurs once and that nothing else points to is a typing error more often than a
    name: reading once more asks about it, this does not.
    """
    found: dict[str, list[Candidate]] = {}
    for text in texts:
        for candidate in candidates(text.original, text.findings):
            found.setdefault(candidate.key, []).append(candidate)
    names = [
        _suggestion(said)
        for key, said in found.items()
        if key not in declined and not set(key.split()) <= set(listed) and _telling(said)
    ]
    return tuple(sorted(names, key=lambda name: -name.count))


def _telling(said: list[Candidate]) -> bool:
    listed = not words().first_names.isdisjoint(said[0].key.split())
    return len(said) > 1 or listed or said[0].word[0].isupper() or said[0].token != BARE


def _suggestion(said: list[Candidate]) -> SuggestedName:
    """As it was written with a capital and with a role, where it was anywhere."""
    word = next((one.word for one in said if one.word[0].isupper()), said[0].word)
    token = next((one.token for one in said if one.token != BARE), BARE)
    shown = Candidate(said[0].key, word, token)
    return SuggestedName(shown.key, shown.word, shown.entry, len(said))


class NameSuggestions:
    """The questions about one case and their answers; everything passes the consent gate of `storage.cases`."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._review = Review(register)

    def of_case(self, case: CaseOverview) -> tuple[SuggestedName, ...]:
        """What nobody answered yet; nothing for a case without a consent. Raises `ConsentRefused`."""
        if case.consent_on is None:
            return ()
        return self._of_texts(case, self._review.of_case(case).values())

    def numbers(self, texts: Iterable[ReviewText]) -> tuple[int, ...]:
        """The cases of these texts that have something to ask, by number. Raises `ConsentRefused`."""
        by_case: dict[str, list[ReviewText]] = {}
        for text in texts:
            by_case.setdefault(text.case_id, []).append(text)
        cases = ((self._register.case(case), own) for case, own in by_case.items())
        return tuple(sorted(case.number for case, own in cases if self._of_texts(case, own)))

    def yes(self, case: str, name: SuggestedName) -> None:
        """The word belongs to this case. Raises `ConsentRefused`."""
        self._register.case_names.add(case, name.entry)

    def no(self, case: str, name: SuggestedName) -> None:
        """The word is nobody and nowhere here. Raises `ConsentRefused`."""
        self._register.case_names.decline(case, name.key)

    def _of_texts(self, case: CaseOverview, texts: Iterable[ReviewText]) -> tuple[SuggestedName, ...]:
        names = names_of(self._register, case)
        known = (*(name for name, _ in names.people), *names.places, *names.organisations)
        listed = {part for name in known for part in phrase(name)}
        return suggested(texts, listed, self._register.case_names.declined(case.id))
