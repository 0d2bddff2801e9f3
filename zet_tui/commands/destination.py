"""What a command says when a file that it makes cannot stand where it was asked to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.export.safe_file import (
    DestinationExists,
    DestinationFull,
    DestinationMissing,
    DestinationReadOnly,
    ExportError,
)
from zet_tui.refusal import Refused


@contextmanager
def written_into(folder: Path) -> Iterator[None]:
    """Refuse, with what to do, where the disk or a file in the way refuses."""
    try:
        yield
    except DestinationExists as error:
        said = (
            f"{error.path} bestaat al, en ZET overschrijft niets. "
            "Haal dat bestand weg, of kies met --naar een andere map."
        )
        raise Refused(said) from None
    except DestinationMissing:
        said = f"De map {folder} bestaat niet. Maak die map eerst, of kies met --naar een andere map."
        raise Refused(said) from None
    except DestinationReadOnly:
        raise Refused(f"In de map {folder} mag ZET niet schrijven. Kies met --naar een andere map.") from None
    except DestinationFull:
        said = f"De schijf van de map {folder} is vol. Maak ruimte, of kies met --naar een andere map."
        raise Refused(said) from None
    except ExportError:
        raise Refused(f"In de map {folder} kan ZET niet schrijven. Kies met --naar een andere map.") from None
