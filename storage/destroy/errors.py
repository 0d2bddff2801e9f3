"""Why destroying did not begin: typed, with what is missing; in every case nothing was changed."""

from storage.destroy.readiness import Readiness
from storage.export.gate import Hit


class DestroyError(Exception):
    """Base of every refusal to destroy; nothing was destroyed."""


class NotReady(DestroyError):
    """Texts are unread or too few cases are complete; `readiness` names them."""

    def __init__(self, readiness: Readiness) -> None:
        super().__init__(f"{readiness.complete} complete, {len(readiness.unread)} unread")
        self.readiness = readiness


class DestinationInVault(DestroyError):
    """The workbook would land in the vault's own folder."""

    def __init__(self) -> None:
        super().__init__("destination in vault")


class PassphraseNotNew(DestroyError):
    """The passphrase for afterwards is the one of now, which opens every earlier copy of the vault."""

    def __init__(self) -> None:
        super().__init__("passphrase not new")


class NamesLeft(DestroyError):
    """The finished workbook still holds something that looks like a name or number; `hits` tell where."""

    def __init__(self, hits: tuple[Hit, ...]) -> None:
        super().__init__(f"{len(hits)} hits")
        self.hits = hits
