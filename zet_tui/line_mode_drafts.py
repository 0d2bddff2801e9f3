"""A text of several lines in plain lines: sealed line by line, so that a hang-up costs no more than the line it cut.

A line that ends with a backslash goes on. What the text answers is `line_mode_asking`'s business.
"""

from typing import Final, Protocol

from flows.interview import Interview
from zet_tui.screens.interview_port import Draft, Field
from zet_tui.screens.interview_talk import Asking, Step, draft_step

GOES_ON: Final = "\\"
_FIELDS: Final = {Step.REASON: Field.REASON, Step.CLOSING: Field.CLOSING, Step.ANSWER: Field.ANSWER}

Place = tuple[str, Field]
"""A question ("" for the closing) and which of its texts."""


class DraftPort(Protocol):
    """What lies sealed of texts that are not finished; `keep_draft` is durable before it returns."""

    @property
    def draft(self) -> Draft | None: ...
    def keep_draft(self, question: str, field: str, text: str) -> None: ...
    def drop_draft(self, question: str, field: str) -> None: ...


class Pieces:
    """The lines of one text so far."""

    def __init__(self, port: DraftPort) -> None:
        self._port = port
        self._lines: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._lines)

    def take(self, place: Place, words: str) -> str | None:
        """Take in one line: the whole text when it was the last one, None while it goes on and lies sealed."""
        self._lines.append(words.removesuffix(GOES_ON).rstrip())
        text = "\n".join(line for line in self._lines if line)
        if words.endswith(GOES_ON):
            if text:
                self._port.keep_draft(*place, text)
            return None
        self._lines.clear()
        return text

    def go_on(self, draft: Draft) -> None:
        """The next line comes behind what was typed before."""
        self._lines = [draft.text]

    def done(self, place: Place) -> None:
        """What was being typed here is an answer now."""
        if (draft := self._port.draft) is not None and place in _places(draft):
            self._port.drop_draft(*place)


def to_go_on_with(interview: Interview, draft: Draft | None) -> Asking | None:
    """The step at which this draft can be finished in plain lines; None where only the screen can."""
    asking = draft_step(interview, draft) if draft is not None and interview.closure is None else None
    return asking if asking is not None and place_of(interview, asking) is not None else None


def place_of(interview: Interview, asking: Asking) -> Place | None:
    """Which text this step asks for; None where it asks for a colour, a date or nothing."""
    field = _FIELDS.get(asking.step)
    if field is Field.ANSWER and interview.questionnaire.question(asking.question).kind != "open":
        return None
    return None if field is None else (asking.question, field)


def _places(draft: Draft) -> set[tuple[str, str]]:
    return {(each.question, each.field) for each in (draft, *draft.beside)}
