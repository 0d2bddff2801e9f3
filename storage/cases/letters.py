"""The letter of one case: the instrument's template filled from the evaluation and the case's entry.

The template is sealed with the evaluation, so that an own instrument's file may be gone by then; the text is fixed
the moment a consent is drafted, and a later template never touches what was signed.
"""

from collections.abc import Sequence

from flows.evaluation import Evaluation
from flows.instrument import Instrument
from flows.letter import LetterTemplate, LetterTopicMissing, letter_period, letter_text
from storage.cases.records import CaseEntry


def check_topics(evaluation: Evaluation, instrument: Instrument, template: LetterTemplate) -> None:
    """Raise `LetterTopicMissing` with every theme in scope that the letter cannot ask consent for."""
    themes = evaluation.themes_in_scope(instrument)
    missing = tuple(theme for theme in themes if theme not in template.themes)
    if missing:
        raise LetterTopicMissing(missing)


def letter_for(
    evaluation: Evaluation,
    instrument: Instrument,
    template: LetterTemplate,
    entry: CaseEntry,
    viewers: Sequence[str],
    interviewer: str,
) -> tuple[str, str]:
    """(the letter's full text, the sentence about the period).

    Raises `flows.letter.LetterFieldMissing` with every blank field, `LetterTopicMissing` with every theme that the
    letter has no line for.
    """
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
