"""What can be wrong with an instrument, as data; the Dutch sentences are in `zet_tui.wording`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """Every kind of fault, with what `Fault.detail` holds for it."""

    UNREADABLE_FILE = "unreadable_file"  # the system's name for the reason, such as "ENOENT" or "utf-8"
    TOML_SYNTAX = "toml_syntax"  # "line:column", from 1, "end", or "deep" when tables nest too deeply
    MISSING_FILE = "missing_file"  # the name of the file that a folder must have
    NO_QUESTIONNAIRE = "no_questionnaire"  # empty
    UNKNOWN_FIELD = "unknown_field"  # the field, with its place: "terms.1.woord"
    MISSING_FIELD = "missing_field"  # the field
    WRONG_TYPE = "wrong_type"  # the field
    EMPTY_TEXT = "empty_text"  # the field
    STEERING_CHARACTER = (
        "steering_character"  # the field; something in it steers a terminal or turns a line around
    )
    UNKNOWN_VALUE = "unknown_value"  # "field=value", for a field with a fixed list of values
    DUPLICATE_ID = "duplicate_id"  # the id of a question
    DUPLICATE_NUMBER = "duplicate_number"  # the number of a question, as printed
    DUPLICATE_SOURCE = "duplicate_source"  # the source that has two questionnaires
    DUPLICATE_THEME = "duplicate_theme"  # the id
    DUPLICATE_CRITERION = "duplicate_criterion"  # the number
    DUPLICATE_ROW = "duplicate_row"  # the number
    DUPLICATE_TERM = "duplicate_term"  # the id
    DUPLICATE_ACTOR = "duplicate_actor"  # the id
    DUPLICATE_RESPONDENT = "duplicate_respondent"  # the id
    DUPLICATE_PRESET = "duplicate_preset"  # the id
    DUPLICATE_MILESTONE = "duplicate_milestone"  # the id, or the words that two milestones share
    DUPLICATE_DEADLINE = "duplicate_deadline"  # the id
    MISSING_LABEL = "missing_label"  # the rating that has no label
    UNKNOWN_THEME = "unknown_theme"  # the id that is named
    UNKNOWN_CRITERION = "unknown_criterion"  # the number that is named
    UNKNOWN_ROW = "unknown_row"  # the number that is named
    UNKNOWN_TERM = "unknown_term"  # the id that is named
    UNKNOWN_ACTOR = "unknown_actor"  # the id that is named
    UNKNOWN_RESPONDENT = "unknown_respondent"  # the id that is named
    UNKNOWN_MILESTONE = "unknown_milestone"  # "deadline=id" that is named
    UNKNOWN_DEADLINE_QUESTION = "unknown_deadline_question"  # "deadline=question": no list has it
    NO_TIMELINE = "no_timeline"  # empty: there are milestones, and no list has a timeline to put them on
    PLACE_CONFLICT = "place_conflict"  # "theme" or "criterion": it differs from what the row says
    TERM_WORDS_ABSENT = "term_words_absent"  # the words that are not in the question's text
    TERM_SHAPE = "term_shape"  # the id of a term that has not exactly one of question and meaning
    CONDITION_SHAPE = "condition_shape"  # the place of the condition
    LIMIT_SHAPE = "limit_shape"  # the place of the limit
    MISSING_TOPIC = "missing_topic"  # the title of a theme that the letter has no line for
    UNKNOWN_QUESTION = "unknown_question"  # the id that a condition names
    FORWARD_REFERENCE = "forward_reference"  # the id of the later question
    CYCLE = "cycle"  # "3 > 5 > 3"
    IMPOSSIBLE_VALUE = "impossible_value"  # "question=value": that question never has it


@dataclass(frozen=True, order=True)
class Fault:
    """One fault and its place: file name, source of the questionnaire, number or id of the question."""

    file: str
    questionnaire: str | None
    question: str | None
    code: FaultCode
    detail: str


class InstrumentError(Exception):
    """An instrument cannot be used; `faults` names everything that is wrong with it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{f.file}: {f.question or '-'}: {f.code}: {f.detail}" for f in faults))
        self.faults = faults


class UnknownQuestion(KeyError):
    """A questionnaire has no question with this id."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question
