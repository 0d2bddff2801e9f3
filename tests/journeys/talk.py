"""One conversation held with keys alone, with everything that comes between; it remembers what was said.

What comes between is done once, each at a question of its own: going back, undoing, a remark, a loose note, the card,
the drawn timeline, the lock in the middle of a reason, a pause, and the answer that takes others off the route
changed both ways. A list that lacks one of these (a file has no card) says so on the screen.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle

from flows.instrument import NO_ANSWER, NOT_APPLICABLE, Question, QuestionKind, Source
from flows.interview import Closure, Interview, Status
from flows.interview_resumed import timeline_question
from flows.interview_state import needs_reason
from tests.journeys import story
from tests.journeys.walker import Walker
from zet_tui.screens import interview_text as wording
from zet_tui.screens.interview import InterviewScreen
from zet_tui.screens.interview_talk import Asking, Step

PERSON = story.TEAM[0]
MEANING = "Binnen twee weken een eerste gesprek."
MARKER = "kwikstaart"
VALUES = ("groen", "oranje", "mint", NOT_APPLICABLE, "groen", "rood", "mint", NO_ANSWER)


class Quick(Walker):
    """Waits for what a key does, not for time: until it has gone its whole way and nobody is at work on it."""

    async def settle(self) -> None:
        await self.until(self.rests, "rest")

    def rests(self) -> bool:
        """Whether no key is on its way and nothing is being saved."""
        app = self.app
        return (
            app._message_queue.empty()
            and not app._under_way
            and not app._waiting
            and all(worker.is_finished for worker in app.workers)
        )


@dataclass
class Said:
    """What stands of one question when the conversation is over; a `reason` that was declined is "-"."""

    value: str
    text: str | None = None
    reason: str | None = None
    remark: str | None = None
    colours: tuple[str, ...] = ()


@dataclass
class Talk:
    """One conversation, and what was said in it so far."""

    walker: Quick
    source: Source
    expected: dict[str, Said] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    values: Iterator[str] = field(default_factory=lambda: cycle(VALUES))

    # -- hands -------------------------------------------------------------------------------------------------

    @property
    def screen(self) -> InterviewScreen:
        assert isinstance(self.walker.page, InterviewScreen), self.walker.name
        return self.walker.page

    @property
    def interview(self) -> Interview:
        return self.screen.interview

    @property
    def picture(self) -> str:
        return self.walker.picture()

    @property
    def told(self) -> str:
        """What the screen says below the editor."""
        return self.screen.composer.said

    async def sits(self) -> None:
        """The conversation is on the screen and listens."""
        await self.walker.becomes("InterviewScreen")
        self.screen._key_rest = 0.0  # a script is faster than a person
        await self.walker.until(lambda: self.screen.composer.doing is not None, "the first step")

    async def press(self, *keys: str) -> None:
        await self.walker.press(*keys)

    async def opens(self, key: str, page: str, words: str) -> str:
        """This key leads to this page with these words on it; all that stands there."""
        await self.press(key)
        await self.walker.becomes(page)
        await self.shows(words)
        return self.picture

    async def shows(self, words: str) -> None:
        await self.walker.until(lambda: words in self.picture, f"“{words}”")

    async def closes(self, key: str = "escape") -> None:
        await self.press(key)
        await self.sits()

    async def at(self, asking: Asking) -> None:
        """This is what is asked now; what was before it is saved, and the field is this one's."""

        def holds() -> bool:
            if not self.walker.rests() or self.walker.name != "InterviewScreen":
                return False
            return self.screen.asking == asking and not self.screen.busy and not self.screen.composer.held

        await self.walker.until(holds, str(asking))

    async def goes_on(self, *keys: str) -> None:
        """These keys lead to another step, with everything saved."""
        before = self.screen.asking
        await self.press(*keys)
        await self.walker.until(lambda: self.screen.asking != before, f"going on from {before}")
        await self.at(self.screen.asking)

    async def says(self, words: str) -> None:
        await self.walker.replace(words)
        await self.goes_on("enter")

    async def change(self, question: str) -> None:
        """To this question by its printed number, or by its words where it has none."""
        there = self.interview.questionnaire.question(question)
        await self.opens("ctrl+g", "PickSheet", wording.GO_TO)
        await self.walker.write(there.printed if there.number else there.text)
        await self.press("enter")
        await self.at(Asking(Step.ANSWER, question, editing=True))

    # -- answering ---------------------------------------------------------------------------------------------

    async def rate(self, question: str, value: str) -> None:
        """One letter, and the reason where one is asked: one in three is not given."""
        await self.goes_on(story.KEYS[value])
        self.expected[question] = said = self._with_remark(question, value)
        if needs_reason(value):
            assert self.screen.asking.step is Step.REASON
            if sum(each.reason is not None for each in self.expected.values()) % 3 == 1:
                said.reason = "-"
                await self.goes_on("f9")
            else:
                said.reason = f"{MARKER} reden bij {question}"
                await self.says(said.reason)

    def _with_remark(self, question: str, value: str) -> Said:
        before = self.expected.get(question, Said(""))
        return Said(value, remark=before.remark, colours=before.colours)

    async def answer(self, question: Question, last: str) -> None:
        """What is said to the question that is asked now; `last` gets no answer."""
        match question.kind:
            case QuestionKind.TIMELINE:
                await self.tell_the_timeline()
                self.expected[question.id] = Said("tijdlijn")
            case QuestionKind.YES_NO:
                await self.goes_on("j")
                self.expected[question.id] = Said("ja")
            case QuestionKind.OPEN if question.id == last:
                await self.goes_on("f8")
                self.expected[question.id] = Said(NO_ANSWER)
            case QuestionKind.OPEN:
                said = Said("tekst", text=f"{MARKER} antwoord bij {question.id}")
                self.expected[question.id] = said
                await self.says(said.text or "")
            case _:
                await self.rate(question.id, next(self.values))

    async def tell_the_timeline(self) -> None:
        """Two steps that stay, and one that was a mistake."""
        for number, entry in enumerate((*story.TIMELINE, f"{MARKER} vergissing"), 1):
            await self.walker.replace(entry)
            await self.press("enter")
            await self.walker.until(lambda number=number: self._has_steps(number), "the step")
        await self.press("up", "delete")
        await self.walker.until(lambda: self._has_steps(2), "the step gone")
        await self.goes_on("enter")

    def _has_steps(self, number: int) -> bool:
        return (
            len(self.interview.timeline) == number and not self.screen.busy and not self.screen.composer.held
        )

    # -- what comes between ------------------------------------------------------------------------------------

    @property
    def roads(self) -> Iterator[Callable[[str, str], Awaitable[bool]]]:
        """What is done at a rated question (with the one before it); each tells whether that answered it."""
        yield self.read_beside
        yield self.change_the_answer_before
        yield self.take_back_and_put_back
        yield self.remark_with_colours
        yield self.note_and_put_it_here
        yield self.turn_the_card
        yield self.look_at_the_timeline
        yield self.lock_in_the_middle_of_a_reason
        yield self.pause_and_come_back

    async def look_up_the_word(self) -> None:
        await self.opens("f2", "ReadSheet", MEANING)
        await self.closes()

    async def read_beside(self, now: str, before: str) -> bool:  # noqa: ARG002 - all roads look the same
        """Whom to call, nothing at all, what the file said: one key there, one key back."""
        await self.opens("f10", "ReadSheet", "112")
        await self.closes()
        assert (await self.opens("f12", "PauseScreen", wording.PAUSE)).strip() == wording.PAUSE
        await self.closes("enter")
        if self.source is Source.DOSSIER:
            await self.press("ctrl+d")
            assert self.told == wording.DOSSIER_IS_HERE
        else:
            await self.opens("ctrl+d", "ReadSheet", wording.DOSSIER_NOTHING)
            await self.closes()
        await self.at(Asking(Step.ANSWER, now))
        return False

    async def change_the_answer_before(self, now: str, before: str) -> bool:
        await self.press("up", "enter")
        await self.at(Asking(Step.ANSWER, before, editing=True))
        await self.rate(before, "rood" if self.expected[before].value != "rood" else "oranje")
        await self.at(Asking(Step.ANSWER, now))
        return False

    async def take_back_and_put_back(self, now: str, before: str) -> bool:  # noqa: ARG002
        await self.goes_on("g")
        await self.goes_on("ctrl+z")
        await self.at(Asking(Step.ANSWER, now))
        assert self.interview.status(now) is Status.OPEN
        await self.goes_on("ctrl+y")
        assert self.interview.view(now).value == "groen"
        await self.goes_on("ctrl+z")
        await self.at(Asking(Step.ANSWER, now))
        return False

    async def remark_with_colours(self, now: str, before: str) -> bool:  # noqa: ARG002
        words = f"{MARKER} opmerking: wijkteam groen, schuldhulp rood"
        await self.goes_on("f6")
        await self.says(words)
        await self.at(Asking(Step.ANSWER, now))
        self.expected[now] = Said("", remark=words, colours=("groen", "rood"))
        return False

    async def note_and_put_it_here(self, now: str, before: str) -> bool:  # noqa: ARG002
        words = f"{MARKER} klad"
        await self.goes_on("ctrl+n")
        await self.says(words)
        await self.opens("ctrl+o", "PickSheet", words)
        await self.press("enter")
        await self.shows(wording.NOTE_DO)
        await self.closes("enter")
        await self.walker.until(lambda: not self.interview.notes, "the note put with the question")
        await self.at(Asking(Step.ANSWER, now))
        self.expected[now] = Said("", remark=words)
        return False

    async def turn_the_card(self, now: str, before: str) -> bool:  # noqa: ARG002
        """The card for who sits opposite, in two steps; a file has nobody to turn it to."""
        if self.source is Source.DOSSIER:
            await self.press("f5")
            assert self.told == wording.CARD_NOT_FILE
            return False
        shown = await self.opens("f5", "CardScreen", "◐")
        assert wording.CARD_SKIP in shown
        assert MARKER not in shown
        await self.press("t")
        await self.shows(wording.CARD_NOT_GOOD)
        await self.press("g")
        await self.shows("Hoe goed?")
        await self.press("m")
        await self.sits()
        await self.walker.until(lambda: self.screen.asking.question != now, "the answer")
        await self.at(self.screen.asking)
        self.expected[now] = Said("mint")
        return True

    async def look_at_the_timeline(self, now: str, before: str) -> bool:  # noqa: ARG002
        question = timeline_question(self.interview)
        if question is None:
            await self.press("f7")
            assert self.told == wording.NO_TIMELINE
            return False
        await self.goes_on("f7")
        await self.at(Asking(Step.ANSWER, question.id, editing=True))
        await self.opens("f7", "TimelinePage", "zwaluwhuisarts")
        await self.closes()
        await self.goes_on("escape")
        await self.at(Asking(Step.ANSWER, now))
        return False

    async def lock_in_the_middle_of_a_reason(self, now: str, before: str) -> bool:  # noqa: ARG002
        await self.goes_on("r")
        half = f"{MARKER} half"
        await self.walker.write(half)
        await self.press("ctrl+l")
        await self.walker.becomes("UnlockPage")
        assert MARKER not in self.picture
        await self.walker.unlock()
        await self.shows(PERSON)
        await self.press("enter")
        await self.sits()
        await self.at(Asking(Step.DRAFT))
        assert half in self.picture
        await self.goes_on("enter")
        await self.at(Asking(Step.REASON, now))
        assert self.screen.composer.area.text == half
        await self.walker.write(" en heel")
        await self.goes_on("enter")
        self.expected[now] = Said("rood", reason=f"{half} en heel")
        return True

    async def pause_and_come_back(self, now: str, before: str) -> bool:  # noqa: ARG002
        await self.press("escape")
        await self.walker.becomes("CasePage")
        await self.press(self.source.value[0])
        await self.sits()
        await self.at(Asking(Step.ANSWER, now))
        return False

    async def change_the_gate_both_ways(self, gate: str) -> None:
        """To no and back to yes: what was said behind it comes back as it was."""
        home = self.screen.asking
        about = [question.id for question in self.interview.what_would_change(gate, "nee")]
        assert about
        assert all(self.expected[question].value for question in about)
        before = {question: self.interview.view(question) for question in about}

        await self.change(gate)
        named = f"vraag {self.interview.questionnaire.question(about[0]).printed}  "
        await self.opens("n", "Confirm", named)
        await self.closes("n")
        await self.at(Asking(Step.ANSWER, gate, editing=True))
        assert self.interview.view(gate).value == "ja"
        await self.opens("n", "Confirm", named)
        await self.closes("j")
        await self.at(home)
        assert {self.interview.status(question) for question in about} == {Status.OFF_ROUTE}

        await self.change(gate)
        await self.goes_on("j")
        await self.at(home)
        assert {question: self.interview.view(question) for question in about} == before
        self.done.append("gate")

    # -- the whole of it ---------------------------------------------------------------------------------------

    async def in_full(self) -> None:
        """From the introduction to the closing."""
        questions = self.interview.questionnaire.questions
        ends = [question.id for question in questions if question.kind is QuestionKind.OPEN]
        roads, before = list(self.roads), None
        if self.screen.asking.step is Step.INTRODUCTION:
            assert PERSON in self.picture or self.source is Source.DOSSIER
            await self.goes_on("enter")
        for question in questions:
            await self.at(Asking(Step.ANSWER, question.id))
            await self.shows(question.text[:15])
            if question.terms and "word" not in self.done:
                await self.look_up_the_word()
                self.done.append("word")
            both = {each.kind for each in (question, before) if each} == {QuestionKind.RATING}
            if roads and before and both:
                road = roads.pop(0)
                self.done.append(road.__name__)
                if await road(question.id, before.id):
                    before = question
                    continue
            await self.answer(question, ends[-1])
            before = question
        assert not roads
        assert ("word" in self.done) == any(question.terms for question in questions)
        await self.change_the_gate_both_ways(self._gate(questions))
        if self.screen.asking.step is Step.CLOSING:
            await self.says(f"{MARKER} tot slot")
        await self.at(Asking(Step.DONE))
        await self.opens("enter", "Confirm", wording.FINISH_READY[:20])
        await self.press("j")
        await self.walker.until(
            lambda: self.walker.name != "Confirm" and self.interview.closure is Closure.COMPLETED, "closing"
        )

    def _gate(self, questions: tuple[Question, ...]) -> str:
        """The question that most others depend on."""
        return max(
            (each.id for each in questions if each.kind is QuestionKind.YES_NO),
            key=lambda gate: len(self.interview.what_would_change(gate, "nee")),
        )
