"""A desk on a vault with a key derivation that takes no time, and an app on that desk; weak here and only here."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from flows.consent import Consent
from flows.evaluation import Evaluation, TeamMember
from flows.instrument import Source
from storage.cases import Register
from storage.vault import KdfPolicy
from tests.wall import on_the_wall
from tests.zet_tui import shell
from tests.zet_tui.waiting import settled, still_screens
from zet_tui.app import ZetApp
from zet_tui.desk import Desk
from zet_tui.idle import Clocks
from zet_tui.screens import interview_core, interview_drafts
from zet_tui.screens.page import Place

__all__ = ["still_screens"]

PASSPHRASE = "paarse fiets zonder bel"
TODAY = date(2026, 11, 22)
NOW = on_the_wall(TODAY)
SAM, ANNE = "Sam de Boer", "Anne Visser"


@dataclass
class FakeClocks:
    """Clocks that stand still until a test moves them."""

    awake: float = 1000.0
    boot: float = 5000.0

    def later(self, seconds: float) -> None:
        self.awake += seconds
        self.boot += seconds

    def sleep(self, seconds: float) -> None:
        self.boot += seconds

    @property
    def clocks(self) -> Clocks:
        return Clocks(awake=lambda: self.awake, boot=lambda: self.boot)


@dataclass
class House:
    """One vault folder with helpers to fill it as a team would."""

    folder: Path
    policy: KdfPolicy
    desks: list[Desk] = field(default_factory=list)
    time: FakeClocks = field(default_factory=FakeClocks)

    def desk(self) -> Desk:
        desk = Desk(self.folder, policy=self.policy, now=lambda: NOW, force=True)
        self.desks.append(desk)
        return desk

    def app(self, desk: Desk | None = None, **given: Any) -> ZetApp:
        return ZetApp(desk or self.desk(), clocks=self.time.clocks, **given)

    @asynccontextmanager
    async def at(
        self, desk: Desk, place: Place, size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[Pilot[Any]]:
        """The app on this desk, gone to this place, with everything on the screen."""
        async with self.app(desk).run_test(size=size) as pilot:
            await settled(pilot)
            await pilot.app.go(place)
            await settled(pilot)
            yield pilot

    async def vault(self, *, evaluation: bool = True, person: str | None = SAM) -> Desk:
        """A new unlocked vault, with the team's agreements and somebody at the laptop unless told otherwise."""
        desk = self.desk()
        await desk.create(PASSPHRASE)
        if evaluation:
            await desk.define_evaluation(an_evaluation())
            if person is not None:
                await desk.sit_down(person)
        return desk

    async def case(self, desk: Desk, name: str = "Fatima el Amrani", **changes: Any) -> str:
        """A case, signed today by the resident; `signed=False` leaves the consent out."""
        signed = changes.pop("signed", True)
        case = await desk.register_case(name, "06 0000 0000", "Karin Bakker", "De Brug")
        if signed:
            await desk.record_consent(case, a_consent(await desk.draft_consent(case), **changes))
        return case

    async def talk(
        self, desk: Desk, case: str, source: Source, *, until: int | None = None, reason: str = ""
    ) -> None:
        """Answer a conversation as the invented team does: mint everywhere, and once red with a reason."""

        def work(register: Register) -> None:
            interview = register.open_interview(case, source)
            first = bool(reason)
            while (question := interview.next_open()) is not None:
                if until is not None and question.number == until:
                    return
                kind = question.kind.value
                if kind == "tijdlijn":
                    entry = interview.add_entry("aangemeld", "maart 2023", "e1")
                    interview = interview.apply(register.append(case, source, entry))
                value = {"tijdlijn": "tijdlijn", "janee": "nee", "open": "geen_antwoord"}.get(kind, "mint")
                if first and value == "mint":
                    value = "rood"
                body = interview.answer(question.id, value)
                interview = interview.apply(register.append(case, source, body))
                if value == "rood":
                    first = False
                    interview = interview.apply(
                        register.append(case, source, interview.give_reason(question.id, reason))
                    )
            register.append(case, source, interview.complete())

        await desk.ask(work)


def an_evaluation(**changes: Any) -> Evaluation:
    given: dict[str, Any] = {
        "title": "Evaluatie Oosterdam 2026",
        "municipality": "Oosterdam",
        "organisation": "wijkteam Noord",
        "fg_name": "Noor Jansen",
        "fg_phone": "088 000 00 00",
        "fg_email": "fg@oosterdam.voorbeeld",
        "fg_informed_on": date(2026, 9, 1),
        "return_address": "Postbus 1, 0000 AA Oosterdam",
        "team": (TeamMember(name=SAM, roles=("interviews",)), TeamMember(name=ANNE)),
        "urgent_contact": "Veilig Thuis 0800 2000",
    }
    return Evaluation(**{**given, **changes})


def a_consent(draft: Consent, **changes: Any) -> Consent:
    signed = {
        "talked_through_on": TODAY,
        "signed_on": TODAY,
        "told_in_easy_language": True,
        "told_back_in_own_words": True,
        "told_free_to_stop": True,
    }
    return draft.model_copy(update={**signed, **changes})


@pytest.fixture(autouse=True)
def no_real_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A story goes as fast as this machine, and no clock runs along; who tells of a clock sets its time.

    No rest between two answer keys, no draft sealed because time went by.
    """
    monkeypatch.setattr(interview_core, "KEY_REST", 0.0)
    monkeypatch.setattr(interview_drafts, "EVERY_SECONDS", 3600.0)


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    built = House(tmp_path / "kluis", shell.WEAK)
    yield built
    for desk in built.desks:
        if not desk.closed:
            await desk.close()


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """An empty folder for what a test lets ZET write."""
    made = tmp_path / "brieven"
    made.mkdir()
    return made


@pytest.fixture
def settle() -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Wait until every worker has ended, or waits for an answer to a dialog, and its change is on the screen."""
    return settled


@pytest.fixture
def seen() -> Callable[[ZetApp], str]:
    """Every text on the screen that is on top, as plain lines."""

    def read(app: ZetApp) -> str:
        lines = app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in lines)

    return read


@pytest.fixture
def text_of() -> Callable[[ZetApp, str], str]:
    """The whole text of one Static, also where it is scrolled out of sight."""

    def read(app: ZetApp, selector: str) -> str:
        return str(app.screen.query_one(selector, Static).content)

    return read


# -- the shell ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def demo_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented cases, closed; tests work on a copy."""
    made = tmp_path_factory.mktemp("demo") / "kluis"
    shell.make_demo_vault(made)
    return made


@pytest.fixture
def folder(demo_vault: Path, tmp_path: Path) -> Path:
    """A copy of that vault of the test's own."""
    return Path(shutil.copytree(demo_vault, tmp_path / "kluis"))


@pytest.fixture
def run(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> shell.Run:
    """Runs `zet` with these words on that vault."""
    return shell.runner(folder, tmp_path, capsys)
