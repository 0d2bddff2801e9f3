"""The calm colours of ZET: light, dark, high contrast and the terminal's own; what they are used for, the .tcss says.

Variables every theme sets, for use in any .tcss:
  $rating-groen $rating-mint $rating-oranje $rating-rood $rating-nvt   four ratings and n.v.t.: symbol, face, border
  $word-groen $word-mint $word-oranje $word-rood $word-nvt             the same as a word on $background
  $quiet    text that is present but asks for nothing        $line     the thin rules between parts of a page
  $accent   the one thing that asks for attention            $field    the background of something to type in
  $here     the background of the row or field one is in
  $mark     the background of a passage that is pointed at, with $mark-text on it
"""

from collections.abc import Mapping
from typing import Final

from textual.theme import Theme

DARK: Final = "zet-donker"
LIGHT: Final = "zet-licht"
CONTRAST: Final = "zet-contrast"
TERMINAL: Final = "zet-terminal"

RATING_VARIABLES: Final = ("rating-groen", "rating-mint", "rating-oranje", "rating-rood", "rating-nvt")
WORD_VARIABLES: Final = ("word-groen", "word-mint", "word-oranje", "word-rood", "word-nvt")
TEXT_VARIABLES: Final = (*RATING_VARIABLES, *WORD_VARIABLES, "quiet")
ENOUGH_COLOURS: Final = ("256", "truecolor")
"""What rich calls the terminals on which our own colours can be told apart; with 16 three of them come out grey."""

# Chosen with a second look at what a terminal with 256 colours makes of them: a background comes out grey there,
# not blue or brown, and no two ratings come out alike.
_DARK_INK = {
    "rating-groen": "#6cc483",
    "rating-mint": "#9fdcd0",
    "rating-oranje": "#eba85a",
    "rating-rood": "#f28b82",
    "rating-nvt": "#aab2bf",
    "quiet": "#a9b0bd",
    "line": "#343a46",
    "field": "#25282e",
    "here": "#323943",
    "mark": "#4a3d1c",
    "mark-text": "#ffe9b8",
}
_LIGHT_INK = {
    "rating-groen": "#1c6b2c",
    "rating-mint": "#0b6b6e",
    "rating-oranje": "#96500a",
    "rating-rood": "#b0281f",
    "rating-nvt": "#5a6270",
    "quiet": "#4f5561",
    "line": "#d5d0c4",
    "field": "#f0ede6",
    "here": "#dde1e5",
    "mark": "#ffe9b0",
    "mark-text": "#4a3600",
}
_CONTRAST_INK = {
    "rating-groen": "#7dff9b",
    "rating-mint": "#a8fff0",
    "rating-oranje": "#ffc14d",
    "rating-rood": "#ff9a94",
    "rating-nvt": "#d8d8d8",
    "quiet": "#d8d8d8",
    "line": "#9a9a9a",
    "field": "#262626",
    "here": "#3a4247",
    "mark": "#ffff66",
    "mark-text": "#000000",
}
# The terminal's palette is not ours to know: words keep its own letters, which its owner can read, and only what
# has a shape of its own besides is coloured. The bright half is left alone: in many palettes those are greys.
_TERMINAL_INK = {
    **dict.fromkeys(WORD_VARIABLES, "ansi_default"),
    "rating-groen": "ansi_green",
    "rating-mint": "ansi_cyan",
    "rating-oranje": "ansi_yellow",
    "rating-rood": "ansi_red",
    "rating-nvt": "ansi_default",
    "quiet": "ansi_default",
    "line": "ansi_default",
    "field": "ansi_default",
    "here": "ansi_default",
    "mark": "ansi_default",
    "mark-text": "ansi_default",
}


def _with_words(ink: Mapping[str, str]) -> dict[str, str]:
    """The inks, with the words of the ratings in the colours of their symbols."""
    words = {word: ink[symbol] for word, symbol in zip(WORD_VARIABLES, RATING_VARIABLES, strict=True)}
    return {**ink, **words}


def _shared(ink: Mapping[str, str], background: str, accent: str) -> dict[str, str]:
    """The variables of Textual's own widgets, bent to the same few inks."""
    return {
        **_with_words(ink),
        "border": ink["line"],
        "border-blurred": ink["line"],
        "footer-background": background,
        "footer-key-foreground": accent,
        "block-cursor-background": accent,
        "block-cursor-foreground": background,
        "block-cursor-text-style": "none",
        "scrollbar": ink["line"],
        "scrollbar-hover": ink["quiet"],
        "scrollbar-active": ink["quiet"],
        "scrollbar-background": background,
        "scrollbar-background-hover": background,
        "scrollbar-background-active": background,
        "scrollbar-corner-color": background,
    }


THEMES: Final = (
    Theme(
        name=DARK,
        dark=True,
        primary="#8ab4f8",
        secondary="#8ab4f8",
        accent="#8ab4f8",
        warning="#eba85a",
        error="#f28b82",
        success="#6cc483",
        foreground="#e4e6eb",
        background="#181b21",
        surface="#181b21",
        panel="#1e222a",
        variables=_shared(_DARK_INK, "#181b21", "#8ab4f8"),
    ),
    Theme(
        name=LIGHT,
        dark=False,
        primary="#1d5aa8",
        secondary="#1d5aa8",
        accent="#1d5aa8",
        warning="#96500a",
        error="#b0281f",
        success="#1c6b2c",
        foreground="#23262b",
        background="#fbf9f3",
        surface="#fbf9f3",
        panel="#f4f1e8",
        variables=_shared(_LIGHT_INK, "#fbf9f3", "#1d5aa8"),
    ),
    Theme(
        name=CONTRAST,
        dark=True,
        primary="#7fd7ff",
        secondary="#7fd7ff",
        accent="#7fd7ff",
        warning="#ffc14d",
        error="#ff9a94",
        success="#7dff9b",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#000000",
        variables=_shared(_CONTRAST_INK, "#000000", "#7fd7ff"),
    ),
    Theme(
        name=TERMINAL,
        dark=True,
        ansi=True,
        primary="ansi_default",
        secondary="ansi_default",
        accent="ansi_default",
        warning="ansi_default",
        error="ansi_default",
        success="ansi_default",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        variables={
            **_TERMINAL_INK,
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "border": "ansi_default",
            "border-blurred": "ansi_default",
            "footer-key-foreground": "ansi_default",
            "block-cursor-foreground": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-text-style": "reverse",
            "input-selection-background": "ansi_default",
            "scrollbar": "ansi_default",
            "scrollbar-hover": "ansi_default",
            "scrollbar-active": "ansi_default",
            "scrollbar-background": "ansi_default",
        },
    ),
)
"""The four themes, in the order in which the palette offers them."""

NAMES: Final = {
    DARK: "donker",
    LIGHT: "licht",
    CONTRAST: "hoog contrast",
    TERMINAL: "kleuren van de terminal zelf",
}
"""What the user calls each theme."""

BY_WORD: Final = {"donker": DARK, "licht": LIGHT, "hoog-contrast": CONTRAST, "terminal": TERMINAL}
"""The word for each theme in `instellingen.toml` and on the command line."""


def fallback_variables() -> dict[str, str]:
    """Values for a theme that is not ours, so that every .tcss parses under it."""
    return _with_words(_DARK_INK)
