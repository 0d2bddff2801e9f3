"""The conversation as it will be once names are gone, to read through; changing a text is the reviewing page's."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from flows.instrument import Question
from flows.interview import Interview, Status
from zet_tui.idle import CONVERSATION_MINUTES
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_port import Reading
from zet_tui.screens.interview_views import heading, label_of
from zet_tui.widgets.symbols import MARKS
from zet_tui.widgets.transcript import Pages

_KINDS = {"reden": "", "open": "", "tijdlijn": "", "toelichting": text.REMARK_PREFIX}


class TranscriptScreen(ModalScreen[None]):
    """Every answer with its texts as they would leave, from top to bottom; Escape goes back."""

    CSS_PATH = "transcript.tcss"
    ALLOW_SELECT = False
    idle_minutes: ClassVar[float] = CONVERSATION_MINUTES
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,ctrl+r", "away", show=False)]

    def __init__(self, interview: Interview, readings: Sequence[Reading]) -> None:
        super().__init__()
        self.words = transcript(interview, readings)

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(text.TRANSCRIPT_TITLE, "bold"), classes="title")
        yield Static(Content.styled(text.TRANSCRIPT_INTRO, "$quiet"), classes="intro")
        with Pages():
            yield Static(self.words)
        yield Static(Content.styled(text.TRANSCRIPT_KEYS, "$quiet"), classes="keys")

    def on_mount(self) -> None:
        self.query_one(Pages).focus()

    def action_away(self) -> None:
        self.dismiss(None)


def transcript(interview: Interview, readings: Sequence[Reading]) -> Content:
    """The whole conversation without what was typed: only marks, labels and the readings."""
    blocks = [
        _question(interview, question, [r for r in readings if _belongs(r, question)])
        for question in interview.route()
        if interview.status(question.id) is not Status.OPEN
    ]
    blocks += [
        Content.assemble((text.CLOSING, "$accent"), "\n", _line(reading))
        for reading in readings
        if reading.kind in {"slot", "afsluiting"}
    ]
    return Content("\n\n").join(blocks) if blocks else Content(text.TRANSCRIPT_NOTHING)


def _belongs(reading: Reading, question: Question) -> bool:
    if reading.kind == "tijdlijn":
        return question.kind == "tijdlijn"
    return reading.question == question.id


def _question(interview: Interview, question: Question, readings: Sequence[Reading]) -> Content:
    view = interview.view(question.id)
    lines = [Content.styled(heading(interview, question), "$accent"), Content(question.text)]
    if view.value is not None and (mark := MARKS.get(view.value)):
        label = label_of(interview, view.value)
        lines.append(Content.assemble("  ", mark.shown("bold"), f" · {label}" if label else ""))
    if view.reason_declined:
        lines.append(Content.styled(f"  {text.REASON_DECLINED}", "$quiet"))
    if view.spread:
        words = (f"{p.organisation} {MARKS[p.colour.value].symbol} {p.colour.value}" for p in view.spread)
        lines.append(Content(f"  {' · '.join(words)}"))
    lines.extend(_line(reading) for reading in readings)
    return Content("\n").join(lines)


def _line(reading: Reading) -> Content:
    if reading.shown is None:
        return Content.styled(f"  {text.TRANSCRIPT_LEFT_OUT}", "$quiet")
    state = text.TRANSCRIPT_READ if reading.read else text.TRANSCRIPT_UNREAD
    words = f"{_KINDS.get(reading.kind, '')}{reading.shown}".replace("\n", "\n  ")
    return Content.assemble("  ", words, (f"  · {state}", "$quiet"))
