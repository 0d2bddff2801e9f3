"""What the conversation screen needs from the world behind it; vault, threads and consent stay on the other side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from flows.events import Body
from flows.interview import Interview
from zet_tui.actions import KeyTable

if TYPE_CHECKING:
    from zet_tui.screens.interview_deadlines import DeadlineView


class Field(StrEnum):
    """Which text of a question is being typed."""

    ANSWER = "antwoord"
    REASON = "reden"
    REMARK = "opmerking"
    ENTRY = "tijdlijn"
    CLOSING = "slot"
    NOTE = "klad"


class DraftText(Protocol):
    """Text that was being typed and not yet kept. `question` is "" for the closing remark and a loose note."""

    @property
    def question(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as it would leave: `shown` None is left out; `read` once a person read it; `kind` as in the review.

    `question` is None for the timeline, the closing and the reason of closing.
    """

    question: str | None
    kind: str
    shown: str | None
    read: bool


class Draft(DraftText, Protocol):
    """The text that was typed at last; `beside` are those begun before it and not finished either."""

    @property
    def beside(self) -> Sequence[DraftText]: ...


class InterviewPort(Protocol):
    """One interview, open for a person the gate let through.

    `commit` seals and appends durably before it returns; what it raises, the screen shows, keeping what was typed.
    `dossier_view` gives what the file said on a framework row, or None where it said nothing or may not be shown.
    """

    @property
    def title(self) -> str: ...
    @property
    def interview(self) -> Interview: ...
    @property
    def term_meanings(self) -> Mapping[str, str]: ...
    @property
    def urgent_contact(self) -> str: ...
    @property
    def placeholders(self) -> Mapping[str, str]:
        """What the introduction fills in: "NAAM", "FUNCTIE", "NAAM GEMEENTE"."""
        ...

    @property
    def suggestions(self) -> Mapping[str, tuple[str, ...]]:
        """Suggestions to ask on, by question id; ours, not the handbook's."""
        ...

    @property
    def easy_wording(self) -> Mapping[str, tuple[str, ...]]:
        """The questions in easy words, by question id; ours, not the handbook's."""
        ...

    @property
    def keys(self) -> KeyTable:
        """The keys of whoever sits at this laptop."""
        ...

    @property
    def notice(self) -> str:
        """What must be said once, when the conversation opens: of the own keys, of a text kept in memory; or ""."""
        ...

    @property
    def draft(self) -> Draft | None: ...

    async def commit(self, body: Body) -> Interview: ...
    async def save_draft(
        self, question: str, field: str, text: str, beside: Sequence[tuple[str, str, str]] = ()
    ) -> None: ...
    async def discard_draft(self) -> None: ...
    async def dossier_view(self, row: int) -> str | None: ...
    def deadlines(self, interview: Interview) -> tuple[DeadlineView, ...]:
        """What the timeline says of the instrument's deadlines; nothing where it has none."""
        ...

    async def transcript(self) -> tuple[Reading, ...]:
        """Every text of this conversation as it would leave now, timeline in its order."""
        ...
