"""The destruction certificate: what was destroyed, how, and what cannot be promised; no names, no case ids.

The fields follow DESIGN section 7.8 and the practice of the Nationaal Archief (a specification of what was
destroyed, on which ground and in which way). The wording is a document's, kept here and not on a screen.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from flows.safeguards import Lifted, Safeguard
from flows.text import long_date


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
    no_reply_before: int | None = None

    @model_serializer(mode="wrap")
    def _as_written(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return _without_later(handler(self), "no_reply_before")


class MovedDay(BaseModel):
    """One time that the planned day of destruction was moved; `function` is whose decision it was, never a name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: date
    after: date
    on: date
    function: str
    reason: str


class DestructionCertificate(BaseModel):
    """One certificate; `previous` is the SHA-256 of the one before it in this vault, so that none can be left out.

    `files_outside` counts by kind what ZET wrote outside the vault, `folders_outside` says by kind in which folders.
    `confirmed_by` are the functions of who confirmed it, `lifted` the agreements about two people that were switched
    off meanwhile; `planned_until` is the day that was planned for it, `workbooks_until` that on which the workbooks are
    to be destroyed.
    """

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
    files_outside: tuple[tuple[str, int], ...] = ()
    folders_outside: tuple[tuple[str, tuple[str, ...]], ...] | None = None
    feedback_until: date | None = None
    epoch_destroyed: int
    verification: tuple[str, ...] = ()
    previous: str | None = None
    confirmed_by: tuple[str, ...] = ()
    two_readers: bool = False
    lifted: tuple[Lifted, ...] = ()
    planned_until: date | None = None
    moved: tuple[MovedDay, ...] = ()
    workbooks_until: date | None = None

    @model_serializer(mode="wrap")
    def _as_written(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return _without_later(
            handler(self),
            "folders_outside",
            "feedback_until",
            "confirmed_by",
            "two_readers",
            "lifted",
            "planned_until",
            "moved",
            "workbooks_until",
        )

    def to_json(self) -> bytes:
        """The certificate as UTF-8 JSON with a newline, as it is written and hashed.

        What came into the format later is left out where it says nothing, so that earlier ones keep their hash.
        """
        return self.model_dump_json(indent=2).encode() + b"\n"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.to_json()).hexdigest()


def _without_later(data: dict[str, object], *names: str) -> dict[str, object]:
    """Fields that came with a later program stay out of an earlier certificate, so that its SHA-256 still holds."""
    return {
        key: value
        for key, value in data.items()
        if key not in names or (value is not None and value is not False and value != () and value != [])
    }


METHOD = (
    "Alle gegevens stonden versleuteld opgeslagen: AES-256-GCM, met een eigen sleutel per casus.",
    "De kluis is opnieuw opgebouwd met alleen wat mag blijven, onder een nieuwe sleutel en een nieuw wachtwoord.",
    "Het oude sleutelbestand is op dezelfde plaats overschreven en weggeschreven naar de schijf.",
    "De oude database is op dezelfde plaats overschreven en daarna vervangen, haar logboek overschreven en verwijderd.",
)
LIMITS = (
    (
        "Reservecellen van een SSD, schijfkopieën (snapshots), reservekopieën en bestandssystemen die bij schrijven "
        "kopiëren (btrfs, APFS, ReFS) of elke inhoud dubbel bijhouden (ext4 met data=journal) vallen buiten het "
        "bereik van dit programma."
    ),
    (
        "Een kopie die eerder van beide kluisbestanden is gemaakt, gaat open met het oude wachtwoord. "
        "Bewaar zo’n kopie nergens."
    ),
    (
        "Wisselbestand en slaapstand van de computer kunnen delen van het geheugen bevatten. "
        "Gebruik schijfversleuteling (BitLocker, FileVault of LUKS)."
    ),
    (
        "Gaf de schijf een fout bij het overschrijven van het logboek, dan kunnen er versleutelde stukken "
        "achterblijven. De sleutel daarvan is vernietigd, dus zij zijn niet meer te lezen."
    ),
    "Papier, opnames, e-mail en aantekeningen vernietigt dit programma niet.",
    "Dit programma is gebouwd en beproefd op Linux. Op Windows en macOS is vernietigen nog niet beproefd.",
)
OUTSIDE = (
    "ondertekende brieven (blijven bij de gemeente)",
    "handgeschreven aantekeningen",
    "vragenlijsten die op papier of in een formulierenprogramma zijn ingevuld",
    "geluidsopnames",
    "e-mail",
    "afdrukken",
    "eerdere werkboeken en documenten voor de sessie",
)


TITLE = "Verklaring van vernietiging"
SAFEGUARDS = {
    Safeguard.TWO_READERS: "twee mensen lezen elke tekst na",
    Safeguard.TWO_CONFIRM: "twee mensen bevestigen het vernietigen",
}
SIGN = "Uitgevoerd door (naam, functie, datum, handtekening)"


class Part(NamedTuple):
    """One part of the certificate as people read it: a heading, and pairs, points or boxes to tick under it."""

    title: str
    pairs: tuple[tuple[str, str], ...] = ()
    items: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()


def parts(certificate: DestructionCertificate) -> tuple[Part, ...]:
    """Everything that the certificate says, in order; the first part has no heading."""
    counts = certificate.counts
    finished = certificate.finished_at or certificate.started_at
    kept: tuple[str, ...] = ("resultaten zonder namen, in de nieuwe kluis",)
    if certificate.feedback_waiting:
        last = certificate.feedback_until
        until = "" if last is None else f", uiterlijk tot {long_date(last)}"
        if certificate.feedback_waiting == 1:
            who, have = "de naam van 1 inwoner die terugkoppeling wil", "die deze heeft"
        else:
            who = f"de namen van {certificate.feedback_waiting} inwoners die terugkoppeling willen"
            have = "zij die hebben"
        kept += (f"{who}, apart en versleuteld, tot {have}{until}",)
    return (
        Part(
            "",
            pairs=(
                ("Nummer", certificate.number),
                ("Gemeente", certificate.municipality),
                ("Evaluatie", certificate.evaluation),
                ("Begonnen", _moment(certificate.started_at)),
                ("Klaar", _moment(finished)),
                ("Grond", certificate.ground),
                ("Programma", certificate.program),
                *_agreed(certificate),
            ),
        ),
        Part(
            "Wat is vernietigd",
            pairs=(
                ("Casussen", str(counts.cases)),
                ("waarvan verwerkt", f"{counts.cases_exported} (zonder naam, in het Analysebestand)"),
                ("Gesprekken", str(counts.conversations)),
                ("Antwoorden", str(counts.answers)),
                ("Toestemmingen", str(counts.consents)),
                (
                    "Teksten",
                    (
                        f"{counts.texts_accepted} nagelezen{_readers(certificate)} en verwerkt, "
                        f"{counts.texts_left_out} weggelaten"
                    ),
                ),
                ("Eerder vernietigd", _earlier(counts)),
            ),
        ),
        Part(
            "Hoe",
            items=(*METHOD, f"Vernietigd: sleutelgeneratie {certificate.epoch_destroyed} en alle eerdere."),
        ),
        Part(
            "Wat eerst is weggeschreven en teruggelezen",
            items=(*_exported(certificate), *_judged(certificate.occurrences_judged)),
        ),
        Part("Gecontroleerd", items=certificate.verification or ("niet gecontroleerd",)),
        Part("Wat blijft bestaan", items=kept),
        Part(
            "Wat niet beloofd kan worden",
            items=(*_elsewhere(certificate.places_not_confirmed), *LIMITS),
        ),
        Part(
            "Zelf te vernietigen of te bewaren volgens de afspraken (kruis aan)",
            boxes=(*_written(certificate), *OUTSIDE),
        ),
    )


def _exported(certificate: DestructionCertificate) -> tuple[str, ...]:
    files = tuple(f"{file.name}\n  SHA-256 {file.sha256}" for file in certificate.exports)
    return files or ("geen werkboek",)


def _judged(count: int) -> tuple[str, ...]:
    """What the gate found and a person let through (DESIGN section 7.5)."""
    if not count:
        return ()
    places = "1 plek" if count == 1 else f"{count} plekken"
    return (f"{places} gemerkt als geen persoon, door wie bevestigde",)


def _readers(certificate: DestructionCertificate) -> str:
    return " door twee mensen" if certificate.two_readers else ""


def _agreed(certificate: DestructionCertificate) -> tuple[tuple[str, str], ...]:
    """Who confirmed, by function, and which days were agreed; nothing for certificates from before that was kept."""
    found = []
    if certificate.confirmed_by:
        found.append(("Bevestigd door", " en ".join(certificate.confirmed_by)))
    found += [
        (
            "Afspraak uitgezet",
            f"op {_day(one.on)}: {SAFEGUARDS[one.what]}; besloten door {' en '.join(one.functions)}",
        )
        for one in certificate.lifted
    ]
    if certificate.planned_until:
        found.append(("Afgesproken dag", _day(certificate.planned_until)))
    found += [
        (
            "Dag verplaatst",
            (
                f"op {_day(move.on)} van {_day(move.before)} naar {_day(move.after)}, "
                f"door {move.function}: {move.reason}"
            ),
        )
        for move in certificate.moved
    ]
    if certificate.workbooks_until:
        found.append(("Werkboeken", f"bewaren tot {_day(certificate.workbooks_until)}, daarna vernietigen"))
    return tuple(found)


def certificate_text(certificate: DestructionCertificate) -> str:
    """The certificate as plain text for people, with room for signatures."""
    blocks = [
        TITLE.upper(),
        *map(_block, parts(certificate)),
        f"Vorige verklaring: {certificate.previous or 'geen'}",
        f"{SIGN}\n\n\n" + "_" * 40 + "\n\n\n" + "_" * 40,
    ]
    return "\n\n".join(blocks) + "\n"


def _block(part: Part) -> str:
    lines = [part.title] if part.title else []
    if part.pairs:
        lines.append(_pairs(*part.pairs))
    if part.items:
        lines.append(bulleted(part.items))
    lines += [f"[ ] {box}" for box in part.boxes]
    return "\n".join(lines)


def in_chain(certificates: Iterable[DestructionCertificate]) -> tuple[DestructionCertificate, ...]:
    """The certificates from the first to the last, as each names the one before it; a clock can be set back.

    What no chain leads to comes after the rest, by its clock.
    """
    left = sorted(certificates, key=lambda certificate: certificate.started_at)
    found: list[DestructionCertificate] = []
    before: str | None = None
    while (following := next((one for one in left if one.previous == before), None)) is not None:
        left.remove(following)
        found.append(following)
        before = following.sha256
    return (*found, *left)


def unbroken(certificates: Sequence[DestructionCertificate]) -> bool:
    """Whether each certificate names the one before it by its SHA-256: none was left out, put in or changed."""
    before = (None, *(certificate.sha256 for certificate in certificates))
    return all(
        certificate.previous == known for certificate, known in zip(certificates, before, strict=False)
    )


def _earlier(counts: DestroyedCounts) -> str:
    """What was destroyed before the end; earlier certificates did not count those who gave no answer."""
    gave = "gaf" if counts.no_reply_before == 1 else "gaven"
    silent = "" if counts.no_reply_before is None else f", {counts.no_reply_before} {gave} geen antwoord"
    refused = "wilde niet" if counts.refused_before == 1 else "wilden niet"
    return f"{counts.refused_before} {refused}{silent}, {counts.withdrawn_before} ingetrokken"


def _written(certificate: DestructionCertificate) -> tuple[str, ...]:
    """The files that ZET itself wrote outside the vault: kind, count and folders, never the name of a file."""
    folders = dict(certificate.folders_outside or ())
    return tuple(
        f"door ZET gemaakt: {count} keer {kind}"
        + "".join(f"; map {folder}" for folder in folders.get(kind, ()))
        for kind, count in certificate.files_outside
    )


def _elsewhere(places: int) -> tuple[str, ...]:
    """Cases that were handed over and of which no other laptop said that they are gone there."""
    if not places:
        return ()
    cases = "1 keer is een casus" if places == 1 else f"{places} keer is een casus"
    return (f"{cases} overgedragen van of naar een andere laptop, waarvan vernietiging niet is bevestigd.",)


def _pairs(*pairs: tuple[str, str]) -> str:
    return "\n".join(f"{name + ':':<20}{value}" for name, value in pairs)


def bulleted(items: tuple[str, ...]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _moment(moment: datetime) -> str:
    return moment.astimezone().strftime("%d-%m-%Y %H:%M")
