"""Six words from the list, and what an own passphrase must not be."""

import math
import re
import runpy
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path
from random import Random

import pytest

from storage.vault import WeakPassphrase, WeakReason, check_own, generate
from storage.vault.passphrase import LIST_SIZE, WORDS, words

HERE = Path(__file__).parent
SOURCE = Path("/usr/share/dict/dutch")


def test_the_list_has_7776_different_plain_words() -> None:
    assert len(words()) == len(set(words())) == LIST_SIZE
    assert list(words()) == sorted(words())
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in words())
    assert math.log2(LIST_SIZE) * WORDS > 77


def test_no_word_is_another_one_with_a_letter_or_two_more() -> None:
    known = set(words())
    assert not [word for word in known if word[:-1] in known or word[:-2] in known]


def test_the_licence_stands_beside_the_list() -> None:
    text = (files("storage.vault") / "words" / "LICENCE.txt").read_text(encoding="utf-8")
    assert "OpenTaal" in text
    assert "Redistribution and use in source and binary forms" in text


@pytest.mark.skipif(not SOURCE.exists(), reason="Debian's package wdutch is not installed")
def test_the_list_is_what_the_rule_chooses() -> None:
    choose = runpy.run_path(str(HERE / "choose_words.py"))["choose"]
    assert tuple(choose(SOURCE.read_text(encoding="utf-8").splitlines())) == words()


def test_six_words_come_from_the_source_that_is_given() -> None:
    one = generate(Random(1))
    assert one == generate(Random(1))
    assert len(one.split()) == WORDS
    assert set(one.split()) <= set(words())
    assert len({generate() for _ in range(50)}) == 50


def test_every_generated_passphrase_passes_as_an_own_one() -> None:
    for _ in range(200):
        check_own(generate())


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("", WeakReason.TOO_SHORT),
        ("kort genoeg", WeakReason.TOO_SHORT),
        ("   a b c d        ", WeakReason.TOO_SHORT),
        ("aaaaaaaaaaaaaaaaaaaa", WeakReason.FEW_CHARACTERS),
        ("abab abab abab abab", WeakReason.FEW_CHARACTERS),
        ("qwertyuiop123456", WeakReason.ROW),
        ("poiuytrewq!0987", WeakReason.ROW),
        ("abcdefghijklmnop", WeakReason.ROW),
        ("1234567890abcdef", WeakReason.ROW),
        ("12 maart 1985 !", WeakReason.DATE),
        ("12-03-1985 01-01-2024", WeakReason.DATE),
        ("maart2023april2024", WeakReason.DATE),
        ("Vergadering1!", WeakReason.ONE_WORD),
        ("G3m33nt3!2024", WeakReason.ONE_WORD),
        ("watermelkwater", WeakReason.ONE_WORD),
        ("Muziek12Muziek34!!", WeakReason.ONE_WORD),
        ("wachtwoord1234 wachtwoord", WeakReason.KNOWN),
        ("iloveyou2024forever", WeakReason.KNOWN),
        ("jan devries mark", WeakReason.NAME),
        ("tk8!wq3xtk8!wq3xtk8!wq3x", WeakReason.REPEATED),
        ("welkom2024gemeente!", WeakReason.GUESSABLE),
        ("Xk7#pQ2!vR9z", WeakReason.GUESSABLE),
    ],
)
def test_an_easy_passphrase_is_refused_with_the_reason(passphrase: str, reason: WeakReason) -> None:
    with pytest.raises(WeakPassphrase) as caught:
        check_own(passphrase)
    assert caught.value.reason is reason
    assert passphrase == "" or passphrase not in str(caught.value)


@pytest.mark.parametrize(
    "passphrase",
    [
        "drie fietsen in de gracht",
        "onze kat heet Bolletje 7",
        "Xk7#pQ2!vR9zMw4$",
        "mijn oma bakt op 12 maart taart",
        "dezewoordenstaanaanelkaar",
    ],
)
def test_an_own_sentence_passes(passphrase: str) -> None:
    check_own(passphrase)


def test_four_loose_words_pass_and_three_seldom_do() -> None:
    random = Random(8)

    def refused(count: int) -> int:
        number = 0
        for _ in range(40):
            try:
                check_own(" ".join(random.choice(words()) for _ in range(count)))
            except WeakPassphrase:
                number += 1
        return number

    assert refused(4) == 0
    assert refused(3) >= 20


def test_a_very_long_passphrase_is_judged_by_its_beginning_in_a_moment() -> None:
    begun = time.process_time()
    check_own("onze kat heet Bolletje en 's avonds ligt zij op de vensterbank " * 200)
    with pytest.raises(WeakPassphrase):
        check_own("welkom1234 " * 2000)
    assert time.process_time() - begun < 2


def test_nothing_heavy_is_loaded_before_a_passphrase_is_judged() -> None:
    code = "import sys, storage.vault.passphrase; print('zxcvbn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
