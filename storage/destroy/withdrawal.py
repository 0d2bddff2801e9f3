"""Taking one case back: destroys it at once, and says so on paper without a name, with only the month."""

import os
from collections import Counter
from contextlib import suppress

from pydantic import BaseModel, ConfigDict

from flows.text import MONTHS
from storage.cases import Register
from storage.destroy.certificate import LIMITS, bulleted
from storage.vault import VaultError, WithdrawReport
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
    what was destroyed. `late`: made after it was all done, when no report of it was left.
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
    late: bool = False


def withdraw(register: Register, case: str) -> WithdrawalCertificate:
    """Destroy this case now; raises `storage.cases.UnknownCase` and what the vault raises.

    The certificate is kept with the evaluation until that ends.
    """
    report = register.withdraw(case)
    return _certify(register, report, _this_month(register))


def certify_missing(register: Register) -> tuple[WithdrawalCertificate, ...]:
    """Makes the certificate of each withdrawal that has none, and gives them; done when a vault opens.

    A withdrawal can be cut off before its certificate was kept, or come as a message of another laptop. What unlocking
    finished has a report; of the others only the count is left, with the month. A disk that refuses keeps nobody out:
    the next opening makes them. A case that went for another reason has no such certificate.
    """
    made: list[WithdrawalCertificate] = []
    with suppress(VaultError):
        if not register.lacks_certificate:
            return ()
        months, finished = _months_without(register), register.vault.finished
        if finished is not None and not register.was_withdrawn(finished.compartment):
            finished = None
        reports = (*(None for _ in months[1:]), finished)  # what was interrupted is the last that was begun
        made.extend(_certify(register, *each) for each in zip(reports, months, strict=True))
    return tuple(made)


def _months_without(register: Register) -> list[str]:
    """As many months as there are certificates missing: those of withdrawals that no certificate is about."""
    withdrawn = [_in_words(month) for month in register.withdrawn_months()]
    certified = Counter(certificate.month for certificate in withdrawals(register))
    missing = len(withdrawn) - certified.total()
    without = []
    for month in withdrawn:
        if certified[month]:
            certified[month] -= 1
        else:
            without.append(month)
    return without[-missing:]


def _in_words(month: str) -> str:
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def _this_month(register: Register) -> str:
    return _in_words(f"{register.today:%Y-%m}")


def _certify(register: Register, report: WithdrawReport | None, month: str) -> WithdrawalCertificate:
    evaluation = register.evaluation()
    certificate = WithdrawalCertificate(
        number=os.urandom(6).hex(),
        program=f"ZET {program_version()}",
        municipality=evaluation.municipality if evaluation else "",
        evaluation=evaluation.title if evaluation else "",
        month=month,
        records=None if report is None else report.records,
        searched=report is not None and report.scanned,
        late=report is None,
    )
    register.keep_withdrawal(certificate.model_dump_json().encode())
    return certificate


def withdrawals(register: Register) -> tuple[WithdrawalCertificate, ...]:
    """Every certificate of this evaluation, in order."""
    return tuple(map(WithdrawalCertificate.model_validate_json, register.withdrawal_records()))


def withdrawal_text(certificate: WithdrawalCertificate) -> str:
    """The certificate as plain text for people: for the file of the municipality, and to give to the resident."""
    count = "niet geteld" if certificate.records is None else str(certificate.records)
    gone = "Alles van deze inwoner in ZET is daarna meteen vernietigd"
    if certificate.late:
        gone = "Alles van deze inwoner in ZET op deze laptop is vernietigd"
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
            f"Een inwoner trok de toestemming in. {gone}: "
            f"naam, contactgegevens, toestemming en antwoorden. Vernietigde records: {count}."
        ),
        "Hoe\n" + bulleted(_METHOD),
        "Gecontroleerd\n" + bulleted(_checked(certificate)),
        "Zelf op te ruimen, want dit staat buiten ZET\n" + "\n".join(f"[ ] {line}" for line in _OUTSIDE),
        "Wat niet beloofd kan worden\n" + bulleted(LIMITS),
    ]
    return "\n\n".join(parts) + "\n"


def _checked(certificate: WithdrawalCertificate) -> tuple[str, ...]:
    if certificate.late:
        return (
            "Het vak van deze casus staat niet meer in de kluis.",
            (
                "Deze verklaring is pas na het vernietigen gemaakt: de intrekking kwam als bericht van een andere "
                "laptop, of ZET stopte voordat de verklaring er was."
            ),
        )
    counted = "De rijen van deze casus zijn geteld: er is er geen meer."
    if certificate.searched:
        return (
            counted,
            "De oude sleutel is geprobeerd: die opent niets meer.",
            "Het gegevensbestand is doorzocht: wat is vernietigd, staat er niet meer in.",
        )
    return (
        counted,
        "Het vernietigen was onderbroken en is daarna afgemaakt. De oude sleutel was toen al overschreven.",
    )
