"""Choose the 7,776 words of generated passphrases from OpenTaal's list (Debian's package `wdutch`).

    python choose_words.py /usr/share/dict/dutch > words.txt

The rule, in order: words of four to eight letters a-z, all lower case; none that hurts; no form of
a shorter word that the list has too (plurals, verb forms, diminutives); ranked by how often the word begins
a compound of two listed words, helped by how often it ends one, because words that make compounds are
words people know; going down that ranking, none that is another chosen word with one or two letters more.
What is missing at the end comes from words that only end compounds, ranked by how often.
"""

import re
import sys
from pathlib import Path

WORDS = 7776
# anywhere in a word: what insults, and what a team that speaks of people in trouble need not read each morning
HURTS = re.compile(
    "abort aids allocht bastaard bordeel clitor cocain condo creti crimin debiel drugs erot fasci fecal flikker folter"
    " gaskamer geil genita genoci geweer handicap heroi hitler hoer holoca homo idioot imbeciel incest invalide islam"
    " jood joden kadaver kaffer kanker klote kolere lesb lijkk martel masturb misbruik moord moslim mongo naakt nazi"
    " neger neuk nikker orgas pedo penis perver pistool porn prostit racis sadis satan schaam schijt schimp scrot seks"
    " slaaf slave sloer sodom sperma strip stront suicid tepel terreur terror testik tyfus vagina verkracht verslaaf"
    " vulva wapen wurg zelfd zigeun".replace(" ", "|")
)
# as a whole word
ALONE = """
aars adolf anaal anus baarmoed beul billen bips bitch blank blanke bloot blote boef boeren bont borst
bronst cel chinees christen death dief dildo dood dooi doos drek dronk dwaas dwerg eikel etter eunuch
exoot fuck galg gek gif graf haat hasj hebzucht heks horde hork hufter indiaan inlander jappen junk kist
klier klojo koelie kogel kont kots kreng kreupel kruis kut lafaard leugen lijk loeder loens lomp lui lul
mank mietje mof mokkel naad nicht onkuis ontucht opium paap piemel pijp pik pis ploert poep pooier poot
pus ranzig ras reet rijp rotzak schoft schurk sekte sex sexy shit slacht slang slet slijm slip smeer snol
snot spast stank stoma straf sukkel teef tering tiet tieten trans trut tuig turk urine varken vetzak
viezerik vlees vloek vreemd vuil wijf wraak wreed zaad zeik zot zulu zwart zwijn
"""
ENDINGS = """
s e n en t d de te den ten je jes tje tjes pje pjes etje ste end ende er ers ing r st
"""
VOWELS = "aeiou"


def stems(word: str) -> set[str]:
    """What a word may be a form of, by Dutch spelling: katten - kat, namen - naam, brieven - brief."""
    found: set[str] = set()
    for ending in ENDINGS.split():
        base = word.removesuffix(ending)
        if base == word or len(base) < 3:
            continue
        found.add(base)
        if len(base) > 3 and base[-1] == base[-2]:
            found.add(base[:-1])
        if base[-1] not in VOWELS and base[-2] in VOWELS:
            found.add(base[:-1] + base[-2:])
        for voiced, voiceless in (("v", "f"), ("z", "s")):
            if base.endswith(voiced):
                found.add(base[:-1] + voiceless)
                if base[-2] in VOWELS:
                    found.add(base[:-1] + base[-2] + voiceless)
    return found


def choose(lines: list[str]) -> list[str]:
    """The chosen words, sorted."""
    every = {word for word in lines if re.fullmatch(r"[a-z]{3,}", word)}
    parts = {word for word in every if len(word) >= 4}
    alone = set(ALONE.split())
    short = {word for word in parts if len(word) <= 8 and not HURTS.search(word) and word not in alone}
    begins, ends = dict.fromkeys(short, 0), dict.fromkeys(short, 0)
    for word in parts:
        for at in range(4, len(word) - 3):
            if word[:at] in short and word[at:] in parts:
                begins[word[:at]] += 1
            if word[at:] in short and word[:at] in parts:
                ends[word[at:]] += 1
    rank = {word: begins[word] + min(begins[word], ends[word]) for word in short}
    bases = [
        word
        for word in short
        if not any(
            stem in every and (len(stem) == 3 or rank.get(stem, 0) >= rank[word]) for stem in stems(word)
        )
    ]
    known = sorted((word for word in bases if begins[word]), key=lambda word: (-rank[word], word))
    known += sorted((word for word in bases if not begins[word]), key=lambda word: (-ends[word], word))
    chosen: set[str] = set()
    begun: set[str] = set()
    for word in known:
        heads = {word[:-1], word[:-2]}
        if len(chosen) == WORDS:
            break
        if word not in begun and not heads & chosen:
            chosen.add(word)
            begun |= heads
    return sorted(chosen)


if __name__ == "__main__":
    listed = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    sys.stdout.write("\n".join(choose(listed)) + "\n")
