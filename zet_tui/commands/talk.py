"""`zet gesprek CASUS BRON --regel`: a conversation as plain lines on standard input and output."""

import secrets
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from flows.events import Body
from flows.instrument import Source
from flows.interview import Interview
from storage.cases import Draft, DraftText, Register
from zet_tui import line_mode_text as text
from zet_tui.commands.state import destroyed
from zet_tui.commands.unlocked import case_of, evaluation_of, register_of, sit_down
from zet_tui.conversation_port import CaseFacts, case_facts
from zet_tui.line_input import LeftAlone, LineReader
from zet_tui.line_mode import LineTalk, World
from zet_tui.line_output import LineWriter
from zet_tui.refusal import Refused, explained
from zet_tui.setting import Setting
from zet_tui.settings_file import settings_or_usual, settings_path
from zet_tui.wording.settings import sentence as settings_sentence
from zet_tui.wording.transfer import TELL_OTHERS, places_lines

ONLY_LINES = "Het scherm opent u met zet. Voor een gesprek als gewone regels: zet gesprek CASUS BRON --regel."


@dataclass
class RegisterPort:
    """One conversation straight on the register: this program has nothing else to do meanwhile."""

    register: Register
    case: str
    source: Source
    facts: CaseFacts
    interview: Interview

    def __post_init__(self) -> None:
        self.title = self.facts.title
        self.draft = self.facts.draft
        self.term_meanings = self.facts.term_meanings
        self.urgent_contact = self.facts.urgent_contact
        self.suggestions = self.facts.suggestions
        self.easy_wording = self.facts.easy_wording
        self.deadlines = self.facts.deadlines

    def commit(self, body: Body) -> Interview:
        """Seal and append, durable on disk before this returns, through the consent gate each time."""
        self.interview = self.interview.apply(self.register.append(self.case, self.source, body))
        return self.interview

    def withdraw(self) -> tuple[str, ...]:
        """Destroy this case; what there is to say of it, without a name. Nothing of it can be read afterwards."""
        case = self.register.case(self.case)
        elsewhere = places_lines(self.register.places.of_case(self.case))
        return (
            *destroyed(self.register, case).splitlines(),
            *elsewhere,
            *([TELL_OTHERS] if elsewhere else []),
        )

    def keep_draft(self, question: str, field: str, text: str) -> None:
        """Seal this unfinished text, durable before this returns; what was begun elsewhere stays beside it."""
        first = DraftText(question=question, field=field, text=text)
        self._seal([first, *self._others(question, field)])

    def drop_draft(self, question: str, field: str) -> None:
        """Take this text off the disk; what was begun elsewhere stays."""
        self._seal(self._others(question, field))

    def _others(self, question: str, field: str) -> list[DraftText]:
        texts = [self.draft, *self.draft.beside] if self.draft is not None else []
        kept = [each for each in texts if (each.question, each.field) != (question, field)]
        return [DraftText(question=each.question, field=each.field, text=each.text) for each in kept]

    def _seal(self, texts: list[DraftText]) -> None:
        if texts:
            first = texts[0]
            self.draft = Draft(
                question=first.question, field=first.field, text=first.text, beside=tuple(texts[1:])
            )
            self.register.save_draft(self.case, self.source, self.draft)
        else:
            self.draft = None
            self.register.discard_draft(self.case, self.source)


def talk(
    setting: Setting,
    number: int,
    source: str,
    passphrase_file: str | None,
    person: str | None,
    *,
    lines: bool,
) -> None:
    """Opens one source of one case and talks until "stop"; every refusal is one Dutch sentence."""
    if not lines:
        raise Refused(ONLY_LINES)
    try:
        with explained(), register_of(setting, passphrase_file) as register:
            evaluation_of(register)
            sit_down(register, person)
            LineTalk(_open(register, number, Source(source)), _world()).run()
    except LeftAlone:
        raise Refused(text.QUIET) from None
    except KeyboardInterrupt:
        click.echo(f"\n{text.INTERRUPTED}")


def _open(register: Register, number: int, source: Source) -> RegisterPort:
    case = case_of(register, number)
    facts = case_facts(register, case.id, source)
    return RegisterPort(register, case.id, source, facts, facts.interview)


def _world() -> World:
    settings, fault = settings_or_usual(settings_path())
    if fault is not None:
        click.echo(settings_sentence(fault), err=True)
    reader, writer = LineReader(sys.stdin, settings.conversation_minutes * 60), LineWriter(sys.stdout)

    def read() -> str | None:
        writer.prompt()
        line = None
        try:
            line = reader()
        finally:
            if line is None and sys.stdin.isatty():
                writer("")  # what is said now begins a line of its own
        return line

    return World(
        read=read,
        more=reader.more,
        write=writer,
        clear=writer.clear,
        today=lambda: datetime.now(UTC).astimezone().date(),
        new_id=secrets.token_hex,
    )
