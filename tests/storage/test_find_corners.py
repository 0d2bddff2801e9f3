"""Rarely walked corners of finding: ages in words, who a strange name is, and letters that no postcode has."""

import pytest

from storage.anonymise.find import find
from storage.anonymise.names import NameList

CASE = NameList.build(resident="Fatima el Yousfi")


@pytest.mark.parametrize(
    ("text", "words", "kind", "sure", "replacement"),
    [
        ("Ze is vijfendertig jaar oud", "vijfendertig jaar oud", "leeftijd", False, "[leeftijd]"),
        ("volgens tante Zwirkel was het goed", "Zwirkel", "naam", False, "[familielid]"),
        ("volgens huisarts Zwirkel was het goed", "Zwirkel", "naam", False, "[professional]"),
        ("Gebeld met Yousfi F. en toen niets", "Yousfi F.", "naam", True, "[inwoner]"),
    ],
)
def test_what_stands_around_a_word_says_what_it_is(
    text: str, words: str, kind: str, sure: bool, replacement: str
) -> None:
    (found,) = find(text, CASE)
    assert (text[found.start : found.end], found.kind) == (words, kind)
    assert (found.sure, found.replacement) == (sure, replacement)


@pytest.mark.parametrize("letters", ["SA", "SD", "SS"])
def test_letters_that_are_never_given_out_make_no_postcode(letters: str) -> None:
    assert "postcode" not in {found.kind for found in find(f"Zij woont op 1234 {letters} ergens", CASE)}
    assert "postcode" in {found.kind for found in find("Zij woont op 1234 AB ergens", CASE)}
