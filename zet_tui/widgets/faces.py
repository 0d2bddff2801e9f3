"""A face per answer on the card: upright, in line drawing, readable without colour; which answer, the card says."""

from typing import Final

_EYES: Final = "│ •   • │"
_TOP, _BOTTOM = "╭───────╮", "╰───────╯"


def _face(mouth: str) -> tuple[str, ...]:
    return (_TOP, _EYES, f"│{mouth}│", _BOTTOM)


FACES: Final[dict[str, tuple[str, ...]]] = {
    "groen": _face(" ╰───╯ "),
    "mint": _face("  ╰─╯  "),
    "oranje": _face("  ╭─╮  "),
    "rood": _face(" ╭───╮ "),
    "goed": _face(" ╰───╯ "),
    "niet_goed": _face(" ╭───╮ "),
}
"""Four lines of nine columns, by answer value; the two halves of the two-step form too."""
