"""Why the register refuses something: typed, carrying ids, codes and verdicts, never what a case holds."""

from datetime import date

from flows.consent import Gap, Verdict


class RegisterError(Exception):
    """Base of every refusal of the register."""


class ConsentRefused(RegisterError):
    """The consent gate is shut; `verdict` says exactly what is missing."""

    def __init__(self, case: str, verdict: Verdict) -> None:
        super().__init__(", ".join(gap.code for gap in verdict.gaps))
        self.case = case
        self.verdict = verdict


class ConsentIncomplete(RegisterError):
    """A consent was offered that is not valid yet; nothing was recorded."""

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        super().__init__(", ".join(gap.code for gap in gaps))
        self.gaps = gaps


class UnknownCase(RegisterError):
    """No case with this id (any more)."""

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case


class NoEvaluation(RegisterError):
    """There is no evaluation in this vault yet."""

    def __init__(self) -> None:
        super().__init__("no evaluation")


class EvaluationExists(RegisterError):
    """A vault holds one evaluation with personal data at a time (VAULT section 2)."""

    def __init__(self) -> None:
        super().__init__("evaluation exists")


class EvaluationIncomplete(RegisterError):
    """The evaluation lacks something.

    `codes`: team_too_small, names_double, name_too_long, line_too_long, no_sources, no_themes.
    """

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class ScopeFixed(RegisterError):
    """Themes, sources or the instrument cannot change any more: a conversation has started."""

    def __init__(self) -> None:
        super().__init__("scope fixed")


class NotInTeam(RegisterError):
    """The person who says to sit at the laptop is not in the team."""

    def __init__(self) -> None:
        super().__init__("not in team")


class SecondPersonNeeded(RegisterError):
    """The agreements ask for two people here: another one of the team must confirm too."""

    def __init__(self) -> None:
        super().__init__("second person needed")


class NobodyAtLaptop(RegisterError):
    """It was not said yet who sits at the laptop."""

    def __init__(self) -> None:
        super().__init__("nobody at laptop")


class EntryIncomplete(RegisterError):
    """A case lacks a field that the letter needs; `fields` names them."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class EntryTooLong(RegisterError):
    """A field of a case is longer than a letter can hold; `fields` names them."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class FactsRefused(RegisterError):
    """What was noted about a case cannot be kept; `code`: household_too_long, unknown_domain."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotOverdue(RegisterError):
    """The time to answer is not over yet, or there is a consent; the case stays."""

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case


class NameTaken(RegisterError):
    """Another case has this name already; `number` is that case's."""

    def __init__(self, number: int) -> None:
        super().__init__(f"case {number}")
        self.number = number


class ConsentOnRecord(RegisterError):
    """Not possible for a case with a signed consent; withdrawing is."""

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case


class InstrumentChanged(RegisterError):
    """A journal pins another instrument than the evaluation holds."""

    def __init__(self, case: str) -> None:
        super().__init__(case)
        self.case = case


class TermPassed(RegisterError):
    """The planned day of destruction is over; only finishing, destroying or moving the day is left."""

    def __init__(self, until: date) -> None:
        super().__init__(until.isoformat())
        self.until = until
