"""Structured identifiers: what has a form of its own (phone, BSN, IBAN, date, address, ...); names are left to `names`.

Everything here is sure: it goes without asking (DESIGN section 7). A check digit decides where there is one:
BSN by the eleven-test, IBAN by mod 97 (ISO 13616). "No weekday, month or year leaves" makes those dates too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from storage.anonymise.finding import Finding, cover, settle
from storage.anonymise.words import fold, words

_MONTH: Final = r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
_SHORT: Final = r"(?:jan|febr?|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\.?"
_YEAR: Final = r"(?:19[2-9]\d|20[0-6]\d)"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:e|de|ste))?"
_WEEKDAY: Final = r"(?:maan|dins|woens|donder|vrij|zater|zon)dag"
_SEASON: Final = (
    r"(?:voorjaar|najaar|lente|zomer|herfst|winter|begin|eind|einde|medio|half|midden|kerst|pasen)"
)
_NOT_AMOUNT: Final = r"(?!\s?(?:euro|eur|€|,-|uur|km|kilo|kg|gram|stuks|keer|x\b|%|\.\d{3}|inwoners|mensen))"
_PHONE_LEAST: Final = 9
_ROAD: Final = (
    r"(?:straat|straatje|laan|laantje|plein|gracht|kade|singel|dijk|hof|hofje|pad|steeg|dreef|park|plantsoen|markt"
    r"|boulevard|allee|weg)"
)
# Endings that ordinary words have too: only behind a capital.
_FIELD: Final = (
    r"(?:sloot|vaart|haven|veld|kamp|akker|weide|zoom|oord|burg|berg|horst|donk|erf|baan|wal|brink|enk|meent"
    r"|gaarde|rak|stede|wijk|hout|bos|dam|brug|sluis|poort|zijde|kwartier|gouw|ven|heide)"
)
_HOUSE: Final = (
    r"\s?(?:nr\.?|nummer|no\.)?\s?\d{1,4}(?:\s?-?[a-z](?!\w)|-\d{1,4}|\s?(?:bis|hs|i{1,3}|iv)(?!\w))?(?!\w)"
)
_BEFORE: Final = (
    r"(?:(?:van|de|der|den|het|'t|st\.?|sint|prins|prinses|koning|koningin|dr\.?|burgemeester|burg\.?|meester|mr\.?"
    r"|professor|prof\.?|oude|nieuwe|grote|kleine|korte|lange|eerste|tweede|jan|pieter|willem|juliana|noord|zuid"
    r"|oost|west)\s){0,3}"
)
_UNIT: Final = (
    r"(?!\s?(?:uur|uren|u\b|dag|dagen|week|weken|maand|maanden|jaar|jaren|euro|eur|minuten|min\b|keer|x\b|kinderen"
    r"|mensen|personen|man\b|km|meter|m2|%))"
)


class _Pattern(NamedTuple):
    kind: str
    token: str
    regex: re.Pattern[str]
    holds: Callable[[str], bool] = lambda _: True


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")


def is_bsn(text: str) -> bool:
    """Whether the digits pass the eleven-test of a BSN (8 digits: with the leading zero left out)."""
    from stdnum.nl import bsn

    return bool(bsn.is_valid(text))


def is_iban(text: str) -> bool:
    """Whether the characters are an IBAN: its country's form, and mod 97 (ISO 13616)."""
    from stdnum import iban

    return bool(iban.is_valid(text, check_country=False))


def _is_phone(text: str) -> bool:
    """Whether there are as many digits as a Dutch number has, also where nobody was given that number."""
    digits = _digits(text)
    return len(digits) == 10 and digits[0] == "0" and digits[1] != "0"


def _is_postcode(text: str) -> bool:
    from stdnum.nl import postcode

    number, letters = text[:4], text[-2:]
    if not postcode.is_valid(text):
        return False
    if letters.isupper():
        return not (number[:2] in {"19", "20"} and letters in _CAPITAL_PAIRS)
    return letters.lower() not in _SMALL_WORDS


_CAPITAL_PAIRS: Final = {"WW", "EU", "GB", "IK", "EN", "IS", "IN", "OP", "DE"}
_SMALL_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "is en in op de te ze je we me ik ie al er om of zo nu ja na af uw wo ha km cm mm kg ml gr nl pp kb mb ad an"
        " as bv nr st ca dr mr ex jo ma pa oa va vs zn eu tv pc",
    )
)

# The side codes of the RDW: X a letter, 9 a digit.
_SIDE_CODES: Final = (
    "XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX 99-XXX-9 9-XXX-99 XX-999-X X-999-XX XXX-99-X X-99-XXX"
    " 9-XX-999 999-XX-9"
)


def _plates(gap: str) -> str:
    codes = _SIDE_CODES.replace("X", "[A-Z]").replace("9", "[0-9]").split()
    joined = "|".join(code.replace("]-[", f"]{gap}[") for code in codes)
    return rf"(?<![\w-])(?:{joined})(?![\w-])"


def _compile(pattern: str, *, exact_case: bool = False) -> re.Pattern[str]:
    return re.compile(pattern, 0 if exact_case else re.IGNORECASE)


_BEFORE_PHONE: Final = (
    _Pattern("webadres", "[webadres]", _compile(r"(?<!\w)(?:https?://|www\.)[^\s<>\"'\[\]\ue000]{2,}")),
    _Pattern(
        "e-mail",
        "[e-mail]",
        _compile(r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
    ),
    _Pattern(
        "webadres",
        "[webadres]",
        _compile(
            r"(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:nl|com|org|net|eu|be|de|info|nu|io|frl|amsterdam|app|me)"
            r"(?![\w.-]*\w)(?:/[^\s<>\"'\[\]\ue000]*)?"
        ),
    ),
    _Pattern(
        "zaaknummer",
        "[zaaknummer]",
        _compile(
            r"(?<!\w)(?:(?:zaak|dossier|cli[eë]nt|klant|polis|meldings?|proces|relatie|beschikkings?"
            r"|registratie|referentie|rekest|parket)[ -]?(?:nummer|nr\.?|no\.?|id)"
            r"|(?:uw |ons )?kenmerk|ref\.?|rolnummer)\s?(?:is|was|:|=)?\s{0,2}"
            r"(?=[\w./-]*\d)[\w]+(?:[./-]\w+)*"
        ),
    ),
    _Pattern(
        "zaaknummer",
        "[zaaknummer]",
        _compile(r"(?<![\w-])[A-Z]{1,5}[-/.]?(?:20\d\d|\d\d)[-/.]\d{3,9}(?![\w-])", exact_case=True),
    ),
    _Pattern("gebruikersnaam", "[gebruikersnaam]", _compile(r"(?<![\w@.])@[a-z_][\w.]{2,30}")),
    _Pattern(
        "datum",
        "[datum]",
        _compile(
            rf"(?<!\w)(?:(?:{_WEEKDAY}|ma|di|wo|do|vr|za|zo)\.?\s)?{_DAY}[\s.-]{{1,2}}(?:{_MONTH}|{_SHORT}(?![^\W\d_]))"
            rf"(?:[\s-]{{1,2}}(?:{_YEAR}|['’]?\d{{2}}(?![\d:.]|\s?uur)))?(?!\w)"
        ),
    ),
    _Pattern(
        "datum",
        "[datum]",
        _compile(
            r"(?<![\d.-])(?:3[01]|[12]\d|0?[1-9])\s?[-/.]\s?(?:1[0-2]|0?[1-9])\s?[-/.]\s?(?:19|20|['’])?\d{2}(?!\d)"
        ),
    ),
    _Pattern(
        "datum",
        "[datum]",
        _compile(rf"(?<!\d){_YEAR}[-/](?:1[0-2]|0?[1-9])[-/](?:3[01]|[12]\d|0?[1-9])(?!\d)"),
    ),
    _Pattern(
        "datum",
        "[datum]",
        _compile(r"(?<![\d.,-])(?:3[01]|[12]\d|0[1-9])-(?:1[0-2]|0[1-9])(?![\d-])" + _UNIT),
    ),
)

_AFTER_PHONE: Final = (
    _Pattern(
        "telefoon",
        "[telefoon]",
        _compile(r"(?<![\d\w])\(?0[1-9](?:[\s.\-/()]{0,3}\d){8}(?!\d)"),
        _is_phone,
    ),
    _Pattern(
        "telefoon", "[telefoon]", _compile(r"(?<!\d)0[89]00[\s-]?\d{4}(?!\d)|(?<!\d)14[\s-]?0\d{2,3}(?!\d)")
    ),
    _Pattern(
        "bsn", "[bsn]", _compile(r"(?:(?<=bsn)|(?<=bsn )|(?<=bsn: )|(?<=bsn:))\d(?:[\s.-]?\d){7,8}(?!\d)")
    ),
    _Pattern("bsn", "[bsn]", _compile(r"(?<![\d\w])\d(?:[\s.-]?\d){7,8}(?![\d\w])"), is_bsn),
    _Pattern(
        "adres",
        "[adres]",
        _compile(rf"(?<!\w){_BEFORE}(?!onder|halver|arbeids)[^\W\d_][\w'’.-]{{1,40}}{_ROAD}{_HOUSE}{_UNIT}"),
    ),
    _Pattern(
        "adres",
        "[adres]",
        _compile(rf"(?<!\w)[A-Z][\w'’.-]{{2,40}}{_FIELD}(?!\s{_YEAR}(?!\d)){_HOUSE}{_UNIT}", exact_case=True),
    ),
    _Pattern(
        "adres",
        "[adres]",
        _compile(
            r"(?<!\w)(?:de|het|oude|nieuwe|grote|kleine|korte|lange|eerste|tweede)\s"
            rf"(?:straat|laan|plein|gracht|kade|singel|dijk|steeg|dreef|markt){_HOUSE}{_UNIT}"
        ),
    ),
    _Pattern("adres", "[adres]", _compile(r"(?<!\w)postbus\s?\d{1,5}(?!\d)")),
    _Pattern("postcode", "[postcode]", _compile(r"(?<![\w])[1-9]\d{3}\s?[A-Z]{2}(?!\w)"), _is_postcode),
    _Pattern("kenteken", "[kenteken]", _compile(_plates("-"))),
    _Pattern("kenteken", "[kenteken]", _compile(_plates(" ?"), exact_case=True)),
    _Pattern(
        "datum",
        "[datum]",
        _compile(
            rf"(?<!\w)(?:{_SEASON}\s(?:van\s)?)?(?:{_MONTH}(?:\s(?:van\s)?|\s?['’-]\s?)(?:{_YEAR}|\d{{2}}(?![\d.:]))"
            rf"|{_SHORT}\s?(?:{_YEAR}|['’]\d{{2}}))(?!\w){_UNIT}"
        ),
    ),
    _Pattern(
        "datum",
        "[datum]",
        _compile(
            rf"(?:(?<!\w){_SEASON}(?:\s(?:van|in))?\s|(?<!\w)het\sjaar\s)?(?<![\d.,]){_YEAR}"
            rf"(?:\s?[-/]\s?(?:{_YEAR}|\d{{2}}))?(?!\w){_NOT_AMOUNT}"
        ),
    ),
    _Pattern(
        "datum", "[datum]", _compile(rf"(?<!\w)(?:(?:begin|eind|einde|medio|half|midden)\s)?{_MONTH}(?!\w)")
    ),
    _Pattern(
        "datum", "[datum]", _compile(r"(?<!\w)(?:begin |eind )?jaren\s['’]?\d0(?!\d)|(?<=\s)['’]\d{2}(?!\w)")
    ),
    _Pattern(
        "datum",
        "[dag]",
        _compile(rf"(?<!\w)(?:['’]s\s)?{_WEEKDAY}(?:s|en|ochtend|middag|avond|nacht|morgen)?s?(?!\w)"),
    ),
)


# Street names without a number come after the listed names: Verlaan is a surname too.
_STREETS: Final = (
    _Pattern(
        "adres",
        "[adres]",
        _compile(
            r"(?<!\w)(?:(?:[A-Z][\w'’.-]{1,30}\s(?:van\s|de\s|der\s|den\s){0,2}){0,3}"
            r"[A-Z][\w'’-]{1,40}(?:straat|straatje|laan|plein|gracht|kade|singel|steeg|dreef|plantsoen)"
            r"|(?:[A-Z][\w'’.-]{1,30}\s){1,3}(?:[Ss]traat|[Ll]aan|[Pp]lein|[Gg]racht|[Kk]ade|[Ss]ingel|[Dd]reef))(?!\w)",
            exact_case=True,
        ),
        lambda text: text[0].isupper() and len(text) > 7,
    ),
)

_IBAN_START: Final = re.compile(r"(?<!\w)[a-z]{2}[ .-]?\d{2}(?=[ .\u00a0-]?[a-z\d])", re.IGNORECASE)
_IBAN_GAP: Final = " .-\u00a0"
_IBAN_LONGEST: Final = 34


def _ibans(text: str) -> Iterator[Finding]:
    for match in _IBAN_START.finditer(text):
        ends, seen, end = [], 0, match.start()
        while end < len(text) and seen < _IBAN_LONGEST:
            if text[end].isascii() and text[end].isalnum():
                seen += 1
                if seen > 14 and not text[end + 1 : end + 2].isalnum():
                    ends.append(end + 1)
            elif text[end] not in _IBAN_GAP:
                break
            end += 1
        whole = next(
            (end for end in reversed(ends) if is_iban(text[match.start() : end].replace("\u00a0", " "))), None
        )
        if whole is not None:
            yield Finding(match.start(), whole, "rekeningnummer", True, "[rekeningnummer]")


def _phones(text: str) -> Iterator[Finding]:
    """Find numbers that exist, of any country that is named by its + or 00, else of the Netherlands."""
    if len(_digits(text)) < _PHONE_LEAST:
        return
    from phonenumbers import PhoneNumberMatcher

    for match in PhoneNumberMatcher(text, "NL"):
        if sum(char.isdigit() for char in match.raw_string) >= _PHONE_LEAST:
            yield Finding(match.start, match.end, "telefoon", True, "[telefoon]")


def _matches(text: str, pattern: _Pattern) -> Iterator[Finding]:
    for match in pattern.regex.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in " \t\n.,;:!?)":
            end -= 1
        if pattern.kind == "datum" and text[:start].rstrip().endswith(("€", "$")):
            continue
        if end > start and pattern.holds(text[start:end]):
            yield Finding(start, end, pattern.kind, True, pattern.token)


def _search(text: str, patterns: tuple[_Pattern, ...]) -> tuple[Finding, ...]:
    found: tuple[Finding, ...] = ()
    for pattern in patterns:
        hits = tuple(_matches(text, pattern))
        if hits:
            found = (*found, *hits)
            text = cover(text, hits)
    return found


def identifiers(text: str) -> tuple[Finding, ...]:
    """Find what has a form of its own, in no order; nothing overlaps."""
    found = tuple(_ibans(text))
    found = (*found, *_search(cover(text, found), _BEFORE_PHONE))
    found = (*found, *_phones(cover(text, found)))
    return (*found, *_search(cover(text, found), _AFTER_PHONE))


def streets(text: str) -> tuple[Finding, ...]:
    """Find street names without a number; look for listed names first."""
    return tuple(_without_opening(text, found) for found in _search(text, _STREETS))


def _without_opening(text: str, found: Finding) -> Finding:
    """Leave an ordinary word that only has its capital from opening the sentence ("Toen Molenstraat")."""
    first, _, rest = text[found.start : found.end].partition(" ")
    before = text[: found.start].rstrip()
    if rest and (not before or before[-1] in ".!?:;") and fold(first) in words().ordinary:
        return replace(found, start=found.start + len(first) + 1)
    return found


def structured(text: str) -> tuple[Finding, ...]:
    """Find every structured identifier, sorted and not overlapping."""
    found = identifiers(text)
    return settle((*found, *streets(cover(text, found))))
