"""The letter of one case: the instrument's template filled from the evaluation and the case's entry.

The template is sealed with the evaluation, so that an own instrument's file may be gone by then; the text is fixed
the moment the letter is made, and a later template never touches what was signed. The file is made in
`storage.export`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.checklist import term_words
from flows.consent import letter_hash
from flows.evaluation import Evaluation
from flows.instrument import Instrument, Source
from flows.letter import (
    Block,
    LetterFieldMissing,
    LetterTemplate,
    LetterTopicMissing,
    letter_blocks,
    letter_period,
    letter_text,
)
from storage.cases.entries import Entries
from storage.cases.feedback import term_days
from storage.cases.gate import Gate
from storage.cases.records import WrittenLetter
from storage.cases.store import Store


def check_topics(evaluation: Evaluation, instrument: Instrument, template: LetterTemplate) -> None:
    """Raise `LetterTopicMissing` with every theme in scope that the letter cannot ask consent for."""
    themes = evaluation.themes_in_scope(instrument)
    missing = tuple(theme for theme in themes if theme not in template.themes)
    if missing:
        raise LetterTopicMissing(missing)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it would be written now: its parts in order, and what goes with it into a consent.

    `fields` are the words of every field by name, `needed` the names that this letter cannot do without, and
    `resident` is whom it is for.
    """

    resident: str
    blocks: tuple[Block, ...]
    fields: Mapping[str, str]
    needed: tuple[str, ...]
    written: WrittenLetter


class Letters:
    """Letters of cases; before consent for the whole team, after it for who is named."""

    def __init__(self, store: Store, gate: Gate, entries: Entries) -> None:
        self._store = store
        self._gate = gate
        self._entries = entries

    def compose(self, case: str, viewers: Sequence[str] | None = None) -> Letter:
        """The letter of this case with today's agreements; `viewers` are who may look (None: the whole team).

        Raises `flows.letter.LetterFieldMissing` with every blank field, `LetterTopicMissing` with every theme that
        the letter has no line for, `ConsentRefused` after a consent for who is not named in it.
        """
        store = self._store
        with store.vault.transaction():
            self._gate.require_once_signed(case)
            evaluation, instrument, template = store.evaluation(), store.instrument(), store.letter()
            entry, author = self._entries.read(case), store.author()
            named = evaluation.names if viewers is None else tuple(viewers)
            fields = {
                "municipality": evaluation.municipality,
                "organisation": evaluation.organisation,
                "interviewer": author,
                "viewers": enumerated(named),
                "professional": entry.professional,
                "processor": author,
                "controller": evaluation.controller,
                "fg_name": evaluation.fg_name,
                "fg_phone": evaluation.fg_phone,
                "fg_email": evaluation.fg_email,
                "return_name": author,
                "return_address": evaluation.return_address,
                "sender": author,
                "feedback_term": term_words(term_days(store)),
            }
            themes, sources = evaluation.themes_in_scope(instrument), evaluation.sources
            text = letter_text(template, fields, themes, sources)
            written = WrittenLetter(
                text=text,
                sha256=letter_hash(text),
                dated=store.today,
                themes=themes,
                sources=sources,
                period=letter_period(template, fields),
                viewers=named,
                professional=entry.professional,
                interviewer=author,
            )
            return Letter(
                resident=entry.name,
                blocks=letter_blocks(template, fields, themes, sources),
                fields=fields,
                needed=_needed(template, themes, sources),
                written=written,
            )

    def keep(self, case: str, letter: WrittenLetter | None) -> None:
        """What stands in the file for the resident, so that exactly that text is what a consent records.

        None when there is no such file after all.
        """
        with self._store.vault.transaction():
            self._gate.require_once_signed(case)
            if letter is None:
                self._store.vault.remove_stream(case, "letter")
            else:
                self._store.write(case, "letter", letter)

    def last(self, case: str) -> WrittenLetter | None:
        """The letter that was last written to a file for this resident."""
        self._gate.require_once_signed(case)
        return self._store.read(case, "letter", WrittenLetter)

    def for_consent(self, case: str, viewers: Sequence[str] | None, *, fresh: bool) -> WrittenLetter:
        """The letter that a consent is about: the one in the resident's hands, or a new one."""
        known = None if fresh or viewers is not None else self.last(case)
        return known or self.compose(case, viewers).written


def _needed(template: LetterTemplate, themes: Sequence[str], sources: Sequence[Source]) -> tuple[str, ...]:
    """The fields without which this letter says less than it must, asked of the letter itself."""
    try:
        letter_blocks(template, {}, themes, sources)
    except LetterFieldMissing as error:
        return error.fields
    return ()


def enumerated(names: Sequence[str]) -> str:
    """The names as a Dutch sentence has them: 'A, B en C'."""
    *first, last = names or ("",)
    return f"{', '.join(first)} en {last}" if first else last
