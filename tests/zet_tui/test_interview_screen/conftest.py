"""A conversation on a screen with an in-memory port: the real engine and the real ZET lists, no vault."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from textual import events
from textual.app import App
from textual.content import Content
from textual.pilot import Pilot

from flows.easy_wording import easy_wording
from flows.events import Body, Event
from flows.instrument import Instrument, Source, load_instrument
from flows.interview import Interview
from flows.suggestions import suggestions
from flows.workdays import dutch_workdays
from tests.zet_tui.waiting import handled
from zet_tui import theme
from zet_tui.actions import DEFAULT_KEYS
from zet_tui.parsed_once import ParsedOnce
from zet_tui.screens.interview import InterviewScreen, Leave
from zet_tui.screens.interview_deadlines import DeadlineView, deadline_views
from zet_tui.screens.interview_port import Reading
from zet_tui.widgets.bars import ActionLine


@dataclass(frozen=True)
class Note:
    question: str
    field: str
    text: str
    beside: tuple["Note", ...] = ()


class MemoryPort:
    """Keeps everything in memory; `broken` is raised at a commit, `gate` holds one up."""

    def __init__(self, instrument: Instrument, source: Source, draft: Note | None = None) -> None:
        self.instrument = instrument
        self.title = "Casus 2 › Gesprek"
        self.interview = Interview(instrument.questionnaire(source), instrument.themes)
        self.term_meanings = {"snel_geholpen": "Binnen twee weken een eerste gesprek."}
        self.urgent_contact = "Bel Sanne [b]nu[/b]"
        self.placeholders = {
            "NAAM": "Anouk [b]Bakker",
            "FUNCTIE": "beleidsmedewerker",
            "NAAM GEMEENTE": "Oosterdam",
        }
        self.suggestions = suggestions(source)
        self.easy_wording = easy_wording(source)
        self.keys = DEFAULT_KEYS
        self.notice = ""
        self.readings: tuple[Reading, ...] = ()
        self.draft = draft
        self.saved: list[Note] = []
        self.broken: Exception | None = None
        self.gate: asyncio.Event | None = None

    def put(self, body: Body) -> Interview:
        number = len(self.interview.events)
        event = Event(id=f"{number:032x}", author="Anouk", at=datetime(2026, 3, 2, tzinfo=UTC), body=body)
        self.interview = self.interview.apply(event)
        return self.interview

    async def commit(self, body: Body) -> Interview:
        if self.gate is not None:
            await self.gate.wait()
        if self.broken is not None:
            raise self.broken
        return self.put(body)

    async def save_draft(
        self, question: str, field: str, text: str, beside: Sequence[tuple[str, str, str]] = ()
    ) -> None:
        self.draft = Note(question, field, text, tuple(Note(*each) for each in beside))
        self.saved.append(self.draft)

    async def discard_draft(self) -> None:
        self.draft = None

    async def dossier_view(self, row: int) -> str | None:
        return f"rij {row}: mager [/b]"

    def deadlines(self, interview: Interview) -> tuple[DeadlineView, ...]:
        return deadline_views(self.instrument, interview, dutch_workdays())

    async def transcript(self) -> tuple[Reading, ...]:
        return self.readings


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Room(App[None]):
    """The app around the screen, with ZET's own colours and nothing else."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, screen: InterviewScreen) -> None:
        super().__init__()
        self.talk = screen
        self.left: list[Leave | None] = []
        self.withdrawals = 0
        for each in theme.THEMES:
            self.register_theme(each)
        self.theme = theme.DARK
        self.stylesheet = ParsedOnce(variables=self.get_css_variables())
        self.animation_level = "none"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.fallback_variables()

    def on_interview_screen_withdraw_requested(self) -> None:
        self.withdrawals += 1

    def on_mount(self) -> None:
        self.push_screen(self.talk, self.left.append)


class Table:
    """What a test does and sees at the table."""

    def __init__(self, pilot: Pilot[None], room: Room, port: MemoryPort, clock: Clock) -> None:
        self.pilot = pilot
        self.room = room
        self.port = port
        self.clock = clock
        self.screen = room.talk

    async def press(self, *keys: str) -> None:
        for key in keys:
            character = key if len(key) == 1 else None
            self.room.post_message(events.Key(key, character))
            await self.settle()

    async def settle(self) -> None:
        """Until every message is handled and everything is saved; pilot.pause would wait for a quiet processor."""
        await handled(self.room)
        await handled(self.room)
        await self.room.workers.wait_for_complete()
        await handled(self.room)
        self.room.screen._on_timer_update()
        await handled(self.room)

    async def write(self, text: str) -> None:
        """Paste a text and wait until it stands in the field."""
        self.room.post_message(events.Paste(text))
        await self.settle()

    async def send(self, text: str) -> None:
        await self.write(text)
        await self.press("enter")

    async def begin(self, *answers: str) -> None:
        """Past the introduction and the timeline, then these keys."""
        await self.press("enter")
        await self.send("maart 2023 gebeld")
        await self.press("enter", *answers)

    @property
    def interview(self) -> Interview:
        return self.port.interview

    @property
    def asked(self) -> str:
        return self.screen.asking.question

    @property
    def step(self) -> str:
        return self.screen.asking.step.name

    @property
    def said(self) -> str:
        return self.screen.composer.said

    @property
    def ask(self) -> str:
        return str(self.screen.composer.ask.content)

    @property
    def header(self) -> str:
        return f"{self.screen.top.left.plain} {self.screen.top.right.plain}"

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(view.id for view in self.screen.conversation.views)

    @property
    def spoken(self) -> str:
        return "\n".join(view.question for view in self.screen.conversation.views)

    @property
    def keys(self) -> str:
        return plain(self.screen.query_one(ActionLine).render())

    def picture(self) -> str:
        """What stands on the whole screen, line by line."""
        strips = self.room.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)


def plain(content: Content) -> str:
    return content.plain


Sit = Callable[..., AbstractAsyncContextManager[Table]]


@pytest.fixture(scope="session")
def zet() -> Instrument:
    return load_instrument("zet")


@pytest.fixture
def sit(zet: Instrument) -> Sit:
    """Sit down at a conversation: `async with sit(Source.RESIDENT) as table`."""

    @asynccontextmanager
    async def at(
        source: Source,
        *,
        size: tuple[int, int] = (120, 40),
        draft: Note | None = None,
        port: MemoryPort | None = None,
        key_rest: float | None = None,
    ) -> AsyncIterator[Table]:
        port = port or MemoryPort(zet, source, draft)
        clock = Clock()
        room = Room(InterviewScreen(port, clock=clock, key_rest=key_rest))
        async with room.run_test(size=size) as pilot:
            table = Table(pilot, room, port, clock)
            await table.settle()
            yield table

    return at


@pytest.fixture
def note() -> type[Note]:
    return Note


@pytest.fixture
def resident_port(zet: Instrument) -> MemoryPort:
    return MemoryPort(zet, Source.RESIDENT)


@pytest.fixture
def regie_port() -> MemoryPort:
    """The file research of Regiestappen: the list with milestones and deadlines."""
    return MemoryPort(load_instrument("regie"), Source.DOSSIER)
