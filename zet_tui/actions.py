"""The one table of what can be done in a conversation: keys, Dutch name, help; doing it is the screen's business.

The bindings (and through them the palette), the key line and the help screen are read from this table, so none
of them can say something else than another.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Final

from textual.binding import Binding, BindingType

from zet_tui.letters import plain


class Where(StrEnum):
    """The place where an action's keys count; the value is the heading in the help screen."""

    CHOICE = "Kiezen"
    TEXT = "Typen"
    LOOKING_BACK = "Eerdere antwoorden"
    CONVERSATION = "In het gesprek"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    `id` is also the screen's action (`choose('groen')` for a choice); `footer` is its word on the key line,
    "" where the key line leaves it out; `rank` says which words stay longest when the line is short (1 first).
    A `named` action is offered by name in the palette; one that is not `bound` here is the app's own.
    """

    id: str
    keys: tuple[str, ...]
    name: str
    help: str
    where: Where
    footer: str = ""
    rank: int = 9
    named: bool = True
    bound: bool = True

    @property
    def rebindable(self) -> bool:
        """Whether `toetsen.toml` may give it another key: only what has a key of its own in the conversation."""
        return self.bound and self.named and self.id != "help" and all(may_be_key(key) for key in self.keys)

    @property
    def key_name(self) -> str:
        """The keys as a person reads them: "Ctrl+Z", "F2", "Enter"."""
        return " of ".join(key_name(key) for key in self.keys if key == key.lower())

    @property
    def short_key(self) -> str:
        """The first key in the short form of the key line: "^Z"."""
        return key_name(self.keys[0]).replace("Ctrl+", "^")


_KEY_NAMES: Final = {
    "escape": "Esc",
    "enter": "Enter",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
}


def key_name(key: str) -> str:
    """One Textual key as it stands on the keyboard."""
    if key.startswith("ctrl+"):
        return "Ctrl+" + key_name(key.removeprefix("ctrl+")).upper()
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    return key.upper() if key.startswith("f") and key[1:].isdigit() else key


def _choice(value: str, key: str, name: str, help_: str) -> Action:
    return Action(f"choose('{value}')", (key, key.upper()), name, help_, Where.CHOICE)


_T, _L, _C = Where.TEXT, Where.LOOKING_BACK, Where.CONVERSATION

ACTIONS: Final[tuple[Action, ...]] = (
    _choice("groen", "g", "Groen", "Waarderen met groen."),
    _choice("mint", "m", "Mint", "Waarderen met mint."),
    _choice("oranje", "o", "Oranje", "Waarderen met oranje; daarna vraagt het scherm de reden."),
    _choice("rood", "r", "Rood", "Waarderen met rood; daarna vraagt het scherm de reden."),
    _choice("nvt", "x", "N.v.t.", "De vraag past niet bij de situatie; daarna vraagt het scherm de reden."),
    _choice("ja", "j", "Ja", "Alleen bij een vraag met ja of nee."),
    _choice("nee", "n", "Nee", "Alleen bij een vraag met ja of nee."),
    _choice(
        "geen_antwoord",
        "w",
        "Geen antwoord",
        "Weet niet, wil niet zeggen, niet vast te stellen of niet aan toegekomen.",
    ),
    Action("keep_text", ("enter",), "Tekst bewaren", "Bewaart de tekst en gaat verder.", _T, named=False),
    Action("new_line", ("ctrl+j",), "Nieuwe regel", "Begint een nieuwe regel.", _T, named=False),
    Action(
        "no_answer", ("f8",), "Geen antwoord", "Bij een open vraag of de tijdlijn: er komt geen antwoord.", _T
    ),
    Action("decline_reason", ("f9",), "Geen reden gegeven", "De persoon geeft geen reden. Dat telt ook.", _T),
    Action(
        "look_back(-1)",
        ("up",),
        "Vorig antwoord",
        "Kiest een eerder antwoord.",
        _L,
        "terugkijken",
        7,
        named=False,
    ),
    Action("look_back(1)", ("down",), "Volgend antwoord", "Gaat weer naar beneden.", _L, named=False),
    Action("change", ("enter",), "Wijzigen", "Wijzigt het gekozen antwoord.", _L, named=False),
    Action("help", ("f1",), "Hulp", "Alle toetsen op één blad.", _C, "hulp", 1),
    Action(
        "meaning", ("f2",), "Begrip", "Wat het team afsprak over een woord in deze vraag.", _C, "begrip", 4
    ),
    Action(
        "probe",
        ("f3",),
        "Doorvragen",
        "Suggesties om door te vragen, in onze woorden.",
        _C,
        "doorvragen",
        4,
    ),
    Action("list_open", ("f4",), "Open vragen", "Alle vragen die nog open staan.", _C, "open", 9),
    Action("card", ("f5",), "Antwoordkaart", "De vraag groot, om naar de ander te draaien.", _C, "kaart", 4),
    Action("remark", ("f6",), "Opmerking", "Een opmerking bij deze of de gekozen vraag.", _C, "opmerking", 5),
    Action("timeline", ("f7",), "Tijdlijn", "De tijdlijn bekijken of aanvullen.", _C, "tijdlijn", 8),
    Action(
        "note",
        ("ctrl+n",),
        "Kladnotitie",
        "Een losse notitie, om later bij een vraag te zetten. Gaat nooit mee.",
        _C,
        "klad",
        6,
    ),
    Action("notes", ("ctrl+o",), "Kladnotities bekijken", "Bij een vraag zetten of weggooien.", _C),
    Action("urgent", ("f10",), "Iemand is nú onveilig", "Wie u nu belt.", _C, "nood", 3),
    Action(
        "dossier",
        ("ctrl+d",),
        "Wat zei het dossier?",
        "Wat het dossier hierover zei.",
        _C,
    ),
    Action("go_to", ("ctrl+g",), "Ga naar vraag", "Zoekt een vraag op nummer of woord.", _C, "ga naar", 6),
    Action("undo", ("ctrl+z",), "Ongedaan maken", "Neemt het laatste terug.", _C, "ongedaan", 2),
    Action("redo", ("ctrl+y",), "Toch weer wel", "Zet terug wat ongedaan gemaakt is.", _C),
    Action(
        "transcript",
        ("ctrl+r",),
        "Verslag nalezen",
        "Het gesprek zoals het er zonder namen uitziet.",
        _C,
    ),
    Action("blank", ("f12",), "Scherm leegmaken", "Niets op het scherm tot u op Enter drukt.", _C),
    Action(
        "finish",
        ("ctrl+e",),
        "Afronden",
        "Laat zien wat nog mist en rondt het gesprek af.",
        _C,
        "afronden",
        9,
    ),
    Action(
        "stop",
        ("ctrl+t",),
        "Pauze of stoppen",
        "Pauze, stoppen, niet beschikbaar of intrekken.",
        _C,
        "stoppen",
        10,
    ),
    Action("lock", ("ctrl+l",), "Slot", "Sluit de kluis. Alles is bewaard.", _C, "slot", 3, bound=False),
    Action("commands", ("ctrl+p",), "Opdrachten", "Zoekt elke opdracht op naam.", _C, bound=False),
    Action("scroll_page(-1)", ("pageup",), "Bladeren omhoog", "Schuift het gesprek omhoog.", _C, named=False),
    Action(
        "scroll_page(1)",
        ("pagedown",),
        "Bladeren omlaag",
        "Schuift het gesprek omlaag.",
        _C,
        named=False,
    ),
    Action(
        "back",
        ("escape",),
        "Terug",
        "Eén stap terug; aan het eind naar het overzicht. Alles blijft bewaard.",
        _C,
    ),
)


def action(action_id: str) -> Action:
    """The action with this id; raises KeyError."""
    try:
        return _BY_ID[action_id]
    except KeyError:
        raise KeyError(action_id) from None


def choice_action(value: str) -> Action:
    """The action that chooses this answer value; raises KeyError."""
    return action(f"choose('{value}')")


def bindings(*places: Where, only: Iterable[str] | None = None) -> list[BindingType]:
    """Textual bindings for the actions of these places (all of them, or `only` these ids)."""
    wanted = None if only is None else set(only)
    return [
        Binding(",".join(act.keys), act.id, act.name if act.named else "", show=False, id=act.id)
        for act in ACTIONS
        if act.bound and act.where in places and (wanted is None or act.id in wanted)
    ]


def on_key_line() -> tuple[Action, ...]:
    """The actions with a word on the key line, in the order of the table."""
    return tuple(act for act in ACTIONS if act.footer)


@dataclass(frozen=True)
class KeyTable:
    """The table with a person's own keys in it; `own` maps action ids to a key."""

    own: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """Every action, with the key it has here."""
        return tuple(replace(act, keys=(self.own[act.id],)) if act.id in self.own else act for act in ACTIONS)

    def action(self, action_id: str) -> Action:
        """The action with this id; raises KeyError."""
        act = action(action_id)
        return replace(act, keys=(self.own[act.id],)) if act.id in self.own else act

    def on_key_line(self) -> tuple[Action, ...]:
        """The actions with a word on the key line, in the order of the table."""
        return tuple(act for act in self.actions if act.footer)

    def said(self, words: str) -> str:
        """A sentence that names the usual keys, with a person's own keys in their place."""
        if not self.own:
            return words
        names = {action(act).key_name: key_name(key) for act, key in self.own.items()}
        return _KEY_IN_WORDS.sub(lambda found: names.get(found[0], found[0]), words)


def setting_name(act: Action) -> str:
    """What the action is called in `toetsen.toml`: "open-vragen"."""
    return "-".join(re.findall(r"[a-z0-9]+", plain(act.name)))


def may_be_key(key: str) -> bool:
    """Whether a key can be given to an action: terminals deliver it and the text field does not need it."""
    return key in _FREE_KEYS


_KEY_IN_WORDS: Final = re.compile(r"\b(?:F\d{1,2}|Ctrl\+[A-Z])\b")
_FREE_KEYS: Final = frozenset(
    [*(f"f{n}" for n in range(1, 13)), *(f"ctrl+{letter}" for letter in "deglnoprtyz")]
)
_BY_ID: Final = {act.id: act for act in ACTIONS}
DEFAULT_KEYS: Final = KeyTable()
