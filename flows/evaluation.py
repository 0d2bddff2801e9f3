"""One run of the instrument by one municipality: team, scope, the agreements made beforehand.

What the team writes down in preparation (handbook chapter 2, Bijlage 1 and 2); keeping it is storage's business.
"""

from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from flows.instrument import Instrument, Questionnaire, Source

ROLES: Final = ("interviews", "dossieronderzoek", "invoer", "analyse", "sessie")
MINIMUM_CASES: Final = 3  # handbook 2.3: at least three cases
COLLEGE: Final = "het college van burgemeester en wethouders"


class TeamMember(BaseModel):
    """One named person of the team and what this person does (handbook 2.1 and 2.2)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    roles: tuple[str, ...] = ()


class Evaluation(BaseModel):
    """The agreements of one evaluation; immutable, changed by writing a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    municipality: str = Field(min_length=1)
    organisation: str = Field(min_length=1)
    controller: str = COLLEGE
    fg_name: str = ""
    fg_phone: str = ""
    fg_email: str = ""
    fg_informed_on: date | None = None
    return_address: str = ""
    team: tuple[TeamMember, ...] = ()
    instrument: str = "zet"
    sources: tuple[Source, ...] = tuple(Source)
    themes: tuple[str, ...] | None = None
    criteria: tuple[int, ...] | None = None
    urgent_contact: str = ""
    term_meanings: dict[str, str] = Field(default_factory=dict)
    ground: str = "toestemming"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the team, in the order in which they were typed."""
        return tuple(member.name for member in self.team)

    def questionnaire(self, instrument: Instrument, source: Source) -> Questionnaire:
        """That source's list within this evaluation's scope; numbers stay as printed."""
        themes = frozenset(self.themes) if self.themes is not None else None
        criteria = frozenset(self.criteria) if self.criteria is not None else None
        return instrument.questionnaire(source).scoped(themes, criteria)

    def themes_in_scope(self, instrument: Instrument) -> tuple[str, ...]:
        """The ids of the themes that are asked, in the instrument's order."""
        return tuple(
            theme.id
            for theme in instrument.themes
            if (self.themes is None or theme.id in self.themes)
            and (
                self.criteria is None
                or any(c.theme == theme.id and c.number in self.criteria for c in instrument.criteria)
            )
        )
