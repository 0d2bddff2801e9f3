"""Why handing over or taking in is refused: typed, carrying codes and counts, never what a case holds."""

from datetime import date


class TransferError(Exception):
    """Base of every refusal; nothing was changed."""


class KeyUnreadable(TransferError):
    """No receiving key of ZET, or it lost something on the way."""


class FileUnreadable(TransferError):
    """No file of ZET for handing over, or it lost something on the way."""


class TransferTooNew(TransferError):
    """Written by a later version of the program; `found` is that format's number."""

    def __init__(self, found: int) -> None:
        super().__init__(found)
        self.found = found


class NotForThisVault(TransferError):
    """The file was sealed for another receiving key, or for one that was used and destroyed."""


class TransferAltered(TransferError):
    """The file was changed after it was made."""


class WordsDiffer(TransferError):
    """The six words of this key or file are not those that the colleague reads out."""


class OtherEvaluation(TransferError):
    """The case belongs to another evaluation than this vault's."""


class CaseWithdrawn(TransferError):
    """The resident took the consent back; the case is never taken in again."""


class TermPassedThere(TransferError):
    """The planned day of destruction that came with the case is over; a vault that had none yet stays empty."""

    def __init__(self, until: date) -> None:
        super().__init__(until.isoformat())
        self.until = until


class JournalsFork(TransferError):
    """Both laptops went on with the same conversation: a person must choose. `sources` as `inwoner`, `dossier`."""

    def __init__(self, sources: tuple[str, ...]) -> None:
        super().__init__(", ".join(sources))
        self.sources = sources


class CaseChanged(TransferError):
    """The case was changed here after it was handed over: destroying it would lose that."""

    def __init__(self, number: int) -> None:
        super().__init__(f"case {number}")
        self.number = number


class UnknownTransfer(TransferError):
    """A receipt or confirmation of something that was never handed over from or to this vault."""
