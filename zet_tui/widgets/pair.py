"""One question with its answer in the conversation: what it looks like; which pairs there are, the screen decides."""

from dataclasses import dataclass
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from zet_tui.widgets.symbols import Mark

_INDENT: Final = 12
_WIDEST: Final = 64


@dataclass(frozen=True, slots=True)
class PairView:
    """What one pair shows; all texts are plain, `strong` are passages of the question that are bold in print.

    `kind` is "asked" (the question now), "answered", "waiting" (asked and passed by), "aside" (not asked) or
    "spoken" (introduction and closing). A long text arrives shortened.
    """

    id: str
    kind: str
    heading: str
    question: str
    strong: tuple[str, ...] = ()
    lead: str = ""
    note: str = ""
    mark: Mark | None = None
    label: str = ""
    said: str = ""
    missing: str = ""
    remark: str = ""

    @property
    def can_be_chosen(self) -> bool:
        return self.kind in {"asked", "answered", "waiting"}

    @property
    def has_answer(self) -> bool:
        return bool(self.mark or self.said or self.missing or self.remark)


class Pair(Vertical):
    """Question left under its theme and number, answer right with symbol, word, label and reason."""

    def __init__(self, view: PairView) -> None:
        super().__init__(classes=f"-{view.kind}")
        self.view = view
        self.question = Static(question_content(view), classes="question", markup=False)
        self.answer = Answer(answer_content(view))
        self.answer.display = view.has_answer

    def compose(self) -> ComposeResult:
        yield self.question
        yield self.answer

    def show(self, view: PairView) -> None:
        """Draw what changed, and only that."""
        before, self.view = self.view, view
        if before.kind != view.kind:
            self.set_class(False, f"-{before.kind}")
            self.set_class(True, f"-{view.kind}")
        if (question := question_content(view)) != question_content(before) or before.kind != view.kind:
            self.question.update(question)
        if answer_content(before) != (answer := answer_content(view)):
            self.answer.show(answer)
            self.answer.display = view.has_answer


class Answer(Widget):
    """A block of lines against the right edge, itself aligned left; one widget where a box in a box would be two."""

    def __init__(self, content: Content) -> None:
        super().__init__(classes="answer")
        self._said = content
        self._lines: list[Content] = []
        self._width = -1

    def show(self, content: Content) -> None:
        """Show this instead."""
        self._said, self._width = content, -1
        self.refresh(layout=True)

    def render(self) -> Content:
        width = self.content_size.width
        lines = self._wrapped(width)
        block = max((line.cell_length for line in lines), default=0)
        return Content("\n").join(line.pad_left(width - block) for line in lines)

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        return len(self._wrapped(width))

    def _wrapped(self, width: int) -> list[Content]:
        if width != self._width:
            room = max(min(width - _INDENT, _WIDEST), 1)
            self._lines, self._width = self._said.wrap(room), width
        return self._lines


def question_content(view: PairView) -> Content:
    """Heading, spoken line, question with its bold words, and note."""
    if view.kind == "aside":
        return Content.styled(f"{view.heading}  {view.question}", "$quiet")
    text = Content(view.question)
    for words in view.strong:
        start = view.question.find(words)
        if start >= 0:
            text = text.stylize("bold", start, start + len(words))
    if view.kind == "waiting":
        text = text.stylize("$quiet")
    parts = [Content.styled(view.heading, "$accent" if view.kind == "asked" else "$quiet")]
    if view.lead:
        parts.append(Content.styled(view.lead, "italic"))
    parts.append(text)
    if view.note:
        parts.append(Content.styled(view.note, "$quiet"))
    return Content("\n").join(parts)


def answer_content(view: PairView) -> Content:
    """The mark with its label, what was said, and the remark."""
    parts: list[Content] = []
    if view.mark:
        parts.append(Content.assemble(view.mark.shown("bold"), f" · {view.label}" if view.label else ""))
    if view.said:
        parts.append(Content(view.said))
    if view.missing:
        parts.append(Content.styled(view.missing, "$accent"))
    if view.remark:
        parts.append(Content.styled(view.remark, "$quiet"))
    return Content("\n").join(parts)
