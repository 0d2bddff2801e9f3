"""The certificate as .json and .docx, beside the text file that the vault itself writes.

The .json is what is hashed: its SHA-256 is what the next certificate names as `previous`. They are written after
everything is destroyed, so a disk that refuses now changes nothing: they can be made again from the vault.
"""

from pathlib import Path

from storage.destroy.certificate import SIGN, TITLE, DestructionCertificate, parts
from storage.export import safe_file
from storage.export.safe_file import ExportError
from storage.vault.disk import Disk

SUFFIXES = (".json", ".docx")


def free_name(folder: Path, stem: str) -> Path:
    """Where the text file goes, so that neither it nor the files beside it stand in the way of an earlier one."""
    name, number = stem, 2
    while any((folder / f"{name}{suffix}").exists() for suffix in (".txt", *SUFFIXES)):
        name, number = f"{stem}-{number}", number + 1
    return folder / f"{name}.txt"


def write_beside(
    certificate: DestructionCertificate, text_file: Path, *, disk: Disk | None = None
) -> tuple[Path, ...]:
    """Write both files beside the text file and give those that stand there; raises nothing that a disk can do.

    A file of that name with something else in it is left alone.
    """
    disk = disk or Disk()
    written: list[Path] = []
    for suffix in SUFFIXES:
        path = text_file.with_suffix(suffix)
        data = certificate.to_json() if suffix == ".json" else certificate_docx(certificate)
        try:
            if disk.exists(path) and disk.read(path) == data:
                written.append(path)
                continue
            temporary = safe_file.write_aside(path, data, disk)
            try:
                written.append(safe_file.publish(path, disk))
            except ExportError:
                safe_file.discard(temporary, disk)
        except (ExportError, OSError):
            continue
    return tuple(written)


def certificate_docx(certificate: DestructionCertificate) -> bytes:
    """The certificate as a Word document, with nothing about who made it or when but what it says itself."""
    from storage.export.documents import Document

    document = Document(TITLE)
    for part in parts(certificate):
        if part.title:
            document.heading(part.title, 1)
        for name, value in part.pairs:
            document.text([(f"{name}: ", True), (value, False)], together=True)
        document.bullets(part.items)
        for box in part.boxes:
            document.text(f"☐ {box}")
    document.heading("Deze verklaring en de vorige", 1)
    document.text([("SHA-256 van deze verklaring (het .json-bestand): ", True), (certificate.sha256, False)])
    document.text([("Vorige verklaring: ", True), (certificate.previous or "geen", False)])
    document.heading(SIGN, 1)
    document.room("", 3)
    document.room("", 3)
    return document.to_bytes()
