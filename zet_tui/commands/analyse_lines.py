"""The analysis as lines of text: tables, bars and a heat map of characters, each for the shell's 80 columns.

A colour never stands alone: its symbol is beside it, and red averages have a ▼. Which lines are shown is left to
`analyse`; stripping colour where there is no terminal is click's work.
"""

import os
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import click

from flows.analysis import Analysis, Kind, Surprise, Told, Unexpected, colour_of
from flows.analysis_levels import Level
from flows.analysis_rounds import ENOUGH, Change, Comparison, Delta
from flows.deadline_counts import DeadlineCount
from flows.instrument import Rating, Source
from flows.scores import Mean
from zet_tui.wording.terms import RATING_SYMBOLS

WIDTH: Final = 80
ALL: Final = "alle"
SHOWN: Final = 10
"""So many lines of a list are shown; the rest is counted."""
ALL_BY_JSON: Final = "; --json geeft alles."
_BAR: Final = 24
_GROUNDS: Final = {
    Rating.GROEN: (140, 203, 146),
    Rating.MINT: (213, 238, 219),
    Rating.ORANJE: (249, 207, 149),
    Rating.ROOD: (238, 154, 146),
}
_INK: Final = (31, 38, 43)
_OWN: Final = {
    Rating.GROEN: "green",
    Rating.MINT: "cyan",
    Rating.ORANJE: "yellow",
    Rating.ROOD: "red",
}
"""The terminal's own colours, where it does not say that it knows more, and for what has no ground of ours under it."""
_KINDS: Final = {Kind.TOTAL: "", Kind.THEME: "", Kind.CRITERION: "criterium ", Kind.ROW: "rij "}


def heading(text: str) -> Iterator[str]:
    yield ""
    yield click.style(text, bold=True)


def bullets(lines: Iterable[str], nothing: str, most: int = SHOWN) -> Iterator[str]:
    """The first lines of a list, and how many more there are."""
    every = list(lines)
    if not every:
        yield f"  {nothing}"
    yield from every[:most]
    if len(every) > most:
        yield f"  … en nog {len(every) - most}{ALL_BY_JSON}"


def decimal(value: float | None, places: int = 2) -> str:
    return "–" if value is None else f"{value:.{places}f}".replace(".", ",")


def shown(mean: Mean) -> str:
    """An average with its n: "▼ 2,41 (n 12)"."""
    return f"{'▼ ' if mean.red else ''}{decimal(mean.value)} (n {mean.n})"


def name_of(source: Source | None) -> str:
    return ALL if source is None else source.value


def named(level: Level, width: int = 46) -> str:
    """What a level is called, cut to a width."""
    key = f"{_KINDS[level.kind]}{level.key}: " if isinstance(level.key, int) else ""
    return cut(f"{key}{level.title}", width)


def cut(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else f"{text[: width - 1].rstrip()}…"


def wrapped(text: str, indent: str) -> Iterator[str]:
    """A text over several lines, each indented; line ends in it stay."""
    for line in text.splitlines() or [""]:
        yield from textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=indent) or [indent]


def _on_ground(text: str, mean: Mean) -> str:
    colour = colour_of(mean)
    if colour is None:
        return text
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return click.style(text, fg=_INK, bg=_GROUNDS[colour])
    return click.style(text, fg=_OWN[colour], reverse=True)


def symbol(mean: Mean) -> str:
    colour = colour_of(mean)
    return "·" if colour is None else RATING_SYMBOLS[colour.value]


# -- the overview -----------------------------------------------------------------------------------------------------


def safety(analysis: Analysis) -> Iterator[str]:
    """A safety answer that differs between sources, before anything else."""
    lines = []
    for found in analysis.safety:
        answers = " · ".join(f"{source.value} {_spoken(value)}" for source, value in found.answers)
        mark = "!" if found.clear else "?"
        lines.append(f"  {mark} casus {found.case:<4} {answers}")
    nothing = "De bronnen zeggen bij geen enkele casus iets anders over veiligheid."
    yield from bullets(lines, nothing, most=20)


def _spoken(value: str) -> str:
    return value.replace("_", " ").replace("nvt", "n.v.t.")


def overview(analysis: Analysis) -> Iterator[str]:
    """Per theme and criterion, by source: symbol, average and n."""
    columns, wide = analysis.columns, cell_width([analysis])
    label = WIDTH - wide * len(columns) - 2
    yield " " * (label + 2) + "".join(f"{name_of(column):<{wide}}" for column in columns).rstrip()
    for level in analysis.of(Kind.TOTAL, Kind.THEME, Kind.CRITERION):
        text = _label(level, label)
        cells = "".join(_cell(tally.mean, wide) for tally in level.tallies)
        line = f"{text:<{label}}  {cells}".rstrip()
        yield click.style(line, bold=True) if level.kind is not Kind.CRITERION else line


def _label(level: Level, width: int) -> str:
    """A theme, or under it a criterion with its number, cut to a width."""
    if level.kind is Kind.CRITERION:
        return f"  {cut(f'{level.key} {level.title}', width - 2)}"
    return cut(level.title, width)


def cell_width(parts: Iterable[Analysis]) -> int:
    """How many characters a figure with its n needs, and the space after it."""
    most = max(
        (tally.mean.n for part in parts for level in part.levels for tally in level.tallies), default=0
    )
    return max(13, len(f"▲ 2,50▼({most}) "))


def _cell(mean: Mean, wide: int) -> str:
    if mean.value is None:
        return f"{'–':<{wide}}"
    shown_ = f"{symbol(mean)} {decimal(mean.value)}{'▼' if mean.red else ' '}({mean.n})"
    return f"{shown_:<{wide}}"


def bars(analysis: Analysis) -> Iterator[str]:
    """Per theme a bar per source, from 1 to 4."""
    for level in analysis.of(Kind.THEME):
        for at, (source, tally) in enumerate(zip(analysis.columns, level.tallies, strict=True)):
            mean = tally.mean
            if mean.value is None:
                continue
            full = round((mean.value - 1) / 3 * _BAR)
            colour = colour_of(mean)
            bar = click.style("█" * full, fg=_OWN[colour]) if full and colour else ""
            title = cut(level.title, 22) if at == 0 else ""
            yield (
                f"  {title:<22} {name_of(source):<13}{bar}{'░' * (_BAR - full)} "
                f"{symbol(mean)} {decimal(mean.value)}{' ▼' if mean.red else ''}"
            )


def heat_map(analysis: Analysis) -> Iterator[str]:
    """Every row of the framework by source, as colours with their symbols."""
    letters = "".join(f" {name_of(column)[0].upper()}  " for column in analysis.columns)
    yield f"  rij   {letters}vraag"
    theme = None
    for level in analysis.of(Kind.ROW):
        if level.theme != theme:
            theme = level.theme
            title = next((one.title for one in analysis.instrument.themes if one.id == theme), "")
            yield click.style(f"  {title}", bold=True)
        cells = " ".join(_on_ground(f" {symbol(tally.mean)} ", tally.mean) for tally in level.tallies)
        key = str(level.key) if isinstance(level.key, int) else "–"
        yield f"  {key:>3}   {cells} {cut(level.title, WIDTH - 9 - 4 * len(analysis.columns))}"
    names = ", ".join(f"{name_of(column)[0].upper()} {name_of(column)}" for column in analysis.columns)
    scale = "  ".join(f"{RATING_SYMBOLS[rating.value]} {rating.value}" for rating in Rating)
    yield f"  {scale}  · geen score"
    yield f"  {names}"


# -- what stands out --------------------------------------------------------------------------------------------------


def source_differences(analysis: Analysis) -> Iterator[str]:
    found = [one for one in analysis.source_differences if one.level.kind is not Kind.TOTAL]
    large = [one for one in found if one.large]
    lines = (
        f"  {'!' if one.large else ' '} {decimal(float(one.gap))}  {named(one.level, 66)}\n"
        f"          {one.high.value} {shown(one.high_mean)}, {one.low.value} {shown(one.low_mean)}"
        for one in large or found[:3]
    )
    yield from bullets(lines, "Er zijn geen verschillen: te weinig bronnen met scores.")


def case_differences(analysis: Analysis) -> Iterator[str]:
    lines = (
        f"  {'!' if one.large else ' '} {decimal(float(one.gap))}  {named(one.level, 66)}\n"
        f"          laagst casus {one.extremes.lowest}: {shown(one.extremes.low)}, "
        f"hoogst casus {one.extremes.highest}: {shown(one.extremes.high)}\n"
        f"          onder 2,5: {one.extremes.red} van {one.extremes.cases} casussen"
        for one in analysis.case_differences
    )
    yield from bullets(lines, "Er zijn te weinig casussen om te vergelijken.", most=6)


def ranked(analysis: Analysis, levels: Sequence[Level], nothing: str) -> Iterator[str]:
    def line(level: Level) -> str:
        of = "  ".join(
            f"{name_of(source)} {decimal(tally.mean.value)} (n {tally.mean.n})"
            for source, tally in zip(analysis.columns[:-1], level.tallies, strict=False)
            if tally.mean.n
        )
        return f"  {symbol(level.all.mean)} {shown(level.all.mean)}  {named(level, 54)}\n          {of}"

    yield from bullets(map(line, levels), nothing)


def red_scores(analysis: Analysis) -> Iterator[str]:
    """Where the red averages are, the themes and criteria before the rows."""
    order = {Kind.TOTAL: 0, Kind.THEME: 1, Kind.CRITERION: 2, Kind.ROW: 3}
    places: dict[tuple[Kind, str | int | None], tuple[Level, list[str]]] = {}
    for level, source in analysis.red:
        places.setdefault((level.kind, level.key), (level, []))[1].append(name_of(source))
    lines = [
        f"  ▼ {named(level, 50)}: {', '.join(names)}"
        for level, names in sorted(places.values(), key=lambda place: order[place[0].kind])
    ]
    yield from bullets(lines, "Er is geen enkel gemiddelde onder 2,5.", most=15)


def unexpected(analysis: Analysis) -> Iterator[str]:
    yield from bullets(
        (f"  {_surprise(one)}" for one in analysis.unexpected), "Er is niets opvallends gevonden.", most=15
    )


def _surprise(found: Unexpected) -> str:
    source = found.source.value if found.source else ""
    level = named(found.level, 40) if found.level else ""
    match found.surprise:
        case Surprise.SOURCE_MISSING:
            how = {"gestopt": "is eerder gestopt", "niet_beschikbaar": "was niet beschikbaar"}
            return f"casus {found.case}: {source} {how.get(found.closure or '', 'heeft geen antwoorden')}"
        case Surprise.NO_SCORES:
            return f"{level}: niemand gaf een kleur"
        case Surprise.ONE_SOURCE:
            return f"{level}: alleen {source} gaf een kleur"
        case Surprise.MANY_NOT_APPLICABLE:
            return f"{level}: {found.number} van {found.of} keer n.v.t."
        case Surprise.MANY_NO_ANSWER:
            return f"{level}: {found.number} van {found.of} keer geen antwoord"
        case Surprise.DIVIDED:
            return f"{level}: {source} verdeeld, {found.number} van {found.of} rood"


# -- from a cell to its reasons ---------------------------------------------------------------------------------------


def reasons(found: Sequence[Told]) -> Iterator[str]:
    """What was said, per case and source."""
    if not found:
        yield "  Hier is niets over gezegd."
    for one in found:
        value = one.value if one.value in RATING_SYMBOLS else None
        mark = f"{RATING_SYMBOLS[value]} " if value else ""
        told = _spoken(one.value or one.status.value)
        number = f"vraag {one.question.printed or one.question.id}"
        yield f"  casus {one.case}, {one.source.value}, {number}: {mark}{told if one.text is None else ''}".rstrip(
            " :"
        )
        for label, text in (
            ("", one.text),
            ("", "Geen reden gegeven." if one.declined else one.reason),
            ("Opmerking: ", one.remark),
        ):
            if text:
                yield from wrapped(f"{label}{text}", "      ")


# -- rounds and municipalities ----------------------------------------------------------------------------------------

_CHANGES: Final = {
    Change.TOO_FEW: "te weinig casussen om iets te zeggen",
    Change.UNSURE: "kan toeval zijn",
    Change.HIGHER: "▲ hoger",
    Change.LOWER: "▼ lager",
}


def comparison(found: Comparison) -> Iterator[str]:
    """One line per level that both rounds have, all sources together, then what changed within a source."""
    wide = (Kind.TOTAL, Kind.THEME, Kind.CRITERION)
    shown_ = [delta for delta in found.deltas if delta.source is None and delta.level.kind in wide]
    alike = len(shown_) > 1 and len({delta.change for delta in shown_}) == 1
    if alike:
        yield f"  Voor alle thema’s en criteria geldt: {_CHANGES[shown_[0].change]}."
    for delta in shown_:
        yield from _delta(delta, verdict=not alike)
    moved = [
        delta
        for delta in found.deltas
        if delta.change in {Change.HIGHER, Change.LOWER} and (delta.source or delta.level.kind is Kind.ROW)
    ]
    yield "  Per bron en per vraag veranderd:"
    lines = (
        f"    {_CHANGES[one.change]} {name_of(one.source)}, {named(one.level, 44)}: {_from_to(one)}"
        for one in moved
    )
    yield from bullets(lines, "  Niets waarvan met deze aantallen iets te zeggen is.")
    if found.unmatched:
        yield f"  Niet te vergelijken, want nieuw in deze ronde: {len(found.unmatched)} onderdelen."
    yield "  Bij elke twintig vergelijkingen lijkt er door toeval ongeveer één veranderd."


def _delta(delta: Delta, *, verdict: bool) -> Iterator[str]:
    yield f"  {named(delta.level, 76)}"
    yield f"      {_from_to(delta)}" + (f": {_CHANGES[delta.change]}" if verdict else "")


def _from_to(delta: Delta) -> str:
    """Both averages with their n; one decimal where n is small, so that nothing looks more exact than it is."""
    places = 2 if min(delta.before.n, delta.now.n) >= 30 else 1
    return (
        f"{decimal(delta.before.value, places)} (n {delta.before.n}) → "
        f"{decimal(delta.now.value, places)} (n {delta.now.n})"
    )


def side_by_side(names: Sequence[str], parts: Sequence[Analysis]) -> Iterator[str]:
    """Every theme and criterion with the average of each evaluation, all sources together."""
    yield "  Vertrouwelijk: voor het team, niet voor partners."
    yield "  Met n tussen haakjes, ▼ onder 2,5."
    for at, name in enumerate(names, start=1):
        yield from wrapped(f"{at}  {name}, {parts[at - 1].cases} casussen", "  ")
    if any(part.cases < ENOUGH for part in parts):
        yield f"  Let op: met minder dan {ENOUGH} casussen zegt een verschil nog weinig."
    yield ""
    wide = cell_width(parts)
    label = max(20, WIDTH - wide * len(parts) - 2)
    yield " " * (label + 2) + "".join(f"{at:<{wide}}" for at in range(1, len(parts) + 1)).rstrip()
    means: dict[tuple[Kind, str], list[Mean]] = {}
    labels: dict[tuple[Kind, str], str] = {}
    for at, part in enumerate(parts):
        for level in part.of(Kind.TOTAL, Kind.THEME, Kind.CRITERION):
            key = level.kind, level.title
            means.setdefault(key, [Mean()] * len(parts))[at] = level.all.mean
            labels.setdefault(key, _label(level, label))
    for key, of in means.items():
        text = labels[key]
        yield f"{text:<{label}}  {''.join(_cell(mean, wide) for mean in of)}".rstrip()


# -- deadlines --------------------------------------------------------------------------------------------------------


def deadlines(counts: Sequence[DeadlineCount]) -> Iterator[str]:
    """Per deadline its title, and under it per source in how many cases it was met; nothing without deadlines."""
    if counts:
        yield from heading("Termijnen, volgens de tijdlijnen")
    title = ""
    for one in counts:
        if one.title != title:
            title = one.title
            yield from wrapped(title, "  ")
        reason = f" ({one.excused} met reden)" if one.excused else ""
        said = f"op tijd {one.in_time} · te laat {one.late}{reason} · niet te zeggen {one.unknown}"
        yield f"    {one.source.value:<13} {said}"
