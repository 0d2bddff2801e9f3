"""The timeline drawn: steps in order, their uncertainty, the time between; changing them is the conversation's."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from flows.interview import Interview
from flows.timeline import durations, placed, said_on, whole_duration
from zet_tui.idle import CONVERSATION_MINUTES
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_dates import reading_of
from zet_tui.screens.interview_deadlines import DeadlineView
from zet_tui.screens.interview_sheets import ReadSheet
from zet_tui.widgets.drawn import DrawnStep, axis, scale_of, step_content

_READING: Final = 24
_LOW: Final = 30


@dataclass(frozen=True, slots=True)
class TimelineChange:
    """What was chosen for a step; for "move" it comes right after `after` (None: first).

    Otherwise `after` is the step beside it, to be chosen when it has gone.
    """

    what: Literal["edit", "remove", "move"]
    entry: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The steps in order, and how long it took from the first to the last."""

    steps: tuple[DrawnStep, ...]
    whole: str

    def __bool__(self) -> bool:
        return bool(self.steps)


def drawn_steps(interview: Interview) -> Drawn:
    """The timeline of this conversation, ready to draw."""
    entries = placed(interview.timeline, said_on(interview.events))
    steps = []
    for step, since in zip(entries, durations(entries), strict=True):
        moment = step.moment
        words = since.words if since else ""
        steps.append(
            DrawnStep(
                step.entry.id,
                step.entry.text,
                reading_of(step),
                moment.earliest,
                moment.latest,
                dated=moment.readable,
                since=words if since is None or since.sure else f"{words} ({text.DRAWN_UNSURE})",
            )
        )
    return Drawn(tuple(steps), whole_duration(entries) or "")


class TimelinePage(ModalScreen[TimelineChange]):
    """One step a line; Enter changes it, Del takes it away, h and l move one without a date."""

    CSS_PATH = "timeline_page.tcss"
    ALLOW_SELECT = False
    idle_minutes: ClassVar[float] = CONVERSATION_MINUTES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f7", "away", show=False),
        Binding("delete", "remove", show=False),
        Binding("h", "move(-1)", show=False),
        Binding("l", "move(1)", show=False),
        Binding("t", "deadlines", show=False),
    ]

    def __init__(
        self,
        drawn: Drawn,
        chosen: str | None = None,
        deadlines: Sequence[DeadlineView] = (),
        *,
        can_change: bool = True,
        said: str = "",
    ) -> None:
        """`said` is what was done before this was drawn anew; it stands there until another step is chosen."""
        super().__init__()
        self.deadlines = tuple(deadlines)
        self.drawn = drawn
        self._chosen = chosen
        self._can_change = can_change
        self._first = said

    def compose(self) -> ComposeResult:
        yield Static(Content.styled(text.DRAWN_TITLE, "bold"), classes="title")
        yield Static("", id="axis", markup=False)
        yield OptionList(markup=False, compact=True)
        yield Static("", id="whole", markup=False)
        yield Static("", id="deadlines", markup=False)
        yield Static("", id="says", markup=False)
        keys = text.DRAWN_KEYS if self._can_change else text.DRAWN_LOOK_KEYS
        keys += text.DEADLINES_KEY if self.deadlines else ""
        yield Static(Content.styled(f"{text.DRAWN_LEGEND}\n{keys}", "$quiet"), classes="drawn-keys")

    def on_mount(self) -> None:
        self._draw()
        self._list.highlighted = self._start
        self._list.focus()
        if self.drawn.whole:
            self.query_one("#whole", Static).update(text.DRAWN_WHOLE.format(words=self.drawn.whole))

    def on_resize(self) -> None:
        self._draw()

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)

    def _draw(self) -> None:
        """Draw for this width, the chosen step staying chosen."""
        width = max(self.size.width - 8, 40)
        longest = max((len(step.reading) + 2 * (not step.dated) for step in self.drawn.steps), default=0)
        reading = min(longest, _READING)
        scale = scale_of(self.drawn.steps, (width - reading) * 2 // 5)
        self.query_one("#deadlines", Static).update("\n".join(self._judged()))
        line = f"{'':{reading}} {axis(scale)}" if scale else ""
        self.query_one("#axis", Static).update(Content.styled(line, "$quiet"))
        at = self._list.highlighted
        self._list.set_options(
            Option(step_content(step, scale, reading, width), step.id) for step in self.drawn.steps
        )
        self._list.highlighted = at

    def _judged(self) -> Iterator[str]:
        """Each verdict on a line of its own, or their counts in a low window."""
        if self.size.height >= _LOW:
            yield from (view.short for view in self.deadlines)
        elif self.deadlines:
            counts = Counter(view.verdict.value for view in self.deadlines)
            yield f"{text.DEADLINES}: {', '.join(f'{count} {word}' for word, count in counts.items())}"

    @property
    def _step(self) -> tuple[int, DrawnStep] | None:
        at = self._list.highlighted
        return None if at is None else (at, self.drawn.steps[at])

    @on(OptionList.OptionHighlighted)
    def _looked_at(self, event: OptionList.OptionHighlighted) -> None:
        """The whole text of the chosen step, which its line may have cut."""
        event.stop()
        step = self.drawn.steps[event.option_index]
        if event.option_index != self._start:
            self._first = ""
        self._say(self._first or f"{step.reading}: {step.text}")

    @property
    def _start(self) -> int:
        """Which step is chosen when this is opened."""
        places = [step.id for step in self.drawn.steps]
        return places.index(self._chosen) if self._chosen in places else 0

    def _say(self, words: str) -> None:
        self.query_one("#says", Static).update(words)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._leave("edit")

    def action_remove(self) -> None:
        self._leave("remove")

    def _leave(self, what: Literal["edit", "remove"]) -> None:
        if self._can_change and (here := self._step):
            at, step = here
            beside = [*self.drawn.steps[at + 1 : at + 2], *self.drawn.steps[max(at - 1, 0) : at]]
            self.dismiss(TimelineChange(what, step.id, beside[0].id if beside else None))

    def action_move(self, way: int) -> None:
        """Put a step without a date one place up or down; a date stands where it stands."""
        if not self._can_change or (here := self._step) is None:
            return
        at, step = here
        others = [each.id for each in self.drawn.steps if each is not step]
        there = at + way
        if step.dated:
            self._say(text.DRAWN_DATED)
        elif not 0 <= there <= len(others):
            self._say(text.DRAWN_AT_END)
        else:
            self.dismiss(TimelineChange("move", step.id, others[there - 1] if there else None))

    def action_deadlines(self) -> None:
        """Each deadline with the days that its verdict follows from."""
        if self.deadlines:
            words = "\n\n".join(view.whole for view in self.deadlines)
            self.app.push_screen(ReadSheet(text.DEADLINES_TITLE, words))

    def action_away(self) -> None:
        self.dismiss(None)
