"""Walks the story through the real app with keys alone, from wherever the app stands.

After a kill the same walk goes on: what to do next is read from the page and the vault, as a person would.
"""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any

from textual import events
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, OptionList

from flows.instrument import Question, Source
from storage.cases import CaseOverview
from tests.journeys import story
from tests.zet_tui.waiting import LONG, handled
from zet_tui.app import ZetApp
from zet_tui.screens.interview import InterviewScreen
from zet_tui.screens.interview_talk import Step

ORDER = (Source.RESIDENT, Source.DOSSIER, Source.PROFESSIONAL)
Told = Callable[[str], None]


class Walker:
    """One person at the keyboard. `told` hears every answer that the app showed as saved.

    Who takes part and what is said are those of `story`; another story replaces these.
    """

    residents = story.RESIDENTS
    timeline = story.TIMELINE
    wanted: Mapping[str, str] = MappingProxyType({})
    """What is ticked besides, before the end."""

    def __init__(self, app: ZetApp, pilot: Pilot[None], told: Told, exports: Path) -> None:
        self.app = app
        self.pilot = pilot
        self.told = told
        self.exports = exports
        self.refusals: list[str] = []

    # -- hands -----------------------------------------------------------------------------------------------

    @property
    def page(self) -> Screen[Any]:
        return self.app.screen

    @property
    def name(self) -> str:
        return type(self.page).__name__

    async def press(self, *keys: str) -> None:
        """Keys as the terminal would deliver them; `Pilot.press` would also wait for the processor to rest."""
        for key in keys:
            self.app.post_message(events.Key(key, key_to_character(key)))
            await self.settle()

    async def settle(self) -> None:
        """Until every widget has handled what was sent to it, and what that sent on."""
        for _ in range(3):
            await handled(self.app)
            await asyncio.sleep(0.002)

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        end = monotonic() + LONG
        while monotonic() < end:
            if holds():
                return
            await asyncio.sleep(0.002)
        raise AssertionError(f"{what} did not happen; the page is {self.name}\n{self.picture()}")

    def picture(self) -> str:
        """What stands on the screen, line by line."""
        return "\n".join(strip.text.rstrip() for strip in self.page._compositor.render_strips())

    async def becomes(self, *names: str) -> None:
        await self.until(lambda: self.name in names and self.page.is_mounted, " or ".join(names))
        await self.settle()

    async def write(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def fill(self, values: Mapping[str, str]) -> None:
        """Field by field with Enter, as the form leads; ends on its button and presses it."""
        page = self.page
        for _ in range(60):
            focused: Any = page.focused
            if isinstance(focused, Button):
                await self.press("enter")
                return
            wanted = values.get(focused.id or "") if focused is not None else None
            if wanted is not None and len(wanted) == 1:
                await self.press(wanted)
            elif wanted is not None and focused.value != wanted:
                await self.press("end", "ctrl+u")
                await self.write(wanted)
                await self.until(lambda focused=focused, wanted=wanted: focused.value == wanted, "the field")
            await self.press("enter")
            await self.until(lambda focused=focused: page.focused is not focused, "the next field")
        raise AssertionError(f"the form of {self.name} does not end")

    # -- the walk --------------------------------------------------------------------------------------------

    async def walk(self, *, stop_before_end: bool = False) -> None:
        """From wherever the app stands to the certificate (or to just before the end)."""
        while True:
            await self.until(lambda: self.name != "Screen", "a first page")
            match self.name:
                case "CreatePage":
                    await self.create()
                case "UnlockPage":
                    await self.unlock()
                case "EvaluationPage":
                    await self.agree()
                    await self.becomes("PersonPage", "OverviewPage")
                    self.told("evaluation")
                case "PersonPage":
                    people = self.page.query_one(OptionList)
                    await self.until(
                        lambda people=people: people.highlighted == 0 and self.page.focused is people,
                        "the names",
                    )
                    await self.press("enter")
                    await self.becomes("OverviewPage")
                case "OverviewPage":
                    if await self.overview(stop_before_end=stop_before_end):
                        return
                case other:
                    raise AssertionError(f"the walk does not know what to do on {other}")

    def says(self, case: int, source: Source, question: Question) -> story.Line:
        """What is said to this question."""
        return story.says(case, source, question)

    async def agree(self) -> None:
        """The agreements of the team, from the first field to the button."""
        await self.fill(story.EVALUATION)

    async def create(self) -> None:
        await self.until(lambda: self.page.focused is not None, "a field to type in")
        await self.choose_own()
        await self.fill({"own": story.PASSPHRASE, "again": story.PASSPHRASE})
        await self.becomes("EvaluationPage")
        self.told("vault")

    async def choose_own(self) -> None:
        """An own passphrase instead of the six words."""
        kind: Any = self.page.query_one("#kind")
        kind.focus()
        await self.until(lambda: self.page.focused is kind, "the choice")
        if kind.value != "own":
            await self.press("right")
        own = self.page.query_one("#row-own")
        await self.until(lambda: kind.value == "own" and own.display and own.region.height > 0, "its field")

    async def unlock(self) -> None:
        await self.until(lambda: self.page.focused is not None, "the passphrase field")
        await self.write(story.PASSPHRASE)
        await self.press("enter")
        await self.becomes("PersonPage", "OverviewPage", "EvaluationPage")

    async def overview(self, *, stop_before_end: bool) -> bool:
        cases = await self.app.desk.cases()
        if len(cases) < len(self.residents):
            await self.new_case(len(cases))
        elif (unsigned := next((c for c in cases if c.consent_on is None), None)) is not None:
            await self.consent(unsigned)
        elif (talk := self.next_talk(cases)) is not None:
            await self.conversation(*talk)
        elif stop_before_end:
            return True
        elif any(text.decision is None for text in await self.app.desk.review_texts()):
            await self.review()
        else:
            await self.finish(len(cases))
            return True
        return False

    async def new_case(self, number: int) -> None:
        await self.press("n")
        await self.becomes("NewCasePage")
        person = self.residents[number]
        await self.fill(vars_of(person))
        await self.becomes("OverviewPage")
        self.told(f"case {number + 1}")

    async def open_case(self, case: CaseOverview) -> None:
        await self.press("escape")
        for _ in range(case.number):
            await self.press("down")
        await self.press("c")
        await self.becomes("CasePage")

    async def consent(self, case: CaseOverview) -> None:
        await self.open_case(case)
        await self.refused_without_consent()
        await self.press("t")
        await self.becomes("ConsentPage")
        await self.fill(story.CONSENT)
        await self.becomes("CasePage")
        self.told(f"consent {case.number}")
        await self.press("escape")
        await self.becomes("OverviewPage")

    async def refused_without_consent(self) -> None:
        """Before the signature no conversation opens, whichever key is pressed."""
        for key in ("i", "d", "p"):
            await self.press(key)
            await self.until(lambda: all(worker.is_finished for worker in self.app.workers), "an answer")
            await self.settle()
            assert self.name == "CasePage"
            self.refusals.append(key)

    def next_talk(self, cases: tuple[CaseOverview, ...]) -> tuple[CaseOverview, Source] | None:
        for case in cases:
            for source in ORDER:
                if next(s for s in case.sources if s.source is source).closure is None:
                    return case, source
        return None

    # -- one conversation ------------------------------------------------------------------------------------

    async def conversation(self, case: CaseOverview, source: Source) -> None:
        await self.open_case(case)
        await self.press(source.value[0])
        await self.becomes("InterviewScreen")
        screen = self.page
        assert isinstance(screen, InterviewScreen)
        screen._key_rest = 0.0
        while screen.interview.closure is None:
            await self.one_step(screen, case.number, source)
        await self.becomes("InterviewScreen", "CasePage", "OverviewPage")
        if self.name == "InterviewScreen":
            await self.press("enter")
            await self.becomes("CasePage", "OverviewPage")
        if self.name == "CasePage":
            await self.press("escape")
        await self.becomes("OverviewPage")

    async def one_step(self, screen: InterviewScreen, case: int, source: Source) -> None:
        await self.settle()
        asking, events_before = screen.asking, len(screen.interview.events)
        match asking.step:
            case Step.INTRODUCTION | Step.DRAFT:
                await self.press("enter")
                await self.until(lambda: screen.asking != asking, "going on")
                return
            case Step.CLOSING:
                await self.replace(f"fijn gesprek kwikstaart{case}")
                await self.press("enter")
            case Step.DONE:
                await self.close(source)
            case Step.ANSWER:
                await self.answer(screen, case, source)
            case Step.REASON:
                line = self.says(case, source, screen.interview.questionnaire.question(asking.question))
                await self.replace(line.words or "")
                await self.press("enter")
            case other:
                raise AssertionError(f"the walk does not know step {other}")
        await self.until(
            lambda: not screen.busy and len(screen.interview.events) > events_before, f"saving at {asking}"
        )
        for event in screen.interview.events[events_before:]:
            self.told(f"event {case} {source.value} {event.id}")
        await self.until(
            lambda: screen.asking != asking or screen.interview.closure is not None, "the next step"
        )

    async def close(self, source: Source) -> None:  # noqa: ARG002 - another story looks at what stands there
        """Everything is answered: close this source."""
        await self.press("enter")
        await self.becomes("Confirm")
        await self.press("j")

    async def answer(self, screen: InterviewScreen, case: int, source: Source) -> None:
        question = screen.interview.questionnaire.question(screen.asking.question)
        line = self.says(case, source, question)
        if question.kind == "tijdlijn":
            for entry in self.timeline[len(screen.interview.timeline) :]:
                before = len(screen.interview.timeline)
                await self.replace(entry)
                await self.press("enter")
                await self.until(
                    lambda before=before: len(screen.interview.timeline) > before and not screen.busy,
                    "the entry",
                )
                await self.settle()
            await self.press("enter")
        elif question.kind == "open" and question.may_stay_empty:
            await self.press("f8")
        elif question.kind == "open":
            await self.replace(line.words or "")
            await self.press("enter")
        else:
            await self.press(story.KEYS[line.value])

    async def replace(self, words: str) -> None:
        """Write into the field; a draft that stood there gives way."""
        area = self.page.query_one("Composer TextArea")
        area.clear()  # type: ignore[attr-defined]
        await self.write(words)

    # -- the end ---------------------------------------------------------------------------------------------

    async def review(self) -> None:
        await self.press("4")
        await self.becomes("ReviewPage")
        page: Any = self.page
        number = 0
        while any(text.decision is None for text in page._texts):
            left = sum(text.decision is None for text in page._texts)
            number += 1
            if number % 17 == 0:
                await self.press("w")
            elif number % 23 == 0:
                await self.press("e")
                await self.write(" (zelf bewerkt)")
                await self.press("enter", "a")
                if sum(text.decision is None for text in page._texts) == left:
                    await self.press("a")
            else:
                await self.press("a")
                await self.until(lambda: not page.busy, "the decision")
                if sum(text.decision is None for text in page._texts) == left:
                    await self.press("a")  # a doubt that stays in the text is asked about once more
            await self.until(
                lambda left=left: sum(text.decision is None for text in page._texts) < left and not page.busy,
                "the decision",
            )
        self.told("read")
        await self.press("escape")
        await self.becomes("OverviewPage")

    async def finish(self, cases: int) -> None:
        await self.press("5")
        await self.becomes("FinishPage")
        await self.until(lambda: self.page.focused is not None, "a field to type in")
        await self.choose_own()
        folder = self.page.query_one("#folder")
        folder.focus()
        await self.until(lambda: self.page.focused is folder, "the folder field")
        ending = {
            "folder": str(self.exports),
            "present": story.PASSPHRASE,
            "own": story.NEW_PASSPHRASE,
            "again": story.NEW_PASSPHRASE,
        }
        await self.fill({**ending, **self.wanted})
        await self.becomes("PrivacyPage")
        await self.press("enter")
        await self.becomes("TypeToConfirm")
        await self.write(str(cases))
        await self.press("enter")
        await self.becomes("CertificatePage")
        self.told("destroyed")


def vars_of(person: story.Person) -> dict[str, str]:
    return {name: getattr(person, name) for name in ("name", "contact", "professional", "organisation")}
