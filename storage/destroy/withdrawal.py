"""Taking one case back: destroys it at once, and says so on paper without a name, with only the month."""

import os
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from flows.text import MONTHS
from storage.cases import Register
from storage.destroy.certificate import LIMITS, bulleted
from storage.vault import WithdrawReport
from storage.version import program_version

_METHOD = (
    "De gegevens stonden versleuteld opgeslagen, met een eigen sleutel voor deze casus.",
    "Het vak van de casus is verwijderd. Alle andere vakken kregen een nieuwe sleutel.",
    "Het oude sleutelbestand is op dezelfde plaats overschreven.",
)
_OUTSIDE = (
    "de ondertekende brief en de uitleg op papier of als Word-bestand",
    "handgeschreven aantekeningen",
    "e-mail",
)


class WithdrawalCertificate(BaseModel):
    """Proof that one case was destroyed on request: no name, no case number, no day.

    `records` is None when an interruption took the count; `searched` says that the database file was searched for
    what was destroyed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    number: str
    program: str
    municipality: str
    evaluation: str
    month: str
    records: int | None
    searched: bool


def withdraw(register: Register, case: str) -> WithdrawalCertificate:
    """Destroy this case now; raises `storage.cases.UnknownCase` and what the vault raises.

    The certificate is kept with the evaluation until that ends.
    """
    return _certify(register, register.withdraw(case))


def certify_interrupted(register: Register) -> WithdrawalCertificate | None:
    """The certificate of a withdrawal that was interrupted and that unlocking finished; None when there was none.

    A case that went for another reason has no such certificate. Raises what the vault raises.
    """
    report = register.vault.finished
    if report is None or not register.was_withdrawn(report.compartment):
        return None
    return _certify(register, report)


def _certify(register: Register, report: WithdrawReport) -> WithdrawalCertificate:
    evaluation = register.evaluation()
    moment: datetime = register.now().astimezone()
    certificate = WithdrawalCertificate(
        number=os.urandom(6).hex(),
        program=f"ZET {program_version()}",
        municipality=evaluation.municipality if evaluation else "",
        evaluation=evaluation.title if evaluation else "",
        month=f"{MONTHS[moment.month - 1]} {moment.year}",
        records=report.records,
        searched=report.scanned,
    )
    register.keep_withdrawal(certificate.model_dump_json().encode())
    return certificate


def withdrawals(register: Register) -> tuple[WithdrawalCertificate, ...]:
    """Every certificate of this evaluation, in order."""
    return tuple(map(WithdrawalCertificate.model_validate_json, register.withdrawal_records()))


def withdrawal_text(certificate: WithdrawalCertificate) -> str:
    """The certificate as plain text for people: for the file of the municipality, and to give to the resident."""
    count = "niet geteld" if certificate.records is None else str(certificate.records)
    checked = ["De rijen van deze casus zijn geteld: er is er geen meer."]
    if certificate.searched:
        checked.append("De oude sleutel is geprobeerd: die opent niets meer.")
        checked.append("Het gegevensbestand is doorzocht: wat is vernietigd, staat er niet meer in.")
    else:
        checked.append(
            "Het vernietigen was onderbroken en is daarna afgemaakt. De oude sleutel was toen al overschreven."
        )
    facts = (
        ("Nummer", certificate.number),
        ("Gemeente", certificate.municipality),
        ("Evaluatie", certificate.evaluation),
        ("Maand", certificate.month),
        ("Programma", certificate.program),
    )
    parts = [
        "VERKLARING: TOESTEMMING INGETROKKEN EN GEGEVENS VERNIETIGD",
        "\n".join(f"{name + ':':<14}{value}" for name, value in facts),
        (
            "Een inwoner trok de toestemming in. Alles van deze inwoner in ZET is daarna meteen vernietigd: "
            f"naam, contactgegevens, toestemming en antwoorden. Vernietigde records: {count}."
        ),
        "Hoe\n" + bulleted(_METHOD),
        "Gecontroleerd\n" + bulleted(tuple(checked)),
        "Zelf op te ruimen, want dit staat buiten ZET\n" + "\n".join(f"[ ] {line}" for line in _OUTSIDE),
        "Wat niet beloofd kan worden\n" + bulleted(LIMITS),
    ]
    return "\n\n".join(parts) + "\n"
