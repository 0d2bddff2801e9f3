"""What the composer shows for a step of the conversation, with its wording and keys; doing it is left to others."""

from collections.abc import Callable
from typing import Final

from textual.content import Content

from flows.instrument import Question, QuestionKind, Source
from flows.interview import Interview
from zet_tui.actions import choice_action
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_dates import entry_lines
from zet_tui.screens.interview_port import Draft, Field
from zet_tui.screens.interview_talk import Asking, Step
from zet_tui.screens.interview_views import heading, label_of, name_of
from zet_tui.widgets.choices import Choice
from zet_tui.widgets.composer import Editor, Task
from zet_tui.widgets.symbols import MARKS

RATED: Final = ("groen", "mint", "oranje", "rood")
BEGIN, GO_ON, THROW, FINISH, REOPEN, LEAVE = "begin", "go_on", "throw", "finish", "reopen", "leave"
_NO_RATING: Final = dict.fromkeys("gmorx", text.HERE_YES_OR_NO)
_NO_YES: Final = dict.fromkeys("jn", text.MEANT_O_OR_R)

Kept = Callable[[str, Field], str | None]
"""Gives text that was typed for a question and field and not kept yet, or None."""


def task_for(interview: Interview, asking: Asking, kept: Kept, draft: Draft | None = None) -> Task:
    """The task of this step."""
    if asking.step is Step.ANSWER:
        return _answer(interview, asking, kept)
    if asking.step is Step.REASON:
        return _reason(interview, asking, kept)
    if asking.step is Step.REMARK:
        return _remark(interview, asking, kept)
    if asking.step is Step.NOTE:
        return _note(interview, kept)
    if asking.step is Step.CLOSING:
        return _closing(interview, kept)
    if asking.step is Step.INTRODUCTION:
        return _notice(
            text.START, (_press(BEGIN, text.START_CHOICE),), more=text.START_PAGES, typed=text.INTRO_KEY
        )
    if asking.step is Step.DRAFT and draft is not None:
        return _draft(interview, draft)
    if asking.step is Step.CLOSED:
        return _closed(interview)
    return _notice(text.DONE, (_press(FINISH, text.DONE_CHOICE),), more=text.DONE_LOOK)


def _answer(interview: Interview, asking: Asking, kept: Kept) -> Task:
    question = interview.questionnaire.question(asking.question)
    if question.kind is QuestionKind.TIMELINE:
        return _timeline(interview, question, asking, kept)
    view = interview.view(question.id)
    if question.kind is QuestionKind.OPEN:
        return Task(
            question.id,
            Field.ANSWER,
            Editor.TEXT,
            _heading(interview, question, asking),
            keys=text.ENTER_KEEPS,
            more=text.F8_NO_ANSWER,
            text=_first(kept(question.id, Field.ANSWER), view.text),
            placeholder=text.PLACEHOLDER_ANSWER,
        )
    rated = question.kind is QuestionKind.RATING
    values = RATED if rated else ("ja", "nee")
    aside = ("nvt", "geen_antwoord") if rated else ("geen_antwoord",)
    return Task(
        question.id,
        Field.ANSWER,
        Editor.CHOICE,
        _heading(interview, question, asking) if asking.editing else Content(""),
        choices=tuple(_choice(interview, value) for value in values)
        + tuple(_choice(interview, value, aside=True) for value in aside),
        now=view.value,
        refusals=_NO_YES if rated else _NO_RATING,
    )


def _timeline(interview: Interview, question: Question, asking: Asking, kept: Kept) -> Task:
    changed = next((entry for entry in interview.timeline if entry.id == asking.entry), None)
    said = " ".join(part for part in (changed.when, changed.text) if part) if changed else ""
    return Task(
        question.id,
        Field.ENTRY,
        Editor.TIMELINE,
        Content(text.ENTRY_EDIT) if changed else _heading(interview, question, asking),
        keys=text.ENTER_KEEPS if changed else text.ENTER_ADDS,
        ask=text.TIMELINE_ASK,
        more=text.F8_NO_ANSWER if not interview.timeline else text.TIMELINE_HELP,
        text=_first(kept(question.id, Field.ENTRY), said),
        placeholder=text.PLACEHOLDER_ENTRY,
        entries=entry_lines(interview),
        entry=asking.entry,
        entry_keys=text.ENTRY_CHOSEN,
    )


def _reason(interview: Interview, asking: Asking, kept: Kept) -> Task:
    view = interview.view(asking.question)
    value = view.value or ""
    mark = MARKS[value]
    label = label_of(interview, value)
    ask = text.NVT_REASON
    if value != "nvt":
        is_file = interview.questionnaire.source is Source.DOSSIER
        ask = text.reason_question(label or mark.word, is_file=is_file)
    return Task(
        asking.question,
        Field.REASON,
        Editor.TEXT,
        Content.assemble(mark.shown("bold"), f" · {label}" if label else ""),
        keys=text.ENTER_KEEPS,
        ask=ask,
        more=text.F9_DECLINE,
        text=_first(kept(asking.question, Field.REASON), view.reason),
        placeholder=text.PLACEHOLDER_REASON,
    )


def _remark(interview: Interview, asking: Asking, kept: Kept) -> Task:
    view = interview.view(asking.question)
    name = heading(interview, view.question)
    return Task(
        asking.question,
        Field.REMARK,
        Editor.TEXT,
        Content(f"{text.REMARK} · {name}"),
        keys=text.ENTER_KEEPS,
        ask=text.REMARK_ASK,
        more=text.EMPTY_REMOVES if view.remark else "",
        text=_first(kept(asking.question, Field.REMARK), view.remark),
        placeholder=text.PLACEHOLDER_REMARK,
    )


def _note(interview: Interview, kept: Kept) -> Task:
    return Task(
        "",
        Field.NOTE,
        Editor.TEXT,
        Content(text.NOTE_HEADING),
        keys=text.ENTER_KEEPS,
        ask=text.NOTE_ASK,
        more=text.NOTE_LATER if interview.notes else "",
        text=kept("", Field.NOTE) or "",
        placeholder=text.PLACEHOLDER_NOTE,
    )


def _closing(interview: Interview, kept: Kept) -> Task:
    return Task(
        "",
        Field.CLOSING,
        Editor.TEXT,
        Content(text.CLOSING_HEADING),
        keys=text.ENTER_KEEPS,
        ask=interview.questionnaire.closing_question or "",
        more=text.F8_SKIP,
        text=_first(kept("", Field.CLOSING), interview.closing_remark),
        placeholder=text.PLACEHOLDER_CLOSING,
    )


def _draft(interview: Interview, draft: Draft) -> Task:
    where = text.FIELDS.get(draft.field, draft.field)
    if draft.question:
        where = f"{name_of(interview.questionnaire.question(draft.question))}, {where}"
    shown = draft.text.replace("\n", " ")
    shown = shown if len(shown) <= 200 else f"{shown[:200]} …"
    choices = (_press(GO_ON, text.DRAFT_GO_ON), Choice(THROW, "w", ("w", "W"), None, text.DRAFT_THROW))
    return _notice(f"{text.DRAFT_FOUND} ({where}):\n“{shown}”", choices)


def _closed(interview: Interview) -> Task:
    words = text.CLOSURES.get(interview.closure.value, "") if interview.closure else ""
    if interview.closure_reason:
        words += f"\n{interview.closure_reason}"
    choices = (_press(LEAVE, text.BACK_OUT), Choice(REOPEN, "h", ("h", "H"), None, text.REOPEN))
    return _notice(words, choices)


def _notice(ask: str, choices: tuple[Choice, ...], *, more: str = "", typed: str = "") -> Task:
    refusals = dict.fromkeys("gmorxwjn", typed) if typed else {}
    return Task("", "", Editor.CHOICE, Content(""), ask=ask, more=more, choices=choices, refusals=refusals)


def _press(value: str, label: str) -> Choice:
    return Choice(value, "Enter", ("enter",), None, label)


def _choice(interview: Interview, value: str, *, aside: bool = False) -> Choice:
    act = choice_action(value)
    return Choice(value, act.keys[0], act.keys, MARKS[value], label_of(interview, value), aside=aside)


def _heading(interview: Interview, question: Question, asking: Asking) -> Content:
    if asking.editing:
        return Content.styled(text.editing(name_of(question)), "$accent bold")
    return Content.styled(heading(interview, question), "$quiet")


def _first(*texts: str | None) -> str:
    return next((found for found in texts if found is not None), "")
