"""One conversation as its screen needs it, on top of the desk: what is opened here passed the consent gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.events import Body
from flows.instrument import Source
from flows.interview import Interview
from storage.cases import Draft, Register
from zet_tui.wording import terms

if TYPE_CHECKING:
    from zet_tui.desk import Desk


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
    draft: Draft | None

    async def commit(self, body: Body) -> Interview:
        """Seal and append; durable on disk before this returns. Raises `ConsentRefused` and the vault's errors."""
        event = await self.desk.ask(lambda register: register.append(self.case, self.source, body))
        self.interview = self.interview.apply(event)
        return self.interview

    async def save_draft(self, question: str, field: str, text: str) -> None:
        """Seal what is being typed."""
        draft = Draft(question=question, field=field, text=text)
        await self.desk.ask(lambda register: register.save_draft(self.case, self.source, draft))
        self.draft = draft

    async def discard_draft(self) -> None:
        await self.desk.ask(lambda register: register.discard_draft(self.case, self.source))
        self.draft = None

    async def dossier_view(self, row: int) -> str | None:
        """What the file said on a row of the framework; nothing in the file's own conversation."""
        if self.source is Source.DOSSIER:
            return None
        return await self.desk.ask(lambda register: _dossier_words(register, self.case, row))


async def open_port(desk: Desk, case: str, source: Source) -> CasePort:
    """Open one conversation, begun when it was not. Raises `ConsentRefused`, `UnknownCase`, `InstrumentChanged`."""

    def work(register: Register) -> CasePort:
        interview = register.open_interview(case, source)
        overview = register.case(case)
        evaluation = register.evaluation()
        meanings = {term.id: term.meaning for term in register.instrument().terms if term.meaning}
        agreed = evaluation.term_meanings if evaluation is not None else {}
        return CasePort(
            desk=desk,
            case=case,
            source=source,
            title=f"Casus {overview.number} › {terms.SOURCE_TASKS[source.value].capitalize()}",
            interview=interview,
            term_meanings={**meanings, **agreed},
            urgent_contact=evaluation.urgent_contact if evaluation is not None else "",
            placeholders={
                "NAAM": register.person or "",
                "NAAM GEMEENTE": evaluation.municipality if evaluation is not None else "",
            },
            draft=register.draft(case, source),
        )

    return await desk.ask(work)


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
