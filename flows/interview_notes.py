"""Loose notes, and the place of an entry told without a date: what may happen, as bodies of events.

A loose note (kladnotitie) belongs to no question yet. It is attached to one later, as a remark, or dropped; it is
never exported by itself. Everything else of an interview is `flows.interview`'s business.
"""

from flows import events as ev
from flows.interview import Interview
from flows.interview_errors import AnswerRefused, InterviewClosed
from flows.spread import read_spread
from flows.text import clean_text


def add_note(interview: Interview, text: str, note: str) -> ev.NoteAdded:
    """A loose note under a new id; code `empty_text` when there is nothing to keep. Raises `InterviewClosed`."""
    _still_open(interview)
    text = clean_text(text)
    if not text:
        raise AnswerRefused("", "empty_text")
    return ev.NoteAdded(note=note, text=text)


def attach_note(interview: Interview, note: str, question: str) -> ev.NoteAttached:
    """Puts a loose note under the remark of a question on the route; codes `unknown_note`, `off_route`."""
    text = _known_note(interview, note)
    before = interview.view(question).remark
    remark = interview.set_remark(question, "\n".join(part for part in (before, text) if part))
    return ev.NoteAttached(note=note, question=question, remark=remark.text, spread=read_spread(remark.text))


def drop_note(interview: Interview, note: str) -> ev.NoteDropped:
    """Throws a loose note away; code `unknown_note`."""
    _known_note(interview, note)
    return ev.NoteDropped(note=note)


def move_entry(interview: Interview, entry: str, after: str | None) -> ev.EntryMoved:
    """Tells an entry right after another, or first (None); code `unknown_entry`.

    A date that was read decides for itself: `flows.timeline` only places what has none by the order of telling.
    """
    _still_open(interview)
    known = {each.id for each in interview.timeline}
    if entry not in known or entry == after or (after is not None and after not in known):
        raise AnswerRefused("", "unknown_entry")
    return ev.EntryMoved(entry=entry, after=after)


def _known_note(interview: Interview, note: str) -> str:
    _still_open(interview)
    for known in interview.notes:
        if known.id == note:
            return known.text
    raise AnswerRefused("", "unknown_note")


def _still_open(interview: Interview) -> None:
    if interview.closure is not None:
        raise InterviewClosed(interview.closure.value)
