"""The letter of one case: the instrument's template filled from the evaluation and the case's entry.

The text is fixed the moment a consent is drafted; a later template never touches what was signed.
"""

from collections.abc import Sequence

from flows.evaluation import Evaluation
from flows.instrument import Instrument
from flows.letter import letter_period, letter_text, load_letter
from storage.cases.records import CaseEntry


def letter_for(
    evaluation: Evaluation, instrument: Instrument, entry: CaseEntry, viewers: Sequence[str], interviewer: str
) -> tuple[str, str]:
    """(the letter's full text, the sentence about the period).

    Raises `flows.letter.LetterFieldMissing` with every blank field, `LetterTopicMissing` with every theme that the
    letter has no line for, `flows.instrument.InstrumentError` for an instrument without a letter.
    """
    template = load_letter(evaluation.instrument)
    fields = {
        "municipality": evaluation.municipality,
        "organisation": evaluation.organisation,
        "interviewer": interviewer,
        "viewers": enumerated(viewers),
        "professional": entry.professional,
        "processor": interviewer,
        "controller": evaluation.controller,
        "fg_name": evaluation.fg_name,
        "fg_phone": evaluation.fg_phone,
        "fg_email": evaluation.fg_email,
        "return_name": interviewer,
        "return_address": evaluation.return_address,
        "sender": interviewer,
    }
    themes = evaluation.themes_in_scope(instrument)
    return letter_text(template, fields, themes, evaluation.sources), letter_period(template, fields)


def enumerated(names: Sequence[str]) -> str:
    """The names as a Dutch sentence has them: 'A, B en C'."""
    *first, last = names or ("",)
    return f"{', '.join(first)} en {last}" if first else last
