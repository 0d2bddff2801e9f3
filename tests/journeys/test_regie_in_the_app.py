"""Regiestappen through the real app with keys: from the form to the files that are read back."""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from flows.instrument import NO, TEXT, YES, Question, QuestionKind, Source, load_instrument
from flows.interview import Closure, Status
from storage.cases import CaseOverview, Register
from storage.export.analysis_reader import read_analysis
from storage.vault import KdfPolicy
from tests.journeys import story
from tests.journeys.test_regie_journey import ANSWERS, signed, walk
from tests.journeys.walker import Walker
from zet_tui.app import ZetApp
from zet_tui.desk import Desk
from zet_tui.screens.interview import InterviewScreen

REGIE = load_instrument("regie")
TOLD = (
    "2 maart 2026 opdracht via de backoffice",
    "een week later eerste contact",
    "20 maart 2026 eerste bezoek",
    "20 maart 2026 intake",
    "begin mei 2026 ondersteuningsplan gestuurd",
    "1 september 2026 einde indicatie",
)
REASON = "de begeleider was met verlof"
SAYS = {"2.1": YES, "7.1": NO, "11.1": YES, "9": "oranje", "9.3": "rood", "b": NO}
VERDICTS = {
    "eerste_contact": "op tijd",
    "ondersteuningsplan": "te laat met reden",
    "tussenevaluatie": "niet te zeggen",
    "verslag": "niet te zeggen",
}


@dataclass
class Seen:
    """What stood on the screen before each source was closed, and under the questions about a deadline."""

    closing: dict[Source, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


class RegieWalker(Walker):
    """The same person at the keyboard, with another questionnaire."""

    residents = story.RESIDENTS[:1]
    timeline = TOLD
    wanted = MappingProxyType({"table": "j"})

    def __init__(self, *given: Any, steps: int) -> None:
        super().__init__(*given)
        self.seen = Seen()
        self._steps = steps
        """How often the choice of scope is moved on: 0 is the pilot's, 1 everything."""

    def says(self, case: int, source: Source, question: Question) -> story.Line:  # noqa: ARG002
        usual = {QuestionKind.YES_NO: YES, QuestionKind.RATING: "groen"}
        value = SAYS.get(question.id, SAYS.get(question.printed, usual.get(question.kind, TEXT)))
        words = "het liep goed" if question.kind is QuestionKind.OPEN else REASON
        return story.Line(value, words)

    async def agree(self) -> None:
        await self.fill({**story.EVALUATION, "instrument": "regie"})
        await self.until(lambda: "Kies wat u vraagt" in self.picture(), "the other questionnaire")
        await self.until(lambda: getattr(self.page.focused, "id", "") == "scope", "the choice of scope")
        await self.press(*["right"] * self._steps)
        await self.fill({})

    async def answer(self, screen: InterviewScreen, case: int, source: Source) -> None:
        for view in screen.conversation.views:
            if view.kind == "asked" and "Termijn:" in view.note:
                self.seen.notes[f"{source.value} {view.id}"] = view.note
        await super().answer(screen, case, source)

    async def close(self, source: Source) -> None:
        await self.press("enter")
        await self.becomes("Confirm")
        self.seen.closing[source] = self.picture()
        await self.press("j")


@pytest.fixture
def begin(tmp_path: Path) -> Callable[[int], tuple[ZetApp, Callable[[Any], RegieWalker]]]:
    """The app on an empty folder, and who will walk through it."""
    weak = KdfPolicy(memory_kib=32, iterations=1, lanes=1, floor_kib=8)
    (tmp_path / "uit").mkdir()

    def start(steps: int) -> tuple[ZetApp, Callable[[Any], RegieWalker]]:
        app = ZetApp(Desk(tmp_path / "kluis", policy=weak, force=True))
        return app, lambda pilot: RegieWalker(app, pilot, lambda _: None, tmp_path / "uit", steps=steps)

    return start


async def test_twelve_steps_are_asked_judged_closed_read_and_exported(begin, tmp_path):
    app, at_the_keyboard = begin(1)
    async with app.run_test(size=(120, 40)) as pilot:
        walker = at_the_keyboard(pilot)
        await walker.walk(stop_before_end=True)
        await app.desk.ask(answered_as_told)
        await app.desk.ask(two_more_cases)
        await walker.review()
        await walker.finish(3)
        await app.desk.close()

    # What was seen: the verdicts before closing, and under step 6 and 9 why.
    for source in (Source.DOSSIER, Source.PROFESSIONAL):
        shown = walker.seen.closing[source]
        assert "✓ op tijd: Contact binnen 10 werkdagen na de opdracht" in shown
        assert "! te laat: Ondersteuningsplan binnen twee weken na de intake" in shown
    assert "Termijnen" not in walker.seen.closing[Source.RESIDENT]
    assert "Uiterlijk 16 maart 2026 (10 werkdagen na opdracht)" in walker.seen.notes["dossier 6"]
    assert "Zet die met F6 bij vraag 9." in walker.seen.notes["dossier 9"]
    assert "Zet die met F6 bij vraag 9." in walker.seen.notes["professional sw.9"]

    # What left: the verdicts as words, the averages, and no day that was told.
    found = read_analysis(tmp_path / "uit" / "zet-analysebestand.xlsx")
    assert found.instrument.id == "regie"
    assert found.left_out == ()
    assert len(found.results.cases) == 3
    with (tmp_path / "uit" / "resultaten.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    judged = [row for row in rows if row["kind"] == "termijn" and row["source"] != "inwoner"]
    assert len(judged) == 3 * 2 * len(VERDICTS)
    assert {row["question"].removeprefix("termijn "): row["value"] for row in judged} == VERDICTS
    assert not [row for row in rows for cell in row.values() if "2026" in cell or " maart" in cell]


def answered_as_told(register: Register) -> None:
    """The routes of step 3, 7 and 12, the seven checks of step 9, and the begeleider who did not take part."""
    (case,) = register.cases()
    talks = {source: register.read_interview(case.id, source) for source in Source}
    assert {talk.closure for talk in talks.values()} == {Closure.COMPLETED}
    assert not any(talk.open_questions() for talk in talks.values())
    dossier, professional = talks[Source.DOSSIER], talks[Source.PROFESSIONAL]
    asked = {"3": Status.ANSWERED, "7.2": Status.OFF_ROUTE, "12.1": Status.ANSWERED}
    assert {question: dossier.status(question) for question in asked} == asked
    assert [dossier.view(f"9.{check}").value for check in range(1, 8)] == ["groen"] * 2 + ["rood"] + [
        "groen"
    ] * 4
    assert professional.status("sw.9.7") is Status.ANSWERED
    assert professional.status("b.6") is Status.OFF_ROUTE
    assert [entry.text for entry in dossier.timeline][:2] == ["opdracht via de backoffice", "eerste contact"]


def two_more_cases(register: Register) -> None:
    """Three complete cases are needed before anything may leave."""
    for person in story.RESIDENTS[1:]:
        case = register.register_case(person.name, person.contact, person.professional, person.organisation)
        today = register.today
        days = {"talked_through_on": today, "signed_on": today}
        register.record_consent(case, signed(register, case).model_copy(update=days))
        for source in Source:
            walk(register, case, source, ANSWERS)


@pytest.mark.long
async def test_the_pilots_scope_stops_after_step_ten(begin):
    app, at_the_keyboard = begin(0)
    async with app.run_test(size=(80, 24)) as pilot:
        walker = at_the_keyboard(pilot)
        walker.next_talk = first_the_file  # type: ignore[method-assign]
        await walker.walk(stop_before_end=True)
        consent, dossier = await app.desk.ask(consent_and_file)
        await app.desk.close()
    assert consent.themes == ("voorbereiding", "startfase", "plan_van_aanpak", "voortgang")
    assert "afgesloten of verlengd" not in consent.letter_text
    assert {question.number for question in dossier.route() if question.number} == set(range(1, 11))
    assert dossier.closure is Closure.COMPLETED
    assert "Verslag zes weken" not in walker.seen.closing[Source.DOSSIER]
    assert "Tussentijdse evaluatie" in walker.seen.closing[Source.DOSSIER]


def first_the_file(cases: tuple[CaseOverview, ...]) -> tuple[CaseOverview, Source] | None:
    (case,) = cases
    closed = next(source.closure for source in case.sources if source.source is Source.DOSSIER)
    return None if closed else (case, Source.DOSSIER)


def consent_and_file(register: Register) -> tuple[Any, Any]:
    (case,) = register.cases()
    return register.consent(case.id), register.read_interview(case.id, Source.DOSSIER)
