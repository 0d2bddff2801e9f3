"""Typed records in sealed streams: the one place where the register's models meet the vault's bytes."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from secrets import token_hex
from typing import TypeVar

from pydantic import BaseModel

from flows.consent import Consent
from flows.evaluation import Evaluation
from flows.instrument import Instrument
from flows.letter import LetterTemplate, load_letter
from storage.cases.errors import NobodyAtLaptop, NoEvaluation, UnknownCase
from storage.cases.records import CaseEntry
from storage.vault import Vault

CASE = "case"
EVALUATION = "evaluation"
RESULTS = "results"
FEEDBACK = "feedback"

Model = TypeVar("Model", bound=BaseModel)


def utc_now() -> datetime:
    """The machine's clock, in UTC."""
    return datetime.now(UTC)


class Store:
    """The vault with a clock, a source of random ids and the person at the laptop.

    Everything the rooms of `storage.cases` share; it decides nothing about consent.
    """

    def __init__(self, vault: Vault, now: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self.vault = vault
        self.now = now
        self.new_id = new_id
        self.person: str | None = None
        self._evaluation: Evaluation | None = None
        self._instrument: Instrument | None = None

    @property
    def today(self) -> date:
        return self.now().astimezone().date()

    def author(self) -> str:
        """The person at the laptop; raises `NobodyAtLaptop`."""
        if self.person is None:
            raise NobodyAtLaptop
        return self.person

    # -- typed records -------------------------------------------------------------------------------------

    def read(self, compartment: str, stream: str, model: type[Model]) -> Model | None:
        data = self.vault.read_last(compartment, stream)
        return None if data is None else model.model_validate_json(data)

    def write(self, compartment: str, stream: str, record: BaseModel) -> None:
        self.vault.replace(compartment, stream, record.model_dump_json().encode())

    # -- the evaluation ------------------------------------------------------------------------------------

    def evaluation_compartment(self) -> str:
        """The id of the evaluation's compartment; raises `NoEvaluation`."""
        found = self.vault.compartments(EVALUATION)
        if not found:
            raise NoEvaluation
        return found[0]

    def find_evaluation(self) -> Evaluation | None:
        if self._evaluation is None and self.vault.compartments(EVALUATION):
            self._evaluation = self.read(self.evaluation_compartment(), "evaluation", Evaluation)
        return self._evaluation

    def evaluation(self) -> Evaluation:
        """The evaluation; raises `NoEvaluation`."""
        found = self.find_evaluation()
        if found is None:
            raise NoEvaluation
        return found

    def forget(self) -> None:
        """Read the evaluation anew: what was read in a transaction that failed never was."""
        self._evaluation = self._instrument = None

    def keep_evaluation(self, compartment: str, evaluation: Evaluation) -> None:
        """Writes it; it is read back when it is needed, because a transaction around this may still fail."""
        self.write(compartment, "evaluation", evaluation)
        self._evaluation = None

    def instrument(self) -> Instrument:
        """The instrument as it was sealed when the evaluation was made; raises `NoEvaluation`."""
        if self._instrument is None:
            data = self.vault.read_last(self.evaluation_compartment(), "instrument")
            if data is None:
                raise NoEvaluation
            self._instrument = Instrument.from_text(data.decode())
        return self._instrument

    def keep_instrument(self, compartment: str, instrument: Instrument) -> None:
        self.vault.replace(compartment, "instrument", instrument.text().encode())
        self._instrument = None

    def letter(self) -> LetterTemplate:
        """The letter as it was sealed with the evaluation; raises `NoEvaluation`.

        Vaults from before letters were sealed read it where the instrument stands, and raise `InstrumentError`
        when it is not there.
        """
        sealed = self.read(self.evaluation_compartment(), "letter", LetterTemplate)
        return load_letter(self.evaluation().instrument) if sealed is None else sealed

    def keep_letter(self, compartment: str, letter: LetterTemplate) -> None:
        self.write(compartment, "letter", letter)

    def count(self, what: str, case: str) -> None:
        """One more of what leaves only a number: the month, and the random id of what goes, nothing else.

        Written before the case goes, so that an interruption can neither lose it nor count it twice.
        """
        line = f"{self.today:%Y-%m} {case}"
        self.vault.append(self.evaluation_compartment(), what, line.encode())

    def uncount(self, what: str, case: str) -> None:
        """Take the line of this case back: its going was interrupted, and now it goes another way."""
        here = self.evaluation_compartment()
        lines = self.vault.read(here, what)
        kept = [line for line in lines if not line.endswith(case.encode())]
        if kept != lines:
            with self.vault.transaction():
                self.vault.remove_stream(here, what)
                for line in kept:
                    self.vault.append(here, what, line)

    def was_counted(self, what: str, case: str) -> bool:
        """Whether the going of this case was counted as this."""
        lines = self.vault.read(self.evaluation_compartment(), what)
        return any(line.endswith(case.encode()) for line in lines)

    def counted(self, what: str) -> int:
        """How many went; a case that is still here did not."""
        return len(self.counted_months(what))

    def counted_months(self, what: str) -> tuple[str, ...]:
        """The month of each that went ("2026-03"); lines of earlier versions have no id and count one by one."""
        months: dict[str, str] = {}
        for at, data in enumerate(self.vault.read(self.evaluation_compartment(), what)):
            month, _, case = data.decode().partition(" ")
            months[case or f"line {at}"] = month
        here = self.cases()
        return tuple(month for case, month in months.items() if case not in here)

    # -- cases ---------------------------------------------------------------------------------------------

    def cases(self) -> tuple[str, ...]:
        return self.vault.compartments(CASE)

    def known_case(self, case: str) -> str:
        """The id itself; raises `UnknownCase` when there is no such case (any more)."""
        if case not in self.cases():
            raise UnknownCase(case)
        return case

    def read_entry(self, case: str) -> CaseEntry | None:
        return self.read(self.known_case(case), "entry", CaseEntry)

    def consent(self, case: str) -> Consent | None:
        """The last consent that was recorded for this case, valid or not."""
        return self.read(self.known_case(case), "consents", Consent)


def default_ids() -> str:
    """A random id of 128 bits, as 32 hex digits."""
    return token_hex(16)
