"""The privacy check in words, for the screen and the shell alike: what shows, what does not, who may recognise it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from zet_tui.wording import counting, terms
from zet_tui.wording.counting import counted

if TYPE_CHECKING:
    from flows.privacy import SessionTable
    from flows.privacy_check import PrivacyCheck
    from storage.destroy import Preview

_PLURALS: Final = {"totaal": "totalen", "thema": "thema’s", "criterium": "criteria", "vraag": "vragen"}
ALL_SOURCES: Final = "alle bronnen samen"
NOT_SEEN: Final = (
    "Redenen, opmerkingen, open antwoorden en tijdlijnen. Geen enkel antwoord van één casus.",
    "Wie wat zei, en welke casus bij welk cijfer hoort.",
)
TOO_FEW: Final = "Met minder dan drie casussen komt er geen Sessiebestand en geen Analysebestand."
FEW: Final = (
    "Let op: met {cases} casussen herkent wie een casus kent hem bijna zeker. "
    "Overleg hierover met uw FG voordat u verdergaat."
)
INSIDERS: Final = {
    "own_conversation": (
        "Wie zelf is gesproken, herkent de eigen antwoorden ({number} {gesprek|gesprekken}) "
        "en weet dan welke casus het is."
    ),
    "other_source": (
        "Wie één bron van een casus herkent, leest daarnaast de andere bronnen "
        "({number} {casus heeft|casussen hebben} er meer)."
    ),
    "rare_answer": (
        "{number} keer gaven maar enkele casussen hetzelfde antwoord op een vraag met ja of nee. "
        "Zo’n antwoord wijst iemand aan."
    ),
    "own_words": (
        "{number} {tekst houdt|teksten houden} iemands manier van praten. Daaraan is iemand te herkennen."
    ),
    "order_of_events": (
        "Bij {number} {casus|casussen} staat een tijdlijn. Zo’n verloop is een verhaal dat bekenden herkennen."
    ),
}


class Section(NamedTuple):
    """A heading with the lines under it."""

    title: str
    lines: tuple[str, ...]


def privacy_sections(seen: "Preview") -> tuple[Section, ...]:
    """Everything that the privacy check has to say, in order."""
    check, table = seen.check, seen.check.table
    warnings = (TOO_FEW,) if check.too_few else (FEW.format(cases=check.cases),) if check.warning else ()
    unread = len(seen.ready.unread)
    texts = [
        f"{counted(seen.texts, 'tekst gaat', 'teksten gaan')} mee in het Analysebestand, zoals nagelezen."
    ]
    if seen.left_out:
        stay = counted(seen.left_out, "tekst blijft weg en wordt", "teksten blijven weg en worden")
        texts.append(f"{stay} vernietigd.")
    if unread:
        texts.append(f"{counted(unread, 'tekst is', 'teksten zijn')} nog niet nagelezen.")
    return (
        Section(
            "Wat weggaat uit ZET",
            (
                f"{counting.cases(check.cases)}, zonder naam en met een geloot nummer.",
                *texts,
                *warnings,
            ),
        ),
        Section(
            f"Wat partners zien in het Sessiebestand (over minstens {table.threshold} casussen)",
            tuple(_shown(table)) if not check.too_few else ("Niets.",),
        ),
        Section("Wat partners niet zien", (*NOT_SEEN, *_hidden(table))),
        Section("Wat iemand die een casus kent, in het Analysebestand herkent", tuple(_recognised(check))),
    )


def privacy_lines(seen: "Preview") -> tuple[str, ...]:
    """The same as plain lines."""
    return tuple(
        line for title, lines in privacy_sections(seen) for line in (title, *(f"  {line}" for line in lines))
    )


def privacy_json(seen: "Preview") -> dict[str, object]:
    """The same for another program; counts and keys of the instrument alone."""
    check = seen.check
    return {
        "casussen": check.cases,
        "waarschuwing": check.warning,
        "drempel": check.table.threshold,
        "teksten": {"mee": seen.texts, "weggelaten": seen.left_out, "ongelezen": len(seen.ready.unread)},
        "cijfers_verborgen": [
            {"niveau": kind, "sleutel": key, "bron": source.value if source else None}
            for kind, key, source in check.table.hidden
        ],
        "eruit_te_halen": [
            {"antwoorden": one.answers, "casussen": one.cases, "deel": round(one.share, 4)}
            for one in check.unique
        ],
        "te_herkennen": {one.insider.value: one.number for one in check.insiders},
    }


def _shown(table: "SessionTable") -> Iterator[str]:
    for kind, plural in _PLURALS.items():
        figures = [f for level in table.levels if level.kind == kind for f in level.figures if f is not None]
        if figures:
            shown = sum(not figure.hidden for figure in figures)
            yield f"{plural.capitalize()}: {shown} van de {len(figures)} gemiddelden."


def _hidden(table: "SessionTable") -> Iterator[str]:
    """Per line of the table which sources stay hidden; lines that hide the same are taken together."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for level in table.levels:
        pairs = zip(table.columns, level.figures, strict=True)
        sources = tuple(
            terms.SOURCES[source.value] if source else ALL_SOURCES
            for source, figure in pairs
            if figure is not None and figure.hidden
        )
        if sources:
            name = "" if level.kind == "totaal" else level.title if level.kind == "thema" else str(level.key)
            found.setdefault((level.kind, sources), []).append(name)
    order = list(_PLURALS)
    for (kind, sources), names in sorted(found.items(), key=lambda item: order.index(item[0][0])):
        one = kind if len(names) == 1 else _PLURALS[kind]
        yield f"{one.capitalize()} {_spans(names)}: {', '.join(sources)}.".replace("  ", " ").replace(
            " :", ":"
        )


def _spans(names: list[str]) -> str:
    """Numbers after each other as 28-31, the rest with commas."""
    if not all(name.isdecimal() for name in names):
        return ", ".join(names)
    parts: list[list[int]] = []
    for number in map(int, names):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)


def _recognised(check: "PrivacyCheck") -> Iterator[str]:
    certain = False
    for one in check.unique:
        if one.share and not certain:
            certain = round(one.share * 100) == 100
            yield (
                f"Wie {counting.answers(one.answers)} uit één gesprek weet, haalt daar in "
                f"{round(one.share * 100)} van de 100 keer één casus uit. "
                f"Dat lukt meestal bij {one.cases} van de {check.cases} casussen."
            )
    for found in check.insiders:
        yield _filled(INSIDERS[found.insider.value], found.number)


def _filled(sentence: str, number: int) -> str:
    """Fill in the number, and of each `{one|more}` the part that goes with it."""
    before, _, rest = sentence.replace("{number}", str(number)).partition("{")
    if not rest:
        return before
    words, _, after = rest.partition("}")
    one, _, more = words.partition("|")
    return f"{before}{one if number == 1 else more}{after}"
