"""Rarely walked corners of finding: ages in words, who a strange name is, and letters that no postcode has."""

import pytest

from storage.anonymise.find import apply, find
from storage.anonymise.names import NameList

CASE = NameList.build(resident="Fatima el Yousfi", places=("Bergen op Zoom",))


@pytest.mark.parametrize(
    ("text", "words", "kind", "sure", "replacement"),
    [
        ("Ze is vijfendertig jaar oud", "vijfendertig jaar oud", "leeftijd", False, "[leeftijd]"),
        ("volgens tante Zwirkel was het goed", "Zwirkel", "naam", False, "[familielid]"),
        ("volgens huisarts Zwirkel was het goed", "Zwirkel", "naam", False, "[professional]"),
        ("Gebeld met Yousfi F. en toen niets", "Yousfi F.", "naam", True, "[inwoner]"),
        ("toen schreef ﾞ Yousfi ﾞ een brief", "Yousfi", "naam", True, "[inwoner]"),
        ("en dat ging toen met BergenopZoom mis", "BergenopZoom", "plaats", True, "[plaats]"),
    ],
)
def test_what_stands_around_a_word_says_what_it_is(
    text: str, words: str, kind: str, sure: bool, replacement: str
) -> None:
    (found,) = find(text, CASE)
    assert (text[found.start : found.end], found.kind) == (words, kind)
    assert (found.sure, found.replacement) == (sure, replacement)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Gebeld met Fatima Y. en toen niets", "Gebeld met [inwoner] en toen niets"),
        ("Gebeld met Fatima Y., en toen niets", "Gebeld met [inwoner], en toen niets"),
        ("Daar was Fatima Y. Toen niets", "Daar was [inwoner]. Toen niets"),
        ("Daar was Fatima Y! Toen niets", "Daar was [inwoner]! Toen niets"),
    ],
)
def test_the_dot_of_an_initial_goes_along_and_that_of_a_sentence_stays(text: str, without: str) -> None:
    assert apply(text, find(text, CASE)) == without


def test_the_first_word_of_a_place_is_not_that_place() -> None:
    text = "ze zag daar de bergen op"
    assert find(text, CASE) == ()
    assert [found.kind for found in find(f"{text} zoom", CASE)] == ["plaats"]


@pytest.mark.parametrize("also", ["", " en 06 12345678"])
def test_few_figures_are_asked_about_whatever_stands_beside_them(also: str) -> None:
    text = f"Hij belde met +683 4000{also}"
    asked = {text[one.start : one.end]: one.kind for one in find(text, CASE) if not one.sure}
    assert asked == {"683": "getal", "4000": "getal"}


@pytest.mark.parametrize("letters", ["SA", "SD", "SS"])
def test_letters_that_are_never_given_out_make_no_postcode(letters: str) -> None:
    assert "postcode" not in {found.kind for found in find(f"Zij woont op 1234 {letters} ergens", CASE)}
    assert "postcode" in {found.kind for found in find("Zij woont op 1234 AB ergens", CASE)}
