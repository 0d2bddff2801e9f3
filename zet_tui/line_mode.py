"""A conversation as plain lines: one question at a time, each answer saved before the next is asked.

For screen readers, braille and very poor connections. It never writes an earlier answer or a name: what stays in the
terminal is what was typed there. Opening the vault and the consent gate are left to the command.
"""

import re
from collections.abc import Mapping
from typing import Final

from flows.instrument import Source
from flows.interview import Status
from flows.interview_errors import AnswerRefused
from flows.interview_notes import add_note, attach_note, drop_note
from flows.interview_resumed import question_of, steps_on_route, timeline_question
from zet_tui import line_mode_text as say
from zet_tui.line_mode_asking import LinePort, World
from zet_tui.line_mode_hearing import LineHearing
from zet_tui.line_mode_parts import found_by_words
from zet_tui.screens import interview_text as text
from zet_tui.screens.interview_talk import Asking, Step, asking_again, opening, undone_body
from zet_tui.screens.interview_views import name_of

__all__ = ["LinePort", "LineTalk", "World"]

_MANY: Final = 8
_NOTE: Final = re.compile(r"(\d{1,3}) (hier|weg)", re.IGNORECASE)


class LineTalk(LineHearing):
    """The conversation with all its commands."""

    def __init__(self, port: LinePort, world: World) -> None:
        super().__init__(port, world)
        self._commands = {
            **dict.fromkeys(("?", "help", "hulp"), self._help),
            "opdrachten": lambda: self._lines(say.COMMANDS),
            "herhaal": self._repeat,
            "terug": self._back,
            "open": self._open,
            "stand": self._stand,
            "leeg": self._empty,
            "intrekken": self._withdraw,
            "overslaan": self._skip,
            "ongedaan": lambda: self._turn_back(undo=True),
            "opnieuw": lambda: self._turn_back(undo=False),
            "begrip": self._meaning,
            "doorvragen": lambda: self._beside(self._port.suggestions, text.PROBE_NOTE),
            "makkelijk": self._easy,
            "tijdlijn": self._timeline,
            "onveilig": self._urgent,
            "afronden": self._finish,
        }
        self._with_text = {
            "ga": self._go,
            "zoek": self._search,
            "opmerking": self._remark,
            "klad": self._note,
            **dict.fromkeys(("beëindig", "beeindig"), self._end),
            "niet-beschikbaar": self._unavailable,
            "heropen": self._reopen,
        }

    def _help(self) -> None:
        step = self._asking.step
        kind = self._question().kind if step is Step.ANSWER else None
        self._lines(say.help_lines(kind, reason=step is Step.REASON))

    def _repeat(self) -> None:
        """The question in full, with what the colours mean."""
        self._said, self._labels_said = None, False

    def _back(self) -> None:
        route = [question.id for question in self._interview.route()]
        if self._asking.step is Step.REASON:
            self._asking = Asking(Step.ANSWER, self._asking.question, editing=True)
        elif self._asking.question in route and (at := route.index(self._asking.question)):
            self._asking = asking_again(self._interview, route[at - 1])
        elif self._asking.step in {Step.CLOSING, Step.DONE} and route:
            self._asking = asking_again(self._interview, route[-1])
        else:
            self._line(say.NO_PREVIOUS)

    def _go(self, number: str) -> None:
        """To a question by its number; in a list for several people first that of who is asked now."""
        if self._interview.closure is not None:
            return
        found = [question for question in self._interview.route() if question.printed == number]
        now = self._question().respondent if self._asking.question else None
        question = next((q for q in found if q.respondent == now), found[0] if found else None)
        if question is None:
            self._line(say.NO_QUESTION.format(number=number))
        else:
            self._asking = asking_again(self._interview, question.id)

    def _search(self, words: str) -> None:
        """To the question with these words; when there are more, name them."""
        if self._interview.closure is not None:
            return
        found = found_by_words(self._interview, words)
        if len(found) == 1:
            self._asking = asking_again(self._interview, found[0].id)
            return
        self._lines(f"{name_of(question)}: {question.text}" for question in found)
        self._line(say.GO_THERE if found else say.NOTHING_FOUND)

    def _stand(self) -> None:
        """What the rail of the screen shows."""
        self._lines(
            say.STAND_THEME.format(title=theme.title, done=theme.done, total=theme.total)
            for theme in self._interview.progress()
        )
        self._line(
            say.STAND_OPEN.format(
                count=len(self._interview.open_questions()),
                notes=len(self._interview.notes),
                steps=len(steps_on_route(self._interview)),
            )
        )

    def _empty(self) -> None:
        """Nothing in the window until somebody is back; the question is then asked in full."""
        self._world.clear()
        self._lines((say.EMPTIED, say.ENTER_GOES_ON))
        self._world.read()
        self._said = None

    def _withdraw(self) -> None:
        """Taking consent back: one question, and then it is done."""
        if self._agreed(say.WITHDRAWING):
            self._lines(self._port.withdraw())
            self._over = True

    def _open(self) -> None:
        """What is still open; when that is much, only what it is called: thirty questions are no answer."""
        questions = self._interview.open_questions()
        many = len(questions) > _MANY
        for question in questions:
            missing = self._interview.status(question.id) is Status.REASON_MISSING
            if missing or not many:
                self._line(
                    f"{name_of(question)}: {question.text}{f' {say.REASON_MISSING}' if missing else ''}"
                )
        if many:
            names = ", ".join(name_of(question).removeprefix("vraag ") for question in questions)
            self._line(say.OPEN_MANY.format(count=len(questions), names=names))
        elif not questions:
            self._line(say.OPEN_NONE)

    def _skip(self) -> None:
        if self._asking.step in {Step.ANSWER, Step.REASON}:
            self._onward(self._asking.question)

    def _turn_back(self, *, undo: bool) -> None:
        body = self._interview.undo() if undo else self._interview.redo()
        if self._sure(self._interview.what_would_leave(body)):
            about = undone_body(self._interview, body)
            question = question_of(self._interview, about)
            self._port.commit(body)
            name = name_of(self._interview.questionnaire.question(question)) if question else ""
            self._line((say.UNDONE if undo else say.REDONE).format(what=say.what_was(about.kind, name)))
            self._go_to(opening(self._interview, None))

    def _meaning(self) -> None:
        question = self._question() if self._asking.question else None
        lines = [
            f"{term.words}: {self._port.term_meanings.get(term.term) or text.NO_MEANING}"
            for term in (question.terms if question else ())
        ]
        if question:
            lines += [words for words in (question.note, question.footnote) if words]
        self._lines(lines or [say.NOTHING_HERE])

    def _beside(self, texts: Mapping[str, tuple[str, ...]], note: str) -> None:
        found = texts.get(self._asking.question, ())
        self._lines([*found, *([note] if note else [])] if found else [say.NOTHING_HERE])

    def _easy(self) -> None:
        """The question in easy words; other sources are answered by people whose work it is."""
        if self._interview.questionnaire.source is Source.RESIDENT:
            self._beside(self._port.easy_wording, "")
        else:
            self._line(say.EASY_RESIDENT_ONLY)

    def _timeline(self) -> None:
        question = timeline_question(self._interview)
        if question is None:
            self._line(text.NO_TIMELINE)
        elif self._interview.closure is None:
            self._asking = asking_again(self._interview, question.id)

    def _urgent(self) -> None:
        own = self._port.urgent_contact.strip()
        self._lines([text.URGENT_ALWAYS, *([f"{text.URGENT_OWN} {own}"] if own else [])])

    def _remark(self, words: str) -> None:
        if self._asking.question:
            before = self._interview.view(self._asking.question).remark
            self._save(
                self._interview.set_remark(self._asking.question, "\n".join(filter(None, (before, words))))
            )
        else:
            self._line(say.NOTHING_HERE)

    def _note(self, words: str) -> None:
        """A new note, or what to do with one that was kept: "1 hier", "1 weg"."""
        meant = _NOTE.fullmatch(words)
        if meant is None:
            self._port.commit(add_note(self._interview, words, self._world.new_id()))
            self._line(say.NOTE_KEPT.format(number=len(self._interview.notes)))
            return
        number, where = int(meant[1]), meant[2].casefold()
        if not 1 <= number <= len(self._interview.notes):
            raise AnswerRefused("", "unknown_note")
        note = self._interview.notes[number - 1].id
        if where == "weg":
            self._port.commit(drop_note(self._interview, note))
            self._line(say.NOTE_GONE)
        elif self._asking.question:
            self._port.commit(attach_note(self._interview, note, self._asking.question))
            self._line(say.NOTE_PLACED.format(name=name_of(self._question())))
        else:
            self._line(say.NOTHING_HERE)
        if left := len(self._interview.notes):
            self._line(say.NOTES_NOW.format(count=left))

    def _finish(self) -> None:
        missing = self._interview.open_questions()
        if missing and self._interview.closure is None:
            self._line(
                say.NOT_COMPLETE.format(questions=", ".join(name_of(question) for question in missing))
            )
            return
        notes = len(self._interview.notes)
        if notes and not self._agreed(say.NOTES_LEFT.format(count=notes)):
            return
        self._lines([view.short for view in self._port.deadlines(self._interview)])
        self._port.commit(self._interview.complete())
        self._line(say.COMPLETED)
        self._asking = Asking(Step.CLOSED)

    def _end(self, reason: str) -> None:
        self._save(self._interview.stop(reason))
        self._asking = Asking(Step.CLOSED)

    def _unavailable(self, reason: str) -> None:
        self._save(self._interview.unavailable(reason))
        self._asking = Asking(Step.CLOSED)

    def _reopen(self, reason: str) -> None:
        self._port.commit(self._interview.reopen(reason))
        self._line(say.REOPENED)
        self._go_to(opening(self._interview, None))
