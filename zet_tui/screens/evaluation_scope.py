"""Which part of the questionnaire takes part: a ready scope, a follow-up of an earlier round, or one's own choice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flows.evaluation import Aim, Evaluation, criteria_of, themes_of
from flows.instrument import Criterion, Instrument
from zet_tui.screens.fields import Choice, Several, split
from zet_tui.screens.form import Part, Passage, Row
from zet_tui.wording.errors import CODES

OWN: Final = "zelf"
FOLLOW_UP: Final = "vervolg"
EXPLAINS: Final = "scope-explains"
FIELDS: Final = ("scope", "themes", "criteria")
"""The fields of this part of the form; they fall when another questionnaire is chosen."""
_EVERYTHING: Final = "alles"
_WIDEST: Final = 42
"""With its tick this fits the field in a window of 80 columns."""
_WALK: Final = "← → kiezen, spatie aan of uit"


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """A finished round of the same vault: its title, its instrument, and what its improvement actions are about."""

    title: str
    instrument: str
    aims: tuple[Aim, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope that can be chosen at once; None is everything."""

    key: str
    title: str
    explanation: str
    themes: tuple[str, ...] | None = None
    criteria: tuple[int, ...] | None = None


def scopes_of(instrument: Instrument, earlier: EarlierRound | None) -> tuple[Scope, ...]:
    """The ready scopes of this instrument: its own, everything, and the follow-up where there is one to follow up."""
    found = [
        Scope(preset.id, preset.title, preset.explanation, preset.themes, preset.criteria)
        for preset in instrument.presets
    ]
    if all(scope.themes is not None or scope.criteria is not None for scope in found):
        found.insert(0, Scope(_EVERYTHING, "De hele vragenlijst", f"Alle {len(instrument.themes)} thema's."))
    if earlier is not None and (scope := _follow_up(instrument, earlier)) is not None:
        found.append(scope)
    return tuple(found)


def _follow_up(instrument: Instrument, earlier: EarlierRound) -> Scope | None:
    """Only what the improvement actions of that round are about (Bijlage 6); None where that is nothing."""
    if earlier.instrument != instrument.id:
        return None
    try:
        criteria = criteria_of(instrument, earlier.aims)
        themes = themes_of(instrument, earlier.aims)
    except KeyError:
        return None  # another version of the questionnaire, which no longer has it
    if not (criteria or themes):
        return None
    names = f"criterium {_listed(map(str, criteria))}" if criteria else _listed(themes)
    return Scope(
        FOLLOW_UP,
        f"Vervolg op {earlier.title}",
        f"Alleen waar verbeteracties over zijn: {names}.",
        None if criteria else themes,
        criteria or None,
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def scope_parts(
    instrument: Instrument, scopes: Sequence[Scope], known: Evaluation | None
) -> tuple[Part, ...]:
    """The rows of the form; themes and criteria are shown only to who chooses them."""
    themes = {theme.id: theme.title for theme in instrument.themes}
    criteria = {str(criterion.number): _named(criterion) for criterion in instrument.criteria}
    agreed = (None, None) if known is None else (known.themes, known.criteria)
    now = scopes[0].key if known is None else _matching(scopes, agreed)
    options = {scope.key: scope.title for scope in scopes} | {OWN: "Een deel, dat u zelf kiest"}
    parts: list[Part] = [
        Row("scope", "Wat vraagt u", Choice(options, now)),
        Passage("", EXPLAINS),
        Row("themes", "Thema's", Several(themes, _chosen(themes, agreed[0])), _WALK),
    ]
    if criteria:
        parts.append(Row("criteria", "Criteria", Several(criteria, _chosen(criteria, agreed[1])), _WALK))
    return tuple(parts)


def _matching(scopes: Sequence[Scope], agreed: tuple[object, object]) -> str:
    return next((scope.key for scope in scopes if (scope.themes, scope.criteria) == agreed), OWN)


def _chosen(every: Mapping[str, str], chosen: Sequence[object] | None) -> tuple[str, ...]:
    return tuple(every) if chosen is None else tuple(map(str, chosen))


def _named(criterion: Criterion) -> str:
    """Number and the first words: "6 Eerste contactmoment"."""
    text = criterion.text.split(". ")[0].rstrip(".")
    words = f"{criterion.number} {text}"
    return words if len(words) <= _WIDEST else f"{words[: _WIDEST - 1].rstrip()}…"


def explained(scopes: Sequence[Scope], chosen: str) -> str:
    """When this scope fits; "" for one's own choice."""
    return next((scope.explanation for scope in scopes if scope.key == chosen), "")


def read_scope(
    values: Mapping[str, str], instrument: Instrument, scopes: Sequence[Scope]
) -> tuple[tuple[str, ...] | None, tuple[int, ...] | None, dict[str, str]]:
    """The themes and criteria that were chosen (None: all of them), and what is wrong by field.

    A theme of which no criterion is ticked falls out of the scope with them.
    """
    ready = next((scope for scope in scopes if scope.key == values["scope"]), None)
    if ready is not None:
        return ready.themes, ready.criteria, {}
    ticked = split(values["themes"])
    if not ticked:
        return None, None, {"themes": CODES["no_themes"]}
    if not instrument.criteria:
        return _all_or(ticked, [theme.id for theme in instrument.themes]), None, {}
    numbers = {int(number) for number in split(values["criteria"])}
    here = [criterion for criterion in instrument.criteria if criterion.theme in ticked]
    criteria = tuple(criterion.number for criterion in here if criterion.number in numbers)
    if not criteria:
        return None, None, {"criteria": CODES["no_criteria"]}
    kept = {criterion.theme for criterion in here if criterion.number in numbers}
    themes = tuple(theme.id for theme in instrument.themes if theme.id in kept)
    narrowed = any(criterion.theme in kept and criterion.number not in numbers for criterion in here)
    return _all_or(themes, [theme.id for theme in instrument.themes]), criteria if narrowed else None, {}


def _all_or(chosen: tuple[str, ...], every: Sequence[str]) -> tuple[str, ...] | None:
    return None if list(chosen) == list(every) else chosen
