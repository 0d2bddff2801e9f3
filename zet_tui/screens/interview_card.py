"""A question of the conversation as the answer card shows it; the card itself and saving are left to others."""

from flows.instrument import Question, QuestionKind
from flows.interview import Interview
from zet_tui.actions import choice_action
from zet_tui.screens.card import CardView
from zet_tui.screens.interview_views import label_of
from zet_tui.widgets.blocks import BlockView
from zet_tui.widgets.symbols import MARKS

_VALUES = {QuestionKind.RATING: ("groen", "mint", "oranje", "rood"), QuestionKind.YES_NO: ("ja", "nee")}


def card_view(interview: Interview, question: Question, easy: tuple[str, ...]) -> CardView | None:
    """The card of a question with colours or yes and no; None for any other kind."""
    values = _VALUES.get(question.kind)
    if values is None:
        return None
    blocks = tuple(
        BlockView(
            value, choice_action(value).keys, MARKS[value], label_of(interview, value) or MARKS[value].word
        )
        for value in values
    )
    return CardView(question.text, blocks, easy)
