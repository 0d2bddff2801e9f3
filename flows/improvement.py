"""What the team itself puts beside the figures of one round: conclusions, improvement actions, quotes, the session.

It survives the people it came from (DESIGN section 7.8); storage keeps it, and checks first that nothing in it repeats
what somebody said (`casuistry`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from flows.actions import ImprovementAction, Progress
from flows.conclusions import Conclusion
from flows.evaluation import Aim


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Quote(_Kept):
    """Something that was said, rewritten so that nobody is seen in it, and agreed to by two people."""

    text: str = Field(min_length=1)
    about: Aim | None = None


class TeamConclusion(_Kept):
    """`step` is the question of the walk (Bijlage 5, step 2) at which it was written, if it was at one."""

    key: str
    conclusion: Conclusion
    step: int | None = None


class TeamAction(_Kept):
    key: str
    action: ImprovementAction


class TeamQuote(_Kept):
    key: str
    quote: Quote


Item = TeamConclusion | TeamAction | TeamQuote
_Item = TypeVar("_Item", TeamConclusion, TeamAction, TeamQuote)


class Improvement(_Kept):
    """All of it, immutable; changed by writing a new one. `session_on` is the day of the session with partners."""

    conclusions: tuple[TeamConclusion, ...] = ()
    actions: tuple[TeamAction, ...] = ()
    quotes: tuple[TeamQuote, ...] = ()
    session_on: date | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """In the order in which they are shown."""
        return (*self.conclusions, *self.actions, *self.quotes)

    def find(self, key: str) -> Item | None:
        return next((item for item in self.items if item.key == key), None)

    def having(self, item: Item) -> Self:
        """With this item, in the place of the one with its key."""
        match item:
            case TeamConclusion():
                return self.model_copy(update={"conclusions": _placed(self.conclusions, item)})
            case TeamAction():
                return self.model_copy(update={"actions": _placed(self.actions, item)})
            case _:
                return self.model_copy(update={"quotes": _placed(self.quotes, item)})

    def without(self, key: str) -> Self:
        """Without the item of this key; nothing of it stays."""
        return self.model_copy(
            update={
                "conclusions": tuple(one for one in self.conclusions if one.key != key),
                "actions": tuple(one for one in self.actions if one.key != key),
                "quotes": tuple(one for one in self.quotes if one.key != key),
            }
        )

    def at_step(self, step: int) -> tuple[TeamConclusion, ...]:
        """The conclusions that were written at one question of the walk."""
        return tuple(one for one in self.conclusions if one.step == step)

    def taken_in(
        self,
        conclusions: Sequence[Conclusion],
        actions: Sequence[ImprovementAction],
        quotes: Sequence[Quote],
        new_key: Callable[[], str],
    ) -> Self:
        """With what a filled-in worksheet holds; the same words about the same thing take the place of the earlier.

        What the worksheet does not have stays: a row that was taken away there is taken away here by hand.
        """
        whole = self
        for conclusion in conclusions:
            known = next((one for one in self.conclusions if _same(one.conclusion, conclusion)), None)
            whole = whole.having(
                TeamConclusion(key=new_key(), conclusion=conclusion)
                if known is None
                else known.model_copy(update={"conclusion": conclusion})
            )
        for action in actions:
            held = next((one for one in self.actions if _same_action(one.action, action)), None)
            whole = whole.having(TeamAction(key=held.key if held else new_key(), action=action))
        for quote in quotes:
            if quote not in [one.quote for one in self.quotes]:
                whole = whole.having(TeamQuote(key=new_key(), quote=quote))
        return whole


def _placed(items: tuple[_Item, ...], item: _Item) -> tuple[_Item, ...]:
    found = [item if one.key == item.key else one for one in items]
    if item not in found:
        found.append(item)
    return tuple(found)


def _same(one: Conclusion, other: Conclusion) -> bool:
    return (one.about, one.text) == (other.about, other.text)


def _same_action(one: ImprovementAction, other: ImprovementAction) -> bool:
    return (one.about, one.what) == (other.about, other.what)


def next_progress(progress: Progress) -> Progress:
    """The next state when somebody steps through them: afgesproken, bezig, klaar, gestopt, and round again."""
    order = tuple(Progress)
    return order[(order.index(progress) + 1) % len(order)]
