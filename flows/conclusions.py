"""What the team itself concludes from the averages, for the session with partners (Bijlage 5, stap 3).

Conclusions are about the whole, never about one case; the figures behind them are left to `privacy`.
"""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from flows.evaluation import Aim, about
from flows.instrument import Instrument


class Verdict(StrEnum):
    """Bijlage 6: what goes well, what can be better, what must be better."""

    GOOD = "gaat goed"
    CAN_BE_BETTER = "kan beter"
    MUST_BE_BETTER = "moet beter"


class Conclusion(BaseModel):
    """One conclusion in the team's own words. `about` None: about everything together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Verdict
    text: str = Field(min_length=1)
    about: Aim | None = None


def subject(conclusion: Conclusion, instrument: Instrument) -> str:
    """Name what a conclusion is about. Raises `KeyError` where the instrument does not have it."""
    return about(instrument, conclusion.about)
