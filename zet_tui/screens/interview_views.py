"""What the conversation shows of an interview: pairs, rail and header as plain views; the widgets draw them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from flows.instrument import Question, QuestionKind, Rating, Source
from flows.interview import Interview, Status
from flows.interview_resumed import steps_on_route, timeline_question
from flows.interview_view import CLOSING_TITLE
from flows.spread import OrganisationColour
from zet_tui.actions import DEFAULT_KEYS, KeyTable
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_dates import entry_lines
from zet_tui.screens.interview_talk import Asking, Step, missing_reasons
from zet_tui.widgets.pair import PairView
from zet_tui.widgets.rail import RailTheme, RailView
from zet_tui.widgets.symbols import MARKS

INTRODUCTION_ID: Final = "-inleiding"
CLOSING_ID: Final = "-afsluiting"
_SHOWN_CHARS: Final = 600
_SHOWN_LINES: Final = 8
_APART: Final = 3
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_PLACEHOLDER: Final = re.compile(r"<([A-Z][A-Z /]*)>")


@dataclass(frozen=True, slots=True)
class HeaderView:
    """The two ends of the top line, for a wide and for a narrow window."""

    left: str
    right: str
    narrow_right: str


def pair_views(
    interview: Interview,
    asking: Asking,
    placeholders: Mapping[str, str],
    keys: KeyTable = DEFAULT_KEYS,
    under: Mapping[str, str] = _NOTHING,
) -> tuple[PairView, ...]:
    """Introduction, every question up to the one that is asked or was answered last, and the closing.

    `under` holds what stands under a question while it is asked, and under the timeline at all times.
    """
    views: list[PairView] = []
    lists = interview.questionnaire
    if lists.introduction:
        words = filled_in(lists.introduction, placeholders)
        views.append(PairView(INTRODUCTION_ID, "spoken", text.INTRODUCTION, words))
    if asking.step is Step.INTRODUCTION:
        return tuple(views)
    shown = _up_to_here(interview, asking)
    timeline = timeline_question(interview)
    for run in _runs(interview, shown, asking):
        views.extend(_with(under, view, timeline) for view in _run_views(interview, run, asking, keys))
    if lists.closing_question and (
        asking.step in {Step.CLOSING, Step.DONE, Step.CLOSED} or interview.closing_remark
    ):
        words = "\n".join(part for part in (lists.closing, lists.closing_question) if part)
        views.append(
            PairView(CLOSING_ID, "spoken", text.CLOSING, words, said=_cut(interview.closing_remark or ""))
        )
    return tuple(views)


def _with(under: Mapping[str, str], view: PairView, timeline: Question | None) -> PairView:
    words = under.get(view.id, "")
    if not words:
        return view
    if view.kind == "asked":
        return replace(view, note="\n\n".join(part for part in (view.note, words) if part))
    is_timeline = timeline is not None and view.id == timeline.id
    return replace(view, said=f"{view.said}\n\n{words}") if is_timeline else view


def heading(interview: Interview, question: Question) -> str:
    """Theme and number: "Vraagverheldering · 10"; a printed label where there is no number."""
    place = interview.place(question)
    if question.respondent:
        place = f"{interview.questionnaire.respondent(question.respondent).title} · {place}"
    if question.number is not None:
        return f"{place} · {question.printed}"
    return f"{place} · {question.label}" if question.label else place


def name_of(question: Question) -> str:
    """A question as it is called in a sentence: "vraag 10", or its printed label."""
    return (
        f"vraag {question.printed}" if question.number is not None else f"‘{question.label or question.text}’"
    )


def out_of(interview: Interview) -> str:
    """How far the printed numbers go: " van 33"; "" where numbers are left out, as in a part of the questionnaire.

    There the last number promises more questions than are asked.
    """
    numbers = {q.number for q in interview.questionnaire.questions if q.number is not None}
    return f" van {len(numbers)}" if numbers == set(range(1, len(numbers) + 1)) else ""


def label_of(interview: Interview, value: str) -> str:
    """The questionnaire's own label beside a colour word; "" where there is none."""
    try:
        return interview.questionnaire.labels.get(Rating(value), "")
    except ValueError:
        return ""


def filled_in(words: str, placeholders: Mapping[str, str]) -> str:
    """The introduction with its names; what is not known stands as ‹functie›, to be said by the reader."""
    for name, value in placeholders.items():
        if value:
            words = words.replace(f"<{name}>", value)
    return _PLACEHOLDER.sub(lambda found: f"‹{found[1].lower()}›", words)


def rail_view(
    interview: Interview,
    asking: Asking,
    minutes: int,
    tips: Sequence[str] = (),
    keys: KeyTable = DEFAULT_KEYS,
) -> RailView:
    """Progress per theme, the few facts under it, and what one could ask on."""
    reasons = missing_reasons(interview)
    lines = [text.open_count(len(interview.open_questions()))]
    if reasons:
        lines.append(text.reasons_needed(reasons))
    if interview.notes:
        lines.append(text.notes(len(interview.notes)))
    if steps := steps_on_route(interview):
        lines.append(text.steps(len(steps)))
    lines.append(text.minutes(minutes))
    return RailView(
        _themes(interview, asking),
        tuple(lines),
        text.PROBE_TITLE,
        keys.action("probe").short_key,
        tuple(tips),
    )


def header_view(title: str, interview: Interview, asking: Asking, minutes: int, state: str) -> HeaderView:
    """Where one is, how long it took and whether everything is saved."""
    where = CLOSING_TITLE
    short = where
    if asking.question:
        question = interview.questionnaire.question(asking.question)
        if question.number is not None:
            where = f"vraag {question.printed}{out_of(interview)}"
            short = f"{question.printed}{out_of(interview)}" if out_of(interview) else where
    if asking.step is Step.INTRODUCTION:
        where = short = text.INTRODUCTION_SHORT
    theme = next((f"{t.title} {t.done}/{t.total}" for t in _themes(interview, asking) if t.now), "")
    narrow = " · ".join(part for part in (theme, short, state) if part)
    return HeaderView(title, " · ".join((where, text.minutes(minutes), state)), narrow)


def _themes(interview: Interview, asking: Asking) -> tuple[RailTheme, ...]:
    now: str | None = None
    if asking.question:
        now = interview.place(interview.questionnaire.question(asking.question))
    return tuple(RailTheme(p.title, p.done, p.total, now=p.title == now) for p in interview.progress())


def _up_to_here(interview: Interview, asking: Asking) -> tuple[Question, ...]:
    questions = interview.questionnaire.questions
    if asking.step in {Step.CLOSING, Step.DONE}:
        return questions
    last = 0
    for index, question in enumerate(questions, start=1):
        view = interview.view(question.id)
        if question.id == asking.question or view.value is not None or view.remark:
            last = index
    return questions[:last]


def _runs(interview: Interview, questions: Sequence[Question], asking: Asking) -> Iterator[list[Question]]:
    """Neighbours that are not asked, or passed by, together; every other question alone."""
    run: list[Question] = []
    kind: tuple[str, str | None] | None = None
    for question in questions:
        here = _kind(interview, question, asking)
        if run and (here != kind or here[0] not in {"aside", "waiting"}):
            yield run
            run = []
        run.append(question)
        kind = here
    if run:
        yield run


def _kind(interview: Interview, question: Question, asking: Asking) -> tuple[str, str | None]:
    if question.id == asking.question:
        return "asked", None
    view = interview.view(question.id)
    if view.status is Status.OFF_ROUTE:
        return "aside", view.reason
    return ("waiting" if view.status is Status.OPEN and not view.remark else "answered"), None


def _run_views(
    interview: Interview, run: Sequence[Question], asking: Asking, keys: KeyTable
) -> list[PairView]:
    kind, reason = _kind(interview, run[0], asking)
    if kind == "aside":
        return [
            PairView(f"-{run[0].id}", kind, f"{MARKS['nvt'].symbol} {_span(interview, run)}", reason or "")
        ]
    if kind == "waiting" and len(run) > _APART:
        words = f"{MARKS['open'].symbol} {_span(interview, run)}"
        key = keys.action("list_open").short_key
        return [PairView(f"-{run[0].id}", "aside", words, f"{len(run)} {text.STILL_OPEN} · {key}")]
    return [_question_view(interview, question, kind, asking) for question in run]


def _span(interview: Interview, run: Sequence[Question]) -> str:
    first, last = run[0], run[-1]
    if first is last:
        return heading(interview, first)
    place = interview.place(first) if first.theme == last.theme else text.QUESTIONS
    return f"{place} · {first.printed or first.label or ''}–{last.printed or last.label or ''}"


def _question_view(interview: Interview, question: Question, kind: str, asking: Asking) -> PairView:
    view = interview.view(question.id)
    mark = MARKS.get(view.value or "")
    if kind == "waiting":
        mark = MARKS["open"]
    said = view.text or ""
    if question.kind is QuestionKind.TIMELINE:
        steps = () if kind == "asked" else entry_lines(interview)
        said = "\n".join(f"{line.reading}  {line.text}" for line in steps)
    elif view.reason:
        spoken = interview.questionnaire.source is not Source.DOSSIER
        said = f"“{view.reason}”" if spoken else view.reason
    remark = text.REASON_DECLINED if view.reason_declined else ""
    if view.spread:
        spread = " · ".join(_coloured(part) for part in view.spread)
        remark = "\n".join(part for part in (remark, spread) if part)
    if view.remark:
        remark = "\n".join(part for part in (remark, text.REMARK_PREFIX + view.remark) if part)
    asks_reason = view.status is Status.REASON_MISSING and not (
        kind == "asked" and asking.step is Step.REASON
    )
    return PairView(
        question.id,
        kind,
        heading(interview, question),
        question.text,
        strong=tuple(term.words for term in question.terms),
        lead=question.lead or "",
        note=(question.note or "") if kind == "asked" else "",
        mark=mark,
        label=label_of(interview, view.value) if view.value else "",
        said=_cut(said),
        missing=text.REASON_MISSING if asks_reason else "",
        remark=_cut(remark),
    )


def _coloured(part: OrganisationColour) -> str:
    """One organisation with its colour: "schuldhulp ■ rood"."""
    mark = MARKS[part.colour.value]
    return f"{part.organisation} {mark.symbol} {mark.word}"


def _cut(words: str) -> str:
    """A long text shortened for the conversation; the composer shows it whole and nothing is changed."""
    short = "\n".join(words.split("\n")[:_SHOWN_LINES])[:_SHOWN_CHARS]
    if len(short) >= len(words):
        return words
    return f"{short}\n{text.shortened(len(words) - len(short))}"
