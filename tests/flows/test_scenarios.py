"""The scenario book: every file in `scenarios/` is a tiny questionnaire with a table of steps and expectations.

The files are meant to be read, and written, by people who do not program; scenarios/LEESMIJ.md explains the words.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.events import Body, Event, event_from_bytes, event_to_bytes
from flows.instrument import VALUES, Instrument, QuestionKind
from flows.instrument_check import Part, check
from flows.interview import Interview, Status
from flows.interview_errors import AnswerRefused, InterviewClosed, InterviewError, NotComplete, NothingToUndo
from flows.results import CaseResult, ResultAnswer, SourceResult
from flows.scores import overview
from flows.timeline import placed

BOOK = Path(__file__).parent / "scenarios"
WORDS = {
    *("verhaal", "vragen", "stappen", "fouten"),
    *("woorden", "themas", "alleen_themas", "alleen_criteria"),
}
KINDS = {"ja of nee": "janee", "kleur": "waardering", "open": "open", "tijdlijn": "tijdlijn"}
FIELDS = {
    "nummer": "number", "naam": "id", "tekst": "text", "thema": "theme", "criterium": "criterion",
    "mag_leeg": "optional", "reden": "not_asked_reason",
    "vraag": "question", "is": "is", "een_van": "one_of", "alle": "all", "een": "any", "niet": "not",
}  # fmt: skip
STATES = {
    Status.OPEN: "open",
    Status.OFF_ROUTE: "niet gevraagd",
    Status.NO_ANSWER: "geen antwoord",
    Status.REASON_MISSING: "mist reden",
}
REFUSALS = {
    "off_route": "wordt niet gevraagd",
    "value_not_allowed": "dat antwoord kan hier niet",
    "empty_text": "lege tekst",
    "no_entries": "lege tijdlijn",
    "empty_reason": "lege reden",
    "no_reason_needed": "geen reden nodig",
    "empty_entry": "lege gebeurtenis",
    "unknown_entry": "gebeurtenis bestaat niet",
    "not_closed": "is niet gesloten",
}
FAULTS = {
    "unknown_question": "vraag bestaat niet",
    "forward_reference": "verwijst vooruit",
    "cycle": "draait in een kring",
    "impossible_value": "dat antwoord kan daar niet",
    "duplicate_number": "nummer staat er twee keer",
    "missing_label": "kleur heeft geen woord",
    "empty_text": "tekst is leeg",
    "unknown_theme": "thema bestaat niet",
    "unknown_criterion": "criterium bestaat niet",
    "condition_shape": "voorwaarde is niet compleet",
}


def in_english(table: Any) -> Any:
    """Conditions nest, so the words are changed all the way down."""
    if isinstance(table, Mapping):
        return {FIELDS.get(key, key): in_english(value) for key, value in table.items()}
    return [in_english(part) for part in table] if isinstance(table, list) else table


def checked(scenario: Mapping[str, Any]) -> tuple[Instrument | None, list[str]]:
    """The instrument of a scenario, or its faults in the scenario's words."""
    questions = []
    for told in scenario["vragen"]:
        question = in_english({key: told[key] for key in told if key not in ("soort", "alleen_als")})
        question.setdefault("text", f"Vraag {question.get('number', question.get('id'))}")
        question["kind"] = KINDS[told["soort"]]
        if "alleen_als" in told:
            question["asked_if"] = in_english(told["alleen_als"])
        questions.append(question)
    labels = scenario.get(
        "woorden", {"groen": "heel blij", "mint": "blij", "oranje": "boos", "rood": "heel boos"}
    )
    themes = scenario.get("themas", ["toegang", "regie"])
    head = {
        "id": "klein", "version": "1", "title": "Klein", "citation": "Zelf bedacht",
        "themes": [{"id": theme, "title": theme.capitalize(), "rationale": "Daarom"} for theme in themes],
        "criteria": [{"number": number, "theme": theme, "text": "Goed"} for number, theme in enumerate(themes, 1)],
    }  # fmt: skip
    table = {
        "source": "inwoner", "title": "Klein", "goal": "Proef", "preparation": "Geen", "filling_in": "Geen",
        "labels": labels, "questions": questions,
    }  # fmt: skip
    instrument, faults = check((Part("klein.toml", head, (table,)),))
    told_faults = [
        f"{'vraag ' + fault.question if fault.question else 'lijst'}: {FAULTS.get(fault.code, fault.code)}"
        + (f" ({fault.detail})" if fault.detail else "")
        for fault in faults
    ]
    return instrument, told_faults


class Stage:
    """One conversation on which the steps of a scenario are played."""

    def __init__(self, instrument: Instrument, scenario: Mapping[str, Any]) -> None:
        self.instrument = instrument
        themes, criteria = scenario.get("alleen_themas"), scenario.get("alleen_criteria")
        self.questionnaire = instrument.questionnaires[0].scoped(
            None if themes is None else frozenset(themes), None if criteria is None else frozenset(criteria)
        )
        self.interview = Interview(self.questionnaire, instrument.themes)
        self.leaving = ""
        self.refused = ""

    def play(self, step: str) -> None:
        self.leaving = self.refused = ""
        if step in ("begin", ""):
            return
        if step == "computer uit en weer aan":
            stored = [event_to_bytes(event) for event in self.interview.events]
            self.interview = Interview.replay(
                self.questionnaire, map(event_from_bytes, stored), self.instrument.themes
            )
            return
        try:
            body = self._body(step)
        except (InterviewError, KeyError) as error:
            self.refused = self._refusal(error)
            return
        self.leaving = " en ".join(q.id for q in self.interview.what_would_leave(body))
        count = len(self.interview.events)
        stamp = datetime(2026, 3, 1, 10, tzinfo=UTC) + timedelta(seconds=count)
        self.interview = self.interview.apply(Event(id=f"{count:032x}", author="Anouk", at=stamp, body=body))

    def _body(self, step: str) -> Body:
        talk, (order, _, rest) = self.interview, step.partition(": ")
        simple: dict[str, Callable[[], Body]] = {
            "terug": talk.undo,
            "toch wel": talk.redo,
            "afronden": talk.complete,
        }
        wide: dict[str, Callable[[str], Body]] = {
            "stoppen": talk.stop,
            "niet te spreken": talk.unavailable,
            "heropenen": talk.reopen,
            "slot": talk.set_closing_remark,
        }
        if step in simple:
            return simple[step]()
        order = order.rstrip(":")
        if order in wide:
            return wide[order](rest)
        verb, _, place = order.rpartition(" ")
        about: dict[str, Callable[[str, str], Body]] = {
            "antwoord": self._answer,
            "reden": talk.give_reason,
            "opmerking": talk.set_remark,
            "erbij": lambda entry, told: talk.add_entry(*self._told(told), entry),
            "wijzig": lambda entry, told: talk.change_entry(entry, *self._told(told)),
        }
        if verb in about:
            return about[verb](place, rest)
        if verb == "weg":
            return talk.remove_entry(place)
        if verb == "geen reden":
            return talk.decline_reason(place)
        raise AssertionError(f"the book does not know the step {step!r}")

    def _answer(self, question: str, told: str) -> Body:
        kind = self.questionnaire.question(question).kind
        value = {"n.v.t.": "nvt", "geen antwoord": "geen_antwoord", "klaar": "tijdlijn"}.get(told, told)
        if kind is QuestionKind.OPEN and value not in VALUES[QuestionKind.RATING]:
            value = "tekst"
        return self.interview.answer(question, value, told)

    @staticmethod
    def _told(told: str) -> tuple[str, str]:
        when, comma, text = told.partition(", ")
        return (text, when) if comma else (told, "")

    @staticmethod
    def _refusal(error: Exception) -> str:
        match error:
            case AnswerRefused():
                return REFUSALS[error.code]
            case InterviewClosed():
                return "is gesloten"
            case NothingToUndo():
                return "niets om terug te nemen"
            case NotComplete():
                return "nog open " + " en ".join(question for question, _ in error.missing)
            case _:
                return "vraag bestaat niet"

    # -- what a step is expected to lead to ---------------------------------------------------------------

    def shows(self, expected: str) -> str:
        """What is really the case where the book expects this; the same words when it is so."""
        facts: dict[str, Callable[[], str]] = {
            "verdwijnt": lambda: self.leaving or "niets",
            "geweigerd": lambda: self.refused or "nee",
            "volgende": self._next,
            "stand": lambda: f"{self.interview.answered_count} van {self.interview.asked_count}",
            "nog open": lambda: " en ".join(q.id for q in self.interview.open_questions()) or "niets",
            "gesloten": self._closed,
            "slot": lambda: self.interview.closing_remark or "leeg",
            "gemiddelde": self._mean,
            "thema": self._themes,
            "tijdlijn": lambda: " / ".join(entry.text for entry in self.interview.timeline) or "leeg",
            "volgorde": lambda: (
                " / ".join(e.entry.text for e in placed(self.interview.timeline, {})) or "leeg"
            ),
            "vragen": lambda: " ".join(q.id for q in self.questionnaire.questions),
        }
        fact, colon, _ = expected.partition(": ")
        if colon and fact in facts:
            return f"{fact}: {facts[fact]()}"
        question = expected.split(" ", 1)[0]
        return f"{question} {self._state(question, expected)}"

    def _next(self) -> str:
        answered = [view.question.id for view in self.interview.views() if view.value is not None]
        found = self.interview.next_open(after=answered[-1] if answered else None)
        return found.id if found else "geen"

    def _closed(self) -> str:
        closure, reason = self.interview.closure, self.interview.closure_reason
        return "nee" if closure is None else closure.value + (f" ({reason})" if reason else "")

    def _themes(self) -> str:
        return " / ".join(
            f"{theme.title} {theme.done} van {theme.total}" for theme in self.interview.progress()
        )

    def _mean(self) -> str:
        answers = tuple(
            ResultAnswer(question=view.question.id, status=view.status, value=view.value)
            for view in self.interview.views()
        )
        source = SourceResult(source=self.questionnaire.source, answers=answers)
        total = overview(self.instrument, (CaseResult(number=1, sources=(source,)),)).all.total
        return "geen" if total.value is None else f"{total.value:.2f} uit {total.n}".replace(".", ",")

    def _state(self, question: str, expected: str) -> str:
        """A question's state, with the reason or the remark only where the book names it."""
        view = self.interview.view(question)
        value = {"nvt": "n.v.t.", "tijdlijn": "klaar", "tekst": f"'{view.text}'"}.get(
            view.value or "", view.value or ""
        )
        words = STATES.get(view.status, value)
        if view.status is Status.REASON_MISSING:
            words = f"{value} {words}"
        if " omdat " in expected:
            words += f" omdat {'geen reden gegeven' if view.reason_declined else view.reason or 'niets'}"
        if " met opmerking " in expected:
            words += f" met opmerking {view.remark or 'niets'}"
        return words


SCENARIOS = sorted(BOOK.glob("*.toml"))


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_scenario(file: Path) -> None:
    scenario = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(scenario) <= WORDS, f"{file.name}: onbekend woord in {sorted(scenario)}"
    instrument, faults = checked(scenario)
    assert faults == scenario.get("fouten", []), f"{file.name}: fouten bij het laden"
    if instrument is None:
        return
    stage = Stage(instrument, scenario)
    for number, step in enumerate(scenario["stappen"], start=1):
        assert set(step) <= {"stap", "verwacht"}, (
            f"{file.name}, stap {number}: onbekend woord in {sorted(step)}"
        )
        stage.play(step["stap"])
        for expected in filter(None, re.split(r" *\| *", step.get("verwacht", ""))):
            found = stage.shows(expected)
            place = f"{file.name}, stap {number} ({step['stap']})"
            assert found == expected, f"{place}: verwacht {expected!r}, gevonden {found!r}"
        if stage.refused and "geweigerd" not in step.get("verwacht", ""):
            pytest.fail(f"{file.name}, stap {number} ({step['stap']}) is geweigerd: {stage.refused}")


def test_the_book_has_at_least_forty_scenarios_each_with_its_own_story() -> None:
    stories = [tomllib.loads(file.read_text(encoding="utf-8"))["verhaal"] for file in SCENARIOS]
    assert len(SCENARIOS) >= 40
    assert len(set(stories)) == len(stories)


def test_the_book_notices_what_goes_wrong() -> None:
    """The control: a scenario that expects the wrong thing is refused."""
    scenario = {"vragen": [{"nummer": 1, "soort": "kleur"}], "stappen": []}
    instrument, faults = checked(scenario)
    assert instrument is not None
    assert faults == []
    stage = Stage(instrument, scenario)
    stage.play("antwoord 1: rood")
    assert stage.shows("1 rood") == "1 rood mist reden"
    assert stage.shows("stand: 1 van 1") == "stand: 0 van 1"
    assert stage.shows("gesloten: volledig") == "gesloten: nee"
    stage.play("antwoord 1: ja")
    assert stage.shows("geweigerd: nee") == "geweigerd: dat antwoord kan hier niet"
    with pytest.raises(AssertionError, match="does not know"):
        stage.play("dansen 1")
