"""One conversation as its screen needs it, on top of the desk: what is opened here passed the consent gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.easy_wording import easy_wording
from flows.evaluation import Evaluation
from flows.events import Body
from flows.instrument import Instrument, Source, shipped_instruments
from flows.interview import Interview
from flows.interview_resumed import steps_on_route
from flows.suggestions import suggestions
from flows.timeline import placed, said_on
from flows.workdays import dutch_workdays
from storage.cases import Draft, DraftText, Register
from zet_tui.actions import DEFAULT_KEYS, KeyTable
from zet_tui.keys_file import KeysFileError, keys_path, read_keys
from zet_tui.messages import explain, is_known
from zet_tui.screens.interview_deadlines import DeadlineView, deadline_views
from zet_tui.screens.interview_port import Reading
from zet_tui.screens.interview_text import NOT_SEALED, SEALED_LATER
from zet_tui.wording import terms
from zet_tui.wording.keys import sentence

if TYPE_CHECKING:
    from zet_tui.desk import Desk


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One source of one case as it stands when it is opened, and what the team agreed around it."""

    title: str
    interview: Interview
    term_meanings: Mapping[str, str]
    urgent_contact: str
    placeholders: Mapping[str, str]
    suggestions: Mapping[str, tuple[str, ...]]
    easy_wording: Mapping[str, tuple[str, ...]]
    draft: Draft | None
    instrument: Instrument

    def deadlines(self, interview: Interview) -> tuple[DeadlineView, ...]:
        """What the timeline of this conversation says of the deadlines; nothing where the instrument has none."""
        if not self.instrument.deadlines:
            return ()
        return deadline_views(self.instrument, interview, dutch_workdays())


@dataclass
class CasePort:
    """One source of one case; `interview` and `draft` are as they were at the last commit."""

    desk: Desk
    case: str
    source: Source
    title: str
    interview: Interview
    term_meanings: Mapping[str, str]
    urgent_contact: str
    placeholders: Mapping[str, str]
    suggestions: Mapping[str, tuple[str, ...]]
    easy_wording: Mapping[str, tuple[str, ...]]
    draft: Draft | None
    deadlines: Callable[[Interview], tuple[DeadlineView, ...]]
    keys: KeyTable = DEFAULT_KEYS
    notice: str = ""

    async def commit(self, body: Body) -> Interview:
        """Seal and append; durable on disk before this returns. Raises `ConsentRefused` and the vault's errors."""
        event = await self.desk.ask(lambda register: register.append(self.case, self.source, body))
        self._sealed()
        self.interview = self.interview.apply(event)
        return self.interview

    async def save_draft(
        self, question: str, field: str, text: str, beside: Sequence[tuple[str, str, str]] = ()
    ) -> None:
        """Seal what is being typed, and what was begun elsewhere (question, field and text each).

        What cannot be sealed stays in memory, also while ZET is locked, for when this is opened again.
        """
        texts = tuple(DraftText(question=q, field=f, text=words) for q, f, words in beside)
        await self._save(Draft(question=question, field=field, text=text, beside=texts))

    async def _save(self, draft: Draft) -> None:
        self.desk.unsealed[self.case, self.source] = draft
        await self.desk.ask(lambda register: register.save_draft(self.case, self.source, draft))
        self._sealed()
        self.draft = draft

    def _sealed(self) -> None:
        """A write succeeded: whatever is still to be sealed, the screen seals now."""
        self.desk.unsealed.pop((self.case, self.source), None)

    async def save_again(self) -> None:
        """Seal what could not be sealed when this was left; when it fails again it is said and stays in memory."""
        draft = self.desk.unsealed.get((self.case, self.source))
        if draft is None:
            return
        try:
            await self._save(draft)
        except Exception as error:
            if not is_known(error):
                raise
            self.draft = draft
            self.notice = f"{NOT_SEALED} {explain(error)}"
        else:
            self.notice = SEALED_LATER

    async def discard_draft(self) -> None:
        await self.desk.ask(lambda register: register.discard_draft(self.case, self.source))
        self._sealed()
        self.draft = None

    async def dossier_view(self, row: int) -> str | None:
        """What the file said on a row of the framework; nothing in the file's own conversation."""
        if self.source is Source.DOSSIER:
            return None
        return await self.desk.ask(lambda register: _dossier_words(register, self.case, row))

    async def transcript(self) -> tuple[Reading, ...]:
        """Every text as it would leave now: as accepted, else with what is surely a name or number replaced."""
        return await self.desk.ask(lambda register: _readings(register, self.case, self.source))


async def open_port(desk: Desk, case: str, source: Source) -> CasePort:
    """Open one conversation, begun when it was not. Raises `ConsentRefused`, `UnknownCase`, `InstrumentChanged`."""
    facts, (keys, fault) = await desk.ask(lambda register: (case_facts(register, case, source), _own_keys()))
    port = CasePort(
        desk=desk,
        case=case,
        source=source,
        title=facts.title,
        interview=facts.interview,
        term_meanings=facts.term_meanings,
        urgent_contact=facts.urgent_contact,
        placeholders=facts.placeholders,
        suggestions=facts.suggestions,
        easy_wording=facts.easy_wording,
        draft=facts.draft,
        deadlines=facts.deadlines,
        keys=keys,
        notice=fault,
    )
    await port.save_again()
    return port


def _own_keys() -> tuple[KeyTable, str]:
    """The keys of this computer; the usual ones with a sentence when their file cannot be used."""
    try:
        return read_keys(keys_path()), ""
    except KeysFileError as error:
        return DEFAULT_KEYS, sentence(error)


def case_facts(register: Register, case: str, source: Source) -> CaseFacts:
    """Open one conversation through the gate. Raises `ConsentRefused`, `UnknownCase`, `InstrumentChanged`."""
    interview = register.open_interview(case, source)
    overview = register.case(case)
    evaluation = register.evaluation()
    shipped = evaluation.instrument if evaluation and evaluation.instrument in shipped_instruments() else ""
    instrument = register.instrument()
    if instrument.deadlines:
        dutch_workdays()  # here, in the worker: its library takes a quarter of a second to load
    meanings = {term.id: term.meaning for term in instrument.terms if term.meaning}
    agreed = evaluation.term_meanings if evaluation is not None else {}
    return CaseFacts(
        title=f"Casus {overview.number} › {terms.SOURCE_TASKS[source.value].capitalize()}",
        interview=interview,
        term_meanings={**meanings, **agreed},
        urgent_contact=evaluation.urgent_contact if evaluation is not None else "",
        placeholders={
            "NAAM": register.person or "",
            "FUNCTIE": _function(evaluation, register.person),
            "NAAM GEMEENTE": evaluation.municipality if evaluation is not None else "",
        },
        suggestions=suggestions(source, shipped) if shipped else {},
        easy_wording=easy_wording(source, shipped) if shipped else {},
        draft=register.draft(case, source),
        instrument=instrument,
    )


def _readings(register: Register, case: str, source: Source) -> tuple[Reading, ...]:
    from storage.anonymise import Review
    from storage.anonymise.results import since_first

    texts = Review(register).of_case(register.case(case))
    interview = register.read_interview(case, source)
    since = {
        step.entry.id: after
        for step, after in since_first(placed(steps_on_route(interview), said_on(interview.events)))
    }
    order = {entry: place for place, entry in enumerate(since)}
    found: list[tuple[int, Reading]] = []
    for text in texts.values():
        if text.source is not source:
            continue
        place = text.key.split("/")[1]
        decided = text.decision is not None
        shown = text.decision.accepted if text.decision is not None else text.suggested
        if shown is not None and place in since:
            shown = f"{since[place]}: {shown}"
        found.append((order.get(place, -1), Reading(text.question, text.kind, shown, decided)))
    return tuple(reading for _place, reading in sorted(found, key=lambda each: each[0]))


def _function(evaluation: Evaluation | None, person: str | None) -> str:
    """What the person at the laptop is, for the introduction; blank when the team did not say."""
    team = evaluation.team if evaluation is not None else ()
    return next((member.function for member in team if member.name == person), "")


def _dossier_words(register: Register, case: str, row: int) -> str | None:
    """Answer, reason and remark of the file's question on this row, when the file was read and it was asked."""
    if not any(source.started for source in register.case(case).sources if source.source is Source.DOSSIER):
        return None
    interview = register.read_interview(case, Source.DOSSIER)
    for question in interview.questionnaire.questions:
        if question.row == row and interview.is_on_route(question.id):
            view = interview.view(question.id)
            if view.value is None:
                return None
            symbol = terms.RATING_SYMBOLS.get(view.value, "")
            words = [
                f"{symbol} {_label(interview, view.value)}".strip(),
                view.reason or "",
                view.remark or "",
            ]
            return "\n".join(part for part in words if part)
    return None


def _label(interview: Interview, value: str) -> str:
    labels = {rating.value: label for rating, label in interview.questionnaire.labels.items()}
    names = {"nvt": "n.v.t.", "geen_antwoord": "geen antwoord"}
    return labels.get(value) or names.get(value, value)
