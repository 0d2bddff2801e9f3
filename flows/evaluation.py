"""One run of the instrument by one municipality: team, scope, the agreements made beforehand.

What the team writes down in preparation (handbook chapter 2, Bijlage 1 and 2); keeping it is storage's business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.instrument import Instrument, Question, Questionnaire, Source

ROLES: Final = ("interviews", "dossieronderzoek", "invoer", "analyse", "sessie")
MINIMUM_CASES: Final = 3  # handbook 2.3: at least three cases
SESSION_LEAST, SESSION_MOST = 3, 10
LIFE_DOMAINS: Final = (
    "wonen",
    "geld",
    "werk en opleiding",
    "dagbesteding",
    "gezin en opvoeding",
    "lichamelijke gezondheid",
    "psychische gezondheid",
    "verslaving",
    "zelfstandig leven",
    "sociale contacten",
    "veiligheid",
    "justitie",
)
"""Ours: the areas of life that a request for help may touch (handbook 2.3 names none)."""
COLLEGE: Final = "het college van burgemeester en wethouders"


class TeamMember(BaseModel):
    """One named person of the team: function, as told to a resident, and tasks here (handbook 2.1 and 2.2)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    function: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Selection:
    """What the chosen cases show together: how many, of how many the domains are known, how many touch several.

    Working together can be seen only where `across` is not 0 (handbook 2.3).
    """

    cases: int
    known: int
    across: int
    domains: tuple[str, ...]


def selection_of(cases: Sequence[Sequence[str]]) -> Selection:
    """Read the selection from the life domains of each case; `domains` is one list that names no case."""
    touched = {domain for domains in cases for domain in domains}
    return Selection(
        cases=len(cases),
        known=sum(bool(domains) for domains in cases),
        across=sum(len(set(domains)) > 1 for domains in cases),
        domains=tuple(domain for domain in LIFE_DOMAINS if domain in touched),
    )


class NothingToFollowUp(ValueError):
    """A follow-up was asked about aims that name no criterion of the instrument."""


class Aim(BaseModel):
    """What an improvement action is about: a theme, a criterion, or one list's question (Bijlage 6)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    theme: str | None = None
    criterion: int | None = None
    source: Source | None = None
    question: str | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if [self.theme, self.criterion, self.question].count(None) != 2:
            raise ValueError("exactly one of theme, criterion and question")
        if (self.source is None) != (self.question is None):
            raise ValueError("a question goes with its source")
        return self


EVERYTHING: Final = "Alles samen"


def criteria_of(instrument: Instrument, aims: Iterable[Aim]) -> tuple[int, ...]:
    """The numbers of the criteria these aims are about, in the instrument's order.

    Raises `KeyError` (`UnknownQuestion` for a question) where an aim names what the instrument does not have.
    """
    wanted: set[int | None] = set()
    for aim in aims:
        if aim.theme is not None:
            theme = instrument.theme(aim.theme).id
            wanted |= {criterion.number for criterion in instrument.criteria if criterion.theme == theme}
        elif aim.criterion is not None:
            wanted.add(instrument.criterion(aim.criterion).number)
        else:
            wanted.add(_question_of(instrument, aim).criterion)
    return tuple(criterion.number for criterion in instrument.criteria if criterion.number in wanted)


def themes_of(instrument: Instrument, aims: Iterable[Aim]) -> tuple[str, ...]:
    """The ids of the themes these aims are about, in the instrument's order; raises as `criteria_of` does."""
    wanted = {theme_of(instrument, aim) for aim in aims}
    return tuple(theme.id for theme in instrument.themes if theme.id in wanted)


def theme_of(instrument: Instrument, aim: Aim | None) -> str | None:
    """The theme that an aim belongs to; None for everything together. Raises KeyError."""
    if aim is None:
        return None
    if aim.theme is not None:
        return instrument.theme(aim.theme).id
    if aim.criterion is not None:
        return instrument.criterion(aim.criterion).theme
    return _question_of(instrument, aim).theme


def about(instrument: Instrument, aim: Aim | None) -> str:
    """Name what an aim is about, as people know it: never by an id. Raises `KeyError` as `criteria_of` does."""
    if aim is None:
        return EVERYTHING
    if aim.theme is not None:
        return instrument.theme(aim.theme).title
    if aim.criterion is not None:
        return f"Criterium {aim.criterion}: {instrument.criterion(aim.criterion).text}"
    question = _question_of(instrument, aim)
    source = aim.source or Source.DOSSIER
    asked = (
        instrument.questionnaire(source).respondent(question.respondent).title.lower()
        if question.respondent
        else source
    )
    return f"{' '.join(filter(None, ('Vraag', question.printed)))} ({asked}): {question.text}"


def _question_of(instrument: Instrument, aim: Aim) -> Question:
    return instrument.questionnaire(aim.source or Source.DOSSIER).question(aim.question or "")


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
    two_confirm: bool = False
    """Whether two people confirm before everything is destroyed."""
    two_readers: bool = False
    """Whether a text counts as accepted only when two different people accepted it."""
    session_threshold: int = Field(default=SESSION_LEAST, ge=SESSION_LEAST, le=SESSION_MOST)
    """In distinct cases: what partners see is about at least so many."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the team, in the order in which they were typed."""
        return tuple(member.name for member in self.team)

    def function_of(self, name: str) -> str:
        """What this person of the team is, for papers that name nobody."""
        function = next((member.function for member in self.team if member.name == name), "")
        return function or "teamlid"

    def questionnaire(self, instrument: Instrument, source: Source) -> Questionnaire:
        """That source's list within this evaluation's scope; numbers stay as printed."""
        themes = frozenset(self.themes) if self.themes is not None else None
        criteria = frozenset(self.criteria) if self.criteria is not None else None
        return instrument.questionnaire(source).scoped(themes, criteria)

    def questionnaires(self, instrument: Instrument) -> tuple[Questionnaire, ...]:
        """The lists of the sources in scope, in the instrument's order."""
        return tuple(
            self.questionnaire(instrument, source) for source in instrument.sources if source in self.sources
        )

    def themes_in_scope(self, instrument: Instrument) -> tuple[str, ...]:
        """The ids of the themes that some source is asked about, in the instrument's order.

        A question that only decides whether another is asked counts: whoever signs is told of its theme too.
        """
        asked = {
            q.theme for questionnaire in self.questionnaires(instrument) for q in questionnaire.questions
        }
        return tuple(theme.id for theme in instrument.themes if theme.id in asked)

    def follow_up(self, instrument: Instrument, title: str, aims: Iterable[Aim]) -> Self:
        """The evaluation of a year later: only the criteria with improvement actions (Bijlage 6, evaluatie).

        An instrument without criteria is narrowed to its themes. Team and agreements are taken over; the FG is
        informed anew. Raises `NothingToFollowUp` and what `criteria_of` raises.
        """
        aims = tuple(aims)
        criteria = criteria_of(instrument, aims) or None
        themes = None if instrument.criteria else themes_of(instrument, aims) or None
        if criteria is None and themes is None:
            raise NothingToFollowUp
        return self.model_copy(
            update={"title": title, "themes": themes, "criteria": criteria, "fg_informed_on": None}
        )
