"""The big blocks of the answer card: drawn, pressed, clicked; what a block leads to is the card's business."""

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from zet_tui.widgets.faces import FACES
from zet_tui.widgets.symbols import Mark


@dataclass(frozen=True, slots=True)
class BlockView:
    """One answer in a block: `keys` press it, the first one is shown; `label` are the words of the questionnaire."""

    value: str
    keys: tuple[str, ...]
    mark: Mark
    label: str


class Block(Widget):
    """Symbol and word, face, label and key in the colour of the answer."""

    class Picked(Message):
        """A block was clicked."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, view: BlockView) -> None:
        super().__init__(classes=f"block -{view.value}")
        self.view = view

    def on_click(self) -> None:
        self.post_message(self.Picked(self.view.value))

    def render(self) -> Content:
        return block_content(self.view, self.content_size.width)


def block_content(view: BlockView, width: int) -> Content:
    """The lines of a block, each in the middle."""
    colour = f"{view.mark.style} bold"
    words = [
        view.mark.shown("bold") if view.label != view.mark.word else Content.styled(view.mark.symbol, colour)
    ]
    words.extend(Content.styled(line, colour) for line in FACES.get(view.value, ()))
    label = Content.styled(view.label, "bold").wrap(max(width, 1))
    words.extend([*label, *[Content("")] * (2 - len(label)), Content.styled(view.keys[0], "$quiet")])
    return Content("\n").join(line.rstrip().center(width) for line in words)
