"""One mark per answer value: symbol, Dutch word and theme colour, always together; labels are the instrument's."""

from dataclasses import dataclass
from typing import Final

from textual.content import Content


@dataclass(frozen=True, slots=True)
class Mark:
    """How a value looks: `symbol` and `word` say the same as the colour, `style` is a theme variable or ""."""

    symbol: str
    word: str
    style: str

    @property
    def word_style(self) -> str:
        """The style of the word: in the terminal's own colours that is plain, as nobody knows how they read."""
        return self.style.replace("$rating-", "$word-")

    def shown(self, extra: str = "") -> Content:
        """Symbol and word, both also in the style `extra`."""
        return Content.assemble(
            (self.symbol, f"{self.style} {extra}"), (f" {self.word}", f"{self.word_style} {extra}")
        )


MARKS: Final[dict[str, Mark]] = {
    "groen": Mark("●", "groen", "$rating-groen"),
    "mint": Mark("◐", "mint", "$rating-mint"),
    "oranje": Mark("▲", "oranje", "$rating-oranje"),
    "rood": Mark("■", "rood", "$rating-rood"),
    "nvt": Mark("✕", "n.v.t.", "$rating-nvt"),
    "geen_antwoord": Mark("?", "geen antwoord", "$rating-nvt"),
    "ja": Mark("✓", "ja", "$foreground"),
    "nee": Mark("–", "nee", "$foreground"),
    "open": Mark("○", "nog open", "$quiet"),
}
"""By answer value; "open" is the mark of a question without an answer."""
