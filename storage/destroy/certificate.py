"""The destruction certificate: what was destroyed, how, and what cannot be promised; no names, no case ids.

The fields follow DESIGN section 7.8 and the practice of the Nationaal Archief (a specification of what was
destroyed, on which ground and in which way). The wording is a document's, kept here and not on a screen.
"""

import hashlib
from datetime import datetime

from pydantic import BaseModel, ConfigDict


class ExportedFile(BaseModel):
    """A file that was written and read back before anything was destroyed; `sha256` in hex."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sha256: str


class DestroyedCounts(BaseModel):
    """How much was destroyed; numbers only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cases: int
    cases_exported: int
    conversations: int
    answers: int
    texts_accepted: int
    texts_left_out: int
    consents: int
    refused_before: int
    withdrawn_before: int


class DestructionCertificate(BaseModel):
    """One certificate; `previous` is the SHA-256 of the one before it in this vault, so that none can be left out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    number: str
    program: str
    municipality: str
    evaluation: str
    started_at: datetime
    finished_at: datetime | None = None
    ground: str
    counts: DestroyedCounts
    exports: tuple[ExportedFile, ...] = ()
    feedback_waiting: int = 0
    occurrences_judged: int = 0
    places_not_confirmed: int = 0
    epoch_destroyed: int
    verification: tuple[str, ...] = ()
    previous: str | None = None

    def to_json(self) -> bytes:
        """The certificate as UTF-8 JSON with a newline, as it is written and hashed."""
        return self.model_dump_json(indent=2).encode() + b"\n"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.to_json()).hexdigest()


METHOD = (
    "Alle gegevens stonden versleuteld opgeslagen: AES-256-GCM, met een eigen sleutel per casus.",
    "De kluis is opnieuw opgebouwd met alleen wat mag blijven, onder een nieuwe sleutel en een nieuw wachtwoord.",
    "Het oude sleutelbestand is op dezelfde plaats overschreven en weggeschreven naar de schijf.",
    "De oude database is op dezelfde plaats overschreven en daarna vervangen.",
)
LIMITS = (
    (
        "Reservecellen van een SSD, schijfkopieën (snapshots), reservekopieën en bestandssystemen die bij schrijven "
        "kopiëren (btrfs, APFS, ReFS) vallen buiten het bereik van dit programma."
    ),
    (
        "Een kopie die eerder van beide kluisbestanden is gemaakt, gaat open met het oude wachtwoord. "
        "Bewaar zo’n kopie nergens."
    ),
    (
        "Wisselbestand en slaapstand van de computer kunnen delen van het geheugen bevatten. "
        "Gebruik schijfversleuteling (BitLocker, FileVault of LUKS)."
    ),
    "Papier, opnames, e-mail en aantekeningen vernietigt dit programma niet.",
    "Dit programma is gebouwd en beproefd op Linux. Op Windows en macOS is vernietigen nog niet beproefd.",
)
OUTSIDE = (
    "ondertekende brieven (blijven bij de gemeente)",
    "handgeschreven aantekeningen",
    "geluidsopnames",
    "e-mail",
    "afdrukken",
    "eerdere werkboeken",
)


def certificate_text(certificate: DestructionCertificate) -> str:
    """The certificate as plain text for people, with room for signatures."""
    counts = certificate.counts
    finished = certificate.finished_at or certificate.started_at
    blocks = [
        "VERKLARING VAN VERNIETIGING",
        _pairs(
            ("Nummer", certificate.number),
            ("Gemeente", certificate.municipality),
            ("Evaluatie", certificate.evaluation),
            ("Begonnen", _moment(certificate.started_at)),
            ("Klaar", _moment(finished)),
            ("Grond", certificate.ground),
            ("Programma", certificate.program),
        ),
        "Wat is vernietigd\n"
        + _pairs(
            ("Casussen", str(counts.cases)),
            ("waarvan verwerkt", f"{counts.cases_exported} (zonder naam, in het Analysebestand)"),
            ("Gesprekken", str(counts.conversations)),
            ("Antwoorden", str(counts.answers)),
            ("Toestemmingen", str(counts.consents)),
            ("Teksten", f"{counts.texts_accepted} nagelezen en verwerkt, {counts.texts_left_out} weggelaten"),
            (
                "Eerder vernietigd",
                f"{counts.refused_before} wilden niet, {counts.withdrawn_before} ingetrokken",
            ),
        ),
        "Hoe\n"
        + _list(METHOD)
        + f"\n- Vernietigd: sleutelgeneratie {certificate.epoch_destroyed} en alle eerdere.",
        "Wat eerst is weggeschreven en teruggelezen\n"
        + _list(
            tuple(f"{file.name}\n  SHA-256 {file.sha256}" for file in certificate.exports)
            or ("geen werkboek",)
        ),
        "Gecontroleerd\n" + _list(certificate.verification or ("niet gecontroleerd",)),
        "Wat blijft bestaan\n"
        + _list(
            (
                "resultaten zonder namen, in de nieuwe kluis",
                (
                    f"de namen van {certificate.feedback_waiting} inwoners die terugkoppeling willen, "
                    "apart en versleuteld, tot zij die hebben"
                ),
            )
            if certificate.feedback_waiting
            else ("resultaten zonder namen, in de nieuwe kluis",)
        ),
        "Wat niet beloofd kan worden\n" + _list((*_elsewhere(certificate.places_not_confirmed), *LIMITS)),
        "Zelf te vernietigen of te bewaren volgens de afspraken (kruis aan)\n"
        + "\n".join(f"[ ] {item}" for item in OUTSIDE),
        f"Vorige verklaring: {certificate.previous or 'geen'}",
        "Uitgevoerd door (naam, functie, datum, handtekening)\n\n\n" + "_" * 40 + "\n\n\n" + "_" * 40,
    ]
    return "\n\n".join(blocks) + "\n"


def _elsewhere(places: int) -> tuple[str, ...]:
    """Cases that were handed over and of which no other laptop said that they are gone there."""
    if not places:
        return ()
    cases = "1 keer is een casus" if places == 1 else f"{places} keer is een casus"
    return (f"{cases} overgedragen van of naar een andere laptop, waarvan vernietiging niet is bevestigd.",)


def _pairs(*pairs: tuple[str, str]) -> str:
    return "\n".join(f"{name + ':':<20}{value}" for name, value in pairs)


def _list(items: tuple[str, ...]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _moment(moment: datetime) -> str:
    return moment.astimezone().strftime("%d-%m-%Y %H:%M")
