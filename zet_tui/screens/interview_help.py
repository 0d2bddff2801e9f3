"""The help sheet of a conversation, read from the table of actions; opening it is the screen's."""

from typing import Final

from textual.content import Content

from flows.interview import Interview
from zet_tui.actions import DEFAULT_KEYS, KeyTable, Where
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_views import label_of
from zet_tui.widgets.symbols import MARKS

_WIDTH: Final = 62


def help_content(interview: Interview, keys: KeyTable = DEFAULT_KEYS) -> Content:
    """Every action under its heading with key, name and explanation, and the meaning of the symbols."""
    blocks = [_block(where, keys) for where in Where]
    blocks.append(_lines(text.HELP_CARD, text.HELP_CARD_KEYS))
    blocks.append(_symbols(interview))
    return Content("\n\n").join(blocks)


def _lines(title: str, words: str) -> Content:
    return Content.assemble((title, "bold"), "\n", Content(words))


def _block(where: Where, keys: KeyTable) -> Content:
    rows = [act for act in keys.actions if act.where is where]
    width = max(len(act.key_name) for act in rows)
    lines = [Content.styled(where.value, "bold")]
    for act in rows:
        words = Content.assemble(act.name, ("  " + act.help, "$quiet")).wrap(_WIDTH - width)
        for index, part in enumerate(words):
            key = act.key_name if index == 0 else ""
            lines.append(Content.assemble("  ", (key.ljust(width), "$accent"), "  ", part))
    return Content("\n").join(lines)


def _symbols(interview: Interview) -> Content:
    lines = [Content.styled(text.HELP_SYMBOLS, "bold")]
    for value in ("groen", "mint", "oranje", "rood", "nvt", "geen_antwoord"):
        mark = MARKS[value]
        label = label_of(interview, value)
        lines.append(Content.assemble("  ", mark.shown(), f" · {label}" if label else ""))
    return Content("\n").join(lines)
